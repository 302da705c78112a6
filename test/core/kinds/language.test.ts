import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { applyEdits, Linter, type LinterConfig } from "../../../src/core/index.js";
import type { EmojiRule, LengthRule, PunctuationRule, RuleSource, SpellingRule, TermsRule } from "../../../src/core/rules.js";
import type { Reply } from "../../../src/core/types.js";
import { anyText, packOf, phraseRule } from "../support.js";

const { match: _match, kind: _kind, ...base } = phraseRule("language/x", ["x"]);
const CLASSES = { face: [":\\)", "[微笑]"] };

function findings(rule: RuleSource, reply: string, more: Partial<Reply> = {}, config: LinterConfig = {}) {
  return new Linter(packOf(CLASSES, [rule]), config).lint({ reply, ...more }).findings;
}
function found(rule: RuleSource, reply: string, more: Partial<Reply> = {}): string[] {
  return findings(rule, reply, more).map(({ start, text }) => `${start}:${text}`);
}

describe("terms", () => {
  const rule = (terms: Partial<TermsRule["terms"][number]>[], more: Partial<TermsRule> = {}): TermsRule => ({
    ...base,
    kind: "terms",
    dictionary: "x",
    message: { zh: "{text}→{plain}", en: "{text}>{plain}" },
    terms: terms.map((term) => ({ term: "", plain: "", notAfter: [], notBefore: [], ...term })),
    suggest: [{ title: { zh: "改", en: "fix" }, replace: "match", text: "{plain}", fix: true }],
    ...more,
  });

  it("name the plain word, and write it", () => {
    const [finding] = findings(rule([{ term: "以经", plain: "已经" }]), "您好，以經发出");
    expect(finding).toMatchObject({ message: "以經→已经", start: 3, end: 5 });
    expect(applyEdits("您好，以經发出", finding!.fix!.edits)).toBe("您好，已经发出");
  });
  it("keep to the borders of words", () => {
    const r = rule([{ term: "面单", plain: "快递单", notAfter: ["桌"], notBefore: ["独", "一"] }]);
    expect(found(r, "面单在盒子上")).toEqual(["0:面单"]);
    for (const reply of ["桌面单人", "面单独放", "面单一"]) expect(found(r, reply), reply).toEqual([]);
  });
  it("take Latin terms for words of their own, whatever their case", () => {
    const r = rule([{ term: "SKU", plain: "款式" }]);
    expect(found(r, "这个sku没货")).toEqual(["2:sku"]);
    expect(found(r, "这个ＳＫＵ没货")).toEqual(["2:ＳＫＵ"]);
    for (const reply of ["这个skul没货", "XSKU没货"]) expect(found(r, reply), reply).toEqual([]);
  });
  it("report the longest of those that start together, once", () => {
    expect(found(rule([{ term: "风控", plain: "a" }, { term: "风控拦截", plain: "b" }, { term: "拦截", plain: "c" }]), "被风控拦截了")).toEqual(["1:风控拦截"]);
  });
  it("let a word stand that the customer used", () => {
    const r = rule([{ term: "SKU", plain: "款式" }], { unlessHeard: true });
    expect(found(r, "这个SKU有货", { customer: "sku是哪个" })).toEqual([]);
    expect(found(r, "这个SKU有货", { customer: "有货吗" })).toHaveLength(1);
  });
});

