/** Tells how each file is to be read, from its content first and its name second. */
import { cutLines } from "./cuts.js";
import { decode, detectEncoding } from "./decode.js";
import { broken, findFiles, type Found } from "./files.js";
import type { ReadOptions } from "./read.js";
import { bytesOf, headOf, type Source } from "./source.js";
import type { Encoding, FilePlan, Range, Unread } from "./types.js";
import { unread } from "./unread.js";

/** Bytes from which format and encoding are told. */
const HEAD = 256 << 10;
/** The end of a file whose unpacked size is not known. */
const END = Number.MAX_SAFE_INTEGER;

/** The bytes that a plan is about. */
export function sourceOf({ path, entry, packed }: FilePlan): Source {
  return { path, ...(entry !== undefined && { entry }), ...(packed !== undefined && { packed }) };
}

/**
 * Plans how to read each file: its format, encoding and columns, and where it may be cut.
 * @param paths files, folders, globs, `.zip` and `.gz`
 * @yields in the order of the paths; an unread stretch for what is no transcript
 */
export async function* planFiles(paths: readonly string[], options: ReadOptions = {}): AsyncGenerator<FilePlan | Unread> {
  for await (const found of findFiles(paths)) {
    if ("code" in found) {
      yield found;
      continue;
    }
    try {
      yield await planFile(found, options);
    } catch (error) {
      yield broken(found.file, error);
    }
  }
}

async function planFile(found: Found, { mapping, memory }: ReadOptions): Promise<FilePlan | Unread> {
  const { source, file, bytes, name, workbook } = found;
  const base = { file, path: source.path, ...(source.packed && { packed: source.packed }), ...(source.entry !== undefined && { entry: source.entry }), bytes };
  const fail = (code: string, zh: string, en: string, raw = ""): Unread => unread({ file, line: 1 }, code, { zh, en }, raw);
  if (workbook) {
    const { planSheets } = await import("./xlsx.js");
    const [columns, ...moreSheets] = await planSheets(source.path, mapping);
    if (!columns) return fail("no-columns", `工作表里没有认出表头；${MAP_HINT.zh}`, `no header was understood in any sheet; ${MAP_HINT.en}`);
    return { ...base, format: "xlsx", encoding: "utf-8", columns, ...(moreSheets.length > 0 && { moreSheets }), ranges: [whole(0)] };
  }
  const { head, whole: complete } = await headOf(source, HEAD);
  if (head.length === 0) return fail("empty-file", "文件是空的", "the file is empty");
  const binary = binaryKind(head);
  if (binary) return fail(binary.code, binary.zh, binary.en);
  const detected = detectEncoding(head, complete);
  const encoding = mapping?.encoding ?? detected.encoding;
  const text = await headText(head, detected.bom, encoding);
  const common = { ...base, encoding, ranges: [whole(detected.bom)] };
  const asked = mapping?.format;
  // Line feeds are bytes of their own in these, and the file is as long as it looks.
  const onBytes = source.packed === undefined && (encoding === "utf-8" || encoding === "gb18030");
  const cuts = async (where: Parameters<typeof cutLines>[3]): Promise<Range[]> => (onBytes ? cutLines(source, detected.bom, bytes, where) : common.ranges);

  if (asked === "qianniu" || asked === undefined) {
    const { isQianniu } = await import("./formats/qianniu.js");
    if (asked || isQianniu(text)) return { ...common, format: "qianniu", ranges: await cuts({ ending: text.includes("\r\n") ? "\r\n" : "\n", beginning: "--------", bareCr: true }) };
  }
  if (asked === "whatsapp" || asked === undefined) {
    const { isWhatsApp, planWhatsApp } = await import("./formats/whatsapp.js");
    if (asked || isWhatsApp(text)) return { ...common, format: "whatsapp", chat: await planWhatsApp(decode(bytesOf(source, detected.bom), encoding), name, mapping) };
  }
  if (asked !== "csv" && /^\s*[[{]/.test(text)) {
    const { findJsonLayout } = await import("./json.js");
    const layout = findJsonLayout(text, mapping);
    if (layout) {
      const { format, lines, path, columns } = layout;
      // One conversation a line.
      const ranges = lines && (format === "replylint" || format === "zendesk" || format === "intercom") ? await cuts({}) : common.ranges;
      return { ...common, format, json: { lines, path }, ...(columns && { columns }), ranges };
    }
    // A table may begin with a bracket, too.
    if (asked !== undefined || /\.(json|jsonl|ndjson)$/i.test(name)) return fail("no-columns", `没有认出里面的消息；${MAP_HINT.zh}`, `no messages were recognised in it; ${MAP_HINT.en}`, text);
  }
  const { findLayout, findRanges } = await import("./delimited.js");
  const columns = findLayout(text, mapping);
  if (!columns) return fail("no-columns", `没有认出表头或格式；${MAP_HINT.zh}`, `no header and no known format in it; ${MAP_HINT.en}`, text);
  const cuttable = onBytes && [",", "\t", ";"].includes(columns.delimiter!);
  return { ...common, format: "csv", columns, ...(cuttable && { ranges: await findRanges(source, { encoding, columns }, detected.bom, bytes, memory) }) };
}

const MAP_HINT = { zh: "请用 --map 写明哪一列是什么", en: "tell with --map which column is what" };

function whole(start: number): Range {
  return { start, end: END, line: 1, part: 0, parts: 1 };
}

/** What is surely no text. */
function binaryKind(head: Buffer): { code: string; zh: string; en: string } | null {
  const magic = head.subarray(0, 8).toString("latin1");
  if (magic.startsWith("\u00d0\u00cf\u0011\u00e0")) return { code: "old-excel", zh: "是旧版 .xls 或加密的表格，请在 Excel 里另存为 .xlsx（不设密码）或 CSV", en: "is an old .xls or an encrypted workbook: save it as .xlsx without a password, or as CSV" };
  if (magic.startsWith("%PDF") || magic.startsWith("\u0089PNG") || magic.startsWith("\u00ff\u00d8\u00ff") || magic.startsWith("Rar!") || magic.startsWith("7z\u00bc\u00af"))
    return { code: "other-file", zh: "是 PDF、图片或 RAR/7z 压缩包，读不了；请导出为 CSV、XLSX、JSON 或 TXT", en: "is a PDF, an image or a RAR/7z archive; export it as CSV, XLSX, JSON or TXT" };
  return null;
}

async function headText(head: Buffer, bom: number, encoding: Encoding): Promise<string> {
  async function* once(): AsyncGenerator<Buffer> {
    await Promise.resolve();
    yield head.subarray(bom);
  }
  let text = "";
  for await (const part of decode(once(), encoding)) text += part;
  return text;
}
