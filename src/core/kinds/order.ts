import type { Context, Stretch } from "../context.js";
import type { Any, CompiledOrder } from "../pack.js";

/** Two things in the wrong order: reported at the one that came too early. */
export function order(rule: CompiledOrder, context: Context): Stretch[] {
  const first = earliest(rule.first, context);
  const then = earliest(rule.then, context);
  return first && then && then.start < first.start ? [then] : [];
}

function earliest(classes: Any, { reply }: Context): Stretch | null {
  let best: Stretch | null = null;
  for (const cls of classes) {
    const hits = reply.of(cls);
    for (let i = 0; i < hits.count; i++) if (!best || hits.start[i]! < best.start) best = { start: hits.start[i]!, end: hits.end[i]! };
  }
  return best;
}
