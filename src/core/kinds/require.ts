import { type Context, hasAny, type Stretch } from "../context.js";
import type { CompiledRequire } from "../pack.js";

/**
 * Something that must be said. What is missing is reported at a stable place: after the last sentence that it should
 * follow, or at the end of the reply.
 */
export function require(rule: CompiledRequire, context: Context): Stretch[] {
  const { reply } = context;
  if (!(context.owes || rule.always) || hasAny(reply, rule.need)) return [];
  let at = -1;
  for (const cls of rule.after) {
    const hits = reply.of(cls);
    if (hits.count > 0) at = Math.max(at, hits.end[hits.count - 1]!);
  }
  const { clauses, text } = reply;
  if (at >= 0 && clauses.count > 0) {
    let clause = clauses.at[at - 1]!;
    while (clause + 1 < clauses.count && clauses.sentence[clause + 1] === clauses.sentence[clause]) clause++;
    at = clauses.end[clause]!;
  } else at = clauses.count > 0 ? clauses.end[clauses.count - 1]! : text.length;
  return [{ start: at, end: at }];
}
