/** Finds the files and tells how each is to be read, from its content first and its name second. */
import { statSync } from "node:fs";
import { detectEncoding, decode } from "./decode.js";
import { findLayout, findRanges } from "./delimited.js";
import type { ReadOptions } from "./read.js";
import { headOf, type Source } from "./source.js";
import type { FilePlan, Range, Unread } from "./types.js";
import { unread } from "./unread.js";

/** Bytes from which format and encoding are told. */
const HEAD = 256 << 10;
/** The end of a file whose unpacked size is not known. */
const END = Number.MAX_SAFE_INTEGER;

/** The bytes that a plan is about. */
export function sourceOf({ path, entry }: Pick<FilePlan, "path" | "entry">): Source {
  return { path, ...(entry !== undefined && { entry }) };
}

/**
 * Plans how to read each file.
 * @yields in the order of the paths; an unread stretch for what is no transcript
 */
export async function* planFiles(paths: readonly string[], options: ReadOptions = {}): AsyncGenerator<FilePlan | Unread> {
  for (const path of paths) yield await planFile({ path }, path, options);
}

async function planFile(source: Source, file: string, { mapping, memory }: ReadOptions): Promise<FilePlan | Unread> {
  const bytes = statSync(source.path).size;
  const { head, whole } = await headOf(source, HEAD);
  const found = detectEncoding(head, whole);
  const encoding = mapping?.encoding ?? found.encoding;
  const text = await headText(head, found.bom, encoding);
  const all: Range = { start: found.bom, end: END, line: 1, part: 0, parts: 1 };
  const columns = findLayout(text, mapping);
  if (!columns) return unread({ file, line: 1 }, "no-columns", { zh: "没有认出表头", en: "no header was understood" }, text);
  const cuttable = source.packed === undefined && (encoding === "utf-8" || encoding === "gb18030") && ["," , "\t", ";"].includes(columns.delimiter!);
  const ranges = cuttable ? await findRanges(source, columns, found.bom, bytes, memory) : [all];
  return { file, path: source.path, bytes, format: "csv", encoding, columns, ranges };
}

async function headText(head: Buffer, bom: number, encoding: FilePlan["encoding"]): Promise<string> {
  let text = "";
  for await (const part of decode((async function* () { yield head.subarray(bom); })(), encoding)) text += part;
  return text;
}
