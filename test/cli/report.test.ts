import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../../src/audit/report.js";
import { auditReport, storedResults } from "../reporters/audit/support.js";
import { BUILT_CLI, makeFolder, type Outcome, ROOT, runCli, STACK } from "./support.js";

let folder: { path: string };
let report: AuditReport;
const run = (...args: string[]): Outcome => runCli(BUILT_CLI, ["report", ...args], { cwd: folder.path });
const written = (name: string): string => readFileSync(join(folder.path, name), "utf8");

beforeAll(() => {
  report = auditReport(20);
  const lines = storedResults(20).map((result) => JSON.stringify(result));
  const place = makeFolder({
    "audit.json": JSON.stringify(report),
    "pretty.json": `\ufeff${JSON.stringify(report, null, 2)}`,
    "results.jsonl": `${lines.join("\n")}\n`,
    "holes.jsonl": `${lines[0]!}\n{"id":2,"error":{"code":"not-json","message":"坏了","line":2}}\n{oops\n{"id":4,"verdict":"pass","score":1}\n\n${lines[1]!}`,
    "trimmed.jsonl": '{"id":1,"score":90,"verdict":"pass","findings":[]}\n',
    "other.json": '{"name":"x","version":"1.0.0"}',
    "later.json": JSON.stringify({ ...report, version: 2 }),
    "broken.json": JSON.stringify({ ...report, total: { ...report.total, findings: "many" } }),
    "cut.json": JSON.stringify(report).slice(0, 5_000),
    "empty.json": "\n",
  });
  folder = place;
  return place.remove;
});

