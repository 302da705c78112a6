/** How an export is read, for people and for programs. */
import type { Bilingual, Locale } from "../core/types.js";
import type { FileSummary, LayoutSummary } from "../transcripts/summary.js";
import type { ColumnField, Encoding, Format, MessageKind, TranscriptMessage, Unread } from "../transcripts/types.js";
import { padEnd, displayWidth, truncate } from "./width.js";

/** What `replylint import --explain` found. */
export interface ImportReport {
  version: 1;
  files: FileSummary[];
  /** Paths that could not be read at all. */
  problems: Unread[];
  /** Wordings told to be automatic by their pace. */
  autoReplies: string[];
}

export interface ImportOptions {
  locale: Locale;
  color: boolean;
  width: number;
  /** Offset of the times shown from UTC in milliseconds. */
  zone: number;
}

const FORMAT: Record<Format, Bilingual> = {
  csv: { zh: "表格文本（CSV/TSV）", en: "delimited text (CSV/TSV)" },
  xlsx: { zh: "Excel 表格", en: "Excel workbook" },
  replylint: { zh: "replylint 记录（NDJSON）", en: "replylint records (NDJSON)" },
  qianniu: { zh: "千牛/旺旺聊天记录 TXT", en: "千牛/旺旺 chat log (TXT)" },
  alibaba: { zh: "阿里云小蜜/智能对话分析 JSON", en: "Alibaba Cloud 小蜜/SCA JSON" },
  taobao: { zh: "淘宝开放平台聊天记录 JSON", en: "Taobao open platform chat log (JSON)" },
  zendesk: { zh: "Zendesk 工单导出", en: "Zendesk ticket export" },
  wecom: { zh: "企业微信消息 JSON", en: "WeCom messages (JSON)" },
  weixin: { zh: "公众号客服聊天记录 JSON", en: "WeChat official account chat log (JSON)" },
  jd: { zh: "京东咚咚聊天记录 JSON", en: "JD 咚咚 chat log (JSON)" },
  pdd: { zh: "拼多多消息 JSON", en: "Pinduoduo messages (JSON)" },
  intercom: { zh: "Intercom 会话导出", en: "Intercom conversations" },
  gorgias: { zh: "Gorgias 工单导出", en: "Gorgias tickets" },
  freshdesk: { zh: "Freshdesk 工单导出", en: "Freshdesk tickets" },
  whatsapp: { zh: "WhatsApp 聊天记录 TXT", en: "WhatsApp chat export (TXT)" },
  json: { zh: "JSON/NDJSON（按键名识别）", en: "JSON/NDJSON (told from its keys)" },
};
const ENCODING: Record<Encoding, string> = { "utf-8": "UTF-8", gb18030: "GB18030（GBK）", "utf-16le": "UTF-16 LE", "utf-16be": "UTF-16 BE" };
const ROLE: Record<TranscriptMessage["role"], Bilingual> = { agent: { zh: "客服", en: "agent" }, customer: { zh: "客户", en: "customer" }, bot: { zh: "机器人/自动回复", en: "bot/automatic" }, system: { zh: "系统", en: "system" } };
const KIND: Record<MessageKind, Bilingual> = {
  text: { zh: "文字", en: "text" }, image: { zh: "图片", en: "image" }, voice: { zh: "语音", en: "voice" }, video: { zh: "视频", en: "video" }, card: { zh: "卡片", en: "card" },
  order: { zh: "订单", en: "order" }, emoji: { zh: "表情", en: "emoji" }, file: { zh: "文件", en: "file" }, recall: { zh: "撤回", en: "recalled" }, system: { zh: "系统/未知", en: "system/unknown" },
};
const FIELD: Record<ColumnField, Bilingual> = {
  conversation: { zh: "会话", en: "conversation" }, id: { zh: "消息编号", en: "message id" }, date: { zh: "日期", en: "date" }, time: { zh: "时间", en: "time" }, role: { zh: "角色", en: "role" }, sender: { zh: "发送人", en: "sender" },
  text: { zh: "内容", en: "text" }, customerText: { zh: "客户内容", en: "customer's text" }, agent: { zh: "客服名", en: "agent" }, customer: { zh: "客户名", en: "customer" }, kind: { zh: "类型", en: "kind" },
  platform: { zh: "平台", en: "platform" }, shop: { zh: "店铺", en: "shop" }, team: { zh: "团队", en: "team" }, scenario: { zh: "场景", en: "scenario" },
};
const DELIMITER: Record<string, Bilingual> = { ",": { zh: "逗号", en: "comma" }, "\t": { zh: "制表符", en: "tab" }, ";": { zh: "分号", en: "semicolon" }, "|": { zh: "竖线", en: "bar" }, "，": { zh: "中文逗号", en: "full-width comma" } };

