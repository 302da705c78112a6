import { type Context, consistsOf, type Hit, sourceEnd, sourceStart, type Speller } from "./context.js";
import { ConversationJudge } from "./conversation.js";
import { applyEdits } from "./edits.js";
import { evaluate } from "./kinds/index.js";
import { count, type Counts, unreported } from "./counts.js";
import { House, type HouseRules } from "./house.js";
import { Matcher } from "./match/matcher.js";
import { Scorer } from "./model.js";
import { findMoves } from "./moves.js";
import { coincidence } from "./opinion.js";
import { type CompiledConversationRule, type CompiledPack, type CompiledReplyRule, type CompiledRule, hash } from "./pack.js";
import { type PlaybookState, pointsOf, stateOf, stepsOf } from "./playbooks.js";
import { arises, type Question, questionOf } from "./questions.js";
import { ofConversations } from "./rules.js";
import { inferScenario } from "./scenario.js";
import { type Scorecard, scorecard } from "./score.js";
import { draftEdits } from "./suggest.js";
import { type CharTables, charTables } from "./text/chars.js";
import type { Channel, Conversation, ConversationAnalysis, ConversationResult, Edit, Finding, Level, Locale, Message, Missing, Move, Reply, Result, Scenario, Severity, Stage, Suggestion, Targets } from "./types.js";

/** How replies are judged; everything has a default. */
export interface LinterConfig {
  /** `strict` also asks the rules of that level. Default `default`. */
  level?: Level;
  /** Language of messages. Default `zh`. */
  locale?: Locale;
  /** Channel of replies that name none. Default `chat`. */
  channel?: Channel;
  /** Scenario of replies that name none; inferred where this is absent too. */
  scenario?: Scenario;
  /** Pass mark, 0–100. Default: the scorecard's. */
  passMark?: number;
  /** What the shop adds to the rules: words, time limits, exempt texts. */
  house?: HouseRules;
  /** Severity of single rules, `shadow` or `off`. */
  rules?: Record<string, Stage>;
  /** Whether suggestions are worked out (each is linted again). Default true; a bulk run does without. */
  suggestions?: boolean;
  /** Whether moves are told. Default true; a bulk run does without. */
  moves?: boolean;
  /** By what response times of conversations are judged; what is not given is the guidance's. */
  targets?: Partial<Targets>;
  /** So many responses of conversations are remembered, for when the same comes again. Default 0: nothing is. */
  memo?: number;
  /** Keep findings that say the same of the same words; for testing single rules. Default false. */
  keepOverlaps?: boolean;
  /** Knows how Latin words are spelt; rules of kind `spelling` are silent without one. Asked of words that no list of the pack knows. */
  speller?: Speller;
  /** Most suggestions per finding. Default 3. */
  maxSuggestions?: number;
}

interface Draft {
  finding: Finding;
  rule: CompiledReplyRule;
  at: Hit;
}

interface Assessment {
  drafts: Draft[];
  context: Context;
  crashed: { rule: string; message: string }[];
  shadow: Counts;
  exempted: Counts;
}

/** Rounds of mending: each may make room for more. */
const MOST_ROUNDS = 20;
/** Findings of one reply that get suggestions: each costs another look at the whole reply. */
const MOST_MENDED = 20;

/** Findings that are compared with one another; a reply with more is no reply, and comparing would take the square of them. */
const MOST_COMPARED = 2000;

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Judges replies by a compiled pack. Holds reusable buffers, so one linter serves one thread; it keeps nothing of a reply. */
export class Linter {
  private readonly reply: Matcher;
  private readonly tables: CharTables;
  private trialMatcher?: Matcher;
  private customerMatcher?: Matcher;
  private readonly questions: Question[];
  private readonly conversationRules: CompiledConversationRule[];
  private readonly scorer: Scorer | null;
  private readonly house: House | null;
  private conversations?: ConversationJudge;
  readonly ruleset: string;

  constructor(
    private readonly pack: CompiledPack,
    private readonly config: LinterConfig = {},
  ) {
    this.tables = charTables(pack.traditional);
    this.reply = new Matcher(pack.program, this.tables);
    this.scorer = pack.model ? new Scorer(pack.model) : null;
    this.house = config.house ? new House(config.house, pack, this.tables) : null;
    const asked = pack.rules.filter((rule) => (rule.level === "default" || config.level === "strict") && config.rules?.[rule.id] !== "off");
    this.questions = asked.filter((rule): rule is CompiledReplyRule => !ofConversations(rule)).map((rule) => questionOf(rule, config.level ?? "default"));
    this.conversationRules = asked.filter(ofConversations);
    const { level, channel, scenario, passMark, house, rules, targets, speller } = config;
    this.ruleset = hash(pack.hash + JSON.stringify({ level, channel, scenario, passMark, house, rules, targets, ...(speller && { speller: true }) }));
  }

