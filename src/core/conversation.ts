import { consistsOf, hasAny, sourceEnd, sourceStart, type Stretch, union } from "./context.js";
import type { LinterConfig } from "./linter.js";
import type { Matcher } from "./match/matcher.js";
import type { CompiledPack } from "./pack.js";
import { inferScenario } from "./scenario.js";
import { scorecard } from "./score.js";
import { lastAtMost } from "./text/lines.js";
import { awaitsEvent, deadlineOf, formatTime, type Moment, parseTime } from "./timing.js";
import {
  type Conversation, type ConversationFacts, type ConversationResult, type Dimension, DIMENSIONS, type DimensionScore, type Finding, type Message,
  type Move, type PromiseRecord, type Reply, type Result, type Scenario, type Suggestion,
} from "./types.js";

/** An agent who writes again within this time still gives the same response. */
const PAUSE = 60_000;
/**
 * To talk on about what was just promised is not to come back on it: without a result that is told, there must have been a silence.
 * It is this long after a promise to be in touch, {@link ACT_SILENCE} after a promised act, and {@link PAUSE} after one for so
 * soon that half its time is less.
 */
const TOUCH_SILENCE = 3 * 60_000;
const ACT_SILENCE = 10 * 60_000;
/** Units that may stand beside the words of time in a clause that says nothing else: 大概, 预计, 左右 … */
const BARE = 3;
/** Units of a time's words that are read; a text without punctuation has clauses of any length. */
const LONGEST = 80;
/** So many signs of anger weigh as much as a threat to complain. */
const MANY_SIGNS = 3;

/** Scenarios that tell nothing of the next response: hello and goodbye are no matter of their own. */
const PASSING: ReadonlySet<Scenario> = new Set(["general", "opening", "closing"]);

/** What the customer says until an agent answers, and the answer: message indexes. */
interface Turn {
  customer: number[];
  agent: number[];
}

/** What a customer's turn tells. */
interface Heard {
  text: string;
  scenario: Scenario | null;
  /** Bits of the matters that it names. */
  matters: number;
  /** Nothing but thanks, consent or farewell. */
  asksNothing: boolean;
  /** Asks after an answer that is due. */
  asksAfter: boolean;
  /** 0 calm, 1 upset, 2 angry (threatens to complain, or several signs at once). */
  upset: number;
  /** The first message that expects an answer. */
  firstAsking: number;
}

/** A promise whose outcome is looked for. */
interface OpenPromise {
  record: PromiseRecord;
  message: number;
  turn: number;
  time: number;
  deadline: number;
}

/** Open promises on the same matters, in order; what settles the last settles those before it. */
interface Group {
  topic: number;
  /** How long a silence must have been, see {@link TOUCH_SILENCE}. */
  silence: number;
  promises: OpenPromise[];
  /** So many of them are settled. */
  settled: number;
}

/** Bit of the words for being in touch; those of matters follow. */
const IN_TOUCH = 1;

/**
 * Judges conversations: each response (all agent messages between two customer turns, bots and system lines apart) once, and
 * what only shows over time. Costs as much as linting the responses, and a second look at each message at most.
 */
export class ConversationJudge {
  private readonly classes: Record<"commitment" | "asks-nothing" | "asks-after" | "reports-result" | "says-upset" | "says-complaint", number[]>;
  private readonly matters: number[];
  private readonly time: number[];
  private readonly order: Scenario[];

  /**
   * @param matcher a matcher that `lint` does not need between calls
   * @param lint judges one response
   */
  constructor(
    private readonly pack: CompiledPack,
    private readonly config: LinterConfig,
    private readonly matcher: Matcher,
    private readonly lint: (reply: Reply) => Result,
    private readonly ruleset: string,
  ) {
    const { classNames } = pack.program;
    const named = (name: string): number[] => {
      const id = classNames.indexOf(name);
      return id < 0 ? [] : [id];
    };
    this.classes = {
      commitment: named("commitment"),
      "asks-nothing": named("asks-nothing"),
      "asks-after": named("asks-after"),
      "reports-result": named("reports-result"),
      "says-upset": named("says-upset"),
      "says-complaint": named("says-complaint"),
    };
    // Bit 0 is being in touch, whether the pack has words for it or not.
    const matters = classNames.flatMap((name, id) => (name.startsWith("matter-") ? [id] : [])).slice(0, 30);
    this.matters = [named("in-touch")[0] ?? -1, ...matters];
    this.time = pack.moves.filter((move) => move.kind === "time").map((move) => move.cls);
    this.order = pack.scenarios.map((line) => line.scenario);
  }

