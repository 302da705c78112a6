import { isUtf8 } from "node:buffer";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { type Draft as DraftInText, headReader, splitDrafts } from "../drafts/split.js";
import type { ErrorReport } from "../reporters/report.js";
import { inWords } from "./errors.js";
import type { Context } from "./terminal.js";

/** A file with drafts, decoded. Its text is without the byte order mark, as editors count. */
export interface DraftFile {
  file: string;
  text: string;
  /** Whether the file began with a byte order mark. */
  bom: boolean;
}

/** One draft of a file, fit to be judged. */
export interface Draft extends Omit<DraftInText, "problems"> {
  id: string;
  file: string;
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

/** Splits a file into its drafts; a draft whose head is wrong is an error report in its place. */
export async function splitFile({ file, text }: DraftFile, { locale }: Context): Promise<(Draft | ErrorReport)[]> {
  const out: (Draft | ErrorReport)[] = [];
  for (const { problems, ...draft } of splitDrafts(text, { locale, markdown: /\.md$/i.test(file), readHead: await headReader(text, locale) })) {
    const id = draft.several ? `${file}#${draft.draft}` : file;
    draft.ignores.forEach((ignore) => (ignore.unit = id));
    if (problems.length > 0) out.push(...problems.map((problem) => failure(file, problem, id)));
    else out.push({ ...draft, id, file });
  }
  return out;
}
