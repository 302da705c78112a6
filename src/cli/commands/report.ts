import { AUDIT_FORMATS, type AuditFormat, formatOfName, renderAudit } from "../../reporters/audit/formats.js";
import { TABLES, type TableId } from "../../reporters/audit/tables.js";
import { type Args, type CommandSpec, LOCALE } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { openSink } from "../output.js";
import { JUDGING } from "../settings.js";
import { readStored } from "../stored.js";
import type { Context } from "../terminal.js";

/** `replylint report`: stored results as a report for people. */
export const spec: CommandSpec = {
  name: "report",
  operands: "FILE",
  about: { zh: "把存下来的结果做成报告：HTML、XLSX、CSV、Markdown", en: "makes a report of stored results: HTML, XLSX, CSV, Markdown" },
  notes: {
    zh: `FILE 是 audit --format json 写的报告，或 pipe 的输出：NDJSON，一行一个结果；Parquet 文件或文件夹，一行一个结果。
- 从标准输入读。pipe --audit --keep messages,team 的结果做出的报告和 audit 的一样。其他结果可以另带这些列，报告就能按
它们分：agent（客服）、team（团队）、time（时间）、reply 和 customer（原话），对话带 messages。没有的列，报告里就没有对应的部分。

退出码：0 写好了；2 文件不是报告，或有读不了的行（报告照写，逐条列在“数据”里）。`,
    en: `FILE is a report of audit --format json, or the output of pipe: NDJSON, one result a line, or a file or folder of
Parquet, one a row; - reads standard input. Results of pipe --audit --keep messages,team give the report that audit gives.
Others may carry more columns, and the report is then told by them: agent, team, time, reply and customer (the words
themselves), and messages for a conversation. What is not there is not in the report.

Exit code: 0 written; 2 the file is no report, or lines could not be read (the report is written and lists them under "Data").`,
  },
  options: [
    { name: "format", value: "FORMAT", choices: AUDIT_FORMATS, about: { zh: "输出格式；不给就看 --output 的扩展名，再不行是 html", en: "format of the output; else by the ending of --output, else html" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "table", value: "TABLE", choices: TABLES, about: { zh: "CSV 写哪张表，默认 conversations", en: "the table that CSV has; default conversations" } },
    { name: "bom", about: { zh: "CSV 开头写 BOM，Excel 双击打开才不乱码", en: "CSV begins with a byte order mark, which Excel needs" } },
    { name: "keep", value: "N", range: [0, 100_000], about: { zh: "留多少条结果供查看，最差的在前，默认 500，pipe --audit 的 50", en: "how many results are kept for reading, the worst first; default 500, of pipe --audit 50" } },
    { name: "min-score", value: "N", range: [0, 100], about: { zh: "结果的合格线，默认 80", en: "pass mark of results; default 80" } },
    { name: "no-mask", about: { zh: "不隐藏结果里的个人信息", en: "does not hide personal data of results" } },
    ...JUDGING.filter(({ name }) => name === "config" || name === "rulesdir").map((option) => (option.name === "config" ? { ...option, about: { zh: "判的时候用的配置文件；不给就不读", en: "the configuration that they were judged by; else none is read" } } : option)),
    LOCALE,
  ],
  examples: [
    { run: "replylint report audit.json -o report.html", about: { zh: "一个文件，离线打开", en: "one file, opens offline" } },
    { run: "replylint report audit.json -o report.xlsx", about: { zh: "一张工作簿，每张表一页", en: "a workbook, one sheet a table" } },
    { run: "replylint report results.parquet -o report.html", about: { zh: "Spark 写的结果", en: "results that Spark wrote" } },
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
