/**
 * The audit's own report from stored results of `pipe --audit`: each record tells how its conversation was judged, so that
 * nothing has to be judged again, and the figures are those of an audit of the same transcripts.
 */
import { type Bilingual, DIMENSIONS, type ConversationAnalysis, type DimensionScore, type Dimension, type Finding, type PromiseRecord, type ResponseAnalysis } from "../core/types.js";
import type { SourceRef, TranscriptConversation, TranscriptMessage, Unread } from "../transcripts/types.js";
import { longMessages } from "./count.js";
import { finish, type Finish, type RuleFacts } from "./finish.js";
import type { AuditReport } from "./report.js";
import type { StoredResult } from "./schema.js";
import type { AuditSettings } from "./settings.js";
import { AuditTally, RangeCounter } from "./tally.js";

/** Conversations that are counted before their sums are added up: wordings of these are held one by one. */
const RANGE = 20_000;

/** A result that tells all that an audit counts. */
export type RestorableResult = StoredResult & Required<Pick<StoredResult, "responses">> & { messages: NonNullable<StoredResult["messages"]> };

export function isRestorable(result: StoredResult): result is RestorableResult {
  return result.responses !== undefined && result.messages !== undefined && result.messages !== null;
}

/** Takes records one by one and gives the report at the end. */
export class RestoredReport {
  private readonly tally: AuditTally;
  private counter: RangeCounter;
  private open = 0;
  private bytes = 0;
  private readonly rulesets = new Set<string>();
  /** The first finding of each rule. */
  private readonly rules = new Map<string, Finding>();

  constructor(
    private readonly file: string,
    private readonly format: string,
    private readonly settings: AuditSettings,
  ) {
    this.tally = new AuditTally(settings);
    this.counter = new RangeCounter(settings);
  }

  /** Counts what was read, for the list of files. */
  read(bytes: number): void {
    this.bytes += bytes;
  }

  /** A record that is no result, or says that there is none. */
  skip(line: number, code: string, message: Unread["message"], raw: string): void {
    this.counter.unread({ at: this.at(line), code, message, raw: raw.slice(0, 200) });
  }

  add(record: RestorableResult, line: number): void {
    if (record.ruleset !== undefined) this.rulesets.add(record.ruleset);
    for (const finding of record.findings) if (!this.rules.has(finding.rule)) this.rules.set(finding.rule, finding);
    const at = this.at(line);
    const { id, team, shop, platform } = record;
    const conversation: TranscriptConversation = {
      id: typeof id === "string" ? id : JSON.stringify(id ?? null),
      at,
      messages: record.messages.map((message): TranscriptMessage => {
        const { role, text, kind = "text", time, agent, auto } = message;
        return { role, text, kind, at, ...(typeof time === "number" && { time }), ...(agent && { agent }), ...(auto && { auto }) };
      }),
      ...(team && { team }),
      ...(shop && { shop }),
      ...(platform && { platform }),
    };
    for (const one of longMessages(conversation.messages)) this.counter.unread(one);
    this.counter.conversation(conversation, analysisOf(record));
    if (++this.open === RANGE) this.close();
  }

  /** Adds up what was counted since. */
  private close(): void {
    this.tally.add(this.counter.result(), 0, [this.file]);
    this.counter = new RangeCounter(this.settings);
    this.open = 0;
  }

  /** The report on everything; of a rule that is not among those given its findings tell what it is. */
  report(how: Omit<Finish, "ruleset" | "settings" | "files">): AuditReport {
    this.close();
    const { conversations, messages, unreadCount } = this.tally.sums;
    const files = [{ file: this.file, format: this.format, encoding: "utf-8", bytes: this.bytes, conversations, messages, unread: unreadCount }];
    const others = [...this.rules.values()].filter(({ rule }) => !how.rules.some(({ id }) => id === rule));
    const rules = [...how.rules, ...others.map(({ rule, message, text, ...facts }): RuleFacts => ({ id: rule, ...facts, message: titled(text === "" ? message : message.replaceAll(text, "…")) }))];
    return finish(this.tally, { ...how, rules, ruleset: [...this.rulesets].sort().join(" "), settings: this.settings, files });
  }

  private at(line: number): SourceRef {
    return { file: this.file, line };
  }
}

function titled(text: string): Bilingual {
  return { zh: text, en: text };
}

function analysisOf({ scenario = "general", score, verdict, findings, conversation, responses, shadow }: RestorableResult): ConversationAnalysis {
  const own = findings.map(({ response: _, whole: __, ...finding }) => finding as Finding);
  const { promises = [], ...facts } = conversation ?? { firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null, unanswered: false, mood: null };
  const firstAsked = responses.findIndex(({ first }) => first);
  return {
    scenario,
    score,
    verdict,
    responses: responses.map(({ messages, scenario: matter, score: points, verdict: says, short, waitedMs, atNight }, index): ResponseAnalysis => ({
      customer: [],
      agent: messages,
      scenario: matter,
      score: points,
      verdict: says,
      dimensions: Object.fromEntries(DIMENSIONS.map((dimension) => [dimension, { score: 100 - (short[dimension] ?? 0), weight: 1 }])) as Record<Dimension, DimensionScore>,
      findings: own.filter((_, at) => findings[at]!.response === index && !findings[at]!.whole),
      // Only whether something was asked is counted.
      asked: firstAsked >= 0 && index >= firstAsked ? 0 : -1,
      seconds: waitedMs === null ? null : waitedMs / 1000,
      atNight,
    })),
    findings: own,
    late: own.filter((_, at) => findings[at]!.whole),
    ...(shadow && { shadow }),
    conversation: { ...facts, promises: promises.map(({ response: _, ...promise }) => promise as PromiseRecord) },
  };
}
