import type { Around, Place } from "./match/compile.js";
import type { HouseRules, Limit } from "./house.js";
import type { Model } from "./model.js";
import type { Bilingual, Channel, Critical, Dimension, Level, Message, MoveKind, Scenario, Severity } from "./types.js";

/** When a rule is asked at all. Class entries are alternatives: `"a|b"` holds where either has a hit. */
export interface When {
  scenario?: Scenario[];
  /** The same, and the scenario was given, not inferred. */
  givenScenario?: Scenario[];
  notScenario?: Scenario[];
  channel?: Channel[];
  /** Whether the customer's words are known. */
  heard?: boolean;
  /** All must occur in what the customer said. */
  customer?: string[];
  /** None may occur in what the customer said. */
  notCustomer?: string[];
  /** All must occur in the reply. */
  reply?: string[];
  /** None may occur in the reply. */
  notReply?: string[];
  /** Every clause of the reply consists of hits of these classes. */
  only?: string[];
  /** Every clause of the reply has a hit of one of these classes. */
  each?: string[];
  /** The record's `facts` must not hold any of these keys. */
  notFacts?: string[];
}

/** How a reply is mended. `{name}` stands for a capture, or for the reply's own words of that class. */
export interface SuggestSource {
  title: Bilingual;
  /** What is replaced … */
  replace?: "match" | "clause" | "sentence" | "places";
  /** … or where something is put in. */
  insert?: "start" | "before-sentence" | "after-clause" | "after-sentence" | "end";
  text: string;
  /** Keeps the meaning and may be applied unseen. */
  fix?: boolean;
  /** Offered only where these classes occur in the reply (`"a|b"`: either). */
  with?: string[];
  unless?: string[];
  /** Offered only in this situation; a list holds where any of its entries does. */
  when?: When[];
  /** Offered only where nothing before it fits. */
  instead?: boolean;
}

/** One step of a playbook. */
export interface StepSource {
  move: MoveKind;
  /** What is to be done, for people. */
  step: Bilingual;
  /**
   * The rules that watch it. A `require` rule reports it missing, an `order` rule reports it too early, both in the playbook's
   * situation; any other rule has a situation of its own. What they report carries the playbook's points, too. Without rules the
   * step is welcome, and nobody misses it.
   */
  rules?: string[];
  /** Narrows the playbook's situation down for this step. */
  when?: When | When[];
  /** Sentences that make the step, the most fitting first: `{name}` stands for the reply's or the customer's own words of that class, 【…】 for what the writer fills in. */
  say?: string[];
  insert?: SuggestSource["insert"];
}

/** What a situation owes, in order. */
export interface PlaybookSource {
  id: string;
  name: Bilingual;
  /** The scenarios that it is for; none: it is for its situation in any scenario. */
  scenarios: Scenario[];
  guidance: string[];
  sources: string[];
  /** Default: one of its scenarios was given. */
  when?: When | When[];
  steps: StepSource[];
  place: Place;
}

export interface BadExample {
  text: string;
  customer?: string;
  scenario?: Scenario;
  channel?: Channel;
  /** The shop's configuration that it is told under. */
  house?: HouseRules;
  /** The words that must be reported; "" for something that is missing. */
  span: string;
  /** The reply after the first suggestion. */
  fixed?: string;
}

export interface GoodExample {
  text: string;
  customer?: string;
  scenario?: Scenario;
  channel?: Channel;
  house?: HouseRules;
}

interface RuleBase {
  id: string;
  guidance: string[];
  severity: Severity;
  critical?: Critical;
  /** Severity by channel, where it differs. */
  channels?: Partial<Record<Channel, Severity>>;
  /** Rules of level `strict` are asked only there. */
  level?: Level;
  /** Channels in which the rule is asked at level `strict` only. */
  strictIn?: Channel[];
  message: Bilingual;
  reason: Bilingual;
  sources: string[];
  /** A list holds where any of its entries does. */
  when?: When | When[];
  suggest?: SuggestSource[];
  place: Place;
}

interface ReplyRuleBase extends RuleBase {
  examples: { bad: BadExample[]; good: GoodExample[] };
}

/** A conversation as it stands in a rule file. */
export interface ConversationExample {
  conversation: Message[];
  scenario?: Scenario;
}
export interface BadConversation extends ConversationExample {
  /** The message that must be reported, from 0. */
  at: number;
  /** The words that must be reported; "" for something that is missing, or late. */
  span: string;
}

