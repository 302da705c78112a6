import fc from "fast-check";
import { expect, test } from "vitest";
import { cell, readCells } from "../../src/cli/tsv.js";

test("whatever stands in a cell comes back, and a line stays one line of as many cells", () => {
  fc.assert(
    fc.property(fc.array(fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("\\N", "a\tb", "\r\n", "\\", "\\n", "")), { minLength: 1 }), (values) => {
      const line = values.map(cell).join("\t");
      expect(line).not.toMatch(/[\n\r]/);
      expect(readCells(line)).toEqual(values);
    }),
  );
});

test.each([
  ["\\N", [null]],
  ["a\\tb\t\\\\N", ["a\tb", "\\N"]],
  ["它\\'s\\q\\", ["它's\\q\\"]],
  ["", [""]],
])("%s is read as its engine wrote it", (line, cells) => {
  expect(readCells(line)).toEqual(cells);
});

test.each([
  [null, "\\N"],
  [undefined, "\\N"],
  [true, "true"],
  [3.5, "3.5"],
  [{ a: "x\ty" }, '{"a":"x\\\\ty"}'],
])("%j is written as %s", (value, text) => {
  expect(cell(value)).toBe(text);
});
