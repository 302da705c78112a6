import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cohen } from "../../src/evaluation/kappa.js";
import { measure } from "../../src/evaluation/measure.js";
import { readLabels } from "../../src/evaluation/read.js";
import { casesOf, reviewerPairs } from "../../src/evaluation/review.js";
import { readTable } from "../../src/evaluation/table.js";
import type { Case, Judged } from "../../src/evaluation/types.js";

const finding = (rule: string, guidance: string[], right: boolean): Judged => ({ rule, guidance, message: "", text: "", right });
const one = (expected: string[][], found: Judged[] = []): Case => ({ id: "", file: "l", line: 1, customer: "", reply: "", expect: expected, found });
const figures = (cases: Case[], id: string) => {
  const { points, rules } = measure(cases, (rule) => (rule === "action/a" ? ["G20", "G26"] : undefined));
  return [...points, ...rules].find((row) => row.id === id);
};

describe("cohen", () => {
  it("is what the textbook has: 20, 5, 10, 15 give 0.4", () => expect(cohen(20, 5, 10, 15)).toBeCloseTo(0.4, 10));
  it("is 1 for full agreement, and not defined where all is one", () => {
    expect(cohen(3, 0, 0, 4)).toBe(1);
    expect(cohen(5, 0, 0, 0)).toBeNull();
    expect(cohen(0, 0, 0, 0)).toBeNull();
  });
  it("stays within its bounds and does not mind who is first", () => {
    const count = fc.nat(50);
    fc.assert(
      fc.property(count, count, count, count, (both, first, second, neither) => {
        const kappa = cohen(both, first, second, neither);
        expect(kappa).toBe(cohen(both, second, first, neither));
        if (kappa !== null) expect(Math.abs(kappa)).toBeLessThanOrEqual(1 + 1e-12);
      }),
    );
  });
});

describe("measure", () => {
  const cases = [
    one([["G04"]], [finding("promise/p", ["G04"], true)]),
    one([["G04"]]),
    one([], [finding("promise/p", ["G04"], false)]),
    one([]),
    one([["G04", "G20"]], [finding("action/a", ["G20", "G26"], true)]),
  ];

  it("counts hits, misses and false alarms; of several labels any is right", () => {
    expect(figures(cases, "G04")).toEqual({ id: "G04", labelled: 3, hits: 1, instead: 1, missed: 1, false: 1, falseOnClean: 1, precision: 0.5, recall: 0.5, f1: 0.5, falsePerThousand: 200, kappa: 0 });
    expect(figures(cases, "G20")).toMatchObject({ labelled: 1, hits: 1, missed: 0, false: 0, precision: 1, recall: 1, kappa: 1 });
    // What a right finding is about besides is no false alarm.
    expect(figures(cases, "G26")).toMatchObject({ labelled: 0, false: 0, precision: null, recall: null });
  });

  it("judges a rule by its own findings", () => {
    expect(figures(cases, "promise/p")).toMatchObject({ hits: 1, instead: 1, missed: 1, false: 1 });
    expect(figures(cases, "action/a")).toMatchObject({ hits: 1, missed: 0, false: 0 });
  });

  it("says of whole replies whether a fault was found, and lists what went wrong", () => {
    const { overall, faulty, clean, missed, falseAlarms, confusion } = measure(cases, () => undefined);
    expect({ faulty, clean }).toEqual({ faulty: 3, clean: 2 });
    expect(overall).toMatchObject({ hits: 2, missed: 1, false: 1, falseOnClean: 1 });
    expect(missed).toMatchObject([{ expect: ["G04"], reported: [] }]);
    expect(falseAlarms).toMatchObject([{ rule: "promise/p", expect: [] }]);
    expect(confusion).toEqual([{ expected: "G04", reported: null, count: 1 }, { expected: null, reported: "G04", count: 1 }]);
  });

  it("names the other fault where one was reported for another", () => {
    const { confusion, missed } = measure([one([["G21"]], [finding("empathy/e", ["G06"], false)])], () => undefined);
    expect(confusion).toEqual([{ expected: "G21", reported: "G06", count: 1 }]);
    expect(missed).toMatchObject([{ expect: ["G21"], reported: ["G06"] }]);
  });

  it("adds up, whatever comes", () => {
    const point = fc.constantFrom("G04", "G06", "G20");
    const found = fc.record({ rule: fc.constantFrom("a/x", "b/y"), guidance: fc.uniqueArray(point, { minLength: 1 }) });
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.uniqueArray(point), fc.array(found, { maxLength: 3 }))), (given) => {
        const all = given.map(([expected, findings]) => one(expected.length > 0 ? [expected] : [], findings.map((entry) => finding(entry.rule, entry.guidance, entry.guidance.some((id) => expected.includes(id))))));
        const { overall, points, rules, faulty, clean, replies } = measure(all, () => undefined);
        expect(faulty + clean).toBe(replies);
        expect(overall.hits + overall.missed).toBe(faulty);
        for (const row of [...points, ...rules]) {
          expect(row.labelled).toBe(row.hits + row.instead + row.missed);
          expect(row.labelled + row.false).toBeLessThanOrEqual(replies);
        }
      }),
    );
  });
});