  /**
   * Judges a conversation.
   *
   * - Scenario: as given; else inferred for each response from the customer's words before it, and where these tell nothing the last
   *   one known is kept. The record's is the first, in the pack's order, that occurs.
   * - Score: the rounded mean of the responses that have one; a critical finding or a mean below the pass mark fails.
   * - Offsets are into the message at `messageIndex`; a finding that runs over bubbles is cut at the end of the first, and a
   *   suggestion that edits another bubble is left out.
   */
  judge(input: Conversation | Message[]): ConversationResult {
    const conversation: Conversation = Array.isArray(input) ? { messages: input } : input;
    const { messages } = conversation;
    const given = conversation.scenario ?? this.config.scenario;
    const turns = turnsOf(messages);
    const seen = new Set<Scenario>();
    const results: Result[] = [];
    const findings: Finding[] = [];
    const moves: Move[] = [];
    const heard: Heard[] = [];
    const times = messages.map((message) => parseTime(message.time));
    const promises = new PromiseBook(times);
    let known: Scenario = "general";
    for (const [index, turn] of turns.entries()) {
      const said = this.hear(messages, turn.customer);
      heard.push(said);
      const bubbles = new Bubbles(messages, turn.agent);
      const scenario: Scenario = given ?? this.scenarioOf(said, bubbles, known);
      if (!PASSING.has(scenario)) known = scenario;
      if (scenario !== "general" || turn.agent.length > 0) seen.add(scenario);
      if (turn.agent.length === 0) continue;
      const { channel, facts } = conversation;
      const result = this.lint({ reply: bubbles.text, scenario, ...(said.text !== "" && { customer: said.text }), ...(channel && { channel }), ...(facts && { facts }) });
      results.push(result);
      for (const finding of result.findings) findings.push(bubbles.finding(finding));
      for (const move of result.moves) moves.push(bubbles.move(move));
      this.follow(messages, turn, index, said, bubbles, promises);
    }
    const scenario = given ?? this.order.find((one) => seen.has(one)) ?? "general";
    return {
      version: 1,
      ruleset: this.ruleset,
      scenario,
      scenarioSource: given ? "given" : "inferred",
      ...this.total(results, findings, scenario),
      deductions: results.flatMap((result) => result.deductions),
      findings,
      moves,
      missing: results.flatMap((result) => result.missing),
      ...(results.some((result) => result.crashed) && { crashed: results.flatMap((result) => result.crashed ?? []) }),
      conversation: {
        ...responseTimes(turns, heard, times),
        unanswered: unanswered(turns, heard),
        mood: this.classes["says-upset"].length > 0 ? this.mood(messages, turns, heard) : null,
        promises: promises.close(),
      },
    };
  }

  private total(results: readonly Result[], findings: readonly Finding[], scenario: Scenario): Pick<Result, "score" | "verdict" | "dimensions"> {
    const { pack, config } = this;
    const passMark = config.passMark ?? pack.scorecard.pass;
    const judged = results.filter((result) => result.score !== null);
    const mean = (figures: number[]): number => figures.reduce((sum, figure) => sum + figure, 0) / figures.length;
    if (judged.length === 0) return { score: null, verdict: "not-applicable", dimensions: scorecard([], scenario, pack.scorecard, passMark, "zh").dimensions };
    const score = Math.round(mean(judged.map((result) => result.score!)));
    const dimensions = {} as Record<Dimension, DimensionScore>;
    for (const dimension of DIMENSIONS) {
      const all = judged.map((result) => result.dimensions[dimension]);
      dimensions[dimension] = { score: Math.round(mean(all.map((one) => one.score))), weight: Math.round(mean(all.map((one) => one.weight)) * 100) / 100 };
    }
    return { score, verdict: score < passMark || findings.some((finding) => finding.critical) ? "fail" : "pass", dimensions };
  }

