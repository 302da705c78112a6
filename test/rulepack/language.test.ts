/** What holds for the shipped rules of language: they are silent on clean prose, and load English only when it is needed. */
import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { expect, it } from "vitest";
import { Linter } from "../../src/core/index.js";
import { loadPack } from "../../src/rulepack/load.js";
import { latinSpeller } from "../../src/rulepack/speller.js";

const { pack } = loadPack(["rules"], "dictionaries");
const LANGUAGE = new Set(["G10", "G11", "G60", "G61", "G62", "G63"]);

it("raise fewer than one false alarm in 10,000 characters of clean text", () => {
  const linter = new Linter(pack, { channel: "page", suggestions: false, speller: latinSpeller(pack) });
  let characters = 0;
  const alarms: string[] = [];
  for (const name of readdirSync("fixtures/clean").filter((file) => file.endsWith(".txt")))
    for (const reply of readFileSync(`fixtures/clean/${name}`, "utf8").split("\n")) {
      characters += reply.length;
      for (const { rule, text, guidance } of linter.lint({ reply }).findings) if (/^(language|clarity)\//.test(rule) && guidance.some((point) => LANGUAGE.has(point))) alarms.push(`${name} ${rule} ${text}`);
    }
  expect(characters).toBeGreaterThan(10_000);
  expect(alarms).toEqual([]);
});

it("load the English dictionary at the first word that no list knows", () => {
  const loaded = (): boolean => Object.keys(createRequire(import.meta.url).cache).some((path) => /[\\/]nspell[\\/]/.test(path));
  const linter = new Linter(pack, { speller: latinSpeller(pack) });
  linter.lint({ reply: "您好，iPhone 和 HUAWEI 都能用，型号 AB-12，加 taobao 会员" });
  expect(loaded()).toBe(false);
  expect(linter.lint({ reply: "支持 blutooth 连接" }).findings.map(({ rule, text }) => `${rule} ${text}`)).toContain("language/latin-spelling blutooth");
  expect(loaded()).toBe(true);
});

it("tell an agent once about each kind of punctuation", () => {
  const linter = new Linter(pack, { level: "strict" });
  const reply = "您好,这款有货,今天发!!明天到??您看,可以吗!!";
  const rules = linter.lint({ reply }).findings.map(({ rule }) => rule).filter((rule) => rule.startsWith("language/punctuation"));
  expect(rules.sort()).toEqual(["language/punctuation-runs", "language/punctuation-width"]);
  expect(linter.fix({ reply }).text).toBe("您好，这款有货，今天发！明天到？您看，可以吗！");
});
