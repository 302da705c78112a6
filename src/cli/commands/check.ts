import { silenced } from "../../ci/ignore.js";
import type { FileReport, Suppressed } from "../../ci/types.js";
import type { Linter } from "../../core/linter.js";
import { applyEdits } from "../../core/edits.js";
import { locator } from "../../core/text/lines.js";
import type { Edit, Finding, Result } from "../../core/types.js";
import { counted, inFile, placed, type Scoring, unplaced } from "../../drafts/placing.js";
import type { PlacedFinding } from "../../phrasebook/types.js";
import { prettyReporter } from "../../reporters/pretty.js";
import { fails } from "../../reporters/run.js";
import { type DraftReport, emptySummary, type ErrorReport, type FixReport, type Reporter, type Summary } from "../../reporters/report.js";
import { type Args, type CommandSpec, EXIT_CODES, NO_COLOR } from "../args.js";
import { type Draft, type DraftFile, findDrafts, readDraftFile, splitFile, STDIN } from "../drafts.js";
import { CliError, EXIT, inWords } from "../errors.js";
import { CI_FORMATS, type CiFormat, ciReporter, DOCS_URL, ruleInfo } from "../formats.js";
import { Gate, GATING } from "../gate.js";
import { openSink, replaceFile, type Sink, StreamSink } from "../output.js";
import { explainError, FAIL_ON, inLanguage, JUDGING, openLinter, readSettings, type Settings } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";

const FORMATS = ["pretty", "json", "ndjson", ...CI_FORMATS] as const;
type Format = (typeof FORMATS)[number];

/** `replylint check`: judges draft replies. */
export const spec: CommandSpec = {
  name: "check",
  operands: "<FILE|DIR|->…",
  about: { zh: "检查回复草稿：问题、更好的说法、评分卡", en: "checks draft replies: findings, better wording, scorecard" },
  notes: {
    zh: `草稿是 UTF-8 的 .txt 或 .md，一份文件一条回复；文件夹会连同子文件夹一起查；- 是标准输入。
开头可以用 --- 围起一段 YAML 写明背景（都可省略）：
  ---
  customer: 我的快递怎么还没到？
  scenario: chase
  channel: chat
  ---
一份文件里写几条时，每条都要有这样的开头。
确有理由不改的，在开头里写 # replylint-ignore <规则> -- <原因>，
或在 .md 的回复前后写 <!-- replylint-ignore <规则> -- <原因> -->。

${EXIT_CODES.zh}`,
    en: `A draft is a .txt or .md file in UTF-8 with one reply; folders are searched; - is standard input.
A head of YAML between --- lines may give the context (all of it optional):
  ---
  customer: 我的快递怎么还没到？
  scenario: chase
  channel: chat
  ---
Several drafts in one file need such a head each.
What is right as it is: # replylint-ignore <rule> -- <reason> in the head,
or <!-- replylint-ignore <rule> -- <reason> --> before or after the reply of an .md file.

${EXIT_CODES.en}`,
  },
  options: [
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "fail-on", value: FAIL_ON.join("|"), choices: FAIL_ON, about: { zh: "从哪一级起退出 1，默认 error", en: "severity from which on to exit 1; default error" } },
    ...JUDGING,
    ...GATING,
    DOCS_URL,
    { name: "fix", about: { zh: "自动修正不改变意思的问题，写回文件（- 则写到标准输出，报告到标准错误）", en: "mends what keeps the meaning, in the file (- writes to stdout, the report to stderr)" } },
    { name: "fix-dry-run", about: { zh: "只显示 --fix 会改什么", en: "shows what --fix would change, and changes nothing" } },
    { name: "quiet", about: { zh: "每个问题一行，别的都不输出", en: "one line a finding and nothing else" } },
    NO_COLOR,
    { name: "print-config", about: { zh: "显示生效的配置和每一项的来源，不检查", en: "shows the settings in force and where each comes from; checks nothing" } },
  ],
  examples: [
    { run: "replylint check 草稿.txt", about: { zh: "检查一份草稿", en: "one draft" } },
    { run: "replylint check drafts/ --fail-on warning", about: { zh: "检查整个文件夹，有警告也不放行", en: "a folder; warnings fail, too" } },
    { run: "echo 亲，明天一定到 | replylint check -", about: { zh: "检查一句话", en: "one sentence" } },
    { run: "replylint check drafts/ --changed-since origin/main --format github", about: { zh: "CI：只看改过的行，标在合并请求上", en: "CI: changed lines only, as annotations" } },
    { run: "replylint check drafts/ --format json -o report.json", about: { zh: "给程序用的报告", en: "a report for programs" } },
  ],
};