  private scenarioOf(said: Heard, bubbles: Bubbles, known: Scenario): Scenario {
    let scenario = said.scenario;
    if (scenario === null) {
      this.run(bubbles.text);
      scenario = inferScenario(this.pack, null, this.matcher);
    }
    return scenario === "general" ? known : scenario;
  }

  private run(text: string): void {
    this.matcher.run(text);
  }

  private mattersIn(from = 0, to = this.matcher.text.length + 1): number {
    let bits = 0;
    for (let i = 0; i < this.matters.length; i++) if (this.matters[i]! >= 0 && this.matcher.hasIn(this.matters[i]!, from, to)) bits |= 1 << i;
    return bits;
  }

  private hear(messages: readonly Message[], indexes: readonly number[]): Heard {
    const { pack, matcher } = this;
    const text = indexes.map((index) => messages[index]!.text).join("\n");
    if (text.trim() === "") return { text: "", scenario: null, matters: 0, asksNothing: indexes.length === 0, asksAfter: false, upset: 0, firstAsking: indexes[0] ?? -1 };
    let firstAsking = indexes[0]!;
    let asksNothing = false;
    if (indexes.length > 1) {
      const asking = indexes.find((index) => this.asks(messages[index]!.text));
      asksNothing = asking === undefined;
      firstAsking = asking ?? firstAsking;
      this.run(text);
    } else asksNothing = !this.asks(text);
    const matters = this.mattersIn();
    const asksAfter = (matters & IN_TOUCH) !== 0 || hasAny(matcher, this.classes["asks-after"]);
    return { text, scenario: inferScenario(pack, matcher, matcher), matters, asksNothing, asksAfter, upset: this.upset(), firstAsking };
  }

  /** Whether a customer's message expects an answer; the matcher is left at it. */
  private asks(text: string): boolean {
    this.run(text);
    return /[?？]/.test(text) || !consistsOf(this.matcher, this.classes["asks-nothing"]);
  }

