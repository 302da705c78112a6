import type { Context, Stretch } from "./context.js";
import type { Scorer } from "./model.js";
import type { CompiledPhrase } from "./pack.js";

/*
 * A second opinion on what patterns find: a pattern knows a construction, the model knows what replies are like. Where the
 * model finds all of a rule's points out of the question, a hit is a coincidence of words. Rules that are `certain` need no
 * second opinion.
 */

/** Replies of so many units are judged as a whole; in longer ones also what stands around the hit is. */
const SHORT = 60;
/** Units on either side of a hit that are read with it. */
const AROUND = 20;
/** Log-odds below which a point is out of the question. */
const OUT_OF_THE_QUESTION = -1.6;

/** Whether it is worth looking for the rule's patterns at all: asked first, because most rules are out of the question for most replies. */
export function plausible(rule: CompiledPhrase, { reply, scores }: Context): boolean {
  if (rule.certain || !scores || rule.columns.length === 0 || reply.text.length > SHORT) return true;
  for (const column of rule.columns) if (scores[column]! >= OUT_OF_THE_QUESTION) return true;
  return false;
}

/** Whether a hit in a longer reply is a coincidence. */
export function coincidence(rule: CompiledPhrase, at: Stretch, { reply, customer, scores }: Context, scorer: Scorer | null): boolean {
  if (rule.certain || !scorer || !scores || rule.columns.length === 0 || reply.text.length <= SHORT) return false;
  for (const column of rule.columns) if (scores[column]! >= OUT_OF_THE_QUESTION) return false;
  const near = scorer.score(reply.text, customer?.text ?? null, Math.max(0, at.start - AROUND), Math.min(reply.text.length, at.end + AROUND));
  for (const column of rule.columns) if (near[column]! >= OUT_OF_THE_QUESTION) return false;
  return true;
}
