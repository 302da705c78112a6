import * as fc from "fast-check";
import type { Root } from "nlcst";
import { toString } from "nlcst-to-string";
import retextRepeatedWords from "retext-repeated-words";
import retextStringify from "retext-stringify";
import { unified } from "unified";
import type { VFile } from "vfile";
import { reporter } from "vfile-reporter";
import { beforeEach, describe, expect, it, vi } from "vitest";
import { Linter, type Result } from "../../src/core/index.js";
import { retextChinese, retextReplylint, type ReplylintMessageData, type ReplylintOptions } from "../../src/retext/index.js";
import { createShippedLinter } from "../../src/node.js";
import { anyText, packOf, phraseRule, requireRule } from "../core/support.js";
import { all } from "./support.js";

vi.mock("../../src/node.js", () => ({ createShippedLinter: vi.fn() }));

const both = (text: string): { zh: string; en: string } => ({ zh: text, en: text });
const pack = packOf({ sorry: ["抱歉"], time: ["<number>点"], problem: ["破损"] }, [
  phraseRule("promise/guaranteed-arrival", ["保证"], {
    severity: "error",
    critical: "business",
    message: { zh: "「{text}」承诺过头", en: "“{text}” promises too much" },
    reason: { zh: "到货时间不由我们决定", en: "arrival is not in our hands" },
    sources: ["G04"],
    suggest: [
      { title: both("改为会尽力"), replace: "match", text: "会尽力", fix: true },
      { title: both("整句改写"), replace: "clause", text: "我们会尽力今天送到" },
      { title: both("加一句"), insert: "end", text: "感谢" },
    ],
  }),
  phraseRule("courtesy/banned-word", ["自己看"], { severity: "warning" }),
  phraseRule("language/odd-word", ["亲亲"], { severity: "info", guidance: ["G30"] }),
  requireRule("time/deadline", ["time"], { when: { customer: ["problem"] }, suggest: [{ title: both("补时间"), insert: "after-sentence", text: "今天18点前回复您。" }] }),
]);
const linter = new Linter(pack);

const processor = (options: ReplylintOptions = {}): { processSync(text: string): VFile } => unified().use(retextChinese).use(retextReplylint, { linter, ...options }).use(retextStringify);
const extra = (message: object): ReplylintMessageData => (message as { data: { replylint: ReplylintMessageData } }).data.replylint;

describe("retextReplylint", () => {
  it("reports findings as messages", () => {
    const text = "您好👍\r\n我们保证今天送到。";
    const file = processor({ docsUrl: "https://docs.example/rules/{dimension}/{name}.md#{id}" }).processSync(text);
    expect(String(file)).toBe(text);
    expect(file.messages).toHaveLength(1);
    const message = file.messages[0]!;
    expect(message).toMatchObject({
      reason: "「保证」承诺过头",
      source: "replylint",
      ruleId: "guaranteed-arrival",
      fatal: true,
      place: { start: { line: 2, column: 3, offset: 8 }, end: { line: 2, column: 5, offset: 10 } },
      line: 2,
      column: 3,
      actual: "保证",
      note: "到货时间不由我们决定",
      url: "https://docs.example/rules/promise/guaranteed-arrival.md#promise/guaranteed-arrival",
    });
    expect(extra(message)).toMatchObject({ rule: "promise/guaranteed-arrival", dimension: "promise", guidance: ["G04"], severity: "error", critical: "business", sources: ["G04"], fix: { title: "改为会尽力" } });
  });

  it("expects what can stand in the place of the reported words", () => {
    const message = processor().processSync("我们保证今天送到。").messages[0]!;
    // The rewritten clause differs from the old one in the reported words alone; “感谢” (which does not mend it) is not offered.
    expect(message.expected).toEqual(["会尽力"]);
    expect(extra(message).suggestions).toHaveLength(2);
    const other = processor().processSync("咱保证今天送到。").messages[0]!;
    expect(other.expected).toEqual(["会尽力"]);
    expect(extra(other).suggestions.map((suggestion) => suggestion.title)).toEqual(["改为会尽力", "整句改写"]);
  });

  it("puts what is missing where it belongs", () => {
    const text = "非常抱歉。";
    const message = processor({ customer: "收到就破损了" }).processSync(text).messages[0]!;
    const { start, suggestions } = linter.lint({ reply: text, customer: "收到就破损了" }).findings[0]!;
    expect(message).toMatchObject({ ruleId: "deadline", actual: "", place: { start: { offset: start }, end: { offset: start } } });
    expect(extra(message).suggestions).toEqual(suggestions);
    expect(suggestions).toHaveLength(1);
  });

  it("tells errors, warnings and hints apart, and prints them", () => {
    const file = processor().processSync("亲亲，自己看哦。\n保证送到。");
    expect(file.messages.map((message) => [message.ruleId, message.fatal])).toEqual([["odd-word", undefined], ["banned-word", false], ["guaranteed-arrival", true]]);
    expect(reporter(file, { color: false })).toBe(
      [
        "1:1-1:3 info    「亲亲」不妥     odd-word           replylint",
        "1:4-1:7 warning 「自己看」不妥   banned-word        replylint",
        "2:1-2:3 error   「保证」承诺过头 guaranteed-arrival replylint",
        "",
        "3 messages (✖ 1 error, ⚠ 1 warning)",
      ].join("\n"),
    );
    expect(reporter(file, { color: false, verbose: true })).toContain("到货时间不由我们决定");
  });

  it("speaks English on demand", () => {
    const english = new Linter(pack, { locale: "en" });
    const message = processor({ linter: english, locale: "en" }).processSync("保证送到").messages[0]!;
    expect([message.reason, message.note]).toEqual(["“保证” promises too much", "arrival is not in our hands"]);
  });

  it("gives no url by default", () => {
    expect(processor().processSync("保证送到").messages[0]!.url).toBeUndefined();
  });

  it("leaves the result record in the file's data", () => {
    const file = processor({ customer: "破损了", scenario: "damaged", channel: "bot" }).processSync("保证送到");
    const result = file.data["replylint"] as Result;
    expect(result).toEqual(linter.lint({ reply: "保证送到", customer: "破损了", scenario: "damaged", channel: "bot" }));
    expect(result).toMatchObject({ version: 1, verdict: "fail", scenario: "damaged", scenarioSource: "given" });
  });

  it("says when a rule broke", () => {
    const broken = new Linter(pack);
    const lint = broken.lint.bind(broken);
    broken.lint = (reply) => ({ ...lint(reply), crashed: [{ rule: "time/odd", message: "no such thing" }] });
    const [message] = processor({ linter: broken }).processSync("您好").messages;
    expect(message).toMatchObject({ reason: "time/odd: no such thing", ruleId: "crashed-rule", source: "replylint", fatal: true });
  });

  it("reports the very words, whatever the text", () => {
    fc.assert(
      fc.property(anyText(["保证", "自己看", "亲亲", "抱歉"]), (text) => {
        const file = processor().processSync(text);
        expect(String(file)).toBe(text);
        const { findings } = file.data["replylint"] as Result;
        expect(file.messages).toHaveLength(findings.length);
        file.messages.forEach((message, index) => {
          const place = message.place as { start: { offset: number; line: number; column: number }; end: { offset: number } };
          expect(text.slice(place.start.offset, place.end.offset)).toBe(message.actual);
          expect(text.split(/\r\n?|\n/)[place.start.line - 1]!.slice(place.start.column - 1)).toMatch(startingWith(message.actual!));
          // What is expected is what the suggestions make of the reply.
          for (const words of message.expected!) {
            const mended = text.slice(0, place.start.offset) + words + text.slice(place.end.offset);
            const made = findings[index]!.suggestions.map(({ edits: [edit] }) => text.slice(0, edit!.start) + edit!.text + text.slice(edit!.end));
            expect(made).toContain(mended);
          }
        });
      }),
    );
  });
});

