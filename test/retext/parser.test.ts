import * as fc from "fast-check";
import type { Nodes, Root } from "nlcst";
import { toString } from "nlcst-to-string";
import { readFileSync } from "node:fs";
import { retext } from "retext";
import retextStringify from "retext-stringify";
import { unified } from "unified";
import { afterEach, describe, expect, it, vi } from "vitest";
import { chineseParser, retextChinese } from "../../src/retext/index.js";
import { WORDS } from "../../src/retext/words.js";
import { anyText } from "../core/support.js";
import { all, sentencesOf, sketch } from "./support.js";

const lines = (...text: string[]): string => text.join("\n");
const shape = (text: string): string => sketch(chineseParser(text));
const split = (text: string): string[] => sentencesOf(chineseParser(text));

/** A placeholder as template literals have it. */
const DOLLAR = "$" + "{n}";

describe("the tree", () => {
  it("has words, not clauses", () => {
    expect(shape("亲亲您好，这款羽绒服支持七天无理由退换货，运费险已经给您买好了呢！！😊")).toBe(
      lines("[", "  亲亲 您好 ， 这 款 羽绒服 支持 七天无理由 退换货 ， 运费险 已经 给 您 买 好了 呢 ！！ ⸢😊⸥", "]"),
    );
    expect(shape("预计1-3个工作日内发顺丰快递给您；请您耐心等待。")).toBe(lines("[", "  预计 1 - 3 个 工作日 内 发 顺丰 快递 给 您 ； 请 您 耐心 等待 。", "]"));
  });

  it("makes each line a paragraph, with the white space between them", () => {
    expect(shape("  您好。\r\n\r\n　　谢谢\n再见 ")).toBe(lines("␣", "[", "  您好 。", "]", "␣\\r\\n\\r\\n", "[", "  谢谢", "]", "␣\\n", "[", "  再见", "]", "␣"));
    expect(chineseParser("").children).toEqual([]);
    expect(chineseParser(" \n ").children.map((child) => child.type)).toEqual(["WhiteSpaceNode"]);
  });

  it("keeps figures, Latin words and emoji whole", () => {
    expect(shape("3.5折 1,299.50元 2026-11-30 18:00 T-shirt don't iPhone15 taobao.com ｖ１．５ A-1")).toBe(
      lines("[", "  {3 . 5} 折 ␣ {1 , 299 . 50} 元 ␣ {2026 - 11 - 30} ␣ {18 : 00} ␣ {T - shirt} ␣ {don ' t} ␣ iPhone15 ␣ {taobao . com} ␣ {ｖ１ ． ５} ␣ {A - 1}", "]"),
    );
    expect(shape("👨‍👩‍👧👍🏽❤️1️⃣🇨🇳🏴󠁧󠁢󠁥󠁮󠁧󠁿™50%¥9")).toBe(lines("[", "  ⸢👨‍👩‍👧⸥ ⸢👍🏽⸥ ⸢❤️⸥ ⸢1️⃣⸥ ⸢🇨🇳⸥ ⸢🏴󠁧󠁢󠁥󠁮󠁧󠁿⸥ ⸢™⸥ 50 % ⸢¥⸥ 9", "]"));
  });

  it("knows addresses and placeholders as sources", () => {
    expect(shape(`见https://a.cn/x?id=1。邮箱abc@qq.com，{姓名}您好${DOLLAR}{{单号}}（www.b.com）`)).toBe(
      lines("[", "  见 ⟨https://a.cn/x?id=1⟩ 。", `  邮箱 ⟨abc@qq.com⟩ ， ⟨{姓名}⟩ 您好 ⟨${DOLLAR}⟩ ⟨{{单号}}⟩ （ ⟨www.b.com⟩ ）`, "]"),
    );
  });

  it("has other scripts too", () => {
    expect(shape("ラーメン는 привет ①退货")).toBe(lines("[", "  ラーメン 는 ␣ привет ␣ ① 退货", "]"));
  });
});

