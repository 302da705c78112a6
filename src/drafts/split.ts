import type { Bilingual, Locale, Reply } from "../core/types.js";
import type { DraftHead } from "../rulepack/config.js";

/** One draft of a text, with its offsets there. */
export interface Draft {
  /** From 1. */
  draft: number;
  several: boolean;
  /** The reply, without the blanks around it. */
  start: number;
  end: number;
  /** What stands between the `---` lines of its head; null without one. */
  head: { start: number; end: number } | null;
  input: Reply;
  /** What is wrong with it; then it is not to be judged. */
  problems: DraftProblem[];
}

/** Why a draft cannot be judged. Lines and columns count from 1. */
export interface DraftProblem {
  code: "front-matter" | "empty";
  message: string;
  /** The way out. */
  hint?: string;
  line: number;
  column?: number;
}

/** Reads the text of a head; places of problems count from its own first line. */
export type HeadReader = (head: string) => { head: DraftHead } | { problems: { message: string; line: number; column: number }[] };

/** The reader of heads; the YAML reader is loaded only where there is a head to read. */
export async function headReader(text: string, locale: Locale): Promise<HeadReader> {
  if (!startsWithHead(text)) return () => ({ head: {} });
  const { readDraftHead } = await import("../rulepack/config.js");
  return (head) => readDraftHead(head, locale);
}

/** Splits a text into its drafts. Plain text is one reply; drafts with heads may be several. */
export function splitDrafts(text: string, locale: Locale, readHead: HeadReader): Draft[] {
  const say = (message: Bilingual): string => message[locale];
  const sections = sectionsOf(text);
  return sections.map((section, index): Draft => {
    const [start, end] = trim(text, section.start, section.end);
    const draft: Draft = { draft: index + 1, several: sections.length > 1, start, end, head: section.head, input: { reply: text.slice(start, end) }, problems: [] };
    if (section.open) {
      draft.problems.push({ code: "front-matter", message: say({ zh: "开头的 --- 没有收尾。", en: "The head that this --- opens is not closed." }), hint: say({ zh: "在 customer、scenario 等之后单独写一行 ---，再写回复。", en: "Put a line --- after customer, scenario and so on, then the reply." }), line: section.line, column: 1 });
      return draft;
    }
    if (section.head) {
      const read = readHead(text.slice(section.head.start, section.head.end));
      if ("problems" in read) {
        const hint = say({ zh: "开头的 --- 之间可以写 customer、scenario、channel、platform、facts，也可以整段不写。", en: "The head between the --- lines takes customer, scenario, channel, platform, facts; it may be left out altogether." });
        const { line } = section.head;
        draft.problems = read.problems.map((problem, nth) => ({ code: "front-matter", message: problem.message, line: problem.line + line - 1, column: problem.column, ...(nth === 0 && { hint }) }));
        return draft;
      }
      const { customer, scenario, channel, platform, facts } = read.head;
      Object.assign(draft.input, { ...(customer !== undefined && { customer }), ...(scenario && { scenario }), ...(channel && { channel }), ...(platform !== undefined && { platform }), ...(facts && { facts }) });
    }
    if (start === end)
      draft.problems.push({ code: "empty", message: say({ zh: "没有回复内容，是空的。", en: "There is no reply in it: it is empty." }), hint: say({ zh: section.head ? "把回复写在开头的 --- 之后。" : "把要检查的回复写进去再运行。", en: section.head ? "Write the reply after the head's closing ---." : "Write the reply into it and run again." }), line: section.line });
    return draft;
  });
}

interface Section {
  /** First line and offsets of the head's text; null without a head. */
  head: { line: number; start: number; end: number } | null;
  /** The head is not closed. */
  open?: true;
  start: number;
  end: number;
  line: number;
}

/** Blank lines around a reply, and what follows its last word, are not part of it. */
function trim(text: string, start: number, end: number): [number, number] {
  while (end > start && /\s/.test(text[end - 1]!)) end--;
  let from = start;
  for (let at = start; at < end && /\s/.test(text[at]!); at++) if (text[at] === "\n" || text[at] === "\r") from = at + 1;
  return [Math.min(from, end), end];
}

const DASHES = /^---[ \t]*$/;
/** `key:`, a continuation, a list item or a comment: what YAML front matter is made of. */
const HEAD_LINE = /^(?:[\p{L}][\p{L}\p{N}_-]{0,30}[ \t]*:(?:[ \t]|$)|[ \t]+\S|- |#|\s*$)/u;
const KEY_LINE = /^[\p{L}][\p{L}\p{N}_-]{0,30}[ \t]*:(?:[ \t]|$)/u;

/** Whether the first line that says anything opens a head. */
function startsWithHead(text: string): boolean {
  return /^\s*---[ \t]*(?:[\r\n]|$)/.test(text);
}

/** Finds heads and replies. Plain text is one reply, whatever dashes are in it. */
function sectionsOf(text: string): Section[] {
  const whole: Section = { head: null, start: 0, end: text.length, line: 1 };
  if (!startsWithHead(text)) return [whole];
  const lines = splitLines(text);
  const first = lines.findIndex((line) => line.text.trim() !== "");
  if (!DASHES.test(lines[first]!.text)) return [whole];

  const sections: Section[] = [];
  let open = first;
  for (;;) {
    const close = next(lines, open + 1);
    if (close < 0) {
      sections.push({ head: null, open: true, start: text.length, end: text.length, line: open + 1 });
      return sections;
    }
    const head = { line: open + 2, start: lines[open]!.next, end: lines[close]!.start };
    const after = nextHead(lines, close + 1);
    sections.push({ head, start: lines[close]!.next, end: after ? lines[after.separator]!.start : text.length, line: Math.min(close + 2, lines.length) });
    if (!after) return sections;
    open = after.open;
  }
}

/** The next head after a reply, and the line that ends the reply: the head's own `---`, or one more before it. */
function nextHead(lines: readonly TextLine[], from: number): { separator: number; open: number } | null {
  for (let at = next(lines, from); at >= 0; at = next(lines, at + 1)) {
    if (isHead(lines, at)) return { separator: at, open: at };
    let second = at + 1;
    while (second < lines.length && lines[second]!.text.trim() === "") second++;
    if (second < lines.length && DASHES.test(lines[second]!.text)) return isHead(lines, second) ? { separator: at, open: second } : { separator: at, open: at };
  }
  return null;
}

/** Whether a head begins at a line `---`: what follows, up to the next `---`, reads like one. */
function isHead(lines: readonly TextLine[], open: number): boolean {
  const close = next(lines, open + 1);
  const inside = lines.slice(open + 1, close < 0 ? undefined : close).map((line) => line.text);
  const key = inside.find((line) => line.trim() !== "" && !line.startsWith("#"));
  if (key === undefined || !KEY_LINE.test(key)) return false;
  return close < 0 ? /^(customer|scenario|channel|platform|facts)\b/.test(key) : inside.every((line) => HEAD_LINE.test(line));
}

function next(lines: readonly TextLine[], from: number): number {
  for (let at = from; at < lines.length; at++) if (DASHES.test(lines[at]!.text)) return at;
  return -1;
}

interface TextLine {
  text: string;
  start: number;
  /** Where the next line begins. */
  next: number;
}

function splitLines(text: string): TextLine[] {
  const out: TextLine[] = [];
  let start = 0;
  for (const match of text.matchAll(/\r\n|\n|\r/g)) {
    out.push({ text: text.slice(start, match.index), start, next: match.index + match[0].length });
    start = match.index + match[0].length;
  }
  if (start < text.length) out.push({ text: text.slice(start), start, next: text.length });
  return out;
}
