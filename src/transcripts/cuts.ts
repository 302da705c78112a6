/** Where a file of lines may be cut: after any line, or before a line that begins something new. */
import { bytesOf, type Source } from "./source.js";
import type { Range } from "./types.js";

/** Bytes of a range, at least. */
export const RANGE = 4 << 20;
const LF = 10;
const CR = 13;

/**
 * Cuts a file of lines in one pass over its bytes.
 * @param ending bytes that a line before a cut ends with
 * @param beginning bytes that the line after it begins with
 * @param bareCr whether a CR alone counts as a line break
 * @param least bytes of a range
 */
export async function cutLines(source: Source, bom: number, bytes: number, { ending = "\n", beginning = "", bareCr = false }, least = RANGE): Promise<Range[]> {
  const ranges: Range[] = [];
  const marker = Buffer.from(ending + beginning);
  let [start, startLine, line] = [bom, 1, 1];
  let at = bom;
  // The end of the chunk before: a marker may lie across.
  let rest = Buffer.alloc(0);
  const close = (end: number): void => {
    ranges.push({ start, end, line: startLine, part: 0, parts: 1 });
    [start, startLine] = [end, line];
  };
  for await (const chunk of bytesOf(source, bom)) {
    const all = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk;
    const keep = at + chunk.length < bytes ? marker.length : 0;
    const base = at - rest.length;
    let counted = 0;
    const count = (to: number): void => {
      for (; counted < to; counted++) {
        const byte = all[counted];
        if (byte === LF || (bareCr && byte === CR && all[counted + 1] !== LF)) line++;
      }
    };
    for (let want = Math.max(0, start + least - base); want < all.length - keep; want = start + least - base) {
      const found = all.indexOf(marker, want);
      if (found < 0 || found >= all.length - keep) break;
      const cut = found + ending.length;
      count(cut);
      close(base + cut);
    }
    count(Math.max(counted, all.length - keep));
    rest = Buffer.from(all.subarray(Math.min(counted, all.length)));
    at += chunk.length;
  }
  close(bytes);
  return ranges;
}
