import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { makeFolder, makePackage, type Outcome, runCli, STACK, useSandbox } from "./support.js";

const { pack, folder } = useSandbox({
  "ok.txt": "您好，面料是纯棉的\n",
  "empty.txt": "",
  "blank.txt": " \n\n",
  "binary.txt": Uint8Array.of(1, 0, 2, 0, 255),
  "gbk.txt": Uint8Array.of(0xc4, 0xfa, 0xba, 0xc3, 10),
  "broken.txt": Uint8Array.of(111, 107, 10, 0xff, 0xff, 0xff, 10),
  "utf16.txt": Uint8Array.of(0xff, 0xfe, 0x61, 0),
  "table.csv": "a,b\n",
  "records.jsonl": "{}\n",
  "hollow/x.csv": "a",
  "key.md": "---\nsenario: chase\n---\n您好\n",
  "value.md": "---\ncustomer: 12\nscenario: chse\n---\n您好\n",
  "open.md": "---\nscenario: chase\n您好\n",
  "yaml.md": "---\nscenario: [a\n---\n您好\n",
  "headonly.md": "---\nscenario: chase\n---\n\n",
  "second.md": "---\nscenario: chase\n---\n您好\n---\nscenario: nope\n---\n我对天发誓\n---\nscenario: price\n---\n我对天发誓\n",
});
const run = (...args: string[]): Outcome => runCli(pack.cli, args, { cwd: folder.path });

describe("what cannot be read", () => {
  test.each([
    ["gone.txt", /^gone\.txt: 读不了：没有这个文件或文件夹。\n {2}请检查路径和文件名。$/m],
    ["empty.txt", /^empty\.txt:1: 没有回复内容，是空的。\n {2}\S/m],
    ["blank.txt", /^blank\.txt:1: 没有回复内容/m],
    ["binary.txt", /^binary\.txt: 是二进制文件，不是文字。\n {2}\S/m],
    ["gbk.txt", /^gbk\.txt:1: 第 1 行起不是 UTF-8，像是 GBK\/GB18030 编码。\n {2}请另存为 UTF-8/m],
    ["broken.txt", /^broken\.txt:2: 第 2 行不是有效的 UTF-8。\n {2}.*UTF-8/m],
    ["utf16.txt", /^utf16\.txt: 文件是 UTF-16 编码/m],
    ["table.csv", /^table\.csv: 这不是草稿文件/m],
    ["records.jsonl", /replylint pipe < records\.jsonl/m],
    ["hollow", /^hollow: 这个文件夹里没有 \.txt 或 \.md 草稿。/m],
    ["key.md", /^key\.md:2:1: 没有“senario”这个键，是不是想写 scenario？\n {2}\S/m],
    ["value.md", /^value\.md:2:11: customer: 要写成文字，现在是 12.*\n {2}.*\nvalue\.md:3:11: scenario: 不能是 "chse"，是不是想写 chase？可用：presale/m],
    ["open.md", /^open\.md:1:1: 开头的 --- 没有收尾。\n {2}\S/m],
    ["yaml.md", /^yaml\.md:\d+:\d+: 不是有效的 YAML/m],
    ["headonly.md", /^headonly\.md:\d: 没有回复内容，是空的。\n {2}把回复写在开头的 --- 之后。/m],
  ])("%s", (file, message) => {
    const { code, stdout, stderr } = run("check", file, "ok.txt", "--format", "json");
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(STACK);
    // The others are checked all the same.
    const report = JSON.parse(stdout) as { results: { file: string }[]; errors: { line: number }[]; summary: { errors: number } };
    expect(report.results.map((result) => result.file)).toEqual(["ok.txt"]);
    expect(report.errors.length).toBeGreaterThan(0);
    expect(report.summary.errors).toBe(1);
  });

  test("in English", () => {
    expect(run("check", "key.md", "--locale", "en").stderr).toMatch(/^key\.md:2:1: unknown key "senario"; did you mean "scenario"\?\n {2}\S/);
  });

  test("one wrong head among several does not hide the other drafts", () => {
    const { code, stdout, stderr } = run("check", "second.md", "--format", "ndjson");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^second\.md:6:11: scenario: 不能是 "nope"/);
    expect(stdout.trimEnd().split("\n").map((line) => (JSON.parse(line) as { id: string }).id)).toEqual(["second.md#1", "second.md#2", "second.md#3"]);
  });
});

