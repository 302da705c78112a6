import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { Linter } from "../src/core/linter.js";
import { judge, measure } from "../src/evaluation/measure.js";
import { readLabels } from "../src/evaluation/read.js";
import type { Evaluation, Figures } from "../src/evaluation/types.js";
import { loadPack } from "../src/rulepack/load.js";
import { latinSpeller } from "../src/rulepack/speller.js";

const FOLDER = "fixtures/evaluation/";
const { pack } = loadPack(["rules"], "dictionaries");
const linter = new Linter(pack, { suggestions: false, moves: false, speller: latinSpeller(pack) });
const guidance = new Map(pack.rules.map((rule) => [rule.id, rule.guidance]));

/** What floors.json holds; `node scripts/floors.mjs` writes it. */
type Floors = Record<"precision" | "recall", number | null>;
const floors = JSON.parse(readFileSync(`${FOLDER}floors.json`, "utf8")) as Record<string, { overall: Floors; points: Record<string, Floors> }>;

function evaluate(half: string): Evaluation {
  const files = readdirSync(FOLDER).filter((name) => name.startsWith(`${half}-`) && name.endsWith(".jsonl"));
  const read = files.map((name) => readLabels(readFileSync(FOLDER + name, "utf8"), name));
  expect(read.flatMap(({ problems }) => problems)).toEqual([]);
  return measure(judge(read.flatMap(({ labels }) => labels), linter), (rule) => guidance.get(rule));
}

function below(name: string, least: Floors, now: Figures | undefined): string[] {
  return (["precision", "recall"] as const).flatMap((key) => {
    const floor = least[key];
    const value = now?.[key] ?? null;
    return !floor || (value !== null && value >= floor) ? [] : [`${name}: ${key} ${value?.toFixed(3) ?? "-"} is below ${floor}`];
  });
}

describe("the labelled replies of fixtures/evaluation", () => {
  it.each(["test", "tuning"])("of the %s half: no point falls below its floor", (half) => {
    const { overall, points } = evaluate(half);
    const { overall: least, points: leasts } = floors[half]!;
    expect([...below("overall", least, overall), ...Object.entries(leasts).flatMap(([id, floor]) => below(id, floor, points.find((point) => point.id === id)))]).toEqual([]);
    // A label of a point that floors.json does not know yet.
    expect(points.filter(({ labelled, id }) => labelled > 0 && !(id in leasts)).map(({ id }) => id)).toEqual([]);
  });

  it("of the test half: found and alarmed as the README says, at the least", () => {
    const { overall, faulty, clean } = evaluate("test");
    expect(overall.hits / faulty).toBeGreaterThanOrEqual(0.86);
    expect(overall.falseOnClean / clean).toBeLessThanOrEqual(0.02);
  });
});
