import { describe, expect, it } from "vitest";
import { applyEdits } from "../../src/core/edits.js";
import { Linter } from "../../src/core/linter.js";
import { compilePack } from "../../src/core/pack.js";
import type { PlaybookSource } from "../../src/core/rules.js";
import { at, packOf, requireRule, sourceOf } from "./support.js";

const both = (text: string): { zh: string; en: string } => ({ zh: text, en: text });

const damaged: PlaybookSource = {
  id: "damaged",
  name: both("破损"),
  scenarios: ["damaged"],
  guidance: ["G28"],
  sources: ["test"],
  place: at,
  steps: [
    { move: "apology", step: both("致歉"), rules: ["empathy/sorry"], say: ["{goods}的事真抱歉，", "真抱歉，"], insert: "start" },
    { move: "value", step: both("留意"), say: ["这次加固{goods}。"] },
    { move: "action", step: both("行动"), rules: ["action/act", "action/do"], say: ["我现在补发。"] },
    { move: "time", step: both("时间"), rules: ["time/when"], when: { notReply: ["done"] }, say: ["【几点】前回复您。"] },
  ],
};
const problem: PlaybookSource = { ...damaged, id: "problem", scenarios: [], guidance: ["G20"], when: { customer: ["trouble"] }, steps: [{ move: "apology", step: both("致歉"), rules: ["empathy/sorry"], say: ["不好意思，"], insert: "start" }] };

const classes = { sorry: ["抱歉", "不好意思"], goods: ["杯子", "花瓶"], act: ["补发"], time: ["点前", "】前"], done: ["已退"], trouble: ["坏了"], hello: ["您好"] };
// In an order that is not the playbook's.
const rules = [requireRule("time/when", ["time"]), requireRule("action/do", ["act"]), requireRule("action/act", ["act"], { guidance: ["G26"], move: "action" }), requireRule("empathy/sorry", ["sorry"], { move: "apology" })];
const pack = packOf(classes, rules, { playbooks: [problem, damaged] });
const linter = new Linter(pack);

describe("playbooks", () => {
  it("have their rules asked in their situations only", () => {
    expect(linter.lint({ reply: "在路上" }).findings).toEqual([]);
    expect(linter.lint({ reply: "在路上", scenario: "damaged" }).findings.map(({ rule }) => rule)).toEqual(["empathy/sorry", "action/act", "time/when"]);
    expect(linter.lint({ reply: "在路上", customer: "坏了" }).findings.map(({ rule }) => rule)).toEqual(["empathy/sorry"]);
  });

  it("list what is missing in their order, each step once, with the points of the playbook", () => {
    const { missing } = linter.lint({ reply: "在路上", scenario: "damaged" });
    expect(missing).toEqual([
      { kind: "apology", guidance: ["G20", "G28"], suggestion: "真抱歉，" },
      { kind: "action", guidance: ["G20", "G26", "G28"], suggestion: "我现在补发。" },
      { kind: "time", guidance: ["G20", "G28"], suggestion: "【几点】前回复您。" },
    ]);
  });

  it("narrow a step down by its own situation", () => {
    expect(linter.lint({ reply: "真抱歉，已退，补发", scenario: "damaged" }).findings).toEqual([]);
  });

  it("take up the reply's own words, else the customer's, else leave the sentence for a plainer one", () => {
    const first = (input: { reply: string; customer?: string }): string | undefined => linter.lint({ ...input, scenario: "damaged" }).missing[0]?.suggestion;
    expect(first({ reply: "杯子补发，3点前", customer: "花瓶碎了" })).toBe("杯子的事真抱歉，");
    expect(first({ reply: "补发，3点前", customer: "花瓶碎了" })).toBe("花瓶的事真抱歉，");
    expect(first({ reply: "补发，3点前", customer: "碎了" })).toBe("真抱歉，");
  });

  it("speak in the scenario's words where a playbook of none asks", () => {
    expect(linter.lint({ reply: "在路上", customer: "坏了" }).missing[0]?.suggestion).toBe("不好意思，");
    expect(linter.lint({ reply: "补发，3点前", customer: "坏了", scenario: "damaged" }).missing[0]?.suggestion).toBe("真抱歉，");
  });

  it("tell how far a reply has got", () => {
    expect(linter.playbook({ reply: "在路上" })).toBeNull();
    const state = linter.playbook({ reply: "杯子补发", scenario: "damaged" })!;
    expect(state.id).toBe("damaged");
    expect(state.steps.map(({ state: of, rule, sentence }) => [of, rule ?? sentence ?? ""])).toEqual([["owed", "empathy/sorry"], ["open", "这次加固杯子。"], ["said", ""], ["owed", "time/when"]]);
    expect(linter.playbook({ reply: "抱歉，已退", scenario: "damaged" })!.steps.map(({ step }) => step.zh)).toEqual(["致歉", "留意", "行动"]);
  });

  it("leave a greeting in front", () => {
    const source = sourceOf(classes, rules, { playbooks: [damaged] });
    source.classes.find(({ name }) => name === "hello")!.move = { kind: "greeting", span: "match" };
    const polite = new Linter(compilePack(source));
    const mended = (reply: string): string => applyEdits(reply, polite.lint({ reply, scenario: "damaged" }).findings[0]!.suggestions[0]!.edits);
    expect(mended("您好，补发，3点前")).toBe("您好，真抱歉，补发，3点前");
    expect(mended("补发，3点前")).toBe("真抱歉，补发，3点前");
  });

  it("name rules and classes that are there", () => {
    const wrong = (step: Partial<PlaybookSource["steps"][number]>): (() => unknown) => () => packOf(classes, rules, { playbooks: [{ ...damaged, steps: [{ move: "time", step: both("x"), ...step }] }] });
    expect(wrong({ rules: ["time/when", "time/never"] })).toThrow('there is no rule "time/never"');
    expect(wrong({ say: ["{nothing}好"] })).toThrow('there is no class "nothing"');
  });
});
