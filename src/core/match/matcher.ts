import { type Clauses, emptyClauses, splitClauses } from "../text/clauses.js";
import { type CharTables, DIGIT, NUMERAL } from "../text/chars.js";
import { emptyText, normalise, type NormalText } from "../text/normalise.js";
import { scanIdentifiers } from "./identifiers.js";
import type { Layout } from "./layout.js";
import type { Program } from "./program.js";

/** Hits of one class in one text, in order of their ends; positions are normalised units. */
export interface Hits {
  count: number;
  start: number[];
  end: number[];
}

const NUMBER = 0;
const NO_HITS: Hits = { count: 0, start: [], end: [] };
/** A match longer than this is not looked back for; keeps long texts linear. */
const REACH = 400;
/** Hits that start together stand at most so far apart in the order of ends. */
const NESTED = 3;

/**
 * Runs a program over one text at a time: scans it at once, and settles a class and all that it hangs on when somebody asks
 * for it. Holds the state of the last text.
 */
export class Matcher {
  readonly text: NormalText = emptyText();
  readonly clauses: Clauses = emptyClauses();
  private readonly layout: Layout;
  /** Number of the current text, and of the text in which each class was last hit. */
  private generation = 0;
  private readonly stamp: Int32Array;
  private readonly hits: Hits[];
  /** What the scan found, as it came: most of it is never asked for. Hits of one class are a list through `nextSeen`. */
  private seen = 0;
  private seenStart = new Int32Array(1024);
  private seenEnd = new Int32Array(1024);
  private nextSeen = new Int32Array(1024);
  /**
   * Four numbers for each class, side by side because the scan touches them together: the text in which it was last seen, its
   * first and its last hit there, and where its wakes begin.
   */
  private readonly scanned: Int32Array;
  /** Text for which the hits of a scanned class were put together. */
  private readonly gatheredIn: Int32Array;
  /** Woken patterns of each node, as a list through `nextWoken`; -1 ends it. */
  private readonly firstWoken: Int32Array;
  private readonly nextWoken: Int32Array;
  /** Text in which each node was last woken, and last settled. */
  private readonly wokenIn: Int32Array;
  private readonly settledIn: Int32Array;
  private readonly local: (readonly string[] | undefined)[];
  private readonly localBuilt: (LocalLiterals | undefined)[];
  /** Stretches of the steps of the match that is being grown; one list for each match inside a match. */
  private trail: number[] = [];
  private readonly trails: number[][] = [[]];
  private depth = 0;

  constructor(
    readonly program: Program,
    private readonly tables: CharTables,
  ) {
    this.layout = program.layout;
    const nodeCount = this.layout.nodeClass.length;
    const classCount = program.classNames.length;
    this.stamp = new Int32Array(classCount);
    this.hits = new Array<Hits>(classCount).fill(NO_HITS);
    this.scanned = new Int32Array((classCount + 1) * 4);
    for (let cls = 0; cls <= classCount; cls++) this.scanned[cls * 4 + 3] = this.layout.wakeStart[cls]!;
    this.gatheredIn = new Int32Array(classCount);
    this.firstWoken = new Int32Array(nodeCount);
    this.nextWoken = new Int32Array(this.layout.patternNode.length);
    this.wokenIn = new Int32Array(nodeCount);
    this.settledIn = new Int32Array(nodeCount);
    ({ texts: this.local, built: this.localBuilt } = localsOf(program));
  }

  /** Analyses `source`; every answer after this is about it. Classes are settled when somebody asks for them. */
  run(source: string): void {
    this.generation++;
    normalise(source, this.tables, this.text);
    splitClauses(this.text, this.clauses);
    this.scan();
  }

  /** Hits of a class in the current text. */
  of(cls: number): Hits {
    const node = this.layout.nodeOf[cls]!;
    if (node >= 0) {
      if (this.settledIn[node] !== this.generation) this.settle(node);
      return this.stamp[cls] === this.generation ? this.hits[cls]! : NO_HITS;
    }
    if (this.scanned[cls * 4] !== this.generation) return NO_HITS;
    return this.gatheredIn[cls] === this.generation ? this.hits[cls]! : this.gather(cls);
  }

