import { type Finding, labels, type Linter, type Locale, type Result } from "replylint/browser";
import type { Card } from "../editors/shared/scorecard.js";

type Place = Pick<Finding, "start" | "end">;

/** A result as the scorecard shows it. */
export function cardOf(result: Result, linter: Linter, locale: Locale): Card<Place> {
  const { score, verdict, scenario, scenarioSource, dimensions, moves, missing, deductions, findings } = result;
  const times = new Map<string, number>();
  return {
    score,
    verdict,
    scenario: { name: labels.scenario[scenario][locale], source: scenarioSource },
    dimensions: (Object.keys(dimensions) as (keyof typeof dimensions)[]).map((id) => ({ name: labels.dimension[id][locale], score: dimensions[id].score })),
    moves: moves.map((move) => ({ name: labels.move[move.kind][locale], text: move.text, at: move })),
    missing: missing.map(({ kind }) => ({ name: labels.move[kind][locale] })),
    deductions: deductions.map(({ rule, points, reason }) => {
      // The findings of a rule lose points in the order of the text; what a critical one takes off on top is about the first.
      const nth = times.get(rule) ?? 0;
      times.set(rule, nth + 1);
      const all = findings.filter((finding) => finding.rule === rule);
      return { points, reason, at: all[nth] ?? all[0] };
    }),
    findings: findings.map((finding) => ({
      ...finding,
      critical: finding.critical !== undefined,
      reason: linter.explain(finding.rule)?.reason[locale],
      source: `${finding.rule} · ${finding.guidance.join(" ")}`,
      at: finding,
    })),
  };
}
