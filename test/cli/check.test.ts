import { spawnSync } from "node:child_process";
import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { FIXTURE_RULES, makeFolder, type Outcome, ROOT, runCli, type RunOptions, useSandbox } from "./support.js";

const { pack, folder } = useSandbox({
  "good.txt": "您好，面料是纯棉的\n",
  "greeting.txt": "您好\n",
  "warning.txt": "明天一定到\n",
  "error.txt": "我对天发誓\n",
  "strict.txt": "骗您天打雷劈\n",
  "info.txt": "亲亲亲，面料是纯棉的\n",
  "drafts.md": "---\ncustomer: 快递还没到\n---\n在路上的\n---\nscenario: price\nchannel: page\nfacts: { stock: 3 }\n---\n我对天发誓\n明天一定到\n",
  "tree/b.md": "您好，面料是纯棉的",
  "tree/a/c.txt": "明天一定到",
  "tree/a/skip.csv": "x",
  "tree/.hidden/d.txt": "我对天发誓",
  "tree/node_modules/e.txt": "我对天发誓",
});
const run = (args: string[], options: RunOptions = {}): Outcome => runCli(pack.cli, args, { cwd: folder.path, ...options });
const check = (...args: string[]): Outcome => run(["check", ...args]);

interface Report {
  version: number;
  ruleset: string;
  results: { id: string; file: string; draft: number; line: number; scenario: string; scenarioSource: string; score: number | null; verdict: string; findings: { rule: string; text: string; start: number; end: number; line: number; column: number; suggestions: { edits: { start: number; end: number; text: string }[] }[] }[]; moves: { start: number; end: number; text: string }[]; missing: unknown[] }[];
  errors: { id: string; code: string; line: number }[];
  summary: Record<string, unknown>;
}
const json = (...args: string[]): Report => JSON.parse(check(...args, "--format", "json").stdout) as Report;

describe("exit code", () => {
  test.each([
    [["good.txt"], 0],
    [["greeting.txt"], 0],
    [["warning.txt"], 0],
    [["warning.txt", "--fail-on", "warning"], 1],
    [["info.txt", "--fail-on", "warning"], 0],
    [["error.txt"], 1],
    [["error.txt", "--fail-on=never"], 0],
    [["good.txt", "error.txt"], 1],
    [["warning.txt", "--min-score", "88"], 0],
    [["warning.txt", "--min-score", "89"], 1],
    [["warning.txt", "--min-score", "89", "--fail-on", "never"], 1],
    [["greeting.txt", "--min-score", "100"], 0],
    [["strict.txt", "--fail-on", "warning"], 0],
    [["strict.txt", "--fail-on", "warning", "--level", "strict"], 1],
    [["error.txt", "gone.txt"], 2],
  ])("%j → %i, in every format", (args, code) => {
    for (const format of ["pretty", "json", "ndjson"]) expect(check(...args, "--format", format).code, format).toBe(code);
  });
});

