/** Stored results in Parquet, as engines write them: one file, or a folder of parts. */
import { openSync, readdirSync, readSync, closeSync, statSync } from "node:fs";
import { join } from "node:path";
import { brotliDecompressSync, gunzipSync } from "node:zlib";
import type { RowGroup } from "hyparquet";

/** Rows that are laid out at a time: at least, and at most. */
const SLICE = { least: 2_000, most: 20_000 };
/** What a result has even where it is nothing; anything else that is null is not there. */
const NULLABLE: ReadonlySet<string> = new Set(["score", "time", "day", "waitedMs", "response", "deadline", "mood", "firstResponseSeconds", "averageResponseSeconds", "longestResponseSeconds"]);

/** The Parquet files of a path, by name; none where it is neither such a file nor a folder of them. @throws for a path that cannot be read */
export function parquetFiles(path: string): string[] {
  if (!statSync(path).isDirectory()) return isParquet(path) ? [path] : [];
  // Engines keep notes of their own under names with _ or . in front.
  return readdirSync(path).filter((name) => name.endsWith(".parquet") && !/^[_.]/.test(name)).sort().map((name) => join(path, name));
}

function isParquet(path: string): boolean {
  const file = openSync(path, "r");
  const head = Buffer.alloc(4);
  readSync(file, head);
  closeSync(file);
  return head.toString("latin1") === "PAR1";
}

/** The rows of a file, as JSON would have them. @throws for a file that is no Parquet, or damaged */
export async function* readParquet(path: string): AsyncGenerator<unknown> {
  const { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects } = await import("hyparquet");
  const { decompress } = await import("fzstd");
  const compressors = { GZIP: (bytes: Uint8Array) => gunzipSync(bytes), BROTLI: (bytes: Uint8Array) => brotliDecompressSync(bytes), ZSTD: (bytes: Uint8Array, length: number) => decompress(bytes, new Uint8Array(length)) };
  const file = await asyncBufferFromFile(path);
  const metadata = await parquetMetadataAsync(file);
  let groupStart = 0;
  for (const group of metadata.row_groups) {
    const groupEnd = groupStart + Number(group.num_rows);
    const slice = sliceOf(group);
    for (let rowStart = groupStart; rowStart < groupEnd; rowStart += slice)
      for (const row of await parquetReadObjects({ file, metadata, compressors, rowStart, rowEnd: Math.min(groupEnd, rowStart + slice), useOffsetIndex: true })) yield plain(row);
    groupStart = groupEnd;
  }
}

/** A page is unpacked whole for every slice that it has rows of: so a slice has as many rows as a page. */
function sliceOf({ num_rows: rows, columns }: RowGroup): number {
  const pages = (columns[0]?.meta_data?.encoding_stats ?? []).reduce((sum, { page_type: type, count }) => sum + (type === "DICTIONARY_PAGE" ? 0 : count), 0);
  return Math.min(SLICE.most, Math.max(SLICE.least, pages === 0 ? SLICE.most : Math.ceil(Number(rows) / pages)));
}

function plain(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (typeof value !== "object" || value === null) return value;
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return Object.fromEntries(Object.entries(value).flatMap(([key, one]) => (one === undefined || (one === null && !NULLABLE.has(key)) ? [] : [[key, plain(one)]])));
}
