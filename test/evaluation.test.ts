import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Reply } from "../src/core/index.js";
import { Linter } from "../src/core/linter.js";
import { loadPack } from "../src/rulepack/load.js";

const linter = new Linter(loadPack(["rules"], "dictionaries").pack, { suggestions: false });

function score(file: string): { recall: number; alarms: number } {
  const counts = { faulty: 0, found: 0, clean: 0, alarmed: 0 };
  for (const line of readFileSync(file, "utf8").split("\n").filter(Boolean)) {
    const { expect: expected, ...reply } = JSON.parse(line) as Reply & { expect: string[] };
    const reported = new Set(linter.lint(reply).findings.flatMap((finding) => finding.guidance));
    if (expected.length === 0) {
      counts.clean++;
      if (reported.size > 0) counts.alarmed++;
    } else {
      counts.faulty++;
      if (expected.some((point) => reported.has(point))) counts.found++;
    }
  }
  return { recall: counts.found / counts.faulty, alarms: counts.alarmed / counts.clean };
}

describe("the labelled replies of fixtures/evaluation", () => {
  it("of the test half: as good as recorded", () => {
    const { recall, alarms } = score("fixtures/evaluation/test-1.jsonl");
    expect(recall).toBeGreaterThanOrEqual(0.9);
    expect(alarms).toBeLessThanOrEqual(0.02);
  });

  it.each([1, 2, 3, 4, 5, 6, 7])("of the tuning half, file %i: nothing learnt is lost", (file) => {
    const { recall, alarms } = score(`fixtures/evaluation/tuning-${file}.jsonl`);
    expect(recall).toBeGreaterThanOrEqual(0.93);
    expect(alarms).toBeLessThanOrEqual(0.04);
  });
});
