/**
 * WhatsApp's chat export: `26.10.2025, 20:40 - Name: text`, `[1/15/24, 10:30:45 AM] Name: text`, `2026/3/1 上午10:30 - 名字: 正文`;
 * lines without a date continue the message. The order of day and month is told from all dates of the file.
 */
import type { Collector } from "../group.js";
import type { Mapping } from "../mapping.js";
import { message } from "../message.js";
import { ZONE } from "../table.js";
import { clockHours, dayOf, zoneOffset } from "../time.js";
import type { FilePlan, MessageKind, SourceRef, TranscriptMessage } from "../types.js";
import { unread } from "../unread.js";

const LINE = /^[\u200e\u200f\ufeff]*\[?(\d{1,4})[./-](\d{1,2})[./-](\d{1,4}),?[\s\u202f]+(上午|下午|凌晨|早上|中午|晚上)?(\d{1,2}):(\d{2})(?::(\d{2}))?[\s\u202f]*([AaPp]\.?[Mm]\.?)?(?:\][\s\u202f]*|[\s\u202f]+-[\s\u202f]+)([^]*)$/;
const SENDER = /^[\u200e\u200f]*([^:：\n]{1,80}?)[:：][\s\u202f]([^]*)$/;
const MEDIA: readonly [RegExp, MessageKind][] = [
  [/photo|image|图片|圖片|照片|IMG|\.jpe?g|\.png/i, "image"],
  [/sticker|贴图|貼圖|\.webp|gif/i, "emoji"],
  [/audio|voice|音频|音訊|语音|語音|\.opus|PTT/i, "voice"],
  [/video|视频|影片|VID|\.mp4/i, "video"],
  [/contact|名片|聯絡人|联系人/i, "card"],
];
const OMITTED = /^[\u200e\u200f]*(?:<[^<>]{2,80}>|(?:image|video|audio|sticker|GIF|document|Contact card) omitted|(?:图片|圖片|视频|影片|音频|音訊|贴图|貼圖|文件)已(?:忽略|略去|省略)|\S+\.\w{3,4} \([^)]*(?:attached|附件)[^)]*\))$/i;
const NOTICE = /^[\u200e\u200f]*(?:Messages and calls are end-to-end encrypted|(?:消息和通话|訊息和通話).{0,8}端到端加密)/i;
const DELETED = /^[\u200e\u200f]*(?:This message was deleted|You deleted this message|此消息已删除|您已删除此消息|這則訊息已刪除)\.?。?$/i;

/** What has to be known of the whole file before its first line can be read. */
type ChatPlan = NonNullable<FilePlan["chat"]>;

export function isWhatsApp(head: string): boolean {
  const lines = head.split("\n", 20).map((line) => line.trimEnd());
  return lines.filter((line) => LINE.test(line)).length * 3 > lines.filter((line) => line !== "").length;
}

/** Goes over the whole file for the order of its dates and for who speaks. */
export async function planWhatsApp(text: AsyncIterable<string>, name: string, mapping: Mapping | undefined): Promise<ChatPlan> {
  let yearFirst = false;
  let dayFirst = false;
  let monthFirst = false;
  // How often time would run backwards.
  const back = { dmy: 0, mdy: 0 };
  const before = { dmy: 0, mdy: 0 };
  const senders = new Set<string>();
  await eachLine(text, (line) => {
    const match = LINE.exec(line);
    if (!match) return;
    const [a, b, c] = [match[1]!, match[2]!, match[3]!];
    if (a.length === 4) yearFirst = true;
    else {
      if (Number(a) > 12) dayFirst = true;
      if (Number(b) > 12) monthFirst = true;
      for (const [order, day, month] of [["dmy", a, b], ["mdy", b, a]] as const) {
        const at = Number(c) * 10_000 + Number(month) * 100 + Number(day);
        if (at < before[order]) back[order]++;
        before[order] = at;
      }
    }
    const sender = SENDER.exec(match[9]!)?.[1];
    if (sender !== undefined && senders.size < 100) senders.add(sender);
  });
  const order = yearFirst ? "ymd" : monthFirst && !dayFirst ? "mdy" : dayFirst ? "dmy" : back.mdy < back.dmy ? "mdy" : "dmy";
  const agents = new Set(mapping?.agents);
  const others = [...senders].filter((one) => !agents.has(one));
  const inName = others.find((one) => name.includes(one));
  // With two voices, the one that the file is named after is the customer, else the one who begins.
  const customer = inName ?? (senders.size <= 2 ? others[0] : undefined);
  return { order, ...(customer !== undefined && { customer }) };
}

