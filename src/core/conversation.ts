import { Bubbles, type Place } from "./bubbles.js";
import { type CommitmentClasses, commitmentClasses, commitmentsIn, IN_TOUCH, mattersIn } from "./commitments.js";
import { consistsOf, hasAny, sourceEnd, sourceStart, spansOf } from "./context.js";
import { addCounts, count, type Counts, unreported } from "./counts.js";
import type { House } from "./house.js";
import { type ConversationContext, evaluateConversation, type Spot } from "./kinds/conversation.js";
import type { LinterConfig } from "./linter.js";
import type { Matcher } from "./match/matcher.js";
import { Memo } from "./memo.js";
import type { CompiledConversationRule, CompiledPack } from "./pack.js";
import { type Heard, PromiseBook, type Promised } from "./promises.js";
import { inferScenario } from "./scenario.js";
import { scorecard } from "./score.js";
import { nightClock, TARGETS } from "./targets.js";
import { durationText, type Moment, parseTime } from "./timing.js";
import {
  type Conversation, type ConversationAnalysis, type ConversationFacts, type ConversationResult, type Dimension, DIMENSIONS, type DimensionScore, type Finding, type Message,
  type Move, type Reply, type ResponseAnalysis, type Result, type Scenario,
} from "./types.js";

/** So many signs of anger weigh as much as a threat to complain. */
const MANY_SIGNS = 3;

/** Scenarios that tell nothing of the next response: hello and goodbye are no matter of their own. */
const PASSING: ReadonlySet<Scenario> = new Set(["general", "opening", "closing"]);

/** What the customer says until an agent answers, and the answer: message indexes. */
export interface Turn {
  customer: number[];
  agent: number[];
}

/** What is known of a response from its words and the customer's alone; indexes count its bubbles. */
export interface Unit {
  bubbles: Bubbles;
  result: Result;
  findings: Finding[];
  promises: Promised[];
  /** Where the words of conversation rules occur. */
  marks: ReadonlyMap<string, Place[]>;
  /** What each bubble does for promises that are open; null until somebody asks. */
  does: (Doing | null)[];
}

interface Doing {
  trivial: boolean;
  matters: number;
  settles: boolean;
}

/** A conversation that has been gone through. */
interface Walk {
  given: Scenario | undefined;
  turns: Turn[];
  heard: Heard[];
  units: (Unit | null)[];
  scenarios: Scenario[];
  scenario: Scenario;
  context: ConversationContext;
  /** Findings of the conversation as a whole. */
  late: Finding[];
  /** Hits of rules on `shadow`, and findings in exempt texts, of the responses and of the whole. */
  shadow: Counts;
  exempted: Counts;
}

/** The engine that a judge of conversations works with. */
export interface Engine {
  lint(reply: Reply): Result;
  /** The matcher that holds the reply that was linted last; `customer` the words before it; `trial` is free between calls. */
  reply: Matcher;
  customer: Matcher;
  trial: Matcher;
  /** What the shop's configuration adds. */
  house: House | null;
}

/**
 * Judges conversations: each response (all agent messages between two customer turns, bots and system lines apart) once, and
 * what only shows over time. Costs as much as linting the responses, and a look at each message more at most.
 */
export class ConversationJudge {
  private readonly classes: Record<"asks-nothing" | "asks-after" | "reports-result" | "says-upset" | "says-complaint", number[]>;
  private readonly commitments: CommitmentClasses;
  private readonly order: Scenario[];
  private readonly targets;
  private readonly atNight: (time: Moment) => boolean;
  private readonly units: Memo<Unit>;
  private readonly listened: Memo<Heard>;
  private readonly doings: Memo<Doing>;

