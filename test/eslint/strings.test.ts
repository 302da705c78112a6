import { runInNewContext } from "node:vm";
import { Linter } from "eslint";
import type { Expression, Program } from "estree";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { editsIn, rangeIn } from "../../src/phrasebook/pieces.js";
import { spell, type Written, writtenIn } from "../../src/eslint/strings.js";

/** The expression of `x = …;` as ESLint parses it. */
function parse(source: string): Expression {
  const linter = new Linter();
  const [error] = linter.verify(source, [{ languageOptions: { ecmaVersion: 2023, sourceType: "script" } }]);
  if (error) throw new Error(`${error.message}: ${source}`);
  const statement = (linter.getSourceCode().ast as Program).body[0]!;
  if (statement.type !== "ExpressionStatement" || statement.expression.type !== "AssignmentExpression") throw new Error(source);
  return statement.expression.right;
}
function written(source: string): Written {
  const found = writtenIn(parse(source), source);
  if (!found) throw new Error(`no text in ${source}`);
  return found;
}
const evaluate = (source: string, names: Record<string, string> = {}): unknown => runInNewContext(source, { x: undefined, ...names });

describe("writtenIn", () => {
  test.each([
    ["x = '甲\\u4e59\\x41\\n\\'\\u{1F600}\\101';", "甲乙A\n'😀A"],
    ["x = '甲\\\r\n乙';", "甲乙"],
    ["x = `甲\r\n乙\\`\\${z}${ y . z }丙`;", "甲\n乙`${z}${y . z}丙"],
    ["x = '甲' + (\"乙\" + `丙`) + name + '丁';", "甲乙丙${name}丁"],
    ["x = a + b + '甲';", "${a}${b}甲"],
    ["x = `${a}${b}`;", "${a}${b}"],
  ])("%j is %j", (source, text) => {
    expect(written(source).phrase.text).toBe(text);
  });

  test.each(["x = 12;", "x = a + b;", "x = f('甲');", "x = a - b;"])("%j is no text", (source) => {
    expect(writtenIn(parse(source), source)).toBeNull();
  });
});

const unit = fc.constantFrom("亲", "a", "😀", "\\", "`", "'", '"', "$", "{", "}", "\n", "\r", "\t", "\u2028", "${", "\\n", "0");
const words = fc.array(unit, { maxLength: 12 }).map((parts) => parts.join(""));

describe("escapes round trip", () => {
  test.each(["'", '"', "`"])("what is spelt between %s reads as it was", (quote) => {
    fc.assert(
      fc.property(words, (text) => {
        const source = `x = ${quote}${spell(text, quote)}${quote};`;
        expect(evaluate(source)).toBe(text);
        // Blanks around a text are no part of the phrase.
        expect(written(source).phrase.text).toBe(text.trim());
      }),
    );
  });

  test.each(["'", '"', "`"])("a change made at its place between %s is the change of the text", (quote) => {
    fc.assert(
      fc.property(words, words, words, words, (before, middle, after, put) => {
        const [head, tail] = [`一${before}`, `${after}二`];
        const source = `x = ${quote}${spell(head, quote)}${quote === "`" ? "${y}" : `${quote} + y + ${quote}`}${spell(middle + tail, quote)}${quote};`;
        const found = written(source);
        const { phrase } = found;
        expect(phrase.text).toBe(`${head}\${y}${middle}${tail}`);
        const start = head.length + 4;
        const edits = editsIn(phrase, [{ start, end: start + middle.length, text: put }]);
        fc.pre(edits !== null);
        expect(edits.every(found.holds)).toBe(true);
        const mended = [...edits].reverse().reduce((text, edit) => text.slice(0, edit.start) + edit.text + text.slice(edit.end), source);
        expect(evaluate(mended, { y: "<y>" })).toBe(`${head}<y>${put}${tail}`);
      }),
    );
  });

  test("line ends of the file are kept in a template", () => {
    const source = "x = `甲\r\n乙`;";
    const { phrase } = written(source);
    expect(editsIn(phrase, [{ start: 3, end: 3, text: "\n丙" }])).toEqual([{ start: 9, end: 9, text: "\r\n丙" }]);
    expect(rangeIn(phrase, 2, 3)).toEqual({ from: 8, to: 9 });
  });
});

test("a change that would touch the code between the quotes is refused", () => {
  for (const source of ["x = '甲' + y + '乙';", "x = `甲${y}乙`;"]) {
    const found = written(source);
    const edits = editsIn(found.phrase, [{ start: 0, end: found.phrase.text.length, text: "丙" }]);
    expect(edits?.every(found.holds) ?? false, source).toBe(false);
  }
});
