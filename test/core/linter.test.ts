import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, createLinter, GrammarError, Linter, type LinterConfig } from "../../src/core/index.js";
import type { SuggestSource } from "../../src/core/rules.js";
import type { Finding, Reply, Result } from "../../src/core/types.js";
import { anyText, packOf, phraseRule, requireRule, sometimes, sourceOf } from "./support.js";

const title = { zh: "改成「{with}」", en: "say “{with}”" };
const replace = (text: string, more: Partial<SuggestSource> = {}): SuggestSource => ({ title, replace: "match", text, ...more });
const lint = (linter: Linter, reply: string | Reply): Result => linter.lint(typeof reply === "string" ? { reply } : reply);
const spans = (result: Result): string[] => result.findings.map(({ rule, text }) => `${rule}:${text}`);

const CLASSES = { sure: ["一定", "保证", "肯定"], hedge: ["预计", "尽量"], "time-word": ["今天", "明天", "<number>(点|小时)"], complaint: ["投诉", "太差"], "no-need": ["不用了"] };
const RULES = [
  phraseRule("promise/sure", ["<sure>..4<time-word:day>..4到"], { unless: { clause: ["hedge"] }, suggest: [replace("预计{day}到", { fix: true })] }),
  phraseRule("courtesy/runs", ["！！"], { guidance: ["G60"], severity: "info", suggest: [replace("！", { fix: true })] }),
  phraseRule("compliance/best", ["最(好|优)"], { guidance: ["G05"], severity: "error", critical: "compliance", suggest: [replace("很好")] }),
  requireRule("time/when", ["time-word"], { when: { customer: ["complaint"] }, suggest: [{ title, insert: "end", text: "明天18点前回复您" }] }),
];
const pack = packOf(CLASSES, RULES);
const linter = new Linter(pack);