describe("report", () => {
  test("a stored report in every format, by the ending of --output", async () => {
    for (const name of ["a.html", "a.csv", "a.md", "a.jsonl", "a.json", "a.xlsx"]) expect(run("audit.json", "-o", name)).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(written("a.html")).toMatch(/^<!doctype html>/);
    expect(written("a.csv").split("\r\n")[0]).toMatch(/^对话,开始,/);
    expect(written("a.md")).toMatch(/^# 客服回复质检 /);
    expect(written("a.jsonl").trimEnd().split("\n")).toHaveLength(report.conversations.length);
    expect(JSON.parse(written("a.json"))).toEqual(JSON.parse(JSON.stringify(report)));
    expect((await readXlsx(readFileSync(join(folder.path, "a.xlsx")))).sheets[0]!.name).toBe("概览");
  });

  test("pretty JSON with a byte order mark, standard input, English", () => {
    expect(run("pretty.json", "--format", "json").stdout).toBe(run("audit.json", "--format", "json").stdout);
    const { stdout } = runCli(BUILT_CLI, ["report", "-", "--format", "csv", "--table", "rules", "--bom", "--locale", "en"], { cwd: folder.path, input: JSON.stringify(report) });
    expect(stdout).toMatch(/^\ufeffRule,What it is,/);
  });

  test("results of pipe", () => {
    const made = JSON.parse(run("results.jsonl", "--format", "json", "--keep", "5").stdout) as AuditReport;
    expect(made.total.conversations).toBe(20);
    expect(made.conversations).toHaveLength(5);
    expect(run("trimmed.jsonl").code).toBe(0);
  });

  test("results as pipe really gives them", () => {
    const piped = runCli(BUILT_CLI, ["pipe"], { input: '{"id":1,"customer":"快递怎么还没到","reply":"亲，别着急，明天肯定能到"}\n{"id":2,"reply":"好"}\n{\n' });
    const { code, stdout, stderr } = runCli(BUILT_CLI, ["report", "-", "--format", "json"], { input: piped.stdout });
    expect(code).toBe(2);
    expect(stderr).toBe("1 行没读懂，报告里列出了。\n");
    expect(JSON.parse(stdout)).toMatchObject({ total: { conversations: 2, scored: 1 }, input: { unreadCount: 1, unread: [{ code: "not-json" }] } });
  });

  test("what cannot be read is listed, and the rest is there", () => {
    const { code, stdout, stderr } = run("holes.jsonl", "--format", "json");
    expect([code, stderr]).toEqual([2, "3 行没读懂，报告里列出了。\n"]);
    const made = JSON.parse(stdout) as AuditReport;
    expect(made.total.conversations).toBe(2);
    expect(made.input.unread.map(({ at, code: why, message }) => [at.line, why, message.zh])).toEqual([[2, "not-json", "坏了"], [3, "not-json", "不是有效的 JSON"], [4, "not-a-result", "缺 findings"]]);
  });

  test("a first line that is broken, and separators that end lines elsewhere", () => {
    const input = `{oops\n${JSON.stringify({ id: 1, score: 90, verdict: "pass", findings: [], reply: "一\u2028二\u2029三\r" })}\r\n`;
    const { code, stdout } = runCli(BUILT_CLI, ["report", "-", "--format", "json"], { input });
    const made = JSON.parse(stdout) as AuditReport;
    expect([code, made.total.conversations, made.input.unreadCount]).toEqual([2, 1, 1]);
    expect(made.conversations[0]!.messages![0]!.text).toBe("一\u2028二\u2029三\r");
  });

  test.each([
    [[], /没说哪个文件。\n {2}\S/],
    [["gone.json"], /读不了 gone\.json：没有这个文件或文件夹。/],
    [["other.json"], /other\.json 不是质检报告。第一处：version 是 "1\.0\.0"。\n {2}要 audit --format json/],
    [["broken.json"], /broken\.json 不是质检报告。第一处：total\.findings 是 "many"。/],
    [["later.json"], /later\.json 是版本 2 的报告，这个 replylint 读版本 1。/],
    [["cut.json"], /cut\.json 不是有效的 JSON，也不是 NDJSON。/],
    [["empty.json"], /empty\.json 是空的。/],
    [["audit.json", "results.jsonl"], /一次读一个文件/],
    [["audit.json", "--table", "rules"], /--table 和 --bom 只用于 CSV。/],
    [["audit.json", "--format", "pdf"], /--format 没有“pdf”这个值/],
    [["audit.json", "--format", "csv", "--table", "rule"], /是不是想写 rules/],
    [["audit.json", "-o", "no/such/a.html"], /写不了 no\/such\/a\.html/],
  ])("%j is told in words", (args, message) => {
    const { code, stdout, stderr } = run(...args);
    expect(stderr).toMatch(message);
    expect(stderr).not.toMatch(STACK);
    expect([code, stdout]).toEqual([2, ""]);
  });

  test("a report that cannot be read leaves the old output alone", () => {
    run("audit.json", "-o", "kept.html");
    const before = written("kept.html");
    expect(run("broken.json", "-o", "kept.html").code).toBe(2);
    expect(written("kept.html")).toBe(before);
    expect(existsSync(join(folder.path, "never.html"))).toBe(false);
  });
});

describe("results of pipe --audit", () => {
  const chats = join(ROOT, "fixtures/audit/november.csv");
  const cli = (args: string[], input = ""): string => {
    const { stdout, stderr, code } = runCli(BUILT_CLI, args, { input, cwd: folder.path });
    expect([stderr, code]).toEqual(["", 0]);
    return stdout;
  };
  let records: string;
  let audited: AuditReport;
  beforeAll(() => {
    records = cli(["pipe", "--audit", "--keep", "messages,team"], cli(["import", chats, "--no-mask"]));
    audited = JSON.parse(cli(["audit", chats, "--no-mask", "--format", "json", "--fail-on", "never"])) as AuditReport;
  });

  /** What does not hang on where a conversation stood. */
  const figures = ({ input, rules, texts, conversations, stars, ...rest }: AuditReport): unknown => ({
    ...rest,
    input: { ...input, files: null },
    rules: rules.map((rule) => ({ ...rule, examples: rule.examples.map(({ text, count }) => ({ text, count })) })),
    texts: texts.map(({ first: _, ...text }) => text),
    conversations: conversations.map(({ at: _, messages, ...row }) => ({ ...row, messages: messages?.map(({ at: __, ...message }) => message) })),
    stars,
  });

  test("give the report that audit gives", () => {
    expect(figures(JSON.parse(cli(["report", "-", "--no-mask", "--format", "json"], records)) as AuditReport)).toEqual(figures(audited));
  });

  test("a record of another kind among them is told", () => {
    const { code, stdout } = runCli(BUILT_CLI, ["report", "-", "--format", "json"], { input: `{"id":1,"error":{"code":"bad-message","message":"坏了","line":1}}\n${records}{"id":2,"score":1,"verdict":"fail","findings":[]}\n` });
    expect(code).toBe(2);
    expect((JSON.parse(stdout) as AuditReport).input.unreadByCode).toEqual({ "bad-message": 1, "other-kind": 1 });
  });

  test("rules that are not known here are told by their findings", () => {
    const { stdout } = runCli(BUILT_CLI, ["report", "-", "--format", "json"], { input: records.replaceAll("time/response-limit", "time/of-the-house") });
    const [here, there] = [(JSON.parse(stdout) as AuditReport).rules.find(({ rule }) => rule === "time/of-the-house"), audited.rules.find(({ rule }) => rule === "time/response-limit")!];
    expect(here).toMatchObject({ count: there.count, conversations: there.conversations, dimension: there.dimension, guidance: there.guidance, severity: there.severity });
    expect(here!.title.zh).not.toBe("");
  });
});

describe("results in Parquet", () => {
  const stored = join(ROOT, "test/fixtures-results");

  test.each(["snappy.parquet", "zstd.parquet", "gzip.parquet"])("%s: as Spark wrote them, file or folder", (name) => {
    const made = (path: string): AuditReport => {
      const { code, stdout } = run(path, "--format", "json", "--no-mask");
      expect(code).toBe(2);
      return JSON.parse(stdout) as AuditReport;
    };
    const report = made(join(stored, name));
    expect(report.total).toMatchObject({ conversations: 10, responses: 23, scored: 21, failed: 4 });
    expect(report.teams.map(({ name: team }) => team)).toEqual(["早班", "晚班"]);
    expect(report.input).toMatchObject({ messages: 51, unreadByCode: { "bad-message": 1 }, files: [{ format: "parquet" }] });
    expect(report.conversations[0]!.messages!.length).toBeGreaterThan(0);
  });

  test("a folder without any, and a file that is cut off", () => {
    const { code, stderr } = run(".");
    expect([code, stderr]).toEqual([2, expect.stringContaining(".parquet")]);
    writeFileSync(join(folder.path, "cut.parquet"), readFileSync(join(stored, "zstd.parquet")).subarray(0, 5_000));
    const cut = run("cut.parquet");
    expect(cut.code).toBe(2);
    expect(cut.stderr).toContain("cut.parquet");
    expect(cut.stderr).not.toMatch(STACK);
  });
});
