import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { commitmentClasses } from "../../src/core/commitments.js";
import { type HouseRules, LIMITED } from "../../src/core/house.js";
import { Linter } from "../../src/core/linter.js";
import { lengthOf } from "../../src/core/timing.js";
import { loadPack } from "../../src/rulepack/load.js";

const { pack } = loadPack(["rules"], "dictionaries");
const linter = (house: HouseRules): Linter => new Linter(pack, { house, suggestions: false });
const rules = (house: HouseRules, reply: string, customer?: string): string[] => linter(house).lint({ reply, ...(customer !== undefined && { customer }) }).findings.map(({ rule }) => rule);

describe("time limits", () => {
  it("are about the matters that the pack knows", () => {
    expect(commitmentClasses(pack).names.sort()).toEqual(LIMITED.filter((name) => name !== "any").sort());
  });

  it.each([
    ["48小时内", 48, 48],
    ["3天内", 72, 96],
    ["明天18点前", 18, 42],
    ["10分钟内", 1 / 6, 1 / 6],
  ])("%s lasts from %d to %d hours, whenever it is said", (words, least, most) => {
    const length = lengthOf(words)!;
    expect(length.least / 3600).toBeGreaterThanOrEqual(least - 0.01);
    expect(length.most / 3600).toBeLessThanOrEqual(most + 0.01);
  });

  it.each(["12月3日", "月底", "收到货后"])("%s depends on the date, or on something else", (words) => {
    expect(lengthOf(words)).toBeNull();
  });

  it("hold for their matter; any for what has none of its own", () => {
    const refund = "抱歉让您久等了，退款7天内给您处理好";
    expect(rules({ limits: { refund: { most: 72 } } }, refund, "退款没到账")).toContain("time/over-limit");
    expect(rules({ limits: { invoice: { most: 72 } } }, refund, "退款没到账")).not.toContain("time/over-limit");
    expect(rules({ limits: { any: { most: 72 } } }, refund, "退款没到账")).toContain("time/over-limit");
    expect(rules({ limits: { any: { most: 72 }, refund: { most: 240 } } }, refund, "退款没到账")).not.toContain("time/over-limit");
    expect(rules({ limits: { refund: { least: 300 } } }, refund, "退款没到账")).toContain("promise/under-limit");
  });
});

describe("exempt texts", () => {
  const text = "正品保障绝无假货";
  const exempt = [{ text, reason: "reviewed" }];

  it("are not reported, and counted", () => {
    const plain = linter({}).lint({ reply: text });
    expect(plain.findings.length).toBeGreaterThan(0);
    const { findings, exempted, score } = linter({ exempt }).lint({ reply: text });
    expect(findings).toEqual([]);
    expect(exempted![text]).toBeGreaterThanOrEqual(plain.findings.length);
    expect(score === null || score === 100).toBe(true);
    expect(linter({ exempt: [{ text, reason: "x", rules: ["courtesy/no-advice"] }] }).lint({ reply: text }).findings.map(({ rule }) => rule)).toEqual(plain.findings.map(({ rule }) => rule));
  });

  it("excuse nothing beside them", () => {
    expect(rules({ exempt }, `${text}，这是你自己操作的问题，活该`).length).toBeGreaterThan(0);
  });

  it("do not excuse a reply from what it lacks, unless they are all of it", () => {
    const customer = "少发了一个杯盖";
    expect(linter({ exempt: [{ text: "感谢支持本店", reason: "x" }] }).lint({ reply: "感谢支持本店，已查", customer }).missing.length).toBeGreaterThan(0);
  });

  it("count in conversations, too", () => {
    const messages = [{ role: "customer" as const, text: "是正品吗" }, { role: "agent" as const, text }];
    const { exempted, findings } = linter({ exempt }).lintConversation(messages);
    expect(Object.keys(exempted ?? {})).toEqual([text]);
    expect(findings.filter((finding) => finding.text !== "")).toEqual([]);
    expect(linter({ exempt }).analyseConversation(messages).exempted).toEqual(exempted);
  });
});

describe("terms", () => {
  it("are found wherever they stand, at their place in the reply as it was given", () => {
    const house = new Linter(pack, { house: { terms: { 宝贝: "商品", 亲亲宝贝: "您" } } });
    fc.assert(
      fc.property(fc.array(fc.constantFrom("宝贝", "寶貝", "宝\u200b贝", "亲亲宝贝", "商品", "，", "好", " ", "😊"), { maxLength: 8 }), (parts) => {
        const reply = parts.join("");
        for (const { rule, start, end, text } of house.lint({ reply }).findings) if (rule === "clarity/house-term") {
          expect(reply.slice(start, end)).toBe(text);
          expect(text.replace(/\u200b| /g, "")).toMatch(/^(?:亲亲)?(?:宝贝|寶貝)$/);
        }
      }),
      { numRuns: 60 },
    );
    expect(rules({ terms: { 宝贝: "商品" } }, "宝贝都在，寶貝也在").filter((rule) => rule === "clarity/house-term")).toHaveLength(2);
  });

  it("make another rule set, and plain data goes through a copy", () => {
    const house: HouseRules = { terms: { 宝贝: "商品" }, limits: { any: { most: 1 } }, exempt: [{ text: "a", reason: "b" }] };
    expect(linter(house).ruleset).not.toBe(linter({}).ruleset);
    expect(linter(structuredClone(house)).ruleset).toBe(linter(house).ruleset);
  });
});
