import type { CharTables } from "../text/chars.js";
import { emptyText, normalise } from "../text/normalise.js";
import { buildAutomaton } from "./automaton.js";
import { IDENTIFIER_CLASSES } from "./identifiers.js";
import { toProgram } from "./layout.js";
import { Matcher } from "./matcher.js";
import { type Item, parsePattern, PatternError, type Scope } from "./pattern.js";
import { type Condition, type Grammar, isBare, type Node, type Pattern, type Step } from "./program.js";

/** Where a class is defined in the source, so that an error can name the place. */
export interface Place {
  file: string;
  /** Path of keys and indexes inside the file. */
  path: (string | number)[];
}

/** Alternatives (`"a|b"`, any of them) that must, or must not, occur around a hit. */
export interface Around {
  clause?: string[];
  sentence?: string[];
  text?: string[];
}

/** The source of a class: its members are patterns. */
export interface ClassSource {
  name: string;
  any: string[];
  except?: string[];
  with?: Around;
  unless?: Around;
  place: Place;
}

export class GrammarError extends Error {
  constructor(
    message: string,
    readonly place: Place,
    /** Offset inside the string at `place`, where it is known. */
    readonly offset?: number,
  ) {
    super(message);
  }
}

/** Classes that the scanner itself finds: runs of figures, and personal numbers. */
export const BUILT_IN = ["number", ...IDENTIFIER_CLASSES] as const;

const SCOPES: Record<Scope, 0 | 1 | 2> = { clause: 0, sentence: 1, text: 2 };

/**
 * Compiles classes to a program.
 * @param sample texts like those to come: pattern elements that are rare in them are looked for first
 * @param asked names of the classes whose hits somebody will ask for; the others serve patterns only
 * @throws {GrammarError} for an unknown class, a circle, a pattern that can never match
 */
