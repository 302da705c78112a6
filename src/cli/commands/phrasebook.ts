import { readFileSync } from "node:fs";
import { checkPhrasebooks, type CheckOptions, type EntryResult } from "../../phrasebook/check.js";
import { commentsIn, ignoresIn, reportsOf } from "../../ci/entries.js";
import type { Ignore } from "../../ci/ignore.js";
import type { FileReport } from "../../ci/types.js";
import { readPhrasebookData } from "../../phrasebook/data.js";
import { dayOf, localDay } from "../../phrasebook/dates.js";
import { applyFixes, stillTheSame } from "../../phrasebook/fix.js";
import { PhrasebookReader } from "../../phrasebook/read.js";
import type { Phrasebook, PhrasebookEntry, PhrasebookProblem, PlacedFinding } from "../../phrasebook/types.js";
import type { Linter } from "../../core/linter.js";
import type { BookSummary, FixedRow, PhrasebookReporter } from "../../reporters/phrasebook.js";
import { fails } from "../../reporters/run.js";
import { type Args, type CommandSpec, EXIT_CODES, NO_COLOR } from "../args.js";
import { findBooks } from "../books.js";
import { CliError, EXIT, inWords } from "../errors.js";
import { openSink, replaceFile, type Sink } from "../output.js";
import { FAIL_ON, inLanguage, JUDGING, openLinter, readSettings, type Settings, shipped, warnOfUnused } from "../settings.js";
import { CI_FORMATS, type CiFormat, ciReporter, DOCS_URL, ruleInfo } from "../formats.js";
import { Gate, GATING } from "../gate.js";
import { columns, type Context, useColor } from "../terminal.js";

const FORMATS = ["pretty", "json", "ndjson", ...CI_FORMATS] as const;

/** `replylint phrasebook`: validates phrasebooks for CI. */
export const spec: CommandSpec = {
  name: "phrasebook",
  operands: "<FILE|DIR|GLOB>…",
  about: { zh: "检查话术库：规则、变量、重复、过期、覆盖", en: "validates a phrasebook: rules, variables, duplicates, expiry, coverage" },
  notes: {
    zh: `能读：YAML、JSON、NDJSON、CSV/TSV、Excel（.xlsx，千牛 快捷编码/快捷短语/分组）、Markdown、
TypeScript/JavaScript，以及 Zendesk、Gorgias、Intercom、Freshdesk 导出的宏（JSON）。
各种格式怎么写、查些什么，见 docs/phrasebook.md。
确有理由不改的，写注释 replylint-ignore <规则> -- <原因>，或写 ignore 这一列：<规则> -- <原因>（见 docs/ci.md）。

${EXIT_CODES.zh}`,
    en: `Reads YAML, JSON, NDJSON, CSV/TSV, Excel (.xlsx; 千牛 快捷编码/快捷短语/分组), Markdown,
TypeScript/JavaScript, and macros of Zendesk, Gorgias, Intercom and Freshdesk (JSON).
docs/phrasebook.md says how each is written and what is checked. What is right as it is: a comment
replylint-ignore <rule> -- <reason>, or a field or column ignore: <rule> -- <reason> (docs/ci.md).

${EXIT_CODES.en}`,
  },
  options: [
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "fail-on", value: FAIL_ON.join("|"), choices: FAIL_ON, about: { zh: "从哪一级起退出 1，默认 error", en: "severity from which on to exit 1; default error" } },
    { name: "today", value: "YYYY-MM-DD", about: { zh: "按哪一天判断有效期；不给就用今天，在 CI 里不给就不查有效期", en: "the day to judge validity by; default today, and in CI no judgement by date" } },
    { name: "platform", value: "ID", about: { zh: "没写平台的话术按这个平台查：taobao zendesk gorgias intercom freshdesk wecom……", en: "platform of entries that name none: taobao zendesk gorgias intercom freshdesk wecom …" } },
    { name: "part", about: { zh: "只是话术库的一部分：不查重复、覆盖和没用到的变量", en: "these files are a part of the book: no duplicates, coverage or unused variables" } },
    ...JUDGING.filter(({ name }) => name !== "min-score"),
    ...GATING,
    DOCS_URL,
    { name: "fix", about: { zh: "自动修正不改变意思的问题，写回文件，别的一个字节都不动", en: "mends what keeps the meaning, in the file, and changes nothing else" } },
    { name: "fix-dry-run", about: { zh: "只显示 --fix 会改什么", en: "shows what --fix would change, and changes nothing" } },
    { name: "quiet", about: { zh: "每个问题一行，别的都不输出", en: "one line a finding and nothing else" } },
    NO_COLOR,
  ],
  examples: [
    { run: "replylint phrasebook 话术/", about: { zh: "检查整个文件夹", en: "a folder" } },
    { run: "replylint phrasebook 快捷短语.xlsx --platform taobao", about: { zh: "检查千牛的表", en: "a sheet of 千牛" } },
    { run: "replylint phrasebook 'src/**/*.ts' --today 2026-11-20 --fail-on warning", about: { zh: "在 CI 里", en: "in CI" } },
    { run: "replylint phrasebook effect --phrasebook 话术/ --transcripts 聊天记录.csv", about: { zh: "哪种说法效果更好", en: "which wording works better" } },
  ],
};

