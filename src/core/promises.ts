import type { Place } from "./bubbles.js";
import { type Commitment, IN_TOUCH } from "./commitments.js";
import { deadlineOf, formatTime, type Moment } from "./timing.js";
import type { PromiseRecord, Scenario } from "./types.js";

/** An agent who writes again within this time still gives the same response. */
const PAUSE = 60_000;
/**
 * To talk on about what was just promised is not to come back on it: without a result that is told, there must have been a silence.
 * It is this long after a promise to be in touch, {@link ACT_SILENCE} after a promised act, and {@link PAUSE} after one for so
 * soon that half its time is less.
 */
const TOUCH_SILENCE = 3 * 60_000;
const ACT_SILENCE = 10 * 60_000;
/** What a customer's turn tells. */
export interface Heard {
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

/** A time commitment, and where it stands. */
export interface Promised extends Omit<Commitment, "start" | "end"> {
  place: Place;
}

/** An agent's message, as far as it may settle a promise. */
export interface Word {
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
export class PromiseBook {
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
