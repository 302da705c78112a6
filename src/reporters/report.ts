import type { FileReport, Suppressed } from "../ci/types.js";
import type { LineColumn } from "../core/text/lines.js";
import type { Locale, Result, Severity } from "../core/types.js";

/** What `--fix` changed, or `--fix-dry-run` would. */
export interface FixReport {
  applied: { rule: string; title: string }[];
  /** The reply as it was. */
  before: string;
  /** The mended reply. */
  after: string;
  /** Whether the file was rewritten. */
  written: boolean;
}

/** One judged draft. Every offset in it counts from the start of the file. */
export interface DraftReport {
  /** The file, or `file#n` where it holds several drafts. */
  id: string;
  file: string;
  /** Number of the draft in its file, from 1. */
  draft: number;
  /** Whether the file holds several. */
  several: boolean;
  /** Text of the whole file. */
  text: string;
  /** Where the reply stands in it. */
  start: number;
  end: number;
  /** Its findings are those that count. */
  result: Result;
  /** What an ignore or the baseline accepts. */
  suppressed?: Suppressed[];
  fix?: FixReport;
  locate(offset: number): LineColumn;
}

/** Something that could not be judged. */
export interface ErrorReport {
  id: string;
  file: string;
  code: string;
  message: string;
  /** The way out. */
  hint?: string;
  line?: number;
  column?: number;
}

/** Totals of a run. */
export interface Summary {
  drafts: number;
  pass: number;
  fail: number;
  "not-applicable": number;
  findings: Record<Severity, number>;
  /** Findings with a fix that may be applied unseen. */
  fixable: number;
  /** Drafts and files that could not be judged. */
  errors: number;
}

/** Writes a run in one format. Each call returns the next piece of the output. */
export interface Reporter {
  begin(ruleset: string): string;
  draft(report: DraftReport): string;
  /** A whole file, after its drafts; for formats that show findings by file. */
  file?(report: FileReport): string;
  error(report: ErrorReport): string;
  end(summary: Summary): string;
}

/** What every reporter for people is told. */
export interface PrettyOptions {
  locale: Locale;
  color: boolean;
  /** Columns of the terminal. */
  width: number;
  /** The score that a reply needs. */
  passMark: number;
  /** One line a finding, and nothing else. */
  quiet?: boolean;
}

/** A summary of nothing yet. */
export function emptySummary(): Summary {
  return { drafts: 0, pass: 0, fail: 0, "not-applicable": 0, findings: { error: 0, warning: 0, info: 0 }, fixable: 0, errors: 0 };
}
