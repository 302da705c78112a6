import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Mark, underline } from "../../src/reporters/underline.js";
import { displayWidth } from "../../src/reporters/width.js";

const plain = (text: string): string => text;
function mark(start: number, end: number, label = "", rule = "^"): Mark {
  return { start, end, rule, label, paint: plain };
}
/** A mark under the first occurrence of some words. */
function under(line: string, words: string, label = "", rule = "^"): Mark {
  return mark(line.indexOf(words), line.indexOf(words) + words.length, label, rule);
}
const drawn = (line: string, marks: Mark[], width = 80): string[] => underline(line, marks, width).flatMap((row) => [row.text, ...row.under]);

describe("underline", () => {
  test("wide characters count two columns", () => {
    const line = "亲，明天一定到";
    expect(drawn(line, [under(line, "一定到")])).toEqual([line, "        ^^^^^^"]);
  });

  test("emoji before and inside a span", () => {
    const line = "好👨‍👩‍👧的😀一定❤️到。";
    expect(drawn(line, [under(line, "一定❤️到")])).toEqual([line, "        ^^^^^^^^"]);
  });

  test("half-width letters, combining marks and invisible characters", () => {
    const line = "OK e\u0301\u200b加\u200b微信";
    expect(drawn(line, [under(line, "加\u200b微信")])).toEqual([line, "    ^^^^^^"]);
  });

  test("a tab is as wide below as above", () => {
    expect(drawn("a\t亲b", [mark(3, 4)])).toEqual(["a    亲b", "       ^"]);
  });

  test("several findings on one line share a row, each with its number", () => {
    const line = "亲，对天发誓，明天一定到";
    expect(drawn(line, [under(line, "对天发誓", "1"), under(line, "一定到", "2", "~")])).toEqual([line, "    1^^^^^^^      2~~~~~"]);
  });

  test("findings that overlap get rows of their own", () => {
    const line = "明天一定到货";
    expect(drawn(line, [under(line, "明天一定到", "1"), under(line, "一定", "2", "~")])).toEqual([line, "1^^^^^^^^^", "    2~~~"]);
  });

  test("something that is missing is marked where it goes in", () => {
    expect(drawn("在路上", [mark(6, 6, "", "+")])).toEqual(["在路上", "      +"]);
    expect(drawn("在路上", [mark(0, 0, "2", "+")])).toEqual(["在路上", "2+"]);
    expect(drawn("", [mark(0, 0, "", "+")])).toEqual(["", "+"]);
  });

  test("a span that is nothing visible still has a sign", () => {
    expect(drawn("a\u200bb", [mark(1, 2)])).toEqual(["a\u200bb", " ^"]);
  });

  test("a long line breaks, and its span goes on below", () => {
    const line = "一二三四五六七八九十";
    expect(drawn(line, [under(line, "四五六七", "1")], 10)).toEqual(["一二三四五", "      1^^^", "六七八九十", "^^^^"]);
  });

  test("an insertion point at a break belongs to the row that it ends", () => {
    expect(drawn("一二三四五六", [mark(4, 4, "", "+")], 8)).toEqual(["一二三四", "        +", "五六"]);
  });

  test("at any width, as many columns are marked as the words take, under the words themselves", () => {
    const piece = fc.constantFrom("亲", "您", "a", "7", "😀", "👨‍👩‍👧", "❤️", "，", "。", "🇨🇳", "Ａ");
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), fc.array(piece, { minLength: 1, maxLength: 8 }), fc.array(piece, { maxLength: 20 }), fc.integer({ min: 8, max: 60 }), (before, words, after, width) => {
        const head = before.join("");
        const line = head + words.join("") + after.join("");
        // Flags that meet would join to other flags: not a case of alignment.
        fc.pre(!/🇨🇳🇨🇳/u.test(line));
        const rows = underline(line, [mark(head.length, head.length + words.join("").length)], width);
        let under = "";
        let over = "";
        for (const row of rows) {
          expect(row.under.length).toBeLessThanOrEqual(1);
          const columns = displayWidth(row.text);
          expect(columns).toBeLessThanOrEqual(width);
          over += row.text;
          under += (row.under[0] ?? "").padEnd(columns);
        }
        expect(over).toBe(line);
        expect(under.trimEnd()).toBe(" ".repeat(displayWidth(head)) + "^".repeat(displayWidth(words.join(""))));
      }),
    );
  });
});
