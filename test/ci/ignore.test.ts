import { describe, expect, test } from "vitest";
import { applyIgnores, type Ignore, type IgnoreRules, parseIgnore, parseIgnoreField } from "../../src/ci/ignore.js";
import { fileReport, placed } from "./support.js";

test.each([
  [" replylint-ignore promise/vow -- 老板要求", { rules: ["promise/vow"], reason: "老板要求" }],
  ["replylint-ignore promise/vow, time/vague-promise — 见 -- 工单 12", { rules: ["promise/vow", "time/vague-promise"], reason: "见 -- 工单 12" }],
  ["replylint-ignore promise/vow：法务：已看", { rules: ["promise/vow"], reason: "法务：已看" }],
  [" replylint-ignore promise/vow ", { rules: ["promise/vow"], reason: "" }],
  ["replylint-ignore", { rules: [], reason: "" }],
  ["replylint-ignored promise/vow", null],
  ["see replylint-ignore", null],
])("comment %j", (text, expected) => {
  expect(parseIgnore(text)).toEqual(expected);
});

test("a field says the same without the word in front", () => {
  expect(parseIgnoreField("promise/vow -- 原因")).toEqual({ rules: ["promise/vow"], reason: "原因" });
});

const text = "甲发誓\n乙发誓\n丙发誓\n";
const units = [1, 2, 3].map((line) => ({ id: `#${line}`, line, endLine: line }));
const findings = ["甲", "乙", "丙"].map((who, index) => placed(text, `${who}发誓`, { entry: `#${index + 1}` }));
const report = fileReport(text, findings, { units });
const rules: IgnoreRules = { ids: ["promise/vow", "promise/off"], asked: (id) => (id === "promise/vow" ? { guidance: ["G04"], dimension: "promise" } : undefined), say: ({ en }) => en };
function ignore(line: number, more: Partial<Ignore> = {}): Ignore {
  return { rules: ["promise/vow"], reason: "x", line, column: 1, endLine: line, endColumn: 4, start: 0, end: 3, ...more };
}
const after = (...ignores: Ignore[]): { left: string[]; problems: string[]; reasons: (string | undefined)[] } => {
  const { report: done, problems } = applyIgnores(report, ignores, rules);
  return { left: done.findings.map(({ rule, entry }) => `${rule} ${entry ?? ""}`), problems: problems.map(({ message }) => message), reasons: done.suppressed.map(({ reason }) => reason) };
};

describe("applyIgnores", () => {
  test("takes the rule out of one reply: the one on the comment's line, around it, or after it", () => {
    expect(after(ignore(2))).toEqual({ left: ["promise/vow #1", "promise/vow #3"], problems: [], reasons: ["x"] });
    expect(after(ignore(3, { unit: "#1" })).left).toEqual(["promise/vow #2", "promise/vow #3"]);
    const spread = { ...report, units: [{ id: "#1", line: 2, endLine: 4 }, { id: "#2", line: 6, endLine: 9 }, { id: "#3", line: 10, endLine: 12 }] };
    const left = (line: number): string[] => applyIgnores(spread, [ignore(line)], rules).report.findings.map(({ entry }) => entry!);
    expect([left(1), left(3), left(5), left(10)]).toEqual([["#2", "#3"], ["#2", "#3"], ["#1", "#3"], ["#1", "#2"]]);
  });

  test("without a reason it does not count and fails", () => {
    expect(after(ignore(1, { reason: "" })).left).toEqual(["promise/vow #1", "promise/vow #2", "promise/vow #3", "ignore/no-reason #1"]);
  });

  test("with nothing to ignore it fails", () => {
    const { left } = after(ignore(1), ignore(1));
    expect(left).toEqual(["promise/vow #2", "promise/vow #3", "ignore/unused #1"]);
    expect(after(ignore(9)).left.at(-1)).toBe("ignore/unused ");
  });

  test("of a rule that was not asked nothing is said; one that names no rule, or none that is there, is a problem", () => {
    expect(after(ignore(1, { rules: ["promise/off"] }))).toMatchObject({ left: ["promise/vow #1", "promise/vow #2", "promise/vow #3"], problems: [] });
    expect(after(ignore(1, { rules: ["promise/wov"] })).problems).toEqual(['replylint-ignore: there is no rule "promise/wov"; did you mean promise/vow?']);
    expect(after(ignore(1, { rules: [] })).problems).toEqual(["replylint-ignore names no rule."]);
  });
});
