/** What an audit answers: plain JSON, the same whatever the number of workers. Reporters render it and judge nothing. */
import type { Bilingual, ConversationFacts, Critical, Dimension, Finding, Level, Scenario, Severity, Targets, Verdict } from "../core/types.js";
import type { MessageKind, SourceRef, Unread } from "../transcripts/types.js";

/** Counts and scores of a group of responses. A response is every agent message between two customer turns. */
export interface Tally {
  conversations: number;
  /** Responses that were judged. */
  responses: number;
  /** Responses with a verdict other than `not-applicable`. */
  scored: number;
  failed: number;
  critical: number;
  findings: number;
  /** Mean of the scored responses, 0–100; null where none was scored. */
  score: number | null;
}

export interface GroupRow extends Tally {
  /** Empty where the export names none. */
  name: string;
  /** Of an agent, where it is known. */
  team?: string;
  /** Rules that fired most in this group, most first. */
  rules: { rule: string; count: number }[];
  timing: Timing;
  promises: PromiseCounts;
}

export interface RuleRow {
  rule: string;
  guidance: string[];
  dimension: Dimension;
  severity: Severity;
  critical?: Critical;
  /** Short description of the rule, for a table's row. */
  title: Bilingual;
  count: number;
  conversations: number;
  /** Findings per 1,000 judged responses. */
  perThousand: number;
  /** Reported words, most frequent first. */
  examples: { text: string; count: number; at: SourceRef }[];
}

/** One wording of the agents (a message), however often it was sent; only what was sent twice or more. */
export interface TextRow {
  text: string;
  count: number;
  /** Mean score of the responses that it was part of; null where none was scored. */
  score: number | null;
  /** Rules that fired on words of it, in order of their ids. */
  rules: string[];
  agents: number;
  first: SourceRef;
  /** The phrasebook's entry with this text, if a phrasebook was given. */
  phrasebook?: { file: string; line: number; id?: string };
}

/** Response times of people; bots and automatic replies answer nothing. Seconds, rounded to a tenth. */
export interface Timing {
  /** Responses with times on both sides, those to questions asked at night left out. */
  measured: number;
  /** Of these, first responses of their conversation. */
  firstMeasured: number;
  /** Responses to questions asked at night: counted apart and measured nowhere. */
  atNight: number;
  /** Mean of the first responses. */
  firstResponseSeconds: number | null;
  /** Mean of all responses. */
  averageResponseSeconds: number | null;
  longestResponseSeconds: number | null;
  /** Share of first responses, and of all, by a person within so many seconds, 0–1; null where none was measured. */
  within: { seconds: number; share: number | null; all: number | null }[];
  /** Conversations whose last question no person answered. */
  unanswered: number;
}

export interface PromiseCounts {
  kept: number;
  late: number;
  "not-seen": number;
  "not-judgeable": number;
}

export interface ReportMessage {
  role: "agent" | "customer" | "bot" | "system";
  text: string;
  time?: number;
  agent?: string;
  kind: MessageKind;
  at: SourceRef;
}

/** Why a conversation was kept for reading. */
export type KeptAs = "worst" | "best" | "sample";

/** One conversation, laid out for a person to read. */
export interface ConversationRow {
  id: string;
  keptAs?: KeptAs[];
  at: SourceRef;
  agents: string[];
  team?: string;
  platform?: string;
  shop?: string;
  scenario: Scenario;
  /** Responses that were judged. */
  responses: number;
  startedAt: number | null;
  score: number | null;
  verdict: Verdict;
  findings: Finding[];
  conversation: ConversationFacts;
  /** Present where the conversation was kept for reading; findings point into them by `messageIndex`. */
  messages?: ReportMessage[];
  fields?: Record<string, string>;
}

/** A case review: situation, task, action, result, reflection, each line with the message it rests on. */
export interface StarSheet {
  id: string;
  which: "best" | "worst";
  situation: StarLine[];
  task: StarLine[];
  action: StarLine[];
  result: StarLine[];
  reflection: StarLine[];
}
export interface StarLine {
  text: Bilingual;
  messageIndex?: number;
}

export interface FileRow {
  file: string;
  format: string;
  encoding: string;
  bytes: number;
  conversations: number;
  messages: number;
  unread: number;
}

/** What the figures were measured by. */
export interface AuditTargets extends Targets {
  /** Seconds for which shares are counted. */
  within: number[];
}

/** Conversations drawn for people to review. */
export interface SampleSpec {
  /** `stratified` takes as many of each agent; `risk` those that look worst. */
  kind: "random" | "stratified" | "risk";
  size: number;
  seed: number;
}

/** How two audits compare; shares and rates of both, so that their sizes do not matter. */
export interface Trend {
  before: TrendSide;
  now: TrendSide;
  /** Findings per 1,000 judged responses. */
  rules: { rule: string; before: number; now: number }[];
  agents: { name: string; before: number | null; now: number | null }[];
}
export interface TrendSide {
  from: number | null;
  to: number | null;
  responses: number;
  score: number | null;
  /** 0–1; null where nothing was scored. */
  passRate: number | null;
  critical: number;
  firstResponseSeconds: number | null;
  /** Of the promises that can be judged, 0–1. */
  promisesKept: number | null;
}

/** A rule on `shadow`. */
export interface ShadowRow {
  rule: string;
  title: Bilingual;
  count: number;
  /** Hits per 1,000 responses. */
  perThousand: number;
}

export interface AuditReport {
  version: 1;
  tool: string;
  ruleset: string;
  level: Level;
  passMark: number;
  /** Whether personal data is hidden. */
  masked: boolean;
  targets: AuditTargets;
  input: {
    files: FileRow[];
    messages: number;
    byRole: Record<ReportMessage["role"], number>;
    byKind: Partial<Record<MessageKind, number>>;
    /** Agent messages told to be automatic. */
    autoReplies: number;
    unreadCount: number;
    unreadByCode: Record<string, number>;
    /** The first of them. */
    unread: Unread[];
    from: number | null;
    to: number | null;
  };
  total: Tally;
  timing: Timing;
  promises: PromiseCounts;
  mood: { better: number; worse: number; same: number; unknown: number };
  points: { id: string; count: number; perThousand: number }[];
  dimensions: { dimension: Dimension; score: number | null }[];
  rules: RuleRow[];
  /** Rules that are tried out, unseen and unscored: what they would have found. */
  shadow?: ShadowRow[];
  agents: GroupRow[];
  teams: GroupRow[];
  scenarios: GroupRow[];
  /** Named by ISO date, Asia/Shanghai unless set otherwise. */
  days: GroupRow[];
  texts: TextRow[];
  /** Kept for reading: the worst first, then the best, then the sample; each once. */
  conversations: ConversationRow[];
  stars: StarSheet[];
  /** How the sample was drawn, where one was asked for. */
  sample?: SampleSpec;
  /** Against an earlier report, where one was given. */
  trend?: Trend;
}