describe("sentences", () => {
  it.each<[string, string[]]>([
    ["好的。明白了！？可以吗?行……嗯…在", ["好的。", "明白了！？", "可以吗?", "行……", "嗯…", "在"]],
    ["一；二：三，四、五", ["一；二：三，四、五"]],
    ["他说：“好的。”谢谢", ["他说：“好的。”", "谢谢"]],
    ["他说\"好的。\"又\"不行！\"了", ["他说\"好的。\"", "又\"不行！\"", "了"]],
    ["（有破损请联系！）谢谢", ["（有破损请联系！）", "谢谢"]],
    ["“可以吗？”，您问。", ["“可以吗？”，您问。"]],
    ["《你好！李焕英》好看（真的！好看），推荐。", ["《你好！李焕英》好看（真的！好看），推荐。"]],
    ["（没有右括号。下一句", ["（没有右括号。", "下一句"]],
    ["好的！😊谢谢。 👍\n😊", ["好的！😊", "谢谢。 👍", "😊"]],
    ["……好的。谢谢", ["……好的。", "谢谢"]],
    ["在的哦～亲～周一~周五都在~~您说~", ["在的哦～", "亲～周一~周五都在~~", "您说~"]],
    ["1.打开APP 2.点击退款。3. 提交", ["1.打开APP 2.点击退款。", "3. 提交"]],
    ["好的.谢谢.", ["好的.", "谢谢."]],
    ["OK. Thanks. See No. 5 and e.g. this... ok", ["OK.", "Thanks.", "See No. 5 and e.g. this...", "ok"]],
    ["3.5折，v1.2", ["3.5折，v1.2"]],
  ])("of %j", (text, expected) => {
    expect(split(text)).toEqual(expected);
  });
});

