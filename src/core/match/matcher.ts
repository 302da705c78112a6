import { type Clauses, emptyClauses, splitClauses } from "../text/clauses.js";
import { type CharTables, DIGIT, NUMERAL } from "../text/chars.js";
import { emptyText, normalise, type NormalText } from "../text/normalise.js";
import { scanIdentifiers } from "./identifiers.js";
import type { Condition, Node, Pattern, Program } from "./program.js";

/** Hits of one class in one text, in order of their ends; positions are normalised units. */
export interface Hits {
  /** The text they belong to; see {@link Matcher.generation}. */
  generation: number;
  count: number;
  start: number[];
  end: number[];
}

const NUMBER = 0;
const NO_HITS: Hits = { generation: -1, count: 0, start: [], end: [] };
/** A match longer than this is not looked back for; keeps long texts linear. */
const REACH = 400;

/**
 * Runs a program over one text at a time: scan, then settle the classes in order. Holds the state of the last text, so
 * that moves and rules can ask where a class was hit.
 */
export class Matcher {
  readonly text: NormalText = emptyText();
  readonly clauses: Clauses = emptyClauses();
  private generation = 0;
  private readonly hits: Hits[];
  private readonly awake: Uint32Array;
  private anyAwake = false;

  constructor(
    readonly program: Program,
    private readonly tables: CharTables,
  ) {
    this.hits = new Array<Hits>(program.classNames.length).fill(NO_HITS);
    this.awake = new Uint32Array((program.nodes.length >> 5) + 1);
  }

  /**
   * Analyses `source`; every answer after this is about it.
   * @param nodes settle only the first so many nodes (what a customer said is not judged by rules)
   */
  run(source: string, nodes: number = this.program.nodes.length): void {
    this.generation++;
    normalise(source, this.tables, this.text);
    splitClauses(this.text, this.clauses);
    this.scan();
    this.settle(nodes);
  }

  /** Hits of a class in the current text. */
  of(cls: number): Hits {
    const hits = this.hits[cls]!;
    return hits.generation === this.generation ? hits : NO_HITS;
  }

  has(cls: number): boolean {
    return this.of(cls).count > 0;
  }

  /** Whether the class has a hit that starts in `[from, to)`. */
  hasIn(cls: number, from: number, to: number): boolean {
    const hits = this.of(cls);
    for (let i = firstEndingAfter(hits, from); i < hits.count; i++) {
      const start = hits.start[i]!;
      if (start >= from && start < to) return true;
      if (hits.end[i]! > to + REACH) return false;
    }
    return false;
  }

  /** Whether a condition holds around the hit `[start, end)`. */
  holds(condition: Condition, start: number, end: number): boolean {
    const { clauses } = this;
    let from = 0;
    let to = this.text.length + 1;
    if (condition.scope !== "text" && clauses.count > 0) {
      let first = clauses.at[start]!;
      let last = clauses.at[Math.max(start, end - 1)]!;
      if (condition.scope === "sentence") {
        while (first > 0 && clauses.sentence[first - 1] === clauses.sentence[first]) first--;
        while (last + 1 < clauses.count && clauses.sentence[last + 1] === clauses.sentence[last]) last++;
      }
      from = clauses.start[first]!;
      to = clauses.close[last]!;
    }
    for (const cls of condition.any) if (this.hasIn(cls, from, to)) return true;
    return false;
  }

  private scan(): void {
    const { code, kind, length } = this.text;
    const { alphabet, base, check, fail, outStart, outClass, outLength } = this.program.automaton;
    let state = 0;
    let number = -1;
    let digits = 0;
    for (let i = 0; i < length; i++) {
      const k = kind[i]!;
      if (k === DIGIT || k === NUMERAL) {
        digits++;
        if (number < 0) number = i;
      } else if (number >= 0 && !(code[i] === 46 && i + 1 < length && kind[i + 1] === DIGIT)) {
        this.add(NUMBER, number, i);
        number = -1;
      }
      const symbol = alphabet[code[i]!]!;
      if (symbol === 0) {
        state = 0;
        continue;
      }
      for (;;) {
        const next = base[state]! + symbol;
        if (check[next] === state) {
          state = next;
          break;
        }
        if (state === 0) break;
        state = fail[state]!;
      }
      for (let o = outStart[state]!, last = outStart[state + 1]!; o < last; o++) this.add(outClass[o]!, i + 1 - outLength[o]!, i + 1);
    }
    if (number >= 0) this.add(NUMBER, number, length);
    if (digits >= 11) scanIdentifiers(this.text, (which, start, end) => this.add(NUMBER + 1 + which, start, end));
  }

