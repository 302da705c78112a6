import type { AuditReport, ConversationRow } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { csvText } from "../csv.js";
import { type Cell, type CellKind, moment } from "./format.js";
import { type Table, type TableId, tableOf } from "./tables.js";

/**
 * One table as CSV (RFC 4180): plain figures, shares 0–1, spans of time in seconds, moments in the report's time zone.
 * Text that a spreadsheet would take for a formula gets an apostrophe in front.
 * @param bom begins with a byte order mark, which Excel needs to see that it is UTF-8
 */
export function auditCsv(report: AuditReport, id: TableId, locale: Locale, bom = false): string {
  const table = tableOf(report, id, locale);
  return `${bom ? "\ufeff" : ""}${headOf(table)}${linesOf(table, report)}`;
}

/**
 * A list of every conversation, not only of those that the report keeps; in little memory.
 * @param rows gives all conversations in order, each time from the first on
 */
export async function* auditCsvOfAll(report: AuditReport, id: TableId, locale: Locale, rows: () => AsyncIterable<ConversationRow>): AsyncGenerator<string> {
  const fields = new Set<string>();
  for await (const row of rows()) for (const name of Object.keys(row.fields ?? {})) fields.add(name);
  // Better wording was worked out for what is kept.
  const kept = new Map(report.conversations.map((row) => [keyOf(row), row]));
  const table = (conversations: ConversationRow[]): Table => tableOf({ ...report, conversations }, id, locale, [...fields]);
  yield headOf(table([]));
  for await (const row of rows()) yield linesOf(table([kept.get(keyOf(row)) ?? row]), report);
}

function keyOf({ id, at: { file, line, sheet = "" } }: ConversationRow): string {
  return JSON.stringify([id, file, sheet, line]);
}

function headOf({ columns }: Table): string {
  return `${columns.map(({ title }) => field(title, "text", 0)).join(",")}\r\n`;
}

function linesOf({ columns, rows, lastKinds }: Table, { targets: { zone } }: AuditReport): string {
  return rows.map((row, index) => `${row.map((value, column) => field(value, lastKinds && column === columns.length - 1 ? lastKinds[index]! : columns[column]!.kind, zone)).join(",")}\r\n`).join("");
}

function field(value: Cell, kind: CellKind, zone: number): string {
  if (value === null) return "";
  if (typeof value === "number") return kind === "moment" ? moment(value, zone) : String(Math.round(value * 10_000) / 10_000);
  return csvText(value);
}
