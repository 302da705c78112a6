import { isUtf8 } from "node:buffer";
import { RecordError, salvageId } from "./records.js";
import type { Say } from "./args.js";

/** A line longer than this is not read to its end: it is no reply, and memory is to stay flat. */
const MAX_LINE = 64 * 1024 * 1024;

/** The lines of a stream as they arrive, decoded; one that cannot be is an error in its place. */
export async function* linesOf(stream: AsyncIterable<unknown>, say: Say): AsyncGenerator<(string | RecordError)[]> {
  let held: Buffer[] = [];
  let heldSize = 0;
  let tooLong = false;
  let first = true;

  const decode = (bytes: Buffer): string | RecordError => {
    if (tooLong) {
      tooLong = false;
      return new RecordError("too-long", say({ zh: `一行超过 ${MAX_LINE >> 20} MB`, en: `a line of more than ${MAX_LINE >> 20} MB` }));
    }
    if (!isUtf8(bytes)) return new RecordError("invalid-utf8", say({ zh: "这一行不是有效的 UTF-8；请转成 UTF-8 再送", en: "this line is not valid UTF-8; convert it first" }), salvageId(bytes));
    return bytes.toString("utf8");
  };
  const withoutMark = (bytes: Buffer): Buffer => {
    const marked = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    first = false;
    return marked ? bytes.subarray(3) : bytes;
  };

  for await (const data of stream) {
    const chunk = data as Buffer;
    const end = chunk.lastIndexOf(10);
    if (end >= 0) {
      let from = 0;
      const lines: (string | RecordError)[] = [];
      if (heldSize > 0 || tooLong) {
        from = chunk.indexOf(10) + 1;
        lines.push(decode(withoutMark(Buffer.concat([...held, chunk.subarray(0, from - 1)]))));
        held = [];
        heldSize = 0;
      }
      const whole = from <= end ? withoutMark(chunk.subarray(from, end)) : null;
      if (whole) {
        if (isUtf8(whole)) for (const line of whole.toString("utf8").split("\n")) lines.push(line);
        else
          for (let at = 0; at <= whole.length; ) {
            const next = whole.indexOf(10, at);
            const to = next < 0 ? whole.length : next;
            lines.push(decode(whole.subarray(at, to)));
            at = to + 1;
          }
      }
      yield lines;
    }
    const rest = chunk.subarray(end + 1);
    if (rest.length === 0) continue;
    if (heldSize + rest.length > MAX_LINE) {
      tooLong = true;
      held = [];
      heldSize = 0;
    } else if (!tooLong) {
      held.push(rest);
      heldSize += rest.length;
    }
  }
  if (heldSize > 0 || tooLong) yield [decode(withoutMark(Buffer.concat(held)))];
}