/**
 * Checks the phrasebooks that the operands name, and writes the report.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say } = context;
  if (args.operands.length === 0) throw new CliError(say({ zh: "没说检查什么。", en: "There is nothing to check." }), say({ zh: "写上文件或文件夹：replylint phrasebook 话术.xlsx。", en: "Name files or folders: replylint phrasebook phrases.xlsx." }));
  if (args.has("fix") && args.has("fix-dry-run")) throw new CliError(say({ zh: "--fix 和 --fix-dry-run 只能选一个。", en: "Choose one of --fix and --fix-dry-run." }));
  const { linter, pack } = await openLinter(settings, context, { moves: args.get("format") === "json" });
  const { data, config, options } = phrasebookOptions(args, settings, context);
  const gate = await Gate.open(args, [...pack.rules, ...Object.entries(data.checks).map(([id, check]) => ({ id, ...check }))], settings, context);
  const reporter = await openReporter(args, settings, linter, data, gate);
  const sink = openSink(args.get("output"), say, context.locale);
  const fixing = args.has("fix") ? "write" : args.has("fix-dry-run") ? "show" : "no";
  try {
    const reader = (): PhrasebookReader => new PhrasebookReader({ data, config, locale: context.locale });
    const code = await new Run(linter, options, reader, reporter, sink, settings, context, fixing, gate).all(args.operands);
    await sink.close();
    await gate.finish(code !== EXIT.broken);
    return code;
  } catch (error) {
    sink.abort();
    throw error;
  }
}

/**
 * What the checks are told: tables, configuration, flags.
 * @throws {CliError}
 */
export function phrasebookOptions(args: Args, settings: Settings, context: Context): { data: CheckOptions["data"]; config: NonNullable<CheckOptions["config"]>; options: CheckOptions } {
  const { say, locale } = context;
  const data = readPhrasebookData(shipped("dictionaries/phrasebook"));
  for (const id of Object.keys(settings.rules))
    if (id.startsWith("phrasebook/") && !(id in data.checks))
      throw new CliError(say({ zh: `配置文件 rules: 没有“${id}”这项检查。`, en: `Configuration, rules: there is no check "${id}".` }), say({ zh: `可用：${Object.keys(data.checks).join(" ")}`, en: `Known: ${Object.keys(data.checks).join(" ")}` }));
  const today = args.get("today");
  if (today !== undefined && !/^\d{4}-\d\d-\d\d$/.test(today)) throw wrongDay(today, context);
  if (today !== undefined && dayOf(today) === null) throw wrongDay(today, context);
  // In CI the same commit is to give the same answer on every day.
  const day = today ?? ((process.env.CI ?? "") !== "" && process.env.CI !== "false" ? undefined : localDay(new Date()));
  const platform = args.get("platform") ?? settings.phrasebook.platform;
  const config = { ...withoutUndefined(settings.phrasebook), ...(platform !== undefined && { platform }) } as NonNullable<CheckOptions["config"]>;
  const { rules, channel, scenario, origin } = settings;
  return {
    data,
    config,
    options: { data, config, locale, rules, whole: !args.has("part"), ...(day !== undefined && { today: day }), ...(scenario && { scenario }), ...(origin.channel !== undefined && { channel }) },
  };
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
}

function wrongDay(day: string, { say }: Context): CliError {
  return new CliError(say({ zh: `--today 要写成 2026-11-30 这样的日期，现在是“${day}”。`, en: `--today takes a day such as 2026-11-30, not "${day}".` }));
}