  constructor(
    private readonly pack: CompiledPack,
    private readonly config: LinterConfig,
    private readonly rules: readonly CompiledConversationRule[],
    private readonly engine: Engine,
    private readonly ruleset: string,
  ) {
    const { classNames } = pack.program;
    const named = (name: string): number[] => {
      const id = classNames.indexOf(name);
      return id < 0 ? [] : [id];
    };
    this.classes = {
      "asks-nothing": named("asks-nothing"),
      "asks-after": named("asks-after"),
      "reports-result": named("reports-result"),
      "says-upset": named("says-upset"),
      "says-complaint": named("says-complaint"),
    };
    this.commitments = commitmentClasses(pack);
    this.order = pack.scenarios.map((line) => line.scenario);
    this.targets = { ...TARGETS, ...config.targets };
    this.atNight = nightClock(this.targets);
    this.units = new Memo(config.memo ?? 0);
    this.listened = new Memo(config.memo ?? 0);
    this.doings = new Memo(config.memo ?? 0);
  }

  /**
   * Judges a conversation.
   *
   * - Scenario: as given; else inferred for each response from the customer's words before it, and where these tell nothing the last
   *   one known is kept. The record's is the first, in the pack's order, that occurs.
   * - Score: the rounded mean of the responses that have one, less what the findings of the conversation as a whole take off; a
   *   critical finding or a score below the pass mark fails.
   * - Offsets are into the message at `messageIndex`; a finding that runs over bubbles is cut at the end of the first, and a
   *   suggestion that edits another bubble is left out.
   */
  judge(input: Conversation | Message[]): ConversationResult {
    const walk = this.walk(input);
    const { turns, units, scenario, given } = walk;
    const results = units.flatMap((unit) => (unit ? [unit.result] : []));
    const moves: Move[] = [];
    for (const [index, unit] of units.entries()) for (const move of unit?.result.moves ?? []) moves.push({ ...move, ...settle(unit!.bubbles.place(move.start, move.end), turns[index]!) });
    const findings = this.findings(walk);
    const { deductions, ...total } = this.total(results, walk.late, findings, scenario);
    const dimensions = this.dimensions(results, walk.late, scenario);
    return {
      version: 1,
      ruleset: this.ruleset,
      scenario,
      scenarioSource: given ? "given" : "inferred",
      ...total,
      dimensions,
      deductions: [...results.flatMap((result) => result.deductions), ...deductions],
      findings,
      moves,
      missing: results.flatMap((result) => result.missing),
      ...unreported(walk),
      ...(results.some((result) => result.crashed) && { crashed: results.flatMap((result) => result.crashed ?? []) }),
      conversation: walk.context.facts,
    };
  }

  /** The same judgement, laid out response by response; what only a single record needs (moves, dimensions, deductions) is left out. */
  analyse(input: Conversation | Message[]): ConversationAnalysis {
    const walk = this.walk(input);
    const { turns, units, scenarios, context } = walk;
    const responses: ResponseAnalysis[] = [];
    for (const [index, unit] of units.entries()) {
      const turn = turns[index]!;
      const { seconds, asked } = context.answers[index]!;
      if (!unit) continue;
      const { score, verdict, dimensions } = unit.result;
      responses.push({ customer: turn.customer, agent: turn.agent, scenario: scenarios[index]!, score, verdict, dimensions, findings: settled(unit.findings, turn), asked, seconds, atNight: context.nightly(asked) });
    }
    const findings = this.findings(walk, responses);
    const { score, verdict } = this.total(units.flatMap((unit) => (unit ? [unit.result] : [])), walk.late, findings, walk.scenario);
    const crashed = units.flatMap((unit) => unit?.result.crashed ?? []);
    return { scenario: walk.scenario, score, verdict, responses, findings, late: walk.late, conversation: context.facts, ...unreported(walk), ...(crashed.length > 0 && { crashed }) };
  }

