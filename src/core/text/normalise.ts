import { type CharTables, DIGIT, DODGE, HAN, INVISIBLE, LATIN, NUMERAL, OTHER, SENTENCE_END, SPACE } from "./chars.js";

/** A text in normal form, with the way back to the text as it was given. Buffers are reused from text to text. */
export interface NormalText {
  source: string;
  /** Number of normalised code units. */
  length: number;
  code: Uint16Array;
  kind: Uint8Array;
  /** The kinds of units that occur, as bits. */
  kinds: number;
  /** Index into `source` of each normalised unit; entry `length` is the end of the text. */
  map: Int32Array;
}

export function emptyText(): NormalText {
  return { source: "", length: 0, code: new Uint16Array(256), kind: new Uint8Array(256), kinds: 0, map: new Int32Array(257) };
}

export function isHan(kind: number): boolean {
  return kind === HAN || kind === NUMERAL;
}

/**
 * Writes the normal form of `source` into `out`: half width, lower case, simplified characters; invisible characters,
 * spaces beside figures and Latin words, and spaces or symbols that only pull a Chinese word apart are left out.
 */
export function normalise(source: string, tables: CharTables, out: NormalText): void {
  const n = source.length;
  if (out.code.length < n) {
    const size = Math.max(n, out.code.length * 2);
    out.code = new Uint16Array(size);
    out.kind = new Uint8Array(size);
    out.map = new Int32Array(size + 1);
  }
  const { kind: kinds, norm } = tables;
  const { code, kind, map } = out;
  let w = 0;
  let occurring = 0;
  for (let i = 0; i < n; i++) {
    const c = source.charCodeAt(i);
    let k = kinds[c]!;
    // The second half of a pair is what the first is.
    if (c >= 0xdc00 && c <= 0xdfff) k = w > 0 && (code[w - 1]! & 0xfc00) === 0xd800 ? kind[w - 1]! : OTHER;
    if (k === INVISIBLE) continue;
    if ((k === SPACE || k === DODGE || c === 46) && w > 0 && dropped(source, i, k, kinds, w > 1 ? kind[w - 2]! : SENTENCE_END, kind[w - 1]!)) continue;
    code[w] = norm[c]!;
    kind[w] = k;
    occurring |= 1 << k;
    map[w] = i;
    w++;
  }
  map[w] = n;
  out.source = source;
  out.length = w;
  out.kinds = occurring;
}

/** The normal form of a few words, as a string. */
export function normalForm(source: string, tables: CharTables): string {
  const out = emptyText();
  normalise(source, tables, out);
  return unitsOf(out, 0, out.length);
}

/** Normalised units as a string. */
export function unitsOf({ code }: NormalText, start: number, end: number): string {
  let out = "";
  for (let i = start; i < end; i++) out += String.fromCharCode(code[i]!);
  return out;
}

const QUOTE = 34;

/** Whether `[start, end)` stands in quotation marks of its own: spoken of, not used. */
export function quoted({ code }: NormalText, start: number, end: number): boolean {
  return code[start - 1] === QUOTE && code[end] === QUOTE;
}

/** Whether any unit of a kind occurs. */
export function occurs(text: NormalText, kind: number): boolean {
  return (text.kinds & (1 << kind)) !== 0;
}

/** Whether a space, a dodging symbol or a stop at `i` says nothing: see {@link normalise}. */
function dropped(source: string, i: number, k: number, kinds: Uint8Array, beforeLast: number, last: number): boolean {
  let after = i + 1;
  while (after < source.length && kinds[source.charCodeAt(after)] === INVISIBLE) after++;
  const next = after < source.length ? kinds[source.charCodeAt(after)]! : SENTENCE_END;
  if (isHan(last) && isHan(next)) {
    if (k === DODGE) return true;
    // A Han character that stands alone between gaps: `加 微 信`, `最.好.的`.
    const afterNext = after + 1 < source.length ? kinds[source.charCodeAt(after + 1)]! : SENTENCE_END;
    return alone(afterNext) || (alone(beforeLast) && beforeLast !== SENTENCE_END);
  }
  if (k !== SPACE) return false;
  return (isHan(last) && (next === DIGIT || next === LATIN)) || (isHan(next) && (last === DIGIT || last === LATIN));
}

function alone(kind: number): boolean {
  return kind === SPACE || kind === SENTENCE_END || kind === DODGE;
}
