import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { yamlCursor } from "../../../src/lsp/service/cursor.js";
import { allowed, type JsonSchema } from "../../../src/lsp/service/schema.js";

/** What is expected at the `▮` of a text. */
function at(text: string): { path: (string | number)[]; expects: string; typed: string; siblings: string[] } {
  const offset = text.indexOf("▮");
  const plain = text.replace("▮", "");
  const { typed, ...rest } = yamlCursor(plain, offset);
  return { ...rest, typed: plain.slice(typed.start, typed.end) };
}

describe("where in YAML something is being typed", () => {
  test.each([
    ["▮", [], "key", ""],
    ["lev▮", [], "key", "lev"],
    ["level: st▮", ["level"], "value", "st"],
    ["rules:\n  ▮", ["rules"], "key", ""],
    ["rules:\n  promise/x: ▮", ["rules", "promise/x"], "value", ""],
    ["when:\n  scenario:\n    - ch▮", ["when", "scenario", 0], "key", "ch"],
    ["when:\n  scenario: [chase, ▮", ["when", "scenario", 0], "value", ""],
    ["suggest:\n  - title: { zh: 好, ▮", ["suggest", 0, "title"], "key", ""],
    ["suggest:\n  - replace: match\n    ▮", ["suggest", 0], "key", ""],
    ["suggest:\n  - replace: match\n  - ▮", ["suggest", 0], "key", ""],
    ["examples:\n  bad:\n    - { text: 好, scenario: ▮", ["examples", "bad", 0, "scenario"], "value", ""],
    ["a:\n  b: 1\nc: ▮", ["c"], "value", ""],
    ["a:\n  # said: so\n\n  ▮", ["a"], "key", ""],
    ["list:\n- one: 1\n  ▮", ["list", 0], "key", ""],
  ])("%j", (text, path, expects, typed) => {
    expect(at(text)).toMatchObject({ path, expects, typed });
  });

  test("keys that the map has, before and after", () => {
    expect(at("level: strict\n▮\nrules:\n  a: off\n").siblings.sort()).toEqual(["level", "rules"]);
  });

  test("never throws, whatever is there", () => {
    const text = readFileSync(new URL("../../../rules/promise/guaranteed-arrival.yaml", import.meta.url), "utf8");
    for (let offset = 0; offset <= text.length; offset += 7) expect(yamlCursor(text, offset).path.length).toBeLessThan(8);
    for (const odd of ["- - - ", "::::", "{[}]", "\t- :", '"', "? a\n: b", "a: |\n  x\n"]) expect(() => yamlCursor(odd, odd.length)).not.toThrow();
  });
});

test("what a schema allows at a place, alternatives included", () => {
  const schema = JSON.parse(readFileSync(new URL("../../../schemas/rule.schema.json", import.meta.url), "utf8")) as JsonSchema;
  const words = (text: string): string[] => allowed(schema, yamlCursor(text.replace("▮", ""), text.indexOf("▮"))).map((one) => one.text);
  expect(words("kind: ▮")).toEqual(expect.arrayContaining(["phrase", "require", "order", "likeness", "repeat"]));
  expect(words("severity: ▮")).toEqual(["error", "warning", "info"]);
  expect(words("when:\n  ▮")).toEqual(expect.arrayContaining(["scenario", "customer", "notReply"]));
  expect(words("when:\n  - ▮")).toContain("scenario");
  expect(words("when:\n  scenario:\n    - ▮")).toContain("chase");
  expect(words("suggest:\n  - fix: ▮")).toEqual(["true", "false"]);
  expect(words("id: x\n▮")).not.toContain("id");
  expect(words("nowhere:\n  ▮")).toEqual([]);
});
