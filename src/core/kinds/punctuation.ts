import type { Context, Hit } from "../context.js";
import type { CompiledPunctuation } from "../pack.js";
import type { PunctuationCheck } from "../rules.js";
import type { Matcher } from "../match/matcher.js";
import { DIGIT, HAN, LATIN, NUMERAL, SENTENCE_END, SPACE } from "../text/chars.js";
import { isHan, type NormalText, occurs } from "../text/normalise.js";

/** What does not stand as GB/T 15834 has it. All places of a reply are one finding: an agent is told once. */
export function punctuation(rule: CompiledPunctuation, { reply }: Context): Hit[] {
  if (reply.text.length < rule.atLeast || !(occurs(reply.text, HAN) || occurs(reply.text, NUMERAL))) return [];
  const places = CHECKS[rule.check](reply, rule.atLeast);
  const [first] = places;
  return first ? [{ ...first, words: { ...first.words, count: String(places.length) }, places }] : [];
}

const CHECKS: Record<PunctuationCheck, (reply: Matcher, atLeast: number) => Hit[]> = { width, comma, runs, pairs, stop };

function place(start: number, end: number, mended: string): Hit {
  return { start, end, words: { mended } };
}

/** The character at a normalised position as it was written. */
function written({ source, map, length }: NormalText, at: number): string {
  return at >= 0 && at < length ? source[map[at]!]! : "";
}

const FULL: Record<string, string> = { ",": "，", ";": "；", ":": "：", "!": "！", "?": "？", ".": "。" };

/** Half-width marks in Chinese text. */
function width({ text }: Matcher): Hit[] {
  const { kind, length } = text;
  const out: Hit[] = [];
  const kindAt = (i: number): number => (i >= 0 && i < length ? kind[i]! : SENTENCE_END);
  for (let i = 1; i < length; i++) {
    const mark = written(text, i);
    const full = FULL[mark];
    if (full === undefined) continue;
    const before = kind[i - 1]!;
    // 选XL,红色: what stands after it makes it a Chinese comma.
    if (!isHan(before) && !((mark === "," || mark === ";") && (before === LATIN || before === DIGIT) && isHan(kindAt(i + 1)))) continue;
    if (mark === "." && written(text, i + 1) === ".") {
      let end = i;
      while (written(text, end) === ".") end++;
      if (end - i >= 3) out.push(place(i, end, "……"));
      i = end;
      continue;
    }
    // Beside another mark it is part of a run or of an emoticon.
    if (kindAt(i + 1) === SENTENCE_END && i + 1 < length && written(text, i + 1) !== "\n" && written(text, i + 1) !== "\r") continue;
    let next = i + 1;
    while (next < length && written(text, next) === " ") next++;
    const after = kindAt(next);
    const goesOn = isHan(after) || next === length || (mark !== "." && mark !== "!" && mark !== "?" && (after === DIGIT || after === LATIN)) || after === SENTENCE_END;
    // The blank that English puts after a mark goes with it.
    if (goesOn) out.push(place(i, isHan(after) ? next : i + 1, full));
  }
  for (const [open, close] of [...enclosed(text, "(", ")"), ...enclosed(text, '"', '"')]) {
    const [left, right] = written(text, open) === "(" ? ["（", "）"] : ["“", "”"];
    out.push(place(open, open + 1, left), place(close, close + 1, right));
  }
  return out.sort((a, b) => a.start - b.start);
}

/** Half-width commas with a Chinese character on either side: never right. */
function comma(reply: Matcher): Hit[] {
  const { text } = reply;
  if (!text.source.includes(",")) return [];
  return width(reply).filter(({ start, end }) => written(text, start) === "," && isHan(text.kind[start - 1]!) && end < text.length && isHan(text.kind[end]!));
}

/** Pairs of half-width marks on one line with Chinese directly inside either of them. */
function enclosed(text: NormalText, left: string, right: string): [number, number][] {
  const out: [number, number][] = [];
  let open = -1;
  for (let i = 0; i < text.length; i++) {
    const mark = written(text, i);
    if (mark === "\n") open = -1;
    else if (mark === right && open >= 0) {
      if (i > open + 1 && (isHan(text.kind[open + 1]!) || isHan(text.kind[i - 1]!))) out.push([open, i]);
      open = -1;
    } else if (mark === left) open = i;
  }
  return out;
}

