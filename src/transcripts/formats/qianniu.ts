/**
 * 千牛/旺旺's text export. Sessions begin with `----…买家昵称----…`; a record is `昵称(YYYY-MM-DD HH:MM:SS):  正文` and ends with
 * CRLF, while a bare CR or LF is a line break inside the message. The agent's name has a colon (`店铺:子账号`).
 */
import { type Collector } from "../group.js";
import type { Mapping } from "../mapping.js";
import { message } from "../message.js";
import { isShopNick } from "../roles.js";
import { ZONE } from "../table.js";
import { parseTime, showTime, zoneOffset } from "../time.js";
import type { SourceRef, TranscriptConversation, TranscriptMessage } from "../types.js";
import { unread } from "../unread.js";

const SESSION = /^-{8,}\s*(.+?)\s*-{8,}\s*$/;
const RECORD = /^([^\r\n]{0,80}?)\((\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2})\):[ \t]{0,3}([^]*)$/;
/** What may stand before the first session: the account, a ruler, the kind of chat. */
const PREAMBLE = /^\s*(?:=+|单聊|群聊|[^\s:：]{1,40}[:：][^\s:：]{1,40})?\s*$/;
/** Characters of a record at most. */
const MOST_LENGTH = 4 << 20;

/** Whether the beginning of a text is of this format. */
export function isQianniu(head: string): boolean {
  return /^-{8,}.+-{8,}[ \t]*\r?$/m.test(head) && /^[^\r\n]{0,80}?\(\d{4}-\d{1,2}-\d{1,2} \d{1,2}:\d{2}:\d{2}\):/m.test(head);
}

/**
 * Goes over the file, or a part of it that begins with a session, once.
 * @param line its first line
 */
export async function* readQianniu(text: AsyncIterable<string>, file: string, line: number, mapping: Mapping | undefined, out: Collector): AsyncGenerator<void> {
  const sessions = new Sessions(file, mapping, out);
  let rest = "";
  let separator = "";
  let skipping = false;
  const tooLong = (record: string): void => out.unread(unread({ file, line }, "too-long", { zh: "这一条太长，不是一条消息", en: "longer than a message can be" }, record));
  const take = (record: string): void => {
    if (skipping) skipping = false;
    else if (record.length > MOST_LENGTH) tooLong(record);
    else sessions.record(record, line);
  };
  for await (const chunk of text) {
    rest += chunk;
    // A file that went through another tool has lost its CRLFs: then every line feed ends a record.
    if (separator === "" && (rest.length > 4096 || rest.includes("\r\n"))) separator = rest.includes("\r\n") ? "\r\n" : "\n";
    if (separator === "") continue;
    let at = 0;
    for (let end = rest.indexOf(separator); end >= 0; end = rest.indexOf(separator, at)) {
      take(rest.slice(at, end));
      line += 1 + breaks(rest, at, end);
      at = end + separator.length;
    }
    rest = rest.slice(at);
    if (rest.length > MOST_LENGTH) {
      if (!skipping) tooLong(rest);
      skipping = true;
      line += breaks(rest, 0, rest.length - 1);
      // A CR at the very end may be the first half of a separator.
      rest = rest.slice(-1);
    }
    yield;
  }
  if (separator === "") separator = "\n";
  for (const record of rest.split(separator)) {
    if (record !== "") take(record);
    line += 1 + breaks(record, 0, record.length);
  }
  sessions.end();
  yield;
}

/** Line breaks of any kind between two places. */
function breaks(text: string, from: number, to: number): number {
  let count = 0;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count++;
  }
  return count;
}

class Sessions {
  private readonly zone: number;
  private readonly agents: Set<string>;
  /** Main accounts: what stands before the colon of an agent's name. */
  private readonly shops = new Set<string>();
  private open: { nick: string; at: SourceRef; messages: TranscriptMessage[] } | null = null;
  private blank = 0;

  constructor(
    private readonly file: string,
    mapping: Mapping | undefined,
    private readonly out: Collector,
  ) {
    this.zone = zoneOffset(mapping?.timezone ?? ZONE);
    this.agents = new Set(mapping?.agents);
  }

  record(record: string, line: number): void {
    const at = { file: this.file, line };
    const session = SESSION.exec(record);
    if (session) {
      this.end();
      this.open = { nick: session[1]!, at, messages: [] };
      return;
    }
    const match = RECORD.exec(record);
    if (match) {
      this.message(match[1]!.trim(), match[2]!, match[3]!, at, record);
      return;
    }
    const last = this.open?.messages.at(-1);
    if (last) {
      // Part of a message after all: some have a CRLF inside. Blank lines count once words follow them.
      if (record.trim() === "") this.blank++;
      else {
        last.text += "\n".repeat(this.blank + 1) + lines(record);
        this.blank = 0;
      }
      return;
    }
    if (record.trim() === "" || (!this.open && PREAMBLE.test(record))) return;
    this.out.unread(unread(at, "no-header", { zh: "前面没有“昵称(时间):”，不知道是谁说的", en: 'no "name(time):" before it tells who said this' }, record));
  }

  private message(nick: string, written: string, text: string, at: SourceRef, record: string): void {
    const time = parseTime(written, this.zone);
    if (time === undefined) {
      this.out.unread(unread(at, "no-time", { zh: `看不懂时间“${written}”`, en: `"${written}" is no time` }, record));
      return;
    }
    this.open ??= { nick, at, messages: [] };
    const shop = isShopNick(nick);
    if (shop) this.shops.add(nick.split(/[:：]/, 1)[0]!);
    const role = shop || this.agents.has(nick) || (this.shops.has(nick) && nick !== this.open.nick) ? "agent" : "customer";
    this.open.messages.push(message(role, lines(text), time, role === "agent" ? nick : undefined, at));
    this.blank = 0;
  }

  /** Closes the open session. */
  end(): void {
    const { open } = this;
    this.open = null;
    this.blank = 0;
    if (!open) return;
    const [begin] = open.messages;
    if (!begin) {
      this.out.unread(unread(open.at, "empty-session", { zh: `“${open.nick}”的会话里没有消息`, en: `the session of "${open.nick}" has no message` }, open.nick));
      return;
    }
    const shop = [...this.shops][0];
    const conversation: TranscriptConversation = { id: `${open.nick} ${showTime(begin.time!, this.zone)}`, messages: open.messages, at: open.at, platform: "taobao" };
    const speaking = open.messages.find(({ agent }) => agent !== undefined)?.agent?.split(/[:：]/, 1)[0] ?? shop;
    if (speaking !== undefined) conversation.shop = speaking;
    this.out.conversation(conversation);
  }
}

function lines(text: string): string {
  return text.includes("\r") ? text.replace(/\r\n?/g, "\n").trimEnd() : text.trimEnd();
}
