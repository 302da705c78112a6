import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type ClassSource, compileGrammar } from "../../../src/core/match/compile.js";
import { toProgram } from "../../../src/core/match/layout.js";
import { Matcher } from "../../../src/core/match/matcher.js";
import type { Program } from "../../../src/core/match/program.js";
import { charTables } from "../../../src/core/text/chars.js";
import { at, sometimes, unitsOf } from "../support.js";
import { type Around, type ClassTree, type Element, type Gap, type Hit, type Not, OPENER, PARTICLE, type PatternTree, printClass, printPattern, Reference, type Way } from "./reference.js";

const tables = charTables("");
const program = (sources: readonly ClassSource[], sample: readonly string[], asked?: ReadonlySet<string>): Program => toProgram(compileGrammar(sources, tables, sample, asked));
const UNITS = [..."甲乙丙丁", OPENER, PARTICLE, "一", "2"];

const text = fc.array(fc.oneof({ weight: 6, arbitrary: fc.constantFrom(...UNITS) }, { weight: 2, arbitrary: fc.constantFrom("(", "。", "。(", "2.5") }), { maxLength: 18 }).map((list) => list.join(""));
const words = fc.array(fc.array(fc.constantFrom(...UNITS), { minLength: 1, maxLength: 2 }).map((list) => list.join("")), { minLength: 1, maxLength: 3 });

const compact = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;

/** Patterns that may speak of the classes in `names`. */
function pattern(names: string[]): fc.Arbitrary<PatternTree> {
  const name = fc.constantFrom(...names);
  const not: fc.Arbitrary<Not> = fc.oneof(name.map((cls) => ({ cls })), words.map((texts) => ({ texts })));
  const gap: fc.Arbitrary<Gap> = fc
    .record({ max: fc.integer({ min: 1, max: 6 }), scope: fc.constantFrom("clause" as const, "sentence" as const, "text" as const), without: sometimes(0.5, name) })
    .map((value) => compact(value) as Gap);
  const element = fc
    .record({ what: fc.oneof(name.map((cls) => ({ cls })), words.map((texts) => ({ texts }))), optional: sometimes(0.25, fc.constant(true)), notBefore: sometimes(0.15, not), notAfter: sometimes(0.15, not), gap: sometimes(0.6, gap) })
    .map(({ what, ...rest }) => compact<Element>({ ...what, ...(rest as Element) }));
  return fc
    .record({ start: sometimes(0.15, fc.constantFrom(1 as const, 2 as const)), startGap: sometimes(0.5, fc.integer({ min: 1, max: 4 })), elements: fc.array(element, { minLength: 1, maxLength: 4 }), end: sometimes(0.15, fc.constantFrom(1 as const, 2 as const)), endGap: sometimes(0.5, fc.integer({ min: 1, max: 4 })) })
    .map((tree) => wellFormed(tree as PatternTree));
}

/** Takes out what the language does not say: gaps at the edges, and `!` beside something that may be left out. */
function wellFormed(tree: PatternTree): PatternTree {
  const elements = tree.elements.map((element, index) => {
    const { gap, optional, notBefore, notAfter, ...rest } = element;
    const inside = index > 0 && index + 1 < tree.elements.length;
    const out: Element = { ...rest };
    if (index > 0 && gap) out.gap = gap;
    if (inside && optional) out.optional = true;
    else {
      if (notBefore && (index === 0 || out.gap)) out.notBefore = notBefore;
      if (notAfter && !tree.elements[index + 1]?.notBefore) out.notAfter = notAfter;
    }
    return out;
  });
  // `甲!乙` then something that may be left out: what follows is not the next element.
  elements.forEach((element, index) => {
    const next = elements[index + 1];
    if (next?.optional) delete element.notAfter;
    if (element.optional && next && !next.gap) delete next.notBefore;
    if (element.notAfter && next && !next.gap) delete next.notBefore;
  });
  const out: PatternTree = { elements };
  if (tree.start) {
    out.start = tree.start;
    if (tree.startGap !== undefined) out.startGap = tree.startGap;
  }
  if (tree.end) {
    out.end = tree.end;
    if (tree.endGap !== undefined) out.endGap = tree.endGap;
  }
  return out;
}

function around(names: string[]): fc.Arbitrary<Around> {
  const entries = sometimes(0.4, fc.array(fc.array(fc.constantFrom(...names), { minLength: 1, maxLength: 2 }).map((list) => list.join("|")), { minLength: 1, maxLength: 2 }));
  return fc.record({ clause: entries, sentence: entries, text: entries }).map((value) => compact(value) as Around);
}

