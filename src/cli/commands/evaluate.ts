import { isUtf8 } from "node:buffer";
import { readFileSync } from "node:fs";
import type { Review } from "../../evaluation/review.js";
import type { Evaluation, Label, LabelProblem } from "../../evaluation/types.js";
import { EVALUATION_TABLES, type EvaluationTable } from "../../reporters/evaluation.js";
import { type Args, type CommandSpec, NO_COLOR } from "../args.js";
import { CliError, EXIT, inWords } from "../errors.js";
import { openSink } from "../output.js";
import { inLanguage, JUDGING, openLinter, readSettings, shorten } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";

const FORMATS = ["pretty", "json", "csv", "markdown"] as const;
const LIMIT = 20;

/** `replylint evaluate`: how right replylint is, after people. */
export const spec: CommandSpec = {
  name: "evaluate",
  operands: "<labels.jsonl|labels.csv|review.csv…>",
  about: { zh: "拿人工标注或填好的复核表，量一量查得准不准", en: "measures precision and recall against labels or reviews" },
  notes: {
    zh: `标注一行一条：{"reply": "…", "customer": "…", "expect": ["G04"]}，没问题的写 "expect": []；几个要点里报中一个就算对。
表格要有 reply、expect 两列。audit --review-file 写的复核表填好 verdict 后也直接读，几个人填的算一致性（校准）。

退出码：0 都达标；1 精确率或召回率低于 --min-precision、--min-recall；2 有读不懂的行，或运行出错。`,
    en: `Labels are one a line: {"reply": "…", "customer": "…", "expect": ["G04"]}, with "expect": [] where there is no fault;
of several points any is right. A table needs the columns reply and expect. The sheet of audit --review-file is read
back once its verdicts are filled in; where several people did, their agreement is told (calibration).

Exit code: 0 all is well; 1 precision or recall below --min-precision, --min-recall; 2 a line could not be read, or the
run itself is broken.`,
  },
  options: [
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "table", value: "TABLE", choices: EVALUATION_TABLES, about: { zh: "CSV 写哪张表，默认 points", en: "the table that CSV has; default points" } },
    { name: "limit", value: "N", range: [0, 1_000_000], about: { zh: `漏报、误报各列多少条，默认 ${LIMIT}`, en: `entries of each listing (missed, false alarms); default ${LIMIT}` } },
    { name: "min-precision", value: "P", range: [0, 1], about: { zh: "精确率（0–1，按整条回复算）低于它就退出 1", en: "exit 1 where precision (0–1, of whole replies) stays below" } },
    { name: "min-recall", value: "R", range: [0, 1], about: { zh: "召回率（0–1，按整条回复算）低于它就退出 1", en: "exit 1 where recall (0–1, of whole replies) stays below" } },
    { name: "no-mask", about: { zh: "不隐去个人信息", en: "does not hide personal data" } },
    ...JUDGING.filter(({ name }) => name !== "min-score"),
    NO_COLOR,
  ],
  examples: [
    { run: "replylint evaluate labels.jsonl", about: { zh: "每个要点、每条规则的精确率、召回率、κ，和漏报误报清单", en: "precision, recall and κ of each point and rule, and what went wrong" } },
    { run: "replylint evaluate review-甲.csv review-乙.csv", about: { zh: "读回两个人的复核表，做校准", en: "reads back two people's reviews, for calibration" } },
    { run: "replylint evaluate labels.jsonl --min-precision 0.95 --min-recall 0.9", about: { zh: "在 CI 里把关", en: "a gate in CI" } },
  ],
};

