import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { day, show } from "./format.js";
import { type TableId, tableOf } from "./tables.js";

/** Tables that a summary has, with the columns it shows and how many rows. */
const SHOWN: [id: TableId, columns: number[], rows: number][] = [
  ["rules", [0, 1, 2, 6, 8], 15],
  ["agents", [0, 1, 2, 3, 6, 8, 13], 20],
  ["teams", [0, 1, 2, 3, 6, 8], 20],
  ["scenarios", [0, 1, 2, 3, 6], 20],
  ["days", [0, 1, 2, 3, 6], 31],
  ["texts", [0, 1, 3, 4], 10],
  ["trend", [0, 2, 3, 4], 15],
];

/** A summary for a chat, a ticket or a job's page. */
export function auditMarkdown(report: AuditReport, locale: Locale): string {
  const { from, to } = report.input;
  const { zone } = report.targets;
  const period = from === null || to === null ? "" : ` ${day(from, zone)} – ${day(to, zone)}`;
  const whole = tableOf(report, "summary", locale);
  let out = `# ${{ zh: "客服回复质检", en: "Reply audit" }[locale]}${period}\n\n`;
  out += grid(whole.columns.map(({ title }) => title), whole.rows.map(([item, value], index) => [String(item), show(value ?? null, whole.lastKinds![index]!, { locale, zone })]));
  for (const [id, picked, most] of SHOWN) {
    const { title, columns, rows } = tableOf(report, id, locale);
    if (rows.length === 0) continue;
    const shown = picked.filter((column) => column < columns.length);
    out += `\n## ${title}\n\n`;
    out += grid(shown.map((column) => columns[column]!.title), rows.slice(0, most).map((row) => shown.map((column) => show(row[column] ?? null, columns[column]!.kind, { locale, zone }))));
    if (rows.length > most) out += `\n${{ zh: `还有 ${rows.length - most} 行，见完整报告。`, en: `${rows.length - most} more rows in the full report.` }[locale]}\n`;
  }
  return out;
}

/** A table of Markdown. */
export function grid(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(escapeMarkdown).join(" | ")} |\n`;
  return line(head) + `|${" --- |".repeat(head.length)}\n` + rows.map(line).join("");
}

/** Text as itself in a cell: no markup, no HTML, no link, no mention, one line. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .replace(/[&<>]/g, (ch) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;" })[ch]!)
    .replace(/[\\`*_[\]|~]|:(?=\/\/)/g, "\\$&")
    // An invisible joiner: an escaped @ would still call somebody.
    .replaceAll("@", "@\u2060")
    .trim();
}
