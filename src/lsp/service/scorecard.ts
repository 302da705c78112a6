import type { Step } from "../../core/playbooks.js";
import { DIMENSIONS, type Dimension, type MoveKind, type Scenario, type Verdict } from "../../core/types.js";
import { DIMENSION, MOVE, SCENARIO } from "../../reporters/labels.js";
import type { Analysis, Span } from "./analysis.js";
import type { Engine } from "./engine.js";
import { scoreOf } from "./hints.js";

/** The scorecard of one draft, with names for people and places to go to. */
export interface Card extends Span {
  draft: number;
  /** Verdict, score, scenario and what is missing in one line. */
  title: string;
  score: number | null;
  passMark: number;
  verdict: Verdict;
  scenario: { id: Scenario; name: string; source: "given" | "inferred" };
  dimensions: { id: Dimension; name: string; score: number; weight: number }[];
  /** What lost points, and where. */
  deductions: { rule: string; points: number; reason: string; at: Span[] }[];
  /** What earned its place: the moves that were made. */
  moves: (Span & { kind: MoveKind; name: string; text: string })[];
  missing: { kind: MoveKind; name: string; guidance: string[] }[];
  /** The playbook that holds: each step, and whether it is `said`, `owed` or `open` (welcome). */
  playbook: { id: string; name: string; steps: { kind: MoveKind; name: string; state: Step["state"] }[] } | null;
}

/** The scorecards of a document, one a draft that was judged. */
export function scorecards(analysis: Analysis, engine: Engine): Card[] {
  const { locale } = engine;
  return analysis.drafts.flatMap((draft): Card[] => {
    const { result } = draft;
    if (!result) return [];
    const playbook = draft.playbook();
    return [
      {
        draft: draft.draft,
        start: draft.start,
        end: draft.end,
        title: scoreOf(draft, engine),
        score: result.score,
        passMark: engine.passMark,
        verdict: result.verdict,
        scenario: { id: result.scenario, name: SCENARIO[result.scenario][locale], source: result.scenarioSource },
        dimensions: DIMENSIONS.map((id) => ({ id, name: DIMENSION[id][locale], ...result.dimensions[id] })),
        deductions: result.deductions.map(({ rule, points, reason }) => ({ rule, points, reason, at: result.findings.filter((finding) => finding.rule === rule).map(({ start, end }) => ({ start, end })) })),
        moves: draft.moves().map(({ kind, start, end, text }) => ({ kind, name: MOVE[kind][locale], start, end, text })),
        missing: result.missing.map(({ kind, guidance }) => ({ kind, name: MOVE[kind][locale], guidance })),
        playbook: playbook && { id: playbook.id, name: playbook.name[locale], steps: playbook.steps.map(({ move, step, state }) => ({ kind: move, name: step[locale], state })) },
      },
    ];
  });
}
