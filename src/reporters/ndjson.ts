import { draftRecord, errorRecord } from "./json.js";
import type { Reporter } from "./report.js";

/** One record a line, in the order of the drafts; what could not be judged has an error record in its place. */
export function ndjsonReporter(): Reporter {
  return {
    begin: () => "",
    draft: (report) => `${JSON.stringify(draftRecord(report))}\n`,
    error: (report) => `${JSON.stringify(errorRecord(report))}\n`,
    end: () => "",
  };
}
