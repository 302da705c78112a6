import { CHANNELS, type Conversation, type Message, type Reply, SCENARIOS } from "../core/types.js";
import { nearest } from "../rulepack/nearest.js";
import { kindOf } from "../transcripts/kinds.js";
import { asText } from "../transcripts/records.js";
import { roleReader } from "../transcripts/roles.js";
import { parseTime } from "../transcripts/time.js";
import { MESSAGE_KINDS, type MessageKind } from "../transcripts/types.js";
import type { Context } from "./terminal.js";

/** A line that cannot be judged. */
export class RecordError extends Error {
  constructor(
    readonly code: string,
    message: string,
    /** The record's id as JSON, where it could be read. */
    readonly id?: string,
  ) {
    super(message);
  }
}

/** A message with what it is: told by its `kind`, else by its text (`[图片]`). */
export type InputMessage = Message & { kind: MessageKind };

interface Common {
  /** The id as JSON, letter by letter as it came: a big number keeps all its digits. */
  id: string;
  /** Keys that look like slips for known ones. */
  strange: { key: string; guess: string }[];
  /** Everything that came. */
  given: Record<string, unknown>;
}
/** A record of the contract's shapes. */
export type InputRecord = Common & ({ kind: "reply"; reply: Reply } | { kind: "conversation"; conversation: Omit<Conversation, "messages"> & { messages: InputMessage[] } });

/** How the values of messages are read; undefined for one that says nothing. */
export interface MessageReading {
  role(value: unknown): Message["role"] | undefined;
  time(value: unknown): Message["time"] | undefined;
}

/** As the contract has them. */
const BY_CONTRACT: MessageReading = {
  role: (value) => ROLES.find((role) => role === value),
  time: (value) => (typeof value === "number" ? Number.isFinite(value) : typeof value === "string" && !Number.isNaN(Date.parse(value))) ? (value as string | number) : undefined,
};

/** As exports write them (客服, 买家; 2026-03-01 10:02:03, seconds, milliseconds). @param zone minutes east of Greenwich, for times that name none */
export function asExported(zone: number): MessageReading {
  const roles = roleReader(undefined);
  return { role: (value) => roles(asText(value)), time: (value) => parseTime(asText(value), zone * 60_000) };
}

const KEYS = ["id", "reply", "customer", "scenario", "channel", "platform", "facts", "messages"] as const;
const ROLES = ["agent", "customer", "system", "bot"] as const;

/**
 * Reads one line of `pipe`'s input.
 * @throws {RecordError} naming what is wrong with it
 */
export function readLine(line: string, context: Context, reading = BY_CONTRACT): InputRecord {
  const { say } = context;
  const text = line.endsWith("\r") ? line.slice(0, -1) : line;
  if (text.trim() === "") throw new RecordError("empty-line", say({ zh: "空行；每行要有一个 JSON 对象", en: "an empty line; each line needs a JSON object" }));
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new RecordError("not-json", say({ zh: `不是有效的 JSON：${(error as Error).message}`, en: `not valid JSON: ${(error as Error).message}` }));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value)) throw new RecordError("not-an-object", say({ zh: '要一个 JSON 对象：{"id": …, "reply": "…"}', en: 'expected a JSON object: {"id": …, "reply": "…"}' }));
  const record = value as Record<string, unknown>;
  return readRecord(record, idOf(record.id, text), context, reading);
}

/**
 * Reads a record. A key whose value is null counts as absent.
 * @param id as JSON
 * @throws {RecordError} naming what is wrong with it
 */
export function readRecord(record: Record<string, unknown>, id: string, { say }: Context, reading = BY_CONTRACT): InputRecord {
  const fail = (code: string, zh: string, en: string): never => {
    throw new RecordError(code, say({ zh, en }), id);
  };

  const optional = <T>(key: string, allowed: readonly T[] | null): T | undefined => {
    const given = record[key];
    if (given === undefined || given === null) return undefined;
    if (typeof given !== "string") return fail(`bad-${key}`, `${key} 要是字符串`, `${key} must be a string`);
    if (allowed && !(allowed as readonly unknown[]).includes(given)) {
      const [guess] = nearest(given, allowed as readonly string[]);
      return fail(`unknown-${key}`, `没有“${given}”这个 ${key}${guess ? `，是不是 ${guess}？` : "；"}可用：${allowed.join(" ")}`, `unknown ${key} "${given}"${guess ? `; did you mean "${guess}"?` : ";"} Known: ${allowed.join(" ")}`);
    }
    return given as T;
  };
  const scenario = optional("scenario", SCENARIOS);
  const channel = optional("channel", CHANNELS);
  const platform = optional<string>("platform", null);
  const customer = optional<string>("customer", null);
  const facts = record.facts ?? undefined;
  if (facts !== undefined && (typeof facts !== "object" || Array.isArray(facts))) fail("bad-facts", "facts 要是对象：{\"stock\": 3}", 'facts must be an object: {"stock": 3}');
  const shared = { ...(scenario && { scenario }), ...(channel && { channel }), ...(facts !== undefined && { facts: facts as Record<string, unknown> }) };

  const strange: Common["strange"] = [];
  for (const key in record) {
    if ((KEYS as readonly string[]).includes(key)) continue;
    const [guess] = key.length > 3 ? nearest(key, KEYS) : [];
    if (guess !== undefined && !(guess in record)) strange.push({ key, guess });
  }

  const { reply, messages } = record;
  if (messages !== undefined && messages !== null) {
    if (reply !== undefined && reply !== null) fail("ambiguous", "reply 和 messages 只能有一个", "a record has either reply or messages");
    if (!Array.isArray(messages) || messages.length === 0) return fail("bad-messages", "messages 要是不空的数组", "messages must be an array that is not empty");
    return { id, strange, given: record, kind: "conversation", conversation: { messages: messages.map((message: unknown, index) => readMessage(message, index, reading, fail)), ...shared } };
  }
  if (reply === undefined || reply === null) return fail("no-reply", "没有 reply（要判的回复）", "there is no reply in it");
  if (typeof reply !== "string") return fail("bad-reply", "reply 要是字符串", "reply must be a string");
  return { id, strange, given: record, kind: "reply", reply: { reply, ...shared, ...(customer !== undefined && { customer }), ...(platform !== undefined && { platform }) } };
}

