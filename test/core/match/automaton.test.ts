import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Automaton, buildAutomaton } from "../../../src/core/match/automaton.js";
import { literalsOf } from "../support.js";

/** The walk over the tables as their description has it; the matcher has its own, faster one. */
function scan(automaton: Automaton, text: string): string[] {
  const { alphabet, base, check, fail, outStart, outClass, outLength } = automaton;
  const out: string[] = [];
  let state = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = alphabet[text.charCodeAt(i)]!;
    if (symbol === 0) state = 0;
    else
      for (;;) {
        const next = base[state]! + symbol;
        if (check[next] === state) {
          state = next;
          break;
        }
        if (state === 0) break;
        state = fail[state]!;
      }
    for (let o = outStart[state]!; o < outStart[state + 1]!; o++) out.push(`${outClass[o]!}@${i + 1 - outLength[o]!}-${i + 1}`);
  }
  return out.sort();
}

function bruteForce(literals: ReadonlyMap<string, ReadonlySet<number>>, text: string): string[] {
  const out: string[] = [];
  for (const [literal, classes] of literals)
    for (let i = text.indexOf(literal); i >= 0; i = text.indexOf(literal, i + 1)) for (const cls of classes) out.push(`${cls}@${i}-${i + literal.length}`);
  return out.sort();
}

const bytes = (table: ArrayBufferView): Buffer => Buffer.from(table.buffer, table.byteOffset, table.byteLength);

const dictionary = (units: string[], size: number): fc.Arbitrary<Map<string, Set<number>>> =>
  fc
    .array(fc.tuple(fc.array(fc.constantFrom(...units), { minLength: 1, maxLength: 6 }), fc.array(fc.nat(40), { minLength: 1, maxLength: 3 })), { minLength: 1, maxLength: size })
    .map((list) => new Map(list.map(([literal, classes]) => [literal.join(""), new Set(classes)])));

const FEW = [..."甲乙丙"];
// Two units of a surrogate pair, a lone one, NUL and the last code unit are literals like any other.
const MANY = [..."甲乙丙丁戊己庚辛abc123，。", "\ud83d", "\ude4f", "\ud800", "\0", "\uffff"];

describe("buildAutomaton", () => {
  it.each([
    ["few units, many overlaps", FEW, 30],
    ["many units", MANY, 60],
  ])("finds what a search for each literal finds: %s", (_, units, size) => {
    fc.assert(
      fc.property(dictionary(units, size), fc.array(fc.constantFrom(...units, "外"), { maxLength: 40 }), (literals, list) => {
        const text = list.join("");
        expect(scan(buildAutomaton(literals), text)).toEqual(bruteForce(literals, text));
      }),
    );
  });

  it("holds every literal, once", () => {
    fc.assert(
      fc.property(dictionary(MANY, 60), (literals) => {
        const read = literalsOf(buildAutomaton(literals));
        expect(new Map(read.map(({ text, classes }) => [text, new Set(classes)]))).toEqual(literals);
        expect(read.every(({ classes }) => new Set(classes).size === classes.length)).toBe(true);
      }),
    );
  });

  it("is the same whatever the order of the literals", () => {
    fc.assert(
      fc.property(dictionary(MANY, 30), (literals) => {
        const turned = buildAutomaton(new Map([...literals].reverse().map(([literal, classes]) => [literal, new Set([...classes].reverse())])));
        for (const [name, table] of Object.entries(buildAutomaton(literals))) expect(bytes(turned[name as keyof Automaton]).equals(bytes(table as Uint8Array)), name).toBe(true);
      }),
    );
  });

  it("never reads outside its tables", () => {
    fc.assert(
      fc.property(dictionary(MANY, 60), (literals) => {
        const { alphabet, base, check, outStart, outClass, outLength } = buildAutomaton(literals);
        const symbols = alphabet.reduce((a, b) => Math.max(a, b));
        const highest = base.subarray(0, outStart.length - 1).reduce((a, b) => Math.max(a, b));
        expect(highest + symbols).toBeLessThan(check.length);
        expect(outClass.length).toBe(outLength.length);
      }),
    );
  });

  it("takes no literals at all", () => {
    expect(scan(buildAutomaton(new Map()), "什么都没有")).toEqual([]);
  });
});
