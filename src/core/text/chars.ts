/** What a UTF-16 code unit is to us. One table look-up a character; built once, no locale and no ICU. */
export const OTHER = 0;
export const HAN = 1;
export const DIGIT = 2;
export const LATIN = 3;
export const SPACE = 4;
/** `，：（）` and the like: ends a clause, not a sentence. */
export const CLAUSE_END = 5;
/** `。！？；…` and line breaks: ends a sentence. */
export const SENTENCE_END = 6;
/** Zero-width characters and variation selectors: never seen by a rule. */
export const INVISIBLE = 7;
/** Emoji and pictographs: stand between clauses. */
export const PICTOGRAPH = 8;
/** `·*_^`: slipped between Han characters to dodge a check, hardly ever written there for another reason. */
export const DODGE = 9;
/** A Han character that is also a numeral. */
export const NUMERAL = 10;

const NUMERALS = "零〇一二两三四五六七八九十百千万半";

export interface CharTables {
  /** Kind of each code unit. */
  kind: Uint8Array;
  /** Normal form of each code unit: half width, lower case, simplified. */
  norm: Uint16Array;
}

function range(table: Uint8Array, from: number, to: number, kind: number): void {
  table.fill(kind, from, to + 1);
}

/**
 * Builds the tables.
 * @param traditional pairs of characters, traditional then simplified, as one string
 */
export function charTables(traditional: string): CharTables {
  const kind = new Uint8Array(65536);
  const norm = new Uint16Array(65536);
  for (let c = 0; c < 65536; c++) norm[c] = c;
  for (let c = 0xff01; c <= 0xff5e; c++) norm[c] = c - 0xfee0;
  for (let c = 65; c <= 90; c++) {
    norm[c] = c + 32;
    norm[c + 0xfee0] = c + 32;
  }
  const same = (from: string, to: string): void => {
    for (const ch of from) norm[ch.charCodeAt(0)] = to.charCodeAt(0);
  };
  same("\u00a0\u2002\u2003\u2009\u202f\u3000\t", " ");
  same("。｡", "。");
  same("〜∼˜", "~");
  same("–—―−‐‑", "-");
  same("“”„＂「」『』", "\"");
  same("‘’", "'");
  same("•∙・‧", "·");
  same("﹣", "-");
  for (let i = 0; i < 10; i++) {
    norm[0x2460 + i] = 49 + i; // ① …
  }
  norm[0x2469] = 0x5341; // ⑩
  for (let i = 0; i + 1 < traditional.length; i += 2) norm[traditional.charCodeAt(i)] = traditional.charCodeAt(i + 1);

  for (let c = 0; c < 65536; c++) norm[c] = norm[norm[c]!]!;

  range(kind, 0x3400, 0x9fff, HAN);
  range(kind, 0xf900, 0xfaff, HAN);
  range(kind, 0x3005, 0x3007, HAN);
  range(kind, 48, 57, DIGIT);
  range(kind, 97, 122, LATIN);
  for (const ch of NUMERALS) kind[ch.charCodeAt(0)] = NUMERAL;
  range(kind, 0x200b, 0x200f, INVISIBLE);
  range(kind, 0x202a, 0x202e, INVISIBLE);
  range(kind, 0x2060, 0x2064, INVISIBLE);
  range(kind, 0xfe00, 0xfe0f, INVISIBLE);
  kind[0xfeff] = INVISIBLE;
  kind[0xad] = INVISIBLE;
  kind[32] = SPACE;
  range(kind, 0x2600, 0x27bf, PICTOGRAPH);
  range(kind, 0x2b00, 0x2bff, PICTOGRAPH);
  range(kind, 0xd83c, 0xd83e, PICTOGRAPH);
  range(kind, 0xd840, 0xd888, HAN); // first halves of rare characters
  for (const ch of ",:()，：（）") kind[ch.charCodeAt(0)] = CLAUSE_END;
  for (const ch of "。!?;…\n\r.~") kind[ch.charCodeAt(0)] = SENTENCE_END;
  for (const ch of "·*_^") kind[ch.charCodeAt(0)] = DODGE;
  // A character is what its normal form is.
  for (let c = 0; c < 65536; c++) {
    const n = norm[c]!;
    if (n !== c) kind[c] = kind[n]!;
  }
  return { kind, norm };
}
