import type { FileReport } from "../ci/types.js";
import type { PhrasebookReporter } from "./phrasebook.js";
import type { ErrorReport, Reporter } from "./report.js";
import type { Run } from "./run.js";

/** A reporter that waits for the whole run: formats that put errors first, or counts before what is counted. */
export function collect(render: (run: Run) => string, about: Omit<Run, "ruleset" | "files" | "problems">): Reporter & PhrasebookReporter {
  const files: FileReport[] = [];
  const problems: ErrorReport[] = [];
  let ruleset = "";
  return {
    begin: (hash) => {
      ruleset = hash;
      return "";
    },
    draft: () => "",
    file: (report) => {
      files.push(report);
      return "";
    },
    book: ({ report }) => {
      files.push(report);
      return "";
    },
    error: (problem) => {
      problems.push(problem);
      return "";
    },
    problem: (problem) => {
      problems.push({ id: problem.file, ...problem });
      return "";
    },
    end: () => render({ ...about, ruleset, files, problems }),
  };
}