/** Lays the report out for a terminal. */
export async function renderImport(report: ImportReport, { locale, color, width, zone }: ImportOptions): Promise<string> {
  const { default: picocolors } = await import("picocolors");
  const c = picocolors.createColors(color);
  const say = (text: Bilingual): string => text[locale];
  const number = (value: number): string => String(value).replace(/\B(?=(\d{3})+$)/g, ",");
  const clock = (time: number | undefined | null): string => (time === undefined || time === null ? "—" : new Date(time + zone).toISOString().slice(0, 19).replace("T", " "));
  const row = (name: Bilingual, value: string): string => (value === "" ? "" : `  ${c.dim(padEnd(say(name), 12))}  ${value}\n`);
  const counts = <K extends string>(names: Record<K, Bilingual>, values: Partial<Record<K, number>>): string =>
    (Object.keys(names) as K[]).flatMap((key) => (values[key] ? [`${say(names[key])} ${number(values[key])}`] : [])).join(" · ");
  const unreadLine = ({ at, code, message, raw }: Unread): string => {
    const shown = raw.replace(/\s+/g, " ");
    return `    ${c.yellow(`${at.sheet === undefined ? "" : `${at.sheet}!`}${at.line}`)} ${say(message)} ${c.dim(code)}\n${shown === "" ? "" : `      ${c.dim(truncate(shown, width - 8))}\n`}`;
  };

  const layout = ({ sheet, delimiter, headerLine, columns, unused }: LayoutSummary): string =>
    row({ zh: "工作表", en: "sheet" }, sheet ?? "") +
    row({ zh: "表头", en: "header" }, headerLine === undefined ? "" : say({ zh: `第 ${headerLine} 行${delimiter === undefined ? "" : `，用${DELIMITER[delimiter]?.zh ?? delimiter}分列`}`, en: `line ${headerLine}${delimiter === undefined ? "" : `, separated by ${DELIMITER[delimiter]?.en ?? delimiter}`}` })) +
    row({ zh: "列", en: "columns" }, Object.entries(columns).map(([field, name]) => `${say(FIELD[field as ColumnField])}${c.dim("←")}${name}`).join("  ")) +
    row({ zh: "没用到的列", en: "unused" }, unused.join("  "));

  let out = "";
  for (const file of report.files) {
    out += `${out === "" ? "" : "\n"}${c.bold(file.file)}\n`;
    out += row({ zh: "格式", en: "format" }, `${say(FORMAT[file.format])} ${c.dim(file.format)}`);
    if (file.format !== "xlsx") out += row({ zh: "编码", en: "encoding" }, ENCODING[file.encoding]);
    out += file.layout.map(layout).join("");
    out += row({ zh: "会话", en: "conversations" }, number(file.conversations));
    out += row({ zh: "消息", en: "messages" }, number(file.messages) + (file.messages > 0 ? `${say({ zh: "：", en: ": " })}${counts(ROLE, file.byRole)}` : ""));
    out += row({ zh: "类型", en: "kinds" }, counts(KIND, file.byKind));
    out += row({ zh: "自动回复", en: "automatic" }, file.auto.marked + file.auto.paced === 0 ? "" : say({ zh: `导出里标明 ${number(file.auto.marked)}，按 2 秒内重复发送认出 ${number(file.auto.paced)}`, en: `${number(file.auto.marked)} marked in the export, ${number(file.auto.paced)} told by their pace` }));
    out += row({ zh: "空消息", en: "empty" }, file.empty === 0 ? "" : number(file.empty));
    out += row({ zh: "时间", en: "time" }, file.from === null ? say({ zh: "没有时间，算不了响应时长和承诺兑现", en: "none: response times and promises cannot be judged" }) : `${clock(file.from)} — ${clock(file.to)}${file.untimed > 0 ? say({ zh: `，${number(file.untimed)} 条没有时间`, en: `, ${number(file.untimed)} without` }) : ""}`);
    out += row({ zh: "没读懂", en: "unread" }, file.unread === 0 ? c.green("0") : c.yellow(number(file.unread)));
    if (file.first.length > 0) {
      out += `\n  ${c.bold(say({ zh: "前几条消息", en: "First messages" }))}${c.dim(say({ zh: "（个人信息已隐去）", en: " (personal data is masked)" }))}\n`;
      let conversation: string | null = null;
      for (const { conversation: id, message } of file.first) {
        if (id !== conversation) out += `  ${c.cyan(truncate(id, width - 4))}\n`;
        conversation = id;
        const head = `    ${c.dim(String(message.at.line).padStart(5))}  ${clock(message.time)}  ${padEnd(say(ROLE[message.role]) + (message.agent === undefined ? "" : ` ${message.agent}`), 18)} `;
        const kind = message.kind === "text" ? "" : c.dim(` ${say(KIND[message.kind])}`);
        out += `${head} ${truncate(message.text.replace(/\s+/g, " "), Math.max(20, width - 50))}${kind}\n`;
      }
    }
    if (file.firstUnread.length > 0) {
      out += `\n  ${c.bold(say({ zh: "没读懂的地方", en: "What could not be read" }))}\n${file.firstUnread.map(unreadLine).join("")}`;
      if (file.unread > file.firstUnread.length) out += `    ${c.dim(say({ zh: `……共 ${number(file.unread)} 处：`, en: `… ${number(file.unread)} in all: ` }) + Object.entries(file.unreadByCode).map(([code, count]) => `${code} ${number(count)}`).join(" · "))}\n`;
    }
    for (const line of advice(file, say)) out += `\n  ${c.cyan("→")} ${line}\n`;
  }
  for (const { at, code, message, raw } of report.problems) {
    out += `${out === "" ? "" : "\n"}${c.red("✖")} ${c.bold(at.file)} ${say(message)} ${c.dim(code)}\n`;
    if (code === "no-columns") out += `${raw.split(/\r?\n/, 3).map((line) => `    ${c.dim(truncate(line, width - 6))}\n`).join("")}  ${c.cyan("→")} ${say({ zh: "mapping.yml 例如（没有表头时用列号；有表头就删掉 header，写列名）", en: "a mapping.yml such as (numbers of columns; with a header in the file, leave out `header` and write its names)" })}\n    header: false\n    columns: { conversation: 1, time: 2, role: 3, text: 4 }\n    roles: { agent: [2], customer: [1] }\n`;
  }
  if (report.autoReplies.length > 0) {
    out += `\n${c.bold(say({ zh: "认作自动回复的话术", en: "Wordings taken for automatic replies" }))}\n`;
    for (const text of report.autoReplies.slice(0, 5)) out += `  ${truncate(text.replace(/\s+/g, " "), Math.max(width - 4, displayWidth("自动回复")))}\n`;
    if (report.autoReplies.length > 5) out += `  ${c.dim(say({ zh: `……共 ${report.autoReplies.length} 条`, en: `… ${report.autoReplies.length} in all` }))}\n`;
  }
  return out;
}