  private walk(input: Conversation | Message[]): Walk {
    const conversation: Conversation = Array.isArray(input) ? { messages: input } : input;
    const { messages, channel, facts } = conversation;
    const given = conversation.scenario ?? this.config.scenario;
    const turns = turnsOf(messages);
    const seen = new Set<Scenario>();
    const heard: Heard[] = [];
    const units: (Unit | null)[] = [];
    const scenarios: Scenario[] = [];
    const times = messages.map((message) => parseTime(message.time));
    const promises = new PromiseBook(times);
    let known: Scenario = "general";
    for (const [index, turn] of turns.entries()) {
      const said = this.hear(turn.customer.map((one) => messages[one]!.text));
      heard.push(said);
      const texts = turn.agent.map((one) => messages[one]!.text);
      const scenario: Scenario = given ?? this.scenarioOf(said, texts, known);
      scenarios.push(scenario);
      if (!PASSING.has(scenario)) known = scenario;
      if (scenario !== "general" || turn.agent.length > 0) seen.add(scenario);
      if (turn.agent.length === 0) {
        units.push(null);
        continue;
      }
      const unit = facts ? this.unit(texts, said, scenario, channel, facts) : this.units.get(`${scenario}\u0000${channel ?? ""}\u0000${said.text}\u0000`, texts, (own) => this.unit(own, said, scenario, channel));
      units.push(unit);
      this.follow(turn, index, said, unit, promises);
    }
    const answers = answersOf(turns, heard, times);
    const context: ConversationContext = {
      messages,
      times,
      turns,
      heard,
      units,
      answers,
      targets: this.targets,
      nightly: (message) => message >= 0 && times[message] !== null && this.atNight(times[message]!),
      anger: (turn) => this.anger(turn, messages),
      facts: {
        ...responseTimes(answers, turns),
        unanswered: unanswered(turns, heard),
        mood: this.classes["says-upset"].length > 0 ? this.mood(messages, turns, heard) : null,
        promises: promises.close(),
      },
    };
    const scenario = given ?? this.order.find((one) => seen.has(one)) ?? "general";
    const shadow: Counts = {};
    const exempted: Counts = {};
    for (const unit of units) {
      addCounts(shadow, unit?.result.shadow);
      addCounts(exempted, unit?.result.exempted);
    }
    return { given, turns, heard, units, scenarios, scenario, context, late: this.asAWhole(context, scenario, given !== undefined, channel, { shadow, exempted }), shadow, exempted };
  }

  /** What the rules of conversations find, in order of position; what is not reported is counted. */
  private asAWhole(context: ConversationContext, scenario: Scenario, given: boolean, channel: Conversation["channel"], { shadow, exempted }: Pick<Walk, "shadow" | "exempted">): Finding[] {
    const { locale = "zh" } = this.config;
    const out: Finding[] = [];
    for (const rule of this.rules) {
      if (!rule.when.every((when) => !(when.scenario && !when.scenario.includes(scenario)) && !(when.givenScenario && !(given && when.givenScenario.includes(scenario))) && !when.notScenario?.includes(scenario))) continue;
      const override = this.config.rules?.[rule.id];
      if (override === "shadow") {
        const hits = evaluateConversation(rule, context).length;
        if (hits > 0) count(shadow, rule.id, hits);
        continue;
      }
      const severity = override !== undefined && override !== "off" ? override : (rule.channels?.[channel ?? this.config.channel ?? "chat"] ?? rule.severity);
      for (const { values, messageIndex, ...place } of evaluateConversation(rule, context)) {
        const exemption = this.engine.house?.exemptionFor(rule.id, context.messages[messageIndex]!.text, place.start, place.end);
        if (exemption !== undefined) {
          count(exempted, exemption);
          continue;
        }
        out.push({
          rule: rule.id,
          guidance: rule.guidance,
          dimension: rule.dimension,
          severity,
          ...(rule.critical && { critical: rule.critical }),
          message: filled(rule.message[locale], place.text, values, locale),
          ...place,
          messageIndex,
          suggestions: [],
        });
      }
    }
    return out.sort((a, b) => a.messageIndex! - b.messageIndex! || a.start - b.start);
  }

  /** Findings of the responses and of the whole, in order of messages. */
  private findings({ turns, units, late }: Walk, responses?: readonly ResponseAnalysis[]): Finding[] {
    const findings = responses ? responses.flatMap((response) => response.findings) : units.flatMap((unit, index) => (unit ? settled(unit.findings, turns[index]!) : []));
    return late.length === 0 ? findings : [...findings, ...late].sort((a, b) => a.messageIndex! - b.messageIndex!);
  }