  private upset(): number {
    const { matcher, classes } = this;
    const spans: Stretch[] = [];
    for (const cls of classes["says-upset"]) {
      const hits = matcher.of(cls);
      for (let i = 0; i < hits.count; i++) spans.push({ start: hits.start[i]!, end: hits.end[i]! });
    }
    return spans.length === 0 ? 0 : hasAny(matcher, classes["says-complaint"]) || union(spans).length >= MANY_SIGNS ? 2 : 1;
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
      levels = starts.map((start, i) => {
        this.run(customer.slice(start, starts[i + 1]).map((index) => messages[index]!.text).join("\n"));
        return this.upset();
      });
    }
    if (levels.length < 2) return null;
    const before = levels.slice(0, Math.floor(levels.length / 2)).reduce((a, b) => Math.max(a, b));
    const after = levels[levels.length - 1]!;
    return after < before ? "better" : after > before ? "worse" : "same";
  }

  /** Looks what a response does for the promises that are open, and which it makes. */
  private follow(messages: readonly Message[], turn: Turn, index: number, said: Heard, bubbles: Bubbles, book: PromiseBook): void {
    const made = this.promises(bubbles, said);
    let next = 0;
    for (const message of turn.customer) book.heard(message);
    for (const message of turn.agent) {
      book.heard(message);
      // Whoever is asked again and only promises again has not come back.
      let renewed = 0;
      for (let p = said.asksNothing ? made.length : next; p < made.length && made[p]!.place.messageIndex === message; p++) renewed |= made[p]!.topic;
      if (book.hasOpen() && book.times[message]) {
        this.run(messages[message]!.text);
        if (!consistsOf(this.matcher, this.pack.trivial)) {
          const settles = hasAny(this.matcher, this.classes["reports-result"]);
          book.cameBack({ message, turn: index, said, matters: this.mattersIn(), renewed, settles });
        }
      }
      for (; next < made.length && made[next]!.place.messageIndex === message; next++) book.add(made[next]!, index);
    }
  }

  /** The time commitments of a response: clauses with a concrete time and an own act or result, the time alone in the next or last clause included. */
  private promises(bubbles: Bubbles, said: Heard): Promised[] {
    const { commitment } = this.classes;
    if (commitment.length === 0) return [];
    const { matcher } = this;
    this.run(bubbles.text);
    const { clauses, text } = matcher;
    const words = (from: number, to: number): string => String.fromCharCode(...text.code.subarray(from, Math.min(to, from + LONGEST)));
    const lastWords = (from: number, to: number): string => words(Math.max(from, to - LONGEST), to);
    const timed = new Map<number, Stretch[]>();
    const spans: Stretch[] = [];
    for (const cls of this.time) {
      const hits = matcher.of(cls);
      for (let i = 0; i < hits.count; i++) spans.push({ start: hits.start[i]!, end: hits.end[i]! });
    }
    for (const span of union(spans)) {
      // 第一时间 has no one o'clock in it.
      if (words(span.end - 1, span.end + 1) === "时间") continue;
      const clause = clauses.at[span.start]!;
      timed.set(clause, [...(timed.get(clause) ?? []), span]);
    }
    const committed = (clause: number): boolean => clause >= 0 && clause < clauses.count && commitment.some((cls) => matcher.hasIn(cls, clauses.start[clause]!, clauses.end[clause]!));
    const around = this.mattersIn() | said.matters;
    const out: Promised[] = [];
    for (const [clause, hits] of timed) {
      const from = hits[0]!.start;
      const to = hits[hits.length - 1]!.end;
      const start = clauses.start[clause]!;
      const end = clauses.end[clause]!;
      let first = clause;
      let last = clause;
      if (!committed(clause)) {
        // 24小时内，专员给您回电 / 我去核实，大概10分钟
        const same = (other: number): boolean => committed(other) && !timed.has(other) && clauses.sentence[other] === clauses.sentence[clause];
        if (end - start - (to - from) > BARE) continue;
        if (same(clause + 1)) last++;
        else if (same(clause - 1)) first--;
        else continue;
      }
      const suffix = /^(?:之前|以前|前|之内|以内|内)/.exec(words(to, Math.min(to + 2, end)));
      let before = lastWords(start, from);
      // 收到退货后，我们48小时内退款
      if (clause > 0 && clauses.sentence[clause - 1] === clauses.sentence[clause]) {
        const previous = lastWords(clauses.start[clause - 1]!, clauses.end[clause - 1]!);
        if (awaitsEvent(previous) && previous.endsWith("后")) before = "收到后";
      }
      const matters = this.mattersIn(clauses.start[first], clauses.end[last]);
      const objects = matters & ~IN_TOUCH;
      const inTouch = (matters & IN_TOUCH) !== 0 || objects === 0;
      const topic = (objects === 0 ? around & ~IN_TOUCH : objects) | (inTouch ? IN_TOUCH : 0);
      out.push({
        place: bubbles.place(sourceStart(matcher, clauses.start[first]!), sourceEnd(matcher, clauses.end[last]!)),
        words: hits.map((hit) => words(hit.start, hit.end)).join("，") + (suffix?.[0] ?? ""),
        before,
        topic,
        inTouch,
      });
    }
    return out.sort((a, b) => a.place.messageIndex - b.place.messageIndex || a.place.start - b.place.start);
  }
}

interface Promised {
  place: Place;
  /** Words of the time, and what stands before them. */
  words: string;
  before: string;
  topic: number;
  inTouch: boolean;
}

/** An agent's message, as far as it may settle a promise. */
interface Word {
  message: number;
  turn: number;
  /** What the customer said before it. */
  said: Heard;
  /** Bits of the matters that it names, and of those that it promises again. */
  matters: number;
  renewed: number;
  /** It reports a result. */
  settles: boolean;
}

/** Keeps the promises of a conversation until their outcome is known. */
class PromiseBook {
  private readonly records: PromiseRecord[] = [];
  private readonly groups = new Map<number, Group>();
  private openCount = 0;
  /** Silences so far, each longer than those after it. */
  private readonly silences: { before: number; ms: number }[] = [];
  private last: number | null = null;

  constructor(readonly times: readonly (Moment | null)[]) {}

  hasOpen(): boolean {
    return this.openCount > 0;
  }

