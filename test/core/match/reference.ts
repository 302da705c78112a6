/**
 * A second, slow matcher, written from the description of the pattern language alone. It works on the patterns' own
 * structure (not on what the compiler makes of them), tries everything, and knows nothing of automata, anchors, wake
 * lists or buffers. For each class it takes the hits of the classes below as given, and tells every way in which a
 * pattern can lie in the text; which of the ways a matcher reports is its own choice.
 */
import type { ClassSource } from "../../../src/core/match/compile.js";
import { at } from "../support.js";

export type Scope = "clause" | "sentence" | "text";
export type Not = { cls: string } | { texts: string[] };
export interface Gap {
  max: number;
  scope: Scope;
  without?: string;
}
/** Alternative spellings, or a hit of a class; an optional element may be left out. */
export interface Element {
  texts?: string[];
  cls?: string;
  optional?: boolean;
  notBefore?: Not;
  notAfter?: Not;
  /** Between this element and the one before; absent: side by side. */
  gap?: Gap;
}
export interface PatternTree {
  start?: 1 | 2;
  startGap?: number;
  elements: Element[];
  end?: 1 | 2;
  endGap?: number;
}
export interface Around {
  clause?: string[];
  sentence?: string[];
  text?: string[];
}
export interface ClassTree {
  name: string;
  any: PatternTree[];
  except: PatternTree[];
  with: Around;
  unless: Around;
}

export function printClass(tree: ClassTree): ClassSource {
  return {
    name: tree.name,
    any: tree.any.map(printPattern),
    place: at,
    ...(tree.except.length > 0 && { except: tree.except.map(printPattern) }),
    ...(Object.keys(tree.with).length > 0 && { with: tree.with }),
    ...(Object.keys(tree.unless).length > 0 && { unless: tree.unless }),
  };
}

export function printPattern(tree: PatternTree): string {
  let out = tree.start === 2 ? "^^" : tree.start === 1 ? "^" : "";
  if (tree.startGap !== undefined) out += `..${tree.startGap}`;
  for (const element of tree.elements) {
    if (element.gap) {
      const { max, scope, without } = element.gap;
      out += `${{ clause: "..", sentence: "//", text: "///" }[scope]}${max}${without === undefined ? "" : `-<${without}>`}`;
    }
    if (element.notBefore) out += printNot(element.notBefore);
    out += element.cls === undefined ? group(element.texts!) : `<${element.cls}>`;
    if (element.optional) out += "?";
    if (element.notAfter) out += printNot(element.notAfter);
  }
  if (tree.endGap !== undefined) out += `..${tree.endGap}`;
  return out + (tree.end === 2 ? "$$" : tree.end === 1 ? "$" : "");
}
function printNot(not: Not): string {
  return "cls" in not ? `!<${not.cls}>` : `!${group(not.texts)}`;
}
function group(texts: string[]): string {
  return `(${texts.join("|")})`;
}

export type Hit = readonly [start: number, end: number];
interface Clause {
  start: number;
  end: number;
  close: number;
  sentence: number;
}

export const OPENER = "嗯";
export const PARTICLE = "呢";

/** One way in which a pattern lies in a text: the hit of each of its elements. */
export type Way = readonly Hit[];

/** Texts are in normal form already, and only `(` and `。` part clauses and sentences. */
export class Reference {
  private readonly clauses: Clause[] = [];

