import type { Finding, Result } from "../../src/core/types.js";
import { DIMENSIONS } from "../../src/core/types.js";
import type { LineColumn } from "../../src/core/text/lines.js";
import type { DraftReport } from "../../src/reporters/report.js";

/** A finding of the words `text` in `reply`; of something missing where `text` is empty. */
export function finding(reply: string, text: string, more: Partial<Finding> = {}): Finding {
  const start = text === "" ? reply.length : reply.indexOf(text);
  return { rule: "promise/vow", guidance: ["G04"], dimension: "promise", severity: "error", message: "不要发誓", text, start, end: start + text.length, suggestions: [], ...more };
}

/** A report about one draft; the reply may stand somewhere in a longer file. */
export function report(reply: string, result: Partial<Result> = {}, more: Partial<DraftReport> = {}): DraftReport {
  const text = more.text ?? reply;
  return {
    id: "a.txt",
    file: "a.txt",
    draft: 1,
    several: false,
    text,
    start: text.indexOf(reply),
    end: text.indexOf(reply) + reply.length,
    result: {
      version: 1,
      ruleset: "0123456789abcdef",
      scenario: "chase",
      scenarioSource: "given",
      score: 100,
      verdict: "pass",
      dimensions: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, { score: 100, weight: 1 }])) as Result["dimensions"],
      deductions: [],
      findings: [],
      moves: [],
      missing: [],
      ...result,
    },
    locate: (offset): LineColumn => {
      const before = text.slice(0, offset).split("\n");
      return { line: before.length, column: before[before.length - 1]!.length + 1 };
    },
    ...more,
  };
}
