/**
 * The public shapes: what goes in (a reply, a conversation) and what comes out (findings, moves, scorecard).
 * Offsets everywhere are UTF-16 code units into the text as it was given.
 */

export const SCENARIOS = [
  "presale", "price", "stock", "promotion", "payment", "reminder", "chase", "damaged", "quality", "refund",
  "complaint", "suggestion", "beyond-policy", "hold", "follow-up", "opening", "closing", "general",
] as const;
export type Scenario = (typeof SCENARIOS)[number];

export const CHANNELS = ["chat", "broadcast", "page", "bot"] as const;
export type Channel = (typeof CHANNELS)[number];

export const DIMENSIONS = [
  "ownership", "promise", "compliance", "empathy", "action", "time", "clarity", "courtesy", "language",
] as const;
export type Dimension = (typeof DIMENSIONS)[number];

export const SEVERITIES = ["error", "warning", "info"] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a configuration may make of a rule: report it so, ask it unseen (`shadow`: counted, not reported, not scored), or not at all. */
export type Stage = Severity | "shadow" | "off";

export const CRITICALS = ["customer", "business", "compliance"] as const;
export type Critical = (typeof CRITICALS)[number];

export const MOVES = [
  "greeting", "thanks", "apology", "empathy", "conclusion", "basis", "attribution", "action", "time", "vague-time",
  "solution", "alternative", "compensation", "verification", "clarify", "consent", "guidance", "hold", "escalation",
  "value", "invitation", "identity", "closing-question", "farewell", "review-invitation", "refusal",
] as const;
export type MoveKind = (typeof MOVES)[number];

export type Locale = "zh" | "en";
export type Level = "default" | "strict";

/** A sentence in both languages of the product. */
export interface Bilingual {
  zh: string;
  en: string;
}

/** By what response times are judged: seconds. */
export interface Targets {
  /** Until a person answers a short question that names no problem. */
  simple: number;
  /** Until a person answers a question that takes a structured answer. */
  standard: number;
  /** Until a person answers a complaint, or a turn that raises several matters. */
  complex: number;
  /** No answer takes longer. */
  limit: number;
  /** So long a hold notice holds that names no time of its own. */
  hold: number;
  /** Hours in which nobody needs to answer, `"23:00-08:00"`; null: there are none. */
  night: string | null;
  /** Minutes east of Greenwich at which the night is told. */
  zone: number;
}

/** One draft reply with what is known about it. Several bubbles of one response are joined by a line break. */
export interface Reply {
  id?: unknown;
  reply: string;
  /** What the customer said just before. */
  customer?: string;
  scenario?: Scenario;
  channel?: Channel;
  platform?: string;
  /** Claims that somebody vouches for (guidance point G13). */
  facts?: Record<string, unknown>;
}

export interface Message {
  role: "agent" | "customer" | "system" | "bot";
  text: string;
  /** ISO 8601 or milliseconds since the epoch. */
  time?: string | number;
  agent?: string;
}

export interface Conversation {
  id?: unknown;
  messages: Message[];
  scenario?: Scenario;
  channel?: Channel;
  facts?: Record<string, unknown>;
}

/** Replace `[start, end)` by `text`. */
export interface Edit {
  start: number;
  end: number;
  text: string;
}

export interface Suggestion {
  title: string;
  edits: Edit[];
}

export interface Finding {
  /** `<dimension>/<name>` */
  rule: string;
  /** Points of the guidance that the rule implements; never empty. */
  guidance: string[];
  dimension: Dimension;
  severity: Severity;
  critical?: Critical;
  message: string;
  /** The reported words: `reply.slice(start, end)`. Empty for something that is missing. */
  text: string;
  start: number;
  end: number;
  messageIndex?: number;
  /** Keeps the meaning; may be applied unseen. */
  fix?: Suggestion;
  /** Offered; a person picks. */
  suggestions: Suggestion[];
}

export interface Move {
  kind: MoveKind;
  start: number;
  end: number;
  text: string;
  messageIndex?: number;
}

export interface Missing {
  kind: MoveKind;
  guidance: string[];
  suggestion?: string;
}

export interface Deduction {
  rule: string;
  points: number;
  reason: string;
}

export interface DimensionScore {
  score: number;
  weight: number;
}

export type Verdict = "pass" | "fail" | "not-applicable";

/** What a lint of one draft reply answers: the result record of the contract without its `id`. */
export interface Result {
  version: 1;
  /** Hash of the compiled rule pack and the configuration. */
  ruleset: string;
  scenario: Scenario;
  scenarioSource: "given" | "inferred";
  /** 0–100; null where nothing is owed and nothing was found. */
  score: number | null;
  verdict: Verdict;
  dimensions: Record<Dimension, DimensionScore>;
  deductions: Deduction[];
  findings: Finding[];
  moves: Move[];
  missing: Missing[];
  /** Hits of rules on `shadow`, by rule. */
  shadow?: Record<string, number>;
  /** Hits of rules that are not reported because the configuration exempts the text they stand in, by that text. */
  exempted?: Record<string, number>;
  /** Rules that crashed on this text; the others were judged all the same. */
  crashed?: { rule: string; message: string }[];
}

export interface PromiseRecord {
  messageIndex: number;
  start: number;
  end: number;
  text: string;
  /** ISO 8601; null where the words give no computable deadline or the message has no time. */
  deadline: string | null;
  outcome: "kept" | "late" | "not-seen" | "not-judgeable";
  keptBy?: number;
}

export interface ConversationFacts {
  firstResponseSeconds: number | null;
  averageResponseSeconds: number | null;
  longestResponseSeconds: number | null;
  unanswered: boolean;
  mood: "better" | "worse" | "same" | null;
  promises: PromiseRecord[];
}

export interface ConversationResult extends Result {
  conversation: ConversationFacts;
}

/** One response of a conversation as it was judged; all numbers but the score are indexes of messages. */
export interface ResponseAnalysis {
  customer: number[];
  agent: number[];
  scenario: Scenario;
  score: number | null;
  verdict: Verdict;
  dimensions: Record<Dimension, DimensionScore>;
  findings: Finding[];
  /** The customer's message that asked; -1 where none did. */
  asked: number;
  /** From that message to the first agent message; null without a question or without times. */
  seconds: number | null;
  /** Whether it was asked in the hours in which nobody needs to answer. */
  atNight: boolean;
}

/** A conversation as it was judged, laid out for counting. */
export interface ConversationAnalysis {
  scenario: Scenario;
  score: number | null;
  verdict: Verdict;
  responses: ResponseAnalysis[];
  /** All findings in order of messages. */
  findings: Finding[];
  /** Of these, the ones of the conversation as a whole. */
  late: Finding[];
  conversation: ConversationFacts;
  /** Hits of rules on `shadow`, by rule. */
  shadow?: Record<string, number>;
  /** Hits of rules that are not reported because the configuration exempts the text they stand in, by that text. */
  exempted?: Record<string, number>;
  crashed?: { rule: string; message: string }[];
}
