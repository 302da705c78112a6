import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ScorecardSource } from "../../src/core/rules.js";
import { type Scorecard, scorecard } from "../../src/core/score.js";
import { CRITICALS, DIMENSIONS, type Dimension, type Finding, SCENARIOS, type Scenario, SEVERITIES, type Severity } from "../../src/core/types.js";
import { sometimes } from "./support.js";

const SOURCE: ScorecardSource = { points: { error: 30, warning: 12, info: 3 }, again: 0.5, cap: 45, criticalCap: 40, pass: 80, weights: { default: {}, complaint: { empathy: 1.5 } } };

function finding(rule: string, severity: Severity, critical?: Finding["critical"]): Finding {
  const dimension = rule.split("/")[0] as Dimension;
  return { rule, guidance: ["G04"], dimension, severity, message: `${rule}!`, text: "", start: 0, end: 0, suggestions: [], ...(critical && { critical }) };
}
const score = (findings: Finding[], scenario: Scenario = "general", source = SOURCE): Scorecard => scorecard(findings, scenario, source, source.pass, "zh");

describe("scorecard", () => {
  it("gives 100 to a reply without findings", () => {
    expect(score([])).toMatchObject({ score: 100, verdict: "pass", deductions: [] });
  });

  it("takes less off for each further finding of a rule, and no more than the cap in a dimension", () => {
    const card = score(["promise/a", "promise/a", "promise/a", "promise/b"].map((rule) => finding(rule, "error")));
    expect(card.deductions.map(({ points }) => points)).toEqual([30, 15, 0, 0]);
    expect(card.score).toBe(55);
    expect(card.dimensions.promise).toEqual({ score: 0, weight: 1 });
    expect(card.dimensions.time).toEqual({ score: 100, weight: 1 });
  });

  it("weighs dimensions by scenario", () => {
    expect(score([finding("empathy/a", "warning")]).score).toBe(88);
    expect(score([finding("empathy/a", "warning")], "complaint").score).toBe(82);
  });

  it("fails a reply with a critical finding whatever its score", () => {
    const card = score([finding("compliance/a", "info", "compliance")]);
    expect(card).toMatchObject({ score: 40, verdict: "fail" });
    expect(card.deductions).toEqual([
      { rule: "compliance/a", points: 3, reason: "compliance/a!" },
      { rule: "compliance/a", points: 57, reason: "红线：一票否决" },
    ]);
  });

  const severity = fc.constantFrom(...SEVERITIES);
  const critical = sometimes(0.1, fc.constantFrom(...CRITICALS));
  const findings = fc.array(fc.tuple(fc.oneof(fc.constantFrom(...DIMENSIONS), fc.constant("promise" as const)), fc.constantFrom("a", "b"), severity, critical), { maxLength: 14 }).map((list) => list.map(([dimension, name, s, c]) => finding(`${dimension}/${name}`, s, c)));
  const weight = fc.double({ min: 0, max: 5, noNaN: true });
  const source: fc.Arbitrary<ScorecardSource> = fc
    .record({
      points: fc.tuple(fc.nat(50), fc.nat(30), fc.nat(10)),
      again: fc.double({ min: 0, max: 1, noNaN: true }),
      cap: fc.integer({ min: 1, max: 100 }),
      criticalCap: fc.integer({ min: 0, max: 100 }),
      pass: fc.integer({ min: 0, max: 100 }),
      weights: fc.dictionary(fc.constantFrom(...DIMENSIONS), weight),
    })
    .map(({ points: [info, warning, error], weights, ...rest }) => ({ ...rest, points: { info, warning: info + warning, error: info + warning + error }, weights: { default: weights } }));
  const scenario = fc.constantFrom(...SCENARIOS);

  it("stays within 0 and 100, and its deductions add up", () => {
    fc.assert(
      fc.property(findings, scenario, source, (list, where, with_) => {
        const card = score(list, where, with_);
        expect(card.score).toBeGreaterThanOrEqual(0);
        expect(card.score).toBeLessThanOrEqual(100);
        const sum = card.deductions.reduce((total, { points }) => total + points, 0);
        expect(card.score).toBe(Math.max(0, 100 - sum));
        for (const { points } of card.deductions) expect(Number.isInteger(points) && points >= 0).toBe(true);
        for (const dimension of DIMENSIONS) {
          const { score: own } = card.dimensions[dimension];
          expect(own >= 0 && own <= 100).toBe(true);
        }
        expect(card.verdict).toBe(card.score >= with_.pass && !list.some((one) => one.critical) ? "pass" : "fail");
      }),
    );
  });

  it("is never raised by a further finding", () => {
    fc.assert(
      fc.property(findings, findings, fc.nat(20), scenario, source, (list, more, where_, where, with_) => {
        fc.pre(more.length > 0);
        const at = where_ % (list.length + 1);
        const card = score(list, where, with_);
        const worse = score([...list.slice(0, at), more[0]!, ...list.slice(at)], where, with_);
        expect(worse.score).toBeLessThanOrEqual(card.score);
        for (const dimension of DIMENSIONS) expect(worse.dimensions[dimension].score).toBeLessThanOrEqual(card.dimensions[dimension].score);
        if (card.verdict === "fail") expect(worse.verdict).toBe("fail");
      }),
    );
  });

  it("does not depend on the order of the findings", () => {
    fc.assert(
      fc.property(findings, scenario, source, (list, where, with_) => {
        expect(score([...list].reverse(), where, with_).score).toBe(score(list, where, with_).score);
      }),
    );
  });
});