describe("what cannot be meant", () => {
  test.each([
    [["chek"], /没有“chek”这个命令，是不是想用 check？\n {2}可用的命令：check、/],
    [["rules", "lst"], /没有“rules lst”这个命令，是不是想用 rules list？/],
    [["--foo"], /没有 --foo 这个选项/],
    [["check"], /没说检查什么。\n {2}\S/],
    [["check", "ok.txt", "--formt", "json"], /没有 --formt 这个选项，是不是想写 --format？\n {2}\S/],
    [["check", "ok.txt", "--format", "xlsx"], /--format 没有“xlsx”这个值。\n {2}可用：pretty json ndjson/],
    [["check", "ok.txt", "--scenario", "chse"], /--scenario 没有“chse”这个值，是不是想写 chase？\n {2}可用：presale price/],
    [["check", "ok.txt", "--channel", "mail"], /--channel 没有“mail”这个值/],
    [["check", "ok.txt", "--fail-on", "info"], /--fail-on 没有“info”这个值/],
    [["check", "ok.txt", "--min-score", "110"], /--min-score 要写 0 到 100 之间的数，现在是“110”/],
    [["check", "ok.txt", "--min-score", "x"], /--min-score 要写 0 到 100/],
    [["check", "ok.txt", "--output"], /--output 后面要写值：--output FILE/],
    [["check", "ok.txt", "--output", "--quiet"], /--output 后面要写值/],
    [["check", "ok.txt", "--quiet=yes"], /--quiet 是开关，不带值。/],
    [["check", "ok.txt", "--fix", "--fix-dry-run"], /只能选一个/],
    [["check", "ok.txt", "--output", "gone/report.json"], /写不了 gone\/report\.json：没有这个文件或文件夹。\n {2}\S/],
    [["check", "ok.txt", "--output", "hollow"], /写不了 hollow：是文件夹/],
    [["check", "ok.txt", "--config", "gone.yaml"], /读不了配置文件 gone\.yaml：.*\n {2}\S/],
    [["check", "ok.txt", "--rulesdir", "gone"], /没有这个规则文件夹：gone。\n {2}\S/],
    [["pipe", "x.jsonl"], /pipe 从标准输入读.*\n {2}replylint pipe < x\.jsonl/],
    [["pipe", "--fields", "scor"], /--fields 没有“scor”这个字段，是不是想写 score？/],
    [["rules", "list", "x"], /rules list 不带“x”。/],
    [["rules", "explain"], /请写一条规则的 id。/],
    [["rules", "test", "gone"], /没有这个规则文件夹/],
    [["help", "chek"], /没有“chek”这个命令/],
    [["init", "x"], /init 不带“x”/],
  ])("%j", (args, message) => {
    const { code, stdout, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(STACK);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("in English, wherever --locale stands", () => {
    for (const args of [["chek", "--locale", "en"], ["--locale", "en", "chek"], ["--locale=en", "chek"]]) expect(run(...args).stderr).toMatch(/^replylint: unknown command "chek"; did you mean check\?\n {2}Commands: check, /);
    expect(run("check", "ok.txt", "--scenario", "chse", "--locale", "en").stderr).toMatch(/--scenario does not take "chse"; did you mean chase\?\n {2}It takes: presale/);
  });
});

describe("configuration", () => {
  const withConfig = (text: string, name = "replylint.config.yaml"): Outcome => {
    const place = makeFolder({ [name]: text, "a.txt": "您好" });
    const outcome = runCli(pack.cli, ["check", "a.txt"], { cwd: place.path });
    place.remove();
    return outcome;
  };

  test.each([
    ["levl: strict\n", /^replylint\.config\.yaml:1:1: 没有“levl”这个键，是不是想写 level？/],
    ["# one\nlevel: loud\n", /^replylint\.config\.yaml:2:8: level: 不能是 "loud"；可用：default strict/],
    ["minScore: 120\n", /:1:11: minScore: 要在 0 到 100 之间，现在是 120/],
    ["minScore: high\n", /:1:11: minScore: 要写成数字/],
    ["rulesDirs: a\n", /:1:12: rulesDirs: 要写成列表/],
    ["rules:\n  promise/vow: fatal\n", /:2:16: rules\.promise\/vow: 不能是 "fatal"；可用：off shadow error warning info/],
    ["rules:\n  promise/vov: error\n", /:2:\d+: rules: 没有“promise\/vov”这条规则，是不是想写 promise\/vow？/],
    ["- a\n", /:1:1: 这里要写成“键: 值”/],
    ["level: [\n", /:\d+:\d+: 不是有效的 YAML/],
    ["levl: strict\nminScore: 120\n", /:1:1: .*\nreplylint\.config\.yaml:2:11: /],
  ])("%j", (text, message) => {
    const { code, stdout, stderr } = withConfig(text);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(STACK);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("JSON has its name", () => {
    expect(withConfig('{ "level": "strict" "a" }', ".replylintrc.json").stderr).toMatch(/^\.replylintrc\.json:1:\d+: 不是有效的 JSON/);
  });

  test("an empty one is fine", () => {
    expect(withConfig("# nothing yet\n").code).toBe(0);
  });

  test("two in one folder are one too many", () => {
    const place = makeFolder({ "replylint.config.yaml": "level: strict", ".replylintrc.json": "{}", "a.txt": "您好" });
    expect(runCli(pack.cli, ["check", "a.txt"], { cwd: place.path })).toMatchObject({ code: 2, stderr: expect.stringMatching(/两个配置文件：\.replylintrc\.json、replylint\.config\.yaml。\n {2}\S/) as string });
    expect(runCli(pack.cli, ["check", "a.txt", "--config", ".replylintrc.json"], { cwd: place.path }).code).toBe(0);
    place.remove();
  });
});

describe("broken rules", () => {
  test("a rule file that is wrong stops the run with its place", () => {
    const place = makeFolder({ "rules/bad.yaml": "id: courtesy/bad\nguidance: [G16]\n", "a.txt": "您好" });
    for (const args of [["check", "a.txt", "--rulesdir", "rules"], ["rules", "test", "rules"], ["rules", "list", "--rulesdir", "rules"]]) {
      const { code, stderr, stdout } = runCli(pack.cli, args, { cwd: place.path });
      expect(stderr).toMatch(/^rules\/bad\.yaml:\d+:\d+: \S/);
      expect(stderr).not.toMatch(STACK);
      expect([code, stdout]).toEqual([2, ""]);
    }
    place.remove();
  });

  test("a missing compiled pack is told with the way out", async () => {
    const other = await makePackage();
    writeFileSync(join(other.cli, "../pack.bin"), "x");
    const { code, stderr } = runCli(other.cli, ["check", "ok.txt"], { cwd: folder.path });
    other.remove();
    expect(stderr).toMatch(/读不了自带的规则包 dist\/pack\.bin。\n {2}请重新安装/);
    expect(code).toBe(2);
  });

  test("a crash inside one rule: said by name, the others go on, exit 2", async () => {
    const other = await makePackage((compiled) => {
      const rule = compiled.rules.find((one) => one.id === "promise/sure")!;
      rule.when = null;
    });
    const place = makeFolder({ "a.txt": "我对天发誓，明天一定到\n" });
    const { code, stdout, stderr } = runCli(other.cli, ["check", "a.txt", "--format", "json"], { cwd: place.path });
    const piped = runCli(other.cli, ["pipe"], { cwd: place.path, input: '{"id":1,"reply":"我对天发誓，明天一定到"}\n{"id":2,"reply":"明天一定到"}\n' });
    other.remove();
    place.remove();
    expect(stderr).toMatch(/^a\.txt: 规则 promise\/sure 出错/);
    expect(stderr).not.toMatch(STACK);
    expect((JSON.parse(stdout) as { results: { findings: { rule: string }[] }[] }).results[0]!.findings.map(({ rule }) => rule)).toEqual(["promise/vow"]);
    expect(code).toBe(2);
    expect(piped.code).toBe(2);
    expect(piped.stdout.trimEnd().split("\n")).toHaveLength(2);
    expect(piped.stderr.match(/promise\/sure/g)).toHaveLength(1);
  });
});
