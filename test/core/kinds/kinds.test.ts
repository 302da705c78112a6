import { describe, expect, it } from "vitest";
import { Linter } from "../../../src/core/index.js";
import type { OrderRule, PhraseRule, RepeatRule, RequireRule } from "../../../src/core/rules.js";
import type { Reply } from "../../../src/core/types.js";
import { packOf, phraseRule, requireRule } from "../support.js";

const CLASSES = { sorry: ["抱歉"], reason: ["因为"], time: ["<number>点"], problem: ["破损"], refund: ["退款"] };
const { match: _match, kind: _kind, ...base } = phraseRule("clarity/x", ["x"]);
const order = (first: string[], then: string[]): OrderRule => ({ ...base, kind: "order", first, then });
const repeat = (minLength: number): RepeatRule => ({ ...base, kind: "repeat", minLength });

function found(rule: PhraseRule | RequireRule | OrderRule | RepeatRule, reply: string, more: Partial<Reply> = {}): string[] {
  return new Linter(packOf(CLASSES, [rule])).lint({ reply, ...more }).findings.map(({ start, text }) => `${start}:${text}`);
}

describe("phrase", () => {
  const text = "您好，我们保证退款，一定。再见";
  it("underlines the match, its clause or its sentence", () => {
    expect(found(phraseRule("promise/a", ["保证"]), text)).toEqual(["5:保证"]);
    expect(found(phraseRule("promise/a", ["保证"], { span: "clause" }), text)).toEqual(["3:我们保证退款"]);
    expect(found(phraseRule("promise/a", ["保证"], { span: "sentence" }), text)).toEqual(["0:您好，我们保证退款，一定"]);
  });
  it("reports hits that overlap once", () => {
    expect(found(phraseRule("promise/a", ["保证", "保证退", "退款"]), text)).toEqual(["5:保证退款"]);
    expect(found(phraseRule("promise/a", ["保证", "一定"], { span: "sentence" }), text)).toHaveLength(1);
  });
  it("obeys exceptions and surroundings", () => {
    const rule = phraseRule("promise/a", ["保证"], { except: ["不保证"], with: { clause: ["refund"] }, unless: { sentence: ["sorry"] } });
    expect(found(rule, "保证退款")).toHaveLength(1);
    for (const reply of ["不保证退款", "保证，退款", "抱歉，保证退款"]) expect(found(rule, reply), reply).toEqual([]);
  });
});

describe("require", () => {
  const rule = requireRule("time/a", ["time"], { after: ["sorry", "reason"] });
  it("is content with any of what it needs", () => {
    expect(found(rule, "我们9点退款")).toEqual([]);
    expect(found(requireRule("time/a", ["time", "refund"]), "我们退款")).toEqual([]);
  });
  it("reports after the last sentence that it should follow, else at the end", () => {
    expect(found(rule, "很抱歉，这次破损了。因为下雨，路滑。我去看看。")).toEqual(["15:".replace("15", String("很抱歉，这次破损了。因为下雨，路滑".length))]);
    expect(found(rule, "我去看看哦。")).toEqual(["5:"]);
    expect(found(rule, "我去看看\r\n")).toEqual(["4:"]);
  });
  it("asks nothing of a reply that owes nothing", () => {
    for (const reply of ["", "好的", "您好，谢谢", "👍", "。。。"]) expect(found(rule, reply), reply).toEqual([]);
  });
});

describe("order", () => {
  const rule = order(["sorry"], ["reason", "refund"]);
  it("reports what came too early, and only that", () => {
    expect(found(rule, "因为下雨，抱歉")).toEqual(["0:因为"]);
    expect(found(rule, "退款因为下雨，抱歉")).toEqual(["0:退款"]);
    for (const reply of ["抱歉，因为下雨", "因为下雨", "抱歉", "抱歉，因为下雨，抱歉"]) expect(found(rule, reply), reply).toEqual([]);
  });
});

describe("repeat", () => {
  it("reports a sentence that stands there again, however it is written", () => {
    expect(found(repeat(4), "请您耐心等待。好的。请您耐心等待！")).toEqual(["10:请您耐心等待"]);
    expect(found(repeat(4), "請您 耐心等待\n请您耐心等待\n请您耐心等待")).toHaveLength(1);
    expect(found(repeat(4), "请您稍等一下，好吗。请您稍等一下，好吗")).toEqual(["10:请您稍等一下，好吗"]);
  });
  it("passes over short ones and different ones", () => {
    expect(found(repeat(7), "请您耐心等待。请您耐心等待。")).toEqual([]);
    expect(found(repeat(4), "请您耐心等待。请您耐心等着。")).toEqual([]);
    expect(found(repeat(4), "")).toEqual([]);
  });
});
