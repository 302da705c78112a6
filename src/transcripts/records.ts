/** Reading loosely typed JSON records. */
import { headerKey } from "./columns.js";

export type Json = Record<string, unknown>;

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const keys = new Map<string, string>();

/** A key in the form in which it is looked up: `SessionId`, `session_id` and `sessionId` are one. */
function plain(key: string): string {
  let known = keys.get(key);
  if (known === undefined) {
    known = headerKey(key);
    if (keys.size < 5000) keys.set(key, known);
  }
  return known;
}

/** A value as a text; nothing is the empty text. */
export function asText(value: unknown): string {
  if (value === undefined || value === null) return "";
  if (typeof value === "string") return value;
  return typeof value === "number" || typeof value === "boolean" || typeof value === "bigint" ? String(value) : JSON.stringify(value);
}

/** A record whose keys are looked up however they are spelt. */
export class Fields {
  private readonly values = new Map<string, unknown>();

  constructor(record: Json) {
    for (const key of Object.keys(record)) this.values.set(plain(key), record[key]);
  }

  has(key: string): boolean {
    return this.values.has(key);
  }

  get(key: string): unknown {
    return this.values.get(key);
  }

  /** The first of these that is a text or a number, as a text. */
  text(...names: string[]): string | undefined {
    for (const name of names) {
      const value = this.values.get(name);
      if (typeof value === "string" && value !== "") return value;
      if (typeof value === "number" || typeof value === "bigint") return String(value);
    }
    return undefined;
  }

  object(key: string): Fields | undefined {
    const value = this.values.get(key);
    return isObject(value) ? new Fields(value) : undefined;
  }

  /** The objects of a list. */
  list(key: string): Json[] {
    const value = this.values.get(key);
    return Array.isArray(value) ? value.filter(isObject) : [];
  }

  isList(key: string): boolean {
    return Array.isArray(this.values.get(key));
  }
}

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: " ", hellip: "…", mdash: "—", ldquo: "“", rdquo: "”" };

/** The words of an HTML body; paragraphs and `<br>` become line breaks. */
export function htmlToText(html: string): string {
  if (!/[<&]/.test(html)) return html;
  return html
    .replace(/<(style|script|head)\b[^]*?<\/\1\s*>/gi, "")
    .replace(/\s*\n\s*/g, " ")
    .replace(/<img\b[^>]*>/gi, "[图片]")
    .replace(/<br\s*\/?>|<\/(?:p|div|li|tr|h\d|blockquote)\s*>/gi, "\n")
    .replace(/<!--[^]*?-->|<\/?[a-z][^>]*>/gi, "")
    .replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|([a-z]{2,8}));/gi, (whole, decimal: string | undefined, hex: string | undefined, name: string | undefined) => {
      if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
      const code = decimal !== undefined ? Number(decimal) : Number.parseInt(hex!, 16);
      return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole;
    })
    .replace(/[ \t]*\n[ \t]*/g, "\n")
    .trim();
}
