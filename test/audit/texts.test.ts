import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { addTexts, emptyTexts, TextCollector } from "../../src/audit/texts.js";

interface Sent {
  text: string;
  line: number;
  agent: string;
  score: number | null;
  rules: string[];
}

const sent: fc.Arbitrary<Sent[]> = fc.array(
  fc.record({
    // Few long texts and many short ones, so that some come once and some again and again.
    text: fc.oneof(fc.constantFrom("您好", "请稍等，我查一下", "不关我们的事，您问快递吧", ""), fc.nat(400).map((n) => `第${n}句话，说得长一点`), fc.string({ unit: "binary", maxLength: 3 })),
    line: fc.nat(1_000_000),
    agent: fc.constantFrom("小禾", "阿青", ""),
    score: fc.option(fc.nat(100)),
    rules: fc.subarray(["a/x", "b/y", "c/z"]),
  }),
  { maxLength: 800 },
);

describe("the table of texts", () => {
  it("knows of every text that was sent twice how often, by whom, where first, how good, and what fired", () => {
    fc.assert(
      fc.property(fc.array(sent, { maxLength: 4 }), (ranges) => {
        const table = emptyTexts();
        const files = ranges.map((_, index) => `${index}.csv`);
        for (const [place, range] of ranges.entries()) {
          const collector = new TextCollector();
          for (const { text, line, agent, score, rules } of range) collector.add(text, line, agent, score, rules);
          addTexts(table, structuredClone(collector.columns()), place, files);
        }
        const plain = new Map<string, { count: number; score: number; scored: number; first: { file: string; line: number }; agents: Set<string>; rules: Set<string> }>();
        for (const [place, range] of ranges.entries())
          for (const { text, line, agent, score, rules } of range) {
            const known = plain.get(text) ?? { count: 0, score: 0, scored: 0, first: { file: files[place]!, line }, agents: new Set(), rules: new Set() };
            known.count++;
            if (score !== null) {
              known.score += score;
              known.scored++;
            }
            known.agents.add(agent);
            for (const rule of rules) known.rules.add(rule);
            plain.set(text, known);
          }
        const repeated = [...plain].filter(([, { count }]) => count > 1).map(([text, known]) => ({ text, ...known }));
        const byText = (a: { text: string }, b: { text: string }): number => (a.text < b.text ? -1 : 1);
        expect([...table.repeated.values()].sort(byText)).toEqual(repeated.sort(byText));
      }),
      { numRuns: 60 },
    );
  });

  it("grows far beyond its first size", () => {
    const table = emptyTexts();
    for (let round = 0; round < 2; round++) {
      const collector = new TextCollector();
      for (let n = 0; n < 20_000; n++) collector.add(`第${n}句`, n + 1, "小禾", 90, undefined);
      addTexts(table, collector.columns(), 0, ["a.csv"]);
      expect(table.repeated.size).toBe(round === 0 ? 0 : 20_000);
    }
    expect(table.repeated.values().next().value).toMatchObject({ text: "第0句", count: 2, score: 180, scored: 2, first: { file: "a.csv", line: 1 } });
  });
});
