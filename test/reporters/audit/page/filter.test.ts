import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { ConversationRow } from "../../../../src/audit/report.js";
import { FILTERS, formatRoute, matches, parseRoute, VIEWS } from "../../../../src/reporters/audit/page/filter.js";

const row: ConversationRow = {
  id: "c-1",
  keptAs: ["worst"],
  at: { file: "a.csv", line: 2 },
  agents: ["小雨", "阿杰"],
  team: "售后",
  scenario: "chase",
  responses: 1,
  // 23:30 in China, 15:30 in Greenwich.
  startedAt: Date.UTC(2026, 10, 24, 15, 30),
  score: 40,
  verdict: "fail",
  findings: [{ rule: "promise/vow", guidance: ["G04"], dimension: "promise", severity: "warning", critical: "compliance", message: "m", text: "一定到", start: 0, end: 3, messageIndex: 1, suggestions: [] }],
  conversation: { firstResponseSeconds: 10, averageResponseSeconds: 10, longestResponseSeconds: 10, unanswered: true, mood: "worse", promises: [{ messageIndex: 1, start: 0, end: 1, text: "x", deadline: null, outcome: "late" }] },
  messages: [{ role: "customer", text: "Where is MY parcel", kind: "text", at: { file: "a.csv", line: 2 } }],
  fields: { 满意度: "差评" },
};

describe("matches", () => {
  it.each([
    [{}, true],
    [{ agent: "阿杰" }, true],
    [{ agent: "木木" }, false],
    [{ team: "售后" }, true],
    [{ rule: "promise/vow", verdict: "fail" }, true],
    [{ rule: "promise/vow", verdict: "pass" }, false],
    [{ severity: "critical" }, true],
    [{ severity: "warning" }, true],
    [{ severity: "error" }, false],
    [{ severity: "none" }, false],
    [{ scenario: "chase" }, true],
    [{ matter: "unanswered" }, true],
    [{ matter: "late" }, true],
    [{ matter: "not-seen" }, false],
    [{ matter: "worse" }, true],
    [{ kept: "worst" }, true],
    [{ kept: "best" }, false],
    [{ day: "2026-11-24" }, true],
    [{ day: "2026-11-25" }, false],
    [{ q: "my PARCEL" }, true],
    [{ q: "差评" }, true],
    [{ q: "一定到" }, true],
    [{ q: "没有这句" }, false],
  ])("%j", (filter, expected) => {
    expect(matches(row, filter, 480)).toBe(expected);
  });

  it("tells the day in the report's time zone", () => {
    expect(matches(row, { day: "2026-11-25" }, 600)).toBe(true);
  });
});

describe("routes", () => {
  it("survive the way through the address", () => {
    const filter = fc.record(Object.fromEntries(FILTERS.map((key) => [key, fc.string({ unit: "grapheme", minLength: 1 })])), { requiredKeys: [] });
    fc.assert(
      fc.property(fc.constantFrom(...VIEWS), filter, fc.option(fc.nat(9)), (view, asked, open) => {
        expect(parseRoute(formatRoute({ view, filter: asked, open }), 10)).toEqual({ view, filter: asked, open });
      }),
    );
  });

  it("what is not understood counts as not said", () => {
    expect(parseRoute("#nowhere?open=99&x=1&agent=", 10)).toEqual({ view: "overview", filter: {}, open: null });
    expect(parseRoute("#conversations?open=-1", 10).open).toBe(null);
  });
});