  has(cls: number): boolean {
    return this.of(cls).count > 0;
  }

  /** Whether the class has a hit that starts in `[from, to)`. */
  hasIn(cls: number, from: number, to: number): boolean {
    if (this.local[cls] !== undefined) {
      const { byFirst } = this.literalsOf(cls);
      for (let at = from; at < to && at < this.text.length; at++) for (const literal of byFirst.get(this.text.code[at]!) ?? []) if (this.spells(literal, at)) return true;
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

  /** Whether one of a condition's classes has a hit around `[start, end)`: in its clause, its sentence, or the text. */
  private found(condition: number, start: number, end: number): boolean {
    const { clauses } = this;
    const { conditionScope, conditionClassStart, conditionClass } = this.layout;
    const scope = conditionScope[condition]!;
    let from = 0;
    let to = this.text.length + 1;
    if (scope !== 2 && clauses.count > 0) {
      let first = clauses.at[start]!;
      let last = clauses.at[Math.max(start, end - 1)]!;
      if (scope === 1) {
        while (first > 0 && clauses.sentence[first - 1] === clauses.sentence[first]) first--;
        while (last + 1 < clauses.count && clauses.sentence[last + 1] === clauses.sentence[last]) last++;
      }
      from = clauses.start[first]!;
      to = clauses.close[last]!;
    }
    for (let i = conditionClassStart[condition]!; i < conditionClassStart[condition + 1]!; i++) if (this.hasIn(conditionClass[i]!, from, to)) return true;
    return false;
  }

  private scan(): void {
    const { code, kind, length } = this.text;
    const { alphabet, base, check, fail, outStart, outClass, outLength } = this.program.automaton;
    this.seen = 0;
    let state = 0;
    let number = -1;
    let digits = 0;
    for (let i = 0; i < length; i++) {
      const k = kind[i]!;
      if (k === DIGIT || k === NUMERAL) {
        digits++;
        if (number < 0) number = i;
      } else if (number >= 0 && !(code[i] === 46 && i + 1 < length && kind[i + 1] === DIGIT)) {
        this.see(NUMBER, number, i);
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
      for (let o = outStart[state]!, last = outStart[state + 1]!; o < last; o++) this.see(outClass[o]!, i + 1 - outLength[o]!, i + 1);
    }
    if (number >= 0) this.see(NUMBER, number, length);
    if (digits >= 11) scanIdentifiers(this.text, (which, start, end) => this.see(NUMBER + 1 + which, start, end));
  }

  /** Notes what the scan found. */
  private see(cls: number, start: number, end: number): void {
    const { scanned } = this;
    const at = this.seen++;
    if (at === this.seenStart.length) this.grow();
    this.seenStart[at] = start;
    this.seenEnd[at] = end;
    this.nextSeen[at] = -1;
    const row = cls * 4;
    if (scanned[row] === this.generation) this.nextSeen[scanned[row + 2]!] = at;
    else {
      scanned[row] = this.generation;
      scanned[row + 1] = at;
      if (scanned[row + 3] !== scanned[row + 7]) this.wake(scanned[row + 3]!, scanned[row + 7]!);
    }
    scanned[row + 2] = at;
  }

  private grow(): void {
    for (const name of ["seenStart", "seenEnd", "nextSeen"] as const) {
      const larger = new Int32Array(this[name].length * 2);
      larger.set(this[name]);
      this[name] = larger;
    }
  }

  /** Puts the hits of a class together that the scan has seen. */
  private gather(cls: number): Hits {
    const hits = this.emptied(cls);
    this.stamp[cls] = this.gatheredIn[cls] = this.generation;
    for (let at = this.scanned[cls * 4 + 1]!; at >= 0; at = this.nextSeen[at]!) {
      hits.start[hits.count] = this.seenStart[at]!;
      hits.end[hits.count++] = this.seenEnd[at]!;
    }
    return hits;
  }

  private emptied(cls: number): Hits {
    let hits = this.hits[cls]!;
    if (hits === NO_HITS) hits = this.hits[cls] = { count: 0, start: [], end: [] };
    hits.count = 0;
    return hits;
  }

  /** Adds a hit of a node's class; the first one wakes the patterns that hang on the class. */
  private add(cls: number, start: number, end: number): void {
    if (this.stamp[cls] !== this.generation) {
      this.emptied(cls);
      this.stamp[cls] = this.generation;
      this.wake(this.layout.wakeStart[cls]!, this.layout.wakeStart[cls + 1]!);
    }
    const hits = this.hits[cls]!;
    hits.start[hits.count] = start;
    hits.end[hits.count++] = end;
  }

  private wake(from: number, to: number): void {
    const { generation } = this;
    const { wakePattern, patternNode } = this.layout;
    for (let i = from; i < to; i++) {
      const pattern = wakePattern[i]!;
      const node = patternNode[pattern]!;
      this.nextWoken[pattern] = this.wokenIn[node] === generation ? this.firstWoken[node]! : -1;
      this.firstWoken[node] = pattern;
      this.wokenIn[node] = generation;
    }
  }

  /** Matches a node's woken patterns and filters its hits; what they hang on is settled first. */
  private settle(node: number): void {
    const { generation, layout } = this;
    this.settledIn[node] = generation;
    const { hangStart, hangNode, nodeClass } = layout;
    for (let i = hangStart[node]!, last = hangStart[node + 1]!; i < last; i++) {
      const below = hangNode[i]!;
      if (this.settledIn[below] !== generation) this.settle(below);
    }
    const outer = this.trail;
    this.trail = this.trails[++this.depth] ??= [];
    const cls = nodeClass[node]!;
    if (this.scanned[cls * 4] === generation) this.gather(cls);
    for (let pattern = this.wokenIn[node] === generation ? this.firstWoken[node]! : -1; pattern >= 0; pattern = this.nextWoken[pattern]!) this.matchInto(pattern, cls);
    if (this.stamp[cls] === generation) this.filter(node);
    this.depth--;
    this.trail = outer;
  }

  /** Puts a node's hits in order and takes out those that its exceptions and conditions exclude. */
  private filter(node: number): void {
    const hits = this.hits[this.layout.nodeClass[node]!]!;
    if (hits.count > 1) sortHits(hits);
    if (this.layout.filtered[node] === 0 || hits.count === 0) return;
    let kept = 0;
    for (let i = 0; i < hits.count; i++) {
      const start = hits.start[i]!;
      const end = hits.end[i]!;
      if (this.excluded(node, start, end)) continue;
      hits.start[kept] = start;
      hits.end[kept++] = end;
    }
    hits.count = kept;
  }

  private excluded(node: number, start: number, end: number): boolean {
    const { conditionStart, conditionMust, exceptStart } = this.layout;
    for (let row = conditionStart[node]!, last = conditionStart[node + 1]!; row < last; row++) if (this.found(row, start, end) !== (conditionMust[row] === 1)) return true;
    for (let pattern = exceptStart[node]!, last = exceptStart[node + 1]!; pattern < last; pattern++) if (this.overlaps(pattern, start, end)) return true;
    return false;
  }

  /** Whether a match of the pattern overlaps `[start, end)`. */
  private overlaps(pattern: number, start: number, end: number): boolean {
    if (!this.possible(pattern)) return false;
    const hits = this.anchorHits(pattern);
    for (let i = firstEndingAfter(hits, start - REACH); i < hits.count && hits.start[i]! < end + REACH; i++)
      if (this.extend(pattern, hits.start[i]!, hits.end[i]!) && this.trail[0]! < end && this.matchEnd(pattern) > start) return true;
    return false;
  }

  /**
   * Finds what the captures of a class's patterns caught inside `[from, to)`.
   * @param caught called with the capture's name and its stretch
   */
  captures(cls: number, from: number, to: number, caught: (name: string, start: number, end: number) => void): void {
    const { nodeOf, nodePattern, stepStart } = this.layout;
    const node = nodeOf[cls]!;
    if (node < 0) return;
    for (let pattern = nodePattern[node]!; pattern < nodePattern[node + 1]!; pattern++) {
      if (!this.possible(pattern)) continue;
      const hits = this.anchorHits(pattern);
      for (let i = 0; i < hits.count; i++) {
        if (!this.extend(pattern, hits.start[i]!, hits.end[i]!) || this.trail[0]! < from || this.matchEnd(pattern) > to) continue;
        for (let step = stepStart[pattern]!; step < stepStart[pattern + 1]!; step++) {
          const name = this.program.captures[step];
          const index = (step - stepStart[pattern]!) * 2;
          if (name !== undefined) caught(name, this.trail[index]!, this.trail[index + 1]!);
        }
      }
    }
  }

  /** Adds the matches of a pattern as hits of `cls`. */
  private matchInto(pattern: number, cls: number): void {
    if (!this.possible(pattern)) return;
    const hits = this.anchorHits(pattern);
    if (this.layout.bare[pattern] === 1) {
      for (let i = 0; i < hits.count; i++) this.add(cls, hits.start[i]!, hits.end[i]!);
      return;
    }
    for (let i = 0; i < hits.count; i++) if (this.extend(pattern, hits.start[i]!, hits.end[i]!)) this.add(cls, this.trail[0]!, this.matchEnd(pattern));
  }

  private anchorHits(pattern: number): Hits {
    const { stepStart, anchor, stepClass } = this.layout;
    return this.of(stepClass[stepStart[pattern]! + anchor[pattern]!]!);
  }

  /** Where the match that `trail` holds ends. */
  private matchEnd(pattern: number): number {
    const { stepStart } = this.layout;
    return this.trail[(stepStart[pattern + 1]! - stepStart[pattern]!) * 2 - 1]!;
  }

  /** Whether every element that is scanned for was hit at all. */
  private possible(pattern: number): boolean {
    const { needStart, need } = this.layout;
    for (let i = needStart[pattern]!, last = needStart[pattern + 1]!; i < last; i++) if (this.scanned[need[i]! * 4] !== this.generation) return false;
    return true;
  }

  /** Grows a match from an anchor hit; the elements' positions are left in `trail`. */
  private extend(pattern: number, start: number, end: number): boolean {
    const { stepStart, anchor } = this.layout;
    const first = stepStart[pattern]!;
    const index = anchor[pattern]!;
    if (!this.fits(first + index, start, end)) return false;
    this.trail[index * 2] = start;
    this.trail[index * 2 + 1] = end;
    return this.leftwards(pattern, first, index, start) && this.rightwards(pattern, first, index, end);
  }

  /** Finds what stands before step `index`, which starts at `start`. */
  private leftwards(pattern: number, first: number, index: number, start: number): boolean {
    const { atStart, stepGap, stepScope, stepClass } = this.layout;
    const step = first + index;
    if (index === 0) return atStart[pattern] === 0 || this.startsAt(atStart[pattern]!, start, stepGap[step]!, this.layout.stepWithout[step]!);
    const lowest = this.earliestEnd(start, stepGap[step]!, stepScope[step]!);
    const cls = stepClass[step - 1]!;
    if (this.local[cls] !== undefined) {
      const { byLast, lastBits } = this.literalsOf(cls);
      const { code } = this.text;
      for (let end = start; end >= lowest && end > 0; end--) {
        const unit = code[end - 1]!;
        if ((lastBits & (1 << (unit & 31))) === 0) continue;
        const candidates = byLast.get(unit);
        if (candidates === undefined) continue;
        for (const literal of candidates) {
          const from = end - literal.length;
          if (from >= 0 && this.spells(literal, from) && this.takeLeft(pattern, first, index, from, end, start)) return true;
        }
      }
      return false;
    }
    const hits = this.of(cls);
    for (let i = firstEndingAfter(hits, start) - 1; i >= 0; ) {
      const end = hits.end[i]!;
      if (end < lowest) return false;
      // Of hits that end together the longest first: what is found does not depend on where the search began.
      let longest = i;
      while (longest > 0 && hits.end[longest - 1] === end) longest--;
      for (let j = longest; j <= i; j++) if (this.takeLeft(pattern, first, index, hits.start[j]!, end, start)) return true;
      i = longest - 1;
    }
    return false;
  }

  private takeLeft(pattern: number, first: number, index: number, from: number, end: number, start: number): boolean {
    const without = this.layout.stepWithout[first + index]!;
    if (without >= 0 && this.hasIn(without, end, start)) return false;
    if (!this.fits(first + index - 1, from, end)) return false;
    this.trail[index * 2 - 2] = from;
    this.trail[index * 2 - 1] = end;
    return this.leftwards(pattern, first, index - 1, from);
  }

  /** Finds what stands after step `index`, which ends at `end`. */
  private rightwards(pattern: number, first: number, index: number, end: number): boolean {
    const { stepStart, stepGap, stepScope, stepClass } = this.layout;
    const step = first + index + 1;
    if (step === stepStart[pattern + 1]!) return this.endsAt(pattern, end);
    const latest = this.latestStart(end, stepGap[step]!, stepScope[step]!);
    const cls = stepClass[step]!;
    if (this.local[cls] !== undefined) {
      const { byFirst, firstBits } = this.literalsOf(cls);
      const { code } = this.text;
      for (let start = end; start <= latest; start++) {
        const unit = code[start]!;
        if ((firstBits & (1 << (unit & 31))) === 0) continue;
        const candidates = byFirst.get(unit);
        if (candidates === undefined) continue;
        for (const literal of candidates) if (this.spells(literal, start) && this.takeRight(pattern, first, index + 1, start, start + literal.length, end)) return true;
      }
      return false;
    }
    const hits = this.of(cls);
    for (let i = firstEndingAfter(hits, end); i < hits.count; i++) {
      const start = hits.start[i]!;
      if (start < end) continue;
      if (start > latest) {
        if (hits.end[i]! > latest + REACH) return false;
        continue;
      }
      // Likewise of hits that start together.
      for (let j = Math.min(i + NESTED, hits.count - 1); j >= i; j--) if (hits.start[j] === start && this.takeRight(pattern, first, index + 1, start, hits.end[j]!, end)) return true;
    }
    return false;
  }

  private takeRight(pattern: number, first: number, index: number, start: number, end: number, from: number): boolean {
    const without = this.layout.stepWithout[first + index]!;
    if (without >= 0 && this.hasIn(without, from, start)) return false;
    if (!this.fits(first + index, start, end)) return false;
    this.trail[index * 2] = start;
    this.trail[index * 2 + 1] = end;
    return this.rightwards(pattern, first, index, end);
  }

  /** Where a hit after `from` may start at the latest. */
  private latestStart(from: number, gap: number, scope: number): number {
    const { clauses, text } = this;
    const far = Math.min(from + gap, text.length - 1);
    if (gap === 0 || scope === 2 || clauses.count === 0) return far;
    let clause = clauses.at[Math.max(0, from - 1)]!;
    if (scope === 1) while (clause + 1 < clauses.count && clauses.sentence[clause + 1] === clauses.sentence[clause]) clause++;
    return Math.min(far, clauses.close[clause]! - 1);
  }

  /** Where a hit before `start` must end at the earliest. */
  private earliestEnd(start: number, gap: number, scope: number): number {
    const { clauses } = this;
    const far = Math.max(0, start - gap);
    if (gap === 0 || scope === 2 || clauses.count === 0) return far;
    let clause = clauses.at[start]!;
    if (scope === 1) while (clause > 0 && clauses.sentence[clause - 1] === clauses.sentence[clause]) clause--;
    return Math.max(far, clauses.start[clause]! + 1);
  }

  private spells(literal: Uint16Array, at: number): boolean {
    const { code, length } = this.text;
    if (at + literal.length > length) return false;
    for (let i = 0; i < literal.length; i++) if (code[at + i] !== literal[i]) return false;
    return true;
  }

  /** Whether what must not stand beside a step does not. */
  private fits(step: number, start: number, end: number): boolean {
    const { stepNotAfter, stepNotBefore } = this.layout;
    const notAfter = stepNotAfter[step]!;
    if (notAfter >= 0 && this.hasIn(notAfter, end, end + 1)) return false;
    const notBefore = stepNotBefore[step]!;
    return notBefore < 0 || !this.endsHere(notBefore, start);
  }

  /** Whether the class has a hit that ends at `position`. */
  private endsHere(cls: number, position: number): boolean {
    if (position === 0) return false;
    if (this.local[cls] !== undefined) {
      for (const literal of this.literalsOf(cls).byLast.get(this.text.code[position - 1]!) ?? []) if (position >= literal.length && this.spells(literal, position - literal.length)) return true;
      return false;
    }
    const hits = this.of(cls);
    const i = firstEndingAfter(hits, position - 1);
    return i < hits.count && hits.end[i] === position;
  }

  private literalsOf(cls: number): LocalLiterals {
    return (this.localBuilt[cls] ??= localLiterals(this.local[cls]!));
  }

  private startsAt(at: number, start: number, gap: number, without: number): boolean {
    const { clauses } = this;
    let from = clauses.count === 0 ? 0 : at === 2 ? clauses.start[0]! : clauses.start[clauses.at[start]!]!;
    if (clauses.count > 0) while (from < start && OPENERS.has(this.text.code[from]!)) from++;
    return start >= from && start - from <= gap && (without < 0 || !this.hasIn(without, from, start));
  }

  private endsAt(pattern: number, end: number): boolean {
    const { atEnd, endGap, endWithout } = this.layout;
    if (atEnd[pattern] === 0) return true;
    const { clauses, text } = this;
    let to = text.length;
    if (clauses.count > 0) {
      const clause = atEnd[pattern] === 2 ? clauses.count - 1 : clauses.at[Math.max(0, end - 1)]!;
      to = this.withoutParticles(clauses.start[clause]!, clauses.end[clause]!, end);
    }
    return to - end <= endGap[pattern]! && (endWithout[pattern]! < 0 || !this.hasIn(endWithout[pattern]!, end, to));
  }

  /** The end of a clause without the particles (呢 哦 哈 …) that close it, but not before `least`. */
  private withoutParticles(start: number, end: number, least: number): number {
    let at = end;
    while (at > start && at > least && PARTICLES.has(this.text.code[at - 1]!)) at--;
    return at;
  }
}

/** Literals that are compared in place, by class; what is built of them serves all matchers of a program. */
interface Locals {
  texts: (readonly string[] | undefined)[];
  built: (LocalLiterals | undefined)[];
}

const locals = new WeakMap<Program, Locals>();

function localsOf(program: Program): Locals {
  let known = locals.get(program);
  if (!known) {
    const size = program.classNames.length;
    known = { texts: new Array<readonly string[] | undefined>(size).fill(undefined), built: new Array<LocalLiterals | undefined>(size).fill(undefined) };
    for (const [cls, literals] of Object.entries(program.local)) known.texts[Number(cls)] = literals;
    locals.set(program, known);
  }
  return known;
}

/** The literals of a class that is compared in place, by first and by last unit, longer ones first. */
interface LocalLiterals {
  byFirst: Map<number, Uint16Array[]>;
  byLast: Map<number, Uint16Array[]>;
  /** A bit for the low bits of each first (last) unit: most units are ruled out without a look-up. */
  firstBits: number;
  lastBits: number;
}

function localLiterals(literals: readonly string[]): LocalLiterals {
  const out: LocalLiterals = { byFirst: new Map(), byLast: new Map(), firstBits: 0, lastBits: 0 };
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
    out.firstBits |= 1 << (literal[0]! & 31);
    out.lastBits |= 1 << (literal[literal.length - 1]! & 31);
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

/** Puts hits in order of their ends, each once; nearly always there are few, and nearly in order. */
function sortHits(hits: Hits): void {
  sortByEnd(hits);
  const { start, end, count } = hits;
  let kept = 1;
  for (let i = 1; i < count; i++) {
    if (start[i] === start[kept - 1] && end[i] === end[kept - 1]) continue;
    start[kept] = start[i]!;
    end[kept++] = end[i]!;
  }
  hits.count = kept;
}

function sortByEnd({ start, end, count }: Hits): void {
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
