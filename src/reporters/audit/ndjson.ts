import type { AuditReport } from "../../audit/report.js";

/** The conversations that were kept for reading, one a line, in the order of the report. */
export function auditNdjson({ conversations }: AuditReport): string {
  return conversations.map((row) => `${JSON.stringify(row)}\n`).join("");
}
