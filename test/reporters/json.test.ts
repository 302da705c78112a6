import { describe, expect, test } from "vitest";
import { jsonReporter } from "../../src/reporters/json.js";
import { ndjsonReporter } from "../../src/reporters/ndjson.js";
import { emptySummary, type ErrorReport } from "../../src/reporters/report.js";
import { finding, report } from "./support.js";

const text = "---\nscenario: chase\n---\n我对天发誓\n";
const draft = report("我对天发誓", { findings: [finding(text, "对天发誓")] }, { id: "a.txt#2", draft: 2, text });
const error: ErrorReport = { id: "b.txt", file: "b.txt", code: "empty", message: "是空的。", hint: "写点什么。", line: 3 };

describe("json", () => {
  test("is one document, whatever is in it", () => {
    const reporter = jsonReporter();
    const out = reporter.begin("abc") + reporter.draft(draft) + reporter.error(error) + reporter.draft(report("在的")) + reporter.end({ ...emptySummary(), drafts: 2, errors: 1 });
    const document = JSON.parse(out) as { version: number; ruleset: string; results: Record<string, unknown>[]; errors: unknown[]; summary: { drafts: number } };
    expect(Object.keys(document)).toEqual(["version", "ruleset", "results", "errors", "summary"]);
    expect(document.results.map((result) => [result.id, result.file, result.draft, result.line])).toEqual([["a.txt#2", "a.txt", 2, 4], ["a.txt", "a.txt", 1, 1]]);
    expect(document.errors).toEqual([{ id: "b.txt", file: "b.txt", code: "empty", message: "是空的。 写点什么。", line: 3 }]);
    expect(document.summary.drafts).toBe(2);
  });

  test("with nothing in it", () => {
    const reporter = jsonReporter();
    expect(JSON.parse(reporter.begin("abc") + reporter.end(emptySummary()))).toMatchObject({ results: [], errors: [] });
  });

  test("findings have line and column of the file", () => {
    const reporter = ndjsonReporter();
    const record = JSON.parse(reporter.draft(draft)) as { findings: Record<string, unknown>[] };
    expect(record.findings[0]).toMatchObject({ start: text.indexOf("对"), line: 4, column: 2, endLine: 4, endColumn: 6 });
  });
});

describe("ndjson", () => {
  test("one record a line, errors in their place", () => {
    const reporter = ndjsonReporter();
    const out = reporter.begin("abc") + reporter.error(error) + reporter.draft(draft) + reporter.end(emptySummary());
    const lines = out.trimEnd().split("\n").map((line) => JSON.parse(line) as { id: string; error?: { code: string; line: number } });
    expect(lines.map((line) => line.id)).toEqual(["b.txt", "a.txt#2"]);
    expect(lines[0]!.error).toMatchObject({ code: "empty", line: 3 });
    expect(out.endsWith("}\n")).toBe(true);
  });
});
