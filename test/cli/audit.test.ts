import { spawn } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BUILT_CLI, type Outcome, runCli, STACK, useSandbox } from "./support.js";

const HEAD = "会话ID,发送时间,角色,客服,内容\n";
const line = (id: string, time: string, role: string, agent: string, text: string): string => `${id},2026-11-02 ${time},${role},${agent},${text}\n`;

/** A day's export of so many conversations; some wordings come again and again. */
function day(number: number, count: number): string {
  let out = HEAD;
  for (let i = 0; i < count; i++) {
    const id = `D${number}C${i}`;
    const minute = String(i % 60).padStart(2, "0");
    out += line(id, `10:${minute}:00`, "买家", "", i % 3 === 0 ? "面料是什么" : `这是第${i}个问题`);
    out += line(id, `10:${minute}:${i % 4 === 0 ? "50" : "09"}`, "客服", i % 2 === 0 ? "小禾" : "阿青", i % 5 === 0 ? "我对天发誓是纯棉的" : `您好，面料是纯棉的${i % 7}`);
    if (i % 6 === 0) out += line(id, `10:${minute}:55`, "买家", "", "那能机洗吗");
  }
  return out;
}

const files = Object.fromEntries(Array.from({ length: 8 }, (_, number) => [`exports/${number}.csv`, day(number, 240)]));
const { pack, folder } = useSandbox({
  ...files,
  "one.csv": HEAD + line("A1", "10:00:00", "买家", "", "电话13812345678，面料是什么") + line("A1", "10:00:20", "客服", "小禾", "我对天发誓是纯棉的，号码15812345678") + line("A1", "10:01:00", "买家", "", "好"),
  "clean.csv": HEAD + line("A1", "10:00:00", "客服", "小禾", "您好，面料是纯棉的"),
  "odd.csv": `${HEAD}A1,昨天,买家,,在吗\n${line("A1", "10:00:09", "客服", "小禾", "您好，面料是纯棉的")}`,
  "book.csv": "快捷编码,快捷短语\nmian,我对天发誓是纯棉的\n",
  ...Object.fromEntries(Array.from({ length: 6 }, (_, number) => [`latin/${number}.csv`, HEAD + line(`L${number}`, "10:00:00", "买家", "", "面料透气吗") + line(`L${number}`, "10:00:09", "客服", "小禾", "您好，这款是 brethable 面料，夏天穿也透气")])),
  "words.yaml": "words: [brethable]\n",
  "none.bin": Uint8Array.of(0, 1, 2, 3),
  "teams/replylint.config.yaml": "audit:\n  teams: { 小禾: 早班, 阿青: 晚班 }\n  within: [10, 60]\n  night: none\n  targets: { standard: 10 }\n",
  "wrong/replylint.config.yaml": "audit:\n  targtes: { standard: 10 }\n",
  "late/replylint.config.yaml": "audit:\n  night: 半夜\n  targets: { limit: -1 }\n",
});
const run = (...args: string[]): Outcome => runCli(pack.cli, ["audit", ...args], { cwd: folder.path });
const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");

