import { hasAny } from "./context.js";
import type { Matcher } from "./match/matcher.js";
import type { CompiledPack } from "./pack.js";
import type { Scenario } from "./types.js";

/** What the exchange is about, from the customer's words, or where there are none from the reply's. */
export function inferScenario(pack: CompiledPack, customer: Matcher | null, reply: Matcher): Scenario {
  for (const line of pack.scenarios) if (customer && hasAny(customer, line.customer)) return line.scenario;
  if (!customer) for (const line of pack.scenarios) if (line.reply.length > 0 && line.reply.every((any) => hasAny(reply, any))) return line.scenario;
  return "general";
}
