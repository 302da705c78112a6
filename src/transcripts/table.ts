/** Rows of a table to messages, whatever the table came in: delimited text, a sheet. */
import { SCENARIOS, type Scenario } from "../core/types.js";
import { findColumns } from "./columns.js";
import type { Collector, Info } from "./group.js";
import { kindReader } from "./kinds.js";
import type { Mapping } from "./mapping.js";
import { message } from "./message.js";
import { isShopNick, roleReader } from "./roles.js";
import { parseTime, zoneOffset } from "./time.js";
import type { ColumnPlan, SourceRef, TranscriptMessage, Unread } from "./types.js";
import { unread } from "./unread.js";

/** Silence after which a customer's next message begins a new conversation, where no column tells conversations apart. */
export const GAP = 12 * 3_600_000;
/** Offset of the clocks that Chinese exports are written by. */
export const ZONE = "+08:00";

/** `30m`, `12h`, `2d` in milliseconds. */
export function duration(text: string): number {
  const match = /^(\d+)\s*([smhd])$/.exec(text)!;
  return Number(match[1]) * { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 }[match[2] as "s" | "m" | "h" | "d"];
}

/**
 * The key under which rows belong together: conversation, else customer; without both columns the whole table where it
 * names senders, else each row. Null for a row that says neither.
 */
export function keyReader(at: ColumnPlan["at"]): (fields: readonly string[], line: number) => string | null {
  const { conversation, customer } = at;
  if (conversation === undefined && customer === undefined) return at.sender === undefined ? (_, line) => String(line) : () => "all";
  return (fields) => (conversation !== undefined && fields[conversation]) || (customer !== undefined && fields[customer]) || null;
}

/** Turns rows into messages. */
export class TableReader {
  private readonly zone: number;
  private readonly key: ReturnType<typeof keyReader>;
  private readonly role;
  private readonly kind;
  private readonly at: ColumnPlan["at"];
  private readonly agents: ReadonlySet<string>;
  private readonly shared: boolean;
  private readonly needed: number;
  private readonly textIsLast: boolean;
  private readonly hasInfo: boolean;
  private readonly extra: [name: string, column: number][];
  private readonly fixed: Info;

  constructor(
    private readonly file: string,
    private readonly columns: ColumnPlan,
    mapping: Mapping | undefined,
    private readonly out: Collector,
  ) {
    const { at, names } = columns;
    this.at = at;
    this.zone = zoneOffset(mapping?.timezone ?? ZONE);
    this.key = keyReader(at);
    this.role = roleReader(mapping);
    this.kind = kindReader(mapping);
    this.agents = new Set(mapping?.agents);
    this.shared = at.conversation === undefined && (at.customer !== undefined || at.sender !== undefined);
    this.needed = 1 + Math.max(...(["text", "customerText", "role", "conversation"] as const).map((field) => at[field] ?? 0));
    this.textIsLast = at.text === names.length - 1;
    this.extra = Object.entries(mapping?.fields ?? {}).flatMap(([name, header]) => {
      const column = findColumns(names, { columns: { text: header } }).text;
      return column === undefined ? [] : [[name, column] as [string, number]];
    });
    this.fixed = { ...(mapping?.platform !== undefined && { platform: mapping.platform }), ...(mapping?.shop !== undefined && { shop: mapping.shop }) };
    this.hasInfo = this.extra.length > 0 || Object.keys(this.fixed).length > 0 || (["platform", "shop", "team", "scenario"] as const).some((field) => at[field] !== undefined);
  }

  /** Takes one row. The array is not kept. */
  row(fields: string[], line: number): void {
    const { at, columns, out } = this;
    if (fields.length !== columns.names.length && !this.fits(fields)) {
      this.fail(fields, line, "wrong-columns");
      return;
    }
    const key = this.key(fields, line);
    if (key === null) {
      this.fail(fields, line, "no-conversation");
      return;
    }
    let time: number | undefined;
    if (at.time !== undefined) {
      const written = at.date === undefined ? fields[at.time]! : `${fields[at.date] ?? ""} ${fields[at.time] ?? ""}`;
      if (written !== "" && written !== " ") {
        time = parseTime(written, this.zone);
        if (time === undefined) {
          this.fail(fields, line, "no-time");
          return;
        }
      }
    }
    const place: SourceRef = columns.sheet === undefined ? { file: this.file, line } : { file: this.file, line, sheet: columns.sheet };
    // The key is a customer, who comes more than once, or a whole table.
    const split = this.shared || (at.conversation !== undefined && fields[at.conversation] === "");
    const info = this.hasInfo ? this.info(fields) : undefined;
    const agent = at.agent !== undefined && fields[at.agent] ? fields[at.agent] : undefined;
    if (at.customerText !== undefined) {
      // One column for each side: an empty cell is nobody's message.
      const [asked, answered] = [fields[at.customerText]!, at.text === undefined ? "" : fields[at.text]!];
      if (asked.trim() !== "") out.message(key, message("customer", asked, time, undefined, place), info, split);
      if (answered.trim() !== "") out.message(key, message("agent", answered, time, agent, place), info, split);
      if (asked.trim() === "" && answered.trim() === "") this.fail(fields, line, "empty-row");
      return;
    }
    const text = fields[at.text!]!;
    const role = this.roleOf(fields);
    if (role === undefined) {
      this.fail(fields, line, "unknown-role");
      return;
    }
    const name = agent ?? (role === "agent" && at.sender !== undefined ? fields[at.sender] || undefined : undefined);
    const one = message(role, text, time, role === "agent" || role === "bot" ? name : undefined, place);
    const kind = at.kind === undefined ? undefined : this.kind(fields[at.kind] ?? "");
    // The text says more than a type column that calls everything text.
    if (kind !== undefined && kind !== "text") one.kind = kind;
    out.message(key, one, info, split);
  }

