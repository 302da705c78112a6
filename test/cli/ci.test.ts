import { execFileSync, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { CI_FORMATS } from "../../src/cli/formats.js";
import { makeFolder, type Outcome, ROOT, runCli, STACK, useSandbox } from "./support.js";

const { pack, folder } = useSandbox({
  "good.txt": "您好\n",
  "bad.txt": "这事对天发誓\n明天一定到\n",
  "head.txt": "---\ncustomer: 快递还没到\n# replylint-ignore promise/sure -- 同城当日达\n---\n明天一定到，我来处理\n",
  "around.md": "<!-- replylint-ignore promise/vow -- 店主同意 -->\r\n\r\n对天发誓，明天一定到\r\n\r\n<!-- replylint-ignore promise/sure——同城 -->\r\n",
  "bare.md": "<!-- replylint-ignore promise/vow -->\n对天发誓\n",
  "unused.md": "<!-- replylint-ignore promise/vow -- 旧的 -->\n您好，面料是纯棉的\n",
  "unknown.md": "<!-- replylint-ignore promise/wov -- x -->\n您好\n",
  "inside.md": "您好\n<!-- replylint-ignore promise/vow -- x -->\n对天发誓\n",
  "two.md": "---\nscenario: chase # replylint-ignore promise/vow -- 一\n---\n对天发誓\n---\nscenario: price\n---\n对天发誓\n",
  "rules/promise/number.yaml": `id: promise/number
guidance: [G14]
kind: phrase
severity: error
message: { zh: "不要写 {text}", en: "Do not write {text}" }
reason: { zh: 测试。, en: Test. }
sources: [test]
match: ["13812345678"]
examples:
  bad: [{ text: 打13812345678, span: "13812345678" }]
  good: [您好]
`,
  "fix.md": "---\nscenario: price\n# replylint-ignore courtesy/triple -- 昵称\n---\n亲亲亲，您好\n",
});
const run = (args: string[], env: Record<string, string> = {}): Outcome => {
  const outcome = runCli(pack.cli, ["check", ...args], { cwd: folder.path, env });
  expect(outcome.stderr).not.toMatch(STACK);
  return outcome;
};
const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");
interface Result { id: string; score: number; verdict: string; findings: { rule: string; line: number }[]; missing: unknown[]; deductions: unknown[]; suppressed?: { rule: string; by: string; reason?: string }[] }
const results = (...args: string[]): Result[] => (JSON.parse(run([...args, "--format", "json"]).stdout) as { results: Result[] }).results;

describe("formats", () => {
  test.each(CI_FORMATS)("%s: the same exit codes, whole files, no stray output", (format) => {
    expect(run(["bad.txt", "--format", format, "--fail-on", "never"]).code).toBe(0);
    expect(run(["good.txt", "gone.txt", "--format", format]).code).toBe(2);
    const { code, stdout } = run(["bad.txt", "--format", format]);
    expect([code, stdout]).toEqual([1, expect.stringContaining("promise/vow")]);
    expect(run(["bad.txt", "--format", format, "-o", "out"])).toMatchObject({ code: 1, stdout: "" });
    expect(read("out")).toBe(stdout);
    rmSync(join(folder.path, "out"));
  });

  test("personal data is hidden in what they quote, and in the baseline", () => {
    writeFileSync(join(folder.path, "phone.txt"), "13812345678对天发誓明天一定到\n");
    for (const format of CI_FORMATS) {
      const { stdout } = run(["phone.txt", "--rulesdir", "rules", "--format", format]);
      expect(stdout, format).toContain("promise/number");
      expect(stdout.replaceAll("\\*", "*"), format).toContain("138****5678");
      expect(stdout, format).not.toContain("13812345678");
    }
    run(["phone.txt", "--rulesdir", "rules", "--baseline", "phone.json", "--baseline-update"]);
    expect(read("phone.json")).toContain("138****5678");
  });

  test("--docs-url is filled in", () => {
    expect(run(["bad.txt", "--format", "sarif", "--docs-url", "https://shop.example/{dimension}/{name}?{id}"]).stdout).toContain('"helpUri": "https://shop.example/promise/vow?promise/vow"');
  });
});

describe("ignores", () => {
  test("in a head and around a reply; they cost no points and are listed", () => {
    const [head] = results("head.txt");
    expect(head).toMatchObject({ score: 100, verdict: "pass", findings: [], deductions: [], suppressed: [{ rule: "promise/sure", by: "ignore", reason: "同城当日达" }] });
    const [around] = results("around.md");
    expect(around).toMatchObject({ score: 100, findings: [], suppressed: [{ rule: "promise/vow", reason: "店主同意" }, { rule: "promise/sure", reason: "同城" }] });
    expect(run(["around.md"])).toMatchObject({ code: 0, stderr: "写明原因忽略的问题 2 处，没有计入。\n" });
    const [first, second] = results("two.md");
    expect([first!.findings.length, second!.findings.map(({ rule }) => rule)]).toEqual([0, ["promise/vow"]]);
  });

  test("fail without a reason, with nothing to ignore, and with a rule that is not there", () => {
    expect(results("bare.md")[0]!.findings.map(({ rule, line }) => [rule, line])).toEqual([["promise/vow", 2], ["ignore/no-reason", 1]]);
    expect(results("unused.md")[0]).toMatchObject({ score: 100, verdict: "pass", findings: [{ rule: "ignore/unused", line: 1 }] });
    expect(run(["unused.md"]).code).toBe(1);
    expect(run(["unused.md"]).stdout).toContain("promise/vow 在这条回复里没有问题可忽略，请删掉这条忽略");
    expect(run(["unknown.md"])).toMatchObject({ code: 2, stderr: "unknown.md:1:1: replylint-ignore：没有“promise/wov”这条规则，是不是想写 promise/vow？\n  全部规则见 replylint rules list。\n" });
    expect(run(["inside.md", "--locale", "en"])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^inside\.md:2:1: This replylint-ignore stands inside of the reply/) as string });
  });

  test("what is ignored is not mended", () => {
    const before = read("fix.md");
    expect(run(["fix.md", "--fix"]).code).toBe(0);
    expect(read("fix.md")).toBe(before);
  });
});