/**
 * Evaluates files of labels and review sheets.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, warn, locale } = context;
  const format = (args.get("format") ?? "pretty") as (typeof FORMATS)[number];
  const table = args.get("table") as EvaluationTable | undefined;
  if (args.operands.length === 0) throw new CliError(say({ zh: "没说拿哪份标注来量。", en: "There is nothing to evaluate against." }), say({ zh: "写上标注文件：replylint evaluate labels.jsonl", en: "Name a file of labels: replylint evaluate labels.jsonl" }));
  if (table !== undefined && format !== "csv") throw new CliError(say({ zh: "--table 只用于 CSV。", en: "--table is for CSV only." }), say({ zh: "加上 --format csv。", en: "Add --format csv." }));
  const { labels, reviews, problems } = await readFiles(args.operands, context);
  for (const { file, line, message } of problems) warn(`${file}:${line}: ${say(message)}`);
  const { linter, pack } = await openLinter(settings, context, { suggestions: false, moves: false });
  const [{ judge, measure }, { casesOf, reviewerPairs }] = await Promise.all([import("../../evaluation/measure.js"), import("../../evaluation/review.js")]);
  const reviewed = casesOf(reviews);
  const guidance = new Map(pack.rules.map((rule) => [rule.id, rule.guidance]));
  const cases = [...judge(labels, linter), ...reviewed.cases];
  if (cases.length === 0) {
    warn(reviewed.open > 0 ? say({ zh: `复核表里的 ${reviewed.open} 条还没人填 verdict。`, en: `The sheet has ${reviewed.open} responses and no verdict yet.` }) : say({ zh: "没有一条能用的标注。", en: "There is no label that could be read." }));
    return EXIT.broken;
  }
  const evaluation = measure(cases, (rule) => guidance.get(rule), { reviewers: reviewerPairs(reviews), open: reviewed.open });
  const limit = args.number("limit") ?? LIMIT;
  const shown = args.has("no-mask") ? evaluation : await masked(evaluation);
  const sink = openSink(args.get("output"), say, locale);
  try {
    await sink.write(await render(shown, format, table ?? "points", limit, { args, context }));
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
  if (problems.length > 0) {
    warn(say({ zh: `${problems.length} 行没读懂，没有计入。`, en: `${problems.length} lines could not be read and are not counted.` }));
    return EXIT.broken;
  }
  return gate(evaluation, args, context);
}

interface Read {
  labels: Label[];
  reviews: Review[];
  problems: LabelProblem[];
}

async function readFiles(paths: readonly string[], { say, locale }: Context): Promise<Read> {
  const [{ readLabels }, { readTable }] = await Promise.all([import("../../evaluation/read.js"), import("../../evaluation/table.js")]);
  const out: Read = { labels: [], reviews: [], problems: [] };
  for (const path of paths) {
    const file = path === "-" ? "stdin" : shorten(path);
    let bytes: Buffer;
    try {
      bytes = readFileSync(path === "-" ? 0 : path);
    } catch (error) {
      throw new CliError(say({ zh: `读不了 ${file}：${inWords(error, locale)}。`, en: `Cannot read ${file}: ${inWords(error, locale)}.` }), say({ zh: "请检查路径和文件名。", en: "Check the path and the name." }));
    }
    const text = decode(bytes, file, say);
    const json = /\.(jsonl|ndjson)$/i.test(path) || text.trimStart().startsWith("{");
    const read = json ? { ...readLabels(text, file), reviews: [] } : readTable(text, file);
    for (const label of read.labels) out.labels.push(label);
    for (const review of read.reviews) out.reviews.push(review);
    for (const problem of read.problems) out.problems.push(problem);
  }
  return out;
}

/** UTF-8, or the encoding in which spreadsheets in China save CSV. */
function decode(bytes: Buffer, file: string, say: Context["say"]): string {
  if (isUtf8(bytes)) return bytes.toString("utf8");
  try {
    return new TextDecoder("gb18030", { fatal: true }).decode(bytes);
  } catch {
    throw new CliError(say({ zh: `${file} 不是 UTF-8，也不是 GB18030。`, en: `${file} is neither UTF-8 nor GB18030.` }), say({ zh: "请另存为 UTF-8 的 CSV 或 JSONL。", en: "Save it as CSV or JSONL in UTF-8." }));
  }
}

async function masked(evaluation: Evaluation): Promise<Evaluation> {
  const { maskText } = await import("../../core/mask.js");
  const hide = <T extends { customer: string; reply: string }>(entry: T): T => ({ ...entry, customer: maskText(entry.customer), reply: maskText(entry.reply) });
  return {
    ...evaluation,
    missed: evaluation.missed.map(hide),
    falseAlarms: evaluation.falseAlarms.map((entry) => ({ ...hide(entry), text: maskText(entry.text), message: maskText(entry.message) })),
  };
}

async function render(evaluation: Evaluation, format: (typeof FORMATS)[number], table: EvaluationTable, limit: number, { args, context }: { args: Args; context: Context }): Promise<string> {
  const { locale } = context;
  const { evaluationCsv, evaluationMarkdown, evaluationPretty } = await import("../../reporters/evaluation.js");
  switch (format) {
    case "json": {
      // Everything, unless told otherwise: programs count for themselves.
      const most = args.has("limit") ? limit : Infinity;
      return `${JSON.stringify({ ...evaluation, confusion: evaluation.confusion.slice(0, most), missed: evaluation.missed.slice(0, most), falseAlarms: evaluation.falseAlarms.slice(0, most) }, null, 2)}\n`;
    }
    case "csv":
      return evaluationCsv(evaluation, table, { locale, limit: args.has("limit") ? limit : Infinity });
    case "markdown":
      return evaluationMarkdown(evaluation, { locale, limit });
    case "pretty":
      return evaluationPretty(evaluation, { locale, limit, color: args.get("output") === undefined && useColor(process.stdout, args.has("no-color")), width: columns(process.stdout) });
  }
}

function gate({ overall: { precision, recall } }: Evaluation, args: Args, { say, warn }: Context): number {
  let code: number = EXIT.ok;
  const check = (name: string, value: number | null, zh: string, en: string): void => {
    const least = args.number(name);
    if (least === undefined || (value !== null && value >= least)) return;
    code = EXIT.findings;
    warn(say({ zh: `${zh} ${value?.toFixed(3) ?? "算不出"}，低于 --${name} ${least}。`, en: `${en} is ${value?.toFixed(3) ?? "not defined"}, below --${name} ${least}.` }));
  };
  check("min-precision", precision, "精确率", "Precision");
  check("min-recall", recall, "召回率", "Recall");
  return code;
}
