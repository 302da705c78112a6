import { describe, expect, it } from "vitest";
import { type ClassSource, compileGrammar, editDistance, GrammarError } from "../../../src/core/match/compile.js";
import { charTables } from "../../../src/core/text/chars.js";
import { literalsOf } from "../support.js";

const tables = charTables("請请");
type Definition = string[] | Omit<ClassSource, "name" | "place">;

function compile(classes: Record<string, Definition>): ReturnType<typeof compileGrammar> {
  return compileGrammar(
    Object.entries(classes).map(([name, definition]): ClassSource => ({ name, place: { file: "f.yaml", path: [name] }, ...(Array.isArray(definition) ? { any: definition } : definition) })),
    tables,
    [],
  );
}

function errorOf(classes: Record<string, Definition>): GrammarError {
  try {
    compile(classes);
  } catch (error) {
    if (error instanceof GrammarError) return error;
    throw error;
  }
  throw new Error("compiles");
}

describe("compileGrammar", () => {
  it.each<[string, Record<string, Definition>, RegExp, (string | number)[], number?]>([
    ["an unknown class", { a: ["甲", "<b>"] }, /there is no class <b>/, ["a", 1]],
    ["a slip of the pen", { outcome: ["甲"], a: ["<outcom>"] }, /did you mean <outcome>\?/, ["a", 0]],
    ["an unknown class in an exception", { a: { any: ["甲"], except: ["<b>"] } }, /there is no class <b>/, ["a"]],
    ["an unknown class in a condition", { a: { any: ["甲"], unless: { clause: ["b|c"] } } }, /there is no class <b>/, ["a"]],
    ["a bad pattern", { a: ["甲", "乙(丙"] }, /in "乙\(丙": .*never closed/, ["a", 1], 1],
    ["a class without members", { a: [] }, /no members/, ["a"]],
    ["a circle", { a: ["<b>甲"], b: ["<c>甲"], c: ["<a>甲"] }, /in a circle: <a> → <b> → <c> → <a>/, ["a"]],
    ["a circle of one", { a: ["<a>甲"] }, /in a circle: <a> → <a>/, ["a"]],
    ["a circle through a condition", { a: { any: ["甲"], with: { clause: ["b"] } }, b: ["<a>甲"] }, /in a circle/, ["a"]],
    ["words that are never searched", { a: [String.raw`您好\ 请问`] }, /can never match/, ["a", 0]],
    ["an invisible word", { a: ["\u200b"] }, /can never match/, ["a", 0]],
    ["a literal too long", { a: ["甲".repeat(201)] }, /too long/, ["a", 0]],
  ])("refuses %s and says where", (_, classes, message, path, offset) => {
    const error = errorOf(classes);
    expect(error.message).toMatch(message);
    expect(error.place).toEqual({ file: "f.yaml", path });
    if (offset !== undefined) expect(error.offset).toBe(offset);
  });

  it("refuses two classes of one name", () => {
    const twice: ClassSource[] = [1, 2].map((n) => ({ name: "a", any: ["甲"], place: { file: `${n}.yaml`, path: ["a"] } }));
    expect(() => compileGrammar(twice, tables, [])).toThrow(/class "a" is defined twice/);
    expect(() => compileGrammar([{ name: "number", any: ["甲"], place: { file: "f", path: [] } }], tables, [])).toThrow(/defined twice/);
  });

  it.each(["甲..!乙", "!乙..甲", "甲!乙!丙", "!乙!丙甲"])("refuses %s, of which a part would mean nothing", (pattern) => {
    expect(() => compile({ a: [pattern] })).toThrow(GrammarError);
  });

  it("brings literals to normal form", () => {
    const { automaton, classNames } = compile({ a: ["請ＡＢ", "加 微 信".replaceAll(" ", String.raw`\ `)] });
    expect(literalsOf(automaton).map(({ text, classes }) => [text, classes.map((cls) => classNames[cls])])).toEqual(
      expect.arrayContaining([
        ["请ab", ["a"]],
        ["加微信", ["a"]],
      ]),
    );
  });

  it("keeps a class that is nothing but words out of the nodes", () => {
    const { nodes, automaton, local } = compile({ a: ["甲", "乙?丙"], b: ["<a>丁"] });
    expect(nodes).toHaveLength(1);
    // What only stands beside others is compared in place, and not scanned for.
    expect(literalsOf(automaton).map(({ text }) => text).sort()).toEqual(["丙", "乙丙", "甲"].sort());
    expect(Object.values(local)).toEqual([["丁"]]);
  });

  it("orders nodes so that a class comes after those that it speaks of", () => {
    const { nodes, classNames } = compile({ c: ["<b>丙"], b: ["<a>乙"], a: ["^甲"] });
    expect(nodes.map((node) => classNames[node.cls])).toEqual(["a", "b", "c"]);
  });

  it("wakes every node by something that each of its matches contains", () => {
    const { nodes, wakes, classNames } = compile({ a: ["^甲"], b: ["<a>..3乙", "丙..<number>"], c: { any: ["丁"], unless: { clause: ["b"] } } });
    nodes.forEach((node, index) => {
      node.patterns.forEach((pattern, which) => {
        const pairs = wakes[pattern.steps[pattern.anchor]!.cls]!;
        expect(pairs.some((one, i) => i % 2 === 0 && one === index && pairs[i + 1] === which), `${classNames[node.cls]} ${which}`).toBe(true);
      });
      if (node.unless.length > 0) expect(wakes[node.cls]).toEqual(expect.arrayContaining([index, -1]));
    });
  });
});

describe("editDistance", () => {
  it.each([
    ["", "", 0],
    ["match", "match", 0],
    ["mach", "match", 1],
    ["sevreity", "severity", 2],
    ["abc", "xyz", 3],
    ["a", "abcdef", 3],
  ])("%j and %j: %d", (a, b, distance) => {
    expect(Math.min(3, editDistance(a, b, 3))).toBe(distance);
  });
});
