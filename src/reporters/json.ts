import type { Suppressed } from "../ci/types.js";
import type { DraftReport, ErrorReport, Reporter } from "./report.js";

/**
 * One draft as a record: the contract's result record, with the file, the number of the draft in it, and line and column
 * of each finding.
 */
export function draftRecord({ id, file, draft, start, result, suppressed = [], fix, locate }: DraftReport): Record<string, unknown> {
  return {
    id,
    file,
    draft,
    line: locate(start).line,
    ...result,
    findings: result.findings.map((finding) => {
      const from = locate(finding.start);
      const to = locate(finding.end);
      return { ...finding, line: from.line, column: from.column, endLine: to.line, endColumn: to.column };
    }),
    ...suppressedRecord(suppressed),
    ...(fix && { fixed: { applied: fix.applied, written: fix.written, reply: fix.after } }),
  };
}

/** What an ignore or the baseline accepts: listed beside the findings, which count. */
export function suppressedRecord(suppressed: readonly Suppressed[]): Record<string, unknown> {
  return suppressed.length === 0 ? {} : { suppressed: suppressed.map(({ finding, by, reason }) => ({ rule: finding.rule, text: finding.text, line: finding.line, column: finding.column, by, ...(reason !== undefined && { reason }) })) };
}

/** What could not be judged, as a record. */
export function errorRecord({ id, code, message, hint, line, column }: ErrorReport): { id: string; error: Record<string, unknown> } {
  return { id, error: { code, message: hint === undefined ? message : `${message} ${hint}`, line: line ?? 1, ...(column !== undefined && { column }) } };
}

/** One JSON document, written draft by draft: `{ version, ruleset, results, errors, summary }`. */
export function jsonReporter(): Reporter {
  let drafts = 0;
  const errors: unknown[] = [];
  return {
    begin: (ruleset) => `{"version":1,"ruleset":${JSON.stringify(ruleset)},"results":[`,
    draft: (report) => `${drafts++ === 0 ? "\n" : ",\n"}${JSON.stringify(draftRecord(report))}`,
    error: (report) => {
      const { id, error } = errorRecord(report);
      errors.push({ id, file: report.file, ...error });
      return "";
    },
    end: (summary) => `${drafts > 0 ? "\n" : ""}],"errors":${JSON.stringify(errors)},"summary":${JSON.stringify(summary)}}\n`,
  };
}
