import { type Comment, type Ignore, mayIgnore, parseIgnore } from "../ci/ignore.js";
import { locator } from "../core/text/lines.js";
import type { Bilingual, Locale, Reply } from "../core/types.js";
import type { DraftHead } from "../rulepack/config.js";
import { readPlainHead } from "./plain-head.js";

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
  /** Ignores in its head, and in comments of Markdown around the reply; whose they are is for the reader to say. */
  ignores: Ignore[];
  /** What is wrong with it; then it is not to be judged. */
  problems: DraftProblem[];
}

/** Why a draft cannot be judged. Lines and columns count from 1. */
export interface DraftProblem {
  code: "front-matter" | "empty" | "ignore";
  message: string;
  /** The way out. */
  hint?: string;
  line: number;
  column?: number;
}

/** Reads the text of a head; places count from its own beginning. */
export type HeadReader = (head: string) => { head: DraftHead; comments: Comment[] } | { problems: { message: string; line: number; column: number }[] };

/** The reader of heads; the YAML reader is loaded only where a head needs it. */
export async function headReader(text: string, locale: Locale): Promise<HeadReader> {
  if (sectionsOf(text).every(({ head }) => !head || readPlainHead(text.slice(head.start, head.end)))) return (head) => ({ head: readPlainHead(head)!, comments: [] });
  const [{ readDraftHead }, comments] = await Promise.all([import("../rulepack/config.js"), mayIgnore(text) ? import("../ci/yaml-comments.js") : null]);
  return (head) => {
    const read = readDraftHead(head, locale);
    return "problems" in read ? read : { ...read, comments: comments && mayIgnore(head) ? comments.yamlComments(head) : [] };
  };
}

/** How a text is split. */
export interface SplitOptions {
  locale: Locale;
  /** In Markdown, comments before and after a reply are not part of it. */
  markdown: boolean;
  readHead: HeadReader;
}

/** Splits a text into its drafts. Plain text is one reply; drafts with heads may be several. */
export function splitDrafts(text: string, options: SplitOptions): Draft[] {
  const sections = sectionsOf(text);
  return sections.map((section, index) => draftOf(text, section, { draft: index + 1, several: sections.length > 1 }, options));
}

function draftOf(text: string, section: Section, which: Pick<Draft, "draft" | "several">, { locale, markdown, readHead }: SplitOptions): Draft {
  const say = (message: Bilingual): string => message[locale];
  const { start, end, comments } = replyIn(text, section, markdown);
  const input: Reply = { reply: text.slice(start, end) };
  const draft: Draft = { ...which, start, end, head: section.head, input, ignores: [], problems: [] };
  const fail = (code: DraftProblem["code"], message: Bilingual, hint: Bilingual, line: number, column?: number): Draft => ({ ...draft, problems: [{ code, message: say(message), hint: say(hint), line, ...(column !== undefined && { column }) }] });
  if (section.open) return fail("front-matter", { zh: "开头的 --- 没有收尾。", en: "The head that this --- opens is not closed." }, { zh: "在 customer、scenario 等之后单独写一行 ---，再写回复。", en: "Put a line --- after customer, scenario and so on, then the reply." }, section.line, 1);
  if (section.head) {
    const { start: at, line } = section.head;
    const read = readHead(text.slice(at, section.head.end));
    if ("problems" in read) {
      const hint = say({ zh: "开头的 --- 之间可以写 customer、scenario、channel、platform、facts，也可以整段不写。", en: "The head between the --- lines takes customer, scenario, channel, platform, facts; it may be left out altogether." });
      return { ...draft, problems: read.problems.map((problem, nth) => ({ code: "front-matter", message: problem.message, line: problem.line + line - 1, column: problem.column, ...(nth === 0 && { hint }) })) };
    }
    const { customer, scenario, channel, platform, facts } = read.head;
    Object.assign(input, { ...(customer !== undefined && { customer }), ...(scenario && { scenario }), ...(channel && { channel }), ...(platform !== undefined && { platform }), ...(facts && { facts }) });
    comments.push(...read.comments.map((comment) => ({ ...comment, start: at + comment.start, end: at + comment.end })));
  }
  if (start === end)
    return fail("empty", { zh: "没有回复内容，是空的。", en: "There is no reply in it: it is empty." }, section.head ? { zh: "把回复写在开头的 --- 之后。", en: "Write the reply after the head's closing ---." } : { zh: "把要检查的回复写进去再运行。", en: "Write the reply into it and run again." }, section.line);
  const inside = markdown ? /<!--\s*replylint-ignore\b/.exec(input.reply) : null;
  if (inside) {
    const { line, column } = locator(text)(start + inside.index);
    return fail("ignore", { zh: "replylint-ignore 写在了回复中间，会被当成要发出去的话。", en: "This replylint-ignore stands inside of the reply and would be sent with it." }, { zh: "请移到回复之前或之后。", en: "Move it before or after the reply." }, line, column);
  }
  if (comments.length > 0) draft.ignores = ignoresIn(text, comments);
  return draft;
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

/** The reply of a section: blank lines around it, and in Markdown comments before and after it, are not part of it. */
function replyIn(text: string, section: Section, markdown: boolean): { start: number; end: number; comments: Comment[] } {
  const comments: Comment[] = [];
  let [start, end] = trim(text, section.start, section.end);
  while (markdown && text.startsWith("<!--", start)) {
    const close = text.indexOf("-->", start);
    if (close < 0 || close + 3 > end) break;
    comments.push({ text: text.slice(start + 4, close), start, end: close + 3 });
    [start, end] = trim(text, close + 3, end);
  }
  while (markdown && text.endsWith("-->", end)) {
    const open = text.lastIndexOf("<!--", end);
    if (open < start) break;
    comments.push({ text: text.slice(open + 4, end - 3), start: open, end });
    [start, end] = trim(text, start, open);
  }
  return { start, end, comments };
}

/** The ignores among comments, with their places. */
function ignoresIn(text: string, comments: readonly Comment[]): Ignore[] {
  const locate = locator(text);
  return comments.flatMap((comment) => {
    const ignore = parseIgnore(comment.text);
    if (!ignore) return [];
    const { start, end } = comment;
    const from = locate(start);
    const to = locate(end);
    return [{ ...ignore, ...from, endLine: to.line, endColumn: to.column, start, end }];
  });
}

/** Blank lines around a stretch, and what follows its last word, are left out. */
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
