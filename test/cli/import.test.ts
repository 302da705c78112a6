import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { ImportReport } from "../../src/reporters/import.js";
import { BUILT_CLI, type Outcome, ROOT, runCli, STACK, useSandbox } from "./support.js";

const FIXTURES = join(ROOT, "fixtures/transcripts");
const { folder } = useSandbox({
  "phone.csv": "会话ID,时间,角色,客服,内容\nS1,2026-03-01 10:00:00,客户,,我的电话13812345678，订单2026030112345678\nS1,2026-03-01 10:00:30,客服,小满,好的亲\n",
  "odd.csv": "a;b;c\n1;买;在吗\n1;卖;在的\n",
  "no-header.csv": "1,2026-03-01 10:00:00,买,在吗\n1,2026-03-01 10:00:09,卖,在的\n",
  "no-header.yml": "header: false\ncolumns: { conversation: 1, time: 2, role: 3, text: 4 }\nroles: { customer: [买], agent: [卖] }\n",
  "wrong.yml": "colums:\n  text: c\ncolumns:\n  txet: c\n  time: [ ]\ngap: soon\ntimezone: Shanghai\n",
});
const run = (...args: string[]): Outcome => runCli(BUILT_CLI, ["import", ...args], { cwd: folder.path });
const explain = (...args: string[]): ImportReport => JSON.parse(run("--explain", "--format", "json", ...args).stdout) as ImportReport;

describe("--explain", () => {
  test("says format, encoding, columns, counts, the first messages, and what could not be read", () => {
    const { code, stdout, stderr } = run("--explain", join(FIXTURES, "chat-gbk.csv"));
    for (const words of ["GB18030", "第 3 行，用逗号分列", "会话←会话ID", "没用到的列    满意度", "8：客服 3 · 客户 4 · 机器人/自动回复 1", "文字 7 · 图片 1", "2026-03-01 09:00:05 — 2026-03-01 10:00:20", "不知道“店长”是客服还是客户", "--map"]) expect(stdout).toContain(words);
    expect([code, stderr]).toEqual([0, ""]);
    expect(run("--explain", join(FIXTURES, "chat-gbk.csv"), "--locale", "en").stdout).toMatch(/header +line 3, separated by comma\n/);
  });

  test("every fixture is read as what it is", () => {
    const report = explain(FIXTURES);
    const formats = Object.fromEntries(report.files.map(({ file, format }) => [file.slice(FIXTURES.length + 1), format]));
    expect(formats).toMatchObject({ "qianniu.txt": "qianniu", "chat.xlsx": "xlsx", "march.zip!三月/qianniu.txt": "qianniu", "zendesk.json": "zendesk", "whatsapp-us.txt": "whatsapp" });
    expect(report.files.every(({ conversations, messages, byRole, byKind }) => conversations > 0 && messages === sum(byRole) && messages === sum(byKind))).toBe(true);
  });

  test("personal data is masked unless asked for, also in what could not be read", () => {
    const { stdout } = run("--explain", "phone.csv");
    expect(stdout).not.toContain("13812345678");
    expect(stdout).not.toContain("2026030112345678");
    expect(run("--explain", "phone.csv", "--no-mask").stdout).toContain("13812345678");
  });

  test("a table without known headers: its first lines and a mapping to begin with; exit 2", () => {
    const { code, stdout } = run("--explain", "odd.csv");
    expect(code).toBe(2);
    expect(stdout).toContain("1;买;在吗");
    expect(stdout).toContain("columns: {");
  });

  test("a table without a header, by the numbers of its columns", () => {
    expect(explain("no-header.csv", "--map", "no-header.yml").files[0]).toMatchObject({ messages: 2, byRole: { agent: 1, customer: 1 }, unread: 0 });
  });
});

describe("conversion", () => {
  test("gives the contract's records, which pipe judges; what could not be read stands in its place", () => {
    const { code, stdout, stderr } = run(join(FIXTURES, "chat.csv"));
    const records = stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as { id: unknown; error?: { code: string; line: number }; messages?: unknown[] });
    expect(records.filter(({ error }) => error).map(({ error }) => [error!.code, error!.line])).toEqual([["no-time", 14], ["unknown-role", 15], ["wrong-columns", 16]]);
    expect(records.filter(({ messages }) => messages).map(({ id }) => id)).toEqual(["S1001", "S1002", "S1003"]);
    expect(stderr).toContain("3 处没读懂");
    expect(code).toBe(0);
    const judged = runCli(BUILT_CLI, ["pipe"], { cwd: folder.path, input: run(join(FIXTURES, "qianniu.txt")).stdout });
    expect(judged.stdout.trimEnd().split("\n").map((line) => (JSON.parse(line) as { conversation: { firstResponseSeconds: number } }).conversation.firstResponseSeconds)).toHaveLength(3);
    expect(judged.code).toBe(0);
  });

  test("and is read again as what it was", () => {
    const again = run("phone.csv", "-o", "again.ndjson");
    expect([again.code, again.stdout]).toEqual([0, ""]);
    expect(explain("again.ndjson").files[0]).toMatchObject({ format: "replylint", conversations: 1, messages: 2, unread: 0 });
  });
});

describe("wrong use", () => {
  test("is said with place and way out, and never a stack trace", () => {
    for (const [args, words] of [
      [["--explain"], "没有写要读哪个文件"],
      [["--explain", "phone.csv", "--map", "no-such.yml"], "读不了 no-such.yml"],
      [["--explain", "phone.csv", "--map", "wrong.yml"], "wrong.yml:1:1: 没有“colums”这个键，是不是想写 columns？"],
      [["--explain", "phone.csv", "--map", "wrong.yml"], "wrong.yml:4:3: 没有“columns.txet”这个键，是不是想写 text？"],
      [["--explain", "phone.csv", "--map", "wrong.yml"], "wrong.yml:6:6: gap: “soon”不合格式，要写成 30m, 12h, 1d 这样"],
    ] as const) {
      const { code, stderr } = run(...args);
      expect(code).toBe(2);
      expect(stderr).toContain(words);
      expect(stderr).not.toMatch(STACK);
    }
    const gone = run("--explain", "no-such.csv");
    expect([gone.code, gone.stdout.includes("没有这个文件或文件夹")]).toEqual([2, true]);
  });
});

function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, count) => total + count, 0);
}
