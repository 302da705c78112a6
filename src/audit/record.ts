/** One conversation as an audit judges and counts it, in one record: what an engine stores, and its own sums add up to the audit's. */
import { isAutoReply } from "../core/conversation.js";
import type { Linter } from "../core/linter.js";
import { type ConversationFacts, type Dimension, DIMENSIONS, type Finding, type PromiseRecord, type ResponseAnalysis, type Scenario, type Verdict } from "../core/types.js";
import type { TranscriptMessage } from "../transcripts/types.js";
import type { ReportMessage } from "./report.js";
import { MOST_JUDGED, toMessage } from "./rows.js";

const DAY = 86_400_000;

/** What a conversation adds to the figures about the input. */
export interface RecordInput {
  byRole: Record<ReportMessage["role"], number>;
  /** Agent messages told to be automatic. */
  autoReplies: number;
}

/** One response; all that groups by agent, scenario or day need. */
export interface RecordResponse {
  /** Its messages: indexes. */
  messages: number[];
  /** Of these, the ones that are words: an audit counts them as wordings. */
  wordings: number[];
  /** Who wrote the first of them; empty where nobody is named. */
  agent: string;
  /** Milliseconds since the epoch, of the first of them. */
  time: number | null;
  /** ISO date of it, at the audit's time zone. */
  day: string | null;
  scenario: Scenario;
  score: number | null;
  verdict: Verdict;
  critical: boolean;
  /** Points short of 100, where there are any, of a response that was scored. */
  short: Partial<Record<Dimension, number>>;
  /** Milliseconds from the question to the answer; null without a question, or without times. */
  waitedMs: number | null;
  /** Whether it is the first that answers a question. */
  first: boolean;
  atNight: boolean;
  /** Whether it is the one before the last question, which nobody answered. */
  unanswered: boolean;
}

/** `response`: number of the response that it counts with, null where the conversation has none. */
export interface RecordFinding extends Finding {
  response: number | null;
  /** Of the conversation as a whole, not of the response's words. */
  whole: boolean;
}

/** The output of `pipe --audit` without its `id`. */
export interface AuditRecord {
  version: 1;
  ruleset: string;
  scenario: Scenario;
  score: number | null;
  verdict: Verdict;
  findings: RecordFinding[];
  conversation: Omit<ConversationFacts, "promises"> & { promises: (PromiseRecord & { response: number | null })[] };
  responses: RecordResponse[];
  input: RecordInput;
  /** Messages of which only the beginning was judged: indexes. */
  long?: number[];
  shadow?: Record<string, number>;
  exempted?: Record<string, number>;
  crashed?: { rule: string; message: string }[];
}

/** Number of the response with which something in a message counts: the one before it, else the first; -1 where there is none. */
export function responseAt(responses: readonly ResponseAnalysis[], messageIndex: number): number {
  const at = responses.findLastIndex(({ agent }) => agent[0]! <= messageIndex);
  return at < 0 && responses.length > 0 ? 0 : at;
}

/** Whether a message counts among the automatic replies. */
export function isAutomatic({ role, text, auto }: TranscriptMessage): boolean {
  return auto === "paced" || (role === "agent" && isAutoReply(text));
}

/** ISO date of a moment. @param zone minutes east of Greenwich */
export function dayOf(time: number, zone: number): string {
  return new Date(Math.floor((time + zone * 60_000) / DAY) * DAY).toISOString().slice(0, 10);
}

/** Whether a message is one of the wordings that are counted. */
export function isWording({ kind, text }: TranscriptMessage): boolean {
  return kind === "text" && text !== "";
}

/** What a response's dimensions are short of 100. */
export function shortOf({ score, findings, dimensions }: ResponseAnalysis): Partial<Record<Dimension, number>> {
  const short: Partial<Record<Dimension, number>> = {};
  if (score === null || findings.length === 0) return short;
  for (const dimension of DIMENSIONS) if (dimensions[dimension].score < 100) short[dimension] = 100 - dimensions[dimension].score;
  return short;
}

/**
 * Judges a conversation.
 * @param linter as `bulkConfig` sets it up
 * @param zone minutes east of Greenwich at which days are told
 */
export function auditRecord(linter: Linter, { messages, scenario }: { messages: readonly TranscriptMessage[]; scenario?: Scenario }, zone: number): AuditRecord {
  const analysis = linter.analyseConversation({ messages: messages.map(toMessage), ...(scenario && { scenario }) });
  const { findings, late, conversation, shadow, exempted, crashed } = analysis;
  const at = (messageIndex: number): number | null => {
    const number = responseAt(analysis.responses, messageIndex);
    return number < 0 ? null : number;
  };
  const unansweredAt = conversation.unanswered ? at(messages.length - 1) : null;
  const firstAt = analysis.responses.findIndex(({ asked }) => asked >= 0);
  const responses = analysis.responses.map((response, index): RecordResponse => {
    const { agent: own, scenario: matter, score, verdict, seconds, atNight } = response;
    const { agent = "", time } = messages[own[0]!]!;
    return {
      messages: own,
      wordings: own.filter((message) => isWording(messages[message]!)),
      agent,
      time: time ?? null,
      day: time === undefined ? null : dayOf(time, zone),
      scenario: matter,
      score,
      verdict,
      critical: response.findings.some((finding) => finding.critical),
      short: shortOf(response),
      waitedMs: seconds === null ? null : Math.round(seconds * 1000),
      first: index === firstAt,
      atNight,
      unanswered: index === unansweredAt,
    };
  });
  const input: RecordInput = { byRole: { agent: 0, customer: 0, bot: 0, system: 0 }, autoReplies: 0 };
  for (const message of messages) {
    input.byRole[message.role]++;
    if (isAutomatic(message)) input.autoReplies++;
  }
  const long = messages.flatMap(({ text }, index) => (text.length > MOST_JUDGED ? [index] : []));
  return {
    version: 1,
    ruleset: linter.ruleset,
    scenario: analysis.scenario,
    score: analysis.score,
    verdict: analysis.verdict,
    findings: findings.map((finding) => ({ ...finding, response: at(finding.messageIndex!), whole: late.includes(finding) })),
    conversation: { ...conversation, promises: conversation.promises.map((promise) => ({ ...promise, response: at(promise.messageIndex) })) },
    responses,
    input,
    ...(long.length > 0 && { long }),
    ...(shadow && { shadow }),
    ...(exempted && { exempted }),
    ...(crashed && { crashed }),
  };
}
