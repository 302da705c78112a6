import type { PhrasebookProblem } from "../phrasebook/types.js";
import type { BookReport, PhrasebookReporter } from "./phrasebook.js";

/** One document: `{ version, ruleset, files: [{ file, format, entries, findings, fixed? }], errors, summary }`. */
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

function record({ book, findings, fixed }: BookReport): Record<string, unknown> {
  const { file, format, platform, entries } = book;
  return { file, format, ...(platform !== undefined && { platform }), entries: entries.length, findings, ...(fixed.length > 0 && { fixed }) };
}