describe("--baseline", () => {
  const baseline = (...args: string[]): Outcome => run(["bad.txt", "--baseline", "base.json", ...args]);

  test("is made, accepts, shrinks, and never grows by itself", () => {
    expect(baseline()).toMatchObject({ code: 2, stderr: expect.stringContaining("新建一份请加 --baseline-update") as string });
    expect(baseline("--baseline-update")).toMatchObject({ code: 0, stderr: "base.json 现在有 2 处：新进 2 处，去掉 0 处。\n" });
    const made = read("base.json");
    expect(baseline("--fail-on", "warning")).toMatchObject({ code: 0, stderr: "基线里已有的问题 2 处，没有计入。\n" });
    expect((JSON.parse(baseline("--format", "sarif").stdout) as { runs: { results: { baselineState: string }[] }[] }).runs[0]!.results.map(({ baselineState }) => baselineState)).toEqual(["unchanged", "unchanged"]);
    // Lines that move change nothing; a swap does.
    writeFileSync(join(folder.path, "bad.txt"), "您好\n\n明天一定到\n这事对天发誓\n");
    expect(baseline("--fail-on", "warning").code).toBe(0);
    writeFileSync(join(folder.path, "bad.txt"), "那事对天发誓\n明天一定到\n");
    expect(baseline("--quiet")).toMatchObject({ code: 1, stdout: "bad.txt:1:3: 错误 不要发誓 promise/vow\n", stderr: "基线里已有的问题 1 处，没有计入。\n基线里有 1 处已经改好了，可以用 --prune 去掉。\n" });
    expect(read("base.json")).toBe(made);
    expect(baseline("--prune")).toMatchObject({ code: 1, stderr: expect.stringContaining("base.json 去掉 1 处，还剩 1 处。") as string });
    expect((JSON.parse(read("base.json")) as { findings: { text: string }[] }).findings.map(({ text }) => text)).toEqual(["一定到"]);
    writeFileSync(join(folder.path, "bad.txt"), "这事对天发誓\n明天一定到\n");
  });

  test("is not written from a run that could not judge everything", () => {
    const before = read("base.json");
    expect(run(["bad.txt", "gone.txt", "--baseline", "base.json", "--baseline-update"])).toMatchObject({ code: 2, stderr: expect.stringContaining("base.json 没有改动") as string });
    expect(read("base.json")).toBe(before);
  });

  test.each([
    [["--prune"], /要用 --baseline/],
    [["--baseline", "b.json", "--prune", "--baseline-update"], /只能选一个/],
    [["--baseline", "b.json", "--prune", "--changed-since", "HEAD"], /不能同时改基线/],
  ])("%j is refused", (args, message) => {
    expect(run(["good.txt", ...args])).toMatchObject({ code: 2, stderr: expect.stringMatching(message) as string });
  });

  test("one that is broken is told with its place", () => {
    writeFileSync(join(folder.path, "broken.json"), '{ "version": 1,\n  "findings": [ { "file": 3 } ] }');
    expect(run(["good.txt", "--baseline", "broken.json"])).toMatchObject({ code: 2, stderr: expect.stringMatching(/^broken\.json:2:\d+: findings\.0\.file: /) as string });
  });
});