  /** Somebody has written. */
  heard(message: number): void {
    const time = this.times[message];
    if (!time) return;
    const ms = this.last === null ? 0 : time.ms - this.last;
    this.last = time.ms;
    const { silences } = this;
    while (silences.length > 0 && silences[silences.length - 1]!.ms <= ms) silences.pop();
    silences.push({ before: message, ms });
  }

  /** The longest silence since a message. */
  private silenceSince(message: number): number {
    const { silences } = this;
    let low = 0;
    let high = silences.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (silences[middle]!.before <= message) low = middle + 1;
      else high = middle;
    }
    return silences[low]?.ms ?? 0;
  }

  add({ place, words, before, topic, inTouch }: Promised, turn: number): void {
    const time = this.times[place.messageIndex] ?? null;
    const deadline = time && deadlineOf(words, time, before);
    const record: PromiseRecord = { ...place, deadline: deadline && formatTime(deadline), outcome: "not-judgeable" };
    this.records.push(record);
    if (!deadline) return;
    const silence = inTouch ? TOUCH_SILENCE : ACT_SILENCE;
    const needed = (deadline.ms - time.ms) / 2 < silence ? PAUSE : silence;
    const key = topic * 3 + (needed === PAUSE ? 0 : inTouch ? 1 : 2);
    let group = this.groups.get(key);
    if (!group) this.groups.set(key, (group = { topic, silence: needed, promises: [], settled: 0 }));
    group.promises.push({ record, message: place.messageIndex, turn, time: time.ms, deadline: deadline.ms });
    this.openCount++;
  }

  /**
   * An agent has said something of substance: does it come back on a matter that was promised?
   *
   * It does when it reports a result; and, after a silence, when it merely speaks. It must speak of the matter, or else
   * unprompted or asked after it: of none in particular, or after a promise to be in touch of any. To promise again what the customer chased is not to come back, and what follows a
   * promise at once is the same response still.
   */
  cameBack({ message, turn, said, matters, renewed, settles }: Word): void {
    const now = this.times[message]!.ms;
    const own = matters & ~IN_TOUCH;
    const asked = said.matters & ~IN_TOUCH;
    for (const group of this.groups.values()) {
      const { topic, promises } = group;
      const objects = topic & ~IN_TOUCH;
      const shared = (objects & own) !== 0;
      const elsewhere = !shared && ((own !== 0 && (topic & IN_TOUCH) === 0) || (asked !== 0 && (asked & objects) === 0));
      if (elsewhere || (!settles && (renewed & topic) !== 0)) continue;
      for (; group.settled < promises.length; group.settled++, this.openCount--) {
        const promise = promises[group.settled]!;
        const elapsed = now - promise.time;
        const sameResponse = promise.turn === turn;
        if (sameResponse && elapsed < PAUSE && !(settles && shared && elapsed > 0)) break;
        if (!sameResponse && !shared && !said.asksNothing && !said.asksAfter) break;
        if (!settles && this.silenceSince(promise.message) < group.silence) break;
        promise.record.outcome = now <= promise.deadline ? "kept" : "late";
        promise.record.keptBy = message;
      }
    }
  }

  /** The record ends: what is still open was not seen, if its time is up. */
  close(): PromiseRecord[] {
    const end = this.times.reduce((latest, time) => (time && time.ms > latest ? time.ms : latest), -Infinity);
    for (const { promises, settled } of this.groups.values()) for (const { record, deadline } of promises.slice(settled)) if (end > deadline) record.outcome = "not-seen";
    return this.records;
  }
}

interface Place {
  messageIndex: number;
  start: number;
  end: number;
  text: string;
}

/** The bubbles of a response as one text, and the way back. */
class Bubbles {
  readonly text: string;
  private readonly starts: number[] = [];

  constructor(
    private readonly messages: readonly Message[],
    private readonly indexes: readonly number[],
  ) {
    let at = 0;
    const parts: string[] = [];
    for (const index of indexes) {
      const { text } = messages[index]!;
      this.starts.push(at);
      parts.push(text);
      at += text.length + 1;
    }
    this.text = parts.join("\n");
  }

  /** Cut at the end of the bubble in which it starts. */
  place(start: number, end: number): Place {
    return this.placeIn(this.bubbleOf(start, end), start, end);
  }

