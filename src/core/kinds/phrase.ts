import { around, type Context, type Stretch, union } from "../context.js";
import type { CompiledPhrase } from "../pack.js";

/** Something that must not be said: each stretch where the rule's class was hit. */
export function phrase(rule: CompiledPhrase, context: Context): Stretch[] {
  const { reply } = context;
  const hits = reply.of(rule.cls);
  if (hits.count === 0) return [];
  const spans: Stretch[] = [];
  for (let i = 0; i < hits.count; i++) {
    const hit = { start: hits.start[i]!, end: hits.end[i]! };
    spans.push(rule.span === "match" ? hit : around(reply, hit, rule.span));
  }
  return union(spans);
}
