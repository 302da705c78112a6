/** Puts messages together to conversations, wherever in the file they stand, within bounded memory. */
import { copy } from "./copy.js";
import { hash } from "./hash.js";
import { showTime } from "./time.js";
import type { Range, SourceRef, TranscriptConversation, TranscriptMessage, TranscriptRecord, Unread } from "./types.js";

/** Bytes that the messages being collected may take; more are left for another pass. */
export const MEMORY = 64 << 20;
/** What a message weighs beside its characters. */
const OVERHEAD = 300;
/** No finer split than this: a single conversation has to fit into memory. */
const MOST_PARTS = 4096;

/** What is known of a conversation beside its messages. */
export type Info = Pick<TranscriptConversation, "platform" | "shop" | "team" | "scenario" | "fields">;

/** Takes what a reader finds in a file. */
export interface Collector {
  /**
   * A message of the conversation with this key. Strings may be slices of a bigger text.
   * @param info of the conversation; what is there first stays
   * @param split whether the key is a customer or a whole file: a new conversation begins after long silence
   */
  message(key: string, message: TranscriptMessage, info?: Info, split?: boolean): void;
  /** A conversation that is whole. */
  conversation(conversation: TranscriptConversation): void;
  unread(unread: Unread): void;
}

/** How a pass ends. */
export interface Grouping {
  /** Silence in milliseconds after which a customer begins a new conversation; its id is the customer with the time. */
  gap: number;
  /** Offset of the export's clock from UTC in milliseconds. */
  zone: number;
  memory?: number;
  /** Wordings that count as automatic where they follow the customer at once. */
  autoReplies?: ReadonlySet<string>;
}

/**
 * Reads rows into conversations. The first pass holds every conversation; where they outgrow the memory, it goes on with
 * half of them (by hash of the key), and another pass over the file reads the other half, and so on. So rows may be
 * scattered over the file in any order, and nothing is lost.
 * @param read goes over the file once and hands over what it finds; called again for each further pass
 * @yields unread stretches as they are met, then conversations by the place of their first message, pass by pass
 */
export async function* group(read: (collector: Collector) => AsyncIterable<unknown>, range: Pick<Range, "part" | "parts">, grouping: Grouping): AsyncGenerator<TranscriptRecord> {
  const passes = [{ part: range.part, parts: range.parts }];
  for (let first = true; passes.length > 0; first = false) {
    const groups = new Groups(passes.pop()!, grouping.memory ?? MEMORY, (pass) => passes.push(pass));
    const ready: TranscriptRecord[] = [];
    // Every part of a range meets the same unread stretches and whole conversations: the first tells of them.
    const listing = first && range.part === 0;
    const collector: Collector = {
      message: (key, message, info, split) => groups.add(key, message, info, split),
      conversation: (conversation) => {
        if (listing) for (const one of finish(conversation, false, grouping)) ready.push({ type: "conversation", conversation: one });
      },
      unread: (one) => void (listing && ready.push({ type: "unread", unread: one })),
    };
    for await (const _ of read(collector)) {
      yield* ready;
      ready.length = 0;
    }
    yield* ready;
    for (const { conversation, split } of groups.take()) for (const one of finish(conversation, split, grouping)) yield { type: "conversation", conversation: one };
  }
}

class Groups {
  private readonly open = new Map<string, TranscriptConversation>();
  private readonly split = new Set<string>();
  private size = 0;
  private last: TranscriptConversation | undefined;

  constructor(
    private readonly pass: { part: number; parts: number },
    private readonly memory: number,
    private readonly later: (pass: { part: number; parts: number }) => void,
  ) {}

  add(key: string, message: TranscriptMessage, info: Info | undefined, split = false): void {
    const { pass } = this;
    if (pass.parts > 1 && hash(key) % pass.parts !== pass.part) return;
    let conversation = this.last?.id === key ? this.last : this.open.get(key);
    if (!conversation) {
      this.open.set(key, (conversation = { id: key, messages: [], at: message.at }));
      if (split) this.split.add(key);
    }
    this.last = conversation;
    if (info) fill(conversation, info);
    if (pass.parts > 1) own(message);
    conversation.messages.push(message);
    this.size += weight(message);
    while (this.size > this.memory && pass.parts < MOST_PARTS) this.halve();
  }

