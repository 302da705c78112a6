import type { CompiledOutcome } from "../pack.js";
import { anchor, type ConversationContext, type Spot } from "./conversation.js";

/** How a conversation came out: what its facts tell, at the message where it shows. */
export function outcome({ of }: CompiledOutcome, context: ConversationContext): Spot[] {
  const { facts, turns } = context;
  switch (of) {
    case "promise-late":
    case "promise-not-seen": {
      const wanted = of === "promise-late" ? "late" : "not-seen";
      return facts.promises.filter((promise) => promise.outcome === wanted).map(({ messageIndex, start, end, text }) => ({ messageIndex, start, end, text }));
    }
    case "unanswered": {
      const last = turns[turns.length - 1]?.customer;
      return facts.unanswered && last && last.length > 0 ? [anchor(context, last[last.length - 1]!, "end")] : [];
    }
    case "mood-worse": {
      if (facts.mood !== "worse") return [];
      const last = turns.findLast(({ customer }) => customer.length > 0);
      const words = last && context.anger(last);
      return words ? [words] : [];
    }
  }
}