  /** The mean of the responses, less what the findings of the whole take off. */
  private total(results: readonly Result[], late: readonly Finding[], findings: readonly Finding[], scenario: Scenario): Pick<Result, "score" | "verdict" | "deductions"> {
    const { pack, config } = this;
    const passMark = config.passMark ?? pack.scorecard.pass;
    const scores = results.flatMap((result) => (result.score === null ? [] : [result.score]));
    if (scores.length === 0 && late.length === 0) return { score: null, verdict: "not-applicable", deductions: [] };
    const card = scorecard(late, scenario, pack.scorecard, passMark, config.locale ?? "zh");
    const score = Math.max(0, Math.round(scores.length > 0 ? mean(scores) : 100) - (100 - card.score));
    return { score, verdict: score < passMark || findings.some((finding) => finding.critical) ? "fail" : "pass", deductions: card.deductions };
  }

  private dimensions(results: readonly Result[], late: readonly Finding[], scenario: Scenario): Record<Dimension, DimensionScore> {
    const { pack, config } = this;
    const whole = scorecard(late, scenario, pack.scorecard, config.passMark ?? pack.scorecard.pass, "zh").dimensions;
    const judged = results.filter((result) => result.score !== null);
    if (judged.length === 0) return whole;
    const dimensions = {} as Record<Dimension, DimensionScore>;
    for (const dimension of DIMENSIONS) {
      const all = judged.map((result) => result.dimensions[dimension]);
      dimensions[dimension] = { score: Math.max(0, Math.round(mean(all.map((one) => one.score))) - (100 - whole[dimension].score)), weight: Math.round(mean(all.map((one) => one.weight)) * 100) / 100 };
    }
    return dimensions;
  }

  private scenarioOf(said: Heard, texts: readonly string[], known: Scenario): Scenario {
    let scenario = said.scenario;
    if (scenario === null) {
      this.engine.trial.run(texts.join("\n"));
      scenario = inferScenario(this.pack, null, this.engine.trial);
    }
    return scenario === "general" ? known : scenario;
  }

  /** Judges a response by its words and the customer's. */
  private unit(texts: readonly string[], said: Heard, scenario: Scenario, channel: Conversation["channel"], facts?: Record<string, unknown>): Unit {
    const bubbles = new Bubbles(texts);
    const result = this.engine.lint({ reply: bubbles.text, scenario, ...(said.text !== "" && { customer: said.text }), ...(channel && { channel }), ...(facts && { facts }) });
    return { bubbles, result, findings: result.findings.map((finding) => bubbles.finding(finding)), promises: this.promises(bubbles, said), marks: this.marks(bubbles), does: texts.map(() => null) };
  }

  /** Where the words of conversation rules stand in the reply that was linted last; those with a word of `unless` in their bubble left out. */
  private marks(bubbles: Bubbles): ReadonlyMap<string, Place[]> {
    const { reply } = this.engine;
    const places = (classes: readonly number[]): Place[] => spansOf(reply, classes).map((span) => bubbles.place(sourceStart(reply, span.start), sourceEnd(reply, span.end)));
    let out: Map<string, Place[]> | undefined;
    for (const rule of this.rules) {
      if (rule.kind === "outcome" || !rule.words || !hasAny(reply, rule.words)) continue;
      const spoken = rule.kind === "timing" && rule.unless.length > 0 ? new Set(places(rule.unless).map(({ messageIndex }) => messageIndex)) : null;
      const found = places(rule.words).filter(({ messageIndex }) => !spoken?.has(messageIndex));
      if (found.length > 0) (out ??= new Map<string, Place[]>()).set(rule.id, found);
    }
    return out ?? NO_MARKS;
  }

  /** What a customer's turn tells. */
  private hear(texts: readonly string[]): Heard {
    return texts.length === 0 ? SILENCE : this.listened.get("", texts, (own) => this.listen(own));
  }

  private listen(texts: readonly string[]): Heard {
    const { pack, engine: { customer } } = this;
    const text = texts.join("\n");
    if (text.trim() === "") return { ...SILENCE, asksNothing: false, firstAsking: 0 };
    let firstAsking = 0;
    let asksNothing = false;
    if (texts.length > 1) {
      const asking = texts.findIndex((one) => this.asks(one));
      asksNothing = asking < 0;
      firstAsking = Math.max(0, asking);
      customer.run(text);
    } else asksNothing = !this.asks(text);
    const matters = mattersIn(customer, this.commitments);
    const asksAfter = (matters & IN_TOUCH) !== 0 || hasAny(customer, this.classes["asks-after"]);
    return { text, scenario: inferScenario(pack, customer, customer), matters, asksNothing, asksAfter, upset: this.upset(), firstAsking };
  }

