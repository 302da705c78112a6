import type { CompiledClosing } from "../pack.js";
import { anchor, type ConversationContext, type Spot } from "./conversation.js";

/** The customer has taken leave, nobody has said goodbye, and the last two responses have none of what a conversation closes with. */
export function closing(rule: CompiledClosing, context: ConversationContext): Spot[] {
  const { turns, heard, units } = context;
  const last = turns.findLastIndex(({ customer }) => customer.length > 0);
  const answered = units.findLastIndex((unit) => unit !== null);
  if (answered < 1 || last <= answered || !heard[last]!.asksNothing) return [];
  if (units.slice(answered - 1).some((unit) => unit?.marks.has(rule.id))) return [];
  const { agent } = turns[answered]!;
  return [anchor(context, agent[agent.length - 1]!, "end")];
}
