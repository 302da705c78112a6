import { readPhrasebookData } from "../../phrasebook/data.js";
import { Effect } from "../../phrasebook/effect.js";
import { PhrasebookReader } from "../../phrasebook/read.js";
import type { PhrasebookProblem } from "../../phrasebook/types.js";
import { effectCsv, effectPretty } from "../../reporters/effect/text.js";
import { type Args, type CommandSpec, LOCALE, NO_COLOR } from "../args.js";
import { readBooks } from "../books.js";
import { CliError, EXIT } from "../errors.js";
import { openSink } from "../output.js";
import { inLanguage, JUDGING, readSettings, shipped, version } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";
import { MAP, openMapping } from "../transcripts.js";

const FORMATS = ["pretty", "html", "json", "csv"] as const;

/** `replylint phrasebook effect`: which wording works. */
export const spec: CommandSpec = {
  name: "phrasebook effect",
  about: { zh: "每条话术发了多少次、之后怎样：哪种说法效果更好", en: "how often each phrase was sent and what followed: which wording works" },
  notes: {
    zh: `把聊天记录里客服说的话和话术库对上（一字不差、填了变量、或小改过的都算），数之后买家有没有回应、付款、投诉，
给出比例和 95% 区间。导出里有“付款”“投诉”“满意度”这样的列就按列（别的列名用 --map 的 fields 对上），没有就看后面的话。
一次会话里同一条只算一次。退出码：0 数完了；2 有文件读不了。`,
    en: `Finds the phrases of the book in what agents wrote (word for word, filled in, or a little changed) and counts what followed:
answered, paid, complained, with shares and 95 % intervals. Columns such as paid, complained or satisfied are taken where the
export has them (fields of --map name others), else the words that come later. A conversation counts once.
Exit code: 0 done; 2 a file could not be read.`,
  },
  options: [
    { name: "phrasebook", value: "FILE|DIR", many: true, about: { zh: "话术库（可重复）", en: "the phrasebook (repeatable)" } },
    { name: "transcripts", value: "FILE|DIR", many: true, about: { zh: "聊天记录导出（可重复），也可以写在最后", en: "exported chats (repeatable); they may also stand at the end" } },
    MAP,
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "no-mask", about: { zh: "不隐去个人信息", en: "does not hide personal data" } },
    { name: "top", value: "N", range: [1, 100_000], about: { zh: "pretty 里显示多少条，默认 30", en: "rows of pretty; default 30" } },
    ...JUDGING.filter(({ name }) => name === "config"),
    LOCALE,
    NO_COLOR,
  ],
  examples: [
    { run: "replylint phrasebook effect --phrasebook 话术.xlsx --transcripts 聊天记录.csv", about: { zh: "看效果", en: "the table" } },
    { run: "replylint phrasebook effect --phrasebook 话术.xlsx --transcripts 聊天记录.csv --format html -o 效果.html", about: { zh: "一张能筛选的图", en: "a chart with filters" } },
  ],
};

/**
 * Counts and writes the table.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, locale } = context;
  const transcripts = [...args.all("transcripts"), ...args.operands];
  if (args.all("phrasebook").length === 0 || transcripts.length === 0)
    throw new CliError(say({ zh: "要写上话术库和聊天记录。", en: "Name the phrasebook and the transcripts." }), say({ zh: "例：replylint phrasebook effect --phrasebook 话术.xlsx --transcripts 聊天记录.csv", en: "For example: replylint phrasebook effect --phrasebook phrases.xlsx --transcripts chats.csv" }));
  let broken = false;
  const warn = (place: string, message: string, hint?: string): void => {
    broken = true;
    context.warn(`${place}: ${message}${hint === undefined ? "" : `\n  ${hint}`}`);
  };
  const tell = ({ file, line, message, hint }: PhrasebookProblem): void => warn(line === undefined ? file : `${file}:${line}`, message, hint);

  const data = readPhrasebookData(shipped("dictionaries/phrasebook"));
  const config = settings.phrasebook as NonNullable<ConstructorParameters<typeof PhrasebookReader>[0]["config"]>;
  const reader = new PhrasebookReader({ data, config, locale });
  const books = await readBooks(args.all("phrasebook"), reader, context, tell);

  const { mapping, ...rest } = await openMapping(args, context);
  // Columns that tell an outcome are kept by their own names.
  const telling = data.outcomes.outcomes.flatMap((outcome) => outcome.columns.map((column) => [column, column] as const));
  const options = { ...rest, mapping: { ...mapping, fields: { ...Object.fromEntries(telling), ...mapping?.fields } } };
  const [{ planFiles }, { readRange }, { learnAutoReplies }] = await Promise.all([import("../../transcripts/plan.js"), import("../../transcripts/read.js"), import("../../transcripts/auto.js")]);
  const plans: Parameters<typeof learnAutoReplies>[0][number][] = [];
  for await (const plan of planFiles(transcripts, options)) {
    if (!("code" in plan)) plans.push(plan);
    else if (plan.code !== "other-file") warn(plan.at.file, say(plan.message));
  }
  // What a machine sent in the agent's name is no use of a phrase.
  const reading = { ...options, autoReplies: await learnAutoReplies(plans, options) };
  const effect = new Effect(books, { data, config, locale, mask: !args.has("no-mask") });
  let unread = 0;
  for (const plan of plans)
    for (const range of plan.ranges)
      for await (const record of readRange(plan, range, reading))
        if (record.type === "conversation") effect.add({ ...record.conversation, messages: record.conversation.messages.filter((message) => message.kind === "text" || message.kind === "system") });
        else unread++;
  if (unread > 0) context.warn(say({ zh: `replylint: 聊天记录里有 ${unread} 处没读懂，没有计入；看 replylint import --explain。`, en: `replylint: ${unread} stretches of the transcripts could not be read and are not counted; see replylint import --explain.` }));

  const report = effect.report();
  const format = args.get("format") ?? (/\.html?$/i.test(args.get("output") ?? "") ? "html" : "pretty");
  const sink = openSink(args.get("output"), say, locale);
  try {
    const toFile = args.has("output");
    if (format === "json") await sink.write(`${JSON.stringify(report)}\n`);
    else if (format === "html") await sink.write((await import("../../reporters/effect/html.js")).effectHtml(report, locale, `replylint ${version()}`));
    else if (format === "csv") await sink.write(effectCsv(report));
    else await sink.write(effectPretty(report, { locale, color: !toFile && useColor(process.stdout, args.has("no-color")), width: columns(toFile ? {} : process.stdout), top: args.number("top") ?? 30 }));
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
  return broken ? EXIT.broken : EXIT.ok;
}