  /** Whether a customer's message expects an answer; the customer's matcher is left at it. */
  private asks(text: string): boolean {
    const { customer } = this.engine;
    customer.run(text);
    return /[?？]/.test(text) || !consistsOf(customer, this.classes["asks-nothing"]);
  }

  /** How upset the words are that the customer's matcher holds. */
  private upset(): number {
    const { engine: { customer }, classes } = this;
    const spans = spansOf(customer, classes["says-upset"]);
    return spans.length === 0 ? 0 : hasAny(customer, classes["says-complaint"]) || spans.length >= MANY_SIGNS ? 2 : 1;
  }

  /** The first words of anger in a customer's turn. */
  private anger(turn: Turn, messages: readonly Message[]): Place | null {
    const { customer } = this.engine;
    for (const messageIndex of turn.customer) {
      customer.run(messages[messageIndex]!.text);
      const [span] = spansOf(customer, this.classes["says-upset"]);
      if (!span) continue;
      const start = sourceStart(customer, span.start);
      const end = sourceEnd(customer, span.end);
      return { messageIndex, start, end, text: messages[messageIndex]!.text.slice(start, end) };
    }
    return null;
  }

  /**
   * How the customer's mood went: the angriest turn of the first half against the last turn. Where no agent ever answered in
   * between, what a bot or a system line parts counts as a turn. Null for a customer who spoke once.
   */
  private mood(messages: readonly Message[], turns: readonly Turn[], heard: readonly Heard[]): ConversationFacts["mood"] {
    const spoken = turns.flatMap(({ customer }, index) => (customer.length > 0 ? [{ customer, upset: heard[index]!.upset }] : []));
    let levels = spoken.map(({ upset }) => upset);
    if (spoken.length === 1) {
      const { customer } = spoken[0]!;
      const starts = customer.flatMap((index, i) => (i === 0 || index > customer[i - 1]! + 1 ? [i] : []));
      if (starts.length > 1) levels = starts.map((start, i) => this.hear(customer.slice(start, starts[i + 1]).map((index) => messages[index]!.text)).upset);
    }
    if (levels.length < 2) return null;
    const before = levels.slice(0, Math.floor(levels.length / 2)).reduce((a, b) => Math.max(a, b));
    const after = levels[levels.length - 1]!;
    return after < before ? "better" : after > before ? "worse" : "same";
  }

  /** Looks what a response does for the promises that are open, and which it makes. */
  private follow(turn: Turn, index: number, said: Heard, unit: Unit, book: PromiseBook): void {
    const { promises: made } = unit;
    let next = 0;
    for (const message of turn.customer) book.heard(message);
    for (const [bubble, message] of turn.agent.entries()) {
      book.heard(message);
      // Whoever is asked again and only promises again has not come back.
      let renewed = 0;
      for (let p = said.asksNothing ? made.length : next; p < made.length && made[p]!.place.messageIndex === bubble; p++) renewed |= made[p]!.topic;
      if (book.hasOpen() && book.times[message]) {
        const { trivial, matters, settles } = (unit.does[bubble] ??= this.doings.get("", [unit.bubbles.texts[bubble]!], ([text]) => this.does(text!)));
        if (!trivial) book.cameBack({ message, turn: index, said, matters, renewed, settles });
      }
      for (; next < made.length && made[next]!.place.messageIndex === bubble; next++) book.add({ ...made[next]!, place: settle(made[next]!.place, turn) }, index);
    }
  }

  private does(text: string): Doing {
    const { trial } = this.engine;
    trial.run(text);
    return { trivial: consistsOf(trial, this.pack.trivial), matters: mattersIn(trial, this.commitments), settles: hasAny(trial, this.classes["reports-result"]) };
  }

