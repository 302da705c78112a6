/** JSON and NDJSON: which vendor's, where in it the records are, and what each record says. */
import { findColumns, headerKey } from "./columns.js";
import type { Damage } from "./decode.js";
import { BAD_BYTES } from "./delimited.js";
import { alibaba } from "./formats/alibaba.js";
import { type JsonFormat, Output } from "./formats/format.js";
import { freshdesk } from "./formats/freshdesk.js";
import { gorgias } from "./formats/gorgias.js";
import { intercom } from "./formats/intercom.js";
import { jd } from "./formats/jd.js";
import { pdd } from "./formats/pdd.js";
import { replylint } from "./formats/replylint.js";
import { taobao } from "./formats/taobao.js";
import { wecom } from "./formats/wecom.js";
import { weixin } from "./formats/weixin.js";
import { zendesk } from "./formats/zendesk.js";
import type { Collector } from "./group.js";
import { type JsonPath, type JsonPiece, JsonScanner, listsIn, valueAt } from "./json-stream.js";
import type { Mapping } from "./mapping.js";
import { asText, Fields, isObject, type Json } from "./records.js";
import type { Role } from "./roles.js";
import { TableReader, ZONE } from "./table.js";
import { zoneOffset } from "./time.js";
import type { ColumnPlan, FilePlan, Format } from "./types.js";
import { unread } from "./unread.js";

/** The first whose test a record passes is taken: the more particular come first. */
const JSON_FORMATS: readonly JsonFormat[] = [intercom, gorgias, freshdesk, zendesk, alibaba, wecom, weixin, jd, pdd, taobao, replylint];

/** How a JSON file is laid out. */
export interface JsonLayout {
  format: Format;
  /** One record a line; else the records stand at `path`. */
  lines: boolean;
  path: JsonPath;
  columns?: ColumnPlan;
}

/** The layout, told from the beginning of the text; null where nothing in it is known. */
export function findJsonLayout(head: string, mapping: Mapping | undefined): JsonLayout | null {
  const lines = head.split("\n", 50).filter((line) => line.trim() !== "");
  const onLines = lines.map(parse).filter(isObject);
  // A document may stand on one line: then what is in it counts.
  const several = onLines.length > 1 || (lines.length > 2 && onLines.length === 1);
  const top = onLines.length > 0 ? onLines : [parse(valueAt(head, head.search(/\S/)))].filter(isObject);
  const whole = known(top, mapping);
  if (whole) return { ...whole, lines: several, path: null };
  if (several) {
    const columns = jsonColumns(onLines, mapping);
    return columns && { format: "json", lines: true, path: null, columns };
  }
  const lists = listsIn(head).map(({ path, first }) => ({ path, sample: parse(first) }));
  for (const { path, sample } of lists) {
    const found = isObject(sample) ? known([sample], mapping) : null;
    if (found) return { ...found, lines: false, path };
  }
  for (const { path, sample } of [...lists, { path: null, sample: top[0] }]) {
    const columns = isObject(sample) ? jsonColumns([sample], mapping) : null;
    if (columns) return { format: "json", lines: false, path, columns };
  }
  return null;
}

function known(samples: readonly Json[], mapping: Mapping | undefined): { format: Format } | null {
  if (mapping?.format === "json") return null;
  for (const sample of samples) {
    const fields = new Fields(sample);
    const found = JSON_FORMATS.find(({ format, test }) => (mapping?.format === undefined || mapping.format === format) && test(fields));
    if (found) return { format: found.format };
  }
  return null;
}

/** Columns of records that no vendor's format describes: their keys, those of nested objects as `from.name`. */
function jsonColumns(samples: readonly Json[], mapping: Mapping | undefined): ColumnPlan | null {
  const names: string[] = [];
  for (const sample of samples) for (const record of unnested(sample)) for (const name of flatKeys(record)) if (!names.includes(name)) names.push(name);
  const at = findColumns(names, mapping);
  return at.text === undefined && at.customerText === undefined ? null : { headerLine: 0, names, at };
}

const MESSAGES = ["messages", "message", "msgs", "dialogue", "dialog", "dialogs", "chat", "chats", "turns", "history", "records", "items", "list", "comments", "conversation", "content", "对话", "消息", "聊天记录"];

/** A record that holds a list of messages as one record a message, each with the outer record's values; else itself. */
function unnested(record: Json): Json[] {
  for (const key of Object.keys(record)) {
    const value = record[key];
    if (!MESSAGES.includes(headerKey(key)) || !Array.isArray(value) || !value.some(isObject)) continue;
    const { [key]: _, ...outer } = record;
    return value.filter(isObject).map((message) => ({ ...outer, ...message }));
  }
  return [record];
}