/** A fresh machine has Node and nothing else. */
const has = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;

describe.skipIf(!has("git"))("--changed-since (needs git)", () => {
  test("only changed lines count; outside of a repository it is refused", () => {
    const repo = makeFolder({ "a.txt": "对天发誓\n您好\n", "b.txt": "对天发誓\n" });
    const git = (...args: string[]): string => execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false", ...args], { cwd: repo.path, encoding: "utf8" });
    const check = (...args: string[]): Outcome => runCli(pack.cli, ["check", ".", "--quiet", ...args], { cwd: repo.path });
    expect(check("--changed-since", "HEAD")).toMatchObject({ code: 2, stdout: "", stderr: expect.stringMatching(/^replylint: 这里不是 git 仓库/) as string });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "x");
    expect(check("--changed-since", "HEAD")).toEqual({ code: 0, stdout: "", stderr: "" });
    writeFileSync(join(repo.path, "a.txt"), "对天发誓\n明天一定到\n");
    writeFileSync(join(repo.path, "c.txt"), "这事对天发誓\n");
    expect(check("--changed-since", "HEAD")).toEqual({ code: 1, stdout: "a.txt:2:3: 警告 别说死 promise/sure\nc.txt:1:3: 错误 不要发誓 promise/vow\n", stderr: "没改过的行里还有 1 处问题，没有计入。\n" });
    expect(check("--changed-since", "main~9")).toMatchObject({ code: 2, stderr: expect.stringContaining("fetch-depth: 0") as string });
    repo.remove();
  });
});

describe.skipIf(!has("bash") || !has("git"))("scripts/action.sh (needs bash and git)", () => {
  test("annotations, job summary, SARIF, exit code", () => {
    const place = makeFolder({ "drafts/bad.txt": "对天发誓\n", "drafts/亲 们.txt": "您好\n", "summary.md": "", "out": "" });
    // The project's own replylint goes before the action's.
    mkdirSync(join(place.path, "node_modules/.bin"), { recursive: true });
    writeFileSync(join(place.path, "node_modules/.bin/replylint"), `#!/bin/sh\nexec "${process.execPath}" "${pack.cli}" "$@"\n`, { mode: 0o755 });
    const step = (env: Record<string, string>): Outcome => {
      const { status, stdout, stderr } = spawnSync("bash", [join(ROOT, "scripts/action.sh")], { cwd: place.path, encoding: "utf8", env: { ...process.env, REPLYLINT_COMMAND: "check", GITHUB_OUTPUT: join(place.path, "out"), GITHUB_STEP_SUMMARY: join(place.path, "summary.md"), GITHUB_BASE_REF: "", ...env } });
      return { code: status, stdout, stderr };
    };
    const { code, stdout } = step({ REPLYLINT_PATHS: "\n  drafts/bad.txt \n\tdrafts/亲 们.txt\n", REPLYLINT_SARIF: "r.sarif" });
    expect([code, stdout]).toEqual([1, "::error file=drafts/bad.txt,line=1,col=1,endColumn=5,title=promise/vow::不要发誓%0A→ 说能做到的: 我会尽力\n"]);
    expect(readFileSync(join(place.path, "summary.md"), "utf8")).toContain("## ❌ replylint: 不通过\n\n2 个文件，2 条回复");
    expect(readFileSync(join(place.path, "out"), "utf8")).toBe("exit-code=1\nsarif-file=r.sarif\n");
    expect(existsSync(join(place.path, "r.sarif"))).toBe(true);
    expect(step({ REPLYLINT_PATHS: "drafts", REPLYLINT_ARGS: "--quiet\n--level\nstrict", REPLYLINT_FAIL_ON: "never", REPLYLINT_SUMMARY: "false" }).code).toBe(0);
    expect(step({ REPLYLINT_PATHS: " \n" })).toMatchObject({ code: 2, stdout: expect.stringContaining("::error") as string });
    expect(step({ REPLYLINT_PATHS: "drafts", REPLYLINT_CHANGED_ONLY: "true", GITHUB_BASE_REF: "main" })).toMatchObject({ code: 2, stderr: expect.stringContaining("git") as string });
    place.remove();
  });
});
