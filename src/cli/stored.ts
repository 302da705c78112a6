/** Reads stored reports and stored results, whatever they lie in: JSON, NDJSON, Parquet. */
import { createReadStream, existsSync, statSync } from "node:fs";
import * as v from "valibot";
import { parquetFiles, readParquet } from "../audit/parquet.js";
import type { AuditReport } from "../audit/report.js";
import { isRestorable, type RestoredReport } from "../audit/restored.js";
import { reportSchema, type StoredResult, storedSchema } from "../audit/schema.js";
import { StoredReport } from "../audit/stored.js";
import type { Bilingual } from "../core/types.js";
import { latinSpeller } from "../rulepack/speller.js";
import { linesOf } from "../transcripts/lines.js";
import type { Args } from "./args.js";
import { CliError, inWords } from "./errors.js";
import { linterConfig, openPack, passMarkOf, readSettings, type Settings, version } from "./settings.js";
import type { Context } from "./terminal.js";

const DEFAULT_KEEP = 500;

interface Problem {
  code: string;
  message: Bilingual;
}

/**
 * Reads a file, whatever it holds: its beginning tells.
 * @param file `-` for standard input
 * @returns the report, and how many records could not be read
 * @throws {CliError} for a file that holds neither a report nor results
 */
export async function readStored(file: string, args: Args, context: Context): Promise<{ report: AuditReport; skipped: number }> {
  const { say, locale } = context;
  const name = file === "-" ? say({ zh: "标准输入", en: "Standard input" }) : file;
  const hint = say({ zh: "要 audit --format json 写的报告，或 pipe 的输出（NDJSON 或 Parquet）。", en: "It takes a report of audit --format json, or the output of pipe (NDJSON or Parquet)." });
  const results = new Results(file === "-" ? "stdin" : file, args, context);
  /** The lines of a report, which is one document. */
  const whole: string[] = [];
  try {
    const parts = file !== "-" && existsSync(file) ? parquetFiles(file) : [];
    if (parts.length > 0) for (const part of parts) await readRows(part, results);
    else if (file !== "-" && existsSync(file) && statSync(file).isDirectory()) throw new CliError(say({ zh: `${name} 里没有 .parquet 文件。`, en: `There are no .parquet files in ${name}.` }), hint);
    else
      for await (const line of linesOf(file === "-" ? process.stdin : createReadStream(file))) {
        results.lines++;
        if (whole.length > 0) {
          whole.push(line);
          continue;
        }
        if (line.trim() === "") continue;
        const value = parse(line);
        if (results.empty && (line.trim() === "{" || (value !== undefined && !isRecord(value)))) whole.push(line);
        else await results.take(value, line, Buffer.byteLength(line) + 1);
      }
  } catch (error) {
    if (error instanceof CliError) throw error;
    throw new CliError(say({ zh: `读不了 ${name}：${inWords(error, locale)}。`, en: `Cannot read ${name}: ${inWords(error, locale)}.` }), hint);
  }
  if (whole.length > 0) return { report: readReport(whole.join("\n"), name, hint, context), skipped: 0 };
  if (results.onlyBroken) throw neither(name, hint, context);
  if (results.empty) throw new CliError(say({ zh: `${name} 是空的。`, en: `${name} is empty.` }), hint);
  return { report: await results.report(), skipped: results.skipped };
}

async function readRows(part: string, results: Results): Promise<void> {
  results.format = "parquet";
  results.bytes += statSync(part).size;
  for await (const row of readParquet(part)) {
    results.lines++;
    await results.take(row, row, 0);
  }
}

/** Results on their way into a report: the audit's own where they tell all that it counts, else one of records. */
class Results {
  lines = 0;
  skipped = 0;
  format = "ndjson";
  bytes = 0;
  private good = 0;
  private notJson = 0;
  private into: StoredReport | RestoredReport | undefined;
  private settings: Settings | undefined;
  /** What could not be read before the first result told which report it is going to be. */
  private waiting: [line: number, problem: Problem, raw: string][] = [];

  constructor(
    private readonly file: string,
    private readonly args: Args,
    private readonly context: Context,
  ) {}

  get empty(): boolean {
    return this.good + this.skipped === 0;
  }

  /** Whether nothing that was read is as much as JSON. */
  get onlyBroken(): boolean {
    return this.skipped > 0 && this.good === 0 && this.notJson === this.skipped;
  }

  /** @param raw the record as it was written */
  async take(value: unknown, raw: unknown, bytes: number): Promise<void> {
    this.bytes += bytes;
    const result = resultOf(value);
    const problem = "code" in result ? result : await this.add(result);
    if (problem === null) {
      this.good++;
      return;
    }
    this.skipped++;
    if (problem.code === "not-json") this.notJson++;
    const text = typeof raw === "string" ? raw : JSON.stringify(raw);
    if (this.into) this.into.skip(this.lines, problem.code, problem.message, text);
    else this.waiting.push([this.lines, problem, text.slice(0, 1000)]);
  }

