/** A file's findings as the formats for CI show them, and as ignores, baseline and changed lines decide on them. */
import type { LineColumn } from "../core/text/lines.js";
import type { PlacedFinding } from "../phrasebook/types.js";

/** A reply in a file: a draft, or an entry of a phrasebook. */
export interface Unit {
  id: string;
  /** First and last line, from 1. */
  line: number;
  endLine: number;
}

/** Why a finding does not count: an ignore in the file, or the baseline. */
export interface Suppressed {
  finding: PlacedFinding;
  by: "ignore" | "baseline";
  /** The reason that the ignore gives. */
  reason?: string;
}

export interface FileReport {
  /** Path as it was named on the command line. */
  file: string;
  /** Decoded text without byte order mark; absent for a workbook. */
  text?: string;
  /** Line and column of an offset in the text. */
  locate?(offset: number): LineColumn;
  units: Unit[];
  /** What counts. */
  findings: PlacedFinding[];
  suppressed: Suppressed[];
  /** How many more lie outside of the changed lines. */
  unchanged: number;
}