describe("punctuation", () => {
  const rule = (check: PunctuationRule["check"], more: Partial<PunctuationRule> = {}): PunctuationRule => ({
    ...base,
    kind: "punctuation",
    check,
    message: { zh: "{count}", en: "{count}" },
    suggest: [{ title: { zh: "改", en: "fix" }, replace: "places", text: "", fix: true }],
    ...more,
  });
  const mended = (check: PunctuationRule["check"], reply: string): string => new Linter(packOf(CLASSES, [rule(check)])).fix({ reply }).text;

  it("is one finding for all places of a reply, mended at once", () => {
    const all = findings(rule("width"), "您好,在的,稍等");
    expect(all).toHaveLength(1);
    expect(all[0]).toMatchObject({ start: 2, text: ",", message: "2" });
    expect(all[0]!.fix!.edits).toHaveLength(2);
    expect(applyEdits("您好,在的,稍等", all[0]!.fix!.edits)).toBe("您好，在的，稍等");
  });
  it.each([
    ["您好, 在的", "您好，在的"],
    ["时间:18点(周一)", "时间：18点（周一）"],
    ["好的.您稍等...谢谢!", "好的。您稍等……谢谢！"],
    ['点"申请"按钮', "点“申请”按钮"],
    ["选XL,红色,共2件,包邮", "选XL，红色，共2件，包邮"],
    ["18:00前，1,000元，3.5厘米", "18:00前，1,000元，3.5厘米"],
    ["好的:)", "好的:)"],
    ["见example.com/a,b?c=1吧", "见example.com/a,b?c=1吧"],
    ["Hello, world!", "Hello, world!"],
  ])("width: %j → %j", (before, after) => expect(mended("width", before)).toBe(after));
  it.each([
    ["好！！！真的？？", "好！真的？"],
    ["好，。明天；，到", "好。明天；到"],
    ["真的？！？！", "真的？！"],
    ["真的？！稍等……好。", "真的？！稍等……好。"],
  ])("runs: %j → %j", (before, after) => expect(mended("runs", before)).toBe(after));
  it.each([
    ["点“申请，再提交", ["1:“"]],
    ["看《说明》和》", ["6:》"]],
    ["（一）好，（二", ["5:（"]],
    ["1）先关 2）再开（三种)都行:)", []],
    ["“外‘内’（一【二】）”没问题", []],
  ])("pairs: %j", (reply, expected) => expect(found(rule("pairs"), reply)).toEqual(expected));
  it("asks for a stop only where a long text has stops elsewhere", () => {
    const r = rule("stop", { atLeast: 20 });
    const long = "这一句话到这里就结束了。第二句话写得也不算短，到这里";
    expect(found(r, long)).toEqual([`${long.length}:`]);
    expect(new Linter(packOf(CLASSES, [r])).fix({ reply: `${long}\n` }).text).toBe(`${long}。\n`);
    for (const reply of ["好的，在的", long.replace("。", "，"), `${long}~`, `${long}！`, `${long}😊`]) expect(found(r, reply), reply).toEqual([]);
  });
  it("mends any text for good", () => {
    const linter = new Linter(packOf(CLASSES, (["width", "runs", "pairs", "stop"] as const).map((check) => rule(check, { id: `language/${check}` }))));
    fc.assert(
      fc.property(anyText(["您好", "在的", "(好)", '"好"', "。。", "!!", "...", ",", "“", "）"]), (reply) => {
        const { text } = linter.fix({ reply });
        expect(linter.fix({ reply: text })).toEqual({ text, applied: [] });
      }),
    );
  });
});

describe("emoji", () => {
  const rule = (most: number, within: EmojiRule["within"], more: Partial<EmojiRule> = {}): EmojiRule => ({
    ...base,
    kind: "emoji",
    codes: ["face"],
    most,
    within,
    suggest: [{ title: { zh: "删", en: "cut" }, replace: "places", text: "" }],
    ...more,
  });
  const cut = (r: RuleSource, reply: string): string => applyEdits(reply, findings(r, reply)[0]?.suggestions[0]?.edits ?? []);

  it("counts emoji and codes of a reply together", () => {
    expect(cut(rule(2, "reply"), "好😊的[微笑]呀:)哦🎁")).toBe("好😊的[微笑]呀哦");
    expect(found(rule(4, "reply"), "好😊的[微笑]呀:)哦🎁")).toEqual([]);
  });
  it("counts what stands side by side", () => {
    expect(cut(rule(1, "run"), "好🌹🌹 🌹的🌹")).toBe("好🌹 的🌹");
    expect(found(rule(1, "run"), "好🌹的🌹呀🌹")).toEqual([]);
  });
  it("takes an emoji put together from several for one, and signs for none", () => {
    for (const one of ["👨‍👩‍👧", "👍🏽", "🇨🇳", "❤️", "🙋🏻‍♀️"]) {
      expect(found(rule(0, "reply"), `好${one}`), one).toEqual([`1:${one.replace(/\ufe0f$/, "")}`]);
      expect(found(rule(1, "reply"), `好${one}`), one).toEqual([]);
    }
    expect(found(rule(0, "reply"), "✔纯棉 ★新款 ➤包邮")).toEqual([]);
    expect(found(rule(0, "reply", { apart: "🙏" }), "抱歉🙏")).toEqual([]);
  });
});