export function compileGrammar(sources: readonly ClassSource[], tables: CharTables, sample: readonly string[], asked: ReadonlySet<string> = new Set(sources.map((source) => source.name))): Grammar {
  const names = new Map<string, number>();
  const bySource: (ClassSource | undefined)[] = [];
  const add = (name: string, source?: ClassSource): number => {
    const id = names.size;
    names.set(name, id);
    bySource[id] = source;
    return id;
  };
  for (const name of BUILT_IN) add(name);
  for (const source of sources) {
    if (names.has(source.name)) throw new GrammarError(`class "${source.name}" is defined twice`, source.place);
    add(source.name, source);
  }

  const literals = new Map<string, Set<number>>();
  const anonymous = new Map<string, number>();
  const textsOf = new Map<number, string[]>();
  const addLiteral = (text: string, cls: number): void => {
    let set = literals.get(text);
    if (!set) literals.set(text, (set = new Set()));
    set.add(cls);
  };
  const scratch = emptyText();
  const normal = (text: string, place: Place): string => {
    normalise(text, tables, scratch);
    const out = String.fromCharCode(...scratch.code.subarray(0, scratch.length));
    if (out === "" || out.trim() !== out || /[^a-z0-9.] | [^a-z0-9.]/.test(out)) throw new GrammarError(`"${text}" can never match: blanks and invisible characters are not part of the text that is searched`, place);
    if (out.length > 200) throw new GrammarError(`"${text}" is too long for one literal`, place);
    return out;
  };
  const literalClass = (texts: string[], place: Place): number => {
    const normals = [...new Set(texts.map((text) => normal(text, place)))].sort();
    const key = normals.join("\0");
    let id = anonymous.get(key);
    if (id === undefined) {
      id = add(`"${normals.slice(0, 3).join("|")}${normals.length > 3 ? "|…" : ""}"#${names.size}`);
      anonymous.set(key, id);
      textsOf.set(id, normals);
      for (const text of normals) addLiteral(text, id);
    }
    return id;
  };
  const resolve = (name: string, place: Place, offset?: number): number => {
    const id = names.get(name);
    if (id === undefined) throw new GrammarError(`there is no class <${name}>${nearest(name, [...names.keys()])}`, place, offset);
    return id;
  };
  const compilePattern = (text: string, place: Place): Pattern[] => {
    let sequences: Item[][];
    try {
      sequences = parsePattern(text);
    } catch (error) {
      if (error instanceof PatternError) throw new GrammarError(`in "${text}": ${error.message}`, place, error.offset);
      throw error;
    }
    return sequences.map((sequence) => compileSequence(sequence, place, literalClass, resolve));
  };
  const conditions = (around: Around | undefined, place: Place): Condition[] => {
    const out: Condition[] = [];
    for (const scope of ["clause", "sentence", "text"] as const)
      for (const entry of around?.[scope] ?? []) out.push({ scope, any: entry.split("|").map((name) => resolve(name.trim(), place)) });
    return out;
  };

  const isWords = (pattern: Pattern): boolean => pattern.steps.every((step) => bySource[step.cls] === undefined && step.cls >= BUILT_IN.length);
  const drafts: { node: Node; uses: Set<number>; place: Place }[] = [];
  for (const source of sources) {
    const cls = names.get(source.name)!;
    const patterns: Pattern[] = [];
    source.any.forEach((text, index) => {
      const place = { file: source.place.file, path: [...source.place.path, index] };
      for (const pattern of compilePattern(text, place)) {
        // A pattern that is nothing but literals needs no step: its literals belong to the class itself.
        if (isBare(pattern) && isWords(pattern)) {
          for (const literal of textsOf.get(pattern.steps[0]!.cls)!) addLiteral(literal, cls);
        } else patterns.push(pattern);
      }
    });
    const except = oneForLiterals((source.except ?? []).flatMap((text) => compilePattern(text, source.place)), isWords, (classes) => literalClass(classes.flatMap((one) => textsOf.get(one)!), source.place));
    const withs = conditions(source.with, source.place);
    const unless = conditions(source.unless, source.place);
    if (source.any.length === 0) throw new GrammarError(`class "${source.name}" has no members: it can never match`, source.place);
    if (patterns.length + except.length + withs.length + unless.length === 0) continue;
    const uses = new Set<number>();
    for (const pattern of [...patterns, ...except]) for (const step of pattern.steps) for (const used of [step.cls, step.without, step.notAfter, step.notBefore, pattern.endWithout]) if (used !== undefined) uses.add(used);
    for (const condition of [...withs, ...unless]) for (const used of condition.any) uses.add(used);
    uses.delete(-1);
    drafts.push({ node: { cls, patterns, except, with: withs, unless }, uses, place: source.place });
  }

  const ordered = inOrder(drafts, (id) => [...names.keys()][id]!);
  const nodes = ordered.map((draft) => draft.node);
  const frequency = frequencies({ automaton: buildAutomaton(literals), classNames: [...names.keys()], nodes, wakes: wakeLists(nodes, names.size), local: {} }, sample, tables);
  for (const node of nodes) for (const pattern of [...node.patterns, ...node.except]) pattern.anchor = rarest(pattern, frequency);
  const wakes = wakeLists(nodes, names.size);

  const scanned = new Set<number>([...asked].map((name) => names.get(name)!));
  wakes.forEach((list, cls) => list.length > 0 && scanned.add(cls));
  for (const node of nodes) {
    scanned.add(node.cls);
    for (const pattern of node.except) scanned.add(pattern.steps[pattern.anchor]!.cls);
    for (const condition of [...node.with, ...node.unless]) for (const cls of condition.any) scanned.add(cls);
  }
  const compared = new Set<number>();
  for (const node of nodes) for (const pattern of [...node.patterns, ...node.except]) for (const step of pattern.steps) for (const cls of [step.cls, step.without, step.notAfter, step.notBefore, pattern.endWithout]) if (cls !== undefined && !scanned.has(cls)) compared.add(cls);
  const toScan = new Map<string, Set<number>>();
  const local: Record<number, string[]> = {};
  for (const [literal, classes] of literals)
    for (const cls of classes)
      if (scanned.has(cls)) {
        let set = toScan.get(literal);
        if (!set) toScan.set(literal, (set = new Set()));
        set.add(cls);
      } else if (compared.has(cls)) (local[cls] ??= []).push(literal);
  return { automaton: buildAutomaton(toScan), classNames: [...names.keys()], nodes, wakes, local };
}