function startingWith(words: string): RegExp {
  return new RegExp(`^${words.split(/\r|\n/)[0]!.replace(/[\\^$.*+?()[\]{}|]/g, "\\$&")}`);
}

describe("the default linter", () => {
  beforeEach(() => vi.mocked(createShippedLinter).mockReset().mockReturnValue(linter));

  it("is the shipped one, made once, when the first file comes", () => {
    const config = { locale: "en" as const };
    const made = unified().use(retextChinese).use(retextReplylint, { config }).use(retextStringify).freeze();
    expect(createShippedLinter).not.toHaveBeenCalled();
    expect(made.processSync("保证送到").messages[0]!.note).toBe("arrival is not in our hands");
    made.processSync("您好");
    expect(vi.mocked(createShippedLinter).mock.calls).toEqual([[config]]);
  });

  it("is not made where one is given", () => {
    processor().processSync("您好");
    unified().use(retextChinese).use(retextReplylint, { linter }).use(retextStringify).processSync("您好");
    expect(createShippedLinter).not.toHaveBeenCalled();
  });
});

/** What a plugin of somebody else's does with a Chinese tree: words that stand there twice, 一个 一个 or 我们我们. */
function repeatedChineseWords() {
  return (tree: Root, file: VFile): void => {
    for (const node of all(tree)) {
      if (node.type !== "SentenceNode") continue;
      const words = node.children.filter((child) => child.type !== "WhiteSpaceNode");
      words.forEach((word, index) => {
        const last = words[index - 1];
        if (last && word.type === "WordNode" && toString(last) === toString(word)) file.message(`${toString(word)} twice`, { place: { start: last.position!.start, end: word.position!.end }, ruleId: "twice", source: "foreign" });
      });
    }
  };
}

describe("beside other plugins", () => {
  // retext-repeated-words passes over words that begin with a capital, as which it takes every Chinese word.
  const text = "亲亲，请在App 里看看 app app 的首页，一个 一个来，我们我们。\n我们保证今天送到。";
  it("all report on the same file", () => {
    const file = unified().use(retextChinese).use(retextRepeatedWords).use(repeatedChineseWords).use(retextReplylint, { linter }).use(retextStringify).processSync(text);
    expect(String(file)).toBe(text);
    const seen = file.messages.map(({ source, ruleId, place }) => [source, ruleId, text.slice(...range(place))]);
    expect(seen).toEqual([
      ["retext-repeated-words", "app", "app app"],
      ["foreign", "twice", "app app"],
      ["foreign", "twice", "一个 一个"],
      ["foreign", "twice", "我们我们"],
      ["replylint", "odd-word", "亲亲"],
      ["replylint", "guaranteed-arrival", "保证"],
    ]);
    const report = reporter(file, { color: false });
    for (const line of ["Unexpected repeated `app`, remove one occurrence", "一个 twice", "「保证」承诺过头", "6 messages (✖ 1 error, ⚠ 4 warnings)"]) expect(report).toContain(line);
  });
});

function range(place: VFile["messages"][number]["place"]): [number | undefined, number | undefined] {
  return place && "start" in place ? [place.start.offset, place.end.offset] : [undefined, undefined];
}