/** What a person should look at. */
function advice(file: FileSummary, say: (text: Bilingual) => string): string[] {
  const out: string[] = [];
  const [layout] = file.layout;
  if (!layout) return out;
  if (file.messages > 0 && (file.byRole.customer === 0 || file.byRole.agent === 0))
    out.push(say({ zh: `只有${file.byRole.customer === 0 ? "客服" : "客户"}的消息，请核对角色认得对不对`, en: `there are only messages of the ${file.byRole.customer === 0 ? "agent" : "customer"}: check how roles are told` }));
  if (file.conversations > 1 && ["conversation", "customer", "sender"].every((field) => !(field in layout.columns)) && file.byRole.customer > 0 && !("customerText" in layout.columns))
    out.push(say({ zh: "没有会话列，也没有客户列，每一行都当成一个会话；请写明哪一列是会话（conversation）", en: "no column has the conversation or the customer, so each row is a conversation of its own; tell which is it (conversation)" }));
  if (file.unread > 0 && file.unread >= file.messages) out.push(say({ zh: "没读懂的比读懂的多，多半是列认错了", en: "more could not be read than could: probably a column is mistaken" }));
  if (out.length > 0 || layout.unused.length > 0 || file.unreadByCode["unknown-role"]) out.push(say({ zh: "要改列、认角色、多留几列：写一份 mapping.yml，用 --map 指定，例如", en: "to correct columns or roles, or to keep more columns: write a mapping.yml and name it with --map, such as" }) + example(layout));
  return out;
}

/** A mapping to begin with, from the headers of the file itself. */
function example({ columns, unused }: LayoutSummary): string {
  const named = Object.entries({ role: columns.role ?? "…", text: columns.text ?? columns.customerText ?? "…" });
  const kept = unused.slice(0, 2);
  return (
    `\n    columns: { ${named.map(([field, name]) => `${field}: ${name}`).join(", ")} }` +
    "\n    roles: { agent: [客服], customer: [买家] }" +
    (kept.length > 0 ? `\n    fields: { ${kept.map((name) => `${name}: ${name}`).join(", ")} }` : "")
  );
}