  private roleOf(fields: readonly string[]): TranscriptMessage["role"] | undefined {
    const { at } = this;
    if (at.role !== undefined) {
      const value = fields[at.role] ?? "";
      const role = this.role(value);
      if (role !== undefined) return role;
      // A column of names that is called like one of roles.
      return value === "" ? undefined : this.roleOfName(value, fields);
    }
    if (at.sender !== undefined) return this.roleOfName(fields[at.sender] ?? "", fields) ?? "customer";
    // No column tells who speaks: a list of replies.
    return "agent";
  }

  private roleOfName(name: string, fields: readonly string[]): TranscriptMessage["role"] | undefined {
    const { at } = this;
    if (this.agents.has(name)) return "agent";
    if (at.customer !== undefined && fields[at.customer] === name) return "customer";
    if (at.agent !== undefined && fields[at.agent] === name) return "agent";
    const role = this.role(name);
    if (role !== undefined) return role;
    if (isShopNick(name)) return "agent";
    return at.customer !== undefined && at.sender !== undefined ? "agent" : undefined;
  }

  private info(fields: readonly string[]): Info {
    const { at } = this;
    const info: Info = { ...this.fixed };
    for (const field of ["platform", "shop", "team"] as const) {
      const column = at[field];
      if (column !== undefined && fields[column]) info[field] = fields[column];
    }
    const scenario = at.scenario === undefined ? undefined : fields[at.scenario]?.trim();
    if ((SCENARIOS as readonly string[]).includes(scenario ?? "")) info.scenario = scenario as Scenario;
    for (const [name, column] of this.extra) if (fields[column]) (info.fields ??= {})[name] = fields[column];
    return info;
  }

  /** Whether a row with another number of cells than the header can be read all the same; mends it where it can. */
  private fits(fields: string[]): boolean {
    const { names } = this.columns;
    if (fields.length < names.length) return fields.length >= this.needed;
    let extra = fields.length;
    while (extra > names.length && fields[extra - 1] === "") extra--;
    if (extra === names.length) return true;
    if (!this.textIsLast || this.columns.delimiter === undefined) return false;
    // Delimiters in a text that was not quoted: as the text is the last column, they belong to it.
    const last = names.length - 1;
    fields[last] = fields.slice(last).join(this.columns.delimiter);
    fields.length = names.length;
    return true;
  }

  private fail(fields: readonly string[], line: number, code: keyof typeof WHY): void {
    const { sheet, delimiter, names } = this.columns;
    const value = code === "no-time" ? [fields[this.at.date ?? -1], fields[this.at.time!]].filter(Boolean).join(" ") : code === "unknown-role" ? (fields[this.at.role ?? -1] ?? "") : "";
    this.out.unread(unread({ file: this.file, line, ...(sheet !== undefined && { sheet }) }, code, WHY[code](value, fields.length, names.length), fields.join(delimiter ?? "\t")));
  }
}

const WHY = {
  "wrong-columns": (_: string, count: number, expected: number) => ({ zh: `这一行有 ${count} 列，表头是 ${expected} 列`, en: `the row has ${count} columns, the header ${expected}` }),
  "no-conversation": () => ({ zh: "没有会话编号，也没有客户", en: "names neither a conversation nor a customer" }),
  "no-time": (value: string) => ({ zh: `看不懂时间“${value}”`, en: `"${value}" is no time` }),
  "unknown-role": (value: string) => ({ zh: `不知道“${value}”是客服还是客户；在 --map 的 roles 里写明`, en: `"${value}" is neither a known role nor a known name; tell it under roles in --map` }),
  "empty-row": () => ({ zh: "两边都没有内容", en: "both sides are empty" }),
} satisfies Record<string, (value: string, count: number, expected: number) => Unread["message"]>;