describe("Linter.lint", () => {
  it("reports what stands in the reply, in the reply's own words and offsets", () => {
    const reply = "親，我們 保證\u200b明天一定到，這款最 好。";
    const { findings } = lint(linter, reply);
    expect(findings.map(({ rule, text }) => [rule, text])).toEqual([
      ["promise/sure", "保證\u200b明天一定到"],
      ["compliance/best", "最 好"],
    ]);
    for (const { start, end, text } of findings) expect(reply.slice(start, end)).toBe(text);
  });

  it("underlines the words and nothing behind them", () => {
    expect(lint(linter, "这款最好\u200b 3件").findings.map(({ text, end }) => [text, end])).toEqual([["最好", 4]]);
    expect(lint(linter, "这款最好\ufe0f").findings.map(({ text }) => text)).toEqual(["最好"]);
  });

  it("says what the contract says about a clean reply, a bad one, and one that owes nothing", () => {
    expect(lint(linter, "预计明天到")).toMatchObject({ version: 1, scenario: "general", scenarioSource: "inferred", score: 100, verdict: "pass", findings: [], deductions: [], missing: [] });
    expect(lint(linter, "这款最好")).toMatchObject({ score: 40, verdict: "fail" });
    expect(lint(linter, "好的")).toMatchObject({ score: null, verdict: "not-applicable" });
    expect(lint(linter, "")).toMatchObject({ score: null, verdict: "not-applicable", findings: [] });
  });

  it("reports what is missing as a finding at the end, and sums it up", () => {
    const { findings, missing } = lint(linter, { reply: "我去查。", customer: "我要投诉" });
    expect(findings).toMatchObject([{ rule: "time/when", text: "", start: 3, end: 3 }]);
    expect(missing).toEqual([{ kind: "time", guidance: ["G20"], suggestion: "明天18点前回复您" }]);
    expect(lint(linter, { reply: "我去查，明天18点回复您。", customer: "我要投诉" }).missing).toEqual([]);
  });

  it("keeps nothing of the reply before", () => {
    fc.assert(
      fc.property(fc.array(anyText(WORDS), { minLength: 1, maxLength: 4 }), (texts) => {
        const used = new Linter(pack);
        for (const text of texts) expect(lint(used, text)).toEqual(lint(new Linter(pack), text));
      }),
    );
  });

  it("obeys its configuration", () => {
    const reply = "一定明天到！！这款最优";
    expect(spans(lint(new Linter(pack, { rules: { "courtesy/runs": "off" } }), reply))).toEqual(["promise/sure:一定明天到", "compliance/best:最优"]);
    expect(lint(new Linter(pack, { rules: { "promise/sure": "error" } }), reply).findings[0]).toMatchObject({ severity: "error" });
    expect(lint(new Linter(pack, { locale: "en" }), reply).findings[0]!.message).toBe("“一定明天到” will not do");
    expect(lint(new Linter(pack, { suggestions: false }), reply).findings.every(({ suggestions }) => suggestions.length === 0)).toBe(true);
    expect(lint(new Linter(pack, { passMark: 40 }), "一定明天到").verdict).toBe("pass");
    expect(lint(new Linter(pack, { passMark: 95 }), "一定明天到").verdict).toBe("fail");
    expect(lint(new Linter(pack, { scenario: "chase" }), reply)).toMatchObject({ scenario: "chase", scenarioSource: "given" });
    expect(lint(new Linter(pack, { scenario: "chase" }), { reply, scenario: "stock" }).scenario).toBe("stock");
    const hashes = [{}, { level: "strict" as const }, { passMark: 1 }, { rules: { a: "off" as const } }].map((config) => new Linter(pack, config).ruleset);
    expect(new Set(hashes).size).toBe(hashes.length);
    expect(new Linter(pack, { locale: "en" }).ruleset).toBe(linter.ruleset);
  });

  it("asks strict rules only there, and takes severities from the channel", () => {
    const strict = packOf({}, [phraseRule("language/a", ["甲"], { level: "strict", channels: { page: "error" } })]);
    expect(spans(lint(new Linter(strict), "甲"))).toEqual([]);
    const asked = new Linter(strict, { level: "strict" });
    expect(lint(asked, "甲").findings[0]!.severity).toBe("warning");
    expect(lint(asked, { reply: "甲", channel: "page" }).findings[0]!.severity).toBe("error");
    expect(lint(new Linter(strict, { level: "strict", channel: "page" }), "甲").findings[0]!.severity).toBe("error");
  });

  it("asks a rule only in its situation", () => {
    const when = { scenario: ["chase" as const], notCustomer: ["no-need"], customer: ["complaint"], notFacts: ["stock"], channel: ["chat" as const] };
    const l = new Linter(packOf(CLASSES, [phraseRule("promise/a", ["仅剩"], { when })]));
    const hit = { reply: "仅剩3件", customer: "投诉", scenario: "chase" as const };
    expect(spans(lint(l, hit))).toHaveLength(1);
    for (const change of [{ scenario: "stock" as const }, { customer: "投诉，不用了" }, { customer: "在吗" }, { facts: { stock: 3 } }, { channel: "page" as const }]) expect(spans(lint(l, { ...hit, ...change }))).toEqual([]);
  });

  it("names a rule that crashes and judges by the others", () => {
    const broken = packOf(CLASSES, RULES);
    const rule = broken.rules.find(({ id }) => id === "compliance/best")!;
    Object.defineProperty(rule, "span", { get: () => { throw new Error("bang"); } });
    const result = lint(new Linter(broken), "一定明天到，最好");
    expect(spans(result)).toEqual(["promise/sure:一定明天到"]);
    expect(result.crashed).toEqual([{ rule: "compliance/best", message: "bang" }]);
  });

  it("drops the lighter of two findings that say the same of the same words", () => {
    const same = [phraseRule("promise/a", ["保证"], { severity: "info" }), phraseRule("promise/b", ["保证到"], { severity: "error" }), phraseRule("language/c", ["保证"], { guidance: ["G62"] })];
    expect(spans(lint(new Linter(packOf({}, same)), "保证到"))).toEqual(["language/c:保证", "promise/b:保证到"]);
  });

  // Reported to the engine's author.
  it.each([
    ["a dollar sign in the reply's words", phraseRule("language/a", ["价$&"].map((text) => text.replace("$", String.raw`\$`))), "价$&", "「价$&」不妥"],
  ])("puts the words into the message as they are: %s", (_, rule, reply, message) => {
    expect(lint(new Linter(packOf({}, [rule])), reply).findings[0]!.message).toBe(message);
  });
});