  private add(cls: number, start: number, end: number): void {
    let hits = this.hits[cls]!;
    if (hits.generation !== this.generation) {
      if (hits === NO_HITS) hits = this.hits[cls] = { generation: 0, count: 0, start: [], end: [] };
      hits.generation = this.generation;
      hits.count = 0;
      this.wake(cls);
    }
    hits.start[hits.count] = start;
    hits.end[hits.count++] = end;
  }

  private wake(cls: number): void {
    const list = this.program.wakes[cls]!;
    for (let i = 0; i < list.length; i++) {
      const node = list[i]!;
      this.awake[node >> 5]! |= 1 << (node & 31);
      this.anyAwake = true;
    }
  }

  /** Settles the awake nodes in dependency order; a hit may wake later ones. Nodes from `nodes` on stay unsettled. */
  private settle(nodes: number): void {
    if (!this.anyAwake) return;
    const { awake } = this;
    for (let w = 0; w < awake.length; w++) {
      let bits: number;
      while ((bits = awake[w]!) !== 0) {
        const bit = 31 - Math.clz32(bits & -bits);
        const index = (w << 5) + bit;
        if (index < nodes) this.settleNode(this.program.nodes[index]!);
        // Also what the node's own hits have just set: it is settled.
        awake[w]! &= ~(1 << bit);
      }
    }
    this.anyAwake = false;
  }

  private settleNode(node: Node): void {
    const { patterns } = node;
    const literals = this.of(node.cls).count;
    for (let p = 0; p < patterns.length; p++) this.match(patterns[p]!, (start, end) => this.add(node.cls, start, end));
    const hits = this.of(node.cls);
    if (hits.count === 0) return;
    if (hits.count > 1 && hits.count > literals) sortHits(hits);
    if (node.except.length + node.with.length + node.unless.length > 0) {
      let kept = 0;
      for (let i = 0; i < hits.count; i++) {
        const start = hits.start[i]!;
        const end = hits.end[i]!;
        if (this.excepted(node, start, end)) continue;
        hits.start[kept] = start;
        hits.end[kept++] = end;
      }
      hits.count = kept;
    }
  }

  private excepted(node: Node, start: number, end: number): boolean {
    for (const condition of node.unless) if (this.holds(condition, start, end)) return true;
    for (const condition of node.with) if (!this.holds(condition, start, end)) return true;
    let overlaps = false;
    for (const pattern of node.except) {
      this.match(pattern, (s, e) => {
        if (s < end && e > start) overlaps = true;
      });
      if (overlaps) return true;
    }
    return false;
  }

  /**
   * Finds the matches of a pattern: for each hit of its first element the shortest way to its last.
   * @param found called with start, end and, where the caller wants them, the hits of the steps
   */
  match(pattern: Pattern, found: (start: number, end: number, trail: number[]) => void): void {
    const { steps } = pattern;
    for (let s = 0; s < steps.length; s++) if (this.hits[steps[s]!.cls]!.generation !== this.generation) return;
    const first = steps[0]!;
    const hits = this.of(first.cls);
    const trail: number[] = [];
    for (let i = 0; i < hits.count; i++) {
      const start = hits.start[i]!;
      const end = hits.end[i]!;
      if (pattern.atStart !== 0 && !this.startsAt(pattern.atStart, start, first.gap)) continue;
      if (!this.fits(first.notBefore, first.notAfter, start, end)) continue;
      trail[0] = start;
      trail[1] = end;
      const last = steps.length === 1 ? (this.endsAt(pattern, end) ? end : -1) : this.follow(pattern, 1, start, end, trail);
      if (last >= 0) found(start, last, trail);
    }
  }

