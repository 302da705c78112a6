import { createReadStream } from "node:fs";
import * as v from "valibot";
import type { AuditReport } from "../../audit/report.js";
import { reportSchema, storedSchema } from "../../audit/schema.js";
import { StoredReport } from "../../audit/stored.js";
import { AUDIT_FORMATS, type AuditFormat, formatOfName, renderAudit } from "../../reporters/audit/formats.js";
import { TABLES, type TableId } from "../../reporters/audit/tables.js";
import { type Args, type CommandSpec, LOCALE } from "../args.js";
import { CliError, EXIT, inWords } from "../errors.js";
import { openSink } from "../output.js";
import { linesOf } from "../../transcripts/lines.js";
import { version } from "../settings.js";
import type { Context } from "../terminal.js";

const DEFAULT_KEEP = 500;

/** `replylint report`: stored results as a report for people. */
export const spec: CommandSpec = {
  name: "report",
  operands: "FILE",
  about: { zh: "把存下来的结果做成报告：HTML、XLSX、CSV、Markdown", en: "makes a report of stored results: HTML, XLSX, CSV, Markdown" },
  notes: {
    zh: `FILE 是 audit --format json 写的报告，或 pipe 的输出（NDJSON，一行一个结果）；- 从标准输入读。
pipe 的每行可以另带这些列，报告就能按它们分：agent（客服）、team（团队）、time（时间）、reply 和 customer（原话），
对话带 messages。没有的列，报告里就没有对应的部分。

退出码：0 写好了；2 文件不是报告，或有读不了的行（报告照写，逐条列在“数据”里）。`,
    en: `FILE is a report of audit --format json, or the output of pipe (NDJSON, one result a line); - reads standard input.
Lines of pipe may carry more columns, and the report is then told by them: agent, team, time, reply and customer (the
words themselves), and messages for a conversation. What is not there is not in the report.

Exit code: 0 written; 2 the file is no report, or lines could not be read (the report is written and lists them under "Data").`,
  },
  options: [
    { name: "format", value: "FORMAT", choices: AUDIT_FORMATS, about: { zh: "输出格式；不给就看 --output 的扩展名，再不行是 html", en: "format of the output; else by the ending of --output, else html" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "table", value: "TABLE", choices: TABLES, about: { zh: "CSV 写哪张表，默认 conversations", en: "the table that CSV has; default conversations" } },
    { name: "bom", about: { zh: "CSV 开头写 BOM，Excel 双击打开才不乱码", en: "CSV begins with a byte order mark, which Excel needs" } },
    { name: "keep", value: "N", range: [0, 100_000], about: { zh: `NDJSON 里留多少条供查看，最差的在前，默认 ${DEFAULT_KEEP}`, en: `how many records of NDJSON are kept for reading, the worst first; default ${DEFAULT_KEEP}` } },
    { name: "min-score", value: "N", range: [0, 100], about: { zh: "NDJSON 的合格线，默认 80", en: "pass mark of NDJSON; default 80" } },
    { name: "no-mask", about: { zh: "不隐藏 NDJSON 里的个人信息", en: "does not hide personal data of NDJSON" } },
    LOCALE,
  ],
  examples: [
    { run: "replylint report audit.json -o report.html", about: { zh: "一个文件，离线打开", en: "one file, opens offline" } },
    { run: "replylint report audit.json -o report.xlsx", about: { zh: "一张工作簿，每张表一页", en: "a workbook, one sheet a table" } },
    { run: "replylint report results.jsonl --format csv --table rules --bom -o rules.csv", about: { zh: "只要规则表，给 Excel", en: "the table of rules, for Excel" } },
  ],
};

/**
 * Renders a stored report or stored results.
 * @returns the exit code
 */
export async function run(args: Args, context: Context): Promise<number> {
  const { say, locale } = context;
  const [file, extra] = args.operands;
  if (file === undefined) throw new CliError(say({ zh: "没说哪个文件。", en: "There is no file named." }), say({ zh: "replylint report audit.json -o report.html；用法见 replylint report --help。", en: "replylint report audit.json -o report.html; see replylint report --help." }));
  if (extra !== undefined) throw new CliError(say({ zh: `report 一次读一个文件，多了“${extra}”。`, en: `report reads one file; "${extra}" is one too many.` }), say({ zh: "NDJSON 可以先接起来：cat a.jsonl b.jsonl | replylint report -", en: "NDJSON can be joined first: cat a.jsonl b.jsonl | replylint report -" }));
  const output = args.get("output");
  const format = (args.get("format") as AuditFormat | undefined) ?? (output === undefined ? undefined : formatOfName(output)) ?? "html";
  const table = args.get("table") as TableId | undefined;
  if ((table !== undefined || args.has("bom")) && format !== "csv") throw new CliError(say({ zh: "--table 和 --bom 只用于 CSV。", en: "--table and --bom are for CSV only." }), say({ zh: "加上 --format csv。", en: "Add --format csv." }));
  if (format === "xlsx" && output === undefined && process.stdout.isTTY) throw new CliError(say({ zh: "xlsx 不能写到屏幕上。", en: "xlsx cannot be shown on a terminal." }), say({ zh: "用 --output report.xlsx 写到文件。", en: "Write it to a file: --output report.xlsx." }));

  const { report, skipped } = await readStored(file, args, context);
  const sink = openSink(output, say, locale);
  try {
    await sink.write(await renderAudit(report, format, { locale, ...(table && { table }), bom: args.has("bom") }));
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
  if (skipped === 0) return EXIT.ok;
  context.warn(say({ zh: `${skipped} 行没读懂，报告里列出了。`, en: `${skipped} lines could not be read; the report lists them.` }));
  return EXIT.broken;
}

/**
 * Reads a file, whichever of the two it is: its first line tells.
 * @throws {CliError} for a file that is neither
 */
async function readStored(file: string, args: Args, context: Context): Promise<{ report: AuditReport; skipped: number }> {
  const { say, locale } = context;
  const stored = new StoredReport({
    tool: `replylint ${version()}`,
    file: file === "-" ? "stdin" : file,
    level: "default",
    passMark: args.number("min-score") ?? 80,
    mask: !args.has("no-mask"),
    keep: args.number("keep") ?? DEFAULT_KEEP,
  });
  const name = file === "-" ? say({ zh: "标准输入", en: "Standard input" }) : file;
  const hint = say({ zh: "要 audit --format json 写的报告，或 pipe 的输出。", en: "It takes a report of audit --format json, or the output of pipe." });
  /** The lines of a report, which is one document. */
  const whole: string[] = [];
  let lines = 0;
  let results = 0;
  let skipped = 0;
  try {
    for await (const line of linesOf(file === "-" ? process.stdin : createReadStream(file))) {
      lines++;
      if (whole.length > 0) {
        whole.push(line);
        continue;
      }
      if (line.trim() === "") continue;
      const value = parse(line);
      if (results + skipped === 0 && (line.trim() === "{" || (value !== undefined && !isRecord(value)))) {
        whole.push(line);
        continue;
      }
      stored.read(Buffer.byteLength(line) + 1);
      const problem = take(stored, value, lines);
      if (problem === null) results++;
      else {
        skipped++;
        stored.skip(lines, problem.code, problem.message, line);
      }
    }
  } catch (error) {
    throw new CliError(say({ zh: `读不了 ${name}：${inWords(error, locale)}。`, en: `Cannot read ${name}: ${inWords(error, locale)}.` }), hint);
  }
  if (whole.length > 0) return { report: readReport(whole.join("\n"), name, hint, context), skipped: 0 };
  if (skipped > 0 && stored.onlyBroken()) throw neither(name, hint, context);
  if (results + skipped === 0) throw new CliError(say({ zh: `${name} 是空的。`, en: `${name} is empty.` }), hint);
  return { report: stored.report(), skipped };
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

function take(stored: StoredReport, value: unknown, line: number): { code: string; message: { zh: string; en: string } } | null {
  if (value === undefined) return { code: "not-json", message: { zh: "不是有效的 JSON", en: "not valid JSON" } };
  if (typeof value === "object" && value !== null && "error" in value) {
    const error = value.error as { code?: unknown; message?: unknown } | null;
    const message = typeof error?.message === "string" ? error.message : JSON.stringify(error);
    return { code: typeof error?.code === "string" ? error.code : "error", message: { zh: message, en: message } };
  }
  const result = v.safeParse(storedSchema, value);
  if (!result.success) {
    const { received } = result.issues[0];
    const where = v.getDotPath(result.issues[0]) ?? "";
    const message = received === "undefined" ? { zh: `缺 ${where}`, en: `${where} is missing` } : { zh: `${where} 不能是 ${received}`, en: `${where} cannot be ${received}` };
    return { code: "not-a-result", message };
  }
  stored.add(result.output, line);
  return null;
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