describe("length", () => {
  const rule = (unit: LengthRule["unit"], most: number): LengthRule => ({ ...base, kind: "length", unit, most, message: { zh: "{count}", en: "{count}" } });
  it("counts Chinese characters of a sentence", () => {
    expect(found(rule("sentence", 6), "一二三四五六七。好的，在的")).toEqual(["0:一二三四五六七"]);
    expect(findings(rule("sentence", 6), "甲乙丙丁，戊己庚辛。")[0]!.message).toBe("8");
    for (const reply of ["甲乙丙丁。戊己庚辛", "甲乙丙丁 戊己庚辛", "甲乙丙ABCDEFGH123456789"]) expect(found(rule("sentence", 6), reply), reply).toEqual([]);
  });
  it("counts those of a reply", () => {
    expect(findings(rule("reply", 6), "甲乙丙丁。戊己庚辛")[0]).toMatchObject({ message: "8", text: "戊己庚辛" });
    expect(found(rule("reply", 8), "甲乙丙丁。戊己庚辛")).toEqual([]);
  });
});

describe("spelling", () => {
  const rule: SpellingRule = { ...base, kind: "spelling", dictionary: "x", known: ["iPhone", "Samsung"], atLeast: 5, message: { zh: "{first}", en: "{first}" }, suggest: [{ title: { zh: "改", en: "fix" }, replace: "match", text: "{first}" }] };
  const asked: string[] = [];
  const speller = (word: string): string[] | null => {
    asked.push(word);
    return word === "window" ? null : word === "Samsnug" ? ["Samsung"] : word === "quallity" ? ["quality", "equality"] : word === "Kelon" ? ["Melon"] : [];
  };
  const words = (reply: string): string[] => findings(rule, reply, {}, { speller }).map(({ text, message }) => `${text}→${message}`);

  it("reports a word that is near a right one", () => {
    expect(words("这台Samsnug的quallity很好.")).toEqual(["Samsnug→Samsung", "quallity→quality"]);
    expect(words("window")).toEqual([]);
  });
  it("takes short unknown words for names", () => expect(words("科龙(Kelon)空调")).toEqual([]));
  it("never asks about known words, capitals, codes, addresses and pinyin", () => {
    asked.length = 0;
    for (const reply of ["iphone和IPHONE", "HUAWEI", "型号ABXQX", "abcdef-12", "见https://abcdef.com/ghijkl", "taobao xiaoming", "abc", "您好"]) expect(words(reply), reply).toEqual([]);
    expect(asked).toEqual([]);
  });
  it("is silent without a speller", () => expect(findings(rule, "Samsnug")).toEqual([]));
});

describe("strictIn", () => {
  it("asks a rule in some channels at level strict only", () => {
    const rule = phraseRule("language/a", ["甲"], { strictIn: ["chat"] });
    const fires = (channel: "chat" | "page", config: LinterConfig): boolean => findings(rule, "甲", { channel }, config).length > 0;
    expect([fires("chat", {}), fires("chat", { level: "strict" }), fires("page", {})]).toEqual([false, true, true]);
  });
});
