import type { Context, Stretch } from "../context.js";
import type { CompiledRepeat } from "../pack.js";
import { unitsOf } from "../text/normalise.js";

/** A sentence that stands in the reply a second time, word for word. */
export function repeat(rule: CompiledRepeat, { reply }: Context): Stretch[] {
  const { clauses, text } = reply;
  if (text.length < rule.minLength * 2) return [];
  const seen = new Set<string>();
  const out: Stretch[] = [];
  for (let c = 0; c < clauses.count; ) {
    const start = clauses.start[c]!;
    const sentence = clauses.sentence[c]!;
    while (c + 1 < clauses.count && clauses.sentence[c + 1] === sentence) c++;
    const end = clauses.end[c]!;
    c++;
    if (end - start < rule.minLength) continue;
    const key = unitsOf(text, start, end);
    if (seen.has(key)) out.push({ start, end });
    seen.add(key);
  }
  return out;
}
