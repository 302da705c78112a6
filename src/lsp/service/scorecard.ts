import { DIMENSIONS } from "../../core/types.js";
import { DIMENSION, MOVE, SCENARIO } from "../../reporters/labels.js";
import type { DraftCard } from "../protocol.js";
import type { Analysis, Span } from "./analysis.js";
import type { Engine } from "./engine.js";
import { scoreOf } from "./hints.js";

/** The scorecard of one draft as a client gets it, but with offsets of the document for its places. */
export interface Card extends Omit<DraftCard, "range" | "deductions" | "moves">, Span {
  deductions: (Omit<DraftCard["deductions"][number], "ranges"> & { at: Span[] })[];
  moves: (Omit<DraftCard["moves"][number], "range"> & Span)[];
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
