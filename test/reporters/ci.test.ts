import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv } from "ajv";
import addFormatsModule from "ajv-formats";
import fc from "fast-check";
import type { Log } from "sarif";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../src/core/edits.js";
import type { FileReport } from "../../src/ci/types.js";
import type { PlacedFinding } from "../../src/phrasebook/types.js";
import { github } from "../../src/reporters/github.js";
import { junit } from "../../src/reporters/junit.js";
import { markdown } from "../../src/reporters/markdown.js";
import { rdjson, rdjsonl } from "../../src/reporters/rdjson.js";
import type { Run } from "../../src/reporters/run.js";
import { sarif } from "../../src/reporters/sarif.js";
import { ROOT } from "../cli/support.js";
import { fileReport, instead, placed } from "../ci/support.js";

const text = "您好😀，\r\n这件事我对天发誓，明天一定到。";
const vow = placed(text, "对天发誓", { suggestions: [instead(text, "对天发誓", "会尽力")], fix: instead(text, "对天发誓", "会尽力") });
const sure = placed(text, "一定到", { rule: "promise/sure", severity: "warning", message: "别说死", suggestions: [{ title: "说预计", edits: [...instead(text, "明天", "预计明天").edits, ...instead(text, "一定到", "到").edits] }] });
const missing = placed(text, "", { rule: "action/missing", dimension: "action", guidance: ["G20"], severity: "info", message: "说明您做什么" });
const known = placed(text, "您好", { rule: "promise/known" });
const file = fileReport(text, [vow, sure, missing], { file: "a b/亲.txt", suppressed: [{ finding: known, by: "baseline" }, { finding: placed(text, "这件事"), by: "ignore", reason: "店主同意" }] });
for (const finding of [...file.findings, ...file.suppressed.map((one) => one.finding)]) finding.file = file.file;
const cell: PlacedFinding = { ...vow, file: "话术.xlsx", line: 3, column: 2, endLine: 3, endColumn: 2, sheet: "催单", cell: "B3", entry: "7", fix: { title: "换", edits: [{ start: 0, end: 1, text: "x", sheet: "催单", cell: "B3" }] }, suggestions: [] };
const sheet: FileReport = { file: "话术.xlsx", units: [{ id: "7", line: 3, endLine: 3 }], findings: [cell], suppressed: [], unchanged: 2 };
function run(files: FileReport[], more: Partial<Run> = {}): Run {
  return {
    version: "0.1.0", ruleset: "0123456789abcdef", locale: "zh", failOn: "error", baseline: true, files, problems: [],
    rule: (id) => (id === "promise/vow" ? { id, guidance: ["G04"], severity: "error", critical: "compliance", title: "不要发誓", reason: "发誓没有用。", sources: ["D1 §2"], url: "https://shop.example/rules/promise/vow" } : undefined),
    ...more,
  };
}
const problem: Run["problems"][number] = { id: "b.txt", file: "b.txt", code: "empty", message: "是空的。", hint: "写点什么。", line: 3 };
const all = run([file, sheet], { problems: [problem] });

describe("sarif", () => {
  const addFormats = addFormatsModule as unknown as (ajv: Ajv) => void;
  const { $schema: _, id: __, ...schema } = JSON.parse(readFileSync(join(ROOT, "test/fixtures-schemas/sarif-2.1.0-rtm.5.json"), "utf8")) as Record<string, unknown>;
  const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
  addFormats(ajv);
  const validate = ajv.compile(schema);
  const log = (of: Run): Log => {
    const out = JSON.parse(sarif(of)) as Log;
    expect(validate(out) || validate.errors).toBe(true);
    for (const { region } of out.runs[0]!.results!.flatMap((result) => result.locations!.map((one) => one.physicalLocation!))) if (region) expect(region.startLine).toBeGreaterThan(0);
    return out;
  };

  test("is accepted by the schema, whatever is in it", () => {
    log(all);
    log(run([], { baseline: false }));
    log(run([file], { locale: "en", baseline: false }));
  });

  test("rules with help, places, fixes, suppressions", () => {
    const [one] = log(all).runs;
    expect(one!.tool.driver.rules![0]).toMatchObject({ id: "promise/vow", helpUri: "https://shop.example/rules/promise/vow", help: { text: "不要发誓\n\n发誓没有用。\n\nD1 §2" }, defaultConfiguration: { level: "error" }, properties: { tags: ["promise", "G04", "critical"] } });
    expect(one!.results!.map(({ level, ruleId, baselineState, suppressions }) => [level, ruleId, baselineState, suppressions?.[0]])).toEqual([
      ["error", "promise/vow", "new", undefined],
      ["error", "promise/known", "unchanged", { kind: "external" }],
      ["error", "promise/vow", "new", { kind: "inSource", justification: "店主同意" }],
      ["error", "promise/vow", "new", undefined],
      ["warning", "promise/sure", "new", undefined],
      ["note", "action/missing", "new", undefined],
    ]);
    const [first, , , workbook, second] = one!.results!;
    expect(first!.locations![0]!.physicalLocation).toEqual({ artifactLocation: { uri: "a%20b/%E4%BA%B2.txt", uriBaseId: "%SRCROOT%" }, region: { startLine: 2, startColumn: 5, endLine: 2, endColumn: 9, snippet: { text: "对天发誓" } } });
    expect(first!.fixes).toHaveLength(1);
    expect(second!.fixes![0]!.artifactChanges[0]!.replacements).toHaveLength(2);
    expect(workbook!.locations![0]).toEqual({ physicalLocation: { artifactLocation: { uri: "%E8%AF%9D%E6%9C%AF.xlsx", uriBaseId: "%SRCROOT%" } }, logicalLocations: [{ fullyQualifiedName: "催单!B3", kind: "element" }] });
    expect(workbook!.fixes).toBeUndefined();
    expect(one!.invocations![0]).toMatchObject({ executionSuccessful: false, toolExecutionNotifications: [{ level: "error", descriptor: { id: "empty" } }] });
  });

  test("fingerprints do not change when the file grows, and differ within a file", () => {
    const names = (of: FileReport): string[] => log(run([of])).runs[0]!.results!.map((result) => result.partialFingerprints!["primaryLocationLineHash"]!);
    const twice = "我对天发誓。我对天发誓。";
    const at = (source: string): FileReport => {
      const second = source.lastIndexOf("对天发誓");
      return fileReport(source, [placed(source, "对天发誓"), { ...placed(source, "对天发誓"), start: second, end: second + 4 }]);
    };
    expect(new Set(names(at(twice))).size).toBe(2);
    expect(names(at(`前面多了一段。\n\n${twice}`))).toEqual(names(at(twice)));
  });
});

