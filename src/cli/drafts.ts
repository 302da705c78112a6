import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { mayIgnore, parseIgnore, type Comment, type Ignore } from "../ci/ignore.js";
import { locator } from "../core/text/lines.js";
import type { Reply } from "../core/types.js";
import type { ErrorReport } from "../reporters/report.js";
import { inWords, isSourceError } from "./errors.js";
import type { Context } from "./terminal.js";

/** A file with drafts, decoded. Its text is without the byte order mark, as editors count. */
export interface DraftFile {
  file: string;
  text: string;
  /** Whether the file began with a byte order mark. */
  bom: boolean;
}

/** One draft of a file. */
export interface Draft {
  id: string;
  file: string;
  draft: number;
  several: boolean;
  /** Where the reply stands in the file's text. */
  start: number;
  end: number;
  input: Reply;
  /** Ignores in its head, and in comments of Markdown around the reply. */
  ignores: Ignore[];
}

/** What standard input is called. */
export const STDIN = "<stdin>";

type Problem = Omit<ErrorReport, "id" | "file">;

function failure(file: string, problem: Problem, id = file): ErrorReport {
  return { id, file, ...problem };
}

/** Files that are surely something else, and what to do with them. */
const NOT_DRAFTS = new Set([".csv", ".tsv", ".json", ".jsonl", ".ndjson", ".xlsx", ".xls", ".doc", ".docx", ".pdf", ".rtf", ".html", ".htm", ".yaml", ".yml"]);

/** The files that the operands name: each file, and of each folder every `.txt` and `.md` below it, in a fixed order. */
export function* findDrafts(operands: readonly string[], { say, locale }: Context): Generator<string | ErrorReport> {
  const seen = new Set<string>();
  for (const operand of operands) {
    if (operand === "-") {
      if (!seen.has("-")) yield "-";
      seen.add("-");
      continue;
    }
    const path = normalize(operand);
    let folder: boolean;
    try {
      folder = statSync(path).isDirectory();
    } catch (error) {
      yield failure(operand, { code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }), hint: say({ zh: "请检查路径和文件名。", en: "Check the path and the name." }) });
      continue;
    }
    if (!folder) {
      if (!seen.has(path)) yield path;
      seen.add(path);
      continue;
    }
    let found = 0;
    for (const file of walk(path, { say, locale })) {
      found++;
      if (typeof file === "string") {
        if (seen.has(file)) continue;
        seen.add(file);
      }
      yield file;
    }
    if (found === 0) yield failure(operand, { code: "no-drafts", message: say({ zh: "这个文件夹里没有 .txt 或 .md 草稿。", en: "There is no .txt or .md draft in this folder." }), hint: say({ zh: "换一个文件夹，或直接写文件名。", en: "Name another folder, or the files themselves." }) });
  }
}

function* walk(folder: string, context: Pick<Context, "say" | "locale">): Generator<string | ErrorReport> {
  let entries;
  try {
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    const { say, locale } = context;
    yield failure(folder, { code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }) });
    return;
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    // A link to a folder is not followed: it may lead in a circle.
    if (entry.isDirectory()) yield* walk(path, context);
    else if (/\.(txt|md)$/i.test(entry.name)) yield path;
  }
}

/** Reads a file, or standard input for `-`. */
export async function readDraftFile(path: string, context: Context): Promise<DraftFile | ErrorReport> {
  const { say, locale } = context;
  const file = path === "-" ? STDIN : path;
  if (NOT_DRAFTS.has(extname(path).toLowerCase()))
    return failure(file, {
      code: "not-a-draft",
      message: say({ zh: "这不是草稿文件（.txt、.md）。", en: "This is not a draft (.txt, .md)." }),
      hint: /\.(jsonl|ndjson)$/i.test(path) ? say({ zh: `NDJSON 记录请用：replylint pipe < ${path}`, en: `For NDJSON records: replylint pipe < ${path}` }) : say({ zh: "请把回复另存为 UTF-8 的 .txt，一份文件一条回复。", en: "Save the reply as .txt in UTF-8, one reply a file." }),
    });
  let bytes: Buffer;
  try {
    bytes = path === "-" ? await readStdin() : readFileSync(path);
  } catch (error) {
    return failure(file, { code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }), hint: say({ zh: "请检查路径和权限。", en: "Check the path and the permissions." }) });
  }
  const problem = notText(bytes, file, context);
  if (problem) return failure(file, problem);
  const bom = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return { file, bom, text: bytes.toString("utf8", bom ? 3 : 0) };
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

function notText(bytes: Buffer, file: string, { say }: Context): Problem | null {
  const resave = say({ zh: "请在编辑器里“另存为”，编码选 UTF-8。", en: 'Save it again with the encoding "UTF-8".' });
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) return { code: "encoding", message: say({ zh: "文件是 UTF-16 编码，不是 UTF-8。", en: "The file is UTF-16, not UTF-8." }), hint: resave };
  if (bytes.includes(0)) return { code: "binary", message: say({ zh: "是二进制文件，不是文字。", en: "This is a binary file, not text." }), hint: say({ zh: "请把回复另存为 UTF-8 的 .txt 或 .md。", en: "Save the reply as .txt or .md in UTF-8." }) };
  if (isUtf8(bytes)) return null;
  const line = firstBadLine(bytes);
  if (decodes(bytes, "gb18030"))
    return {
      code: "encoding",
      message: say({ zh: `第 ${line} 行起不是 UTF-8，像是 GBK/GB18030 编码。`, en: `Not UTF-8 from line ${line} on; it looks like GBK/GB18030.` }),
      hint: say({ zh: `请另存为 UTF-8，或运行：iconv -f gb18030 -t utf-8 ${file} > 新文件.txt`, en: `Save it as UTF-8, or run: iconv -f gb18030 -t utf-8 ${file} > new.txt` }),
      line,
    };
  return { code: "encoding", message: say({ zh: `第 ${line} 行不是有效的 UTF-8。`, en: `Line ${line} is not valid UTF-8.` }), hint: resave, line };
}