describe("words", () => {
  const word = (text: string, options?: Parameters<typeof chineseParser>[1]): string =>
    all(chineseParser(text, options))
      .filter((node) => node.type === "WordNode")
      .map((node) => toString(node))
      .join("|");

  it("does not cut a listed word out of another one", () => {
    expect(word("收到货物后请签收")).toBe("收到|货物|后|请|签收");
    expect(word("工作日内安排工作日程，不掉色")).toBe("工作日|内|安排|工作|日程|不|掉色");
    expect(word("17天无理由，7天无理由")).toBe("17|天|无理由|7天无理由");
  });

  it("lets listed words in a row overrule the segmenter", () => {
    expect(word("售后退货运费由我们承担，可以点击退款")).toBe("售后|退货|运费|由|我们|承担|可以|点击|退款");
  });

  it("takes more words", () => {
    expect(word("云朵绒外套")).not.toContain("云朵绒");
    expect(word("云朵绒外套", { words: ["云朵绒"] })).toBe("云朵绒|外套");
  });

  it("takes another segmenter, and holds it to its word", () => {
    expect(word("甲乙丙丁，羽绒服", { segment: (run) => run.match(/..?/gu)! })).toBe("甲乙|丙丁|羽绒服");
    expect(() => word("甲乙丙丁", { segment: () => ["甲乙", "丁"] })).toThrow("甲乙丙丁");
    expect(() => word("甲乙丙丁", { segment: () => ["甲乙"] })).toThrow(TypeError);
    expect(() => word("甲乙丙丁", { segment: () => ["", "甲乙丙丁"] })).toThrow(TypeError);
  });

  it("comes from dictionaries/retext-words.txt", () => {
    const text = readFileSync(new URL("../../dictionaries/retext-words.txt", import.meta.url), "utf8");
    const listed = text.replace(/^#.*$/gm, "").trim().split(/\s+/);
    expect(WORDS, "run: node scripts/retext-words.mjs").toEqual([...new Set(listed)]);
  });

  describe("without Intl.Segmenter", () => {
    afterEach(() => vi.unstubAllGlobals());
    it.each([["no Segmenter", {}], ["no Intl", undefined]])("falls back to listed words and single characters (%s)", (_, intl) => {
      vi.stubGlobal("Intl", intl);
      expect(word("这款羽绒服支持七天无理由退换货，3.5折𠮷iPhone15")).toBe("这|款|羽绒服|支|持|七天无理由|退换货|3.5|折|𠮷|iPhone15");
    });
  });
});

const MORE = fc.constantFrom("“", "”", "（", "）", "(", "）", "《", "》", "\"", "'", "……", "——", "～", "https://a.cn/b?c=d", "a@b.cn", "{姓名}", DOLLAR, "T-shirt", "3.5", "1,000", "18:00", "é", "\u0301", "\u200b", "\u00ad", "ｱ", "ー", "สวัสดี", "👨‍👩‍👧", "\u200d", "🏽", "\u20e3", "1️⃣", "\u{e0061}", "羽绒服", "工作日", "退货");
const texts = fc.oneof(
  anyText(["羽绒服", "七天无理由", "点击退款", "您好"]),
  fc.array(fc.oneof(MORE, anyText([], 3)), { maxLength: 16 }).map((parts) => parts.join("")),
);

/** Everything that must hold of every tree. */
function check(text: string, root: Root): void {
  expect(toString(root)).toBe(text);
  const at = text.split(/(\r\n?|\n)/);
  const visit = (node: Nodes, from: number, to: number): void => {
    const { start, end } = node.position!;
    expect(text.slice(start.offset, end.offset)).toBe(toString(node));
    expect([start.offset! >= from, end.offset! <= to]).toEqual([true, true]);
    for (const { line, column, offset } of [start, end]) expect(at.slice(0, (line - 1) * 2).join("").length + column - 1).toBe(offset);
    if (!("children" in node)) {
      expect(node.value).not.toBe("");
      return;
    }
    if (node.type !== "RootNode") expect(node.children.length).toBeGreaterThan(0);
    let last = start.offset!;
    for (const child of node.children) {
      visit(child, last, end.offset!);
      expect(child.position!.start.offset).toBe(last);
      last = child.position!.end.offset!;
    }
    expect(last).toBe(end.offset);
  };
  visit(root, 0, text.length);
  const parents: Record<string, string[]> = {
    RootNode: ["ParagraphNode", "WhiteSpaceNode"],
    ParagraphNode: ["SentenceNode", "WhiteSpaceNode"],
    SentenceNode: ["WordNode", "PunctuationNode", "SymbolNode", "WhiteSpaceNode", "SourceNode"],
    WordNode: ["TextNode", "PunctuationNode"],
  };
  for (const node of all(root)) {
    if (!("children" in node)) continue;
    for (const child of node.children) expect(parents[node.type]).toContain(child.type);
    // Paragraphs and sentences neither begin nor end with white space, and no line break is in them.
    if (node.type === "ParagraphNode" || node.type === "SentenceNode") {
      expect(node.children[0]!.type).not.toBe("WhiteSpaceNode");
      expect(node.children.at(-1)!.type).not.toBe("WhiteSpaceNode");
      expect(toString(node)).not.toMatch(/[\r\n]/);
    }
  }
}

describe("of any text", () => {
  it("the tree is lossless, and every position is that of the node's own words", () => {
    fc.assert(fc.property(texts, (text) => check(text, chineseParser(text))));
  });

  it("the same without a segmenter, and with one that cuts nothing", () => {
    fc.assert(fc.property(texts, (text) => check(text, chineseParser(text, { segment: (run) => run }))));
    fc.assert(fc.property(texts, (text) => check(text, chineseParser(text, { segment: (run) => [run] }))));
  });

  it("no node ends within a surrogate pair or a combined character", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("𠮷", "👨‍👩‍👧", "👍🏽", "1️⃣", "🇨🇳", "é", "好", "a", "。", " "), { maxLength: 12 }), (parts) => {
        const text = parts.join("");
        const inside = new Set<number>();
        let at = 0;
        for (const part of parts) {
          for (let i = 1; i < part.length; i++) inside.add(at + i);
          at += part.length;
        }
        for (const node of all(chineseParser(text))) expect(inside).not.toContain(node.position!.end.offset);
      }),
    );
  });

  it("time stays in proportion to length", () => {
    for (const part of ["（a", "a.A", "微\u200b", "退货退款", "！a，", "您好\n", "{", "www.", "a@", "？！", "👨‍", "1,", "（！）"]) {
      const started = performance.now();
      const text = part.repeat(20_000);
      expect(toString(chineseParser(text))).toBe(text);
      expect(performance.now() - started, part).toBeLessThan(5000);
    }
  });
});

describe("retextChinese", () => {
  const text = "您好，羽绒服有货。\r\n👍";
  it("is the parser of a processor", () => {
    const processor = unified().use(retextChinese).use(retextStringify);
    expect(processor.parse(text)).toEqual(chineseParser(text));
    expect(String(processor.processSync(text))).toBe(text);
  });

  it("takes the place of retext's own parser", () => {
    expect(retext().use(retextChinese, { words: ["有货"] }).parse(text)).toEqual(chineseParser(text, { words: ["有货"] }));
  });

  it("lets other plugins hook into the parser, as retext-latin does", () => {
    const seen: string[] = [];
    const note = (node: Nodes): void => void seen.push(`${node.type}:${toString(node).length}`);
    const processor = unified().use(retextChinese);
    processor.data({ nlcstSentenceExtensions: [note], nlcstParagraphExtensions: [note], nlcstRootExtensions: [note] } as object);
    processor.parse(text);
    expect(seen).toEqual(["SentenceNode:9", "SentenceNode:2", "ParagraphNode:9", "ParagraphNode:2", "RootNode:13"]);
  });
});