/**
 * Judges the drafts that the operands name, and writes the report.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  if (args.has("print-config")) {
    const { printConfig } = await import("../print-config.js");
    await printConfig(settings, context);
    return EXIT.ok;
  }
  const { say } = context;
  if (args.operands.length === 0)
    throw new CliError(say({ zh: "没说检查什么。", en: "There is nothing to check." }), say({ zh: "写上文件或文件夹：replylint check 草稿.txt；标准输入用 -。", en: "Name files or folders: replylint check draft.txt; - is standard input." }));
  if (args.has("fix") && args.has("fix-dry-run")) throw new CliError(say({ zh: "--fix 和 --fix-dry-run 只能选一个。", en: "Choose one of --fix and --fix-dry-run." }));

  const { linter, pack, passMark } = await openLinter(settings, context);
  const gate = await Gate.open(args, pack.rules, settings, context);
  // Where the mended text of standard input goes to stdout, the report makes way.
  const report = args.has("fix") && args.operands.includes("-") && !args.has("output") ? process.stderr : process.stdout;
  const reporter = await openReporter((args.get("format") ?? "pretty") as Format, args, settings, report, passMark, linter, gate);
  const sink = report === process.stderr ? new StreamSink(report) : openSink(args.get("output"), say, context.locale);
  const fixing = args.has("fix") ? "write" : args.has("fix-dry-run") ? "show" : "no";
  try {
    const code = await new Check(linter, { card: pack.scorecard, passMark }, reporter, sink, settings, context, fixing, gate).all(args.operands);
    await sink.close();
    await gate.finish(code !== EXIT.broken);
    return code;
  } catch (error) {
    sink.abort();
    throw error;
  }
}

async function openReporter(format: Format, args: Args, settings: Settings, stream: NodeJS.WriteStream, passMark: number, linter: Linter, gate: Gate): Promise<Reporter> {
  if (format === "json") return (await import("../../reporters/json.js")).jsonReporter();
  if (format === "ndjson") return (await import("../../reporters/ndjson.js")).ndjsonReporter();
  const { locale, failOn } = settings;
  if (CI_FORMATS.includes(format as CiFormat)) return ciReporter(format as CiFormat, { locale, failOn, baseline: gate.compares, rule: ruleInfo(linter, locale, args.get("docs-url")) });
  const toFile = args.has("output");
  return prettyReporter({ locale, color: !toFile && useColor(stream, args.has("no-color")), width: columns(toFile ? {} : stream), passMark, quiet: args.has("quiet") });
}

/** A draft as it was judged, or why it was not. */
type Row = { draft: Draft; result: Result; fix: FixReport | undefined } | ErrorReport;

/** One run of the command over its operands. */
class Check {
  private readonly summary: Summary = emptySummary();
  private failed = false;
  private broken = false;
  private lastError = "";

  constructor(
    private readonly linter: Linter,
    private readonly scoring: Scoring,
    private readonly reporter: Reporter,
    private readonly sink: Sink,
    private readonly settings: Settings,
    private readonly context: Context,
    private readonly fixing: "no" | "show" | "write",
    private readonly gate: Gate,
  ) {}

  async all(operands: readonly string[]): Promise<number> {
    await this.sink.write(this.reporter.begin(this.linter.ruleset));
    for (const found of findDrafts(operands, this.context)) {
      if (typeof found === "string" && this.gate.skips(found)) continue;
      const file = typeof found === "string" ? await readDraftFile(found, this.context) : found;
      if ("code" in file) await this.error(file);
      else await this.file(file, found as string);
    }
    await this.sink.write(this.reporter.end(this.summary));
    return this.broken ? EXIT.broken : this.failed ? EXIT.findings : EXIT.ok;
  }

  private async file(original: DraftFile, path: string): Promise<void> {
    let file = original;
    let drafts = await splitFile(file, this.context);
    const fixes = new Map<number, FixReport>();
    if (this.fixing !== "no") {
      for (const [index, draft] of drafts.entries()) {
        if ("code" in draft) continue;
        const fixer = await this.fixerFor(draft);
        const fix = this.attempt(() => fixer.fix(draft.input));
        if (fix && fix.applied.length > 0) fixes.set(index, { applied: fix.applied, before: draft.input.reply, after: fix.text, written: this.fixing === "write" });
      }
      if (this.fixing === "write") ({ file, drafts } = await this.write(original, path, drafts, fixes));
    }
    await this.judge(file, path, drafts, fixes);
  }

  /** What a draft ignores with a reason is not mended either. */
  private async fixerFor({ ignores }: Draft): Promise<Linter> {
    const off = silenced(ignores);
    if (off.length === 0) return this.linter;
    const { linter } = await openLinter(this.settings, this.context, { rules: { ...this.settings.rules, ...Object.fromEntries(off.map((id) => [id, "off" as const])) } });
    return linter;
  }