describe("github", () => {
  /** The runner's own way of reading a command. */
  const parse = (line: string): { name: string; properties: Record<string, string>; message: string } => {
    const [, name = "", list = "", message = ""] = /^::([a-z]+)(?: ([^]*?))?::([^]*)$/.exec(line) ?? [];
    const plain = (words: string): string => words.replaceAll("%0D", "\r").replaceAll("%0A", "\n");
    const properties = Object.fromEntries(list.split(",").filter(Boolean).map((pair) => [pair.slice(0, pair.indexOf("=")), plain(pair.slice(pair.indexOf("=") + 1)).replaceAll("%3A", ":").replaceAll("%2C", ",").replaceAll("%25", "%")]));
    return { name, properties, message: plain(message).replaceAll("%25", "%") };
  };

  test("errors first, with place, rule and proposal", () => {
    const commands = github(all).trimEnd().split("\n").map(parse);
    expect(commands.map(({ name }) => name)).toEqual(["error", "error", "error", "warning", "notice"]);
    expect(commands[1]).toEqual({ name: "error", properties: { file: "a b/亲.txt", line: "2", col: "5", endColumn: "9", title: "promise/vow" }, message: "不要发誓\n→ 换个说法: 会尽力" });
    expect(commands[2]).toEqual({ name: "error", properties: { file: "话术.xlsx", title: "promise/vow" }, message: "催单!B3: 不要发誓\n→ 换: x" });
  });

  test("nothing that is written by users can be a command or break out of one", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("%", "\n", "\r", ":", ",", "::error::", "%0A", "%25", "亲", "=") }), fc.string({ unit: fc.constantFrom("%", ":", ",", "a", "\n", "%2C") }), (message, name) => {
        const out = github(run([fileReport(text, [{ ...vow, message, file: name }], { file: name })]));
        const lines = out.trimEnd().split("\n");
        expect(lines).toHaveLength(1);
        expect(out).not.toContain("\r");
        const command = parse(lines[0]!);
        expect(command.message).toBe(`${message}\n→ 换个说法: 会尽力`);
        expect(command.properties["file"]).toBe(name.replace(/^\.\//, ""));
      }),
    );
  });

  test("at GitHub's limit the last one says how many more there are, and the log has them", () => {
    const many = (count: number): string[] => github(run([fileReport(text, Array.from({ length: count }, () => ({ ...vow, file: "a.txt" })))])).trimEnd().split("\n");
    expect(many(10)).toHaveLength(10);
    const lines = many(13);
    expect(lines.filter((line) => line.startsWith("::error"))).toHaveLength(10);
    expect(lines[9]).toBe("::error title=replylint::另有 4 处，GitHub 每一级只显示 10 条；全部见这一步的日志。");
    expect(lines.slice(10)).toEqual(["::group::其余 4 处", ...Array.from({ length: 4 }, () => "a.txt:2:5: 不要发誓 promise/vow"), "::endgroup::"]);
  });
});

