import type { CompiledAgain } from "../pack.js";
import type { ConversationContext, Spot } from "./conversation.js";

/** The agent says the same again: the same text, or words of the same classes, with or without the customer's word in between. */
export function again(rule: CompiledAgain, context: ConversationContext): Spot[] {
  return rule.words ? sameWords(rule, context) : sameText(rule, context);
}

function sameWords(rule: CompiledAgain, { turns, units }: ConversationContext): Spot[] {
  const out: Spot[] = [];
  let before = false;
  for (const [turn, unit] of units.entries()) {
    const marks = unit?.marks.get(rule.id);
    if (!marks) continue;
    // One message a time: what is said twice in one breath is said once.
    const first = marks.filter((mark, index) => mark.messageIndex !== marks[index - 1]?.messageIndex);
    const repeated = rule.between === "silence" ? first.slice(1) : before ? first.slice(0, 1) : [];
    for (const mark of repeated) out.push({ ...mark, messageIndex: turns[turn]!.agent[mark.messageIndex]! });
    before = true;
  }
  return out;
}

function sameText({ minLength, between }: CompiledAgain, { messages, turns }: ConversationContext): Spot[] {
  const out: Spot[] = [];
  const seen = new Set<string>();
  for (const { agent } of turns) {
    const here: string[] = [];
    for (const messageIndex of agent) {
      const { text } = messages[messageIndex]!;
      const key = text.trim();
      if (key.length < minLength) continue;
      if (seen.has(key)) out.push({ messageIndex, start: 0, end: text.length, text });
      if (between === "silence") seen.add(key);
      else here.push(key);
    }
    for (const key of here) seen.add(key);
    if (between === "silence") seen.clear();
  }
  return out;
}
