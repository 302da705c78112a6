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
  /** Patterns of each node that the current text has woken, and how many they are. */
  private readonly pending: number[][];
  private readonly pendingCount: Int32Array;
  private readonly local: (LocalLiterals | undefined)[];
  private readonly trail: number[] = [];

  constructor(
    readonly program: Program,
    private readonly tables: CharTables,
  ) {
    this.hits = new Array<Hits>(program.classNames.length).fill(NO_HITS);
    this.awake = new Uint32Array((program.nodes.length >> 5) + 1);
    this.pending = program.nodes.map(() => []);
    this.pendingCount = new Int32Array(program.nodes.length);
    this.local = [];
    for (const [cls, literals] of Object.entries(program.local)) this.local[Number(cls)] = localLiterals(literals);
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
    const literals = this.local[cls];
    if (literals) {
      for (let at = from; at < to; at++) if (this.literalAt(literals, at) > 0) return true;
      return false;
    }
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
    for (let i = 0; i < list.length; i += 2) {
      const node = list[i]!;
      this.awake[node >> 5]! |= 1 << (node & 31);
      this.pending[node]![this.pendingCount[node]!++] = list[i + 1]!;
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
        if (index < nodes) this.settleNode(this.program.nodes[index]!, this.pending[index]!, this.pendingCount[index]!);
        // Also what the node's own hits have just set: it is settled.
        awake[w]! &= ~(1 << bit);
        this.pendingCount[index] = 0;
      }
    }
    this.anyAwake = false;
  }

  private settleNode(node: Node, pending: readonly number[], count: number): void {
    const { patterns, cls } = node;
    const literals = this.of(cls).count;
    for (let p = 0; p < count; p++) if (pending[p]! >= 0) this.matchInto(patterns[pending[p]!]!, cls);
    const hits = this.of(cls);
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
    for (const pattern of node.except) if (this.overlaps(pattern, start, end)) return true;
    return false;
  }

  /** Whether a match of the pattern overlaps `[start, end)`. */
  private overlaps(pattern: Pattern, start: number, end: number): boolean {
    if (!this.possible(pattern)) return false;
    const hits = this.of(pattern.steps[pattern.anchor]!.cls);
    for (let i = firstEndingAfter(hits, start - REACH); i < hits.count && hits.start[i]! < end + REACH; i++)
      if (this.extend(pattern, hits.start[i]!, hits.end[i]!) && this.trail[0]! < end && this.trail[pattern.steps.length * 2 - 1]! > start) return true;
    return false;
  }

  /**
   * Finds the matches of a pattern: for each hit of its anchor, the nearest way to its first and to its last element.
   * @param found called with start, end and the hits of the steps as start/end pairs (reused: copy what you keep)
   */
  match(pattern: Pattern, found: (start: number, end: number, trail: readonly number[]) => void): void {
    if (!this.possible(pattern)) return;
    const hits = this.of(pattern.steps[pattern.anchor]!.cls);
    for (let i = 0; i < hits.count; i++) if (this.extend(pattern, hits.start[i]!, hits.end[i]!)) found(this.trail[0]!, this.trail[pattern.steps.length * 2 - 1]!, this.trail);
  }

  private matchInto(pattern: Pattern, cls: number): void {
    if (!this.possible(pattern)) return;
    const hits = this.of(pattern.steps[pattern.anchor]!.cls);
    for (let i = 0; i < hits.count; i++) if (this.extend(pattern, hits.start[i]!, hits.end[i]!)) this.add(cls, this.trail[0]!, this.trail[pattern.steps.length * 2 - 1]!);
  }

  /** Whether every element that is scanned for was hit at all. */
  private possible({ steps }: Pattern): boolean {
    for (let s = 0; s < steps.length; s++) {
      const { cls } = steps[s]!;
      if (this.hits[cls]!.generation !== this.generation && this.local[cls] === undefined) return false;
    }
    return true;
  }

  /** Grows a match from an anchor hit; the elements' positions are left in `trail`. */
  private extend(pattern: Pattern, start: number, end: number): boolean {
    const { anchor, steps } = pattern;
    const step = steps[anchor]!;
    if (!this.fits(step.notBefore, step.notAfter, start, end)) return false;
    this.trail[anchor * 2] = start;
    this.trail[anchor * 2 + 1] = end;
    return this.leftwards(pattern, anchor, start) && this.rightwards(pattern, anchor, end);
  }

  /** Finds what stands before step `index`, which starts at `start`. */
  private leftwards(pattern: Pattern, index: number, start: number): boolean {
    if (index === 0) return pattern.atStart === 0 || this.startsAt(pattern.atStart, start, pattern.steps[0]!.gap);
    const step = pattern.steps[index]!;
    const before = pattern.steps[index - 1]!;
    const lowest = this.earliestEnd(start, step.gap, step.scope);
    const literals = this.local[before.cls];
    if (literals) {
      for (let end = start; end >= lowest; end--) {
        const candidates = end > 0 ? literals.byLast.get(this.text.code[end - 1]!) : undefined;
        for (const literal of candidates ?? []) {
          const from = end - literal.length;
          if (from >= 0 && this.spells(literal, from) && this.takeLeft(pattern, index, from, end, start)) return true;
        }
      }
      return false;
    }
    const hits = this.of(before.cls);
    for (let i = firstEndingAfter(hits, start) - 1; i >= 0; i--) {
      const end = hits.end[i]!;
      if (end < lowest) return false;
      if (this.takeLeft(pattern, index, hits.start[i]!, end, start)) return true;
    }
    return false;
  }

  private takeLeft(pattern: Pattern, index: number, from: number, end: number, start: number): boolean {
    const step = pattern.steps[index]!;
    const before = pattern.steps[index - 1]!;
    if (step.without !== undefined && this.hasIn(step.without, end, start)) return false;
    if (!this.fits(before.notBefore, before.notAfter, from, end)) return false;
    this.trail[index * 2 - 2] = from;
    this.trail[index * 2 - 1] = end;
    return this.leftwards(pattern, index - 1, from);
  }

  /** Finds what stands after step `index`, which ends at `end`. */
  private rightwards(pattern: Pattern, index: number, end: number): boolean {
    if (index + 1 === pattern.steps.length) return this.endsAt(pattern, end);
    const step = pattern.steps[index + 1]!;
    const latest = this.latestStart(end, step.gap, step.scope);
    const literals = this.local[step.cls];
    if (literals) {
      for (let start = end; start <= latest; start++) {
        const candidates = literals.byFirst.get(this.text.code[start]!);
        for (const literal of candidates ?? []) if (this.spells(literal, start) && this.takeRight(pattern, index + 1, start, start + literal.length, end)) return true;
      }
      return false;
    }
    const hits = this.of(step.cls);
    for (let i = firstEndingAfter(hits, end); i < hits.count; i++) {
      const start = hits.start[i]!;
      if (start < end) continue;
      if (start > latest) {
        if (hits.end[i]! > latest + REACH) return false;
        continue;
      }
      if (this.takeRight(pattern, index + 1, start, hits.end[i]!, end)) return true;
    }
    return false;
  }

  private takeRight(pattern: Pattern, index: number, start: number, end: number, from: number): boolean {
    const step = pattern.steps[index]!;
    if (step.without !== undefined && this.hasIn(step.without, from, start)) return false;
    if (!this.fits(step.notBefore, step.notAfter, start, end)) return false;
    this.trail[index * 2] = start;
    this.trail[index * 2 + 1] = end;
    return this.rightwards(pattern, index, end);
  }

  /** Where a hit after `from` may start at the latest. */
  private latestStart(from: number, gap: number, scope: 0 | 1 | 2): number {
    const { clauses, text } = this;
    const far = Math.min(from + gap, text.length - 1);
    if (gap === 0 || scope === 2 || clauses.count === 0) return far;
    let clause = clauses.at[Math.max(0, from - 1)]!;
    if (scope === 1) while (clause + 1 < clauses.count && clauses.sentence[clause + 1] === clauses.sentence[clause]) clause++;
    return Math.min(far, clauses.close[clause]! - 1);
  }

  /** Where a hit before `start` must end at the earliest. */
  private earliestEnd(start: number, gap: number, scope: 0 | 1 | 2): number {
    const { clauses } = this;
    const far = Math.max(0, start - gap);
    if (gap === 0 || scope === 2 || clauses.count === 0) return far;
    let clause = clauses.at[start]!;
    if (scope === 1) while (clause > 0 && clauses.sentence[clause - 1] === clauses.sentence[clause]) clause--;
    return Math.max(far, clauses.start[clause]! + 1);
  }

  /** Length of the longest literal that stands at `at`, or 0. */
  private literalAt(literals: LocalLiterals, at: number): number {
    if (at >= this.text.length) return 0;
    for (const literal of literals.byFirst.get(this.text.code[at]!) ?? []) if (this.spells(literal, at)) return literal.length;
    return 0;
  }

  private spells(literal: Uint16Array, at: number): boolean {
    const { code, length } = this.text;
    if (at + literal.length > length) return false;
    for (let i = 0; i < literal.length; i++) if (code[at + i] !== literal[i]) return false;
    return true;
  }

  private fits(notBefore: number | undefined, notAfter: number | undefined, start: number, end: number): boolean {
    if (notAfter !== undefined && this.hasIn(notAfter, end, end + 1)) return false;
    return notBefore === undefined || !this.endsHere(notBefore, start);
  }

  /** Whether the class has a hit that ends at `position`. */
  private endsHere(cls: number, position: number): boolean {
    if (position === 0) return false;
    const literals = this.local[cls];
    if (literals) {
      for (const literal of literals.byLast.get(this.text.code[position - 1]!) ?? []) if (position >= literal.length && this.spells(literal, position - literal.length)) return true;
      return false;
    }
    const hits = this.of(cls);
    const i = firstEndingAfter(hits, position - 1);
    return i < hits.count && hits.end[i] === position;
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

/** The literals of a class that is compared in place, by first and by last unit, longer ones first. */
interface LocalLiterals {
  byFirst: Map<number, Uint16Array[]>;
  byLast: Map<number, Uint16Array[]>;
}

function localLiterals(literals: readonly string[]): LocalLiterals {
  const out: LocalLiterals = { byFirst: new Map(), byLast: new Map() };
  const put = (map: Map<number, Uint16Array[]>, key: number, literal: Uint16Array): void => {
    const list = map.get(key);
    if (list) list.push(literal);
    else map.set(key, [literal]);
  };
  for (const text of [...literals].sort((a, b) => b.length - a.length || (a < b ? -1 : 1))) {
    const literal = new Uint16Array(text.length);
    for (let i = 0; i < text.length; i++) literal[i] = text.charCodeAt(i);
    put(out.byFirst, literal[0]!, literal);
    put(out.byLast, literal[literal.length - 1]!, literal);
  }
  return out;
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

/** Puts hits in order of their ends; nearly always there are few, and nearly in order. */
function sortHits({ start, end, count }: Hits): void {
  if (count > 64) {
    const order = Array.from({ length: count }, (_, i) => i).sort((a, b) => end[a]! - end[b]! || start[a]! - start[b]!);
    const starts = order.map((i) => start[i]!);
    const ends = order.map((i) => end[i]!);
    for (let i = 0; i < count; i++) {
      start[i] = starts[i]!;
      end[i] = ends[i]!;
    }
    return;
  }
  for (let i = 1; i < count; i++) {
    const s = start[i]!;
    const e = end[i]!;
    let j = i - 1;
    while (j >= 0 && (end[j]! > e || (end[j] === e && start[j]! > s))) {
      start[j + 1] = start[j]!;
      end[j + 1] = end[j]!;
      j--;
    }
    start[j + 1] = s;
    end[j + 1] = e;
  }
}
