import type { PhrasebookProblem, PlacedFinding } from "../phrasebook/types.js";
import { suppressedRecord } from "./json.js";
import type { BookReport, PhrasebookReporter } from "./phrasebook.js";

/**
 * One document: `{ version, ruleset, files: [{ file, format, entries, results, findings, fixed? }], errors, summary }`. `results` has the result
 * record of each entry with its findings, `findings` all of the file in order.
 */
export function phrasebookJson(): PhrasebookReporter {
  let files = 0;
  const errors: PhrasebookProblem[] = [];
  return {
    begin: (ruleset) => `{"version":1,"ruleset":${JSON.stringify(ruleset)},"files":[`,
    book: (report) => `${files++ === 0 ? "\n" : ",\n"}${JSON.stringify(record(report))}`,
    problem: (problem) => {
      errors.push(problem);
      return "";
    },
    end: (summary) => `${files > 0 ? "\n" : ""}],"errors":${JSON.stringify(errors)},"summary":${JSON.stringify(summary)}}\n`,
  };
}

/** A finding a line, as it stands in its file; what could not be read is `{ file, error }` in its place. */
export function phrasebookNdjson(): PhrasebookReporter {
  return {
    begin: () => "",
    book: ({ findings }) => findings.map((finding) => `${JSON.stringify(finding)}\n`).join(""),
    problem: ({ file, ...error }) => `${JSON.stringify({ file, error })}\n`,
    end: () => "",
  };
}

function record({ book, findings, report, fixed, results }: BookReport): Record<string, unknown> {
  const { file, format, platform, entries } = book;
  const byEntry = new Map<string, PlacedFinding[]>();
  for (const finding of findings) if (finding.entry !== undefined) byEntry.set(finding.entry, [...(byEntry.get(finding.entry) ?? []), finding]);
  const records = entries.map((entry) => {
    const own = byEntry.get(entry.id) ?? [];
    // Of two entries with one id the first has them.
    byEntry.delete(entry.id);
    return { id: entry.id, file: entry.place.file, line: entry.place.line, ...results?.get(entry), findings: own };
  });
  return { file, format, ...(platform !== undefined && { platform }), entries: entries.length, results: records, findings, ...suppressedRecord(report.suppressed), ...(fixed.length > 0 && { fixed }) };
}
