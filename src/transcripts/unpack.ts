/** Unpacks `.gz` and the files in a `.zip`, chunk by chunk, with limits against bombs. */
import { createReadStream, statSync } from "node:fs";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Entry, ZipFile } from "yauzl";
import { decodeName } from "./decode.js";
import { ReadError, type Source } from "./source.js";

/** Unpacked bytes that no limit applies to. */
const HARMLESS = 64 << 20;
/** Chats pack to a tenth, seldom to a fiftieth; a bomb to a thousandth. */
const MOST_RATIO = 200;
/** Files that are looked at in one archive. */
const MOST_ENTRIES = 10_000;

/** The unpacked bytes. @throws {ReadError} */
export async function* unpack({ path, entry, packed }: Source): AsyncGenerator<Buffer> {
  if (packed === "gzip") {
    const file = createReadStream(path);
    const out = createGunzip();
    file.on("error", (error) => out.destroy(error));
    yield* limited(file.pipe(out), statSync(path).size);
    return;
  }
  const zip = await openZip(path);
  try {
    for await (const one of zip.eachEntry()) {
      if (nameOf(one) !== entry) continue;
      yield* limited(await zip.openReadStreamPromise(one), one.compressedSize);
      return;
    }
  } catch (error) {
    throw asReadError(error);
  } finally {
    zip.close();
  }
}

async function* limited(stream: Readable, packedBytes: number): AsyncGenerator<Buffer> {
  let size = 0;
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > HARMLESS && size > packedBytes * MOST_RATIO)
        throw new ReadError("archive-bomb", { zh: `解压后超过压缩前的 ${MOST_RATIO} 倍，已停止；真是聊天记录的话请先解压`, en: `unpacks to more than ${MOST_RATIO} times its size, so it was stopped; unpack it first if it is a transcript` });
      yield chunk;
    }
  } catch (error) {
    throw asReadError(error);
  } finally {
    stream.destroy();
  }
}

/** One file in a zip. */
export interface Packed {
  name: string;
  bytes: number;
  encrypted: boolean;
}

/** The files in a zip, by name. @throws {ReadError} */
export async function listZip(path: string): Promise<Packed[]> {
  const zip = await openZip(path);
  const found: Packed[] = [];
  try {
    if (zip.entryCount > MOST_ENTRIES) throw new ReadError("archive-bomb", { zh: `压缩包里有 ${zip.entryCount} 个文件，超过 ${MOST_ENTRIES} 个，已停止`, en: `the archive has ${zip.entryCount} files, more than ${MOST_ENTRIES}` });
    for await (const entry of zip.eachEntry()) {
      const name = nameOf(entry);
      if (!name.endsWith("/")) found.push({ name, bytes: entry.compressedSize, encrypted: entry.isEncrypted() });
    }
  } catch (error) {
    throw asReadError(error);
  } finally {
    zip.close();
  }
  return found.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function openZip(path: string): Promise<ZipFile> {
  const { openPromise } = await import("yauzl");
  try {
    return await openPromise(path, { lazyEntries: true, decodeStrings: false, autoClose: false });
  } catch (error) {
    throw asReadError(error);
  }
}

/** Archives made on Chinese Windows have names in GBK without saying so. */
function nameOf(entry: Entry): string {
  return decodeName(entry.fileNameRaw).replaceAll("\\", "/");
}

function asReadError(error: unknown): Error {
  if (error instanceof ReadError || (error instanceof Error && "syscall" in error)) return error;
  const detail = error instanceof Error ? error.message : String(error);
  return new ReadError("broken-archive", { zh: `压缩包坏了或不完整（${detail}）；请重新导出`, en: `the archive is broken or cut off (${detail}); export it again` });
}
