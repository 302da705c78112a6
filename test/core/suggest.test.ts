import { describe, expect, it } from "vitest";
import { applyEdits, Linter } from "../../src/core/index.js";
import type { SuggestSource } from "../../src/core/rules.js";
import { packOf, phraseRule } from "./support.js";

const CLASSES = { sorry: ["抱歉"], day: ["今天", "明天", "后天"], refund: ["退款"] };
const title = { zh: "改", en: "change" };

/** The reply after each suggestion for `保证`. */
function mended(suggest: SuggestSource[], reply: string, match = ["保证"]): string[] {
  const linter = new Linter(packOf(CLASSES, [phraseRule("promise/a", match, { suggest })]));
  return linter.lint({ reply }).findings.flatMap(({ suggestions }) => suggestions.map(({ edits }) => applyEdits(reply, edits)));
}
const one = (source: Partial<SuggestSource>): SuggestSource[] => [{ title, text: "", ...source }];

describe("suggestions that replace", () => {
  it.each<["match" | "clause" | "sentence", string]>([
    ["match", "您好，我们尽力退款，真的。再见"],
    ["clause", "您好，尽力，真的。再见"],
    ["sentence", "尽力。再见"],
  ])("the %s", (replace, expected) => {
    expect(mended(one({ replace, text: "尽力" }), "您好，我们保证退款，真的。再见")).toEqual([expected]);
  });

  it("leave out nothing and split nothing beside the words", () => {
    expect(mended(one({ replace: "clause", text: "尽力" }), "🙏保\u200b證退款👨‍👩‍👧\r\n好")).toEqual(["🙏尽力👨‍👩‍👧\r\n好"]);
  });

  it("fill in captures, the words themselves, and the reply's nearest words of a class", () => {
    expect(mended(one({ replace: "match", text: "预计{d}" }), "保证明天到", ["保证<day:d>"])).toEqual(["预计明天到"]);
    expect(mended(one({ replace: "match", text: "「{match}」吗" }), "保证明天到", ["保证!吗<day>"])).toEqual([]);
    expect(mended(one({ replace: "match", text: "{day}" }), "今天不行，那就保证，后天再说，明天")).toEqual(["今天不行，那就后天，后天再说，明天"]);
  });

  it("are not offered where a word for a slot is missing, where they change nothing or do not mend", () => {
    expect(mended(one({ replace: "match", text: "预计{day}" }), "我们保证")).toEqual([]);
    expect(mended(one({ replace: "match", text: "预计{none}" }), "我们保证")).toEqual([]);
    expect(mended(one({ replace: "match", text: "保证" }), "我们保证")).toEqual([]);
    expect(mended(one({ replace: "match", text: "一定保证" }), "我们保证")).toEqual([]);
  });

  it("are offered only beside what they ask for", () => {
    const source = one({ replace: "match", text: "尽力", with: ["refund|day"], unless: ["sorry"] });
    expect(mended(source, "保证退款")).toHaveLength(1);
    expect(mended(source, "保证明天")).toHaveLength(1);
    expect(mended(source, "保证")).toEqual([]);
    expect(mended(source, "抱歉，保证退款")).toEqual([]);
  });
});

describe("suggestions that put something in", () => {
  // The rule fires where no apology stands behind 保证 in the text.
  const insert = (where: NonNullable<SuggestSource["insert"]>, reply: string, text = "抱歉。"): string[] => {
    const rule = phraseRule("empathy/a", ["保证"], { unless: { text: ["sorry"] }, suggest: one({ insert: where, text }) });
    const linter = new Linter(packOf(CLASSES, [rule]));
    return linter.lint({ reply }).findings.flatMap(({ suggestions }) => suggestions.map(({ edits }) => applyEdits(reply, edits)));
  };
  it.each<[NonNullable<SuggestSource["insert"]>, string, string]>([
    ["start", "您好。我们保证，退款。再见。", "抱歉。您好。我们保证，退款。再见。"],
    ["before-sentence", "您好。我们保证，退款。再见。", "您好。抱歉。我们保证，退款。再见。"],
    ["after-clause", "您好。我们保证，退款。再见。", "您好。我们保证，抱歉。退款。再见。"],
    ["after-sentence", "您好。我们保证，退款。再见。", "您好。我们保证，退款。抱歉。再见。"],
    ["end", "您好。我们保证，退款。再见。", "您好。我们保证，退款。再见。抱歉。"],
    // A comma where the words before are not closed.
    ["end", "我们保证", "我们保证，抱歉。"],
    // Before the line break that ends a bubble, after the emoji that ends a sentence.
    ["after-sentence", "我们保证。\n退款", "我们保证。抱歉。\n退款"],
    ["end", "我们保证！\r\n", "我们保证！抱歉。\r\n"],
  ])("%s of %j", (where, reply, expected) => {
    expect(insert(where, reply)).toEqual([expected]);
  });

  // Reported to the engine's author: the edit lands between a character and its variation selector or joiner.
  it("leaves an emoji and its variation selector together", () => {
    const reply = "我们保证❤\ufe0f";
    expect(insert("end", reply)[0]).toMatch(new RegExp(`^${reply}`));
  });

  it("puts no comma after an emoji that opens the reply", () => {
    expect(insert("start", "🙏我们保证")).toEqual(["🙏抱歉。我们保证"]);
  });
});

describe("how many", () => {
  it("no more than it is told", () => {
    const suggest = ["甲", "乙", "丙", "丁"].map((text): SuggestSource => ({ title, replace: "match", text, fix: text !== "甲" }));
    const pack = packOf({}, [phraseRule("promise/a", ["保证"], { suggest })]);
    const finding = new Linter(pack).lint({ reply: "保证" }).findings[0]!;
    expect(finding.suggestions.map(({ edits }) => edits[0]!.text)).toEqual(["甲", "乙", "丙"]);
    expect(finding.fix).toEqual(finding.suggestions[1]);
    expect(new Linter(pack, { maxSuggestions: 1 }).lint({ reply: "保证" }).findings[0]!.suggestions).toHaveLength(1);
  });
});
