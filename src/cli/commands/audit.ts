import { existsSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import type { AuditReport, SampleSpec } from "../../audit/report.js";
import type { AuditOptions, AuditOutcome, Progress } from "../../audit/run.js";
import type { RowSpool } from "../../audit/spool.js";
import type { Linter } from "../../core/linter.js";
import type { AuditSettings } from "../../audit/settings.js";
import type { AuditCiFormat } from "../../reporters/audit/ci.js";
import { AUDIT_FORMATS, formatOfName } from "../../reporters/audit/formats.js";
import { TABLES, type TableId } from "../../reporters/audit/tables.js";
import { fails } from "../../reporters/run.js";
import { type Args, type CommandSpec, EXIT_CODES, NO_COLOR } from "../args.js";
import { CliError, EXIT, inWords } from "../errors.js";
import { openSink, replaceFile, type Sink } from "../output.js";
import { FAIL_ON, inLanguage, JUDGING, linterConfig, openLinter, readSettings, type Settings, shipped, shorten, version, warnOfUnused } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";
import { MAP, openMapping } from "../transcripts.js";

const FORMATS = ["pretty", ...AUDIT_FORMATS, "sarif", "junit"] as const;
type Format = (typeof FORMATS)[number];
const SAMPLES = ["random", "stratified", "risk"] as const;
const SAMPLE_SIZE = 50;
const SEED = 1;
const CHECKPOINT_EVERY = 10;
/** More threads than this wait for the disk. */
const MOST_WORKERS = 16;

/** `replylint audit`: exported conversations in bulk. */
export const spec: CommandSpec = {
  name: "audit",
  operands: "<FILE|DIR|GLOB…>",
  about: { zh: "批量质检导出的聊天记录：按规则、客服、团队、场景、日期汇总", en: "audits exported conversations in bulk: by rule, agent, team, scenario, day" },
  notes: {
    zh: `读文件、文件夹、通配符、.zip、.gz，格式、编码和列自动识别（先用 replylint import --explain 看看读得对不对）。
机器人和自动回复不算人工回答；个人信息默认隐去。给了 --output 的长任务会留断点，被中断后加 --resume 接着算。
目标时长、夜间时段、时区、客服归哪个团队写在配置文件的 audit 里，见 docs/audit.md。

${EXIT_CODES.zh}`,
    en: `Reads files, folders, globs, .zip and .gz; format, encoding and columns are detected (see replylint import --explain).
Bots and automatic replies are no answers of people; personal data is hidden. A long run with --output leaves a
checkpoint; after it was broken off, --resume goes on from there. Targets, night hours, time zone and the teams of
agents stand under audit in the configuration, see docs/audit.md.

${EXIT_CODES.en}`,
  },
  options: [
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式；不给就看 --output 的扩展名，再不行是 pretty；ndjson 每行一个会话，全部会话都有", en: "format of the output; else by the ending of --output, else pretty; ndjson has every conversation, one a line" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "table", value: "TABLE", choices: TABLES, about: { zh: "CSV 写哪张表，默认 conversations", en: "the table that CSV has; default conversations" } },
    MAP,
    { name: "fail-on", value: FAIL_ON.join("|"), choices: FAIL_ON, about: { zh: "从哪一级起退出 1，默认 error", en: "severity from which on to exit 1; default error" } },
    ...JUDGING.map((option) => (option.name === "min-score" ? { ...option, about: { zh: "合格线；平均分低于它就退出 1", en: "pass mark; exit 1 where the mean stays below" } } : option)),
    { name: "phrasebook", value: "FILE|DIR", many: true, about: { zh: "话术库（格式同 replylint phrasebook），报告里写明话术在哪一行（可重复）", en: "a phrasebook (formats as for replylint phrasebook): the report says where a wording stands in it (repeatable)" } },
    { name: "compare", value: "report.json", about: { zh: "和上次的 JSON 报告比：分数、时效、承诺、每条规则的变化", en: "compares with an earlier report (JSON): scores, timing, promises, each rule" } },
    { name: "sample", value: SAMPLES.join("|"), choices: SAMPLES, about: { zh: "抽样给人复核：随机、每个客服一样多、风险优先", en: "a sample for people to review: at random, as many of each agent, the riskiest first" } },
    { name: "sample-size", value: "N", range: [1, 10_000], about: { zh: `抽多少个会话，默认 ${SAMPLE_SIZE}`, en: `conversations in the sample; default ${SAMPLE_SIZE}` } },
    { name: "seed", value: "S", range: [0, 4_294_967_295], about: { zh: `抽样的种子，默认 ${SEED}；同一个种子抽到同样的会话`, en: `seed of the sample; default ${SEED}; the same seed draws the same` } },
    { name: "review-file", value: "FILE.csv", about: { zh: "把样本写成复核表，填好后用 replylint evaluate 读回", en: "writes the sample as a sheet to fill in, which replylint evaluate reads back" } },
    { name: "worst", value: "N", range: [0, 100_000], about: { zh: "报告里留多少个最差的会话，默认 50", en: "the worst conversations that the report keeps; default 50" } },
    { name: "no-mask", about: { zh: "不隐去个人信息", en: "does not hide personal data" } },
    { name: "workers", value: "N", range: [1, MOST_WORKERS], about: { zh: "用几个线程，默认按处理器；结果不变", en: "threads; default as many as processors; the result is the same" } },
    { name: "resume", about: { zh: "从断点接着算", en: "goes on from a checkpoint" } },
    { name: "checkpoint", value: "FILE", about: { zh: "断点文件，默认是 --output 的文件名加 .checkpoint", en: "file of the checkpoint; default the name of --output with .checkpoint" } },
    { name: "checkpoint-every", value: "SECONDS", range: [0, 3600], about: { zh: `多久存一次断点，默认 ${CHECKPOINT_EVERY} 秒`, en: `seconds between two checkpoints; default ${CHECKPOINT_EVERY}` } },
    { name: "quiet", about: { zh: "不显示进度，概览只留数字", en: "no progress, and figures only" } },
    NO_COLOR,
    { name: "print-config", about: { zh: "显示生效的配置和每一项的来源，不质检", en: "shows the settings in force and where each comes from; audits nothing" } },
  ],
  examples: [
    { run: "replylint audit exports/", about: { zh: "屏幕上看概览", en: "a summary on the screen" } },
    { run: "replylint audit exports/ -o report.html", about: { zh: "一份 HTML 报告", en: "an HTML report" } },
    { run: "replylint audit 10月/ -o 10月.json --compare 9月.json", about: { zh: "和上月比", en: "compared with last month" } },
    { run: "replylint audit exports/ --sample stratified --review-file review.csv", about: { zh: "每个客服抽几个，给人复核", en: "some of each agent, for people to review" } },
  ],
};

/**
 * Audits what the operands name, and writes the report.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, warn, locale } = context;
  if (args.has("print-config")) {
    const { printConfig } = await import("../print-config.js");
    await printConfig(settings, context);
    return EXIT.ok;
  }
  const wants = readWants(args, context);
  const earlier = args.get("compare") === undefined ? undefined : await readReport(args.get("compare")!, context);
  const phrases = await readPhrasebooks(args.all("phrasebook"), settings, context);
  const { linter, pack } = await openLinter(settings, context);
  const { audit, OtherRun } = await import("../../audit/run.js");
  const audited = await auditSettings(args, settings, context, wants);
  const sink = openSink(wants.output, say, locale);
  const spool = listsAll(wants.format, wants.table) ? new (await import("../../audit/spool.js")).RowSpool() : undefined;
  const bar = new Bar(context, !args.has("quiet") && process.stderr.isTTY);
  try {
    const options: AuditOptions = {
      pack,
      config: linterConfig(settings),
      settings: audited,
      words: settings.words,
      workers: args.number("workers") ?? Math.min(MOST_WORKERS, availableParallelism()),
      tool: `replylint ${version()}`,
      ...(phrases && { phrases }),
      ...(wants.checkpoint !== undefined && { checkpoint: { file: wants.checkpoint, resume: args.has("resume"), every: args.number("checkpoint-every") ?? CHECKPOINT_EVERY } }),
      progress: (progress) => bar.show(progress),
      ...(wants.format === "ndjson" && { rows: (text: string) => sink.write(text) }),
      ...(spool && { rows: (text: string) => spool.add(text) }),
    };
    let outcome: AuditOutcome;
    try {
      outcome = await audit(args.operands, options);
    } catch (error) {
      if (!(error instanceof OtherRun)) throw error;
      throw new CliError(say({ zh: `断点 ${shorten(error.file)} 是另一次运行留下的：文件、规则或设置变了。`, en: `The checkpoint ${shorten(error.file)} is of another run: files, rules or settings have changed.` }), say({ zh: "不加 --resume 从头算，或用 --checkpoint 换一个断点文件。", en: "Leave out --resume to begin anew, or name another file with --checkpoint." }));
    } finally {
      bar.clear();
    }
    const { report } = outcome;
    if (outcome.resumed > 0) warn(say({ zh: `从断点接着算的：前 ${outcome.resumed} 段没有重算。`, en: `Went on from the checkpoint: ${outcome.resumed} ranges were not counted again.` }));
    if (earlier) {
      const { trendOf } = await import("../../audit/trend.js");
      report.trend = trendOf(earlier, report);
    }
    if (spool) await writeLists(report, wants, settings, spool, sink);
    else await render(report, wants, args, settings, linter, context, sink);
    await sink.close();
    if (wants.reviewFile !== undefined) await writeReview(report, wants.reviewFile, context);
    return exitCode(outcome, settings, context);
  } catch (error) {
    bar.clear();
    sink.abort();
    throw error;
  } finally {
    spool?.remove();
  }
}

/** Whether the output is a list of every conversation or finding. */
function listsAll(format: Format, table: TableId = "conversations"): boolean {
  return format === "csv" && (table === "conversations" || table === "findings");
}

async function writeLists(report: AuditReport, { table = "conversations" }: Wants, { locale }: Settings, spool: RowSpool, sink: Sink): Promise<void> {
  const { auditCsvOfAll } = await import("../../reporters/audit/csv.js");
  for await (const text of auditCsvOfAll(report, table, locale, () => spool.rows())) await sink.write(text);
}

/** Where a file lists fewer than were audited, and has no room of its own to say so in the middle of a list. */
async function selection(report: AuditReport, { say }: Context): Promise<string | undefined> {
  const { listedIn } = await import("../../reporters/audit/tables.js");
  const { conversations, allConversations, findings, allFindings } = listedIn(report);
  if (conversations >= allConversations) return undefined;
  return say({
    zh: `逐条列出的是 ${conversations} 个会话、${findings} 处问题（最差的、最好的和抽样），共 ${allConversations} 个会话、${allFindings} 处问题；汇总是全部的。要全部：--format ndjson，或 --format csv --table findings；要多列些：--worst。`,
    en: `Lists ${conversations} conversations with ${findings} findings one by one (the worst, the best, the sample), of ${allConversations} with ${allFindings}; totals are of all. For all of them: --format ndjson, or --format csv --table findings; for more: --worst.`,
  });
}

/** What is to be written where. */
interface Wants {
  format: Format;
  output?: string;
  table?: TableId;
  sample?: SampleSpec;
  reviewFile?: string;
  checkpoint?: string;
}

function readWants(args: Args, { say }: Context): Wants {
  if (args.operands.length === 0) throw new CliError(say({ zh: "没说质检什么。", en: "There is nothing to audit." }), say({ zh: "写上文件、文件夹或通配符：replylint audit exports/", en: "Name files, folders or globs: replylint audit exports/" }));
  const output = args.get("output");
  const format = (args.get("format") as Format | undefined) ?? (output === undefined ? undefined : formatOfName(output)) ?? "pretty";
  const table = args.get("table") as TableId | undefined;
  if (table !== undefined && format !== "csv") throw new CliError(say({ zh: "--table 只用于 CSV。", en: "--table is for CSV only." }), say({ zh: "加上 --format csv。", en: "Add --format csv." }));
  if (format === "xlsx" && output === undefined && process.stdout.isTTY) throw new CliError(say({ zh: "xlsx 不能写到屏幕上。", en: "xlsx cannot be shown on a terminal." }), say({ zh: "用 --output report.xlsx 写到文件。", en: "Write it to a file: --output report.xlsx." }));
  const reviewFile = args.get("review-file");
  if (reviewFile !== undefined && existsSync(reviewFile)) throw new CliError(say({ zh: `${reviewFile} 已经有了，没有覆盖：里面可能有填好的复核。`, en: `${reviewFile} exists and was left alone: it may hold reviews that were filled in.` }), say({ zh: "换一个 --review-file，或先移走它。", en: "Choose another --review-file, or move it away first." }));
  const kind = (args.get("sample") as SampleSpec["kind"] | undefined) ?? (reviewFile === undefined ? undefined : "random");
  for (const name of ["sample-size", "seed"]) if (kind === undefined && args.has(name)) throw new CliError(say({ zh: `--${name} 要和 --sample 一起用。`, en: `--${name} goes with --sample.` }), `--sample ${SAMPLES.join("|")}`);
  const checkpoint = args.get("checkpoint") ?? (output === undefined ? undefined : `${output}.checkpoint`);
  if (args.has("resume") && checkpoint === undefined) throw new CliError(say({ zh: "--resume 要知道断点在哪。", en: "--resume needs to know where the checkpoint is." }), say({ zh: "用和上次一样的 --output，或写 --checkpoint。", en: "Give the same --output as before, or --checkpoint." }));
  return {
    format,
    ...(output !== undefined && { output }),
    ...(table && { table }),
    ...(kind && { sample: { kind, size: args.number("sample-size") ?? SAMPLE_SIZE, seed: args.number("seed") ?? SEED } }),
    ...(reviewFile !== undefined && { reviewFile }),
    ...(checkpoint !== undefined && { checkpoint }),
  };
}

async function auditSettings(args: Args, { audit }: Settings, context: Context, { format, table, sample }: Wants): Promise<Partial<AuditSettings>> {
  const { readTargets } = await import("../targets.js");
  const teams = audit?.teams;
  const worst = args.number("worst");
  return {
    targets: readTargets(audit),
    ...(teams && { teams }),
    mask: !args.has("no-mask"),
    ...(worst !== undefined && { worst }),
    ...(sample && { sample }),
    rows: format === "ndjson" || listsAll(format, table),
    read: await openMapping(args, context),
  };
}

async function readReport(path: string, { say, locale }: Context): Promise<AuditReport> {
  const hint = say({ zh: "--compare 要 audit --format json 写的报告。", en: "--compare takes a report of audit --format json." });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(error instanceof SyntaxError ? say({ zh: `${path} 不是有效的 JSON。`, en: `${path} is not valid JSON.` }) : say({ zh: `读不了 ${path}：${inWords(error, locale)}。`, en: `Cannot read ${path}: ${inWords(error, locale)}.` }), hint);
  }
  const [{ reportSchema }, { safeParse }] = await Promise.all([import("../../audit/schema.js"), import("valibot")]);
  const result = safeParse(reportSchema, value);
  if (!result.success) throw new CliError(say({ zh: `${path} 不是质检报告。`, en: `${path} is no audit report.` }), hint);
  return result.output;
}