  private follow(pattern: Pattern, index: number, matchStart: number, from: number, trail: number[]): number {
    const step = pattern.steps[index]!;
    const hits = this.of(step.cls);
    const to = this.limit(from, step.gap, step.scope);
    for (let i = firstEndingAfter(hits, from); i < hits.count; i++) {
      const start = hits.start[i]!;
      const end = hits.end[i]!;
      if (start < from) continue;
      if (start > to) {
        if (end > to + REACH) break;
        continue;
      }
      if (step.without !== undefined && this.hasIn(step.without, from, start)) continue;
      if (!this.fits(step.notBefore, step.notAfter, start, end)) continue;
      trail[index * 2] = start;
      trail[index * 2 + 1] = end;
      if (index + 1 === pattern.steps.length) {
        if (this.endsAt(pattern, end)) return end;
        continue;
      }
      const last = this.follow(pattern, index + 1, matchStart, end, trail);
      if (last >= 0) return last;
    }
    return -1;
  }

  /** Where a hit after `from` may start at the latest. */
  private limit(from: number, gap: number, scope: 0 | 1 | 2): number {
    if (gap === 0) return from;
    const { clauses, text } = this;
    const far = from + gap;
    if (scope === 2 || clauses.count === 0) return Math.min(far, text.length);
    let clause = clauses.at[Math.max(0, from - 1)]!;
    if (scope === 1) while (clause + 1 < clauses.count && clauses.sentence[clause + 1] === clauses.sentence[clause]) clause++;
    return Math.min(far, clauses.close[clause]! - 1);
  }

  private fits(notBefore: number | undefined, notAfter: number | undefined, start: number, end: number): boolean {
    if (notAfter !== undefined && this.hasIn(notAfter, end, end + 1)) return false;
    if (notBefore !== undefined) {
      const hits = this.of(notBefore);
      for (let i = firstEndingAfter(hits, start - 1); i < hits.count && hits.end[i]! <= start; i++) if (hits.end[i] === start) return false;
    }
    return true;
  }

  private startsAt(at: 1 | 2, start: number, gap: number): boolean {
    const { clauses } = this;
    if (clauses.count === 0) return start <= gap;
    let from = at === 2 ? clauses.start[0]! : clauses.start[clauses.at[start]!]!;
    while (from < start && OPENERS.has(this.text.code[from]!)) from++;
    return start >= from && start - from <= gap;
  }

  private endsAt(pattern: Pattern, end: number): boolean {
    if (pattern.atEnd === 0) return true;
    const { clauses, text } = this;
    if (clauses.count === 0) return text.length - end <= pattern.endGap;
    const clause = pattern.atEnd === 2 ? clauses.count - 1 : clauses.at[Math.max(0, end - 1)]!;
    return this.withoutParticles(clauses.start[clause]!, clauses.end[clause]!, end) - end <= pattern.endGap;
  }

  /** The end of a clause without the particles (呢 哦 哈 …) that close it, but not before `least`. */
  private withoutParticles(start: number, end: number, least: number): number {
    let at = end;
    while (at > start && at > least && PARTICLES.has(this.text.code[at - 1]!)) at--;
    return at;
  }
}

const PARTICLES = new Set([..."哦呢哈呀啊啦哒嘛噢喔哟呗吧的了亲您\"~"].map((ch) => ch.charCodeAt(0)));

/** What may stand before the first word of a clause: 亲, 嗯, 哦 … */
const OPENERS = new Set([..."亲嗯哦噢哎唉呃额那呀啊哈"].map((ch) => ch.charCodeAt(0)));

/** Index of the first hit whose end lies after `position`. */
export function firstEndingAfter(hits: Hits, position: number): number {
  const { end, count } = hits;
  if (count < 8) {
    let i = 0;
    while (i < count && end[i]! <= position) i++;
    return i;
  }
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (end[middle]! <= position) low = middle + 1;
    else high = middle;
  }
  return low;
}

function sortHits(hits: Hits): void {
  let sorted = true;
  for (let i = 1; i < hits.count && sorted; i++) sorted = hits.end[i - 1]! <= hits.end[i]!;
  if (sorted) return;
  const order = Array.from({ length: hits.count }, (_, i) => i).sort((a, b) => hits.end[a]! - hits.end[b]! || hits.start[a]! - hits.start[b]!);
  const start = order.map((i) => hits.start[i]!);
  const end = order.map((i) => hits.end[i]!);
  hits.start = start;
  hits.end = end;
}
