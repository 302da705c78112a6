import type { Context, Hit } from "../context.js";
import type { Matcher } from "../match/matcher.js";
import type { CompiledLength } from "../pack.js";
import { CLAUSE_END } from "../text/chars.js";
import { isHan } from "../text/normalise.js";

/**
 * A sentence or a reply of too many Chinese characters; figures, links and Latin words do not count. Where an agent writes a
 * blank for a stop, the sentence ends there.
 */
export function length({ unit, most }: CompiledLength, { reply }: Context): Hit[] {
  const { clauses, text } = reply;
  if (text.length <= most) return [];
  if (unit === "reply") {
    const count = characters(reply, 0, text.length);
    const last = clauses.count - 1;
    return count > most ? [{ start: clauses.start[last]!, end: clauses.end[last]!, words: { count: String(count) } }] : [];
  }
  const out: Hit[] = [];
  for (let c = 0; c < clauses.count; c++) {
    const start = clauses.start[c]!;
    const sentence = clauses.sentence[c]!;
    while (c + 1 < clauses.count && clauses.sentence[c + 1] === sentence && punctuated(reply, c)) c++;
    const end = clauses.end[c]!;
    if (end - start <= most) continue;
    const count = characters(reply, start, end);
    if (count > most) out.push({ start, end, words: { count: String(count) } });
  }
  return out;
}

/** Whether a clause ends with a mark, not with a blank or a pictograph. */
function punctuated({ clauses, text }: Matcher, clause: number): boolean {
  for (let i = clauses.end[clause]!; i < clauses.close[clause]!; i++) if (text.kind[i] === CLAUSE_END) return true;
  return false;
}

function characters({ text }: Matcher, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) if (isHan(text.kind[i]!)) count++;
  return count;
}
