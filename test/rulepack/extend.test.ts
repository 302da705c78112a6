import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import { houseOf } from "../../src/rulepack/config.js";
import { type LoadedConfig, presets, readConfig } from "../../src/rulepack/extend.js";
import { SourceError } from "../../src/rulepack/yaml.js";

const PRESETS = "dictionaries/presets";
const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })));

function folderOf(files: Record<string, string>): string {
  const folder = mkdtempSync(join(tmpdir(), "replylint-"));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return folder;
}

function read(files: Record<string, string>, name = "own.yaml", locale: "zh" | "en" = "zh"): LoadedConfig & { folder: string } {
  const folder = folderOf(files);
  return { ...readConfig(join(folder, name), { locale, shorten: (path) => relative(folder, path), presetsDir: PRESETS }), folder };
}

function problems(files: Record<string, string>, locale: "zh" | "en" = "zh"): string {
  try {
    read(files, "own.yaml", locale);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error.message;
  }
  return "";
}

describe("what a configuration extends", () => {
  it("weighs less than what comes later, key by key", () => {
    const { config, origin, folder } = read({
      "own.yaml": "extends: [base/a.yaml, replylint:taobao]\nterms: { 宝贝: 商品 }\nrules: { promise/no-problem: off }\nwords: [Acme]\naudit: { targets: { simple: 5 } }\n",
      "base/a.yaml": "extends: ../b.json\nlevel: default\nrules: { promise/no-problem: error, courtesy/no-advice: shadow }\nrulesDirs: [rules]\nwords: [Bolt]\nphrasebook: { files: [books/*.yaml] }\naudit: { targets: { simple: 9, limit: 200 } }\n",
      "b.json": '{ "extends": "replylint:strict", "terms": { "咱家": "本店" } }',
    });
    expect(config).toEqual({
      level: "default", failOn: "warning", minScore: 80,
      terms: { 咱家: "本店", 宝贝: "商品" },
      rules: { "promise/no-problem": "off", "courtesy/no-advice": "shadow" },
      rulesDirs: [join(folder, "base/rules")],
      words: ["Bolt", "Acme"],
      phrasebook: { files: ["base/books/*.yaml"], platform: "taobao" },
      audit: { targets: { simple: 5, limit: 200 }, within: [180], night: "23:00-08:00" },
    });
    expect(origin).toMatchObject({ level: "base/a.yaml", failOn: "replylint:strict", "terms 咱家": "b.json", "terms 宝贝": "own.yaml", "rules promise/no-problem": "own.yaml", "rules courtesy/no-advice": "base/a.yaml", "words Bolt": "base/a.yaml", "words Acme": "own.yaml", "phrasebook platform": "replylint:taobao" });
  });

  it.each([
    ["extends: replylint:strickt", /^own\.yaml:1:10: extends: 没有“replylint:strickt”这个预设，是不是想写 replylint:strict？可用：.*replylint:taobao/],
    ["level: strict\nextends: [replylint:strict, gone.yaml]", /^own\.yaml:2:29: extends: 没有这个文件：gone\.yaml；路径从本文件所在处算起/],
    ["extends: a.yaml", /^b\.yaml:1:11: extends: 绕成了圈：a\.yaml → b\.yaml → a\.yaml；去掉其中一处/],
    ["extends: own.yaml", /^own\.yaml:1:10: extends: 绕成了圈：own\.yaml → own\.yaml/],
    ["extends: wrong.yaml", /^wrong\.yaml:1:8: level: 不能是 "strickt"，是不是想写 strict？/],
    ["limits: { refund: soon }", /^own\.yaml:1:19: limits\.refund: “soon”不合格式，要写成 "72h" 这样/],
    ["limits: { refund: { most: 3 } }", /^own\.yaml:1:19: limits\.refund: 写法不对；写成 72h/],
    ["exempt: [{ text: 好 }]", /^own\.yaml:1:10: exempt\.0\.reason: 缺这一项/],
  ])("%s", (text, message) => {
    expect(problems({ "own.yaml": text, "a.yaml": "extends: b.yaml", "b.yaml": "extends: [a.yaml]", "wrong.yaml": "level: strickt" })).toMatch(message);
  });

  it("speaks English, too", () => {
    expect(problems({ "own.yaml": "extends: gone.yaml" }, "en")).toBe("own.yaml:1:10: extends: there is no such file: gone.yaml; paths count from where this file lies, and presets are written replylint:strict");
  });

  it("names rules that are not there where they are named", () => {
    const { unknown } = read({ "own.yaml": "extends: base.yaml\nexempt:\n  - { text: 好, reason: x, rules: [promise/no-problm] }\n", "base.yaml": "level: strict\nrules: { promise/no: off }\n" });
    expect(unknown(["promise/no-problem"]).map(({ file, line, column }) => `${file}:${line}:${column}`)).toEqual(["base.yaml:2:10", "own.yaml:3:35"]);
  });

  it("has presets that are configurations", () => {
    expect(presets(PRESETS)).toEqual(["replylint:douyin", "replylint:jd", "replylint:pinduoduo", "replylint:recommended", "replylint:strict", "replylint:taobao"]);
    for (const preset of presets(PRESETS)) expect(read({ "own.yaml": `extends: ${preset}` }).config).not.toEqual({});
  });
});

it("times are told in hours", () => {
  const { config } = read({ "own.yaml": "limits: { refund: 3d, reply: { least: 30min, most: 2小时 }, any: 1.5h }" });
  expect(houseOf(config)).toEqual({ limits: { refund: { most: 72 }, reply: { least: 0.5, most: 2 }, any: { most: 1.5 } } });
  expect(houseOf({ level: "strict" })).toBeUndefined();
});
