/** CSV, TSV and their kin: what separates the cells, where the header is, where the file may be cut, and its rows. */
import { findHeader, type HeaderRow } from "./columns.js";
import { CsvSplitter } from "./csv.js";
import { RANGE } from "./cuts.js";
import { type Damage, decodeText } from "./decode.js";
import { copy } from "./copy.js";
import { type Collector, MEMORY } from "./group.js";
import { wideHash } from "./hash.js";
import type { Mapping } from "./mapping.js";
import { bytesOf, type Source } from "./source.js";
import { keyReader, TableReader } from "./table.js";
import type { ColumnPlan, FilePlan, MixedRange, Range } from "./types.js";
import { unread } from "./unread.js";

const DELIMITERS = [",", "\t", ";", "|", "，"] as const;
/** Rows in which the header is looked for: exports begin with a title or two. */
const TITLES = 20;
/** Long conversations that are read by themselves. */
const MOST_LONG = 20_000;
/** Bytes that a byte of the file takes once it is read into messages. */
const GROWTH = 4;

/** The layout of delimited text, told from its beginning; null where no header is understood. */
export function findLayout(head: string, mapping: Mapping | undefined): ColumnPlan | null {
  let best: (ColumnPlan & { score: number }) | null = null;
  for (const delimiter of mapping?.delimiter === undefined ? DELIMITERS : [mapping.delimiter]) {
    const rows: HeaderRow[] = [];
    const splitter = new CsvSplitter(delimiter, (fields, line, _, malformed) => void (malformed === null && rows.length < TITLES && rows.push({ names: [...fields], line })));
    splitter.push(head, true);
    const found = findHeader(rows, mapping);
    if (found && found.score > (best?.score ?? 0)) best = { delimiter, ...found };
  }
  if (!best) return null;
  const { score: _, ...layout } = best;
  return layout;
}

/** What a pass over a file tells of its conversations, by the order in which they begin. */
interface Survey {
  /** Keys as Latin-1 text of their bytes. */
  keys: string[];
  begin: number[];
  beginLine: number[];
  /** Where the row after the last one begins. */
  end: number[];
}

/** Whether no column puts rows together. */
function standAlone({ at }: ColumnPlan): boolean {
  return at.conversation === undefined && at.customer === undefined && at.sender === undefined;
}

/** Goes over the bytes once; quotes and line feeds are counted as the reader counts them. */
async function survey(source: Source, columns: ColumnPlan, bom: number, bytes: number, least: number): Promise<Survey> {
  const keyOf = keyReader(columns.at);
  const alone = standAlone(columns);
  const indexOf = new Map<number, number>();
  const found: Survey = { keys: [], begin: [], beginLine: [], end: [] };
  let lastKey: string | null = null;
  let current = -1;
  // Bytes as Latin-1 characters: quotes, line feeds and delimiters below 0x40 are themselves in UTF-8 and GB18030.
  const splitter = new CsvSplitter(
    columns.delimiter!,
    (fields, line, start, malformed) => {
      if (malformed === "too-long" || line <= columns.headerLine) return;
      const key = keyOf(fields, line);
      if (key === lastKey || key === null) return;
      // One row now and then is enough to cut before.
      if (alone && current >= 0 && start - found.begin[current]! < least) return;
      if (current >= 0) found.end[current] = start;
      lastKey = key;
      const id = wideHash(key);
      const known = indexOf.get(id);
      current = known ?? found.begin.length;
      if (known !== undefined) return;
      indexOf.set(id, current);
      found.keys.push(copy(key));
      found.begin.push(start);
      found.beginLine.push(line);
    },
    1,
    bom,
    1 + Math.max(columns.at.conversation ?? 0, columns.at.customer ?? 0),
  );
  for await (const chunk of bytesOf(source, bom)) splitter.push(chunk.toString("latin1"));
  splitter.push("", true);
  if (current >= 0) found.end[current] = bytes;
  return found;
}

/**
 * Cuts a file into ranges that can be read one without the other. Conversations may be mixed: a range reads on beyond its
 * end until the last of its own is complete. Those that go over a long stretch of the file are read by themselves.
 * @param memory bytes that one range may take once it is read; more is read in parts
 * @param least bytes of a range; a conversation that goes over more is a long one
 */
