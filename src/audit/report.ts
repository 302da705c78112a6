/** What an audit answers: plain JSON, the same whatever the number of workers. Reporters render it and judge nothing. */
import type { Bilingual, ConversationFacts, Critical, Dimension, Finding, Level, Scenario, Severity, Verdict } from "../core/types.js";
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
  name: string;
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

/** One wording of the agents, however often it was sent. */
export interface TextRow {
  text: string;
  count: number;
  score: number | null;
  rules: string[];
  agents: number;
  first: SourceRef;
  /** The phrasebook's entry with this text, if a phrasebook was given. */
  phrasebook?: { file: string; line: number; id?: string };
}

export interface Timing {
  /** Responses with times on both sides. */
  measured: number;
  firstResponseSeconds: number | null;
  averageResponseSeconds: number | null;
  longestResponseSeconds: number | null;
  /** Share of first responses by a person within so many seconds, 0–1; null where none was measured. */
  within: { seconds: number; share: number | null }[];
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

/** One conversation, laid out for a person to read. */
export interface ConversationRow {
  id: string;
  at: SourceRef;
  agents: string[];
  team?: string;
  scenario: Scenario;
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

export interface AuditReport {
  version: 1;
  tool: string;
  ruleset: string;
  level: Level;
  passMark: number;
  input: {
    files: FileRow[];
    messages: number;
    byRole: Record<ReportMessage["role"], number>;
    byKind: Partial<Record<MessageKind, number>>;
    /** Agent messages told to be automatic. */
    autoReplies: number;
    unreadCount: number;
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
  agents: GroupRow[];
  teams: GroupRow[];
  scenarios: GroupRow[];
  /** Named by ISO date, Asia/Shanghai unless set otherwise. */
  days: GroupRow[];
  texts: TextRow[];
  /** Kept for reading: the worst first, then the best, then the sample. */
  conversations: ConversationRow[];
  stars: StarSheet[];
  /** Against an earlier report, where one was given. */
  trend?: { rule: string; before: number; now: number }[];
}