  /** Two more matchers, made when there is a mended reply or a customer to read. */
  private get trial(): Matcher {
    return (this.trialMatcher ??= new Matcher(this.pack.program, this.tables));
  }

  private get customer(): Matcher {
    return (this.customerMatcher ??= new Matcher(this.pack.program, this.tables));
  }

  /**
   * Judges one draft reply.
   * @returns the result record of the contract; the same reply always gets the same one
   */
  lint(input: Reply): Result {
    const { pack, config } = this;
    const { drafts, context, crashed, shadow, exempted, card, score } = this.judge(input);
    const findings = drafts.map((draft) => draft.finding);
    if (config.suggestions !== false) for (const draft of drafts.slice(0, MOST_MENDED)) this.suggest(draft, drafts, score, context, input);
    const missing: Missing[] = [];
    for (const { rule, finding } of drafts)
      if (rule.kind === "require") {
        const insert = finding.suggestions[0]?.edits[0]?.text.replace(/^，/, "");
        missing.push({ kind: rule.move, guidance: finding.guidance, ...(insert !== undefined && { suggestion: insert }) });
      }
    const nothingOwed = findings.length === 0 && !context.owes;
    return {
      version: 1,
      ruleset: this.ruleset,
      scenario: context.scenario,
      scenarioSource: context.given ? "given" : "inferred",
      score: nothingOwed ? null : card.score,
      verdict: nothingOwed ? "not-applicable" : card.verdict,
      dimensions: card.dimensions,
      deductions: card.deductions,
      findings,
      moves: config.moves === false ? [] : findMoves(pack, this.reply),
      missing,
      ...unreported({ shadow, exempted }),
      ...(crashed.length > 0 && { crashed }),
    };
  }

  /** Judges a conversation: every response of its agents, and what shows only over time. */
  lintConversation(conversation: Conversation | Message[]): ConversationResult {
    return this.conversationJudge().judge(conversation);
  }

  /** The same, laid out response by response, without what only a single record needs: what a bulk run counts. */
  analyseConversation(conversation: Conversation | Message[]): ConversationAnalysis {
    return this.conversationJudge().analyse(conversation);
  }

  private conversationJudge(): ConversationJudge {
    const { pack, config, conversationRules, reply, customer, trial, ruleset } = this;
    return (this.conversations ??= new ConversationJudge(pack, config, conversationRules, { lint: (input) => this.lint(input), reply, customer, trial, house: this.house }, ruleset));
  }

  /** What the reply's situation owes, step by step, and how far it has got; null where no playbook holds. */
  playbook(input: Reply): PlaybookState | null {
    const { drafts, context } = this.judge(input);
    return stateOf(this.pack, context, new Set(drafts.map(({ rule }) => rule.id)));
  }

  /** Only the moves of a text, without judging it. */
  moves(text: string): Move[] {
    this.reply.run(text);
    return findMoves(this.pack, this.reply);
  }

  /** Every hit of every named class in a text: what an author of rules looks at. */
  hits(text: string): { name: string; start: number; end: number; text: string }[] {
    this.reply.run(text);
    const out: { name: string; start: number; end: number; text: string }[] = [];
    this.pack.program.classNames.forEach((name, cls) => {
      const hits = name === "" ? undefined : this.reply.of(cls);
      for (let i = 0; hits && i < hits.count; i++) {
        const start = sourceStart(this.reply, hits.start[i]!);
        const end = sourceEnd(this.reply, hits.end[i]!);
        out.push({ name, start, end, text: text.slice(start, end) });
      }
    });
    return out;
  }