  /** The time commitments of a response, which was linted just now: the matcher holds it. */
  private promises(bubbles: Bubbles, said: Heard): Promised[] {
    const { reply } = this.engine;
    return commitmentsIn(reply, this.commitments, said.matters)
      .map(({ start, end, ...promised }) => ({ ...promised, place: bubbles.place(sourceStart(reply, start), sourceEnd(reply, end)) }))
      .sort((a, b) => a.place.messageIndex - b.place.messageIndex || a.place.start - b.place.start);
  }
}

/** A reply that a machine sent under the agent's name. */
const AUTO_REPLY = /^\s*[[【(（]?\s*(?:自动回复|系统自动回复|机器人回复)\s*[\]】)）:：]/;

/** Whether a text says of itself that a machine sent it. */
export function isAutoReply(text: string): boolean {
  return AUTO_REPLY.test(text);
}

function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  let turn: Turn | undefined;
  for (const [index, { role, text }] of messages.entries()) {
    if (role === "customer") {
      if (!turn || turn.agent.length > 0) turns.push((turn = { customer: [], agent: [] }));
      turn.customer.push(index);
    } else if (role === "agent" && !isAutoReply(text)) {
      if (!turn) turns.push((turn = { customer: [], agent: [] }));
      turn.agent.push(index);
    }
  }
  return turns;
}

/** How a turn was answered: the message that asked, and seconds until a person answered; -1 where nothing was asked, null where the times tell nothing. */
export interface Answer {
  asked: number;
  seconds: number | null;
}

/**
 * A response runs from the first message of the customer's turn that expects an answer to the first agent message after it; a
 * turn that asks nothing waits for none. Times that are missing or run backwards give no figure.
 */
function answersOf(turns: readonly Turn[], heard: readonly Heard[], times: readonly (Moment | null)[]): Answer[] {
  return turns.map(({ customer, agent }, index) => {
    const said = heard[index]!;
    if (customer.length === 0 || said.asksNothing) return { asked: -1, seconds: null };
    const asked = customer[said.firstAsking]!;
    const from = times[asked];
    const to = agent.length > 0 ? times[agent[0]!] : null;
    return { asked, seconds: from && to && to.ms >= from.ms ? Math.round(to.ms - from.ms) / 1000 : null };
  });
}

function responseTimes(answers: readonly Answer[], turns: readonly Turn[]): Pick<ConversationFacts, "firstResponseSeconds" | "averageResponseSeconds" | "longestResponseSeconds"> {
  const answered = answers.filter(({ asked }, index) => asked >= 0 && turns[index]!.agent.length > 0);
  const known = answered.flatMap(({ seconds }) => (seconds === null ? [] : [seconds]));
  return {
    firstResponseSeconds: answered[0]?.seconds ?? null,
    averageResponseSeconds: known.length > 0 ? Math.round(mean(known) * 1000) / 1000 : null,
    longestResponseSeconds: known.length > 0 ? known.reduce((a, b) => Math.max(a, b)) : null,
  };
}

/** Whether what the customer said last, and asked for an answer with, has none by a human. */
function unanswered(turns: readonly Turn[], heard: readonly Heard[]): boolean {
  const last = turns[turns.length - 1];
  return last !== undefined && last.agent.length === 0 && !heard[heard.length - 1]!.asksNothing;
}

/** A turn without a customer. */
const SILENCE: Heard = { text: "", scenario: null, matters: 0, asksNothing: true, asksAfter: false, upset: 0, firstAsking: -1 };
const NO_MARKS: ReadonlyMap<string, Place[]> = new Map();

function mean(figures: readonly number[]): number {
  return figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
}

/** A place in a response as one in its conversation. */
function settle(place: Place, turn: Turn): Place {
  return { ...place, messageIndex: turn.agent[place.messageIndex]! };
}

function settled(findings: readonly Finding[], turn: Turn): Finding[] {
  return findings.length === 0 ? [] : findings.map((finding) => ({ ...finding, messageIndex: turn.agent[finding.messageIndex!]! }));
}

function filled(message: string, text: string, values: Spot["values"], locale: "zh" | "en"): string {
  return message.replace(/\{(text|seconds|target)\}/g, (_, name: "text" | "seconds" | "target") => (name === "text" ? text : durationText(values?.[name] ?? 0, locale)));
}