/** What most replies have none of, told by normal forms before anything is looked at closely. */
const isStop = (c: number): boolean => c === 0x2c || c === 0x21 || c === 0x3f || c === 0x3b || c === 0x3002 || c === 0x3001;
const isBracket = (c: number): boolean => c === 0x22 || c === 0x28 || c === 0x29 || (c >= 0x300a && c <= 0x3011);

const STOPS = "，、；。！？";
const STRENGTH: Record<string, number> = { "、": 0, "，": 1, "；": 2, "。": 3 };

/** Marks of one kind in a row, and marks that exclude each other. `？！` is one tone, `……` one mark. */
function runs({ text }: Matcher): Hit[] {
  const out: Hit[] = [];
  const { code, length } = text;
  for (let i = 0; i + 1 < length; i++) {
    if (!isStop(code[i]!) || !isStop(code[i + 1]!)) continue;
    const marks: string[] = [];
    let end = i;
    for (; end < text.length; end++) {
      const mark = written(text, end);
      const full = mark === "." ? undefined : (FULL[mark] ?? (mark === "｡" ? "。" : mark));
      if (full === undefined || !STOPS.includes(full)) break;
      marks.push(full);
    }
    const one = single(marks);
    if (one !== null) out.push(place(i, end, one));
    i = Math.max(i, end - 1);
  }
  return out;
}

/** What a run of marks should be; null where it is right as it is. */
function single(marks: readonly string[]): string | null {
  if (marks.length < 2) return null;
  const asks = marks.includes("？");
  const exclaims = marks.includes("！");
  if (asks && exclaims) return marks.length === 2 ? null : "？！";
  if (asks) return "？";
  if (exclaims) return "！";
  return [...marks].sort((a, b) => STRENGTH[b]! - STRENGTH[a]!)[0]!;
}

const CLOSES: Record<string, string> = { "）": "（", ")": "(", "”": "“", "》": "《", "】": "【", "」": "「", "』": "『" };
const OPENS = new Set(Object.values(CLOSES));
/** What is a pair's other half, whatever its width. */
const form = (mark: string): string => (mark === "(" ? "（" : mark);

/** Brackets and quotation marks without their other half. A half-width bracket alone may be a list's or an emoticon's. */
function pairs({ text }: Matcher): Hit[] {
  const out: Hit[] = [];
  let first = 0;
  while (first < text.length && !isBracket(text.code[first]!)) first++;
  if (first === text.length) return out;
  const open = new Map<string, { at: number; mark: string }[]>();
  for (let i = first; i < text.length; i++) {
    if (!isBracket(text.code[i]!)) continue;
    const mark = written(text, i);
    if (OPENS.has(mark)) {
      const list = open.get(form(mark));
      if (list) list.push({ at: i, mark });
      else open.set(form(mark), [{ at: i, mark }]);
    }
    const opener = CLOSES[mark];
    if (opener === undefined) continue;
    const matched = open.get(form(opener))?.pop();
    if (!matched && mark !== ")" && !(mark === "）" && standsAlone(text, i))) out.push({ start: i, end: i + 1 });
  }
  return [...out, ...[...open.values()].flat().filter(({ mark }) => mark !== "(").map(({ at }) => ({ start: at, end: at + 1 }))].sort((a, b) => a.start - b.start);
}

/** Whether a closing bracket numbers a point of a list (1） 二） a）) or is the mouth of a face (：）). */
function standsAlone({ source, map }: NormalText, at: number): boolean {
  if (at > 0 && ":：;；=^＾-".includes(source[map[at]! - 1]!)) return true;
  return /(?:^|[\s，。；：、,.;:!?！？])(?:\d{1,2}|[a-zA-Z一二三四五六七八九十])$/.test(source.slice(Math.max(0, map[at]! - 4), map[at]));
}

/** No mark at the end, in a text that has stops elsewhere. */
function stop({ text, clauses }: Matcher, atLeast: number): Hit[] {
  let characters = 0;
  let stops = false;
  for (let i = 0; i < text.length; i++) {
    if (isHan(text.kind[i]!)) characters++;
    else if ("。！？!?".includes(written(text, i))) stops = true;
  }
  if (characters < atLeast || !stops || clauses.count === 0) return [];
  const end = clauses.end[clauses.count - 1]!;
  const last = text.kind[end - 1]!;
  for (let i = end; i < text.length; i++) if (text.kind[i] !== SPACE && !"\n\r".includes(written(text, i))) return [];
  return isHan(last) ? [place(end, end, "。")] : [];
}