  finding({ fix, suggestions, ...finding }: Finding): Finding {
    const bubble = this.bubbleOf(finding.start, finding.end);
    const moved = (suggestion: Suggestion): Suggestion[] => {
      const from = this.starts[bubble]!;
      const to = from + this.messages[this.indexes[bubble]!]!.text.length;
      if (suggestion.edits.some((edit) => edit.start < from || edit.end > to)) return [];
      return [{ title: suggestion.title, edits: suggestion.edits.map((edit) => ({ start: edit.start - from, end: edit.end - from, text: edit.text })) }];
    };
    const [movedFix] = fix ? moved(fix) : [];
    return { ...finding, ...this.placeIn(bubble, finding.start, finding.end), ...(movedFix && { fix: movedFix }), suggestions: suggestions.flatMap(moved) };
  }

  move(move: Move): Move {
    return { ...move, ...this.place(move.start, move.end) };
  }

  private placeIn(bubble: number, start: number, end: number): Place {
    const from = this.starts[bubble]!;
    const messageIndex = this.indexes[bubble]!;
    const { text } = this.messages[messageIndex]!;
    const first = Math.max(0, start - from);
    const last = Math.max(first, Math.min(end - from, text.length));
    return { messageIndex, start: first, end: last, text: text.slice(first, last) };
  }

  /** The bubble in which a stretch starts; what begins with the line break between two begins in the second. */
  private bubbleOf(start: number, end: number): number {
    const { starts } = this;
    let bubble = lastAtMost(starts, start);
    while (bubble + 1 < starts.length && end > starts[bubble + 1]! && start === starts[bubble + 1]! - 1) start = starts[++bubble]!;
    return bubble;
  }
}

/** A reply that a machine sent under the agent's name. */
const AUTO_REPLY = /^\s*[[【(（]?\s*(?:自动回复|系统自动回复|机器人回复)\s*[\]】)）:：]/;

function turnsOf(messages: readonly Message[]): Turn[] {
  const turns: Turn[] = [];
  let turn: Turn | undefined;
  for (const [index, { role, text }] of messages.entries()) {
    if (role === "customer") {
      if (!turn || turn.agent.length > 0) turns.push((turn = { customer: [], agent: [] }));
      turn.customer.push(index);
    } else if (role === "agent" && !AUTO_REPLY.test(text)) {
      if (!turn) turns.push((turn = { customer: [], agent: [] }));
      turn.agent.push(index);
    }
  }
  return turns;
}

/**
 * A response runs from the first message of the customer's turn that expects an answer to the first agent message after it; a
 * turn that asks nothing waits for none. Times that are missing or run backwards give no figure.
 */
function responseTimes(turns: readonly Turn[], heard: readonly Heard[], times: readonly (Moment | null)[]): Pick<ConversationFacts, "firstResponseSeconds" | "averageResponseSeconds" | "longestResponseSeconds"> {
  const all: (number | null)[] = [];
  for (const [index, { customer, agent }] of turns.entries()) {
    const said = heard[index]!;
    if (customer.length === 0 || agent.length === 0 || said.asksNothing) continue;
    const asked = times[said.firstAsking];
    const answered = times[agent[0]!];
    all.push(asked && answered && answered.ms >= asked.ms ? answered.ms - asked.ms : null);
  }
  const known = all.filter((ms) => ms !== null);
  const seconds = (ms: number | null | undefined): number | null => (ms === null || ms === undefined ? null : Math.round(ms) / 1000);
  const sum = known.reduce((total, ms) => total + ms, 0);
  return {
    firstResponseSeconds: seconds(all[0]),
    averageResponseSeconds: known.length > 0 ? seconds(sum / known.length) : null,
    longestResponseSeconds: known.length > 0 ? seconds(known.reduce((a, b) => Math.max(a, b))) : null,
  };
}

/** Whether what the customer said last, and asked for an answer with, has none by a human. */
function unanswered(turns: readonly Turn[], heard: readonly Heard[]): boolean {
  const last = turns[turns.length - 1];
  return last !== undefined && last.agent.length === 0 && !heard[heard.length - 1]!.asksNothing;
}
