/** Workbooks: every sheet with a header that is understood, row by row. */
import { readFileSync } from "node:fs";
import { findHeader, type HeaderRow } from "./columns.js";
import type { Collector } from "./group.js";
import type { Mapping } from "./mapping.js";
import { asText } from "./records.js";
import { ReadError } from "./source.js";
import { TableReader } from "./table.js";
import { showTime } from "./time.js";
import type { ColumnPlan, FilePlan } from "./types.js";
import { unread } from "./unread.js";

/** Rows in which the header is looked for. */
const TITLES = 20;
/** Bytes that the parts of a workbook may unpack to. */
const MOST_BYTES = 2 ** 31;

/** The sheets with a header that is understood; what is wrong where there is none. */
export async function planSheets(path: string, mapping: Mapping | undefined): Promise<ColumnPlan[]> {
  const bytes = readFileSync(path);
  const found: ColumnPlan[] = [];
  for (const [index, sheet] of (await sheetNames(bytes)).entries()) {
    if (mapping?.sheet !== undefined && mapping.sheet !== sheet) continue;
    const rows: HeaderRow[] = [];
    for await (const { values, line } of sheetRows(bytes, index)) {
      rows.push({ names: values, line });
      if (rows.length >= TITLES) break;
    }
    const header = findHeader(rows, mapping);
    if (header) found.push({ sheet, headerLine: header.headerLine, names: header.names, at: header.at });
  }
  return found;
}

/** Goes over the rows of the sheets once. */
export async function* readSheets(path: string, plan: FilePlan, mapping: Mapping | undefined, out: Collector): AsyncGenerator<void> {
  const bytes = readFileSync(path);
  const names = await sheetNames(bytes);
  for (const columns of [plan.columns!, ...(plan.moreSheets ?? [])]) {
    const table = new TableReader(plan.file, columns, mapping, out);
    let count = 0;
    for await (const { values, line } of sheetRows(bytes, names.indexOf(columns.sheet!))) {
      if (line <= columns.headerLine || values.every((value) => value === "")) continue;
      // A sheet stores no empty cells at the end of a row.
      while (values.length < columns.names.length) values.push("");
      table.row(values, line);
      if (++count % 1000 === 0) yield;
    }
    yield;
  }
  for (const sheet of names)
    if (mapping?.sheet === undefined && ![plan.columns!, ...(plan.moreSheets ?? [])].some((columns) => columns.sheet === sheet))
      out.unread(unread({ file: plan.file, line: 1, sheet }, "no-columns", { zh: `工作表“${sheet}”里没有认出表头，没有读`, en: `no header was understood in the sheet "${sheet}", so it was not read` }, ""));
  yield;
}

async function sheetNames(bytes: Uint8Array): Promise<string[]> {
  const { unzipSync } = await import("fflate");
  let total = 0;
  const xml = sound(() => {
    const parts = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        total += originalSize;
        return name === "xl/workbook.xml" && originalSize < MOST_BYTES;
      },
    });
    return new TextDecoder().decode(parts["xl/workbook.xml"]);
  });
  if (total > MOST_BYTES) throw new ReadError("archive-bomb", { zh: "表格解压后太大，请拆成几个文件", en: "the workbook unpacks to too much; split it into several files" });
  return [...xml.matchAll(/<(?:\w+:)?sheet\b[^>]*?\bname="([^"]*)"/g)].map((match) => match[1]!.replace(/&(amp|lt|gt|quot|apos);/g, (_, name: string) => ({ amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" })[name]!));
}

async function* sheetRows(bytes: Uint8Array, sheet: number): AsyncGenerator<{ values: string[]; line: number }> {
  const { streamXlsxRows } = await import("hucre/xlsx");
  try {
    for await (const { index, values } of streamXlsxRows(bytes, { sheet })) yield { values: values.map(cellText), line: index + 1 };
  } catch (error) {
    throw brokenWorkbook(error);
  }
}

function sound<T>(run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw brokenWorkbook(error);
  }
}

function brokenWorkbook(error: unknown): ReadError {
  const detail = error instanceof Error ? error.message : String(error);
  return new ReadError("broken-workbook", { zh: `表格文件坏了（${detail}）；请在 Excel 里打开后另存一份`, en: `the workbook is broken (${detail}); open it in Excel and save it again` });
}

function cellText(value: unknown): string {
  // A cell's date has no zone: what it shows is what was written.
  if (value instanceof Date) {
    const time = Math.round(value.getTime() / 1000) * 1000;
    return Number.isNaN(time) ? "" : `${showTime(time, 0)}:${String((time / 1000) % 60).padStart(2, "0")}`;
  }
  return asText(value);
}
