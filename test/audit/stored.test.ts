import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { beforeAll, describe, expect, it } from "vitest";
import { reportSchema, type StoredResult, storedSchema } from "../../src/audit/schema.js";
import { StoredReport } from "../../src/audit/stored.js";
import { DIMENSIONS } from "../../src/core/types.js";
import { ROOT } from "../cli/support.js";
import { auditReport, storedResults } from "../reporters/audit/support.js";

const OPTIONS = { tool: "replylint 0.1.0", file: "results.jsonl", level: "default", passMark: 80, mask: true, keep: 10 } as const;

function reportOf(results: readonly StoredResult[], options: Partial<ConstructorParameters<typeof StoredReport>[0]> = {}) {
  const stored = new StoredReport({ ...OPTIONS, ...options });
  results.forEach((result, index) => stored.add(result, index + 1));
  return stored.report();
}

const one = (more: Partial<StoredResult>): StoredResult => ({ id: 1, score: 90, verdict: "pass", findings: [], ...more });

describe("StoredReport", () => {
  let results: StoredResult[];
  beforeAll(() => {
    results = storedResults(40);
  });

  it("is a report, and the same for the same records", () => {
    const report = reportOf(results);
    expect(v.parse(reportSchema, JSON.parse(JSON.stringify(report)))).toEqual(report);
    expect(reportOf(results)).toEqual(report);
  });

  it("counts what the records say, in total and by group", () => {
    const report = reportOf(results);
    const findings = results.flatMap((result) => result.findings);
    expect(report.total).toMatchObject({ conversations: 40, failed: results.filter(({ verdict }) => verdict === "fail").length, findings: findings.length });
    for (const groups of [report.agents, report.teams, report.scenarios, report.days]) expect(groups.reduce((sum, group) => sum + group.findings, 0)).toBe(findings.length);
    expect(report.rules.reduce((sum, rule) => sum + rule.count, 0)).toBe(findings.length);
    expect(report.promises.kept).toBe(results.flatMap((result) => result.conversation!.promises).filter(({ outcome }) => outcome === "kept").length);
    expect(report.input.messages).toBe(results.flatMap((result) => result.messages!).length);
    expect(report.dimensions.map(({ dimension }) => dimension)).toEqual([...DIMENSIONS]);
  });

  it("keeps the worst for reading, critical findings first", () => {
    const kept = reportOf(results).conversations;
    expect(kept).toHaveLength(10);
    const criticals = kept.map(({ findings }) => findings.filter(({ critical }) => critical).length);
    expect(criticals).toEqual([...criticals].sort((a, b) => b - a));
  });

  it("hides personal data, in step with the offsets", () => {
    const said = "收货人电话13812345678，明天一定到";
    const start = said.indexOf("138");
    const finding = { rule: "compliance/data-in-clear", guidance: ["G14"], dimension: "compliance", severity: "warning", message: "13812345678 请打码", text: "13812345678", start, end: start + 11, suggestions: [{ title: "改", edits: [{ start, end: start + 11, text: "13812345678" }] }] } as const;
    const record = one({ reply: said, customer: "我的电话是13812345678", findings: [structuredClone(finding) as unknown as StoredResult["findings"][number]] });
    const report = reportOf([record, record]);
    expect(JSON.stringify(report)).not.toContain("13812345678");
    const row = report.conversations[0]!;
    const { messageIndex, start: from, end, text } = row.findings[0]!;
    expect(row.messages![messageIndex!]!.text.slice(from, end)).toBe(text);
    expect(report.texts).toMatchObject([{ count: 2 }]);
    expect(JSON.stringify(reportOf([record], { mask: false }))).toContain("13812345678");
  });

  it("takes records that have hardly anything, and spans that lie nowhere", () => {
    const finding = { rule: "a/b", guidance: ["G01"], dimension: "ownership", severity: "error", message: "m", text: "x", start: 500, end: 501, messageIndex: 7, suggestions: [] } as const;
    const report = reportOf([one({ id: undefined }), one({ id: { a: 1 }, score: null, verdict: "not-applicable" }), one({ findings: [structuredClone(finding) as unknown as StoredResult["findings"][number]], reply: "短" })]);
    expect(report.conversations.map(({ id }) => id)).toEqual(["1", "#1", '{"a":1}']);
    expect(report.conversations[0]!.findings).toMatchObject([finding]);
    expect(report.total).toMatchObject({ conversations: 3, scored: 2 });
  });
});

describe("schemas", () => {
  it("take the report of an audit whole", () => {
    const report = auditReport(12, 7, auditReport(8, 3));
    expect(v.parse(reportSchema, JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)));
  });

  it("take what pipe answers", () => {
    for (const result of storedResults(3)) expect(v.safeParse(storedSchema, JSON.parse(JSON.stringify(result))).success).toBe(true);
  });

  it("are written down as JSON Schemas", () => {
    for (const name of ["report", "result"]) expect(JSON.parse(readFileSync(join(ROOT, `schemas/${name}.schema.json`), "utf8"))).toMatchObject({ title: `replylint ${name}`, type: "object" });
  });
});