  /** Leaves half of the conversations to another pass. */
  private halve(): void {
    const { pass } = this;
    this.later({ part: pass.part + pass.parts, parts: pass.parts * 2 });
    const whole = pass.parts === 1;
    pass.parts *= 2;
    this.size = 0;
    this.last = undefined;
    for (const [key, conversation] of this.open) {
      if (hash(key) % pass.parts !== pass.part) {
        this.open.delete(key);
        continue;
      }
      for (const message of conversation.messages) {
        if (whole) own(message);
        this.size += weight(message);
      }
    }
  }

  *take(): Generator<{ conversation: TranscriptConversation; split: boolean }> {
    for (const [key, conversation] of this.open) {
      this.open.delete(key);
      yield { conversation, split: this.split.has(key) };
    }
  }
}

function weight(message: TranscriptMessage): number {
  return OVERHEAD + 2 * message.text.length;
}

/** Gives a message strings of its own: a slice keeps the whole chunk that it was cut from in memory. */
function own(message: TranscriptMessage): void {
  message.text = copy(message.text);
  if (message.agent !== undefined) message.agent = copy(message.agent);
}

function fill(conversation: TranscriptConversation, info: Info): void {
  conversation.platform ??= info.platform!;
  conversation.shop ??= info.shop!;
  conversation.team ??= info.team!;
  conversation.scenario ??= info.scenario!;
  if (info.fields) conversation.fields = { ...info.fields, ...conversation.fields };
}

/** Puts the messages into order, cuts at long silence, and marks what is automatic. */
export function* finish(conversation: TranscriptConversation, split: boolean, { gap, zone, autoReplies }: Grouping): Generator<TranscriptConversation> {
  sortByTime(conversation.messages);
  if (autoReplies && autoReplies.size > 0) markPaced(conversation.messages, autoReplies);
  if (!split) {
    yield conversation;
    return;
  }
  const { id, messages } = conversation;
  for (let from = 0, i = 1; i <= messages.length; i++) {
    if (i < messages.length && !(messages[i]!.time! - messages[i - 1]!.time! > gap)) continue;
    const part = messages.slice(from, i);
    const begin = part[0]!;
    yield { ...conversation, id: begin.time === undefined ? id : `${id} ${showTime(begin.time, zone)}`, messages: part, at: first(part) };
    from = i;
  }
}

/** The place that comes first in the file. */
function first(messages: readonly TranscriptMessage[]): SourceRef {
  let at = messages[0]!.at;
  for (const message of messages) if (message.at.line < at.line) at = message.at;
  return at;
}

/** Stable; a message without time keeps its place after the one before it. */
function sortByTime(messages: TranscriptMessage[]): void {
  let latest = -Infinity;
  let sorted = true;
  for (const { time } of messages) {
    if (time === undefined) continue;
    if (time < latest) sorted = false;
    latest = Math.max(latest, time);
  }
  if (sorted) return;
  latest = -Infinity;
  const keyed = messages.map((message) => ({ message, time: (latest = message.time ?? latest) }));
  keyed.sort((a, b) => a.time - b.time || 0);
  keyed.forEach(({ message }, index) => (messages[index] = message));
}

/** Longest time after the customer's message in which no person has answered yet. */
export const AT_ONCE = 2000;

/** Whether a message comes from the agent's side and at most two seconds after the customer's. */
export function isAtOnce(message: TranscriptMessage, before: TranscriptMessage | undefined): boolean {
  return message.role === "agent" && before?.role === "customer" && message.time !== undefined && before.time !== undefined && message.time - before.time <= AT_ONCE;
}

function markPaced(messages: readonly TranscriptMessage[], autoReplies: ReadonlySet<string>): void {
  let customer: TranscriptMessage | undefined;
  for (const message of messages) {
    if (message.role === "customer") customer = message;
    else if (customer && isAtOnce(message, customer) && autoReplies.has(message.text.trim())) {
      message.role = "bot";
      message.auto = "paced";
    } else if (message.role === "agent") customer = undefined;
  }
}