function compileSequence(sequence: Item[], place: Place, literalClass: (texts: string[], place: Place) => number, resolve: (name: string, place: Place) => number): Pattern {
  const pattern: Pattern = { steps: [], anchor: 0, atStart: 0, atEnd: 0, endGap: 0 };
  let gap: { max: number; scope: 0 | 1 | 2; without?: number } | undefined;
  let notBefore: number | undefined;
  for (const item of sequence) {
    switch (item.kind) {
      case "start":
        pattern.atStart = item.whole ? 2 : 1;
        break;
      case "end":
        pattern.atEnd = item.whole ? 2 : 1;
        pattern.endGap = gap?.max ?? 0;
        if (gap?.without !== undefined) pattern.endWithout = gap.without;
        break;
      case "gap":
        gap = { max: item.max, scope: SCOPES[item.scope] };
        if (item.without !== undefined) gap.without = resolve(item.without, place);
        break;
      case "not": {
        const cls = item.name !== undefined ? resolve(item.name, place) : literalClass(item.texts!, place);
        const last = pattern.steps[pattern.steps.length - 1];
        if (last && gap === undefined) last.notAfter = cls;
        else notBefore = cls;
        break;
      }
      case "literal":
      case "class": {
        const cls = item.kind === "class" ? resolve(item.name, place) : literalClass(item.texts, place);
        const step: Step = { cls, gap: gap?.max ?? 0, scope: gap?.scope ?? 0 };
        if (gap?.without !== undefined) step.without = gap.without;
        if (notBefore !== undefined) step.notBefore = notBefore;
        if (item.kind === "class" && item.capture !== undefined) step.capture = item.capture;
        pattern.steps.push(step);
        gap = undefined;
        notBefore = undefined;
        break;
      }
    }
  }
  return pattern;
}

/** Patterns that are nothing but a few literals become one, so that a list of words costs one look. */
function oneForLiterals(patterns: Pattern[], isWords: (pattern: Pattern) => boolean, merged: (classes: number[]) => number): Pattern[] {
  const plain = patterns.filter((pattern) => isWords(pattern) && isBare(pattern));
  if (plain.length < 2) return patterns;
  const step: Step = { cls: merged(plain.map((pattern) => pattern.steps[0]!.cls)), gap: 0, scope: 0 };
  return [{ steps: [step], anchor: 0, atStart: 0, atEnd: 0, endGap: 0 }, ...patterns.filter((pattern) => !plain.includes(pattern))];
}

/** Dependency order; a circle is an error. */
function inOrder<D extends { node: Node; uses: Set<number>; place: Place }>(drafts: D[], name: (id: number) => string): D[] {
  const byClass = new Map(drafts.map((draft) => [draft.node.cls, draft]));
  const done = new Set<D>();
  const open: D[] = [];
  const out: D[] = [];
  const visit = (draft: D): void => {
    if (done.has(draft)) return;
    if (open.includes(draft)) {
      const circle = [...open.slice(open.indexOf(draft)), draft].map((d) => `<${name(d.node.cls)}>`).join(" → ");
      throw new GrammarError(`classes are defined in a circle: ${circle}`, draft.place);
    }
    open.push(draft);
    for (const used of draft.uses) {
      const next = byClass.get(used);
      if (next) visit(next);
    }
    open.pop();
    done.add(draft);
    out.push(draft);
  };
  for (const draft of drafts) visit(draft);
  return out;
}

/** In how many texts of the sample each class is hit, found with a program that scans for everything. */
function frequencies(grammar: Grammar, sample: readonly string[], tables: CharTables): Float64Array {
  const frequency = new Float64Array(grammar.classNames.length);
  const matcher = new Matcher(toProgram(grammar), tables);
  for (const text of sample) {
    matcher.run(text);
    for (let cls = 0; cls < frequency.length; cls++) if (matcher.of(cls).count > 0) frequency[cls]!++;
  }
  return frequency;
}

function rarest(pattern: Pattern, frequency: Float64Array): number {
  let best = 0;
  pattern.steps.forEach((step, index) => {
    if (frequency[step.cls]! < frequency[pattern.steps[best]!.cls]!) best = index;
  });
  return best;
}

function wakeLists(nodes: readonly Node[], classCount: number): number[][] {
  const wakes: number[][] = Array.from({ length: classCount }, () => []);
  nodes.forEach((node, index) => {
    node.patterns.forEach((pattern, which) => wakes[pattern.steps[pattern.anchor]!.cls]!.push(index, which));
    if (node.except.length + node.with.length + node.unless.length > 0) wakes[node.cls]!.push(index, -1);
  });
  return wakes;
}

function nearest(name: string, names: string[]): string {
  let best = "";
  let distance = 3;
  for (const other of names) {
    const d = editDistance(name, other, distance);
    if (d < distance) {
      best = other;
      distance = d;
    }
  }
  return best === "" ? "" : `; did you mean <${best}>?`;
}

/** Levenshtein distance, given up at `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) >= limit) return limit;
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1));
    row = next;
  }
  return row[b.length]!;
}