async function eachLine(text: AsyncIterable<string>, take: (line: string) => void): Promise<void> {
  for await (const _ of linesOf(text, take)) void _;
}

/** Characters of a line at most. */
const MOST_LENGTH = 4 << 20;

async function* linesOf(text: AsyncIterable<string>, take: (line: string) => void): AsyncGenerator<void> {
  let rest = "";
  for await (const chunk of text) {
    rest += chunk;
    let at = 0;
    for (let end = rest.indexOf("\n"); end >= 0; end = rest.indexOf("\n", at)) {
      take(rest.slice(at, end > at && rest[end - 1] === "\r" ? end - 1 : end));
      at = end + 1;
    }
    rest = rest.slice(at);
    if (rest.length > MOST_LENGTH) {
      take(rest);
      rest = "";
    }
    yield;
  }
  if (rest !== "") take(rest);
}

/** Goes over the file once. */
export async function* readWhatsApp(text: AsyncIterable<string>, file: string, { order, customer }: ChatPlan, mapping: Mapping | undefined, out: Collector): AsyncGenerator<void> {
  const zone = zoneOffset(mapping?.timezone ?? ZONE);
  const agents = new Set(mapping?.agents);
  let line = 0;
  let open: TranscriptMessage | null = null;
  const key = customer ?? "all";
  const close = (): void => {
    if (open) out.message(key, open, { platform: "whatsapp" }, true);
    open = null;
  };
  const take = (written: string): void => {
    line++;
    const at: SourceRef = { file, line };
    const match = LINE.exec(written);
    if (!match) {
      if (open) open.text += `\n${written}`;
      else if (written.trim() !== "") out.unread(unread(at, "no-header", { zh: "前面没有“时间 - 名字:”，不知道是谁说的", en: 'no "time - name:" before it tells who said this' }, written));
      return;
    }
    close();
    const time = timeOf(match, order);
    if (time === undefined) {
      out.unread(unread(at, "no-time", { zh: "看不懂开头的时间", en: "the time at its beginning is no time" }, written));
      return;
    }
    const said = SENDER.exec(match[9]!);
    // iPhones put the notice of encryption into somebody's mouth.
    if (!said || NOTICE.test(said[2]!)) {
      open = { ...message("system", said?.[2] ?? match[9]!, time - zone, undefined, at), kind: "system" };
      return;
    }
    const [, sender, body] = said as unknown as [string, string, string];
    const role = agents.has(sender) ? "agent" : sender === customer ? "customer" : agents.size > 0 ? "customer" : customer !== undefined ? "agent" : undefined;
    if (role === undefined) {
      out.unread(unread(at, "unknown-role", { zh: `不知道“${sender}”是客服还是客户；在 --map 的 agents 里写客服的名字`, en: `"${sender}" may be agent or customer; name the agents under agents in --map` }, written));
      return;
    }
    open = message(role, body, time - zone, role === "agent" ? sender : undefined, at);
    const kind = mediaKind(body);
    if (kind) open.kind = kind;
  };
  for await (const _ of linesOf(text, take)) yield;
  close();
  yield;
}

function mediaKind(body: string): MessageKind | null {
  if (DELETED.test(body)) return "recall";
  if (!OMITTED.test(body)) return null;
  return MEDIA.find(([pattern]) => pattern.test(body))?.[1] ?? "file";
}

function timeOf(match: RegExpExecArray, order: ChatPlan["order"]): number | undefined {
  const [a, b, c] = [Number(match[1]), Number(match[2]), Number(match[3])];
  const [year, month, day] = order === "ymd" ? [a, b, c] : order === "mdy" ? [c, a, b] : [c, b, a];
  const start = month < 1 || month > 12 ? undefined : dayOf(year < 100 ? 2000 + year : year, month, day);
  const hours = clockHours(Number(match[5]), match[4] ?? match[8]?.replaceAll(".", ""));
  if (start === undefined || hours > 23 || Number(match[6]) > 59) return undefined;
  return start + ((hours * 60 + Number(match[6])) * 60 + Number(match[7] ?? 0)) * 1000;
}
