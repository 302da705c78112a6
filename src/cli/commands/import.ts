import type { ImportReport } from "../../reporters/import.js";
import type { ReadOptions } from "../../transcripts/read.js";
import type { FilePlan } from "../../transcripts/types.js";
import { type Args, type CommandSpec, LOCALE, NO_COLOR } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { openSink } from "../output.js";
import { inLanguage, JUDGING, readSettings } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";
import { MAP, openMapping } from "../transcripts.js";

const FORMATS = ["pretty", "json"] as const;

/** `replylint import --explain`: how an export is read. */
export const spec: CommandSpec = {
  name: "import",
  operands: "<files…>",
  about: { zh: "看看聊天记录导出是怎么读进来的", en: "shows how an export of chats is read" },
  notes: {
    zh: "读文件、文件夹、通配符、.zip、.gz；格式、编码和列自动识别：千牛 TXT、CSV/TSV/XLSX、JSON/NDJSON（小蜜、京东、拼多多、\n企业微信、公众号、Zendesk、Intercom、Gorgias、Freshdesk）、WhatsApp。不加 --explain 则转成 pipe 能读的 NDJSON 会话记录。\n个人信息默认隐去。退出码：0 都读了；2 有文件完全读不了。",
    en: "Reads files, folders, globs, .zip and .gz; format, encoding and columns are detected: 千牛 TXT, CSV/TSV/XLSX, JSON/NDJSON\n(小蜜, JD, Pinduoduo, WeCom, WeChat, Zendesk, Intercom, Gorgias, Freshdesk), WhatsApp. Without --explain it writes\nconversation records as NDJSON, which pipe reads. Personal data is masked. Exit code: 0 all were read; 2 a file could not be.",
  },
  options: [
    { name: "explain", about: { zh: "显示格式、编码、列、条数、前几条消息、没读懂的地方", en: "shows format, encoding, columns, counts, first messages, and what could not be read" } },
    MAP,
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "--explain 的输出格式，默认 pretty", en: "format of --explain; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    { name: "no-mask", about: { zh: "不隐去个人信息", en: "does not mask personal data" } },
    ...JUDGING.filter(({ name }) => name === "config"),
    LOCALE,
    NO_COLOR,
  ],
  examples: [
    { run: "replylint import --explain 聊天记录.csv", about: { zh: "读得对不对", en: "is it read rightly?" } },
    { run: "replylint import exports/ | replylint pipe", about: { zh: "逐个会话检查", en: "checks conversation by conversation" } },
  ],
};

/**
 * Explains or converts exports.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, locale } = context;
  if (args.operands.length === 0) throw new CliError(say({ zh: "没有写要读哪个文件。", en: "No file was named." }), say({ zh: "例：replylint import --explain 聊天记录.csv", en: "For example: replylint import --explain chats.csv" }));
  const options: ReadOptions = await openMapping(args, context);
  const { planFiles } = await import("../../transcripts/plan.js");
  const { learnAutoReplies } = await import("../../transcripts/auto.js");
  const plans: FilePlan[] = [];
  const report: ImportReport = { version: 1, files: [], problems: [], autoReplies: [] };
  for await (const plan of planFiles(args.operands, options)) {
    if ("code" in plan) report.problems.push(plan);
    else plans.push(plan);
  }
  report.autoReplies = await learnAutoReplies(plans, options);
  const reading: ReadOptions = { ...options, autoReplies: report.autoReplies };
  const mask = !args.has("no-mask");
  const sink = openSink(args.get("output"), say, locale);
  try {
    if (args.has("explain")) await explain(args, context, sink.write.bind(sink), { report, plans, reading, mask });
    else await convert(context, sink.write.bind(sink), { report, plans, reading, mask });
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
  return report.problems.some(({ code }) => code !== "other-file") ? EXIT.broken : EXIT.ok;
}

interface Work {
  report: ImportReport;
  plans: FilePlan[];
  reading: ReadOptions;
  mask: boolean;
}
type Write = (text: string) => Promise<void>;

async function explain(args: Args, { locale }: Context, write: Write, { report, plans, reading, mask }: Work): Promise<void> {
  const { summarise } = await import("../../transcripts/summary.js");
  for (const plan of plans) report.files.push(await summarise(plan, reading, mask));
  if (args.get("format") === "json") return write(`${JSON.stringify(report, null, 2)}\n`);
  const { renderImport } = await import("../../reporters/import.js");
  const { zoneOffset } = await import("../../transcripts/time.js");
  const toFile = args.has("output");
  await write(await renderImport(report, { locale, color: !toFile && useColor(process.stdout, args.has("no-color")), width: columns(process.stdout), zone: zoneOffset(reading.mapping?.timezone ?? "+08:00") }));
}

/** Conversation records of the contract, one a line; what could not be read is an error record in its place. */
async function convert({ say, warn, locale }: Context, write: Write, { report, plans, reading, mask }: Work): Promise<void> {
  const { readRange } = await import("../../transcripts/read.js");
  const { maskText } = await import("../../core/mask.js");
  const hide = (text: string): string => (mask ? maskText(text) : text);
  let unread = 0;
  for (const plan of plans)
    for (const range of plan.ranges)
      for await (const record of readRange(plan, range, reading)) {
        if (record.type === "unread") {
          unread++;
          const { at, code, message } = record.unread;
          await write(`${JSON.stringify({ id: null, error: { code, message: message[locale], file: at.file, line: at.line } })}\n`);
          continue;
        }
        const { id, messages, platform, shop, team, scenario, fields, at } = record.conversation;
        const lines = messages.map(({ role, text, time, agent, kind }) => ({ role, text: hide(text), ...(time !== undefined && { time }), ...(agent !== undefined && { agent: hide(agent) }), ...(kind !== "text" && { kind }) }));
        await write(`${JSON.stringify({ id: hide(id), messages: lines, ...(scenario && { scenario }), ...(platform !== undefined && { platform }), ...(shop !== undefined && { shop }), ...(team !== undefined && { team }), ...(fields && { fields }), source: { file: at.file, line: at.line } })}\n`);
      }
  for (const { at, message } of report.problems) warn(`${at.file}: ${message[locale]}`);
  if (unread > 0) warn(say({ zh: `有 ${unread} 处没读懂，在输出里是 error 记录；详情：replylint import --explain`, en: `${unread} stretches could not be read; they are error records in the output. See: replylint import --explain` }));
}