  /**
   * Applies the fixes that keep the meaning, until none is left.
   * @returns the mended text and what was changed, in the order of application
   */
  fix(input: Reply): { text: string; applied: { rule: string; title: string }[] } {
    let text = input.reply;
    const applied: { rule: string; title: string }[] = [];
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const edits: Edit[] = [];
      for (const { rule, fix } of this.fixes({ ...input, reply: text })) {
        if (fix.edits.some((edit) => edits.some((other) => edit.start <= other.end && other.start <= edit.end))) continue;
        edits.push(...fix.edits);
        applied.push({ rule, title: fix.title });
      }
      if (edits.length === 0) break;
      text = applyEdits(text, edits);
    }
    return { text, applied };
  }

  /** The fixes of all findings that have one, whatever `lint` is told to show. */
  private fixes(input: Reply): { rule: string; fix: Suggestion }[] {
    const { drafts, context, score } = this.judge(input);
    return drafts.flatMap((draft) => {
      if (draft.rule.suggest.some((source) => source.fix)) this.suggest(draft, drafts, score, context, input, true);
      const { rule, fix } = draft.finding;
      return fix ? [{ rule, fix }] : [];
    });
  }

  /** The rule as it was compiled, or undefined where there is none of that id. */
  explain(ruleId: string): CompiledRule | undefined {
    return this.pack.rules.find((rule) => rule.id === ruleId);
  }

  private judge(input: Reply): Assessment & { card: Scorecard; score: number } {
    const { pack, config } = this;
    this.reply.run(input.reply);
    const customer = this.listen(input.customer);
    const scenario = input.scenario ?? config.scenario ?? inferScenario(pack, customer, this.reply);
    const assessment = this.assess(this.reply, customer, scenario, input);
    const card = scorecard(assessment.drafts.map((draft) => draft.finding), scenario, pack.scorecard, config.passMark ?? pack.scorecard.pass, config.locale ?? "zh");
    return { ...assessment, card, score: card.score };
  }

  private listen(customer: string | undefined): Matcher | null {
    if (customer === undefined || customer === "") return null;
    if (this.customer.text.source !== customer) this.customer.run(customer);
    return this.customer;
  }

  private assess(reply: Matcher, customer: Matcher | null, scenario: Scenario, input: Reply): Assessment {
    const channel = input.channel ?? this.config.channel ?? "chat";
    this.scorer?.read(reply.text, reply.clauses, customer?.text ?? null);
    const given = (input.scenario ?? this.config.scenario) !== undefined;
    const context: Context = { reply, customer, scenario, given, channel, facts: input.facts ?? {}, scorer: this.scorer, house: this.house, speller: this.config.speller ?? null, owes: !consistsOf(reply, this.pack.trivial) };
    const drafts: Draft[] = [];
    const crashed: Assessment["crashed"] = [];
    const shadow: Counts = {};
    const exempted: Counts = {};
    for (const question of this.questions) {
      const { rule } = question;
      try {
        if (!arises(question, context)) continue;
        for (const at of evaluate(rule, context)) {
          if (rule.kind === "phrase" && coincidence(rule, at, context)) continue;
          if (this.config.rules?.[rule.id] === "shadow") {
            count(shadow, rule.id);
            continue;
          }
          const draft = this.draft(rule, at, context);
          const exemption = this.house?.exemptionFor(rule.id, reply.text.source, draft.finding.start, draft.finding.end);
          if (exemption === undefined) drafts.push(draft);
          else count(exempted, exemption);
        }
      } catch (error) {
        crashed.push({ rule: rule.id, message: error instanceof Error ? error.message : String(error) });
      }
    }
    const steps = drafts.filter(isMissing).length > 1 ? stepsOf(this.pack.playbooks, context) : null;
    if (steps) inOrder(drafts, steps);
    return { drafts: this.config.keepOverlaps ? drafts : withoutNoise(steps ? oncePerStep(drafts, steps) : drafts), context, crashed, shadow, exempted };
  }

  private draft(rule: CompiledReplyRule, at: Hit, context: Context): Draft {
    const { reply, channel } = context;
    const { locale = "zh" } = this.config;
    const start = sourceStart(reply, at.start);
    const end = at.end > at.start ? sourceEnd(reply, at.end) : start;
    const anchor = at.end > at.start ? start : sourceEnd(reply, at.start);
    const text = reply.text.source.slice(start, end);
    const override = this.config.rules?.[rule.id];
    const severity = override !== undefined && override !== "off" && override !== "shadow" ? override : (rule.channels?.[channel] ?? rule.severity);
    const finding: Finding = {
      rule: rule.id,
      guidance: pointsOf(this.pack.playbooks, rule, context),
      dimension: rule.dimension,
      severity,
      ...(rule.critical && { critical: rule.critical }),
      message: rule.message[locale].replace(/\{([a-z]+)\}/g, (slot, name: string) => {
        const word = name === "text" ? text : at.words?.[name];
        return (typeof word === "object" ? word[locale] : word) ?? slot;
      }),
      text,
      start: text === "" ? anchor : start,
      end: text === "" ? anchor : end,
      suggestions: [],
    };
    return { finding, rule, at };
  }

  /** Adds the suggestions that mend the finding and make nothing else worse. */
  private suggest(draft: Draft, all: Draft[], score: number, context: Context, input: Reply, fixesOnly = false): void {
    const { rule, finding } = draft;
    const { locale = "zh", maxSuggestions = 3 } = this.config;
    for (const source of rule.suggest) {
      if (fixesOnly ? !source.fix : finding.suggestions.length >= (source.instead ? 1 : maxSuggestions)) continue;
      const edits = draftEdits(rule, source, draft.at, context);
      if (!edits) continue;
      const mended = applyEdits(input.reply, edits);
      if (mended === input.reply || !this.noWorse(mended, draft, all, score, context, input)) continue;
      const suggestion: Suggestion = { title: source.title[locale].replace("{with}", () => edits[0]!.text), edits };
      if (source.fix && !finding.fix) finding.fix = suggestion;
      finding.suggestions.push(suggestion);
    }
  }

  private noWorse(mended: string, draft: Draft, all: Draft[], score: number, context: Context, input: Reply): boolean {
    this.trial.run(mended);
    const scenario = context.given ? context.scenario : inferScenario(this.pack, context.customer, this.trial);
    const after = this.assess(this.trial, context.customer, scenario, input).drafts;
    const counts = new Map<string, number>();
    for (const { rule } of all) counts.set(rule.id, (counts.get(rule.id) ?? 0) + 1);
    counts.set(draft.rule.id, counts.get(draft.rule.id)! - 1);
    for (const { rule } of after) {
      const left = (counts.get(rule.id) ?? 0) - 1;
      if (left < 0) return false;
      counts.set(rule.id, left);
    }
    const { pack, config } = this;
    return scorecard(after.map((other) => other.finding), scenario, pack.scorecard, config.passMark ?? pack.scorecard.pass, "zh").score >= score;
  }
}

