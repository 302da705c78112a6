import type { Context, Stretch } from "./context.js";
import type { Scorer } from "./model.js";
import type { CompiledRule } from "./pack.js";

/** Units on either side of a hit that are read with it. */
const AROUND = 20;
/** Log-odds below which the model finds a hit out of the question. */
const OUT_OF_THE_QUESTION = -1.6;

/**
 * A second opinion on what a pattern found: a pattern knows a construction, the model knows what replies are like. Where the
 * model finds all the rule's points out of the question, in the reply and around the hit, the hit is a coincidence of words.
 * Rules that are `certain` need no second opinion.
 */
export function coincidence(rule: CompiledRule, at: Stretch, { reply, customer, scores }: Context, scorer: Scorer | null): boolean {
  if (rule.kind !== "phrase" || rule.certain || !scorer || !scores || rule.columns.length === 0) return false;
  const said = customer?.text ?? null;
  for (const column of rule.columns) if (scores[column]! >= OUT_OF_THE_QUESTION) return false;
  const near = scorer.score(reply.text, said, Math.max(0, at.start - AROUND), Math.min(reply.text.length, at.end + AROUND));
  for (const column of rule.columns) if (near[column]! >= OUT_OF_THE_QUESTION) return false;
  return true;
}