async function readPhrasebooks(paths: readonly string[], { phrasebook }: Settings, context: Context): Promise<AuditOptions["phrases"]> {
  if (paths.length === 0) return undefined;
  const [{ readPhrasebookData }, { PhrasebookReader }, { phraseFinder }, { readBooks }] = await Promise.all([import("../../phrasebook/data.js"), import("../../phrasebook/read.js"), import("../../phrasebook/wordings.js"), import("../books.js")]);
  const options = { data: readPhrasebookData(shipped("dictionaries/phrasebook")), config: phrasebook as NonNullable<ConstructorParameters<typeof PhrasebookReader>[0]["config"]> };
  const books = await readBooks(paths, new PhrasebookReader({ ...options, locale: context.locale }), context, ({ file, line, message, hint }) => {
    throw new CliError(context.say({ zh: `话术库 ${file}${line === undefined ? "" : `:${line}`}：${message}`, en: `Phrasebook ${file}${line === undefined ? "" : `:${line}`}: ${message}` }), hint ?? context.say({ zh: "检查 --phrasebook 的路径。", en: "Check the path of --phrasebook." }));
  });
  return phraseFinder(books, options);
}

async function render(report: AuditReport, { format, output, table }: Wants, args: Args, settings: Settings, linter: Linter, context: Context, sink: Sink): Promise<void> {
  const { locale } = settings;
  // The rows have been written as they came.
  if (format === "ndjson") return;
  const note = format === "sarif" || format === "junit" || format === "xlsx" ? await selection(report, context) : undefined;
  if (note !== undefined) context.warn(note);
  if (format === "sarif" || format === "junit") {
    await sink.write(await ciReport(report, format, linter, settings, note));
    return;
  }
  if (format !== "pretty") {
    const { renderAudit } = await import("../../reporters/audit/formats.js");
    await sink.write(await renderAudit(report, format, { locale, ...(table && { table }) }));
    return;
  }
  const { auditPretty } = await import("../../reporters/audit/pretty.js");
  const toFile = output !== undefined;
  await sink.write(auditPretty(report, { locale, color: !toFile && useColor(process.stdout, args.has("no-color")), width: columns(toFile ? {} : process.stdout), quiet: args.has("quiet") }));
}

