import type { Context, Stretch } from "../context.js";
import type { CompiledLikeness } from "../pack.js";

/** A few words alone (是的, 您说) tell nothing. */
const SHORTEST = 7;

/**
 * Something that reads like what breaks a point, in words that no pattern knows: the model's score lies above its
 * threshold. Reported at the clause that speaks most for it.
 */
export function likeness(rule: CompiledLikeness, { reply, scorer, owes }: Context): Stretch[] {
  if (!owes || reply.text.length < SHORTEST) return [];
  if (!scorer || !(scorer.whole[rule.point]! > scorer.model.threshold[rule.point]!)) return [];
  const { clauses } = reply;
  let best: Stretch | null = null;
  let highest = -Infinity;
  for (let c = 0; c < clauses.count; c++) {
    const clause = { start: clauses.start[c]!, end: clauses.end[c]! };
    const score = scorer.stretch(clause.start, clause.end)[rule.point]!;
    if (score > highest) {
      highest = score;
      best = clause;
    }
  }
  return best ? [best] : [];
}