describe("rdjson", () => {
  interface Diagnostic { message: string; severity: string; code: { value: string; url?: string }; location: { path: string; range?: Range }; suggestions?: { range: Range; text: string }[]; source?: unknown }
  interface Range { start: { line: number; column: number }; end: { line: number; column: number } }
  /** What a reader of the format does: columns are bytes from 1. */
  const offset = ({ line, column }: { line: number; column: number }): number => {
    const lines = text.split(/(?<=\n)/);
    const before = lines.slice(0, line - 1).join("").length;
    return before + Buffer.from(lines[line - 1]!).subarray(0, column - 1).toString().length;
  };

  test("ranges count bytes, and a suggestion put in gives what the edits give", () => {
    const { source, diagnostics } = JSON.parse(rdjson(all)) as { source: { name: string }; diagnostics: Diagnostic[] };
    expect(source.name).toBe("replylint");
    expect(diagnostics.map(({ severity, location }) => [severity, location.path])).toEqual([["ERROR", "b.txt"], ["ERROR", "a b/亲.txt"], ["WARNING", "a b/亲.txt"], ["INFO", "a b/亲.txt"], ["ERROR", "话术.xlsx"]]);
    expect(diagnostics[1]).toMatchObject({ code: { value: "promise/vow", url: "https://shop.example/rules/promise/vow" }, location: { range: { start: { line: 2, column: 13 }, end: { line: 2, column: 25 } } } });
    for (const [diagnostic, finding] of [[diagnostics[1]!, vow], [diagnostics[2]!, sure]] as const) {
      const [suggestion] = diagnostic.suggestions!;
      const { range, text: put } = suggestion!;
      expect(text.slice(0, offset(range.start)) + put + text.slice(offset(range.end))).toBe(applyEdits(text, finding.suggestions[0]!.edits));
    }
    expect(diagnostics[4]!.location).toEqual({ path: "话术.xlsx" });
  });

  test("rdjsonl has one a line, each with its source", () => {
    const lines = rdjsonl(all).trimEnd().split("\n").map((line) => JSON.parse(line) as Diagnostic);
    expect(lines).toHaveLength(5);
    for (const line of lines) expect(line.source).toEqual({ name: "replylint" });
  });
});

describe("junit", () => {
  test("a suite a file, a case a reply; what fails the run is a failure", () => {
    const xml = junit(all);
    expect(xml).toContain('<testsuites name="replylint" tests="3" failures="2" errors="1" skipped="0">');
    expect(xml).toContain('<failure type="promise/vow" message="不要发誓">a b/亲.txt:2:5: 错误 promise/vow\n不要发誓\n→ 换个说法: 会尽力</failure>');
    expect(xml).toContain('<error type="empty" message="是空的。">');
    expect(junit(run([file], { failOn: "never" }))).toContain('failures="0"');
    expect(junit(run([fileReport(text, [], { suppressed: file.suppressed })]))).toContain('<skipped message="promise/known: baseline; promise/vow: 店主同意"/>');
  });

  test("stays XML with whatever text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("<", ">", "&", '"', "'", "]]>", "\u0000", "\u001b", "\ud800", "\n", "亲", "\ufffe") }), (message) => {
        const xml = junit(run([fileReport(text, [{ ...vow, message }])]));
        expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe]/);
        expect(Buffer.from(xml).toString()).toBe(xml);
        const failure = /<failure type="[^"<]*" message="([^"<]*)">([^<]*)<\/failure>/.exec(xml);
        expect(failure).not.toBeNull();
        const plain = (words: string): string => words.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&#10;", "\n").replaceAll("&amp;", "&");
        expect(plain(failure![1]!)).toBe(message.replace(/[\u0000\u001b\ud800\ufffe]/g, "\ufffd"));
      }),
    );
  });
});

describe("markdown", () => {
  test("verdict, counts, what did not count, what could not be judged, findings by severity", () => {
    const out = markdown(all);
    expect(out).toContain("## ❌ replylint: 不通过\n\n2 个文件，2 条回复: 错误 2 · 警告 1 · 提示 1\n");
    expect(out).toContain("基线里已有 1 处，写明原因忽略 1 处，没改到的行里还有 2 处。");
    expect(out).toContain("- <code>b.txt:3</code> 是空的。 写点什么。\n");
    expect(out).toContain("| ❌ | <code>a b/亲.txt:2</code> | “对天发誓” 不要发誓 | 会尽力 | [<code>promise/vow</code>](https://shop.example/rules/promise/vow) |\n");
    expect(out).toContain("<code>话术.xlsx 催单!B3</code>");
    expect(markdown(run([fileReport(text, [])], { locale: "en" }))).toBe("## ✅ replylint: passed\n\n1 replies in 1 files: error 0 · warning 0 · info 0\n");
  });

  test("a row stays a row, and text stays text", () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom("|", "\n", "<b>", "`", "[x](y)", "**", "\\", "@all", "亲", "&lt;") }), (message) => {
        const rows = markdown(run([fileReport(text, [{ ...vow, message, suggestions: [] }])])).split("\n").filter((line) => line.startsWith("| ❌"));
        expect(rows).toHaveLength(1);
        expect(rows[0]!.replace(/\\./g, "").split("|")).toHaveLength(7);
        expect(rows[0]!.replace(/<\/?code>/g, "")).not.toMatch(/<(?!\/)/);
      }),
    );
  });

  test("a long list is cut, and says so", () => {
    const out = markdown(run([fileReport(text, Array.from({ length: 250 }, () => vow))]));
    expect(out.split("\n").filter((line) => line.startsWith("| ❌"))).toHaveLength(200);
    expect(out).toContain("另有 50 处没有列出。");
  });
});