function isMissing({ rule }: Draft): boolean {
  return rule.kind === "require";
}

/** What is missing at one place in the order of the playbooks' steps. */
function inOrder(drafts: Draft[], steps: readonly string[][]): void {
  const order = steps.flat();
  const rank = (draft: Draft): number => (!isMissing(draft) ? -1 : order.includes(draft.rule.id) ? order.indexOf(draft.rule.id) : order.length);
  drafts.sort((a, b) => rank(a) - rank(b));
}

/** What one step misses is missing once, whichever of its rules say so: the first of them says it for all. */
function oncePerStep(drafts: Draft[], steps: readonly string[][]): Draft[] {
  const gone = new Set<Draft>();
  for (const rules of steps) {
    const [first, ...others] = rules.flatMap((id) => drafts.filter((draft) => isMissing(draft) && draft.rule.id === id && !gone.has(draft)));
    for (const other of others) {
      first!.finding.guidance = [...new Set([...first!.finding.guidance, ...other.finding.guidance])].sort();
      gone.add(other);
    }
  }
  return drafts.filter((draft) => !gone.has(draft));
}

/**
 * In order of position. Of overlapping findings that share a point of the guidance only the weightiest stays, and says for
 * the others which points they were about: the same words reported twice are noise.
 */
function withoutNoise(drafts: Draft[]): Draft[] {
  if (drafts.length < 2 || drafts.length > MOST_COMPARED) return drafts.sort(byPosition);
  const byWeight = [...drafts].sort((a, b) => Number(a.rule.kind === "likeness") - Number(b.rule.kind === "likeness") || RANK[a.finding.severity] - RANK[b.finding.severity] || b.at.end - b.at.start - (a.at.end - a.at.start));
  const kept: Draft[] = [];
  for (const draft of byWeight) {
    const { guidance } = draft.rule;
    // What the model only suspects says nothing new where a pattern has found the same point anywhere in the reply.
    const suspicion = draft.rule.kind === "likeness";
    const heavier = kept.find((other) => (suspicion || (draft.at.start < other.at.end && draft.at.end > other.at.start)) && guidance.some((id) => other.rule.guidance.includes(id)));
    if (!heavier) {
      kept.push(draft);
      continue;
    }
    const { finding } = heavier;
    if (guidance.some((id) => !finding.guidance.includes(id))) finding.guidance = [...new Set([...finding.guidance, ...guidance])].sort();
    if (draft.finding.critical && !finding.critical) finding.critical = draft.finding.critical;
  }
  return kept.sort(byPosition);
}

function byPosition(a: Draft, b: Draft): number {
  return a.finding.start - b.finding.start || a.finding.end - b.finding.end;
}
