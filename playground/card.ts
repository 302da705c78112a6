import { type Finding, labels, type Linter, type Locale, type Result } from "replylint/browser";
import { type Card, placesOf } from "../editors/shared/scorecard.js";

type Place = Pick<Finding, "start" | "end">;

/** A result as the scorecard shows it. */
export function cardOf(result: Result, linter: Linter, locale: Locale): Card<Place> {
  const { score, verdict, scenario, scenarioSource, dimensions, moves, missing, deductions, findings } = result;
  const at = placesOf(deductions, (rule) => findings.filter((finding) => finding.rule === rule));
  return {
    score,
    verdict,
    scenario: { name: labels.scenario[scenario][locale], source: scenarioSource },
    dimensions: (Object.keys(dimensions) as (keyof typeof dimensions)[]).map((id) => ({ name: labels.dimension[id][locale], score: dimensions[id].score })),
    moves: moves.map((move) => ({ name: labels.move[move.kind][locale], text: move.text, at: move })),
    missing: missing.map(({ kind }) => ({ name: labels.move[kind][locale] })),
    deductions: deductions.map(({ points, reason }, index) => ({ points, reason, at: at[index] })),
    findings: findings.map((finding) => ({
      ...finding,
      critical: finding.critical !== undefined,
      reason: linter.explain(finding.rule)?.reason[locale],
      source: `${finding.rule} · ${finding.guidance.join(" ")}`,
      at: finding,
    })),
  };
}
