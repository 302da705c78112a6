import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { DIMENSIONS, type Finding, MOVES, type Result, SCENARIOS } from "../../src/core/types.js";
import { BUILT_CLI, makeFolder, ROOT, runCli } from "./support.js";

/** The command line with the rules that ship; what these find is theirs to change, so only shapes are asked for. */
const run = (...args: string[]): ReturnType<typeof runCli> => runCli(BUILT_CLI, args, { cwd: ROOT });

type DraftRecord = Result & { id: string; file: string; findings: (Finding & { line: number; column: number })[] };

describe("the fixtures", () => {
  const { stdout, stderr, code } = run("check", "fixtures/drafts", "--format", "json", "--fail-on", "never");
  const report = JSON.parse(stdout) as { results: DraftRecord[]; errors: unknown[]; summary: { drafts: number } };

  test("are all judged", () => {
    expect([code, stderr, report.errors]).toEqual([0, "", []]);
    expect(new Set(report.results.map(({ file }) => file)).size).toBe(readdirSync(join(ROOT, "fixtures/drafts")).length);
    expect(report.summary.drafts).toBe(report.results.length);
  });

  test.each(report.results)("$id has the contract's shape", (result) => {
    expect(result).toMatchObject({ version: 1, ruleset: expect.stringMatching(/^[0-9a-f]{16}$/) as string });
    expect(SCENARIOS).toContain(result.scenario);
    expect(["given", "inferred"]).toContain(result.scenarioSource);
    expect(["pass", "fail", "not-applicable"]).toContain(result.verdict);
    expect(result.score === null).toBe(result.verdict === "not-applicable");
    expect(Object.keys(result.dimensions)).toEqual([...DIMENSIONS]);
    for (const { kind } of [...result.moves, ...result.missing]) expect(MOVES).toContain(kind);
    for (const finding of result.findings) {
      expect(finding.guidance.length).toBeGreaterThan(0);
      expect(finding.end - finding.start).toBe(finding.text.length);
      expect(finding.line).toBeGreaterThan(0);
    }
  });

  test("pretty shows them without a stray control character", () => {
    const pretty = run("check", "fixtures/drafts", "--fail-on", "never");
    expect(pretty.code).toBe(0);
    expect(pretty.stdout).not.toMatch(/[^\P{Cc}\n]/u);
  });
});

test("the rules that help texts and the starter configuration name are there", () => {
  const { rules } = { rules: (JSON.parse(run("rules", "list", "--format", "json").stdout) as { id: string }[]).map(({ id }) => id) };
  const place = makeFolder();
  runCli(BUILT_CLI, ["init"], { cwd: place.path });
  const texts = run("rules", "explain", "--help").stdout + runCli(BUILT_CLI, ["check", "--help"]).stdout + runCli("-p", ["require('fs').readFileSync('replylint.config.yaml', 'utf8')"], { cwd: place.path }).stdout;
  place.remove();
  const named = [...texts.matchAll(new RegExp(`(?:${DIMENSIONS.join("|")})/[a-z-]+`, "g"))].map(([id]) => id);
  expect(named.length).toBeGreaterThan(0);
  for (const id of named) expect(rules).toContain(id);
});
