import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { Result } from "../../src/core/types.js";
import type { PlacedFinding } from "../../src/phrasebook/types.js";
import { BUILT_CLI, runCli, STACK, useSandbox } from "./support.js";

const YAML = "# 注释\nentries:\n  - id: a\n    text: '亲，订单｛订单号｝已发出'   # 尾注\n  - id: b\n    text: 亲，请放心！！\n";
const { folder } = useSandbox({
  "book/a.yaml": YAML,
  "book/notes.md": "# 笔记\n\n没有话术。\n",
  "book/sub/b.csv": "编号,话术\nc,亲，已发出\n",
  "book/package.json": '{"text":"亲，这不是话术"}',
  "open.csv": '编号,话术\na,亲，已发出\nb,"亲，没收尾\nc,亲，再见\n',
  "broken.json": '[{"id":"a","text":"亲"},\n  {"id":]',
  "clean.csv": "编号,话术\nc,亲，已发出\n",
  "dates.csv": "编号,话术,有效期\nc,亲，已发出,2026-11-01\n",
  "rules.yaml": "rules:\n  phrasebook/coverage: off\n  phrasebook/full-width-braces: warning\nphrasebook:\n  platform: 千牛\n  expiringDays: 3\n",
  "wrong-rules.yaml": "rules:\n  phrasebook/covrage: off\n",
  "wrong.yaml": "phrasebook:\n  similarity: 2\n",
  "ts/shop.ts": 'export const END = "祝您生活愉快！！"; // 结尾\n',
  "ts/book.ts": 'import { END } from "./shop.js";\nexport const a = `亲，已发出。${END}`;\nexport const b = { c: "亲，已经为您登记，" + END, d: `再见，${END}` };\n',
  "shared.ts": 'const END = "祝您生活愉快！！";\nexport const b = { c: "亲，已经为您登记，" + END, d: `再见，${END}` };\n',
  "bomb.yaml": `a0: &a0 [亲, 亲, 亲, 亲]\n${Array.from({ length: 12 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}, *a${i}, *a${i}]`).join("\n")}\n`,
  "deep.json": "[".repeat(200_000),
  "deep.yaml": "[".repeat(20_000),
  "table.csv": "怎么说,代号\n亲，已发出,a\n",
  "fields.yaml": "phrasebook:\n  fields: { 怎么说: text }\n",
});
const run = (args: string[], env: Record<string, string> = {}): ReturnType<typeof runCli> => {
  const outcome = runCli(BUILT_CLI, ["phrasebook", ...args], { cwd: folder.path, env: { CI: "", ...env } });
  expect(outcome.stderr + outcome.stdout).not.toMatch(STACK);
  return outcome;
};
const findingsIn = (stdout: string): PlacedFinding[] => stdout.split("\n").filter(Boolean).map((line) => JSON.parse(line) as PlacedFinding);

describe("exit codes", () => {
  it.each<[string[], number]>([
    [["clean.csv", "--part"], 0],
    [["clean.csv"], 0],
    [["clean.csv", "--fail-on", "warning"], 1],
    [["book", "--today", "2026-11-24"], 1],
    [["book", "--fail-on", "never"], 0],
    [["dates.csv", "--part", "--today", "2026-10-01"], 0],
    [["dates.csv", "--part", "--today", "2026-11-24"], 1],
    [["broken.json"], 2],
    [["open.csv"], 2],
    [["nowhere.csv"], 2],
    [["nothing/*.csv"], 2],
    [["clean.csv", "--today", "gestern"], 2],
    [["clean.csv", "--today", "2026-02-30"], 2],
    [["clean.csv", "--fix", "--fix-dry-run"], 2],
    [["clean.csv", "--config", "wrong-rules.yaml"], 2],
    [["clean.csv", "--config", "wrong.yaml"], 2],
    [["table.csv"], 2],
    [["table.csv", "--config", "fields.yaml"], 0],
    [[], 2],
  ])("%j → %d", (args, code) => {
    expect(run(args).code).toBe(code);
  });
});

it("says what is wrong with a file, where, and what to do", () => {
  expect(run(["broken.json"]).stderr).toMatch(/^broken\.json:2:9: 不是有效的 JSON/m);
  expect(run(["table.csv"]).stderr).toMatch(/找不到话术那一列；表头是：怎么说、代号/);
  expect(run(["clean.csv", "--config", "wrong.yaml"]).stderr).toMatch(/wrong\.yaml:2:15: phrasebook\.similarity: 要不大于 1/);
  expect(run(["clean.csv", "--config", "wrong-rules.yaml", "--locale", "en"]).stderr).toMatch(/no check "phrasebook\/covrage"/);
});

it("gives each entry's result record in JSON: score, verdict, moves in the file, findings", () => {
  const report = JSON.parse(run(["book/a.yaml", "--part", "--format", "json", "--scenario", "general"]).stdout) as { version: number; ruleset: string; files: { results: (Result & { id: string; line: number; findings: PlacedFinding[] })[]; findings: PlacedFinding[] }[] };
  const [file] = report.files;
  expect(file!.results.map(({ id, line, version, scenario, ruleset, findings }) => [id, line, version, scenario, ruleset === report.ruleset, findings.map(({ rule }) => rule)])).toEqual([
    ["a", 3, 1, "general", true, ["phrasebook/full-width-braces"]],
    ["b", 5, 1, "general", true, ["language/punctuation-runs"]],
  ]);
  expect(file!.results.flatMap(({ findings }) => findings)).toEqual(file!.findings);
  for (const { moves } of file!.results) for (const { start, end, text } of moves) expect(YAML.slice(start, end)).toBe(text);
});

it("tells of a quote that is not closed, with its line", () => {
  expect(run(["open.csv"]).stderr).toMatch(/^open\.csv:3:3: 这个引号没有收尾/m);
});

it("searches folders and globs, and leaves what is no phrasebook", () => {
  const files = (args: string[]): string[] => (JSON.parse(run([...args, "--format", "json"]).stdout) as { files: { file: string }[] }).files.map(({ file }) => file);
  expect(files(["book"])).toEqual(["book/a.yaml", "book/sub/b.csv"]);
  expect(files(["book/**/*.csv", "book"])).toEqual(["book/sub/b.csv", "book/a.yaml"]);
  expect(run(["book"]).stdout).toMatch(/另有 1 个文件里没有话术/);
});

it("judges by --today; in CI never by the clock", () => {
  const args = ["dates.csv", "--part", "--format", "json"];
  const today = (env: Record<string, string>, more: string[] = []): string | null => (JSON.parse(run([...args, ...more], env).stdout) as { summary: { today: string | null } }).summary.today;
  expect(today({ CI: "true" })).toBeNull();
  expect(run(args, { CI: "true" }).stderr).toMatch(/没有给 --today，没查有效期/);
  expect(today({ CI: "true" }, ["--today", "2026-11-24"])).toBe("2026-11-24");
  expect(today({})).toMatch(/^\d{4}-\d\d-\d\d$/);
});

it("takes severities and the platform from the configuration", () => {
  const found = findingsIn(run(["book/a.yaml", "--config", "rules.yaml", "--format", "ndjson"]).stdout);
  expect(found.map(({ rule, severity }) => [rule, severity])).toEqual([
    ["phrasebook/full-width-braces", "warning"],
    ["language/punctuation-runs", "info"],
  ]);
  expect(run(["book/a.yaml", "--config", "rules.yaml"]).code).toBe(0);
});

it("gives every finding its place, and edits that mend the file", () => {
  const found = findingsIn(run(["book/a.yaml", "--format", "ndjson", "--part"]).stdout);
  expect(found).toMatchObject([
    { rule: "phrasebook/full-width-braces", file: "book/a.yaml", line: 4, column: 16, endLine: 4, endColumn: 21, text: "｛订单号｝", entry: "a", guidance: ["G50"] },
    { rule: "language/punctuation-runs", line: 6, column: 16, entry: "b" },
  ]);
  for (const { start, end, text } of found) expect(YAML.slice(start, end)).toBe(text);
});

it("--fix-dry-run changes nothing, --fix changes the words and nothing else", () => {
  const path = join(folder.path, "book/a.yaml");
  const dry = run(["book/a.yaml", "--part", "--fix-dry-run"]);
  expect(dry.stdout).toMatch(/--fix 会修正 2 处（文件未改动）/);
  expect(readFileSync(path, "utf8")).toBe(YAML);
  const wet = run(["book/a.yaml", "--part", "--fix"]);
  expect(wet).toMatchObject({ code: 0 });
  expect(wet.stdout).toMatch(/已自动修正 2 处/);
  expect(readFileSync(path, "utf8")).toBe(YAML.replace("｛订单号｝", "{订单号}").replace("！！", "！"));
  expect(run(["book/a.yaml", "--part", "--fix"]).stdout).not.toMatch(/已自动修正/);
});

it("mends a constant once, where it stands, however many texts it is part of", () => {
  const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");
  const book = read("ts/book.ts");
  const outcome = run(["ts/book.ts", "--part", "--fix"]);
  expect(outcome).toMatchObject({ code: 0, stderr: "" });
  expect(outcome.stdout).toMatch(/已自动修正 1 处/);
  expect(read("ts/shop.ts")).toBe('export const END = "祝您生活愉快！"; // 结尾\n');
  expect(read("ts/book.ts")).toBe(book);
  expect(run(["shared.ts", "--part", "--fix"])).toMatchObject({ code: 0, stderr: "" });
  expect(read("shared.ts")).toMatch(/^const END = "祝您生活愉快！";/);
});

it.each(["bomb.yaml", "deep.json", "deep.yaml"])("%s is told, and stops nothing", (file) => {
  const outcome = run([file, "clean.csv", "--format", "json"]);
  expect(outcome.code).toBe(2);
  const report = JSON.parse(outcome.stdout) as { files: { file: string; entries: number }[]; errors: { file: string }[] };
  expect(report.errors[0]).toMatchObject({ file });
  expect(report.files.find((one) => one.file === "clean.csv")?.entries).toBe(1);
});
