/** What the server says beyond LSP: clients take their types from here. Has no imports but types. */
import type { Step } from "../core/playbooks.js";
import type { Dimension, Locale, MoveKind, Scenario, Verdict } from "../core/types.js";

/** Request with `{ textDocument }`, answered by `Scorecards` or null; positions count in the units agreed with the client. */
export const SCORECARD = "replylint/scorecard";

export interface Range {
  start: { line: number; character: number };
  end: { line: number; character: number };
}

/** The scorecard of one draft, with names for people. */
export interface DraftCard {
  /** From 1. */
  draft: number;
  range: Range;
  /** Verdict, score, scenario and what is missing in one line. */
  title: string;
  score: number | null;
  passMark: number;
  verdict: Verdict;
  scenario: { id: Scenario; name: string; source: "given" | "inferred" };
  dimensions: { id: Dimension; name: string; score: number; weight: number }[];
  /** What lost points, and where. */
  deductions: { rule: string; points: number; reason: string; ranges: Range[] }[];
  /** What earned its place: the moves that were made. */
  moves: { kind: MoveKind; name: string; text: string; range: Range }[];
  missing: { kind: MoveKind; name: string; guidance: string[] }[];
  /** The playbook that holds: each step, and whether it is `said`, `owed` or `open` (welcome). */
  playbook: { id: string; name: string; steps: { kind: MoveKind; name: string; state: Step["state"] }[] } | null;
}

export interface Scorecards {
  version: number;
  locale: Locale;
  drafts: DraftCard[];
}