/** A grammar: each class may speak of those before it. */
const grammar: fc.Arbitrary<ClassTree[]> = fc.integer({ min: 1, max: 5 }).chain((size) =>
  fc.tuple(
    ...Array.from({ length: size }, (_, index): fc.Arbitrary<ClassTree> => {
      const names = ["number", ...Array.from({ length: index }, (_unused, i) => `c${i}`)];
      const plain: fc.Arbitrary<PatternTree> = words.map((texts) => ({ elements: [{ texts }] }));
      return fc.record({
        name: fc.constant(`c${index}`),
        any: fc.array(fc.oneof(plain, pattern(names)), { minLength: 1, maxLength: 3 }),
        except: fc.oneof({ weight: 3, arbitrary: fc.constant<PatternTree[]>([]) }, { weight: 1, arbitrary: fc.array(pattern(names), { minLength: 1, maxLength: 2 }) }),
        with: fc.oneof({ weight: 4, arbitrary: fc.constant<Around>({}) }, { weight: 1, arbitrary: around(names) }),
        unless: fc.oneof({ weight: 4, arbitrary: fc.constant<Around>({}) }, { weight: 1, arbitrary: around(names) }),
      });
    }),
  ),
);

function hitsOf(matcher: Matcher, name: string): Hit[] {
  const hits = matcher.of(matcher.program.classNames.indexOf(name));
  return Array.from({ length: hits.count }, (_, i) => [hits.start[i]!, hits.end[i]!] as const);
}

const startOf = (way: Way): number => way[0]![0];
const endOf = (way: Way): number => way[way.length - 1]![1];

describe("Matcher", () => {
  it("finds what a naive matcher finds, for any grammar", () => {
    let hit = 0;
    let asked = 0;
    let filtered = 0;
    const sample = fc.array(fc.array(fc.constantFrom(...UNITS), { maxLength: 5 }).map((list) => list.join("")), { maxLength: 12 });
    fc.assert(
      fc.property(grammar, fc.array(text, { minLength: 1, maxLength: 6 }), sample, (trees, texts, often) => {
        // Each class stands there twice: `…-raw` without its exceptions and conditions.
        const sources = trees.flatMap((tree) => [printClass({ ...tree, name: `${tree.name}-raw`, except: [], with: {}, unless: {} }), printClass(tree)]);
        // One matcher for all texts: nothing may be left over from the text before. The sample decides where it begins to look.
        const matcher = new Matcher(program(sources, often), tables);
        for (const one of texts) {
          matcher.run(one);
          expect(unitsOf(matcher.text)).toBe(one);
          const reference = new Reference(one, (name) => hitsOf(matcher, name));
          expect(hitsOf(matcher, "number")).toEqual(reference.numbers());
          for (const tree of trees) {
            const about = `${tree.name} = ${JSON.stringify(tree.any.map(printPattern))} in ${JSON.stringify(one)}`;
            const raw = hitsOf(matcher, `${tree.name}-raw`);
            const sequences = tree.any.flatMap((one_) => reference.ways(one_));
            const ways = sequences.flat();
            asked++;
            if (raw.length > 0) hit++;
            // Nothing is found that is not there …
            for (const [start, end] of raw) expect(ways.some((way) => startOf(way) === start && endOf(way) === end), `${start}-${end} of ${about}`).toBe(true);
            // … and of each sequence there is an element (the one that is looked for first) of which no hit is passed over.
            for (const all of sequences) {
              const seen = (way: Way): boolean => raw.some(([start, end]) => start === startOf(way) && end === endOf(way));
              const complete = (all[0] ?? []).some((_, index) => new Set(all.map((way) => way[index]!.join())).size === new Set(all.filter(seen).map((way) => way[index]!.join())).size);
              expect(all.length === 0 || complete, `${about}: ${JSON.stringify(all)}, found ${JSON.stringify(raw)}`).toBe(true);
            }
            // Exceptions and conditions take away just what they speak of.
            const found = hitsOf(matcher, tree.name);
            const excepted = tree.except.flatMap((one_) => reference.ways(one_)).flat();
            const kept = raw.filter((span) => reference.keeps(tree, span));
            const free = kept.filter(([start, end]) => !excepted.some((way) => startOf(way) < end && endOf(way) > start));
            if (free.length < raw.length) filtered++;
            for (const span of free) expect(found, `${span.join("-")} of ${about}`).toContainEqual(span);
            for (const span of found) expect(kept, `${span.join("-")} of ${about}`).toContainEqual(span);
            for (const spans of [raw, found]) expect(spans.map(([, end]) => end)).toEqual(spans.map(([, end]) => end).sort((a, b) => a - b));
          }
        }
      }),
      { numRuns: 5 * fc.readConfigureGlobal().numRuns! },
    );
    // Grammars that hit nothing would show nothing.
    expect(hit / asked).toBeGreaterThan(0.2);
    expect(filtered / asked).toBeGreaterThan(0.03);
  });
});

/** The words that class `x` hits in a text. */
function wordsOf(classes: Record<string, string[] | Omit<ClassSource, "name" | "place">>, source: string): string[] {
  const sources = Object.entries(classes).map(([name, definition]): ClassSource => ({ name, place: at, ...(Array.isArray(definition) ? { any: definition } : definition) }));
  const matcher = new Matcher(program(sources, []), tables);
  matcher.run(source);
  const hits = matcher.of(matcher.program.classNames.indexOf("x"));
  return Array.from({ length: hits.count }, (_, i) => unitsOf(matcher.text).slice(hits.start[i], hits.end[i]));
}

