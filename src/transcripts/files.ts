/** What paths name: files, the files of folders and globs, and the files in archives. */
import { closeSync, openSync, readSync, statSync } from "node:fs";
import { extname, isAbsolute, normalize, resolve } from "node:path";
import { ReadError, type Source } from "./source.js";
import type { Unread } from "./types.js";
import { unread } from "./unread.js";

/** A file with its name for people, its size on the disk, and its name inside all packing. */
export interface Found {
  source: Source;
  file: string;
  bytes: number;
  name: string;
  workbook: boolean;
}

const TRANSCRIPTS = new Set([".csv", ".tsv", ".txt", ".log", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".gz", ".zip"]);

/**
 * Finds the files that paths name, each once, in the order of the paths and by name in a folder.
 * @yields an unread record for what is not there, is no transcript by its name, or cannot be unpacked
 */
export async function* findFiles(paths: readonly string[]): AsyncGenerator<Found | Unread> {
  const seen = new Set<string>();
  for (const path of paths) {
    let count = 0;
    for await (const file of expand(path)) {
      count++;
      const place = resolve(typeof file === "string" ? file : file.at.file);
      if (seen.has(place)) continue;
      seen.add(place);
      if (typeof file === "string") yield* open(file);
      else yield file;
    }
    if (count === 0) yield unread({ file: path, line: 1 }, "no-files", { zh: "这里没有聊天记录文件（.csv .tsv .txt .json .ndjson .xlsx .gz .zip）", en: "there is no transcript here (.csv .tsv .txt .json .ndjson .xlsx .gz .zip)" }, "");
  }
}

async function* expand(path: string): AsyncGenerator<string | Unread> {
  const stats = statSync(path, { throwIfNoEntry: false });
  if (stats && !stats.isDirectory()) {
    yield normalize(path);
    return;
  }
  const globbing = !stats && /[*?[\]{}!]/.test(path);
  if (!stats && !globbing) {
    yield unread({ file: path, line: 1 }, "unreadable", { zh: "没有这个文件或文件夹，请检查路径", en: "there is no such file or folder; check the path" }, "");
    return;
  }
  const { glob } = await import("tinyglobby");
  const options = { onlyFiles: true, followSymbolicLinks: false, expandDirectories: false, ignore: ["**/node_modules/**"], absolute: isAbsolute(path) };
  const found = globbing ? await glob(process.platform === "win32" ? path.replaceAll("\\", "/") : path, options) : (await glob("**/*", { ...options, absolute: false, cwd: path })).map((name) => `${path}/${name}`);
  for (const file of found.map(normalize).sort()) {
    const name = file.slice(Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\")) + 1);
    // What Excel leaves behind while a workbook is open.
    if (name.startsWith("~$")) continue;
    if (TRANSCRIPTS.has(extname(name).toLowerCase())) yield file;
    else yield otherFile(file);
  }
}

function otherFile(file: string): Unread {
  return unread({ file, line: 1 }, "other-file", { zh: "不是聊天记录的文件类型，没有读", en: "is no transcript by its name and was not read" }, "");
}

/** A file, or what is packed in it. */
async function* open(path: string): AsyncGenerator<Found | Unread> {
  let bytes: number;
  let magic: Buffer;
  try {
    bytes = statSync(path).size;
    magic = beginning(path);
  } catch (error) {
    yield broken(path, error);
    return;
  }
  if (magic[0] === 0x1f && magic[1] === 0x8b) {
    yield { source: { path, packed: "gzip" }, file: path, bytes, name: path.replace(/\.gz$/i, ""), workbook: false };
    return;
  }
  if (magic.toString("latin1") !== "PK\u0003\u0004") {
    yield { source: { path }, file: path, bytes, name: path, workbook: false };
    return;
  }
  try {
    const { listZip } = await import("./unpack.js");
    const files = await listZip(path);
    if (files.some(({ name }) => name === "xl/workbook.xml")) {
      yield { source: { path }, file: path, bytes, name: path, workbook: true };
      return;
    }
    for (const { name, bytes: packed, encrypted } of files) {
      const file = `${path}!${name}`;
      const base = name.slice(name.lastIndexOf("/") + 1);
      if (base.startsWith(".") || base.startsWith("~$") || name.startsWith("__MACOSX/")) continue;
      if (encrypted) yield unread({ file, line: 1 }, "encrypted", { zh: "压缩包有密码，请先解压", en: "the archive has a password; unpack it first" }, "");
      else if (!TRANSCRIPTS.has(extname(base).toLowerCase())) yield otherFile(file);
      else if (/\.(zip|gz|xlsx|xlsm|xls)$/i.test(base)) yield unread({ file, line: 1 }, "nested-archive", { zh: "压缩包里的压缩包和表格请先解压出来", en: "an archive or workbook in an archive: unpack it first" }, "");
      else yield { source: { path, entry: name, packed: "zip" }, file, bytes: packed, name, workbook: false };
    }
  } catch (error) {
    yield broken(path, error);
  }
}

function beginning(path: string): Buffer {
  const memory = Buffer.alloc(4);
  const file = openSync(path, "r");
  try {
    return memory.subarray(0, readSync(file, memory, 0, 4, 0));
  } finally {
    closeSync(file);
  }
}

/** What keeps a whole file from being read (further), as an unread record. */
export function broken(file: string, error: unknown): Unread {
  if (error instanceof ReadError) return unread({ file, line: 1 }, error.code, error.text, "");
  const code = (error as NodeJS.ErrnoException).code;
  const detail = code === "EACCES" || code === "EPERM" ? { zh: "没有读取权限", en: "permission denied" } : code === "ENOENT" ? { zh: "文件不在了", en: "the file is gone" } : { zh: (error as Error).message, en: (error as Error).message };
  return unread({ file, line: 1 }, "unreadable", { zh: `读不了：${detail.zh}`, en: `cannot be read: ${detail.en}` }, "");
}
