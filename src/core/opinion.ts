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

/** Whether a rule of these columns may be broken at all: most rules are out of the question for most replies. */
export function plausible(columns: readonly number[], scorer: Scorer | null): boolean {
  return columns.length === 0 || scorer === null || possible(scorer.highest, columns);
}

/** Whether a hit is a coincidence: in the reply as a whole, in what stands around it, and in its own clause. */
export function coincidence({ certain, columns }: CompiledPhrase, at: Stretch, { reply, scorer }: Context): boolean {
  if (certain || !scorer || columns.length === 0 || possible(scorer.whole, columns)) return false;
  if (possible(scorer.stretch(Math.max(0, at.start - AROUND), Math.min(reply.text.length, at.end + AROUND)), columns)) return false;
  const clause = around(reply, at, "clause");
  return !possible(scorer.stretch(clause.start, clause.end), columns);
}
