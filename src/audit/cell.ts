import type { PromiseCounts, Tally, Timing } from "./report.js";

/**
 * Sums of a group. All are whole numbers (milliseconds, points), so that they add up to the same in any order. Plain data:
 * cells cross threads and lie in checkpoints.
 */
export interface Cell {
  conversations: number;
  responses: number;
  scored: number;
  failed: number;
  critical: number;
  findings: number;
  score: number;
  measured: number;
  firstMeasured: number;
  atNight: number;
  firstMs: number;
  allMs: number;
  longestMs: number;
  /** By position in `within`: first responses, and all. */
  firstWithin: number[];
  allWithin: number[];
  unanswered: number;
  promises: PromiseCounts;
  rules: Map<string, number>;
  /** Number of the conversation that was counted last; of no use to anyone else. */
  seen: number;
}

export function emptyCell(within: number): Cell {
  return {
    conversations: 0, responses: 0, scored: 0, failed: 0, critical: 0, findings: 0, score: 0,
    measured: 0, firstMeasured: 0, atNight: 0, firstMs: 0, allMs: 0, longestMs: 0,
    firstWithin: new Array<number>(within).fill(0), allWithin: new Array<number>(within).fill(0),
    unanswered: 0, promises: { kept: 0, late: 0, "not-seen": 0, "not-judgeable": 0 }, rules: new Map(), seen: -1,
  };
}

const SUMS = ["conversations", "responses", "scored", "failed", "critical", "findings", "score", "measured", "firstMeasured", "atNight", "firstMs", "allMs", "unanswered"] as const;
const OUTCOMES = ["kept", "late", "not-seen", "not-judgeable"] as const;

/** Adds `other` to `cell`. */
export function addCell(cell: Cell, other: Cell): void {
  for (const key of SUMS) cell[key] += other[key];
  for (const key of OUTCOMES) cell.promises[key] += other.promises[key];
  cell.longestMs = Math.max(cell.longestMs, other.longestMs);
  other.firstWithin.forEach((count, index) => (cell.firstWithin[index]! += count));
  other.allWithin.forEach((count, index) => (cell.allWithin[index]! += count));
  for (const [rule, count] of other.rules) bump(cell.rules, rule, count);
}

export function bump(counts: Map<string, number>, key: string, by = 1): void {
  counts.set(key, (counts.get(key) ?? 0) + by);
}

/** Rounded to so many digits behind the point. */
export function rounded(value: number, digits: number): number {
  const factor = 10 ** digits;
  return Math.round(value * factor) / factor;
}

/** A quotient, rounded; null where there is nothing to divide by. */
export function ratio(sum: number, count: number, digits: number): number | null {
  return count === 0 ? null : rounded(sum / count, digits);
}

export function tallyOf({ conversations, responses, scored, failed, critical, findings, score }: Cell): Tally {
  return { conversations, responses, scored, failed, critical, findings, score: ratio(score, scored, 1) };
}

export function timingOf(cell: Cell, within: readonly number[]): Timing {
  const { measured, firstMeasured, atNight, unanswered } = cell;
  return {
    measured,
    firstMeasured,
    atNight,
    firstResponseSeconds: ratio(cell.firstMs / 1000, firstMeasured, 1),
    averageResponseSeconds: ratio(cell.allMs / 1000, measured, 1),
    longestResponseSeconds: measured === 0 ? null : rounded(cell.longestMs / 1000, 1),
    within: within.map((seconds, index) => ({ seconds, share: ratio(cell.firstWithin[index]!, firstMeasured, 4), all: ratio(cell.allWithin[index]!, measured, 4) })),
    unanswered,
  };
}
