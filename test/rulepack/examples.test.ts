import { describe, expect, it } from "vitest";
import { testPack, uncovered } from "../../src/rulepack/examples.js";
import { loadPack } from "../../src/rulepack/load.js";
import { packDir, RULE } from "./support.js";

const SUGGEST = "suggest:\n  - { title: { zh: 改, en: change }, replace: match, text: 预计明天到 }\nexamples:";

function failures(from: string, to: string, base = RULE): string[] {
  const dir = packDir({ "rules/promise/sure.yaml": base.replace(from, to) });
  const { pack, loaded } = loadPack([`${dir}/rules`], `${dir}/dictionaries`);
  return testPack(pack, loaded).failures.map(({ file, line, column, message }) => `${file.slice(dir.length + 1)}:${line}:${column}: ${message}`);
}

describe("testPack", () => {
  it("is content with examples that do what they say", () => {
    const dir = packDir();
    const { pack, loaded } = loadPack([`${dir}/rules`], `${dir}/dictionaries`);
    expect(testPack(pack, loaded)).toEqual({ run: 2, failures: [] });
    expect(testPack(pack, loaded, "promise/other")).toEqual({ run: 0, failures: [] });
    expect(failures("examples:", SUGGEST)).toEqual([]);
    expect(failures("span: 一定明天到 }", "span: 一定明天到, fixed: 预计明天到 }", RULE.replace("examples:", SUGGEST))).toEqual([]);
  });

  it.each([
    ["a bad example that passes", "text: 一定明天到", "text: 预计明天到", "rules/promise/sure.yaml:12:7: should be reported, but nothing is"],
    ["a bad example reported elsewhere", "span: 一定明天到", "span: 一定", 'rules/promise/sure.yaml:12:7: should be reported at "一定", but is at "一定明天到"'],
    ["a good example that is reported", "- 预计明天到", "- 保证到", 'rules/promise/sure.yaml:14:7: a good example, but promise/sure reports "保证到"'],
    ["a repair that is not offered", "span: 一定明天到 }", "span: 一定明天到, fixed: 预计到 }", 'rules/promise/sure.yaml:12:7: should be mended to "预计到", but no suggestion is offered'],
  ])("reports %s", (_, from, to, expected) => {
    expect(failures(from, to)).toEqual([expected]);
  });

  it("reports a repair that comes out otherwise", () => {
    expect(failures("span: 一定明天到 }", "span: 一定明天到, fixed: 尽量明天到 }", RULE.replace("examples:", SUGGEST))).toEqual([
      expect.stringMatching(/: should be mended to "尽量明天到", but is to "预计明天到"$/),
    ]);
  });
});

describe("uncovered", () => {
  it("names the patterns that no example fires", () => {
    const dir = packDir({ "rules/promise/sure.yaml": RULE.replace('  - "<sure>..4到"', '  - "<sure>..4到"\n  - "<sure>没问题"') });
    const { loaded } = loadPack([`${dir}/rules`], `${dir}/dictionaries`);
    const { patterns, members } = uncovered(loaded.source);
    expect(patterns).toEqual(["promise/sure: <sure>没问题"]);
    for (const [name, { all, without }] of members) {
      const { any } = loaded.source.classes.find((cls) => cls.name === name)!;
      expect(any).toEqual(expect.arrayContaining(without));
      expect(all).toBe(any.length);
      // 一定 and 保证 stand in the examples.
      expect(without).not.toContain("一定");
    }
    expect([...members.keys()]).toEqual(loaded.source.classes.map(({ name }) => name));
  });
});
