import { CLAUSE_END, DIGIT, HAN, NUMERAL, PICTOGRAPH, SENTENCE_END, SPACE } from "./chars.js";
import type { NormalText } from "./normalise.js";

/** Clauses and sentences of a normalised text, as parallel arrays; positions are normalised units. */
export interface Clauses {
  count: number;
  /** First unit of each clause's words. */
  start: number[];
  /** One past the last unit of its words, final particles (呢 哦 哈 …) included. */
  end: number[];
  /** One past its closing punctuation. */
  close: number[];
  /** The sentence that each clause belongs to, from 0. */
  sentence: number[];
  /** The clause that each unit belongs to. */
  at: Int32Array;
}

export function emptyClauses(): Clauses {
  return { count: 0, start: [], end: [], close: [], sentence: [], at: new Int32Array(257) };
}

/** Splits `text` at punctuation, line breaks, pictographs, and spaces between Han characters. */
export function splitClauses(text: NormalText, out: Clauses): void {
  const { code, kind, length } = text;
  const { at } = out.at.length <= length ? grown(out, length) : out;
  let count = 0;
  let sentence = 0;
  let start = 0;
  let words = false;
  let endOfWords = 0;
  let i = 0;
  while (i < length) {
    const k = kind[i]!;
    const breaks = k < SPACE || k > PICTOGRAPH ? 0 : breakKind(code, kind, i, length);
    if (breaks === 0) {
      if (!words) {
        start = i;
        words = true;
      }
      at[i] = count;
      i++;
      endOfWords = i;
      continue;
    }
    let strongest = 0;
    const from = i;
    for (let b: 0 | 1 | 2 = breaks; b !== 0; b = i < length && kind[i]! >= SPACE && kind[i]! <= PICTOGRAPH ? breakKind(code, kind, i, length) : 0) {
      if (b > strongest) strongest = b;
      at[i] = count;
      i++;
    }
    if (words) {
      out.start[count] = start;
      out.end[count] = endOfWords;
      out.close[count] = i;
      out.sentence[count] = sentence;
      count++;
      words = false;
    } else if (count > 0) {
      for (let j = from; j < i; j++) at[j] = count - 1;
      out.close[count - 1] = i;
    }
    if (strongest === 2 && count > 0) sentence = out.sentence[count - 1]! + 1;
  }
  if (words) {
    out.start[count] = start;
    out.end[count] = endOfWords;
    out.close[count] = length;
    out.sentence[count] = sentence;
    count++;
  }
  at[length] = Math.max(0, count - 1);
  out.count = count;
}

function grown(out: Clauses, length: number): Clauses {
  out.at = new Int32Array(Math.max(length + 1, out.at.length * 2));
  return out;
}

/** Of a unit that may break: 0 inside a clause, 1 between clauses, 2 between sentences. */
function breakKind(code: Uint16Array, kind: Uint8Array, i: number, length: number): 0 | 1 | 2 {
  const k = kind[i]!;
  const last = i > 0 ? kind[i - 1]! : SPACE;
  const next = i + 1 < length ? kind[i + 1]! : SPACE;
  if (k === SPACE) {
    const between = (last === HAN || last === NUMERAL) && (next === HAN || next === NUMERAL);
    return between || last === SPACE || next === SPACE || (last >= CLAUSE_END && last <= PICTOGRAPH) || (next >= CLAUSE_END && next <= PICTOGRAPH) || i === 0 || i + 1 === length ? 1 : 0;
  }
  if (k === PICTOGRAPH) return 1;
  const c = code[i]!;
  if (k === CLAUSE_END) {
    // 18:00 and 1,000
    return (c === 58 || c === 44) && last === DIGIT && next === DIGIT ? 0 : 1;
  }
  if (k === SENTENCE_END) {
    if (c === 46) return last === DIGIT && next === DIGIT ? 0 : last === HAN || last === NUMERAL || last === SENTENCE_END || next === HAN ? 2 : 0;
    // 1~3天, [数字x]~[数字x]
    if (c === 126) return next === DIGIT || next === NUMERAL || (i + 1 < length && code[i + 1] === 91) ? 0 : 2;
    return 2;
  }
  return 0;
}