describe("audit", () => {
  test("shows a QA lead the figures, and exits 1 for an error", () => {
    const { code, stdout, stderr } = run("exports", "--no-color");
    expect(stderr).toBe("");
    expect(code).toBe(1);
    expect(stdout).toMatch(/^质检报告 {2}2026-11-02，8 个文件，1,920 个会话，4,160 条消息/);
    for (const words of [/回复\s+1,920 次/, /合格率/, /首次响应平均/, /没人回\s+320 个会话/, /promise\/vow\s+384/, /小禾\s+960/, /384 次 {2}“我对天发誓是纯棉的”/]) expect(stdout).toMatch(words);
  });

  test("speaks English, and passes what is clean", () => {
    const { code, stdout } = run("clean.csv", "--locale", "en");
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Audit {2}2026-11-02, 1 file, 1 conversation, 1 messages[\s\S]*Nothing was found/);
  });

  test("gives the same report, byte for byte, whatever the number of threads", () => {
    const reports = ["1", "2", "3"].map((workers) => run("exports", "--format", "json", "--workers", workers, "--sample", "stratified").stdout);
    expect(JSON.parse(reports[0]!)).toMatchObject({ total: { conversations: 1920 }, sample: { kind: "stratified", size: 50, seed: 1 } });
    expect(reports[1]).toBe(reports[0]);
    expect(reports[2]).toBe(reports[0]);
  });

  test("writes every conversation as a line of NDJSON, in order", () => {
    const rows = ["1", "2"].map((workers) => run("exports", "--format", "ndjson", "--workers", workers).stdout);
    expect(rows[1]).toBe(rows[0]);
    const lines = rows[0]!.trimEnd().split("\n").map((row) => JSON.parse(row) as { id: string });
    expect(lines).toHaveLength(1920);
    expect(lines[241]).toMatchObject({ id: "D1C1", scenario: "general", agents: ["阿青"], messages: [{ role: "customer" }, { role: "agent", at: { file: "exports/1.csv", line: 6 } }] });
  });

  test("lists every conversation and finding as CSV, with any number of threads, and leaves nothing behind", () => {
    const conversations = ["1", "2"].map((workers) => run("exports", "--format", "csv", "--workers", workers, "--worst", "5").stdout);
    expect(conversations[1]).toBe(conversations[0]);
    expect(conversations[0]!.split("\r\n")).toHaveLength(1 + 1920 + 1);
    expect(run("exports", "--format", "csv", "-o", "all.csv", "--worst", "5").stderr).toBe("");
    expect(read("all.csv")).toBe(conversations[0]);
    const { total, rules } = JSON.parse(run("exports", "--format", "json").stdout) as { total: { conversations: number }; rules: { rule: string; count: number }[] };
    const findings = run("exports", "--format", "csv", "--table", "findings", "--worst", "5").stdout.trimEnd().split("\r\n").slice(1);
    expect(findings).toHaveLength(rules.reduce((sum, { count }) => sum + count, 0));
    expect(findings.filter((row) => row.includes(",promise/vow,"))).toHaveLength(384);
    expect(total.conversations).toBe(1920);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith("replylint-rows-"))).toEqual([]);
  });

  test.each(["sarif", "junit", "xlsx"])("%s is a selection, and says so, with how much of what", (format) => {
    const words = /50 个会话、\d+ 处问题.*共 1920 个会话、\d+ 处问题/;
    const { stderr, stdout } = run("exports", "--format", format, "--worst", "50", ...(format === "xlsx" ? ["-o", "selection.xlsx"] : []));
    expect(stderr).toMatch(words);
    if (format !== "xlsx") expect(stdout).toMatch(words);
    expect(run("one.csv", "--format", format, ...(format === "xlsx" ? ["-o", "whole.xlsx"] : [])).stderr).toBe("");
  });

  test("knows how Latin words are spelt, on every thread; words of one's own are right", () => {
    const rulesOf = (...args: string[]): string => JSON.stringify((JSON.parse(runCli(BUILT_CLI, ["audit", ...args, "--format", "json"], { cwd: folder.path }).stdout) as { rules: { rule: string; count: number }[] }).rules.map(({ rule, count }) => [rule, count]));
    expect(rulesOf("latin", "--workers", "1")).toContain('["language/latin-spelling",6]');
    expect(rulesOf("latin", "--workers", "2")).toBe(rulesOf("latin", "--workers", "1"));
    expect(rulesOf("latin", "--config", "words.yaml")).not.toContain("language/latin-spelling");
  });

  test.each(["html", "xlsx", "csv", "markdown"])("writes %s", (format) => {
    const { code, stderr } = run("one.csv", "-o", `report.${format}`, "--fail-on", "never");
    expect(stderr).toBe("");
    expect(code).toBe(0);
    expect(readFileSync(join(folder.path, `report.${format}`)).length).toBeGreaterThan(100);
    expect(existsSync(join(folder.path, `report.${format}.checkpoint`))).toBe(false);
  });

  test("speaks to CI: a finding at the line of its message, a case for each conversation", () => {
    const log = JSON.parse(run("one.csv", "--format", "sarif").stdout) as { runs: { results: object[] }[] };
    expect(log.runs[0]!.results[0]).toMatchObject({ ruleId: "promise/vow", locations: [{ physicalLocation: { artifactLocation: { uri: "one.csv" }, region: { startLine: 3 } } }] });
    const { stdout, code } = run("one.csv", "odd.csv", "--format", "junit");
    expect(code).toBe(1);
    expect(stdout).toMatch(/<testcase name="A1" classname="one\.csv" file="one\.csv" line="2">\n\s+<failure type="promise\/vow"/);
    expect(stdout).toMatch(/<error type="no-time"/);
  });

  test("hides personal data unless told otherwise", () => {
    for (const format of ["json", "ndjson", "csv", "html", "markdown", "sarif", "junit"]) expect(run("one.csv", "--format", format).stdout, format).not.toMatch(/13812345678|15812345678/);
    expect(run("one.csv", "--format", "json", "--no-mask").stdout).toContain("15812345678");
  });

  test("says where a wording stands in the phrasebook", () => {
    const { texts } = JSON.parse(run("exports", "--format", "json", "--phrasebook", "book.csv").stdout) as { texts: object[] };
    expect(texts[0]).toMatchObject({ text: "我对天发誓是纯棉的", count: 384, agents: 2, rules: ["promise/vow"], phrasebook: { file: "book.csv", line: 2 } });
  });

  test("compares with an earlier report", () => {
    run("exports/0.csv", "-o", "before.json");
    const { stdout, code } = run("clean.csv", "--compare", "before.json", "--no-color");
    expect(code).toBe(0);
    expect(stdout).toMatch(/与上次相比\n {2}平均分 .* → 100\.0/);
    expect(stdout).toMatch(/promise\/vow\s+200\.0\s+0\.0\s+↓/);
    expect(run("clean.csv", "--compare", "one.csv").stderr).toMatch(/one\.csv 不是有效的 JSON。\n {2}\S/);
  });

  test("draws a sample into a sheet for review, and leaves one that is there alone", () => {
    const { stderr } = run("exports", "--sample", "risk", "--sample-size", "5", "--review-file", "review.csv", "--format", "json");
    expect(stderr).toMatch(/复核表 review\.csv：5 个会话/);
    const sheet = read("review.csv");
    expect(sheet).toMatch(/^\ufeffconversation,file,line,message,agent,.*,verdict,should_be,reviewer\r\n/);
    expect(sheet).toContain("promise/vow");
    expect(run("exports", "--review-file", "review.csv")).toMatchObject({ code: 2, stderr: expect.stringMatching(/review\.csv 已经有了，没有覆盖/) as string });
    expect(read("review.csv")).toBe(sheet);
  });

  test("takes targets, night, teams and shares from the configuration", () => {
    const { stdout } = runCli(pack.cli, ["audit", "../exports/0.csv", "--format", "json"], { cwd: join(folder.path, "teams") });
    expect(JSON.parse(stdout)).toMatchObject({ targets: { standard: 10, simple: 15, within: [10, 60], night: null }, teams: [{ name: "早班" }, { name: "晚班" }], timing: { within: [{ seconds: 10 }, { seconds: 60 }] } });
    expect(runCli(pack.cli, ["audit", "../one.csv"], { cwd: join(folder.path, "wrong") })).toMatchObject({ code: 2, stderr: expect.stringMatching(/replylint\.config\.yaml:2:3: 没有“audit\.targtes”这个键，是不是想写 targets？/) as string });
    expect(runCli(pack.cli, ["audit", "../one.csv"], { cwd: join(folder.path, "late") })).toMatchObject({ code: 2, stderr: expect.stringMatching(/:2:10: audit\.night: .*"23:00-08:00".*\n.*:3:21: audit\.targets\.limit: 要不小于 0/) as string });
  });

  test("counts and lists what it could not read, and exits 2 for a file that is none", () => {
    const odd = run("odd.csv", "--no-color");
    expect(odd.code).toBe(0);
    expect(odd.stdout).toMatch(/没读懂 1 处，没有算进去 {2}no-time 1\n {2}odd\.csv:2 /);
    const none = run("none.bin", "one.csv", "gone.csv");
    expect(none).toMatchObject({ code: 2, stderr: expect.stringMatching(/个文件读不了/) as string });
    expect(none.stdout).toContain("1 个会话");
  });

  test.each([
    [[], /没说质检什么/],
    [["one.csv", "--table", "rules"], /--table 只用于 CSV/],
    [["one.csv", "--seed", "3"], /--seed 要和 --sample 一起用/],
    [["one.csv", "--resume"], /--resume 要知道断点在哪/],
    [["one.csv", "--workers", "0"], /--workers 要写 1 到 16/],
    [["one.csv", "--phrasebook", "gone.csv"], /话术库 gone\.csv：读不了：没有这个文件/],
    [["one.csv", "--format", "pdf"], /--format 没有“pdf”/],
  ])("explains %j", (args, message) => {
    const { code, stderr } = run(...args);
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(STACK);
  });
});

