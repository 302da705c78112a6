import { type CellStyle, type WriteSheet, writeXlsx } from "hucre/xlsx";
import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { type Cell, type CellKind, spreadsheetDate } from "./format.js";
import { type Table, TABLES, tableOf } from "./tables.js";

const FORMAT: Record<CellKind, string | undefined> = {
  text: "@",
  count: "#,##0",
  score: "0.0",
  rate: "0.0",
  share: "0.0%",
  // Shown as minutes and seconds; the value is a part of a day, as spreadsheets count time.
  seconds: "[h]:mm:ss",
  moment: "yyyy-mm-dd hh:mm",
};

const HEAD: CellStyle = { font: { bold: true, color: { rgb: "FFFFFF" } }, fill: { type: "pattern", pattern: "solid", fgColor: { rgb: "17453B" } }, alignment: { vertical: "center", wrapText: true } };
/** What one cell of a sheet takes. */
const LONGEST = 32_767;
/** What XML cannot hold: control characters and halves of surrogate pairs. */
 
const NOT_XML = /[\0-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;

/**
 * Every table of the report that has rows, one a sheet. All text is stored as text: no cell can become a formula.
 * @returns the bytes of the file; the same report always gives the same ones
 */
export async function auditXlsx(report: AuditReport, locale: Locale): Promise<Uint8Array> {
  const tables = TABLES.map((id) => tableOf(report, id, locale)).filter(({ id, rows }) => id === "summary" || rows.length > 0);
  const epoch = new Date(0);
  return writeXlsx({ sheets: tables.map((table) => sheetOf(table, report.targets.zone)), properties: { title: "replylint", creator: report.tool, created: epoch, modified: epoch }, defaultFont: { name: "Microsoft YaHei", size: 10 } });
}

function sheetOf({ title, columns, rows, lastKinds }: Table, zone: number): WriteSheet {
  const last = columns.length - 1;
  const cells: NonNullable<WriteSheet["cells"]> = new Map();
  columns.forEach((_, column) => cells.set(`0,${column}`, { style: HEAD }));
  lastKinds?.forEach((kind, row) => cells.set(`${row + 1},${last}`, { style: { ...(FORMAT[kind] !== undefined && { numFmt: FORMAT[kind] }), alignment: { horizontal: "right" } } }));
  return {
    name: title,
    columns: columns.map(({ kind, width }) => ({ width, style: { ...(FORMAT[kind] !== undefined && { numFmt: FORMAT[kind] }), alignment: { vertical: "top", ...(kind === "text" && width >= 40 && { wrapText: true }) } } })),
    rows: [columns.map((column) => cell(column.title, "text", zone)), ...rows.map((row, index) => row.map((value, column) => cell(value, lastKinds && column === last ? lastKinds[index]! : columns[column]!.kind, zone)))],
    cells,
    freezePane: { rows: 1, columns: 1 },
    autoFilter: { range: `A1:${letters(last)}${rows.length + 1}` },
  };
}

function cell(value: Cell, kind: CellKind, zone: number): Cell {
  if (typeof value === "number") return kind === "moment" ? spreadsheetDate(value, zone) : kind === "seconds" ? value / 86_400 : value;
  return value === null ? null : value.slice(0, LONGEST).replace(NOT_XML, "\ufffd");
}

/** 0 → A, 26 → AA. */
function letters(column: number): string {
  return (column >= 26 ? letters(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));
}
