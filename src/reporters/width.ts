import { eastAsianWidth } from "get-east-asian-width";

/** One user-perceived character: how it is printed, how many terminal columns it takes, and where it stands. */
export interface Cell {
  text: string;
  width: number;
  /** UTF-16 range in the text it comes from. */
  start: number;
  end: number;
}

/** Text with joiners, variation selectors, flags, skin tones or combining marks needs real grapheme segmentation. */
const JOINED = /[\u200d\ufe0e\ufe0f\u20e3\u{1f1e6}-\u{1f1ff}\u{1f3fb}-\u{1f3ff}]|\p{M}/u;
/** What would move the cursor, change the direction or colour of text, or break a line. */
const UNSAFE = /[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;
const ZERO_WIDTH = /[\p{Mn}\p{Me}\p{Cf}]/u;
const TWO_WIDE = /\p{Emoji_Presentation}|\p{Emoji}\ufe0f|\p{RI}\p{RI}/u;

let segmenter: Intl.Segmenter | undefined;

/** Splits a text into characters as a terminal shows them; what is unsafe to print is replaced. */
export function cells(text: string): Cell[] {
  const out: Cell[] = [];
  const add = (part: string, start: number): void => {
    const shown = printable(part);
    out.push({ text: shown, width: widthOf(shown), start, end: start + part.length });
  };
  if (JOINED.test(text)) {
    segmenter ??= new Intl.Segmenter("zh", { granularity: "grapheme" });
    for (const { segment, index } of segmenter.segment(text)) {
      // A line break pair is one segment, and unsafe in both halves.
      add(segment, index);
    }
    return out;
  }
  let at = 0;
  for (const part of text) {
    add(part, at);
    at += part.length;
  }
  return out;
}

function printable(part: string): string {
  if (part === "\t") return "    ";
  return UNSAFE.test(part) ? "\ufffd" : part;
}

function widthOf(part: string): number {
  const code = part.codePointAt(0)!;
  if (part.length === 1 && code >= 0x20 && code < 0x7f) return 1;
  if (part === "    ") return 4;
  if (TWO_WIDE.test(part)) return 2;
  let width = 0;
  for (const ch of part) if (!ZERO_WIDTH.test(ch)) width += eastAsianWidth(ch.codePointAt(0)!);
  return width;
}

/** Columns that a text takes in a terminal. */
export function displayWidth(text: string): number {
  return cells(text).reduce((sum, cell) => sum + cell.width, 0);
}

/** Fills a text up with blanks to so many columns. */
export function padEnd(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - displayWidth(text)));
}

/** Cuts a text to so many columns, with an ellipsis where something is lost. */
export function truncate(text: string, width: number): string {
  const all = cells(text);
  if (all.reduce((sum, cell) => sum + cell.width, 0) <= width) return all.map((cell) => cell.text).join("");
  let used = 0;
  let out = "";
  for (const cell of all) {
    if (used + cell.width > width - 1) break;
    out += cell.text;
    used += cell.width;
  }
  return `${out}…`;
}

/** What does not begin a line. */
const CLOSING = /^[，。！？；：、”’）》】〉」』…,.!?;:)\]}~～]/u;
const WORD = /^[\p{Script=Latin}\d_/.@-]$/u;

/**
 * Breaks cells into rows of at most `width` columns: closing punctuation does not begin a row, a Latin word is not torn
 * where it fits on a row. Every cell is on exactly one row.
 */
export function rowsOf(all: readonly Cell[], width: number): Cell[][] {
  const rows: Cell[][] = [];
  let from = 0;
  let used = 0;
  for (let i = 0; i < all.length; i++) {
    const cell = all[i]!;
    if (used + cell.width > width && i > from) {
      const cut = breakBefore(all, from, i);
      rows.push(all.slice(from, cut));
      from = cut;
      used = 0;
      for (let j = from; j < i; j++) used += all[j]!.width;
    }
    used += cell.width;
  }
  rows.push(all.slice(from));
  return rows;
}

function breakBefore(all: readonly Cell[], from: number, at: number): number {
  let cut = at;
  while (cut > from + 1 && at - cut < 3 && CLOSING.test(all[cut]!.text)) cut--;
  if (CLOSING.test(all[cut]!.text)) cut = at;
  if (WORD.test(all[cut]!.text) && WORD.test(all[cut - 1]!.text)) {
    let word = cut;
    while (word > from && WORD.test(all[word - 1]!.text)) word--;
    if (word > from && cut - word < 24) cut = word;
  }
  return cut;
}

/** Breaks a text into lines of at most `width` columns; blanks at a break are left out. */
export function wrap(text: string, width: number): string[] {
  return text.split(/\r\n|\n|\r/).flatMap((line) =>
    rowsOf(cells(line), Math.max(8, width)).map((row, index) => {
      const shown = row.map((cell) => cell.text).join("").trimEnd();
      return index === 0 ? shown : shown.trimStart();
    }),
  );
}
