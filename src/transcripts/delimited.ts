/** CSV, TSV and their kin: what separates the cells, where the header is, where the file may be cut, and its rows. */
import { findColumns, headerScore } from "./columns.js";
import { CsvSplitter } from "./csv.js";
import type { Damage } from "./decode.js";
import { type Collector, MEMORY } from "./group.js";
import type { Mapping } from "./mapping.js";
import { bytesOf, type Source } from "./source.js";
import { keyReader, TableReader } from "./table.js";
import type { ColumnPlan, FilePlan, Range } from "./types.js";
import { unread } from "./unread.js";

const DELIMITERS = [",", "\t", ";", "|", "，"] as const;
/** Rows in which the header is looked for: exports begin with a title or two. */
const TITLES = 20;
/** Bytes of a range, at least. */
const RANGE = 4 << 20;
/** Bytes that a byte of the file takes once it is read into messages. */
const GROWTH = 4;

/** The layout of delimited text, told from its beginning; null where no header is understood. */
export function findLayout(head: string, mapping: Mapping | undefined): ColumnPlan | null {
  let best: (ColumnPlan & { score: number }) | null = null;
  for (const delimiter of mapping?.delimiter === undefined ? DELIMITERS : [mapping.delimiter]) {
    const rows: { names: string[]; line: number }[] = [];
    const splitter = new CsvSplitter(delimiter, (fields, line, _, malformed) => void (malformed === null && rows.length < TITLES && rows.push({ names: [...fields], line })));
    splitter.push(head, true);
    for (const { names, line } of rows) {
      const score = headerScore(names, mapping);
      if (score > 0 && (best === null || score > best.score)) best = { score, delimiter, headerLine: line, names: names.map((name) => name.trim()), at: findColumns(names, mapping) };
    }
  }
  if (!best) return null;
  const { score: _, ...layout } = best;
  return layout;
}

/**
 * Where the file may be cut so that no conversation is torn: one pass over its bytes, quotes and line feeds counted as the
 * reader counts them. Rows of several conversations may be mixed: a cut is where none is open.
 * @param memory bytes that one range may take once it is read; a longer stretch is read in parts
 * @param least bytes of a range
 */
export async function findRanges(source: Source, columns: ColumnPlan, bom: number, bytes: number, memory = MEMORY, least = RANGE): Promise<Range[]> {
  const keyOf = keyReader(columns.at);
  // Bytes as Latin-1 characters: quotes, line feeds and delimiters below 0x30 are themselves in UTF-8 and GB18030.
  const indexOf = new Map<number, number>();
  const begin: number[] = [];
  const beginLine: number[] = [];
  const beginRow: number[] = [];
  const lastRow: number[] = [];
  let row = 0;
  let lastKey: string | null = null;
  let current = -1;
  const splitter = new CsvSplitter(
    columns.delimiter!,
    (fields, line, start, malformed) => {
      row++;
      if (malformed !== null || line <= columns.headerLine) return;
      const key = keyOf(fields, line);
      if (key === null) return;
      if (key !== lastKey) {
        lastKey = key;
        const id = wideHash(key);
        const known = indexOf.get(id);
        current = known ?? begin.length;
        if (known === undefined) {
          indexOf.set(id, current);
          begin.push(start);
          beginLine.push(line);
          beginRow.push(row);
        }
      }
      lastRow[current] = row;
    },
    1,
    bom,
    1 + Math.max(columns.at.conversation ?? 0, columns.at.customer ?? 0),
  );
  for await (const chunk of bytesOf(source, bom)) splitter.push(chunk.toString("latin1"));
  splitter.push("", true);

  const ranges: Range[] = [];
  let [from, fromLine, open] = [bom, 1, 0];
  const close = (end: number): void => {
    const parts = Math.max(1, Math.ceil(((end - from) * GROWTH) / memory));
    for (let part = 0; part < parts; part++) ranges.push({ start: from, end, line: fromLine, part, parts });
  };
  for (let i = 0; i < begin.length; i++) {
    if (beginRow[i]! > open && begin[i]! - from >= least) {
      close(begin[i]!);
      [from, fromLine] = [begin[i]!, beginLine[i]!];
    }
    open = Math.max(open, lastRow[i]!);
  }
  close(bytes);
  return ranges;
}

/** 52 bits of hash: of a billion conversations hardly two have the same. */
function wideHash(text: string): number {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code, 0x5bd1e995);
    b ^= b >>> 15;
  }
  return (a >>> 0) * 0x100000 + ((b >>> 0) & 0xfffff);
}

/** Goes over the rows of a range once. */
export async function* readDelimited(text: AsyncIterable<string>, plan: FilePlan, range: Range, mapping: Mapping | undefined, out: Collector, damage: Damage): AsyncGenerator<void> {
  const columns = plan.columns!;
  const table = new TableReader(plan.file, columns, mapping, out);
  const splitter = new CsvSplitter(
    columns.delimiter!,
    (fields, line, _, malformed) => {
      if (line <= columns.headerLine) return;
      if (malformed !== null) out.unread(unread({ file: plan.file, line }, malformed, MALFORMED[malformed], fields[0]!));
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
  yield;
}

export const MALFORMED = {
  quote: { zh: "引号没有成对，这一行没法分列", en: "quotes do not pair up, so the row cannot be split" },
  "too-long": { zh: "这一行太长，不是表格里的一行", en: "longer than a row of a table can be" },
};
/** The message is read all the same. */
export const BAD_BYTES = { zh: "有坏字节，已用 \ufffd 代替；消息照常读入", en: "has bytes that are no text; they became \ufffd, the message was read" };
