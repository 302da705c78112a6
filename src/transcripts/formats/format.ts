/** What a reader of one vendor's JSON is. */
import type { Collector, Info } from "../group.js";
import { message } from "../message.js";
import { asText, type Fields, type Json } from "../records.js";
import type { Role } from "../roles.js";
import { parseTime } from "../time.js";
import type { Format, MessageKind, SourceRef, TranscriptMessage } from "../types.js";
import { unread } from "../unread.js";

export interface JsonFormat {
  format: Format;
  /** Whether a record is of this format: told from its keys. */
  test(record: Fields): boolean;
  read(record: Fields, to: Output): void;
}

/** What is known of one message before it is made. */
export interface Draft {
  role: Role | undefined;
  /** The value that the role was read from, for the words about one that is not known. */
  roleValue?: unknown;
  text: string;
  time: unknown;
  agent?: string | undefined;
  /** Unless the text tells it. */
  kind?: MessageKind | undefined;
}

/** Where a format's reader puts what it finds in one record. */
export class Output {
  constructor(
    private readonly out: Collector,
    readonly at: SourceRef,
    private readonly record: Json,
    /** Offset of the export's clock from UTC in milliseconds. */
    readonly zone: number,
    /** Roles that the mapping gives. */
    readonly mappedRole: (value: string) => Role | undefined,
  ) {}

  /** A message of the conversation with this key; `split` where the key is a customer, who comes more than once. */
  row(key: string | undefined, draft: Draft, info?: Info, split = false): void {
    if (key === undefined) return this.fail("no-conversation", { zh: "没有会话编号，也没有客户", en: "names neither a conversation nor a customer" });
    const one = this.make(draft);
    if (one) this.out.message(key, one, info, split);
  }

  /** A whole conversation; its messages stand where the record stands. */
  conversation(id: string, drafts: readonly Draft[], info: Info = {}): void {
    const messages = drafts.map((draft) => this.make(draft)).filter((one) => one !== null);
    if (messages.length > 0) this.out.conversation({ id, messages, at: this.at, ...info });
    else if (drafts.length === 0) this.fail("no-message", { zh: "这一条里没有消息", en: "there is no message in it" });
  }

  fail(code: string, why: { zh: string; en: string }): void {
    this.out.unread(unread(this.at, code, why, JSON.stringify(this.record)));
  }

  private make({ role, roleValue, text, time, agent, kind }: Draft): TranscriptMessage | null {
    let at: number | undefined;
    const written = asText(time);
    if (written !== "") {
      at = parseTime(written, this.zone);
      if (at === undefined) {
        this.fail("no-time", { zh: `看不懂时间“${written}”`, en: `"${written}" is no time` });
        return null;
      }
    }
    const value = asText(roleValue);
    const who = this.mappedRole(value) ?? role;
    if (!who) {
      this.fail("unknown-role", { zh: `不知道“${value}”是客服还是客户；在 --map 的 roles 里写明`, en: `"${value}" is no known role; tell it under roles in --map` });
      return null;
    }
    const one = message(who, text, at, who === "customer" || who === "system" ? undefined : agent, this.at);
    if (kind !== undefined && kind !== "text") one.kind = kind;
    return one;
  }
}

/** Whether a value means yes: `true`, 1, `"1"`, `"true"`, `"Y"`. */
export function yes(value: unknown): boolean {
  return value === true || value === 1 || (typeof value === "string" && /^(1|true|y|yes)$/i.test(value));
}
