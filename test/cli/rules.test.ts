import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../src/reporters/width.js";
import { FIXTURE_RULES, makeFolder, type Outcome, runCli, useSandbox } from "./support.js";

const { pack, folder } = useSandbox();
const rules = (...args: string[]): Outcome => runCli(pack.cli, ["rules", ...args], { cwd: folder.path });
const MORE = join(FIXTURE_RULES, "more");

describe("rules list", () => {
  test("every rule by dimension, aligned", () => {
    const { code, stdout } = rules("list");
    expect(code).toBe(0);
    expect(stdout).toContain("承诺 promise\n");
    expect(stdout).toContain("共 5 条");
    const rows = stdout.split("\n").filter((line) => /^ {2}\w/.test(line));
    expect(rows.map((row) => row.trim().split(/\s+/).slice(0, 3))).toEqual([
      ["promise/oath", "G78", "警告"],
      ["promise/sure", "G10", "警告"],
      ["promise/vow", "G04", "错误"],
      ["action/missing", "G20", "警告"],
      ["courtesy/triple", "G63", "提示"],
    ]);
    expect(new Set(rows.map((row) => displayWidth(row.slice(0, row.search(/警告|错误|提示/))))).size).toBe(1);
    expect(stdout).toContain("[红线] 不要发誓");
    expect(stdout).toContain("[strict] 不要赌咒");
    expect(stdout).not.toContain("{text}");
  });

  test("--format json, with rules of one's own and overrides", () => {
    const own = makeFolder({ "replylint.config.yaml": `rulesDirs: [${JSON.stringify(MORE)}]\nrules: { promise/vow: 'off' }\n` });
    const { stdout } = runCli(pack.cli, ["rules", "list", "--format", "json", "--locale", "en"], { cwd: own.path });
    own.remove();
    const list = JSON.parse(stdout) as { id: string; severity: string; message: string }[];
    expect(list.map(({ id }) => id)).toContain("courtesy/house");
    expect(list.find(({ id }) => id === "promise/vow")).toMatchObject({ severity: "off", message: "Do not vow", guidance: ["G04"], critical: "compliance" });
  });
});

describe("rules explain", () => {
  test("reason, sources, examples with what is wrong in them and how it reads mended", () => {
    const { code, stdout } = rules("explain", "promise/vow");
    expect(code).toBe(0);
    for (const part of ["promise/vow  错误 · 红线：一票否决  G04 · 承诺\n", "不要发誓", "  原因  誓言不是服务。\n", "  出处  test；D2 §4\n", "  改法  说能做到的\n", "    这件事对天发誓\n          ^^^^^^^^\n    → 这件事我会尽力\n", "这样说没问题\n    这件事我会尽力\n", "promise/vow: off"]) expect(stdout).toContain(part);
  });

  test("what the customer said, what is missing, what --fix does", () => {
    expect(rules("explain", "action/missing").stdout).toContain("    ? 还没到\n    快递在路上\n              +\n    → 快递在路上，我来处理\n");
    expect(rules("explain", "courtesy/triple").stdout).toContain("称呼一次（--fix 可自动改）");
    expect(rules("explain", "promise/oath", "--locale", "en").stdout).toContain("asked at level strict only");
  });

  test("--format json", () => {
    expect(JSON.parse(rules("explain", "promise/vow", "--format", "json").stdout)).toMatchObject({ id: "promise/vow", kind: "phrase", sources: ["test", "D2 §4"], examples: { bad: [{ span: "对天发誓" }], good: [{ text: "这件事我会尽力" }] } });
  });

  test("a rule of one's own", () => {
    expect(rules("explain", "courtesy/house", "--rulesdir", MORE).stdout).toContain("店规。");
  });

  test("an unknown id names the nearest", () => {
    expect(rules("explain", "promise/vov")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^replylint: 没有“promise\/vov”这条规则。\n {2}是不是：promise\/vow/) as string });
    expect(rules("explain", "vow").stderr).toContain("promise/vow");
    expect(rules("explain", "zzzz").stderr).toContain("replylint rules list");
  });
});

describe("rules test", () => {
  const broken = `id: courtesy/wrong
guidance: [G16]
kind: phrase
severity: error
message: { zh: 错, en: Wrong }
reason: { zh: 错, en: Wrong }
sources: [test]
match: [哈喽, 嘿嘿]
examples:
  bad:
    - { text: 您好, span: 您好 }
    - { text: 哈喽, span: 哈喽 }
  good:
    - 哈喽在吗
`;

  test("the shipped rules, a folder, one rule", () => {
    expect(rules("test")).toMatchObject({ code: 0, stdout: "✔ 5 条规则，11 个例子，0 个不对\n" });
    expect(rules("test", MORE)).toMatchObject({ code: 0, stdout: "✔ 1 条规则，2 个例子，0 个不对\n" });
    expect(rules("test", "--rule", "promise/vow")).toMatchObject({ code: 0, stdout: "✔ 1 条规则，2 个例子，0 个不对\n" });
  });

  test("failures have their place", () => {
    const place = makeFolder({ "house/wrong.yaml": broken });
    const { code, stdout } = runCli(pack.cli, ["rules", "test", "house"], { cwd: place.path });
    place.remove();
    expect(stdout).toMatch(/^house\/wrong\.yaml:11:\d+: courtesy\/wrong 该报.*\n {4}您好\n/);
    expect(stdout).toMatch(/^house\/wrong\.yaml:14:\d+: courtesy\/wrong 好例子.*\n {4}哈喽在吗\n/m);
    expect(stdout).toMatch(/✖ 1 条规则，3 个例子，2 个不对\n$/);
    expect(code).toBe(1);
  });

  test("--coverage asks for an example of every pattern", () => {
    const place = makeFolder({ "house/wrong.yaml": broken.replace("    - { text: 您好, span: 您好 }\n", "").replace("哈喽在吗", "您好") });
    const { code, stdout } = runCli(pack.cli, ["rules", "test", "house", "--coverage"], { cwd: place.path });
    place.remove();
    expect(stdout).toContain("没有例子：courtesy/wrong: 嘿嘿\n");
    expect(code).toBe(1);
    expect(rules("test", "--coverage").code).toBe(0);
  });

  test("an empty folder is an error", () => {
    const place = makeFolder({ "house/readme.txt": "" });
    expect(runCli(pack.cli, ["rules", "test", "house"], { cwd: place.path }).code).toBe(2);
    place.remove();
  });
});