const WORDS = ["保证", "一定", "肯定", "明天", "今天", "3点", "到", "！！", "！！！！", "最好", "最优", "预计", "好的", "您好", "一定明天到", "保证今天到", "投诉"];

/** What may be said of any result. */
function wellFormed(result: Result, reply: string): void {
  if (result.score !== null) expect(result.score >= 0 && result.score <= 100).toBe(true);
  let last = 0;
  for (const finding of result.findings) {
    expect(finding.start).toBeGreaterThanOrEqual(last);
    last = finding.start;
    expect(finding.end).toBeGreaterThanOrEqual(finding.start);
    expect(finding.end).toBeLessThanOrEqual(reply.length);
    expect(reply.slice(finding.start, finding.end)).toBe(finding.text);
    expect(finding.guidance.length).toBeGreaterThan(0);
  }
  for (const move of result.moves) expect(reply.slice(move.start, move.end)).toBe(move.text);
}

const countOf = (findings: readonly Finding[], rule: string): number => findings.filter((finding) => finding.rule === rule).length;

describe("any reply", () => {
  it("gets a well-formed result, the same on every run and on a fresh linter", () => {
    let fired = 0;
    fc.assert(
      fc.property(anyText(WORDS), sometimes(0.6, anyText(["投诉", "太差"], 3)), (reply, customer) => {
        const input: Reply = { reply, ...(customer !== undefined && { customer }) };
        const result = linter.lint(input);
        wellFormed(result, reply);
        if (result.findings.length > 0) fired++;
        expect(linter.lint(input)).toEqual(result);
        expect(new Linter(pack).lint(input)).toEqual(result);
      }),
    );
    expect(fired).toBeGreaterThan(0.3 * fc.readConfigureGlobal().numRuns!);
  });

  it("is only offered suggestions that make nothing worse", () => {
    let offered = 0;
    fc.assert(
      fc.property(anyText(WORDS), (reply) => {
        const before = lint(linter, reply);
        for (const finding of before.findings)
          for (const { edits } of finding.suggestions) {
            offered++;
            const after = lint(linter, applyEdits(reply, edits));
            expect(after.score ?? 100).toBeGreaterThanOrEqual(before.score ?? 100);
            expect(countOf(after.findings, finding.rule)).toBeLessThan(countOf(before.findings, finding.rule));
            for (const { rule } of after.findings) expect(countOf(after.findings, rule)).toBeLessThanOrEqual(countOf(before.findings, rule));
          }
      }),
    );
    expect(offered).toBeGreaterThan(0.2 * fc.readConfigureGlobal().numRuns!);
  });

  it("is mended for good, and mending brings nothing new", () => {
    let mended = 0;
    fc.assert(
      fc.property(anyText(WORDS), (reply) => {
        const before = lint(linter, reply);
        const { text, applied } = linter.fix({ reply });
        const after = lint(linter, text);
        if (applied.length > 0) mended++;
        else expect(text).toBe(reply);
        expect(after.findings.filter(({ fix }) => fix)).toEqual([]);
        expect(linter.fix({ reply: text })).toEqual({ text, applied: [] });
        for (const { rule } of after.findings) expect(countOf(after.findings, rule)).toBeLessThanOrEqual(countOf(before.findings, rule));
        expect(after.score ?? 100).toBeGreaterThanOrEqual(before.score ?? 100);
      }),
    );
    expect(mended).toBeGreaterThan(0.1 * fc.readConfigureGlobal().numRuns!);
  });
});

describe("a suggestion that changes what the reply is about", () => {
  it("is not offered where that brings a finding", () => {
    const rules = [phraseRule("promise/a", ["保证"], { suggest: [replace("请快递尽力")] }), requireRule("time/b", ["time-word"], { when: { scenario: ["chase"] } })];
    const l = new Linter(packOf({ ...CLASSES, parcel: ["快递"] }, rules, { scenarios: [{ scenario: "chase", reply: ["parcel"] }] }));
    const reply = "我们保证办妥";
    const before = lint(l, reply);
    for (const { edits } of before.findings[0]!.suggestions) expect(lint(l, applyEdits(reply, edits)).findings).toEqual([]);
  });
});

