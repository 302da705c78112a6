import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { cells, displayWidth, padEnd, rowsOf, truncate, wrap } from "../../src/reporters/width.js";

describe("displayWidth", () => {
  test.each([
    ["abc", 3],
    ["亲您好", 6],
    ["，。！？", 8],
    ["ＡＢ１", 6],
    ["ｱｲ", 2],
    ["😀", 2],
    ["👨‍👩‍👧", 2],
    ["👍🏽", 2],
    ["❤️", 2],
    ["❤", 1],
    ["🇨🇳", 2],
    ["1️⃣", 2],
    ["e\u0301", 1],
    ["加\u200b微", 4],
    ["\ufeff亲", 2],
    ["한국", 4],
  ])("%s takes %i columns", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });

  test("what would garble the terminal is replaced, and a tab is blanks", () => {
    const shown = (text: string): string => cells(text).map((cell) => cell.text).join("");
    expect(shown("a\u001b[31mb")).toBe("a\ufffd[31mb");
    expect(shown("a\u202eb\u0007\ud800")).toBe("a\ufffdb\ufffd\ufffd");
    expect(shown("a\tb")).toBe("a    b");
    expect(displayWidth("\u001b")).toBe(1);
  });

  test("cells cover the text without a gap", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("亲", "a", "😀", "👨‍👩‍👧", "❤️", "\u200b", "，", "\t", "e\u0301", "\ud83d")), (parts) => {
        const text = parts.join("");
        let at = 0;
        for (const cell of cells(text)) {
          expect(cell.start).toBe(at);
          at = cell.end;
        }
        expect(at).toBe(text.length);
      }),
    );
  });
});

describe("rows", () => {
  test("closing punctuation does not begin a row", () => {
    expect(wrap("一二三四，五六七八。", 8)).toEqual(["一二三", "四，五六", "七八。"]);
  });

  test("a Latin word stays whole where it can", () => {
    expect(wrap("请看 promise/vow 这条", 12)).toEqual(["请看", "promise/vow", "这条"]);
    expect(wrap("a".repeat(30), 10)).toEqual(["a".repeat(10), "a".repeat(10), "a".repeat(10)]);
  });

  test("no row is wider than asked for, and nothing is lost", () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom("亲", "您", "a", "Z", "9", "😀", "👨‍👩‍👧", "，", "。", " ", "！")), fc.integer({ min: 4, max: 20 }), (parts, width) => {
        const all = cells(parts.join(""));
        const rows = rowsOf(all, width);
        expect(rows.flat()).toEqual(all);
        for (const row of rows) expect(row.reduce((sum, cell) => sum + cell.width, 0)).toBeLessThanOrEqual(width);
      }),
    );
  });

  test("padEnd and truncate count columns", () => {
    expect(padEnd("警告", 6)).toBe("警告  ");
    expect(truncate("不要承诺", 8)).toBe("不要承诺");
    expect(truncate("不要承诺", 7)).toBe("不要承…");
  });
});
