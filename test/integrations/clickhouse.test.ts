import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { BUILT_CLI, makeFolder, ROOT, runCli } from "../cli/support.js";
import { pythonWith } from "./python.js";

const config = readFileSync(join(ROOT, "integrations/clickhouse/replylint_function.xml"), "utf8");
const commands = [...config.matchAll(/<command>replylint-pipe\.mjs (.*?)<\/command>/g)].map(([, command]) => command!.split(" "));

describe("ClickHouse's functions, without ClickHouse", () => {
  test.each(commands.map((args) => ({ args })))("$args: a line a line, whatever stands in a cell", ({ args }) => {
    const cells = args[args.indexOf("--columns") + 1]!.split(",").length;
    const inputs = ["亲，明天一定到\\n\\t\\\\", "", '[{"role":"agent","text":"您好\\\\n"}]', "\\N"].map((text) => Array.from({ length: cells }, () => text).join("\t"));
    const { code, stdout, stderr } = runCli(BUILT_CLI, ["pipe", ...args], { input: `${inputs.join("\n")}\n` });
    expect(stdout.split("\n")).toHaveLength(inputs.length + 1);
    for (const line of stdout.trimEnd().split("\n")) expect(line.split("\t")).toHaveLength(1);
    expect(stderr).not.toMatch(/^replylint:/);
    expect(code).toBe(0);
  });
});

const CHDB = pythonWith("chdb");
const NEEDS = CHDB === undefined ? " (skipped: there is no Python with chdb; PYTHON names one)" : "";

describe.skipIf(CHDB === undefined)(`ClickHouse${NEEDS}`, () => {
  let folder: ReturnType<typeof makeFolder>;
  beforeAll(() => {
    folder = makeFolder();
  });
  afterAll(() => folder.remove());

  test("counts what the audit counts", () => {
    const bundle = join(folder.path, "replylint-pipe.mjs");
    expect(spawnSync(process.execPath, [join(ROOT, "scripts/bundle.mjs"), "--output", bundle]).status).toBe(0);
    const { status, stdout, stderr } = spawnSync(CHDB!, [join(ROOT, "integrations/clickhouse/verify.py"), "--rows", "2000", "--bundle", bundle], { encoding: "utf8" });
    expect(stdout, stderr).toMatch(/ figures compared, 0 differ, 0 records with errors/);
    expect(status).toBe(0);
  }, 300_000);
});
