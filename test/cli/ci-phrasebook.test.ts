import { execFileSync, spawnSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { BUILT_CLI, makeFolder, type Outcome, runCli, STACK, useSandbox } from "./support.js";

/** A check of the phrasebook's own, so that the shipped rules may change. */
const RULE = "phrasebook/full-width-braces";
const TEXT = "您好，订单｛订单号｝已发出";
const { folder } = useSandbox({
  "a.yaml": `entries:\n  # replylint-ignore ${RULE} -- 平台如此\n  - id: before\n    text: ${TEXT}\n  - id: inside\n    # replylint-ignore ${RULE} -- 平台如此\n    text: |-\n      您好\n      # 不是注释\n      订单｛订单号｝已发出\n  - id: same\n    text: ${TEXT} # replylint-ignore ${RULE} -- 平台如此\n  - { id: field, text: ${TEXT}, ignore: "${RULE} -- 平台如此" }\n  - id: left\n    text: ${TEXT}\n`,
  "b.json": JSON.stringify([{ id: "field", text: TEXT, ignore: [`${RULE} -- 平台如此`] }, { id: "left", text: TEXT }], null, 2),
  "c.csv": `编号,话术,忽略\nfield,${TEXT},${RULE} -- 平台如此\nleft,${TEXT},\n`,
  "d.md": `# 发货\n\n<!-- replylint-ignore ${RULE} -- 平台如此 -->\n\n> ${TEXT}\n\n# 物流\n\n> ${TEXT}\n`,
  "e.ts": `export const lines = {\n  // replylint-ignore ${RULE} -- 平台如此\n  before: "${TEXT}",\n  same: "${TEXT}", // replylint-ignore ${RULE} -- 平台如此\n  left: "${TEXT}",\n};\n`,
  "f.ndjson": `${JSON.stringify({ id: "field", text: TEXT, ignore: `${RULE} -- 平台如此` })}\n${JSON.stringify({ id: "left", text: TEXT })}\n`,
});
const run = (args: string[], cwd = folder.path): Outcome => {
  const outcome = runCli(BUILT_CLI, ["phrasebook", ...args, "--part", "--today", "2026-11-24"], { cwd, env: { CI: "" } });
  expect(outcome.stderr).not.toMatch(STACK);
  return outcome;
};
interface Report { files: { file: string; findings: { rule: string; entry: string }[]; suppressed?: { rule: string; by: string; reason: string }[] }[] }
const report = (...args: string[]): Report["files"] => (JSON.parse(run([...args, "--format", "json"]).stdout) as Report).files;
const about = (file: Report["files"][number]): string[] => file.findings.filter(({ rule }) => rule === RULE).map(({ entry }) => entry);

describe("ignores", () => {
  test.each([
    ["a.yaml", 4, "left"],
    ["b.json", 1, "left"],
    ["c.csv", 1, "left"],
    ["d.md", 1, "物流"],
    ["e.ts", 2, "lines.left"],
    ["f.ndjson", 1, "left"],
  ])("%s", (name, count, left) => {
    const [file] = report(name);
    expect(about(file!)).toEqual([left]);
    expect(file!.suppressed?.filter(({ rule }) => rule === RULE)).toEqual(Array.from({ length: count }, () => expect.objectContaining({ by: "ignore", reason: "平台如此" }) as unknown));
    expect(file!.findings.filter(({ rule }) => rule.startsWith("ignore/"))).toEqual([]);
  });

  test("what is ignored is not mended, and everything around it is", () => {
    const place = makeFolder({ "c.csv": readFileSync(join(folder.path, "c.csv"), "utf8") });
    run(["c.csv", "--fix"], place.path);
    expect(readFileSync(join(place.path, "c.csv"), "utf8")).toBe(`编号,话术,忽略\nfield,${TEXT},${RULE} -- 平台如此\nleft,${TEXT.replace("｛", "{").replace("｝", "}")},\n`);
    place.remove();
  });

  test("one without a reason, of no use, or of no rule", () => {
    const place = makeFolder({ "a.csv": `编号,话术,ignore\na,${TEXT},${RULE}\nb,您好,${RULE} -- x\n`, "b.csv": "编号,话术,ignore\na,您好,phrasebook/fullwidth -- x\n" });
    expect((JSON.parse(run(["a.csv", "--format", "json"], place.path).stdout) as Report).files[0]!.findings.map(({ rule, entry }) => `${rule} ${entry}`)).toEqual(expect.arrayContaining([`${RULE} a`, "ignore/no-reason a", "ignore/unused b"]));
    expect(run(["b.csv"], place.path)).toMatchObject({ code: 2, stderr: expect.stringMatching(/^b\.csv:2:\d+: replylint-ignore：没有“phrasebook\/fullwidth”这条规则/m) as string });
    place.remove();
  });
});

test("a baseline over all formats: a swap in a workbook's place, a line that moved, an entry that is new", () => {
  const files = ["b.json", "c.csv", "d.md"];
  const base = join(folder.path, "base.json");
  expect(run([...files, "--baseline", base, "--baseline-update"]).code).toBe(0);
  expect(run([...files, "--baseline", base, "--fail-on", "warning"]).code).toBe(0);
  const before = readFileSync(join(folder.path, "c.csv"), "utf8");
  writeFileSync(join(folder.path, "c.csv"), before.replace("field,", "多,您好\nfield,"));
  expect(run([...files, "--baseline", base]).code).toBe(0);
  writeFileSync(join(folder.path, "c.csv"), before.replace(/left,您好/, "left,亲"));
  const [finding] = report("c.csv", "--baseline", base).flatMap(({ findings }) => findings.filter(({ rule }) => rule === RULE));
  expect(finding).toMatchObject({ entry: "left" });
  writeFileSync(join(folder.path, "c.csv"), before);
});

describe.skipIf(spawnSync("git", ["--version"]).error !== undefined)("--changed-since (needs git)", () => {
  test("entries of changed lines only, in every format", () => {
    const place = makeFolder({ "a.yaml": `entries:\n  - id: old\n    text: ${TEXT}\n`, "b.csv": `编号,话术\nold,${TEXT}\n` });
    const git = (...args: string[]): string => execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false", ...args], { cwd: place.path, encoding: "utf8" });
    git("init", "-q");
    git("add", "-A");
    git("commit", "-qm", "x");
    writeFileSync(join(place.path, "a.yaml"), `entries:\n  - id: new\n    text: ${TEXT}！\n  - id: old\n    text: ${TEXT}\n`);
    const { files } = JSON.parse(run([".", "--changed-since", "HEAD", "--format", "json"], place.path).stdout) as Report;
    expect(files.map((file) => [file.file, about(file)])).toEqual([["a.yaml", ["new"]], ["b.csv", []]]);
    expect(run([".", "--changed-since", "HEAD", "--format", "github"], place.path).stdout).toMatch(/^::error file=a\.yaml,line=3,/);
    place.remove();
  });
});