async function openReporter(args: Args, settings: Settings, linter: Linter, data: CheckOptions["data"], gate: Gate): Promise<PhrasebookReporter> {
  const format = args.get("format") ?? "pretty";
  const { locale, failOn } = settings;
  if (CI_FORMATS.includes(format as CiFormat)) return ciReporter(format as CiFormat, { locale, failOn, baseline: gate.compares, rule: ruleInfo(linter, locale, args.get("docs-url"), data.checks) });
  if (format !== "pretty") {
    const { phrasebookJson, phrasebookNdjson } = await import("../../reporters/phrasebook-json.js");
    return format === "json" ? phrasebookJson() : phrasebookNdjson();
  }
  const { phrasebookPretty } = await import("../../reporters/phrasebook-pretty.js");
  const toFile = args.has("output");
  return phrasebookPretty({ locale: settings.locale, color: !toFile && useColor(process.stdout, args.has("no-color")), width: columns(toFile ? {} : process.stdout), quiet: args.has("quiet") });
}

/** Rounds of mending: each may make room for more. */
const MOST_ROUNDS = 10;

/** One run of the command over its operands. */
class Run {
  private broken = false;
  private readonly contents = new Map<string, Uint8Array>();
  private readonly problems: PhrasebookProblem[] = [];
  private readonly results = new Map<PhrasebookEntry, EntryResult>();
  private readonly keep: Pick<CheckOptions, "onResult"> = { onResult: (entry, result) => void this.results.set(entry, result) };

  constructor(
    private readonly linter: Linter,
    private readonly options: CheckOptions,
    private readonly reader: () => PhrasebookReader,
    private readonly reporter: PhrasebookReporter,
    private readonly sink: Sink,
    private readonly settings: Settings,
    private readonly context: Context,
    private readonly fixing: "no" | "show" | "write",
    private readonly gate: Gate,
  ) {}

  async all(operands: readonly string[]): Promise<number> {
    const { sink, reporter } = this;
    await sink.write(reporter.begin(this.linter.ruleset));
    const files: string[] = [];
    let without = 0;
    const named = new Set<string>();
    for (const found of await findBooks(operands, this.context)) {
      if ("code" in found) this.problems.push(found);
      else {
        files.push(found.file);
        if (found.named) named.add(found.file);
      }
    }
    let books = await this.read(files);
    const empty = books.filter((book) => !named.has(book.file) && book.problems.some((problem) => problem.code === "no-entries" || problem.code === "no-text-column"));
    without = empty.length;
    books = books.filter((book) => !empty.includes(book));
    const crash: CheckOptions["onCrash"] = (entry, { rule, message }) => {
      this.broken = true;
      const { say } = this.context;
      this.context.warn(say({ zh: `${entry.place.file}:${entry.place.line}: 规则 ${rule} 出错，这条话术没有按它检查：${message}`, en: `${entry.place.file}:${entry.place.line}: rule ${rule} crashed and was not asked about this entry: ${message}` }));
    };
    const exempted = new Set<string>();
    let findings = checkPhrasebooks(books, this.linter, { ...this.options, ...this.keep, onCrash: crash, onExempted: (text) => void exempted.add(text) });
    if (this.options.whole !== false) warnOfUnused(this.settings, exempted, this.context);
    const fixed: FixedRow[] = [];
    if (this.fixing !== "no") ({ books, findings } = await this.fix(books, findings, fixed));
    for (const book of books) this.problems.push(...book.problems);

    const reports = await this.judged(books, findings);
    const counted = reports.flatMap(({ findings }) => findings);
    const summary: BookSummary = { files: books.length, entries: 0, findings: { error: 0, warning: 0, info: 0 }, fixable: 0, fixed: fixed.length, written: this.fixing === "write", errors: this.problems.length, without, today: this.options.today ?? null };
    for (const { severity, fix } of counted) {
      summary.findings[severity]++;
      if (fix) summary.fixable++;
    }
    const failed = counted.some(({ severity }) => fails(severity, this.settings.failOn));
    for (const [index, book] of books.entries()) {
      const report = reports[index]!;
      summary.entries += book.entries.length;
      await sink.write(reporter.book({ book, findings: report.findings, report, results: this.results, fixed: fixed.filter((fix) => fix.file === book.file) }));
    }
    for (const problem of this.problems) await this.problem(problem);
    if (this.options.today === undefined) this.context.warn(this.context.say({ zh: "replylint: 在 CI 里没有给 --today，没查有效期。", en: "replylint: in CI and without --today nothing was judged by date." }));
    await sink.write(reporter.end(summary));
    return this.broken ? EXIT.broken : failed ? EXIT.findings : EXIT.ok;
  }

  /** Each book's findings, of which the gate decides what counts. */
  private async judged(books: readonly Phrasebook[], findings: readonly PlacedFinding[]): Promise<FileReport[]> {
    const reports: FileReport[] = [];
    for (const { book, found, ignores } of await this.sorted(books, findings)) {
      const { report, problems } = await this.gate.apply(found, book.file, ignores);
      this.problems.push(...problems.map((problem) => ({ file: book.file, code: "ignore", ...problem })));
      reports.push(report);
    }
    return reports;
  }