function decodes(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

function firstBadLine(bytes: Buffer): number {
  let line = 1;
  for (let at = 0; at < bytes.length; line++) {
    const end = bytes.indexOf(10, at);
    const to = end < 0 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(at, to))) return line;
    at = to;
  }
  return 1;
}

interface Section {
  /** Line and offset of the head's text; null without a head. */
  head: { line: number; start: number; end: number } | null;
  start: number;
  end: number;
  line: number;
  problem?: Problem;
}

/** Splits a file into its drafts; a draft whose head is wrong is an error report in its place. */
export async function splitDrafts({ file, text }: DraftFile, context: Context): Promise<(Draft | ErrorReport)[]> {
  const { say, locale } = context;
  const sections = sectionsOf(text, context);
  const several = sections.length > 1;
  const out: (Draft | ErrorReport)[] = [];
  for (const [index, section] of sections.entries()) {
    const id = several ? `${file}#${index + 1}` : file;
    if (section.problem) {
      out.push(failure(file, section.problem, id));
      continue;
    }
    const input: Reply = { reply: "" };
    if (section.head) {
      const { parseDraftHead } = await import("../rulepack/config.js");
      try {
        // Lines before the head stay as blank lines, so that places are those of the file.
        const { customer, scenario, channel, platform, facts } = parseDraftHead("\n".repeat(section.head.line - 1) + text.slice(section.head.start, section.head.end), file, locale);
        Object.assign(input, { ...(customer !== undefined && { customer }), ...(scenario && { scenario }), ...(channel && { channel }), ...(platform !== undefined && { platform }), ...(facts && { facts }) });
      } catch (error) {
        if (!isSourceError(error)) throw error;
        const hint = say({ zh: "开头的 --- 之间可以写 customer、scenario、channel、platform、facts，也可以整段不写。", en: "The head between the --- lines takes customer, scenario, channel, platform, facts; it may be left out altogether." });
        error.problems.forEach(({ line, column, message }, index) => out.push(failure(file, { code: "front-matter", message, line, column, ...(index === 0 && { hint }) }, id)));
        continue;
      }
    }
    const { start, end, comments } = replyIn(text, section, /\.md$/i.test(file));
    if (start === end) {
      out.push(failure(file, { code: "empty", message: say({ zh: "没有回复内容，是空的。", en: "There is no reply in it: it is empty." }), hint: say({ zh: section.head ? "把回复写在开头的 --- 之后。" : "把要检查的回复写进去再运行。", en: section.head ? "Write the reply after the head's closing ---." : "Write the reply into it and run again." }), line: section.line }, id));
      continue;
    }
    input.reply = text.slice(start, end);
    const inside = /\.md$/i.test(file) ? /<!--\s*replylint-ignore\b/.exec(input.reply) : null;
    if (inside) {
      const { line, column } = locator(text)(start + inside.index);
      out.push(failure(file, { code: "ignore", message: say({ zh: "replylint-ignore 写在了回复中间，会被当成要发出去的话。", en: "This replylint-ignore stands inside of the reply and would be sent with it." }), hint: say({ zh: "请移到回复之前或之后。", en: "Move it before or after the reply." }), line, column }, id));
      continue;
    }
    if (section.head && mayIgnore(text.slice(section.head.start, section.head.end))) {
      const { commentsOf } = await import("../ci/comments.js");
      for (const { text: words, start: from, end: to } of await commentsOf(text.slice(section.head.start, section.head.end), "yaml")) comments.push({ text: words, start: section.head.start + from, end: section.head.start + to });
    }
    out.push({ id, file, draft: index + 1, several, start, end, input, ignores: ignoresIn(text, comments, id) });
  }
  return out;
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
function ignoresIn(text: string, comments: readonly Comment[], unit: string): Ignore[] {
  const locate = locator(text);
  return comments.flatMap((comment) => {
    const ignore = parseIgnore(comment.text);
    if (!ignore) return [];
    const { start, end } = comment;
    const from = locate(start);
    const to = locate(end);
    return [{ ...ignore, ...from, endLine: to.line, endColumn: to.column, start, end, unit }];
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

/** Finds heads and replies. Plain text is one reply, whatever dashes are in it. */
function sectionsOf(text: string, { say }: Context): Section[] {
  const lines = splitLines(text);
  const first = lines.findIndex((line) => line.text.trim() !== "");
  if (first < 0 || !DASHES.test(lines[first]!.text)) return [{ head: null, start: 0, end: text.length, line: 1 }];

  const sections: Section[] = [];
  let open = first;
  for (;;) {
    const close = next(lines, open + 1);
    if (close < 0) {
      sections.push({ head: null, start: 0, end: 0, line: open + 1, problem: { code: "front-matter", message: say({ zh: "开头的 --- 没有收尾。", en: "The head that this --- opens is not closed." }), hint: say({ zh: "在 customer、scenario 等之后单独写一行 ---，再写回复。", en: "Put a line --- after customer, scenario and so on, then the reply." }), line: open + 1, column: 1 } });
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
