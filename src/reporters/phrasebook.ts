import type { FileReport } from "../ci/types.js";
import type { Severity } from "../core/types.js";
import type { EntryResult } from "../phrasebook/check.js";
import type { Phrasebook, PhrasebookEntry, PhrasebookProblem, PlacedFinding } from "../phrasebook/types.js";

/** A fix as reports show it. */
export interface FixedRow {
  file: string;
  line: number;
  rule: string;
  title: string;
  entry?: string;
}

/** One phrasebook file after its check. */
export interface BookReport {
  book: Phrasebook;
  findings: PlacedFinding[];
  /** The same findings with what does not count: ignored, in the baseline, on lines that did not change. */
  report: FileReport;
  fixed: FixedRow[];
  /** What each entry came to; only where the format shows it. */
  results?: ReadonlyMap<PhrasebookEntry, EntryResult>;
}

/** Totals of a run. */
export interface BookSummary {
  files: number;
  entries: number;
  findings: Record<Severity, number>;
  /** Findings with a fix that may be applied unseen. */
  fixable: number;
  fixed: number;
  /** Whether the fixes were written. */
  written: boolean;
  /** Stretches and files that could not be read. */
  errors: number;
  /** Files of a folder with nothing to check in them. */
  without: number;
  /** The day that validity was judged by; null where it was not. */
  today: string | null;
}

/** Writes a run in one format. Each call returns the next piece of the output. */
export interface PhrasebookReporter {
  begin(ruleset: string): string;
  book(report: BookReport): string;
  problem(problem: PhrasebookProblem): string;
  end(summary: BookSummary): string;
}