async function ciReport(report: AuditReport, format: AuditCiFormat, linter: Linter, { locale, failOn }: Settings, note: string | undefined): Promise<string> {
  const [{ auditCi }, { ruleInfo }] = await Promise.all([import("../../reporters/audit/ci.js"), import("../formats.js")]);
  return auditCi(report, format, { version: version(), locale, failOn, rule: ruleInfo(linter, locale, undefined), ...(note !== undefined && { note }) });
}

async function writeReview(report: AuditReport, path: string, { say, warn, locale }: Context): Promise<void> {
  const [{ reviewRows }, { csvOf }] = await Promise.all([import("../../audit/review.js"), import("../../reporters/csv.js")]);
  const rows = report.conversations.filter(({ keptAs }) => keptAs?.includes("sample"));
  await replaceFile(path, csvOf(reviewRows(rows, locale)));
  warn(say({ zh: `复核表 ${path}：${rows.length} 个会话。verdict 填 hit、false 或 missed，填好后：replylint evaluate ${path}`, en: `Review sheet ${path}: ${rows.length} conversations. Put hit, false or missed under verdict, then: replylint evaluate ${path}` }));
}

function exitCode({ report, unreadable, crashed, exempted }: AuditOutcome, settings: Settings, context: Context): number {
  const { failOn, minScore } = settings;
  const { say, warn } = context;
  warnOfUnused(settings, new Set(exempted.keys()), context);
  for (const [what, message] of crashed) warn(say({ zh: `${what} 出错，没有按它判：${message}`, en: `${what} crashed and was left out: ${message}` }));
  if (report.input.files.length === 0 || report.input.messages === 0) warn(say({ zh: "没有读到任何消息；读得对不对：replylint import --explain", en: "No message was read; see replylint import --explain" }));
  else if (unreadable > 0) warn(say({ zh: `有 ${unreadable} 个文件读不了，原因列在报告里。`, en: `${unreadable} file${unreadable === 1 ? "" : "s"} could not be read; the report says why.` }));
  if (unreadable > 0 || crashed.size > 0 || report.input.messages === 0) return EXIT.broken;
  const failed = report.rules.some(({ severity }) => fails(severity, failOn));
  const low = minScore !== undefined && report.total.score !== null && report.total.score < minScore;
  return failed || low ? EXIT.findings : EXIT.ok;
}