describe("a run that is killed", () => {
  /** Kills a run when its first checkpoint is there; false where the run was faster. */
  const killed = (args: string[], checkpoint: string): Promise<boolean> =>
    new Promise((resolve) => {
      const child = spawn(process.execPath, [pack.cli, "audit", ...args], { cwd: folder.path, stdio: "ignore" });
      const timer = setInterval(() => existsSync(join(folder.path, checkpoint)) && child.kill("SIGKILL"), 1);
      child.on("exit", (_, signal) => {
        clearInterval(timer);
        resolve(signal === "SIGKILL");
      });
    });

  test.each([["json", "1"], ["json", "2"], ["ndjson", "2"]])("goes on with --resume, without loss and without counting twice (%s, %s threads)", async (format, workers) => {
    const args = ["exports", "-o", `part.${format}`, "--workers", workers, "--checkpoint-every", "0"];
    const whole = run("exports", "--format", format).stdout;
    rmSync(join(folder.path, `part.${format}`), { force: true });
    expect(await killed(args, `part.${format}.checkpoint`)).toBe(true);
    expect(existsSync(join(folder.path, `part.${format}`))).toBe(false);
    const { stderr } = run(...args, "--resume");
    expect(stderr).toMatch(/从断点接着算的：前 [1-7] 段没有重算/);
    expect(read(`part.${format}`)).toBe(whole);
    for (const rest of [".checkpoint", ".checkpoint.rows", ".checkpoint.tmp"]) expect(existsSync(join(folder.path, `part.${format}${rest}`))).toBe(false);
  });

  test("does not go on from the checkpoint of another run", async () => {
    expect(await killed(["exports", "-o", "other.json", "--checkpoint-every", "0"], "other.json.checkpoint")).toBe(true);
    const { code, stderr } = run("one.csv", "-o", "other.json", "--resume");
    expect(code).toBe(2);
    expect(stderr).toMatch(/断点 other\.json\.checkpoint 是另一次运行留下的/);
    expect(run("one.csv", "-o", "other.json", "--fail-on", "never")).toMatchObject({ code: 0 });
    expect(existsSync(join(folder.path, "other.json.checkpoint"))).toBe(false);
  });
});
