import { readFileSync } from "node:fs";
import { globSync } from "tinyglobby";
import { describe, expect, it } from "vitest";
import { inLocale } from "../../src/rulepack/chinese.js";

/** Every message of the compiler, with something in each hole. */
const messages = globSync(["src/core/match/compile.ts", "src/core/match/pattern.ts", "src/core/pack.ts"]).flatMap((file) =>
  [...readFileSync(file, "utf8").matchAll(/new (?:Grammar|Pattern)Error\(\s*(?:ch === " " \? )?(`[^`]*`|"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')/g)].map(([, literal]) =>
    literal!.slice(1, -1).replace(/\\(.)/g, "$1").replace(/\$\{nearest\([^}]*\)\}/g, "; did you mean <sure>?").replace(/\$\{error\.message\}/g, '"(" is never closed').replace(/\$\{MAX_SEQUENCES\}/g, "64").replace(/\$\{(?:[^{}]|\{[^{}]*\})*\}/g, "x"),
  ),
);

describe("errors of rules in Chinese", () => {
  it("finds the messages of the compiler", () => {
    expect(messages.length).toBeGreaterThan(20);
  });

  it.each(messages)("%s", (message) => {
    expect(inLocale(message, "zh")).toMatch(/[\u4e00-\u9fff]/);
    expect(inLocale(message, "en")).toBe(message);
  });

  it.each([
    ["examples.bad.0.span: is missing", "examples.bad.0.span: 缺这一项，请补上"],
    ['sevrity: unknown key "sevrity"; did you mean "severity"?', 'sevrity: 没有 "sevrity" 这个键，是不是想写 "severity"？'],
    ['severity: expected ("error" | "warning" | "info"), found "fatal"', 'severity: 不能是 "fatal"；可用："error" | "warning" | "info"'],
    ['in "一定(到": "(" is never closed', "“一定(到”里：“(”没有收尾"],
    ['guidance.0: "X4" is a point of the guidance, such as G04', 'guidance.0: "X4" 不是指导要点；写成 G04 这样'],
    ["should be reported, but only promise/sure fires", "该报，却只报了 promise/sure"],
    ["没有“x”这条规则", "没有“x”这条规则"],
    ["something that nobody has translated", "something that nobody has translated"],
  ])("%s → %s", (english, chinese) => {
    expect(inLocale(english, "zh")).toBe(chinese);
  });
});