interface ConversationRuleBase extends RuleBase {
  examples: { bad: BadConversation[]; good: ConversationExample[] };
}

/** Something that must not be said. */
export interface PhraseRule extends ReplyRuleBase {
  kind: "phrase";
  match: string[];
  except?: string[];
  with?: Around;
  unless?: Around;
  /** What is underlined: the match (default), its clause or its sentence. */
  span?: "match" | "clause" | "sentence";
  /** The words alone decide; the model is not asked for a second opinion. */
  certain?: boolean;
}

/** Something that must be said. */
export interface RequireRule extends ReplyRuleBase {
  kind: "require";
  /** Classes, any of which is enough. */
  need: string[];
  /** What is missing, in the scorecard's words. */
  move: MoveKind;
  /** The finding stands after the last sentence with one of these; at the end of the reply without one. */
  after?: string[];
  /** Asked even of a reply that owes nothing by its words: a mere "noted" does not thank for a suggestion. */
  always?: boolean;
}

/** Something that must be said before something else. */
export interface OrderRule extends ReplyRuleBase {
  kind: "order";
  first: string[];
  then: string[];
}

/** The same sentence again in one response or conversation. */
export interface RepeatRule extends ReplyRuleBase {
  kind: "repeat";
  /** Shorter sentences are not counted. */
  minLength: number;
}

/** Something that reads like what breaks a point of the guidance, told by the model where no pattern knows the words. */
export interface LikenessRule extends ReplyRuleBase {
  kind: "likeness";
  /** The model's column. */
  point: string;
}

/** A word of a dictionary, with what to write instead. */
export interface Term {
  term: string;
  plain: string;
  /** It is another word directly after (before) any of these. */
  notAfter: string[];
  notBefore: string[];
}

/** Words that have a better one: jargon, slang, misspellings. The better one is `{plain}` in messages and suggestions. */
export interface TermsRule extends ReplyRuleBase {
  kind: "terms";
  /** The dictionary's name; its entries are in `terms`. */
  dictionary: string;
  terms: Term[];
  /** A word that the customer used needs no other. */
  unlessHeard?: boolean;
  except?: string[];
  with?: Around;
  unless?: Around;
}

export const PUNCTUATION_CHECKS = ["width", "comma", "runs", "pairs", "stop"] as const;
export type PunctuationCheck = (typeof PUNCTUATION_CHECKS)[number];

/** Punctuation as GB/T 15834 has it; one finding for all places of a reply, `{count}` of them. */
export interface PunctuationRule extends ReplyRuleBase {
  kind: "punctuation";
  check: PunctuationCheck;
  /** Replies of fewer Chinese characters are not looked at. */
  atLeast?: number;
}

export const EMOJI_SCOPES = ["reply", "run"] as const;

/** Too many emoji and emoticons: from the first one beyond `most` on. */
export interface EmojiRule extends ReplyRuleBase {
  kind: "emoji";
  /** Classes of emoticons written in characters. */
  codes: string[];
  most: number;
  /** What is counted together: the whole reply, or what stands side by side. */
  within: (typeof EMOJI_SCOPES)[number];
  /** Emoji that do not count. */
  apart?: string;
}

/** Too long: a sentence or a reply. `{count}` is its length. */
export interface LengthRule extends ReplyRuleBase {
  kind: "length";
  unit: "sentence" | "reply";
  /** Chinese characters. */
  most: number;
}

/** Latin words that neither `known` nor the speller knows. The likeliest right ones are `{first}`, `{second}`. */
export interface SpellingRule extends ReplyRuleBase {
  kind: "spelling";
  /** Name of the list of brands, units and the trade's words; its entries are in `known`. */
  dictionary: string;
  known: string[];
  /** Shorter words are not looked at. */
  atLeast: number;
}

/** A word that the shop does not use, by its configuration; the better one is `{plain}`. */
export interface HouseTermsRule extends ReplyRuleBase {
  kind: "house-terms";
}

/** A time that is promised beyond a limit of the shop's configuration, `{limit}`. */
export interface HouseLimitRule extends ReplyRuleBase {
  kind: "house-limit";
  /** Later than the limit, or sooner. */
  side: keyof Limit;
}

/** A question of the customer's that the reply leaves aside; topics stand in `dictionaries/topics.yaml`. */
export interface AnswerRule extends ReplyRuleBase {
  kind: "answer";
  /** `all`: nothing of what was asked is touched; `some`: one question of several is answered. */
  untouched: "all" | "some";
}

