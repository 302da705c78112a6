import type { FileReport } from "../ci/types.js";
import type { Critical, Locale, Severity } from "../core/types.js";
import type { ErrorReport } from "./report.js";

/** What a report says of a rule. */
export interface RuleInfo {
  id: string;
  guidance: string[];
  severity: Severity;
  critical?: Critical;
  /** What to do, in one line. */
  title: string;
  /** Why. */
  reason: string;
  sources: string[];
  /** Address of its documentation. */
  url?: string;
}

/** A whole run over files, as the formats for CI take it. */
export interface Run {
  /** Version of replylint. */
  version: string;
  ruleset: string;
  locale: Locale;
  /** From which severity on a finding fails the run. */
  failOn: "error" | "warning" | "never";
  /** Whether a baseline was given: then every finding is either new or known. */
  baseline: boolean;
  files: readonly FileReport[];
  /** What could not be judged. */
  problems: readonly ErrorReport[];
  /** Something to know about the run as a whole, in a sentence. */
  note?: string;
  rule(id: string): RuleInfo | undefined;
}

/** Whether a finding of this severity fails the run. */
export function fails(severity: Severity, failOn: Run["failOn"]): boolean {
  return severity === "error" ? failOn !== "never" : severity === "warning" && failOn === "warning";
}

/** A path as reports have it: from the working directory, with `/`. */
export function slashed(path: string): string {
  return path.replaceAll("\\", "/").replace(/^\.\//, "");
}
