import type { ScorecardSource } from "./rules.js";
import { type Bilingual, type Deduction, type Dimension, DIMENSIONS, type DimensionScore, type Finding, type Locale, type Scenario, type Severity, type Verdict } from "./types.js";

export interface Scorecard {
  score: number;
  verdict: Verdict;
  dimensions: Record<Dimension, DimensionScore>;
  deductions: Deduction[];
}

const perfect = new WeakMap<ScorecardSource, Map<Scenario, Record<Dimension, DimensionScore>>>();

/** The dimensions of a reply without findings: worked out once a scenario, frozen because they are shared. */
function spotless(scenario: Scenario, source: ScorecardSource): Record<Dimension, DimensionScore> {
  let known = perfect.get(source);
  if (!known) perfect.set(source, (known = new Map()));
  let dimensions = known.get(scenario);
  if (!dimensions) {
    const weights = { ...source.weights.default, ...source.weights[scenario] };
    dimensions = Object.freeze(Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, Object.freeze({ score: 100, weight: weights[dimension] ?? 1 })]))) as Record<Dimension, DimensionScore>;
    known.set(scenario, dimensions);
  }
  return dimensions;
}

const criticalReason: Bilingual = { zh: "红线：一票否决", en: "critical error: fails the reply outright" };

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/**
 * Scores a reply: 100 less what its findings take off. Each rule's further findings take off less, each dimension has a
 * cap, and a critical finding holds the score down. A further finding never raises the score.
 */
export function scorecard(findings: readonly Finding[], scenario: Scenario, source: ScorecardSource, passMark: number, locale: Locale): Scorecard {
  if (findings.length === 0) return { score: 100, verdict: "pass", dimensions: spotless(scenario, source), deductions: [] };
  const weights = { ...source.weights.default, ...source.weights[scenario] };
  const spent = new Map<Dimension, number>();
  const times = new Map<string, number>();
  const deductions: Deduction[] = [];
  let total = 0;
  let critical: Finding | undefined;
  // Heavy ones first, so that the order of findings does not matter to the sum.
  for (const finding of [...findings].sort((a, b) => RANK[a.severity] - RANK[b.severity])) {
    if (finding.critical) critical ??= finding;
    const { dimension } = finding;
    const weight = weights[dimension] ?? 1;
    const nth = times.get(finding.rule) ?? 0;
    times.set(finding.rule, nth + 1);
    const wanted = source.points[finding.severity] * weight * source.again ** nth;
    const before = spent.get(dimension) ?? 0;
    const points = Math.round(Math.min(wanted, Math.max(0, Math.round(source.cap * weight) - before)));
    spent.set(dimension, before + points);
    total += points;
    deductions.push({ rule: finding.rule, points, reason: finding.message });
  }
  let score = Math.max(0, 100 - total);
  if (critical && score > source.criticalCap) {
    deductions.push({ rule: critical.rule, points: score - source.criticalCap, reason: criticalReason[locale] });
    score = source.criticalCap;
  }
  const dimensions = {} as Record<Dimension, DimensionScore>;
  for (const dimension of DIMENSIONS) {
    const weight = weights[dimension] ?? 1;
    const cap = source.cap * weight;
    dimensions[dimension] = { score: cap > 0 ? Math.max(0, Math.round(100 - (100 * (spent.get(dimension) ?? 0)) / cap)) : 100, weight };
  }
  return { score, verdict: !critical && score >= passMark ? "pass" : "fail", dimensions, deductions };
}
