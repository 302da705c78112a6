/** The bytes of a file on the disk, packed or not, in chunks. */
import { closeSync, openSync, readSync } from "node:fs";
import type { Unread } from "./types.js";

const CHUNK = 1 << 20;

/** Which bytes to read: a file, or what is packed in it. */
export interface Source {
  path: string;
  /** Path inside a zip. */
  entry?: string;
  packed?: "gzip" | "zip";
}

/** Something about a file as a whole that keeps it from being read (further). */
export class ReadError extends Error {
  constructor(
    readonly code: string,
    readonly text: Unread["message"],
  ) {
    super(text.en);
  }
}

/**
 * The bytes `[start, end)` of the (unpacked) file. The memory of a chunk is used again for the next one.
 * @throws {ReadError} for an archive that is broken or a bomb; system errors as they come
 */
export async function* bytesOf(source: Source, start = 0, end = Number.MAX_SAFE_INTEGER): AsyncGenerator<Buffer> {
  if (source.packed !== undefined) {
    const { unpack } = await import("./unpack.js");
    let at = 0;
    for await (const chunk of unpack(source)) {
      const from = Math.max(0, start - at);
      const to = Math.min(chunk.length, end - at);
      if (to > from) yield chunk.subarray(from, to);
      at += chunk.length;
      if (at >= end) return;
    }
    return;
  }
  const file = openSync(source.path, "r");
  try {
    const memory = Buffer.allocUnsafe(Math.max(1, Math.min(CHUNK, end - start)));
    for (let at = start; at < end; ) {
      const count = readSync(file, memory, 0, Math.min(memory.length, end - at), at);
      if (count === 0) return;
      yield memory.subarray(0, count);
      at += count;
    }
  } finally {
    closeSync(file);
  }
}

/** The first bytes, and whether they are all. */
export async function headOf(source: Source, size: number): Promise<{ head: Buffer; whole: boolean }> {
  const chunks: Buffer[] = [];
  let length = 0;
  try {
    for await (const chunk of bytesOf(source)) {
      chunks.push(Buffer.from(chunk));
      length += chunk.length;
      if (length > size) break;
    }
  } catch (error) {
    // An archive that breaks off is read as far as it goes, and told of then.
    if (length === 0) throw error;
  }
  const all = Buffer.concat(chunks);
  return { head: all.subarray(0, size), whole: all.length <= size };
}
