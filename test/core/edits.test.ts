import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/core/edits.js";
import type { Edit } from "../../src/core/types.js";
import { anyText } from "./support.js";

describe("applyEdits", () => {
  it.each<[string, Edit[], string]>([
    ["一二三", [], "一二三"],
    ["一二三", [{ start: 1, end: 2, text: "两" }], "一两三"],
    ["一二三", [{ start: 2, end: 3, text: "叁" }, { start: 0, end: 1, text: "壹" }], "壹二叁"],
    ["一二三", [{ start: 3, end: 3, text: "四" }, { start: 0, end: 0, text: "零" }], "零一二三四"],
    // Of two that overlap the earlier wins, of two that start together the longer.
    ["一二三", [{ start: 0, end: 2, text: "x" }, { start: 1, end: 3, text: "y" }], "x三"],
    ["一二三", [{ start: 0, end: 1, text: "x" }, { start: 0, end: 2, text: "y" }], "y三"],
  ])("%j with %j", (text, edits, expected) => {
    expect(applyEdits(text, edits)).toBe(expected);
  });

  it("leaves alone what it was given, and what no edit touches", () => {
    const edit = fc.tuple(fc.nat(60), fc.nat(10), fc.string({ maxLength: 4 }));
    fc.assert(
      fc.property(anyText([]), fc.array(edit, { maxLength: 5 }), (text, list) => {
        const edits = list.map(([start, length, words]): Edit => ({ start: Math.min(start, text.length), end: Math.min(start + length, text.length), text: words }));
        const before = JSON.stringify(edits);
        const out = applyEdits(text, edits);
        expect(JSON.stringify(edits)).toBe(before);
        const first = Math.min(text.length, ...edits.map(({ start }) => start));
        const last = Math.max(0, ...edits.map(({ end }) => end));
        expect(out.startsWith(text.slice(0, first))).toBe(true);
        expect(out.endsWith(edits.length === 0 ? text : text.slice(last))).toBe(true);
      }),
    );
  });
});
