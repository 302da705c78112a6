import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Item, parsePattern, PatternError } from "../../../src/core/match/pattern.js";

/** An item in one word, so that expectations are short. */
function show(item: Item): string {
  switch (item.kind) {
    case "literal":
      return item.texts.join("|");
    case "class":
      return item.capture === undefined ? `<${item.name}>` : `<${item.name}:${item.capture}>`;
    case "not":
      return `!${item.name === undefined ? `(${item.texts!.join("|")})` : `<${item.name}>`}`;
    case "gap":
      return `${item.scope}${item.max === 1 << 20 ? "*" : item.max}${item.without === undefined ? "" : `-<${item.without}>`}`;
    case "start":
      return item.whole ? "^^" : "^";
    case "end":
      return item.whole ? "$$" : "$";
  }
}
const parse = (source: string): string[] => parsePattern(source).map((sequence) => sequence.map(show).join(" "));

describe("parsePattern", () => {
  it.each<[string, string[]]>([
    ["保证", ["保证"]],
    ["(您|你)自己", ["您自己|你自己"]],
    ["没?有", ["没有|有"]],
    ["(一定|肯定)?(会|能)", ["一定会|一定能|肯定会|肯定能|会|能"]],
    ["((甲|乙)丙|丁)", ["甲丙|乙丙|丁"]],
    ["甲|乙丙", ["甲|乙丙"]],
    ["<outcome>", ["<outcome>"]],
    ["<time:t>内", ["<time:t> 内"]],
    ["甲..8乙", ["甲 clause8 乙"]],
    ["甲..乙", ["甲 clause10 乙"]],
    ["甲...乙", ["甲 clause* 乙"]],
    ["甲//20乙", ["甲 sentence20 乙"]],
    ["甲//乙", ["甲 sentence* 乙"]],
    ["甲///60乙", ["甲 text60 乙"]],
    ["甲///乙", ["甲 text* 乙"]],
    ["甲..8-<negation>乙", ["甲 clause8-<negation> 乙"]],
    ["甲!<b>", ["甲 !<b>"]],
    ["!(乙|丙)甲", ["!(乙|丙) 甲"]],
    ["^甲$", ["^ 甲 $"]],
    ["^^甲$$", ["^^ 甲 $$"]],
    ["^..3甲..2$", ["^ clause3 甲 clause2 $"]],
    ["甲..4<b>?..5乙", ["甲 clause4 <b> clause5 乙", "甲 clause9 乙"]],
    ["甲(..4<b>)?乙", ["甲 clause4 <b> 乙", "甲乙"]],
    [String.raw`\?\(\.\.`, ["?(.."]],
    ["3.5折", ["3.5折"]],
    ["24/7", ["24/7"]],
    ["?甲", ["?甲"]],
    ["甲..<b>?", ["甲", "甲 clause10 <b>"]],
  ])("%s", (source, expected) => {
    expect(parse(source).sort()).toEqual(expected.sort());
  });

  it.each<[string, number, RegExp]>([
    ["(甲", 0, /never closed/],
    ["甲)", 1, /unexpected/],
    ["甲(乙|丙", 1, /never closed/],
    ["甲<乙>", 1, /a class is written/],
    ["甲<B>", 1, /a class is written/],
    ["甲<b", 1, /a class is written/],
    ["甲>", 1, /unexpected/],
    ["甲 乙", 1, /blank/],
    ["甲\\", 1, /at the end/],
    ["甲!^", 1, /takes a class or literal/],
    ["甲!(乙<b>)", 1, /takes a class or literal/],
    ["..甲", 0, /between two things/],
    ["甲..", 0, /between two things/],
    ["甲^乙", 0, /stands at the start/],
    ["甲$乙", 0, /stands at the end/],
    ["甲?", 0, /needs a literal or a class/],
    ["!甲", 0, /needs a literal or a class/],
    ["", 0, /needs a literal or a class/],
    ["^$", 0, /needs a literal or a class/],
  ])("%j is an error at %d", (source, offset, message) => {
    let error: unknown;
    try {
      parsePattern(source);
    } catch (caught) {
      error = caught;
    }
    expect(error).toBeInstanceOf(PatternError);
    expect((error as PatternError).message).toMatch(message);
    if (offset > 0) expect((error as PatternError).offset).toBe(offset);
  });

  it("refuses patterns that explode", () => {
    expect(() => parsePattern("(甲|<a>)".repeat(12))).toThrow(/alternatives/);
  });

  it("joins spellings only as far as they stay few", () => {
    const counts = parsePattern("(一|二|三|四|五|六|七|八)".repeat(5))
      .flat()
      .map((item) => (item.kind === "literal" ? item.texts.length : 0));
    expect(counts.reduce((a, b) => a * b)).toBe(8 ** 5);
    expect(Math.max(...counts)).toBeLessThan(1000);
  });

  type Tree = string | { any: Tree[][] } | { maybe: Tree };
  const { tree } = fc.letrec<{ tree: Tree; sequence: Tree[] }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 3, depthIdentifier: "tree", withCrossShrink: true },
      fc.constantFrom(..."甲乙丙丁ab1，"),
      fc.array(tie("sequence"), { minLength: 1, maxLength: 3, depthIdentifier: "tree" }).map((any) => ({ any })),
      tie("tree").map((maybe) => ({ maybe })),
    ),
    sequence: fc.array(tie("tree"), { minLength: 1, maxLength: 3, depthIdentifier: "tree" }),
  }));

  const print = (one: Tree): string => (typeof one === "string" ? one : "any" in one ? `(${one.any.map((list) => list.map(print).join("")).join("|")})` : `${print(one.maybe).replace(/\?$/, "")}?`);
  const product = (lists: string[][]): string[] => lists.reduce((left, right) => left.flatMap((a) => right.map((b) => a + b)), [""]);
  const spell = (one: Tree): string[] => (typeof one === "string" ? [one] : "any" in one ? one.any.flatMap((list) => product(list.map(spell))) : [...spell(one.maybe), ""]);

  it("stands for the spellings that alternatives and options spell out", () => {
    fc.assert(
      fc.property(tree, (one) => {
        const expected = new Set(spell(one));
        fc.pre(!expected.has(""));
        const items = parsePattern(print(one)).flat();
        expect(items.every((item) => item.kind === "literal")).toBe(true);
        expect(new Set(items.flatMap((item) => (item.kind === "literal" ? item.texts : [])))).toEqual(expected);
      }),
    );
  });

  it("throws nothing but PatternError, whatever is written", () => {
    const wild = fc.array(fc.constantFrom(..."甲乙ab1()|?<>-!^$./\\ :", "<a>", "..", "//", "..3", "-<a>", "<a:b>", "🙏", "\ud83d"), { maxLength: 12 }).map((list) => list.join(""));
    fc.assert(
      fc.property(wild, (source) => {
        try {
          const sequences = parsePattern(source);
          for (const sequence of sequences) expect(sequence.some((item) => item.kind === "literal" || item.kind === "class")).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(PatternError);
          const { offset } = error as PatternError;
          expect(offset).toBeGreaterThanOrEqual(0);
          expect(offset).toBeLessThanOrEqual(source.length);
        }
      }),
    );
  });
});