describe("readLabels", () => {
  it("reads on after a bad line and names each", () => {
    const { labels, problems } = readLabels('\ufeff{"id":7,"reply":"亲","expect":["G04","G04"],"customer":null}\nnot\n\n{"reply":"亲"}\n{"reply":"亲","expect":["4"]}\n{"reply":"亲","expect":[],"chanel":"chat"}\n{"reply":"亲","expect":[],"channel":"chta"}\n[1]\n{"reply":"亲","expect":[]}', "l.jsonl");
    expect(labels).toMatchObject([{ id: "7", line: 1, expect: ["G04"] }, { id: "", line: 9, expect: [] }]);
    expect(problems.map(({ line }) => line)).toEqual([2, 4, 5, 6, 7, 8]);
    expect(problems[3]!.message.zh).toContain("channel");
    expect(problems[4]!.message.en).toContain('"chat"');
  });
});

describe("readTable", () => {
  it("reads labels, whatever the delimiter and the cells' commas", () => {
    const { labels, problems } = readTable('id;reply;expect;owner\r\n1;"您好；\n稍等";G04、g20;甲\r\n2;好的;;乙\r\n3;好的;x;乙\r\n', "l.csv");
    expect(labels).toMatchObject([{ id: "1", line: 2, reply: { reply: "您好；\n稍等" }, expect: ["G04", "G20"] }, { id: "2", line: 4, expect: [] }]);
    expect(problems).toMatchObject([{ line: 5 }]);
  });

  it("says what the head needs", () => {
    expect(readTable("a,b\n1,2\n", "l.csv").problems).toMatchObject([{ line: 1 }]);
  });
});

describe("review sheets", () => {
  const HEAD = "conversation,file,line,message,agent,scenario,score,customer,text,reported,rule,guidance,severity,says,verdict,should_be,reviewer\n";
  const row = (message: number, rule: string, guidance: string, verdict: string, shouldBe = "", reviewer = "甲"): string => `N1,a.csv,2,${message},小麦,chase,80,在吗,稍等,稍等,${rule},${guidance},warning,说明,${verdict},${shouldBe},${reviewer}\n`;

  it("gives cases by response, and leaves out what nobody has judged", () => {
    const { reviews, problems } = readTable(HEAD + row(1, "time/t", "G08", "hit") + row(1, "action/a", "G20 G26", "误报") + row(1, "", "", "漏报", "G21") + row(3, "time/t", "G08", "", "", "") + row(5, "", "", ""), "r.csv");
    expect(problems).toEqual([]);
    const { cases, open } = casesOf(reviews);
    expect(open).toBe(1);
    expect(cases).toMatchObject([{ expect: [["G08"], ["G21"]], found: [{ rule: "time/t", right: true }, { rule: "action/a", right: false }] }, { expect: [], found: [] }]);
    const { rules, points } = measure(cases, () => undefined);
    expect(rules).toMatchObject([{ id: "action/a", precision: 0 }, { id: "time/t", precision: 1 }]);
    // Each point that was overlooked counts, whatever else was found there.
    expect(points.find(({ id }) => id === "G21")).toMatchObject({ missed: 1, instead: 0 });
  });

  it("names rows that cannot be", () => {
    const { problems } = readTable(HEAD + row(1, "time/t", "G08", "perhaps") + row(1, "time/t", "G08", "missed", "G04") + row(1, "", "", "hit") + row(1, "", "", "missed") + row(1, "", "", "missed", "催单"), "r.csv");
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4, 5, 6]);
  });

  it("calibrates reviewers on what both judged", () => {
    const sheet = (reviewer: string, verdicts: string[]): string => HEAD + verdicts.map((verdict, index) => row(index, "time/t", "G08", verdict, "", reviewer)).join("");
    const reviews = [...readTable(sheet("甲", ["hit", "hit", "false", "false"]), "甲.csv").reviews, ...readTable(sheet("乙", ["hit", "false", "false", ""]), "乙.csv").reviews];
    expect(reviewerPairs(reviews)).toEqual([{ reviewers: ["乙", "甲"], findings: 3, agreed: 2, kappa: cohen(1, 0, 1, 1) }]);
  });
});