describe("drafts", () => {
  test("several in one file, with offsets and lines of the file", () => {
    const text = readFileSync(join(folder.path, "drafts.md"), "utf8");
    const { results } = json("drafts.md");
    expect(results.map(({ id, draft, line, scenario, scenarioSource }) => ({ id, draft, line, scenario, scenarioSource }))).toEqual([
      { id: "drafts.md#1", draft: 1, line: 4, scenario: "chase", scenarioSource: "inferred" },
      { id: "drafts.md#2", draft: 2, line: 10, scenario: "price", scenarioSource: "given" },
    ]);
    expect(results[1]!.findings.map(({ text: words, line, column }) => [words, line, column])).toEqual([["对天发誓", 10, 2], ["一定到", 11, 3]]);
    for (const result of results) {
      for (const { start, end, text: words, suggestions } of result.findings) {
        expect(text.slice(start, end)).toBe(words);
        for (const { edits } of suggestions) for (const edit of edits) expect(edit.start).toBeGreaterThan(text.indexOf("在路上"));
      }
      for (const { start, end, text: words } of result.moves) expect(text.slice(start, end)).toBe(words);
    }
    // What is missing stands where the reply ends.
    const [missing] = results[0]!.findings;
    expect([missing!.rule, missing!.start, missing!.line]).toEqual(["action/missing", text.indexOf("\n---\nscenario"), 4]);
    expect(results[0]!.missing).toHaveLength(1);
  });

  test("a line --- of its own may stand between the drafts, and plain text with --- is one reply", () => {
    writeFileSync(join(folder.path, "doubled.md"), "---\nscenario: chase\n---\n您好\n\n---\n---\nscenario: price\n---\n我对天发誓\n");
    writeFileSync(join(folder.path, "dashes.txt"), "您好\n---\n明天一定到\n---\n再见\n");
    writeFileSync(join(folder.path, "rule.md"), "---\nscenario: chase\n---\n您好\n---\n明天一定到\n");
    expect(json("doubled.md").results.map(({ id, line }) => [id, line])).toEqual([["doubled.md#1", 4], ["doubled.md#2", 10]]);
    expect(json("dashes.txt").results.map(({ id }) => id)).toEqual(["dashes.txt"]);
    expect(json("rule.md").results.map(({ id }) => id)).toEqual(["rule.md"]);
  });

  test("folders: .txt and .md below them, in order, hidden ones and node_modules left out; nothing twice", () => {
    expect(json("tree", "tree/b.md", "./tree/b.md").results.map(({ file }) => file)).toEqual(["tree/a/c.txt", "tree/b.md"]);
  });

  test("a link that leads in a circle does no harm", () => {
    mkdirSync(join(folder.path, "circle"));
    writeFileSync(join(folder.path, "circle/a.txt"), "您好");
    symlinkSync("..", join(folder.path, "circle/up"), "dir");
    expect(json("circle").results).toHaveLength(1);
  });

  test("standard input", () => {
    const { stdout, code } = run(["check", "-", "--format", "ndjson"], { input: "我对天发誓" });
    expect(JSON.parse(stdout)).toMatchObject({ id: "<stdin>", file: "<stdin>" });
    expect(code).toBe(1);
  });

  test("a byte order mark is no part of the text", () => {
    writeFileSync(join(folder.path, "bom.txt"), "\ufeff我对天发誓\n");
    expect(json("bom.txt").results[0]!.findings[0]).toMatchObject({ start: 1, line: 1, column: 2 });
  });

  test("CRLF", () => {
    writeFileSync(join(folder.path, "crlf.md"), "---\r\nscenario: price\r\n---\r\n您好\r\n我对天发誓\r\n");
    expect(json("crlf.md").results[0]).toMatchObject({ scenario: "price", line: 4, findings: [{ line: 5, column: 2 }] });
    expect(check("crlf.md").stdout).toContain("  5 │ 我对天发誓\n    │   ^^^^^^^^\n");
  });

  test("flags fill in what a draft does not say", () => {
    expect(json("good.txt", "drafts.md", "--scenario", "hold").results.map(({ scenario }) => scenario)).toEqual(["hold", "hold", "price"]);
  });
});