  /** Judges a file's drafts, has the gate decide what counts, and reports. */
  private async judge(file: DraftFile, path: string, drafts: (Draft | ErrorReport)[], fixes: Map<number, FixReport>): Promise<void> {
    const locate = locator(file.text);
    const found: FileReport = { file: file.file, text: file.text, locate, units: [], findings: [], suppressed: [], unchanged: 0 };
    const origin = new Map<PlacedFinding, Finding>();
    const rows = drafts.map((draft, index): Row => {
      if ("code" in draft) return draft;
      const { id, start, end, input } = draft;
      const answer = this.attempt(() => this.linter.lint(input));
      if (!answer) return this.internal(draft, locate(start).line);
      const result = inFile(answer, start);
      found.units.push({ id, line: locate(start).line, endLine: locate(end).line });
      for (const finding of result.findings) {
        const place = placed(finding, draft, locate);
        origin.set(place, finding);
        found.findings.push(place);
      }
      return { draft, result, fix: fixes.get(index) };
    });
    const { report, problems } = await this.gate.apply(found, path, rows.flatMap((row) => ("code" in row ? [] : row.draft.ignores)));
    for (const problem of problems) await this.error({ id: file.file, file: file.file, code: "ignore", ...problem });
    for (const row of rows) {
      if ("code" in row) {
        await this.error(row);
        continue;
      }
      const { draft, fix } = row;
      const findings = report.findings.filter(({ entry }) => entry === draft.id).map((finding) => origin.get(finding) ?? unplaced(finding));
      const result = counted(row.result, findings, this.scoring, this.settings.locale);
      await this.draft(draft, file, locate, result, report.suppressed.filter(({ finding }) => finding.entry === draft.id), fix);
    }
    await this.sink.write(this.reporter.file?.(report) ?? "");
  }

  /** Puts the mended replies into the file; what is judged afterwards is the new text. */
  private async write(file: DraftFile, path: string, drafts: (Draft | ErrorReport)[], fixes: Map<number, FixReport>): Promise<{ file: DraftFile; drafts: (Draft | ErrorReport)[] }> {
    const edits = [...fixes].map(([index, fix]): Edit => {
      const { start, end } = drafts[index] as Draft;
      return { start, end, text: fix.after };
    });
    const mended = { ...file, text: applyEdits(file.text, edits) };
    if (file.file === STDIN) process.stdout.write(mended.text);
    else if (edits.length > 0)
      try {
        await replaceFile(path, (file.bom ? "\ufeff" : "") + mended.text);
      } catch (error) {
        const { say, locale } = this.context;
        fixes.clear();
        await this.error({ id: file.file, file: file.file, code: "unwritable", message: say({ zh: `修正没能写回文件：${inWords(error, locale)}。`, en: `The fixes could not be written: ${inWords(error, locale)}.` }), hint: say({ zh: "文件没有改动。", en: "The file is as it was." }) });
        return { file, drafts };
      }
    return { file: mended, drafts: await splitFile(mended, this.context) };
  }

  private async draft({ id, draft, several, start, end }: Draft, file: DraftFile, locate: DraftReport["locate"], result: Result, suppressed: Suppressed[], fix: FixReport | undefined): Promise<void> {
    this.count(result);
    for (const crash of result.crashed ?? []) {
      this.broken = true;
      const { say } = this.context;
      this.context.warn(say({ zh: `${id}: 规则 ${crash.rule} 出错，这条回复没有按它检查：${crash.message}`, en: `${id}: rule ${crash.rule} crashed and was not asked about this reply: ${crash.message}` }));
    }
    await this.sink.write(this.reporter.draft({ id, file: file.file, draft, several, text: file.text, start, end, result, locate, suppressed, ...(fix && { fix }) }));
  }

  /** Runs the engine; what it throws is that draft's trouble and not the run's. */
  private attempt<T>(job: () => T): T | null {
    try {
      return job();
    } catch (error) {
      this.crash = error;
      return null;
    }
  }
  private crash: unknown;

  private internal({ id, file }: Draft, line: number): ErrorReport {
    return { id, file, code: "internal", message: explainError(this.crash, this.context), line };
  }

  private async error(report: ErrorReport): Promise<void> {
    this.broken = true;
    if (report.id !== this.lastError) this.summary.errors++;
    this.lastError = report.id;
    const { file, line, column, message, hint } = report;
    const place = line === undefined ? file : column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;
    this.context.warn(`${place}: ${message}${hint === undefined ? "" : `\n  ${hint}`}`);
    await this.sink.write(this.reporter.error(report));
  }

  private count({ verdict, score, findings }: Result): void {
    const { summary, settings } = this;
    summary.drafts++;
    summary[verdict]++;
    for (const { severity, fix } of findings) {
      summary.findings[severity]++;
      if (fix) summary.fixable++;
      if (fails(severity, settings.failOn)) this.failed = true;
    }
    if (settings.minScore !== undefined && score !== null && score < settings.minScore) this.failed = true;
  }
}
