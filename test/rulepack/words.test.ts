import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import { readTerms, readWords } from "../../src/rulepack/words.js";
import type { Problem } from "../../src/rulepack/yaml.js";

const dir = mkdtempSync(join(tmpdir(), "replylint-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));
const file = (text: string): string => {
  const path = join(dir, "words");
  writeFileSync(path, text);
  return path;
};

it("reads terms with their neighbours", () => {
  const problems: Problem[] = [];
  expect(readTerms(file("\ufeff# head\r\n面单\t快递单\t桌|地\t独\r\n\r\nSKU\t款式\n"), "w.tsv", problems)).toEqual([
    { term: "面单", plain: "快递单", notAfter: ["桌", "地"], notBefore: ["独"] },
    { term: "SKU", plain: "款式", notAfter: [], notBefore: [] },
  ]);
  expect(problems).toEqual([]);
});

it("names the line of what is wrong, and reads the rest", () => {
  const problems: Problem[] = [];
  expect(readTerms(file("一\n二\tb\n二\tc\n三\td\t\t\te\n"), "w.tsv", problems)).toHaveLength(1);
  expect(problems.map(({ line, message }) => `${line} ${message}`)).toEqual(["1 needs a term and the plain word, with a tab between", '3 "二" stands here twice', "4 has more than four columns"]);
  readTerms(join(dir, "none"), "none.tsv", problems);
  expect(problems.at(-1)).toMatchObject({ file: "none.tsv", message: "cannot be read: ENOENT" });
});

it("reads a list of words", () => {
  expect(readWords(file("# head\niPhone iPad\n\nkg\n"), "w.txt", [])).toEqual(["iPhone", "iPad", "kg"]);
});