  private async sorted(books: readonly Phrasebook[], findings: readonly PlacedFinding[]): Promise<{ book: Phrasebook; found: FileReport; ignores: Ignore[] }[]> {
    return Promise.all(reportsOf(books, findings).map(async (found, index) => ({ book: books[index]!, found, ignores: ignoresIn(books[index]!, await commentsIn(books[index]!)) })));
  }

  /** What an ignore is about: it is left as it is by --fix, too. */
  private async ignored(books: readonly Phrasebook[], findings: readonly PlacedFinding[]): Promise<Set<PlacedFinding>> {
    return new Set((await this.sorted(books, findings)).flatMap(({ found, ignores }) => this.gate.excused(found, ignores)));
  }

  private async read(files: readonly string[]): Promise<Phrasebook[]> {
    const reader = this.reader();
    const books: Phrasebook[] = [];
    for (const [file, content] of this.contents) await reader.preload(file, content);
    for (const file of files) {
      let content = this.contents.get(file);
      try {
        content ??= readFileSync(file);
      } catch (error) {
        const { say, locale } = this.context;
        this.problems.push({ file, code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }), hint: say({ zh: "请检查路径和权限。", en: "Check the path and the permissions." }) });
        continue;
      }
      books.push(await reader.read(file, content));
    }
    return books;
  }

  /** Mends until nothing is left to mend, in memory; then writes. */
  private async fix(books: Phrasebook[], findings: PlacedFinding[], fixed: FixedRow[]): Promise<{ books: Phrasebook[]; findings: PlacedFinding[] }> {
    const { say, locale } = this.context;
    const files = books.map((book) => book.file);
    const refused = new Set<string>();
    const original = { books, findings };
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const ignored = await this.ignored(books, findings);
      const open = findings.filter((finding) => finding.fix && !ignored.has(finding) && ![finding.file, ...finding.fix.edits.map((edit) => edit.file)].some((file) => file !== undefined && refused.has(file)));
      if (open.length === 0) break;
      const mended = await applyFixes(open, (file) => this.contents.get(file) ?? readFileSync(file));
      for (const { file, reason } of mended.refused) {
        refused.add(file);
        this.problems.push({ file, code: "unwritable", message: say({ zh: `修正没能写回：${say(reason)}。`, en: `The fixes could not be written: ${say(reason)}.` }) });
      }
      if (mended.contents.size === 0) break;
      const before = new Map([...mended.contents.keys()].map((file) => [file, this.contents.get(file)]));
      for (const [file, content] of mended.contents) this.contents.set(file, content);
      let now = await this.read(files);
      const spoilt = now.filter((book, index) => mended.contents.has(book.file) && !stillTheSame(books[index]!, book, mended.edits)).map((book) => book.file);
      for (const file of spoilt) {
        refused.add(file);
        const content = before.get(file);
        if (content) this.contents.set(file, content);
        else this.contents.delete(file);
        this.problems.push({ file, code: "unfixable", message: say({ zh: "修正会弄乱文件的写法，没有改动。", en: "The fixes would break the file's form; it was left alone." }), hint: say({ zh: "请按提示手工修改。", en: "Please mend it by hand." }) });
      }
      if (spoilt.length > 0) now = await this.read(files);
      fixed.push(...mended.applied.filter(({ file }) => !spoilt.includes(file)));
      books = now;
      findings = checkPhrasebooks(books, this.linter, { ...this.options, ...this.keep });
    }
    if (this.fixing === "show") return original;
    for (const [file, content] of this.contents)
      try {
        await replaceFile(file, content);
      } catch (error) {
        this.problems.push({ file, code: "unwritable", message: say({ zh: `修正没能写回文件：${inWords(error, locale)}。`, en: `The fixes could not be written: ${inWords(error, locale)}.` }), hint: say({ zh: "文件没有改动。", en: "The file is as it was." }) });
      }
    return { books, findings };
  }

  private async problem(problem: PhrasebookProblem): Promise<void> {
    this.broken = true;
    const { file, line, column, sheet, message, hint } = problem;
    const place = line === undefined ? file : sheet === undefined ? `${file}:${line}:${column ?? 1}` : `${file}#${sheet}:${line}`;
    this.context.warn(`${place}: ${message}${hint === undefined ? "" : `\n  ${hint}`}`);
    await this.sink.write(this.reporter.problem(problem));
  }
}
