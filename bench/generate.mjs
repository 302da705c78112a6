// Writes big, made-up transcripts for benches and trials: the same file for the same seed on every machine.
//   node bench/generate.mjs --rows 1000000 --format csv|gb18030|ndjson|qianniu --order conversation|time --seed 1 --output big.csv
// The mix follows what exports of shops look like: every conversation begins with an automatic greeting, half of what agents
// send is canned (few wordings very often, many seldom), the rest is written for the case; one message in six has an image,
// a card or an emoji in it, one in twenty a phone number or an order number, a few have line breaks and quotes.
import { closeSync, openSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { random } from "../scripts/random.mjs";
import { replies } from "./replies.mjs";

const AGENTS = ["小满", "阿宁", "小北", "知夏", "青禾", "小柚", "南风", "小鹿", "阿树", "半夏"];
const NICKS = ["木木", "橘子", "海风", "山月", "云朵", "老王", "小雨", "星河", "阿木", "夏天"];
const ASKED = ["在吗", "你好", "亲在不在", "有人吗", "这个有现货吗", "什么时候发货", "我的快递怎么还没到", "都三天了还没动静", "能便宜点吗", "有优惠券吗", "发什么快递", "尺码偏大还是偏小", "身高165体重110穿什么码", "洗了会掉色吗", "可以开发票吗", "想退货怎么弄", "收到的是坏的", "少了一件", "颜色发错了", "怎么还不退款", "太慢了吧", "好的", "嗯嗯", "谢谢", "那我再看看", "麻烦快一点", "你们这样我要投诉了", "地址能改吗", "能不能今天发", "保修多久", "孩子能用吗", "怎么安装"];
const MORE = ["", "", "", "，急用", "，麻烦看一下", "，昨天拍的", "，我等很久了", "，谢谢", "？？", "，说明书没看懂"];
const PLACEHOLDERS = ["[图片]", "[图片]", "[表情]", "[卡片]", "[语音]", "/:^_^"];
const PARTS = ["这边帮您查了一下", "我刚跟仓库核对过", "您的包裹今天到了分拣中心", "面料是棉麻混纺的", "按您的身高建议拍L码", "已经给您登记加急", "退款一般三个工作日到账", "赠品会跟主件一起发", "这款支持七天内退换", "给您添麻烦了，非常抱歉", "换货的单子已经建好", "发票下午开好发您邮箱"];
const ENDS = ["今天18点前给您回复", "请您留意短信", "有问题随时找我", "您看这样可以吗", "麻烦您发一张照片", "辛苦您稍等一下", "明天上午我再跟您确认", "我在这边盯着"];
const SHOP = "青禾家居";
const GREETING = "您好，欢迎光临青禾家居，很高兴为您服务，请问有什么可以帮您";
const DAY = 86_400_000;

const pad = (number, width = 2) => String(number).padStart(width, "0");
const clock = (time) => new Date(time + 8 * 3_600_000).toISOString().slice(0, 19).replace("T", " ");

/** Conversations as `{ id, customer, agent, messages: [{ time, role, text }] }`, until there are so many messages. */
export function* conversations(rows, seed = 1) {
  const next = random(seed);
  const pick = (list) => list[Math.floor(next() * list.length)];
  const canned = replies(600, seed, 0.06);
  // Zipf: the first wordings are sent again and again.
  const often = () => canned[Math.min(canned.length - 1, Math.floor(canned.length ** next()) - 1)];
  const written = () => {
    const number = next() < 0.5 ? `尾号${pad(Math.floor(next() * 10_000), 4)}的` : "";
    return `${next() < 0.45 ? "亲，" : ""}${number}${pick(PARTS)}${next() < 0.15 ? `，订单${pad(Math.floor(next() * 1e9), 9)}${pad(Math.floor(next() * 1e9), 9)}` : ""}${next() < 0.5 ? `${next() < 0.12 ? "\n" : "，"}${pick(PARTS)}` : ""}${next() < 0.04 ? "，页面写着\"现货\"的都有" : ""}，${pick(ENDS)}${next() < 0.03 ? "😊" : ""}`;
  };
  let start = Date.UTC(2026, 2, 1, 0, 30);
  let left = rows;
  for (let number = 1; left > 0; number++) {
    const customer = `${pick(NICKS)}t**${Math.floor(next() * 1000)}${pad(number % 97)}`;
    const agent = `${SHOP}:${pick(AGENTS)}`;
    const messages = [];
    let time = start;
    const add = (role, text, seconds) => messages.push({ time: (time += seconds * 1000), role, text });
    add("customer", pick(ASKED) + pick(MORE), 0);
    add("agent", GREETING, next() < 0.9 ? 1 : 2);
    for (let turns = 1 + Math.floor(next() * 5); turns > 0; turns--) {
      for (let bubbles = next() < 0.49 ? 2 : 1; bubbles > 0; bubbles--) add("agent", next() < 0.06 ? pick(PLACEHOLDERS) : next() < 0.5 ? often() : written(), 8 + Math.floor(next() * (next() < 0.1 ? 900 : 70)));
      if (turns > 1 || next() < 0.5) add("customer", next() < 0.15 ? pick(PLACEHOLDERS) : next() < 0.05 ? `手机13${pad(Math.floor(next() * 1e9), 9)}` : pick(ASKED) + pick(MORE), 5 + Math.floor(next() * 120));
    }
    if (messages.length > left) messages.length = left;
    left -= messages.length;
    yield { id: `S${pad(number, 6)}`, customer, agent, messages };
    // A month holds them all.
    start += Math.floor(((2 * next() * 28 * DAY) / Math.max(1, rows / 8)) / 1000) * 1000;
  }
}

/** Messages with their conversation, in the order of conversations or of time. */
function* messagesOf(rows, seed, order) {
  if (order === "conversation") {
    for (const conversation of conversations(rows, seed)) for (const message of conversation.messages) yield { conversation, message };
    return;
  }
  // A conversation lasts less than three hours: what is older than the newest beginning can go.
  const waiting = [];
  for (const conversation of conversations(rows, seed)) {
    const begin = conversation.messages[0].time;
    if (waiting.length > 2000) {
      waiting.sort((a, b) => a.message.time - b.message.time);
      const ready = waiting.findIndex(({ message }) => message.time > begin);
      yield* waiting.splice(0, ready < 0 ? waiting.length : ready);
    }
    for (const message of conversation.messages) waiting.push({ conversation, message });
  }
  yield* waiting.sort((a, b) => a.message.time - b.message.time);
}

const quoted = (text) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** The text of a file, piece by piece. */
export function* textOf({ rows, seed = 1, format = "csv", order = "conversation" }) {
  if (format === "ndjson") {
    for (const { id, agent, messages } of conversations(rows, seed)) yield `${JSON.stringify({ id, messages: messages.map(({ role, text, time }) => ({ role, text, time, ...(role === "agent" && { agent }) })) })}\n`;
  } else if (format === "qianniu") {
    yield "\ufeff\r\n";
    for (const { customer, agent, messages } of conversations(rows, seed)) {
      yield `${"-".repeat(28)}${customer}${"-".repeat(28)}\r\n`;
      for (const { time, role, text } of messages) yield `${role === "agent" ? agent : customer}(${clock(time)}):  ${text.replaceAll("\n", "\r")}\r\n`;
    }
  } else {
    yield "会话ID,发送时间,发送方,客服昵称,买家昵称,消息内容\r\n";
    for (const { conversation, message } of messagesOf(rows, seed, order)) yield `${conversation.id},${clock(message.time)},${message.role === "agent" ? "客服" : "买家"},${conversation.agent},${conversation.customer},${quoted(message.text)}\r\n`;
  }
}

let table;
/** GB18030 of a text: Node decodes it, but does not write it. */
function gb18030(text) {
  if (!table) {
    table = new Map();
    const decoder = new TextDecoder("gb18030");
    const pair = Buffer.alloc(2);
    for (let lead = 0x81; lead <= 0xfe; lead++)
      for (let trail = 0x40; trail <= 0xfe; trail++) {
        pair[0] = lead;
        pair[1] = trail;
        const char = decoder.decode(pair);
        if (trail !== 0x7f && char.length === 1 && char !== "\ufffd" && !table.has(char)) table.set(char, (lead << 8) | trail);
      }
  }
  const bytes = Buffer.allocUnsafe(text.length * 4);
  let size = 0;
  for (const char of text) {
    const code = char.codePointAt(0);
    const pair = table.get(char);
    if (code < 0x80) bytes[size++] = code;
    else if (pair !== undefined) size = bytes.writeUInt16BE(pair, size);
    else if (code >= 0x10000) {
      const at = code - 0x10000 + 189_000;
      for (const byte of [0x81 + Math.floor(at / 12_600), 0x30 + (Math.floor(at / 1260) % 10), 0x81 + (Math.floor(at / 10) % 126), 0x30 + (at % 10)]) bytes[size++] = byte;
    } else bytes[size++] = 0x3f;
  }
  return bytes.subarray(0, size);
}

/** Writes a file and returns its size in bytes. */
export function generate(path, options) {
  const file = openSync(path, "w");
  let held = "";
  let size = 0;
  const flush = () => {
    const bytes = options.format === "gb18030" ? gb18030(held) : Buffer.from(held);
    writeSync(file, bytes);
    size += bytes.length;
    held = "";
  };
  for (const piece of textOf(options)) {
    held += piece;
    if (held.length > 1 << 20) flush();
  }
  flush();
  closeSync(file);
  return size;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({ options: { rows: { type: "string", default: "1000000" }, seed: { type: "string", default: "1" }, format: { type: "string", default: "csv" }, order: { type: "string", default: "conversation" }, output: { type: "string", short: "o" } } });
  const path = values.output ?? `transcripts.${values.format === "qianniu" ? "txt" : values.format === "ndjson" ? "ndjson" : "csv"}`;
  const size = generate(path, { rows: Number(values.rows), seed: Number(values.seed), format: values.format, order: values.order });
  console.log(`${path}: ${values.rows} messages, ${(size / 1e6).toFixed(1)} MB`);
}
