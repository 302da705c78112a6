import { DIGIT, SPACE } from "../text/chars.js";
import type { NormalText } from "../text/normalise.js";

/** Kinds of personal numbers that are told by their form: the order of {@link IDENTIFIER_CLASSES}. */
export const IDENTIFIER_CLASSES = ["mobile-number", "id-number", "card-number"] as const;

const HYPHEN = 45;
const LETTER_X = 120;

/**
 * Finds personal numbers: mobile (11 digits, 1[3-9]…), identity card (17 digits and a digit or x, with a plausible birth
 * date), bank card (16–19 digits, 62… or 16 digits with a right check digit). Blanks and hyphens between digits are
 * passed over.
 * @param found called with the index in {@link IDENTIFIER_CLASSES} and the stretch
 */
export function scanIdentifiers({ code, kind, length }: NormalText, found: (which: number, start: number, end: number) => void): void {
  let digits = "";
  let start = -1;
  let end = 0;
  for (let i = 0; i <= length; i++) {
    if (i < length && kind[i] === DIGIT) {
      if (digits === "") start = i;
      digits += String.fromCharCode(code[i]!);
      end = i + 1;
      continue;
    }
    if (digits === "") continue;
    const joins = i < length && (kind[i] === SPACE || code[i] === HYPHEN) && i + 1 < length && kind[i + 1] === DIGIT;
    if (joins) continue;
    if (digits.length === 17 && i < length && code[i] === LETTER_X) {
      digits += "x";
      end = i + 1;
    }
    const which = classify(digits);
    if (which >= 0) found(which, start, end);
    digits = "";
  }
}

function classify(digits: string): number {
  if (/^(86)?1[3-9]\d{9}$/.test(digits)) return 0;
  if (/^[1-9]\d{5}(19|20)\d{2}(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])\d{3}[\dx]$/.test(digits)) return 1;
  if (/^62\d{14,17}$/.test(digits) || (/^[45]\d{15}$/.test(digits) && luhn(digits))) return 2;
  return -1;
}

function luhn(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    let digit = Number(digits[digits.length - 1 - i]);
    if (i % 2 === 1) digit = digit * 2 > 9 ? digit * 2 - 9 : digit * 2;
    sum += digit;
  }
  return sum % 10 === 0;
}
