import { hasAny, spansOf, type Stretch } from "./context.js";
import type { Matcher } from "./match/matcher.js";
import type { CompiledPack } from "./pack.js";
import { awaitsEvent } from "./timing.js";

/** Units that may stand beside the words of time in a clause that says nothing else: 大概, 预计, 左右 … */
const BARE = 3;
/** Units of a time's words that are read; a text without punctuation has clauses of any length. */
const LONGEST = 80;

/** Bit of the words for being in touch; those of matters follow. */
export const IN_TOUCH = 1;

/** The classes that commitments are made of. */
export interface CommitmentClasses {
  commitment: number[];
  time: number[];
  /** Bit 0 is being in touch, whether the pack has words for it (else -1) or not. */
  matters: number[];
  /** What each bit is about: `reply`, `refund`, `parcel` … */
  names: string[];
}

export function commitmentClasses(pack: CompiledPack): CommitmentClasses {
  const { classNames } = pack.program;
  const commitment = classNames.indexOf("commitment");
  const matters = classNames.flatMap((name, id) => (name.startsWith("matter-") ? [id] : [])).slice(0, 30);
  return {
    commitment: commitment < 0 ? [] : [commitment],
    time: pack.moves.filter((move) => move.kind === "time").map((move) => move.cls),
    matters: [classNames.indexOf("in-touch"), ...matters],
    names: ["reply", ...matters.map((id) => classNames[id]!.slice("matter-".length))],
  };
}

/** A concrete time with an own act or result. */
export interface Commitment extends Stretch {
  /** Words of the time, and what stands before them. */
  words: string;
  before: string;
  /** Bits of the matters that it is about. */
  topic: number;
  inTouch: boolean;
}

/** Bits of the matters that a stretch names. */
export function mattersIn(matcher: Matcher, { matters }: Pick<CommitmentClasses, "matters">, from = 0, to = matcher.text.length + 1): number {
  let bits = 0;
  for (let i = 0; i < matters.length; i++) if (matters[i]! >= 0 && matcher.hasIn(matters[i]!, from, to)) bits |= 1 << i;
  return bits;
}

/**
 * The time commitments of a reply: clauses with a concrete time and an own act or result, the time alone in the next or last
 * clause included.
 * @param around bits of the matters that the exchange is about: what a clause without a matter of its own speaks of
 */
export function commitmentsIn(matcher: Matcher, classes: CommitmentClasses, around: number): Commitment[] {
  const { commitment, time } = classes;
  if (commitment.length === 0 || !hasAny(matcher, time)) return [];
  const { clauses, text } = matcher;
  const words = (from: number, to: number): string => String.fromCharCode(...text.code.subarray(from, Math.min(to, from + LONGEST)));
  const lastWords = (from: number, to: number): string => words(Math.max(from, to - LONGEST), to);
  const timed = new Map<number, Stretch[]>();
  for (const span of spansOf(matcher, time)) {
    // 第一时间 has no one o'clock in it.
    if (words(span.end - 1, span.end + 1) === "时间") continue;
    const clause = clauses.at[span.start]!;
    timed.set(clause, [...(timed.get(clause) ?? []), span]);
  }
  const committed = (clause: number): boolean => clause >= 0 && clause < clauses.count && commitment.some((cls) => matcher.hasIn(cls, clauses.start[clause]!, clauses.end[clause]!));
  const about = mattersIn(matcher, classes) | around;
  const out: Commitment[] = [];
  for (const [clause, hits] of timed) {
    const from = hits[0]!.start;
    const to = hits[hits.length - 1]!.end;
    const start = clauses.start[clause]!;
    const end = clauses.end[clause]!;
    let first = clause;
    let last = clause;
    if (!committed(clause)) {
      // 24小时内，专员给您回电 / 我去核实，大概10分钟
      const same = (other: number): boolean => committed(other) && !timed.has(other) && clauses.sentence[other] === clauses.sentence[clause];
      if (end - start - (to - from) > BARE) continue;
      if (same(clause + 1)) last++;
      else if (same(clause - 1)) first--;
      else continue;
    }
    const suffix = /^(?:之前|以前|前|之内|以内|内)/.exec(words(to, Math.min(to + 2, end)));
    let before = lastWords(start, from);
    // 收到退货后，我们48小时内退款
    if (clause > 0 && clauses.sentence[clause - 1] === clauses.sentence[clause]) {
      const previous = lastWords(clauses.start[clause - 1]!, clauses.end[clause - 1]!);
      if (awaitsEvent(previous) && previous.endsWith("后")) before = "收到后";
    }
    const matters = mattersIn(matcher, classes, clauses.start[first], clauses.end[last]);
    const objects = matters & ~IN_TOUCH;
    const inTouch = (matters & IN_TOUCH) !== 0 || objects === 0;
    out.push({
      start: clauses.start[first]!,
      end: clauses.end[last]!,
      words: hits.map((hit) => words(hit.start, hit.end)).join("，") + (suffix?.[0] ?? ""),
      before,
      topic: (objects === 0 ? about & ~IN_TOUCH : objects) | (inTouch ? IN_TOUCH : 0),
      inTouch,
    });
  }
  return out;
}