/** One line on the terminal that says how far the run is. */
class Bar {
  private readonly start = performance.now();
  private shown = 0;
  private first: number | undefined;

  constructor(
    private readonly context: Context,
    private readonly on: boolean | undefined,
  ) {}

  show({ messages, bytes, totalBytes }: Progress): void {
    if (!this.on) return;
    const now = performance.now();
    this.first ??= bytes;
    if (now - this.shown < 200 && bytes < totalBytes) return;
    this.shown = now;
    const seconds = (now - this.start) / 1000;
    const done = bytes - this.first;
    const left = done > 0 ? Math.round(((totalBytes - bytes) / done) * seconds) : null;
    const figure = (value: number): string => Math.round(value).toLocaleString("en-US");
    const share = totalBytes > 0 ? Math.floor((100 * bytes) / totalBytes) : 100;
    const { say } = this.context;
    const text = say({
      zh: `${share} %  ${figure(messages)} 条消息  每秒 ${figure(messages / seconds)}${left === null ? "" : `  还要 ${left} 秒`}`,
      en: `${share} %  ${figure(messages)} messages  ${figure(messages / seconds)}/s${left === null ? "" : `  ${left} s left`}`,
    });
    process.stderr.write(`\r\u001b[K${text}`);
  }

  clear(): void {
    if (this.on && this.shown > 0) process.stderr.write("\r\u001b[K");
    this.shown = 0;
  }
}
