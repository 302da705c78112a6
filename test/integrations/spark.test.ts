import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { AuditReport } from "../../src/audit/report.js";
import { BUILT_CLI, makeFolder, type Outcome, ROOT, runCli } from "../cli/support.js";
import { JAVA, pythonWith } from "./python.js";

const SPARK = JAVA ? pythonWith("pyspark") : undefined;
const NEEDS = SPARK === undefined ? " (skipped: there is no Java, or no Python with pyspark; PYTHON names one)" : "";
const COLUMNS = "conversation=会话ID,time=发送时间,role=角色,agent=客服,team=团队,text=内容";

describe.skipIf(SPARK === undefined)(`Spark${NEEDS}`, () => {
  let folder: ReturnType<typeof makeFolder>;
  let bundle: string;
  beforeAll(() => {
    folder = makeFolder();
    bundle = join(folder.path, "replylint-pipe.mjs");
    expect(spawnSync(process.execPath, [join(ROOT, "scripts/bundle.mjs"), "--output", bundle]).status).toBe(0);
  });
  afterAll(() => folder.remove());

  const verify = (...args: string[]): Outcome => {
    const { status, stdout, stderr } = spawnSync(SPARK!, [join(ROOT, "integrations/spark/verify.py"), "--master", "local[2]", "--partitions", "2", "--bundle", bundle, ...args], { encoding: "utf8" });
    return { code: status, stdout, stderr };
  };

  test("its views have the audit's figures, and its Parquet gives the audit's report", () => {
    const report = join(folder.path, "spark.json");
    const chats = join(ROOT, "fixtures/audit/november.csv");
    const { code, stdout, stderr } = verify("--table", chats, "--columns", COLUMNS, "--report", report);
    expect(stdout, stderr).toMatch(/ figures compared, 0 differ/);
    expect(code).toBe(0);
    const audited = JSON.parse(runCli(BUILT_CLI, ["audit", chats, "--format", "json", "--fail-on", "never"]).stdout) as AuditReport;
    const { total, timing, promises, agents, teams, days, rules, ruleset } = JSON.parse(readFileSync(report, "utf8")) as AuditReport;
    expect({ total, timing, promises, agents, teams, days, ruleset }).toEqual({ total: audited.total, timing: audited.timing, promises: audited.promises, agents: audited.agents, teams: audited.teams, days: audited.days, ruleset: audited.ruleset });
    expect(rules.map(({ rule, count, conversations }) => [rule, count, conversations])).toEqual(audited.rules.map(({ rule, count, conversations }) => [rule, count, conversations]));
  }, 300_000);

  test("another way of judging is noticed", () => {
    const { code, stdout } = verify("--rows", "500", "--pipe-options", "--level strict");
    expect(stdout).toMatch(/ findings: audit \d+, Spark \d+/);
    expect(code).toBe(1);
  }, 300_000);
});