describe("Linter.fix", () => {
  it("applies what keeps the meaning and tells what it did", () => {
    expect(linter.fix({ reply: "保证明天一定到！！这款最好！！" })).toEqual({
      text: "预计明天到！这款最好！",
      applied: [
        { rule: "promise/sure", title: "改成「预计明天到」" },
        { rule: "courtesy/runs", title: "改成「！」" },
        { rule: "courtesy/runs", title: "改成「！」" },
      ],
    });
  });

  it("goes on while mending makes room for more", () => {
    const rules = [phraseRule("language/runs", ["！！"], { suggest: [replace("！", { fix: true })] }), phraseRule("promise/sure", ["保证"], { suggest: [replace("尽力", { fix: true, unless: ["run"] })] })];
    const { text, applied } = new Linter(packOf({ run: ["！！"] }, rules)).fix({ reply: "保证办好！！" });
    expect([text, applied.map(({ rule }) => rule)]).toEqual(["尽力办好！", ["language/runs", "promise/sure"]]);
  });

  it("mends however many there are", () => {
    const { text } = linter.fix({ reply: "好的！！".repeat(300) });
    expect(text).toBe("好的！".repeat(300));
  });

  it("mends whatever lint is told to show", () => {
    expect(new Linter(pack, { suggestions: false }).fix({ reply: "一定明天到" }).text).toBe("预计明天到");
    expect(new Linter(pack, { maxSuggestions: 0 }).fix({ reply: "一定明天到" }).text).toBe("预计明天到");
  });
});

describe("a reply with very many findings", () => {
  const time = (n: number, config: LinterConfig): number => {
    const many = new Linter(pack, config);
    return Math.min(
      ...Array.from({ length: 3 }, () => {
        const start = performance.now();
        expect(many.lint({ reply: "一定明天到，".repeat(n) }).findings).toHaveLength(n);
        return performance.now() - start;
      }),
    );
  };

  it("is judged in time", () => {
    expect(time(2000, { suggestions: false })).toBeLessThan(2000);
  });

  it("gets its suggestions in time", () => {
    expect(time(400, {}) / time(50, {})).toBeLessThan(40);
  });
});

describe("Linter.moves and explain", () => {
  it("finds the moves that lint finds", () => {
    const moving = packOf({}, [], { classes: [...sourceOf({}, []).classes, { name: "sorry", any: ["抱歉"], move: { kind: "apology", span: "clause" }, place: { file: "f", path: [] } }] });
    const l = new Linter(moving);
    const expected = [{ kind: "apology", start: 3, end: 7, text: "非常抱歉" }];
    expect(lint(l, "您好，非常抱歉。").moves).toEqual(expected);
    expect(l.moves("您好，非常抱歉。")).toEqual(expected);
  });

  it("tells what a rule is", () => {
    expect(linter.explain("promise/sure")).toMatchObject({ id: "promise/sure", dimension: "promise", kind: "phrase" });
    expect(linter.explain("promise/none")).toBeUndefined();
  });
});

describe("createLinter", () => {
  it("takes a compiled pack or rules in source form", () => {
    const { rules, ...dictionaries } = sourceOf(CLASSES, RULES);
    const made = createLinter({ rules, dictionaries });
    expect(made.lint({ reply: "这款最好" }).findings).toEqual(createLinter({ rules: pack }).lint({ reply: "这款最好" }).findings);
    expect(() => createLinter({ rules })).toThrow(TypeError);
    expect(() => createLinter({ rules: [...rules, rules[0]!], dictionaries })).toThrow(GrammarError);
  });

  it("gives a changed rule another ruleset, and the same rules the same", () => {
    expect(packOf(CLASSES, RULES).hash).toBe(pack.hash);
    expect(packOf(CLASSES, RULES.slice(1)).hash).not.toBe(pack.hash);
    expect(packOf({ ...CLASSES, sure: ["一定"] }, RULES).hash).not.toBe(pack.hash);
  });
});