function flatKeys(record: Json): string[] {
  return Object.keys(record).flatMap((key) => {
    const value = record[key];
    return isObject(value) ? Object.keys(value).map((inner) => `${key}.${inner}`) : [key];
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/**
 * Goes over the records of a file, or of a part of it, once.
 * @param line its first line
 */
export async function* readJson(text: AsyncIterable<string>, plan: FilePlan, line: number, mapping: Mapping | undefined, out: Collector, damage: Damage): AsyncGenerator<void> {
  const { format, file, json } = plan;
  const zone = zoneOffset(mapping?.timezone ?? ZONE);
  const mapped = mappedRole(mapping);
  const reader = JSON_FORMATS.find((one) => one.format === format);
  const table = reader ? null : new TableReader(file, plan.columns!, mapping, out);
  const take = ({ text: piece, line: begin, broken }: JsonPiece): void => {
    const at = { file, line: begin };
    if (damage.met && piece.includes("\ufffd")) out.unread(unread(at, "bad-bytes", BAD_BYTES, piece));
    if (broken !== undefined) return out.unread(unread(at, broken, BROKEN[broken], piece));
    let record: unknown;
    try {
      record = JSON.parse(piece);
    } catch (error) {
      const detail = (error as Error).message;
      return out.unread(unread(at, "not-json", { zh: `不是有效的 JSON：${detail}`, en: `not valid JSON: ${detail}` }, piece));
    }
    if (!isObject(record)) return out.unread(unread(at, "not-an-object", { zh: "这里要是一个 JSON 对象", en: "expected a JSON object" }, piece));
    if (table) for (const one of unnested(record)) table.row(plan.columns!.names.map((name) => valueOf(one, name)), begin);
    else {
      const fields = new Fields(record);
      if (reader!.test(fields)) reader!.read(fields, new Output(out, at, record, zone, mapped));
      else out.unread(unread(at, "other-format", { zh: "和这个文件里的其他记录不是一种格式", en: "is not of the format of the other records in this file" }, piece));
    }
  };
  const pieces = json!.lines ? new LineScanner(take, line) : new JsonScanner(json!.path, take);
  for await (const part of text) {
    pieces.push(part);
    yield;
  }
  pieces.push("", true);
  yield;
}

const BROKEN = {
  truncated: { zh: "文件在这里断了，这一条不完整", en: "the file ends inside this record" },
  "too-long": { zh: "这一条太长，不是一条记录", en: "longer than a record can be" },
};

function valueOf(record: Json, name: string): string {
  let value: unknown = record[name];
  if (value === undefined && name.includes(".")) {
    const [outer, inner] = name.split(".", 2) as [string, string];
    const object = record[outer];
    value = isObject(object) ? object[inner] : undefined;
  }
  return asText(value);
}

function mappedRole(mapping: Mapping | undefined): (value: string) => Role | undefined {
  const roles = new Map((Object.entries(mapping?.roles ?? {}) as [Role, string[]][]).flatMap(([role, values]) => values.map((value) => [headerKey(value), role] as const)));
  return (value) => (roles.size === 0 ? undefined : roles.get(headerKey(value)));
}

/** Characters of a line at most. */
const MOST_LINE = 32 << 20;

/** Records that stand one a line: a broken one harms itself alone. */
class LineScanner {
  private rest = "";
  private skipping = false;

  constructor(
    private readonly onPiece: (piece: JsonPiece) => void,
    private line: number,
  ) {}

  push(chunk: string, last = false): void {
    const text = this.rest + chunk;
    let at = 0;
    for (let feed = text.indexOf("\n"); feed >= 0; feed = text.indexOf("\n", at)) {
      this.take(text.slice(at, feed));
      at = feed + 1;
      this.line++;
    }
    this.rest = text.slice(at);
    if (this.rest.length > MOST_LINE && !this.skipping) {
      this.onPiece({ text: this.rest.slice(0, 1000), line: this.line, broken: "too-long" });
      this.skipping = true;
    }
    if (this.skipping) this.rest = "";
    if (last && this.rest !== "") this.take(this.rest);
  }

  private take(line: string): void {
    if (this.skipping) this.skipping = false;
    else if (line.length > MOST_LINE) this.onPiece({ text: line.slice(0, 1000), line: this.line, broken: "too-long" });
    else if (line.trim() !== "") this.onPiece({ text: line, line: this.line });
  }
}
