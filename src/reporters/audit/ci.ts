/** An audit for CI (SARIF, JUnit): the conversations that it kept, each finding at the line of its message. */
import type { AuditReport, ConversationRow } from "../../audit/report.js";
import type { FileReport } from "../../ci/types.js";
import type { PlacedFinding } from "../../phrasebook/types.js";
import { junit } from "../junit.js";
import type { Run } from "../run.js";
import { sarif } from "../sarif.js";

export type AuditCiFormat = "sarif" | "junit";

/** @param about what a report does not know of its run */
export function auditCi(report: AuditReport, format: AuditCiFormat, about: Pick<Run, "version" | "locale" | "failOn" | "rule" | "note">): string {
  const files = new Map<string, FileReport>();
  for (const row of report.conversations) {
    const { file, line } = row.at;
    let found = files.get(file);
    if (!found) files.set(file, (found = { file, units: [], findings: [], suppressed: [], unchanged: 0 }));
    found.units.push({ id: row.id, line, endLine: Math.max(line, ...(row.messages ?? []).map(({ at }) => at.line)) });
    found.findings.push(...placed(row));
  }
  const run: Run = { ...about, ruleset: report.ruleset, baseline: false, files: [...files.values()], problems: report.input.unread.map(({ at, code, message }) => ({ id: `${at.file}:${at.line}`, file: at.file, line: at.line, code, message: message[about.locale] })) };
  return format === "sarif" ? sarif(run) : junit(run);
}

/** A row of an export has no columns that a message's offsets could be told in, so its line has to do; its edits change no file. */
function placed({ id, messages = [], findings }: ConversationRow): PlacedFinding[] {
  return findings.map(({ fix: _, ...finding }) => {
    const message = messages[finding.messageIndex!]!;
    const { file, line, sheet } = message.at;
    return { ...finding, suggestions: [], file, line, column: 1, endLine: line, endColumn: 1, ...(sheet !== undefined && { sheet }), entry: id, context: message.text };
  });
}
