import { describe, expect, it } from "vitest";
import { reviewRows } from "../../src/audit/review.js";
import { csvOf } from "../../src/reporters/csv.js";
import type { AuditReport, ConversationRow } from "../../src/audit/report.js";
import { trendOf } from "../../src/audit/trend.js";
import type { Finding } from "../../src/core/types.js";
import { CsvSplitter } from "../../src/transcripts/csv.js";
import { said } from "./support.js";

describe("reviewRows", () => {
  const finding = (rule: string, messageIndex: number, text: string): Finding => ({ rule, guidance: ["G01"], dimension: "ownership", severity: "error", message: `“${text}”，不妥`, text, start: 0, end: text.length, messageIndex, suggestions: [] });
  const row: ConversationRow = {
    id: "=1+2", at: { file: "chat.csv", line: 2 }, agents: ["小禾"], scenario: "chase", responses: 1, startedAt: null, score: 50, verdict: "fail",
    findings: [finding("ownership/disown", 1, "不关我们的事"), finding("action/unanswered", 3, "")],
    conversation: { firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null, unanswered: true, mood: null, promises: [] },
    messages: [said("customer", "快递呢", 0), said("agent", '不关我们的事，"真的"', 20, { agent: "小禾" }), said("agent", "您问快递", 22, { agent: "小禾" }), said("customer", "人呢", 90)],
  };

  it("has a row for each finding and one for what was overlooked, with columns for the reviewer and no formula", () => {
    const rows: string[][] = [];
    const splitter = new CsvSplitter(",", (fields) => void rows.push([...fields]));
    splitter.push(csvOf(reviewRows([row], "zh")).replace(/^\ufeff/, ""), true);
    const [head = [], ...lines] = rows;
    const at = (line: string[], name: string): string => line[head.indexOf(name)]!;
    expect(lines.map((line) => at(line, "rule"))).toEqual(["ownership/disown", "", "action/unanswered", ""]);
    expect(lines.every((line) => line.length === head.length && at(line, "conversation") === "'=1+2" && at(line, "verdict") === "")).toBe(true);
    expect(at(lines[0]!, "text")).toBe('不关我们的事，"真的"\n您问快递');
    expect(at(lines[0]!, "reported")).toBe("不关我们的事");
    expect(at(lines[2]!, "customer")).toBe("人呢");
  });
});

describe("trendOf", () => {
  const report = (score: number, failed: number, perThousand: number, agent: string): AuditReport =>
    ({
      input: { from: 1, to: 2 }, total: { responses: 10, score, scored: 10, failed, critical: 1 }, timing: { firstResponseSeconds: 20 },
      promises: { kept: 3, late: 1, "not-seen": 0, "not-judgeable": 9 }, rules: [{ rule: "a/x", perThousand }], agents: [{ name: agent, score }],
    }) as unknown as AuditReport;

  it("compares shares and rates, and names who is new and who is gone", () => {
    expect(trendOf(report(80, 4, 30, "小禾"), report(90, 1, 10, "阿青"))).toEqual({
      before: { from: 1, to: 2, responses: 10, score: 80, passRate: 0.6, critical: 1, firstResponseSeconds: 20, promisesKept: 0.75 },
      now: { from: 1, to: 2, responses: 10, score: 90, passRate: 0.9, critical: 1, firstResponseSeconds: 20, promisesKept: 0.75 },
      rules: [{ rule: "a/x", before: 30, now: 10 }],
      agents: [{ name: "小禾", before: 80, now: null }, { name: "阿青", before: null, now: 90 }],
    });
  });
});