/** A person answered late; {@link Targets} say what late is. */
export interface TimingRule extends ConversationRuleBase {
  kind: "timing";
  /** The first response of the conversation, a later one, or either; or what follows a hold notice. */
  of: "first" | "later" | "any" | "hold";
  /** Above the target of its question and up to the limit, or above the limit. For holds above theirs. */
  above: "target" | "limit" | "hold";
  /** What a hold notice is made of, and what gives it a time of its own. */
  words?: string[];
  unless?: string[];
}

/** How a conversation came out. */
export interface OutcomeRule extends ConversationRuleBase {
  kind: "outcome";
  of: "promise-late" | "promise-not-seen" | "unanswered" | "mood-worse";
}

/** The agent says the same again in one conversation. */
export interface AgainRule extends ConversationRuleBase {
  kind: "again";
  /** Classes that say it; without them, the same text word for word. */
  words?: string[];
  /** Shorter texts are not counted. */
  minLength?: number;
  /** Between the two: another response (the customer has spoken), or no word of the customer's. */
  between: "customer" | "silence";
}

/** The customer has taken leave, and the agent has not. */
export interface ClosingRule extends ConversationRuleBase {
  kind: "closing";
  /** Classes, any of which is enough in the last two responses. */
  need: string[];
}

/** Rules that a draft reply is judged by. */
export type ReplyRuleSource = PhraseRule | RequireRule | OrderRule | RepeatRule | LikenessRule | TermsRule | PunctuationRule | EmojiRule | LengthRule | SpellingRule | AnswerRule | HouseTermsRule | HouseLimitRule;
/** Rules that only a whole conversation can break. */
export type ConversationRuleSource = TimingRule | OutcomeRule | AgainRule | ClosingRule;
export type RuleSource = ReplyRuleSource | ConversationRuleSource;

export const CONVERSATION_KINDS = ["timing", "outcome", "again", "closing"] as const;

/** Whether a rule, in source form or compiled, is one that only a whole conversation can break. */
export function ofConversations<R extends { kind: string }>(rule: R): rule is R & { kind: (typeof CONVERSATION_KINDS)[number] } {
  return (CONVERSATION_KINDS as readonly string[]).includes(rule.kind);
}

/** What customers ask about. */
export interface TopicsSource {
  /** Classes that answer any question for the moment. */
  open: string[];
  /** Pairs of characters that say nothing about the matter. */
  common: string[];
  topics: { id: string; name: Bilingual; asked: string[]; touched: string[] }[];
}

export interface MoveSource {
  kind: MoveKind;
  /** What the move covers: its clause, or the hit alone. */
  span: "clause" | "match";
}

/** One line of the scenario table: the first that holds decides. */
export interface ScenarioSource {
  scenario: Scenario;
  /** Classes looked for in what the customer said. */
  customer?: string[];
  /** Classes that must all (`"a|b"`: either) occur in the reply, where nothing is known of the customer. */
  reply?: string[];
}

/** The scorecard's figures. */
export interface ScorecardSource {
  /** Points that a finding of each severity takes off. */
  points: Record<Severity, number>;
  /** Each further finding of the same rule takes off this share of the one before. */
  again: number;
  /** At most this many points go off in one dimension (times its weight). */
  cap: number;
  /** A critical finding holds the score down to this. */
  criticalCap: number;
  pass: number;
  /** Weight of each dimension, 1 where nothing is said; `default`, then by scenario. */
  weights: { default: Partial<Record<Dimension, number>> } & Partial<Record<Scenario, Partial<Record<Dimension, number>>>>;
}

/** Everything that judges, as it stands in `rules/` and `dictionaries/`. */
export interface PackSource {
  classes: { name: string; any: string[]; except?: string[]; with?: Around; unless?: Around; move?: MoveSource; place: Place }[];
  rules: RuleSource[];
  playbooks?: PlaybookSource[];
  scenarios: ScenarioSource[];
  scorecard: ScorecardSource;
  /** Classes of which a reply that owes nothing is made. */
  trivial: string[];
  /** Without it, rules of kind `answer` never fire. */
  topics?: TopicsSource;
  /** Pairs of characters, traditional then simplified. */
  traditional: string;
  /** Ordinary replies, from which the compiler learns which words are frequent. */
  ordinary?: string[];
  /** Without it, rules of kind `likeness` never fire. */
  model?: Model;
}

/** The dimension of a rule is the first part of its id. */
export function dimensionOf(ruleId: string): Dimension {
  return ruleId.slice(0, ruleId.indexOf("/")) as Dimension;
}
