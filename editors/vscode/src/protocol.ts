import type { Dimension, Locale, MoveKind, Scenario, Verdict } from "../../../src/core/types.js";

/** What the server answers to `replylint/scorecard`; positions count in UTF-16 units. */
export const SCORECARD = "replylint/scorecard";

export interface Range {
  start: { line: number; character: number };
  end: { line: number; character: number };
}
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
  deductions: { rule: string; points: number; reason: string; ranges: Range[] }[];
  moves: { kind: MoveKind; name: string; text: string; range: Range }[];
  missing: { kind: MoveKind; name: string; guidance: string[] }[];
}
export interface Scorecards {
  version: number;
  locale: Locale;
  drafts: DraftCard[];
}

/** From the extension to the scorecard's page. */
export type ToPage = { cards: Scorecards; shown: number } | { empty: string };
/** And back: a place that the person clicked, or that the page is ready. */
export type FromPage = { place: Range } | { ready: true };