describe("formats", () => {
  test("json is one document", () => {
    const report = json("error.txt", "gone.txt", "good.txt");
    expect(report).toMatchObject({ version: 1, summary: { drafts: 2, pass: 1, fail: 1, "not-applicable": 0, findings: { error: 1, warning: 0, info: 0 }, errors: 1 } });
    expect(report.ruleset).toMatch(/^[0-9a-f]{16}$/);
    expect(report.results.map(({ id }) => id)).toEqual(["error.txt", "good.txt"]);
    expect(report.errors).toMatchObject([{ id: "gone.txt", code: "unreadable" }]);
  });

  test("ndjson has one line a draft, errors in their place", () => {
    const lines = check("error.txt", "gone.txt", "drafts.md", "--format", "ndjson").stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { id: string; error?: unknown });
    expect(lines.map(({ id, error }) => [id, error !== undefined])).toEqual([["error.txt", false], ["gone.txt", true], ["drafts.md#1", false], ["drafts.md#2", false]]);
  });

  test("pretty speaks Chinese, and English where it is asked to", () => {
    expect(check("error.txt").stdout).toContain("不要发誓");
    const { stdout } = check("error.txt", "--locale", "en");
    expect(stdout).toContain("Do not vow");
    expect(stdout).toContain("Say what can be done");
    expect(stdout.replace(/我对天发誓|我我会尽力|/g, "")).not.toMatch(/[\u4e00-\u9fff]/);
  });

  test("colour: not into a pipe, but where FORCE_COLOR says so; NO_COLOR and --no-color win", () => {
    const escape = String.fromCharCode(27);
    const colored = (args: string[], env: Record<string, string>): boolean => run(["check", "error.txt", ...args], { env }).stdout.includes(escape);
    expect(colored([], {})).toBe(false);
    expect(colored([], { CI: "1" })).toBe(false);
    expect(colored([], { FORCE_COLOR: "1" })).toBe(true);
    expect(colored([], { FORCE_COLOR: "0" })).toBe(false);
    expect(colored([], { FORCE_COLOR: "1", NO_COLOR: "1" })).toBe(false);
    expect(colored(["--no-color"], { FORCE_COLOR: "1" })).toBe(false);
  });

  test("--quiet is one line a finding, and nothing for what is fine", () => {
    expect(check("good.txt", "drafts.md", "--quiet").stdout.trimEnd().split("\n").map((line) => line.split(" ")[0])).toEqual(["drafts.md:4:5:", "drafts.md:10:2:", "drafts.md:11:3:"]);
  });

  test("--output writes the file, whole, and nothing else", () => {
    const { stdout, code } = check("error.txt", "--format", "json", "--output", "report.json");
    expect([stdout, code]).toEqual(["", 1]);
    expect(JSON.parse(readFileSync(join(folder.path, "report.json"), "utf8"))).toMatchObject({ version: 1 });
    expect(check("error.txt", "-o", "report.txt").code).toBe(1);
    expect(readFileSync(join(folder.path, "report.txt"), "utf8")).toContain("promise/vow");
  });

  test("--output keeps the old file where the run breaks, and leaves no temporary one", () => {
    writeFileSync(join(folder.path, "old.json"), "old");
    writeFileSync(join(folder.path, "broken.yaml"), "level: loud\n");
    expect(check("error.txt", "-o", "old.json", "--config", "broken.yaml").code).toBe(2);
    expect(readFileSync(join(folder.path, "old.json"), "utf8")).toBe("old");
    expect(readdirSync(folder.path).filter((name) => name.endsWith(".tmp"))).toEqual([]);
  });

  test("--output follows a link and keeps permissions", () => {
    writeFileSync(join(folder.path, "target.json"), "", { mode: 0o600 });
    symlinkSync("target.json", join(folder.path, "link.json"));
    expect(check("good.txt", "--format", "json", "-o", "link.json").code).toBe(0);
    expect(readFileSync(join(folder.path, "target.json"), "utf8")).toContain('"results"');
    expect(statSync(join(folder.path, "target.json")).mode & 0o777).toBe(0o600);
  });

  test("--output writes to a named pipe and never puts a file in its place", () => {
    const made = spawnSync("mkfifo", [join(folder.path, "fifo")]);
    if (made.status !== 0) return;
    const { stdout } = spawnSync("sh", ["-c", `cat fifo & "${process.execPath}" "${pack.cli}" check good.txt --format json -o fifo; wait`], { cwd: folder.path, encoding: "utf8" });
    expect(stdout).toContain('"results"');
    expect(statSync(join(folder.path, "fifo")).isFIFO()).toBe(true);
  });

  test("--output to a link like /dev/stdout, whose target has no path, writes into it and keeps the link", () => {
    if (!existsSync("/proc/self/fd")) return;
    symlinkSync("/proc/self/fd/1", join(folder.path, "like-stdout"));
    expect(check("good.txt", "--format", "json", "-o", "like-stdout").stdout).toContain('"results"');
    expect(lstatSync(join(folder.path, "like-stdout")).isSymbolicLink()).toBe(true);
  });

  test("--output does not replace a link that leads nowhere", () => {
    symlinkSync("nowhere.json", join(folder.path, "dangling"));
    expect(check("good.txt", "-o", "dangling").code).toBe(2);
    expect(lstatSync(join(folder.path, "dangling")).isSymbolicLink()).toBe(true);
  });

  test("a reader that has had enough is no fault", () => {
    const shell = spawnSync("sh", ["-c", `"${process.execPath}" "${pack.cli}" check tree good.txt error.txt --format ndjson; echo code $? >&2`], { cwd: folder.path, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
    expect(shell.stderr).toBe("code 1\n");
    const cut = spawnSync("sh", ["-c", `{ "${process.execPath}" "${pack.cli}" check tree good.txt --format ndjson; echo code $? >&2; } | true`], { cwd: folder.path, encoding: "utf8" });
    expect(cut.stderr).toBe("code 0\n");
  });

  test("a full disk is told in words", () => {
    if (!existsSync("/dev/full")) return;
    const { stderr } = spawnSync("sh", ["-c", `"${process.execPath}" "${pack.cli}" check good.txt > /dev/full; echo code $? >&2`], { cwd: folder.path, encoding: "utf8" });
    expect(stderr).toContain("code 2");
    expect(stderr).not.toContain("    at ");
  });
});

describe("start-up", () => {
  test("a plain draft needs neither the YAML reader nor the schema library", () => {
    const modules = join(pack.cli, "../../node_modules");
    rmSync(modules);
    mkdirSync(modules);
    for (const name of ["picocolors", "get-east-asian-width"]) symlinkSync(join(ROOT, "node_modules", name), join(modules, name), "dir");
    const plain = check("error.txt");
    const piped = run(["pipe"], { input: '{"id":1,"reply":"您好"}' });
    rmSync(modules, { recursive: true });
    symlinkSync(join(ROOT, "node_modules"), modules, "dir");
    expect([plain.code, plain.stderr]).toEqual([1, ""]);
    expect([piped.code, piped.stderr]).toEqual([0, ""]);
  });
});

describe("settings", () => {
  test("a configuration is found upwards, and flags weigh more", () => {
    mkdirSync(join(folder.path, "shop/deep"), { recursive: true });
    writeFileSync(join(folder.path, "shop/replylint.config.yaml"), "failOn: warning\nlevel: strict\nrules:\n  promise/sure: 'off'\n");
    writeFileSync(join(folder.path, "shop/deep/a.txt"), "骗您天打雷劈，明天一定到\n");
    const cwd = join(folder.path, "shop/deep");
    expect(run(["check", "a.txt", "--quiet"], { cwd })).toMatchObject({ code: 1, stdout: expect.stringContaining("promise/oath") as string });
    expect(run(["check", "a.txt", "--quiet"], { cwd }).stdout).not.toContain("promise/sure");
    expect(run(["check", "a.txt", "--fail-on", "error"], { cwd }).code).toBe(0);
    expect(run(["check", "a.txt", "--level", "default"], { cwd }).code).toBe(0);
  });

  test.each([[".replylintrc.yaml"], [".replylintrc.yml"], [".replylintrc.json"], ["replylint.config.yaml"], ["replylint.config.json"]])("%s", (name) => {
    const place = makeFolder({ [name]: '{ "rules": { "promise/vow": "info" } }', "a.txt": "我对天发誓" });
    expect(run(["check", "a.txt"], { cwd: place.path }).code).toBe(0);
    place.remove();
  });

  test("--rulesdir and rulesDirs add rules to the shipped ones", () => {
    writeFileSync(join(folder.path, "hello.txt"), "哈喽，我对天发誓\n");
    const more = join(FIXTURE_RULES, "more");
    expect(check("hello.txt", "--quiet").stdout).not.toContain("courtesy/house");
    expect(check("hello.txt", "--quiet", "--rulesdir", more).stdout).toMatch(/courtesy\/house\n.*promise\/vow\n/);
    writeFileSync(join(folder.path, "more.yaml"), `rulesDirs: [${JSON.stringify(more)}]\nrules: { courtesy/house: warning }\n`);
    expect(check("hello.txt", "--quiet", "--config", "more.yaml").stdout).toMatch(/警告 本店不这样说/);
  });

  test("locale of the configuration", () => {
    writeFileSync(join(folder.path, "en.yaml"), "locale: en\n");
    expect(check("error.txt", "--config", "en.yaml").stdout).toContain("Do not vow");
    expect(check("error.txt", "--config", "en.yaml", "--locale", "zh").stdout).toContain("不要发誓");
  });

  test("--print-config shows what is in force and where it comes from", () => {
    writeFileSync(join(folder.path, "own.yaml"), "level: strict\nminScore: 90\n");
    const { stdout, code } = check("--print-config", "--config", "own.yaml", "--min-score", "70");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^level: strict +# own\.yaml$/m);
    expect(stdout).toMatch(/^minScore: 70 +# --min-score$/m);
    expect(stdout).toMatch(/^failOn: error +# 默认$/m);
  });
});
