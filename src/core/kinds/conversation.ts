import type { Place } from "../bubbles.js";
import type { Answer, Turn, Unit } from "../conversation.js";
import type { CompiledConversationRule } from "../pack.js";
import type { Heard } from "../promises.js";
import type { Moment } from "../timing.js";
import type { ConversationFacts, Message, Targets } from "../types.js";
import { again } from "./again.js";
import { closing } from "./closing.js";
import { outcome } from "./outcome.js";
import { timing } from "./timing.js";

/** What a rule may ask about a conversation; `turns`, `heard`, `units` and `answers` run side by side. */
export interface ConversationContext {
  messages: readonly Message[];
  times: readonly (Moment | null)[];
  turns: readonly Turn[];
  heard: readonly Heard[];
  /** Null for a turn without an answer. */
  units: readonly (Unit | null)[];
  answers: readonly Answer[];
  targets: Targets;
  /** Whether a message came in the hours in which nobody needs to answer. */
  nightly(message: number): boolean;
  /** The first words of anger in a turn. */
  anger(turn: Turn): Place | null;
  facts: ConversationFacts;
}

/** Where a rule fires, and what its message tells. */
export interface Spot extends Place {
  values?: { seconds?: number; target?: number };
}

/** Where a rule of conversations fires. */
export function evaluateConversation(rule: CompiledConversationRule, context: ConversationContext): Spot[] {
  switch (rule.kind) {
    case "timing":
      return timing(rule, context);
    case "outcome":
      return outcome(rule, context);
    case "again":
      return again(rule, context);
    case "closing":
      return closing(rule, context);
  }
}

/** A place for what is missing or late: before the first word of a message, or after its last. */
export function anchor({ messages }: ConversationContext, messageIndex: number, where: "start" | "end"): Place {
  const at = where === "start" ? 0 : messages[messageIndex]!.text.length;
  return { messageIndex, start: at, end: at, text: "" };
}
