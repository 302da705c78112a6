import type { CompiledTiming } from "../pack.js";
import type { Heard } from "../promises.js";
import type { Scenario, Targets } from "../types.js";
import { anchor, type ConversationContext, type Spot } from "./conversation.js";

/** A question of at most so many characters that names no problem is simple. */
const SHORT = 15;
const PLAIN: ReadonlySet<Scenario> = new Set(["general", "opening", "presale", "stock", "price", "promotion", "payment"]);

/** A person answered late; what was asked at night is not counted. */
export function timing(rule: CompiledTiming, context: ConversationContext): Spot[] {
  return rule.of === "hold" ? holds(rule, context) : responses(rule, context);
}

function responses({ of, above }: CompiledTiming, context: ConversationContext): Spot[] {
  const { turns, answers, heard, targets } = context;
  const out: Spot[] = [];
  let first = true;
  for (const [index, { asked, seconds }] of answers.entries()) {
    const { agent } = turns[index]!;
    if (asked < 0 || agent.length === 0) continue;
    const wanted = of === "any" || (of === "first") === first;
    first = false;
    if (!wanted || seconds === null || context.nightly(asked)) continue;
    const target = above === "limit" ? targets.limit : targetOf(heard[index]!, targets);
    if (seconds > target && (above === "limit" || seconds <= targets.limit)) out.push({ ...anchor(context, agent[0]!, "start"), values: { seconds, target } });
  }
  return out;
}

/** How long a question may wait. */
function targetOf({ text, scenario, matters, upset }: Heard, targets: Targets): number {
  const several = (matters & (matters - 1)) !== 0;
  if (scenario === "complaint" || upset > 0 || several) return targets.complex;
  return text.length <= SHORT && matters === 0 && (scenario === null || PLAIN.has(scenario)) ? targets.simple : targets.standard;
}

/** A hold notice without a time of its own, and nothing of substance for too long after it. */
function holds(rule: CompiledTiming, context: ConversationContext): Spot[] {
  const { turns, units, times, targets } = context;
  const bubbles = units.flatMap((unit, turn) => (unit ? turns[turn]!.agent.map((message, bubble) => ({ unit, message, bubble, turn })) : []));
  const end = times.reduce((latest, time) => (time && time.ms > latest ? time.ms : latest), -Infinity);
  const out: Spot[] = [];
  for (const [index, { unit, message, bubble, turn }] of bubbles.entries()) {
    const mark = unit.marks.get(rule.id)?.findLast((place) => place.messageIndex === bubble);
    const from = times[message];
    // More was said after it in the same message: it was no hold.
    if (!mark || !from || context.nightly(message) || unit.bubbles.texts[bubble]!.length - mark.end > SHORT) continue;
    const next = bubbles[index + 1];
    const until = next ? times[next.message]?.ms : waits(turn, context) ? end : undefined;
    const seconds = until === undefined ? 0 : (until - from.ms) / 1000;
    if (seconds > targets.hold) out.push({ ...mark, messageIndex: message, values: { seconds, target: targets.hold } });
  }
  return out;
}

/** Whether the customer still asks after the last response. */
function waits(turn: number, { heard }: ConversationContext): boolean {
  return heard.slice(turn + 1).some((said) => !said.asksNothing);
}
