import { around, sourceEnd, sourceStart, type Stretch, union } from "./context.js";
import type { Matcher } from "./match/matcher.js";
import type { CompiledPack } from "./pack.js";
import type { Move } from "./types.js";

/** What each stretch of the reply does, in order of position. */
export function findMoves(pack: CompiledPack, reply: Matcher): Move[] {
  const out: Move[] = [];
  const { source } = reply.text;
  for (const move of pack.moves) {
    const hits = reply.of(move.cls);
    if (hits.count === 0) continue;
    const spans: Stretch[] = [];
    for (let i = 0; i < hits.count; i++) {
      const hit = { start: hits.start[i]!, end: hits.end[i]! };
      spans.push(move.span === "match" ? hit : around(reply, hit, "clause"));
    }
    for (const span of union(spans)) {
      const start = sourceStart(reply, span.start);
      const end = sourceEnd(reply, span.end);
      out.push({ kind: move.kind, start, end, text: source.slice(start, end) });
    }
  }
  return out.sort((a, b) => a.start - b.start || a.end - b.end);
}
