import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { emptyClauses, splitClauses } from "../../../src/core/text/clauses.js";
import { anyText, normal, unitsOf } from "../support.js";

function clausesOf(source: string): { clauses: ReturnType<typeof emptyClauses>; length: number; units: string } {
  const text = normal(source);
  const clauses = emptyClauses();
  splitClauses(text, clauses);
  return { clauses, length: text.length, units: unitsOf(text) };
}

/** `a b | c` : clauses parted by a blank, sentences by a bar. */
function shape(source: string): string {
  const { clauses, units } = clausesOf(source);
  let out = "";
  for (let c = 0; c < clauses.count; c++) {
    if (c > 0) out += clauses.sentence[c] === clauses.sentence[c - 1] ? " / " : " | ";
    out += units.slice(clauses.start[c], clauses.end[c]);
  }
  return out;
}

describe("splitClauses", () => {
  it.each([
    ["您好，请稍等。马上查", "您好 / 请稍等 | 马上查"],
    ["真的吗？！好的~", "真的吗 | 好的"],
    ["第一行\r\n第二行", "第一行 | 第二行"],
    ["您好 请问", "您好 / 请问"],
    ["您好  请问", "您好 / 请问"],
    ["18:00前发，1,000元，3.5折", "18:00前发 / 1,000元 / 3.5折"],
    ["1~3天到", "1~3天到"],
    ["好的👍谢谢", "好的 / 谢谢"],
    ["……嗯", "嗯"],
    ["，，，", ""],
    ["", ""],
    ["visit www.example.com now", "visit www.example.com now"],
  ])("%j → %s", (source, expected) => {
    expect(shape(source)).toBe(expected);
  });

  it("covers every unit, in order", () => {
    fc.assert(
      fc.property(anyText([], 40), (source) => {
        const { clauses, length } = clausesOf(source);
        const { count, start, end, close, sentence, at } = clauses;
        let position = count > 0 ? start[0]! : 0;
        for (let c = 0; c < count; c++) {
          // Without a hole between the end of one and the start of the next.
          expect(start[c]).toBe(position);
          expect(end[c]).toBeGreaterThan(start[c]!);
          expect(close[c]).toBeGreaterThanOrEqual(end[c]!);
          for (let i = start[c]!; i < close[c]!; i++) expect(at[i]).toBe(c);
          if (c > 0) expect(sentence[c]! - sentence[c - 1]!).toBeOneOf([0, 1]);
          else expect(sentence[c]).toBe(0);
          position = close[c]!;
        }
        if (count > 0) {
          expect(position).toBe(length);
          // What stands before the first word belongs to the first clause.
          for (let i = 0; i < start[0]!; i++) expect(at[i]).toBe(0);
          expect(at[length]).toBe(count - 1);
        }
      }),
    );
  });

  it("starts and ends a clause with words", () => {
    fc.assert(
      fc.property(anyText([], 40), (source) => {
        const { clauses, units } = clausesOf(source);
        for (let c = 0; c < clauses.count; c++) {
          const words = units.slice(clauses.start[c], clauses.end[c]);
          expect(words).not.toMatch(/^[,，。!?;…\n\r ]|[,，。!?;…\n\r]$/);
          expect(units.slice(clauses.end[c], clauses.close[c])).not.toMatch(/\p{Script=Han}/u);
        }
      }),
    );
  });

  it.each([
    ["您好 ，请问", "您好 / 请问"],
    ["您好 \n请问", "您好 | 请问"],
  ])("%j → %s", (source, expected) => {
    expect(shape(source)).toBe(expected);
  });

  it("keeps a rare character inside its clause", () => {
    expect(shape("我叫𠮷田，您好")).toBe("我叫𠮷田 / 您好");
  });
});