type Case = [pattern: string, source: string, words: string[]];
const CLASSES = { not: ["不", "没"], sure: ["保证", "一定"], city: ["北京", "南京"] };

describe("the pattern language, as it matches", () => {
  it.each<Case>([
    ["保证", "我保证，保证。", ["保证", "保证"]],
    ["<sure>..6到", "一定明天到", ["一定明天到"]],
    ["<sure>..2到", "一定在明天到", []],
    ["<sure>..6到", "一定的，明天到", []],
    ["<sure>//6到", "一定的，明天到", ["一定的,明天到"]],
    ["<sure>//6到", "一定的。明天到", []],
    ["<sure>///6到", "一定的。明天到", ["一定的。明天到"]],
    ["<sure>...到", "一定会在后天下午三点之前给您送到", ["一定会在后天下午三点之前给您送到"]],
    ["<sure>..6-<not>到", "一定不会到", []],
    ["<sure>!<not>", "一定不会，一定会", ["一定"]],
    ["!<not>一定", "不一定，一定会", ["一定"]],
    ["!(不|没)一定", "不一定", []],
    ["^一定", "我一定，一定", ["一定"]],
    ["^一定", "嗯一定", ["一定"]],
    ["^..2一定", "我们一定", ["一定"]],
    ["到$", "一定到。到了就好", ["到"]],
    ["到$", "一定到的呢~", ["到"]],
    ["到$", "一定到  您放心", ["到"]],
    ["^^您好", "您好，您好", ["您好"]],
    ["再见$$", "再见。再见", ["再见"]],
    ["<number>天", "3天，三天，1.5天，二十天", ["3天", "三天", "1.5天", "二十天"]],
    ["<number>", "18:00，1,000元", ["18", "00", "1", "000"]],
    ["<city>到<city>", "北京到南京到北京", ["北京到南京", "南京到北京"]],
    ["最(高|好)?级?", "最高级最级", ["最高", "最高级", "最", "最级", "最"].sort()],
    // A blank inside Latin words is kept, and may be written.
    [String.raw`on\ delivery`, "pay on delivery", ["on delivery"]],
  ])("%s in %j", (pattern, source, words) => {
    expect(wordsOf({ ...CLASSES, x: [pattern] }, source).sort()).toEqual(words.sort());
  });

  it.each<Case>([
    ["^..8-<not>保证", "我不保证", []],
    ["保证..8-<not>$", "保证不了", []],
    [String.raw`cash\ on\ delivery`, "cash on delivery", ["cash on delivery"]],
    ["到!🙏", "到😀", ["到"]],
    ["到🙏?了", "到了", ["到了"]],
    ["到$", "一定到 ，您放心", ["到"]],
  ])("%s in %j", (pattern, source, words) => {
    expect(wordsOf({ ...CLASSES, x: [pattern] }, source)).toEqual(words);
  });

  it("leaves out hits that an exception overlaps", () => {
    expect(wordsOf({ x: { any: ["一定"], except: ["不一定", "一定程度"] } }, "一定，不一定，一定程度")).toEqual(["一定"]);
  });

  it("asks around a hit: with all of them, without any", () => {
    const x = { any: ["必到"], with: { clause: ["sure|city"], text: ["number"] }, unless: { sentence: ["not"] } };
    const classes = { not: ["不"], sure: ["保证"], city: ["北京"], x };
    expect(wordsOf(classes, "保证必到，3天")).toEqual(["必到"]);
    expect(wordsOf(classes, "北京必到。3天")).toEqual(["必到"]);
    expect(wordsOf(classes, "保证必到")).toEqual([]);
    expect(wordsOf(classes, "保证，必到，3天")).toEqual([]);
    expect(wordsOf(classes, "保证必到，3天不")).toEqual([]);
    expect(wordsOf(classes, "保证必到，3天。不")).toEqual(["必到"]);
  });

  it("answers the same in whatever order classes are asked for", () => {
    const sources: ClassSource[] = [
      { name: "a", any: ["^甲"], place: at },
      { name: "b", any: ["<a>乙"], place: at },
      { name: "c", any: ["^丙", "^甲"], place: at },
    ];
    const matcher = new Matcher(program(sources, []), tables);
    const ids = ["a", "b", "c"].map((name) => matcher.program.classNames.indexOf(name));
    for (const [text, expected] of [["甲乙", [true, true, true]], ["丙", [false, false, true]], ["乙", [false, false, false]]] as const) {
      matcher.run(text);
      expect(ids.map((cls) => matcher.has(cls))).toEqual(expected);
      matcher.run(text);
      expect([...ids].reverse().map((cls) => matcher.has(cls))).toEqual([...expected].reverse());
    }
  });
});