export async function findRanges(source: Source, plan: Pick<FilePlan, "encoding"> & { columns: ColumnPlan }, bom: number, bytes: number, memory = MEMORY, least = RANGE): Promise<Range[]> {
  const { keys, begin, beginLine, end } = await survey(source, plan.columns, bom, bytes, least);
  const alone = standAlone(plan.columns);
  const isLong = (i: number): boolean => !alone && end[i]! - begin[i]! > least;
  const long = keys.flatMap((_, i) => (isLong(i) ? [i] : []));
  const parts = (size: number): number => Math.max(1, Math.ceil((size * GROWTH) / memory));
  const whole = (from: Omit<Range, "part" | "parts">, count: number): Range[] => Array.from({ length: count }, (_, part) => ({ ...from, part, parts: count }));
  // All over the place: each part of the conversations is read out of the whole file.
  if (long.length > MOST_LONG || long.length * 4 > keys.length) return whole({ start: bom, end: bytes, line: 1 }, parts(bytes));

  const text = (i: number): string => decodeText(Buffer.from(keys[i]!, "latin1"), plan.encoding);
  const longKeys = long.map(text);
  const ranges: Range[] = [];
  let [from, fromLine, first] = [bom, 1, 0];
  let open: number[] = [];
  const close = (to: number, toLine: number, next: number): void => {
    // Begun before, and not yet complete.
    const skip = [...open.filter((i) => end[i]! > from).map(text), ...longKeys];
    let until = to;
    for (let i = first; i < next; i++) if (!isLong(i)) until = Math.max(until, end[i]!);
    const mixed = until > to || skip.length > 0 ? { until, endLine: toLine, skip } : undefined;
    ranges.push(...whole({ start: from, end: to, line: fromLine, ...(mixed && { mixed }) }, parts(until - from)));
    open = [...open, ...Array.from({ length: next - first }, (_, i) => first + i)].filter((i) => end[i]! > to && !isLong(i));
    [from, fromLine, first] = [to, toLine, next];
  };
  for (let i = 0; i < begin.length; i++) if (begin[i]! - from >= least) close(begin[i]!, beginLine[i]!, i);
  close(bytes, Number.MAX_SAFE_INTEGER, begin.length);
  if (long.length > 0) {
    const start = begin[long[0]!]!;
    const reach = Math.max(...long.map((i) => end[i]!));
    ranges.push(...whole({ start, end: reach, line: beginLine[long[0]!]!, mixed: { until: reach, endLine: 0, skip: [], only: longKeys } }, 1));
  }
  return ranges;
}

/** Goes over the rows of a range once. */
export async function* readDelimited(text: AsyncIterable<string>, plan: FilePlan, range: Range, mapping: Mapping | undefined, out: Collector, damage: Damage): AsyncGenerator<void> {
  const columns = plan.columns!;
  const table = new TableReader(plan.file, columns, mapping, out);
  const own = range.mixed && ownRows(columns, range.mixed);
  let rows = 0;
  const splitter = new CsvSplitter(
    columns.delimiter!,
    (fields, line, _, malformed) => {
      if (line <= columns.headerLine) return;
      rows++;
      if (own && !own(malformed === "too-long" ? [] : fields, line)) return;
      // Quotes that do not pair up are part of a text where the row has as many cells as the header all the same.
      if (malformed === "too-long" || (malformed !== null && fields.length !== columns.names.length)) out.unread(unread({ file: plan.file, line }, malformed, MALFORMED[malformed], fields.join(columns.delimiter)));
      else {
        if (damage.met && fields.some((field) => field.includes("\ufffd"))) out.unread(unread({ file: plan.file, line }, "bad-bytes", BAD_BYTES, fields.join(columns.delimiter)));
        table.row(fields, line);
      }
    },
    range.line,
    range.start,
  );
  for await (const part of text) {
    splitter.push(part);
    yield;
  }
  splitter.push("", true);
  if (rows === 0 && plan.ranges.length === 1) out.unread(unread({ file: plan.file, line: columns.headerLine }, "no-messages", { zh: "表头下面没有消息", en: "there is no message below the header" }, ""));
  yield;
}

/** Whether a row of a mixed range is of a conversation that the range holds. */
function ownRows(columns: ColumnPlan, { endLine, skip, only }: MixedRange): (fields: readonly string[], line: number) => boolean {
  const keyOf = keyReader(columns.at);
  const others = new Set(skip);
  const begun = new Set(only);
  return (fields, line) => {
    const key = keyOf(fields, line);
    // A row of no conversation belongs where it stands.
    if (key === null) return line < endLine;
    if (others.has(key)) return false;
    if (line >= endLine) return begun.has(key);
    begun.add(key);
    return true;
  };
}

const MALFORMED = {
  quote: { zh: "引号没有成对，这一行没法分列", en: "quotes do not pair up, so the row cannot be split" },
  "too-long": { zh: "这一行太长，不是表格里的一行", en: "longer than a row of a table can be" },
};
/** The message is read all the same. */
export const BAD_BYTES = { zh: "有坏字节，已用 \ufffd 代替；消息照常读入", en: "has bytes that are no text; they became \ufffd, the message was read" };
