import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { edited, pieces } from "../../../../src/reporters/audit/page/spans.js";

const text = fc.string({ unit: fc.constantFrom("亲", "a", "😤", "👨‍👩‍👧", "🏻", "\n", "<", "é"), maxLength: 20 });
const spans = fc.array(fc.record({ start: fc.integer({ min: -2, max: 30 }), length: fc.integer({ min: 0, max: 12 }) }), { maxLength: 6 }).map((list) => list.map(({ start, length }) => ({ start, end: start + length })));

const HALF = /[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/;

describe("pieces", () => {
  it("marks each span, in text with characters of two units", () => {
    const said = "🎉可以的！保证明天一定到👍🏻";
    const start = said.indexOf("保证");
    expect(pieces(said, [{ start, end: start + 7 }, { start: said.indexOf("明天"), end: said.length }, { start: said.length, end: said.length }])).toEqual([
      { text: "🎉可以的！", spans: [] },
      { text: "保证", spans: [0] },
      { text: "明天一定到", spans: [0, 1] },
      { text: "👍🏻", spans: [1] },
      { text: "", spans: [2] },
    ]);
  });

  it("shows half a character whole", () => {
    expect(pieces("a😤b", [{ start: 2, end: 4 }])).toEqual([{ text: "a", spans: [] }, { text: "😤b", spans: [0] }]);
    expect(pieces("a😤b", [{ start: 0, end: 2 }])).toEqual([{ text: "a😤", spans: [0] }, { text: "b", spans: [] }]);
  });

  it("loses and adds nothing, breaks no character, and keeps every span", () => {
    fc.assert(
      fc.property(text, spans, (said, given) => {
        const cut = pieces(said, given);
        expect(cut.map((piece) => piece.text).join("")).toBe(said);
        for (const piece of cut) expect(piece.text).not.toMatch(HALF);
        for (const span of given.keys()) expect(cut.some((piece) => piece.spans.includes(span))).toBe(true);
      }),
    );
  });

  it("covers exactly the words of a span that lies between characters", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("亲", "😤", "a", "🏻"), { minLength: 1, maxLength: 15 }), fc.nat(), fc.nat(), (units, one, other) => {
        const [from, to] = [one % units.length, other % (units.length + 1)].sort((a, b) => a - b) as [number, number];
        const [start, end] = [from, to].map((count) => units.slice(0, count).join("").length) as [number, number];
        const covered = pieces(units.join(""), [{ start, end }]).filter((piece) => piece.spans.length > 0);
        expect(covered.map((piece) => piece.text).join("")).toBe(units.slice(from, to).join(""));
      }),
    );
  });
});

describe("edited", () => {
  it("tells what was taken out and what was put in", () => {
    expect(edited("亲，一定到", [{ start: 2, end: 4, text: "预计" }])).toEqual([{ kind: "same", text: "亲，" }, { kind: "out", text: "一定" }, { kind: "in", text: "预计" }, { kind: "same", text: "到" }]);
  });

  it("without what was put in it is the text", () => {
    fc.assert(
      fc.property(text, spans, (said, given) => {
        const cut = edited(said, given.map((span) => ({ ...span, text: "新" })));
        expect(cut.filter(({ kind }) => kind !== "in").map((piece) => piece.text).join("")).toBe(said);
      }),
    );
  });
});
