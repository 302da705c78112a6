/** Judges single records as an audit judges the conversations of an export. */
import { readFileSync } from "node:fs";
import { bulkConfig } from "../audit/count.js";
import { type AuditRecord, auditRecord } from "../audit/record.js";
import { AUDIT_DEFAULTS } from "../audit/settings.js";
import { Linter } from "../core/linter.js";
import { latinSpeller } from "../rulepack/speller.js";
import { finish, type Grouping } from "../transcripts/group.js";
import { kindOf } from "../transcripts/kinds.js";
import type { TranscriptMessage } from "../transcripts/types.js";
import { CliError, inWords } from "./errors.js";
import { asExported, type InputMessage, type InputRecord } from "./records.js";
import { linterConfig, openPack, type Settings } from "./settings.js";
import { readTargets } from "./targets.js";
import type { Context } from "./terminal.js";
import type { Wire } from "./wire.js";

/**
 * A judge with the audit's settings; from now on the wire reads messages as exports write them.
 * @param autoReplies file with the wordings of automatic replies
 * @throws {CliError | SourceError}
 */
export async function auditJudge(settings: Settings, { wire, autoReplies }: { wire: Wire; autoReplies?: string }, context: Context): Promise<(record: InputRecord) => { result: AuditRecord; kept: Record<string, unknown> }> {
  const targets = readTargets(settings.audit);
  const reading = asExported(targets.zone);
  wire.reading = reading;
  const pack = await openPack(settings, context);
  const linter = new Linter(pack, { ...bulkConfig(linterConfig(settings), { ...AUDIT_DEFAULTS, targets }), speller: latinSpeller(pack, settings.words) });
  const grouping: Grouping = { gap: 0, zone: 0, ...(autoReplies !== undefined && { autoReplies: new Set(readWordings(autoReplies, context)) }) };
  const at = { file: "", line: 0 };
  const message = ({ role, text, kind, time, agent }: InputMessage): TranscriptMessage => ({
    role,
    text,
    kind,
    at,
    ...(role === "bot" && { auto: "marked" as const }),
    ...(time !== undefined && { time: time as number }),
    ...(agent !== undefined && role !== "customer" && role !== "system" && { agent }),
  });
  return (record) => {
    const [conversation] = finish({ id: record.id, at, messages: messagesOf(record, reading.time).map(message) }, false, grouping);
    const { messages } = conversation!;
    const scenario = record.kind === "reply" ? record.reply.scenario : record.conversation.scenario;
    const kept = wire.kept(record.given);
    // As they were judged: the findings' indexes count these.
    if ("messages" in kept) kept.messages = messages.map(({ role, text, time, agent, kind, auto }) => ({ role, text, ...(time !== undefined && { time }), ...(agent !== undefined && { agent }), ...(kind !== "text" && { kind }), ...(auto === "paced" && { auto }) }));
    return { result: auditRecord(linter, { messages, ...(scenario && { scenario }) }, targets.zone), kept };
  };
}

/** The messages of a record; of a single reply, what the customer said and the reply. */
function messagesOf(record: InputRecord, toTime: (value: unknown) => InputMessage["time"]): InputMessage[] {
  if (record.kind === "conversation") return record.conversation.messages;
  const { reply, customer } = record.reply;
  const { agent, time } = record.given;
  const when = toTime(time);
  return [
    ...(customer !== undefined && customer !== "" ? [{ role: "customer", text: customer, kind: kindOf(customer) } as const] : []),
    { role: "agent", text: reply, kind: kindOf(reply), ...(typeof agent === "string" && { agent }), ...(when !== undefined && { time: when }) },
  ];
}

function readWordings(path: string, { say, locale }: Context): string[] {
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw new CliError(say({ zh: `读不了 ${path}：${inWords(error, locale)}。`, en: `Cannot read ${path}: ${inWords(error, locale)}.` }), say({ zh: "检查 --auto-replies；写出一份：replylint import --explain --format json exports/ > auto.json", en: "Check --auto-replies; to make one: replylint import --explain --format json exports/ > auto.json" }));
  }
  const list = typeof value === "object" && value !== null && "autoReplies" in value ? value.autoReplies : value;
  if (Array.isArray(list) && list.every((one) => typeof one === "string")) return list;
  throw new CliError(say({ zh: `${path} 里没有自动回复的列表。`, en: `${path} has no list of automatic replies.` }), say({ zh: '要 ["您好，…", …]，或 import --explain --format json 的输出。', en: 'It takes ["您好，…", …], or the output of import --explain --format json.' }));
}
