import { describe, expect, it } from "vitest";
import { parseYaml, readYaml, SourceError } from "../../src/rulepack/yaml.js";

const SOURCE = `# a comment
title: 标题
list:
  - 一
  - "二二"
map: { 甲: 1, 乙: [x, y] }
`;

describe("parseYaml", () => {
  const file = parseYaml(SOURCE, "f.yaml");

  it.each<[(string | number)[], number, number]>([
    [[], 2, 1],
    [["title"], 2, 8],
    [["list"], 4, 3],
    [["list", 1], 5, 5],
    [["map", "乙", 1], 6, 21],
    // What is not there: the nearest parent that is.
    [["list", 7], 4, 3],
    [["map", "丙", "x"], 6, 6],
    [["none"], 2, 1],
  ])("finds the value at %j in %d:%d", (path, line, column) => {
    expect(file.locate(path)).toEqual({ line, column });
  });

  it.each<[(string | number)[], number, number]>([
    [["title"], 2, 1],
    [["map", "乙"], 6, 14],
    [["list", 1], 5, 5],
    [["none"], 2, 1],
  ])("finds the key at %j in %d:%d", (path, line, column) => {
    expect(file.locateKey(path)).toEqual({ line, column });
  });

  it("counts an offset from inside the quotes", () => {
    expect(file.locate(["list", 0], 1)).toEqual({ line: 4, column: 6 });
    expect(file.locate(["list", 1], 1)).toEqual({ line: 5, column: 7 });
  });

  it.each([
    ["a: [1", /^f\.yaml:1:\d+: is not YAML: /],
    ["a: 1\na: 2", /^f\.yaml:2:1: is not YAML: /],
    ["a: *b", /^f\.yaml:1:\d+: is not YAML: /],
    [`a0: &a0 [x, x]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [${`*a${i}, `.repeat(9)}x]`).join("\n")}`, /^f\.yaml:1:1: is not YAML: /],
  ])("refuses %j", (source, message) => {
    expect(() => parseYaml(source, "f.yaml")).toThrow(SourceError);
    expect(() => parseYaml(source, "f.yaml")).toThrow(message);
  });
});

describe("readYaml", () => {
  it("says which file cannot be read, and why", () => {
    expect(() => readYaml("/none/x.yaml", "x.yaml")).toThrow("x.yaml:1:1: cannot be read: ENOENT");
    expect(() => readYaml(import.meta.dirname, "dir")).toThrow("dir:1:1: cannot be read: EISDIR");
  });
});