function readMessage(value: unknown, index: number, reading: MessageReading, fail: (code: string, zh: string, en: string) => never): InputMessage {
  const at = `messages[${index}]`;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail("bad-message", `${at} 要是对象`, `${at} must be an object`);
  const { role, text, time, agent, kind } = value as Record<string, unknown>;
  const who = reading.role(role);
  if (who === undefined) return fail("bad-message", `${at}.role 要是 ${ROLES.join("、")} 之一`, `${at}.role must be one of ${ROLES.join(", ")}`);
  if (typeof text !== "string") return fail("bad-message", `${at}.text 要是字符串`, `${at}.text must be a string`);
  const when = time === undefined || time === null ? undefined : (reading.time(time) ?? fail("bad-message", `${at}.time 要是 ISO 8601 或毫秒数`, `${at}.time must be ISO 8601 or milliseconds`));
  if (agent !== undefined && agent !== null && typeof agent !== "string") return fail("bad-message", `${at}.agent 要是字符串`, `${at}.agent must be a string`);
  if (kind !== undefined && kind !== null && !(MESSAGE_KINDS as readonly unknown[]).includes(kind)) return fail("bad-message", `${at}.kind 要是 ${MESSAGE_KINDS.join("、")} 之一`, `${at}.kind must be one of ${MESSAGE_KINDS.join(", ")}`);
  return { role: who, text, kind: (kind as MessageKind | null | undefined) ?? kindOf(text), ...(when !== undefined && { time: when }), ...(typeof agent === "string" && { agent }) };
}

/** A result as one line of JSON with the id first. */
export function withId(id: string, result: object): string {
  const json = JSON.stringify(result);
  return json === "{}" ? `{"id":${id}}` : `{"id":${id},${json.slice(1)}`;
}

/**
 * The id as JSON. Numbers and nested ids are copied from the line: `JSON.parse` would round 9007199254740993, and a
 * warehouse joins on it.
 */
function idOf(id: unknown, line: string): string {
  if (id === undefined || id === null) return "null";
  if (typeof id === "string" || typeof id === "boolean") return JSON.stringify(id);
  if (typeof id === "number" && Number.isSafeInteger(id) && Math.abs(id) < 1e15) return String(id);
  return rawValue(line, "id") ?? JSON.stringify(id);
}

/** The id of a line that is not valid UTF-8, where the damage lies elsewhere. */
export function salvageId(bytes: Buffer): string | undefined {
  const line = bytes.toString("utf8");
  try {
    const value = JSON.parse(line) as { id?: unknown } | null;
    const id = idOf(value?.id, line);
    return id.includes("\ufffd") ? undefined : id;
  } catch {
    return undefined;
  }
}

/** The text of a key's value in a JSON object; of a key that is there twice the last one, as `JSON.parse` has it. */
function rawValue(json: string, key: string): string | null {
  let depth = 0;
  let found: string | null = null;
  let expectKey = false;
  let from = -1;
  for (let i = 0; i < json.length; i++) {
    const ch = json[i]!;
    if (ch === '"') {
      const start = i;
      for (i++; i < json.length && json[i] !== '"'; i++) if (json[i] === "\\") i++;
      if (depth === 1 && expectKey) {
        expectKey = false;
        let colon = i + 1;
        while (/\s/.test(json[colon]!)) colon++;
        if (JSON.parse(json.slice(start, i + 1)) === key) from = colon + 1;
        i = colon;
      }
    } else if (ch === "{" || ch === "[") {
      depth++;
      if (depth === 1) expectKey = true;
    } else if (ch === "}" || ch === "]" || ch === ",") {
      if (depth === 1) {
        if (from >= 0) found = json.slice(from, i).trim();
        from = -1;
        expectKey = ch === ",";
      }
      if (ch !== ",") depth--;
    }
  }
  return found;
}