  private async add(result: StoredResult): Promise<Problem | null> {
    this.into ??= await this.open(isRestorable(result));
    if (this.into instanceof StoredReport) this.into.add(result, this.lines);
    else if (isRestorable(result)) this.into.add(result, this.lines);
    else return { code: "other-kind", message: { zh: "和前面的结果不是一种：没有 responses 或 messages", en: "of another kind than the results before it: it has no responses, or no messages" } };
    return null;
  }

  private async open(restorable: boolean): Promise<StoredReport | RestoredReport> {
    const { args, context, file } = this;
    const mask = !args.has("no-mask");
    const keep = args.number("keep");
    let into: StoredReport | RestoredReport;
    if (restorable) {
      const [{ RestoredReport }, { AUDIT_DEFAULTS }, { readTargets }] = await Promise.all([import("../audit/restored.js"), import("../audit/settings.js"), import("./targets.js")]);
      const { audit } = (this.settings = await readSettings(args, context, false));
      into = new RestoredReport(file, this.format, { ...AUDIT_DEFAULTS, targets: readTargets(audit), teams: audit?.teams ?? {}, mask, ...(keep !== undefined && { worst: keep }) });
    } else into = new StoredReport({ tool: `replylint ${version()}`, file, format: this.format, level: "default", passMark: args.number("min-score") ?? 80, mask, keep: keep ?? DEFAULT_KEEP });
    for (const [line, { code, message }, raw] of this.waiting) into.skip(line, code, message, raw);
    return into;
  }

  async report(): Promise<AuditReport> {
    const into = (this.into ??= await this.open(false));
    into.read(this.bytes);
    if (into instanceof StoredReport) return into.report();
    const settings = this.settings!;
    const pack = await openPack(settings, this.context);
    const [{ Linter }, { starrer }, { worder }] = await Promise.all([import("../core/linter.js"), import("../audit/star.js"), import("../audit/wording.js")]);
    const config = { ...linterConfig(settings), speller: latinSpeller(pack, settings.words) };
    return into.report({ tool: `replylint ${version()}`, level: settings.level, passMark: passMarkOf(settings, pack), rules: pack.rules, severities: settings.rules, star: starrer(new Linter(pack, { ...config, suggestions: false })), word: worder(new Linter(pack, { ...config, moves: false })) });
  }
}

function neither(name: string, hint: string, { say }: Context): CliError {
  return new CliError(say({ zh: `${name} 不是有效的 JSON，也不是 NDJSON。`, en: `${name} is neither valid JSON nor NDJSON.` }), hint);
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** Whether this is one result among many: it has a verdict or an error. */
function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && ("verdict" in value || "error" in value);
}

function resultOf(value: unknown): StoredResult | Problem {
  if (value === undefined) return { code: "not-json", message: { zh: "不是有效的 JSON", en: "not valid JSON" } };
  if (typeof value === "object" && value !== null && "error" in value) {
    const error = value.error as { code?: unknown; message?: unknown } | null;
    const message = typeof error?.message === "string" ? error.message : JSON.stringify(error);
    return { code: typeof error?.code === "string" ? error.code : "error", message: { zh: message, en: message } };
  }
  const result = v.safeParse(storedSchema, value);
  if (result.success) return result.output;
  const { received } = result.issues[0];
  const where = v.getDotPath(result.issues[0]) ?? "";
  const message = received === "undefined" ? { zh: `缺 ${where}`, en: `${where} is missing` } : { zh: `${where} 不能是 ${received}`, en: `${where} cannot be ${received}` };
  return { code: "not-a-result", message };
}

function readReport(text: string, name: string, hint: string, context: Context): AuditReport {
  const { say } = context;
  const value = parse(text);
  if (value === undefined) throw neither(name, hint, context);
  const result = v.safeParse(reportSchema, value);
  // As it stands, not as the schema copies it: the same report gives the same bytes whoever renders it.
  if (result.success) return value as AuditReport;
  const issue = result.issues[0];
  const where = v.getDotPath(issue);
  const detail = where === null ? "" : say({ zh: `第一处：${where} 是 ${issue.received}。`, en: `First: ${where} is ${issue.received}. ` });
  if (typeof value === "object" && value !== null && "version" in value && value.version !== 1 && "input" in value)
    throw new CliError(say({ zh: `${name} 是版本 ${String(value.version)} 的报告，这个 replylint 读版本 1。`, en: `${name} is a report of version ${String(value.version)}; this replylint reads version 1.` }), say({ zh: "请用写它的那个版本。", en: "Use the version that wrote it." }));
  throw new CliError(say({ zh: `${name} 不是质检报告。${detail}`, en: `${name} is no audit report. ${detail}`.trimEnd() }), hint);
}
