import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Evaluation } from "../../src/evaluation/types.js";
import { CsvSplitter } from "../../src/transcripts/csv.js";
import { BUILT_CLI, type Outcome, ROOT, runCli, STACK, useSandbox } from "./support.js";

const LABELS = ['{"id":"a","reply":"这件事对天发誓","expect":["G04"]}', '{"id":"b","reply":"这件事我会尽力","expect":["G04"]}', '{"id":"c","reply":"对天发誓，打我13800138000","expect":[]}', '{"id":"d","reply":"好的","expect":[]}'];
const { pack, folder } = useSandbox({ "labels.jsonl": `${LABELS.join("\n")}\n`, "bad.jsonl": `${LABELS[0]}\nnot json\n${LABELS[3]}\n`, "labels.csv": "\ufeffreply,expect\r\n这件事对天发誓,G04\r\n好的,\r\n" });
const evaluate = (...args: string[]): Outcome => runCli(pack.cli, ["evaluate", ...args], { cwd: folder.path });

describe("evaluate", () => {
  test("figures, and what went wrong with its place, span and message", () => {
    const { code, stdout, stderr } = evaluate("labels.jsonl");
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    for (const part of ["4 条回复：有问题的查出 1/2 (50.0 %)，没问题的误报 1/2 (50.0 %)", "promise/vow", "labels.jsonl:2  G04", "labels.jsonl:3  G04 promise/vow", "“对天发誓” [0, 4)", "不要发誓"]) expect(stdout).toContain(part);
    expect(stdout).not.toContain("13800138000");
    expect(evaluate("labels.jsonl", "--no-mask").stdout).toContain("13800138000");
    expect(evaluate("labels.jsonl", "--limit", "1", "--locale", "en").stdout).toContain("1 more: see --limit");
  });

  test("json, csv, markdown", () => {
    const json = JSON.parse(evaluate("labels.jsonl", "--format", "json").stdout) as Evaluation;
    expect(json).toMatchObject({ version: 1, replies: 4, faulty: 2, clean: 2, overall: { precision: 0.5, recall: 0.5, kappa: 0 }, points: [{ id: "G04", hits: 1, missed: 1, false: 1 }], rules: [{ id: "promise/vow" }] });
    expect(json.falseAlarms).toMatchObject([{ id: "c", line: 3, start: 0, end: 4, text: "对天发誓" }]);
    expect(evaluate("labels.jsonl", "--format", "csv", "--locale", "en").stdout).toBe("\ufeffpoint,labelled,hits,other point,missed,false,on clean,precision,recall,F1,\"false per 1,000\",κ\r\nG04,2,1,0,1,1,1,0.5,0.5,0.5,250,0\r\n");
    expect(evaluate("labels.jsonl", "--format", "csv", "--table", "missed").stdout).toContain("labels.jsonl:2,b,G04,,,这件事我会尽力");
    expect(evaluate("labels.jsonl", "--format", "markdown").stdout).toContain("| G04 | 2 | 1 | 0 | 1 | 1 | 1 | 0.50 |");
  });

  test("a table; the gate's exit codes", () => {
    expect(evaluate("labels.csv", "--min-precision", "1", "--min-recall", "1").code).toBe(0);
    const { code, stderr } = evaluate("labels.jsonl", "--min-precision", "0.9", "--min-recall", "0.5");
    expect({ code, stderr }).toEqual({ code: 1, stderr: "精确率 0.500，低于 --min-precision 0.9。\n" });
  });

  test("a bad line is named, the rest is counted, exit 2", () => {
    const { code, stdout, stderr } = evaluate("bad.jsonl");
    expect(code).toBe(2);
    expect(stderr).toMatch(/^bad\.jsonl:2: 不是有效的 JSON/);
    expect(stdout).toContain("2 条回复");
    for (const args of [[], ["none.jsonl"], ["labels.jsonl", "--table", "rules"], ["labels.jsonl", "--min-recall", "2"]]) {
      const broken = evaluate(...args);
      expect(broken.code).toBe(2);
      expect(broken.stderr).not.toBe("");
      expect(broken.stderr).not.toMatch(STACK);
    }
  });

  test("reads back the sheet that audit writes", () => {
    const review = join(folder.path, "review.csv");
    const audited = runCli(BUILT_CLI, ["audit", join(ROOT, "fixtures/audit/november.csv"), "--review-file", review, "--fail-on", "never", "-o", join(folder.path, "report.json")], { cwd: folder.path });
    expect(audited.code).toBe(0);
    const empty = runCli(BUILT_CLI, ["evaluate", review], { cwd: folder.path });
    expect({ code: empty.code, stdout: empty.stdout }).toEqual({ code: 2, stdout: "" });
    const filled = join(folder.path, "filled.csv");
    writeFileSync(filled, fill(review));
    const { code, stdout, stderr } = runCli(BUILT_CLI, ["evaluate", filled, "--format", "json"], { cwd: folder.path });
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    const { rules, falseAlarms, overall } = JSON.parse(stdout) as Evaluation;
    expect(rules.reduce((sum, rule) => sum + rule.false, 0)).toBe(1);
    expect(falseAlarms).toHaveLength(1);
    expect(overall.hits).toBeGreaterThan(3);
  });
});

/** Calls every finding right but the first. */
function fill(path: string): string {
  let judged = 0;
  let out = "";
  const splitter = new CsvSplitter(",", (fields) => {
    const row = [...fields];
    if (row[10] !== "rule" && row[10] !== "") row.splice(14, 3, judged++ === 0 ? "false" : "hit", "", "甲");
    out += `${row.map((cell) => `"${cell.replaceAll('"', '""')}"`).join(",")}\n`;
  });
  splitter.push(readFileSync(path, "utf8").replace("\ufeff", ""), true);
  return out;
}
