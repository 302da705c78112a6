import { around, type Context, type Stretch } from "./context.js";
import type { Scorer } from "./model.js";
import type { CompiledPhrase } from "./pack.js";

/*
 * A second opinion on what patterns find: a pattern knows a construction, the model knows what replies are like. Where the
 * model finds all of a rule's points out of the question, a hit is a coincidence of words. Rules that are `certain` need no
 * second opinion.
 */

/** Units on either side of a hit that are read with it. */
const AROUND = 20;
/** Log-odds below which a point is out of the question. */
const OUT_OF_THE_QUESTION = -1.2;

function possible(scores: Float64Array, columns: readonly number[]): boolean {
  for (const column of columns) if (scores[column]! >= OUT_OF_THE_QUESTION) return true;
  return false;
}

/**
 * Whether it is worth looking for the rule's patterns at all: asked first of a reply that is one clause, because most rules are
 * out of the question for most of these.
 */
export function plausible(rule: CompiledPhrase, { reply, scores }: Context): boolean {
  return rule.certain || !scores || rule.columns.length === 0 || reply.clauses.count > 1 || possible(scores, rule.columns);
}

/** Whether a hit is a coincidence: in the reply as a whole, in what stands around it, and in its own clause. */
export function coincidence(rule: CompiledPhrase, at: Stretch, { reply, customer, scores }: Context, scorer: Scorer | null): boolean {
  if (rule.certain || !scorer || !scores || rule.columns.length === 0 || possible(scores, rule.columns)) return false;
  const said = customer?.text ?? null;
  if (possible(scorer.score(reply.text, said, Math.max(0, at.start - AROUND), Math.min(reply.text.length, at.end + AROUND)), rule.columns)) return false;
  const clause = around(reply, at, "clause");
  return !possible(scorer.score(reply.text, said, clause.start, clause.end), rule.columns);
}
