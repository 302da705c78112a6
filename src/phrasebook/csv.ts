import { PieceBuilder } from "./pieces.js";
import { entryOf, fieldsOf } from "./records.js";
import type { Reading } from "./reading.js";
import type { TreeMap, TreeText } from "./tree.js";

/** Reads a table with a head: every row is an entry. */
export function readCsv(reading: Reading): void {
  const { source } = reading;
  const rows = cellsOf(source, delimiterOf(source), (at) =>
    reading.problem("open-quote", { from: at, to: at }, { zh: "这个引号没有收尾，后面的行都被当成了一格", en: "This quote is not closed: the lines after it are taken for one cell" }, { zh: "补上收尾的引号；格里的引号要写两个。", en: "Close it; a quote inside a cell is written twice." }),
  );
  readTable(rows, reading);
}

/** Rows of cells, from a sheet or a CSV file. The head is the first row that names a column of texts. */
export function readTable(rows: Iterable<TreeText[]>, reading: Reading): void {
  let head: string[] | undefined;
  const skipped: TreeText[][] = [];
  for (const row of rows) {
    if (row.every((cell) => cell.value.trim() === "")) continue;
    if (!head) {
      if (row.some((cell) => reading.fieldOf(cell.value.trim())?.name === "text")) head = row.map((cell) => cell.value.trim());
      else if (skipped.push(row) > MOST_BEFORE_HEAD) break;
      continue;
    }
    const map: TreeMap = {
      kind: "map",
      from: row[0]!.from,
      to: row.at(-1)!.to,
      ...(row[0]!.at && { at: row[0]!.at }),
      pairs: row.flatMap((cell, index) => (head![index] === undefined || cell.value === "" ? [] : [{ key: head![index], keyAt: cell, value: cell }])),
    };
    const fields = fieldsOf(map, reading);
    // A row that says something and has no text is an empty entry; its place is the row.
    reading.add(entryOf(fields.text?.value ?? map, fields, reading, []));
  }
  const first = skipped[0];
  if (!head && first)
    reading.problem(
      "no-text-column",
      first[0]!,
      { zh: `找不到话术那一列；表头是：${first.map((cell) => cell.value).join("、")}`, en: `No column of texts; the head is: ${first.map((cell) => cell.value).join(", ")}` },
      { zh: "表头要有“快捷短语”“话术”“内容”或 text；别的名字在配置里写：phrasebook: { fields: { 列名: text } }", en: "The head needs text, content or 快捷短语; map another name in the configuration: phrasebook: { fields: { name: text } }" },
    );
}

/** Rows that may stand above the head: a title, a note. */
const MOST_BEFORE_HEAD = 10;

/** The sign that parts the cells of the first line: the one that is there most often. */
function delimiterOf(source: string): string {
  const line = /^[^\r\n]*/.exec(source)![0];
  const count = (sign: string): number => line.split(sign).length - 1;
  return [",", "\t", ";", "，"].reduce((best, sign) => (count(sign) > count(best) ? sign : best));
}

/** Splits a table as RFC 4180 has it, with the place of every cell. */
function* cellsOf(source: string, delimiter: string, unclosed: (at: number) => void): Generator<TreeText[]> {
  let row: TreeText[] = [];
  for (let i = 0; i <= source.length; ) {
    const cell = source[i] === '"' ? quoted(source, i, delimiter, unclosed) : bare(source, i, delimiter);
    row.push(cell);
    i = cell.to;
    if (source[i] === delimiter) {
      i++;
      continue;
    }
    yield row;
    row = [];
    if (source[i] === "\r" && source[i + 1] === "\n") i++;
    i++;
    if (i >= source.length) return;
  }
}

function bare(source: string, from: number, delimiter: string): TreeText {
  let to = from;
  while (to < source.length && source[to] !== delimiter && source[to] !== "\n" && source[to] !== "\r") to++;
  const value = source.slice(from, to);
  return { kind: "text", from, to, value, phrase: () => new PieceBuilder().exact(value, from).phrase({ spell: (text) => (/["\r\n]/.test(text) || text.includes(delimiter) ? null : text) }) };
}

function quoted(source: string, from: number, delimiter: string, unclosed: (at: number) => void): TreeText {
  let close = from + 1;
  for (; close < source.length; close++) {
    if (source[close] !== '"') continue;
    if (source[close + 1] !== '"') break;
    close++;
  }
  if (close >= source.length) unclosed(from);
  const raw = source.slice(from + 1, close);
  let to = Math.min(close + 1, source.length);
  // What stands after the closing quote is a slip of whoever wrote the file; it is left alone.
  while (to < source.length && source[to] !== delimiter && source[to] !== "\n" && source[to] !== "\r") to++;
  const eol = /\r\n|\r|\n/.exec(raw)?.[0] ?? "\n";
  return {
    kind: "text",
    from,
    to,
    value: raw.replaceAll('""', '"').replace(/\r\n?/g, "\n"),
    phrase: () => {
      const out = new PieceBuilder();
      for (const { 0: part, index } of raw.matchAll(/""|\r\n?|[^"\r]+|"/g)) {
        const at = from + 1 + index;
        if (part === '""') out.whole('"', at, at + 2);
        else if (part.startsWith("\r")) out.whole("\n", at, at + part.length);
        else out.exact(part, at);
      }
      return out.phrase({ spell: (text) => text.replaceAll('"', '""').replaceAll("\n", eol) });
    },
  };
}