  /** @param below the hits of the classes that patterns may speak of */
  constructor(
    private readonly text: string,
    private readonly below: (name: string) => Hit[],
  ) {
    let sentence = 0;
    for (const found of text.matchAll(/([^(。]+)([(。]*)/g)) {
      const [all, words, stops] = found as unknown as [string, string, string];
      this.clauses.push({ start: found.index, end: found.index + words.length, close: found.index + all.length, sentence });
      if (stops.includes("。")) sentence++;
    }
  }

  /** Runs of figures. */
  numbers(): Hit[] {
    return [...this.text.matchAll(/[0-9一二两]+(\.[0-9][0-9一二两]*)*/g)].map((found) => [found.index, found.index + found[0].length]);
  }

  /** Every way in which a pattern lies in the text, by the sequence of elements that it comes to. */
  ways(pattern: PatternTree): Way[][] {
    return expand(pattern.elements).map((elements) => this.sequence(elements, pattern));
  }

  /** Whether a hit stands where the class wants it. */
  keeps(tree: ClassTree, [start, end]: Hit): boolean {
    return this.holds(tree.with, start, end).every(Boolean) && !this.holds(tree.unless, start, end).some(Boolean);
  }

  private hits(name: string): Hit[] {
    return this.below(name);
  }

  private holds(around: Around, start: number, end: number): boolean[] {
    return (["clause", "sentence", "text"] as const).flatMap((scope) =>
      (around[scope] ?? []).map((entry) => {
        let from = 0;
        let to = this.text.length + 1;
        if (scope !== "text" && this.clauses.length > 0) {
          const first = this.clauseOf(start);
          const last = this.clauseOf(Math.max(start, end - 1));
          const inside = scope === "clause" ? [first, last] : this.clauses.filter((clause) => clause.sentence === first.sentence || clause.sentence === last.sentence);
          from = inside[0]!.start;
          to = inside[inside.length - 1]!.close;
        }
        return entry.split("|").some((name) => this.hits(name).some(([s]) => s >= from && s < to));
      }),
    );
  }

  private clauseOf(position: number): Clause {
    return this.clauses.find((clause) => position < clause.close) ?? this.clauses[this.clauses.length - 1]!;
  }

  private sequence(elements: Element[], pattern: PatternTree): Way[] {
    const first = this.elementHits(elements[0]!).filter(([start]) => !pattern.start || this.starts(pattern.start, start, pattern.startGap ?? 0));
    const ways = elements.slice(1).reduce<Way[]>(
      (all, element) => {
        const hits = this.elementHits(element);
        return all.flatMap((way) => hits.filter(([start]) => this.within(element.gap, way[way.length - 1]![1], start)).map((hit) => [...way, hit]));
      },
      first.map((hit) => [hit]),
    );
    return ways.filter((way) => !pattern.end || this.ends(pattern.end, way[way.length - 1]![1], pattern.endGap ?? 0));
  }

  private within(gap: Gap | undefined, from: number, start: number): boolean {
    if (start < from || start - from > (gap?.max ?? 0)) return false;
    if (gap && gap.max > 0 && gap.scope !== "text" && this.clauses.length > 0) {
      const a = this.clauseOf(Math.max(0, from - 1));
      const b = this.clauseOf(start);
      if (gap.scope === "clause" ? a !== b : a.sentence !== b.sentence) return false;
    }
    return gap?.without === undefined || !this.hits(gap.without).some(([s]) => s >= from && s < start);
  }

  private elementHits(element: Element): Hit[] {
    const all = element.cls === undefined ? this.occurrences(element.texts!) : this.hits(element.cls);
    return all.filter(([start, end]) => !(element.notAfter && this.notHits(element.notAfter).some(([s]) => s === end)) && !(element.notBefore && this.notHits(element.notBefore).some(([, e]) => e === start)));
  }

  private notHits(not: Not): Hit[] {
    return "cls" in not ? this.hits(not.cls) : this.occurrences(not.texts);
  }

  private occurrences(texts: string[]): Hit[] {
    return unique(texts.flatMap((text) => Array.from({ length: this.text.length }, (_, i) => i).filter((i) => this.text.startsWith(text, i)).map((i) => [i, i + text.length] as const)));
  }

  private starts(kind: 1 | 2, start: number, gap: number): boolean {
    if (this.clauses.length === 0) return start <= gap;
    let from = kind === 2 ? this.clauses[0]!.start : this.clauseOf(start).start;
    if (start < from) return false;
    while (from < start && this.text[from] === OPENER) from++;
    return start - from <= gap;
  }

  private ends(kind: 1 | 2, end: number, gap: number): boolean {
    if (this.clauses.length === 0) return this.text.length - end <= gap;
    const clause = kind === 2 ? this.clauses[this.clauses.length - 1]! : this.clauseOf(Math.max(0, end - 1));
    let to = clause.end;
    while (to > clause.start && to > end && this.text[to - 1] === PARTICLE) to--;
    return to - end <= gap;
  }
}

/** Every way of leaving optional elements out; spellings side by side are one element. */
function expand(elements: Element[]): Element[][] {
  let all: Element[][] = [[]];
  for (const { optional, ...kept } of elements) {
    if (!optional) all = all.map((left) => [...left, kept]);
    else if (kept.texts) all = all.map((left) => [...left, { ...kept, texts: [...kept.texts!, ""] }]);
    else all = all.flatMap((left) => [[...left, kept], [...left, { texts: [""], ...(kept.gap && { gap: kept.gap }) }]]);
  }
  return all.map(joined).flatMap((list) => {
    let ways: Element[][] = [[]];
    for (const element of list) {
      const texts = element.texts?.filter((text) => text !== "");
      if (!texts || texts.length === element.texts!.length) ways = ways.map((left) => [...left, element]);
      else ways = ways.flatMap((left) => [...(texts.length > 0 ? [[...left, { ...element, texts }]] : []), [...left, { texts: [""], ...(element.gap && { gap: element.gap }) }]]);
    }
    return ways.map(joined);
  });
}

/** Joins spellings side by side; what was left out hands its gap on. */
function joined(list: Element[]): Element[] {
  const out: Element[] = [];
  let carried: Gap | undefined;
  for (const element of list) {
    const gap = both(carried, element.gap);
    carried = undefined;
    const last = out[out.length - 1];
    if (element.texts?.length === 1 && element.texts[0] === "") carried = gap;
    else if (!gap && last?.texts && element.texts && !last.notAfter && !element.notBefore)
      out[out.length - 1] = { ...last, texts: last.texts.flatMap((a) => element.texts!.map((b) => a + b)), ...(element.notAfter && { notAfter: element.notAfter }) };
    else out.push({ ...element, ...(gap && { gap }) });
  }
  return out;
}

function both(a: Gap | undefined, b: Gap | undefined): Gap | undefined {
  if (!a || !b) return a ?? b;
  const scope = [a.scope, b.scope].includes("text") ? "text" : [a.scope, b.scope].includes("sentence") ? "sentence" : "clause";
  const without = b.without ?? a.without;
  return { max: a.max + b.max, scope, ...(without !== undefined && { without }) };
}

function unique(hits: Hit[]): Hit[] {
  return [...new Map(hits.map((hit) => [hit.join(), hit])).values()].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
}
