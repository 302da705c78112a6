import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { csvText } from "../csv.js";
import { type Cell, type CellKind, moment } from "./format.js";
import { type TableId, tableOf } from "./tables.js";

/**
 * One table as CSV (RFC 4180): plain figures, shares 0–1, spans of time in seconds, moments in the report's time zone.
 * Text that a spreadsheet would take for a formula gets an apostrophe in front.
 * @param bom begins with a byte order mark, which Excel needs to see that it is UTF-8
 */
export function auditCsv(report: AuditReport, id: TableId, locale: Locale, bom = false): string {
  const { columns, rows, lastKinds } = tableOf(report, id, locale);
  const lines = [
    columns.map(({ title }) => field(title, "text", 0)),
    ...rows.map((row, index) => row.map((value, column) => field(value, lastKinds && column === columns.length - 1 ? lastKinds[index]! : columns[column]!.kind, report.targets.zone))),
  ];
  return `${bom ? "\ufeff" : ""}${lines.map((line) => `${line.join(",")}\r\n`).join("")}`;
}

function field(value: Cell, kind: CellKind, zone: number): string {
  if (value === null) return "";
  if (typeof value === "number") return kind === "moment" ? moment(value, zone) : String(Math.round(value * 10_000) / 10_000);
  return csvText(value);
}
