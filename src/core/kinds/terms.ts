import type { Context, Hit } from "../context.js";
import type { Matcher } from "../match/matcher.js";
import type { CompiledTerms } from "../pack.js";
import { quoted, unitsOf } from "../text/normalise.js";

/** Words that have a better one; of those that overlap, the first, and of those that start together, the longest. A word in quotation marks is spoken of, not used. */
export function terms(rule: CompiledTerms, { reply, customer }: Context): Hit[] {
  const hits = reply.of(rule.cls);
  const out: Hit[] = [];
  const order = Array.from({ length: hits.count }, (_, index) => index);
  if (order.length > 1) order.sort((a, b) => hits.start[a]! - hits.start[b]! || hits.end[b]! - hits.end[a]!);
  let last = 0;
  for (const i of order) {
    const start = hits.start[i]!;
    const end = hits.end[i]!;
    if (start < last) continue;
    last = end;
    if (quoted(reply.text, start, end)) continue;
    const term = unitsOf(reply.text, start, end);
    if (rule.unlessHeard && customer && uses(customer, rule.cls, term)) continue;
    const plain = rule.plain[term];
    out.push({ start, end, ...(plain !== undefined && { words: { plain } }) });
  }
  return out;
}

function uses(customer: Matcher, cls: number, term: string): boolean {
  const { count, start, end } = customer.of(cls);
  for (let i = 0; i < count; i++) if (unitsOf(customer.text, start[i]!, end[i]!) === term) return true;
  return false;
}
