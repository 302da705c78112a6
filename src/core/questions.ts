import { applies, type Context, mayApply } from "./context.js";
import { plausible } from "./opinion.js";
import type { CompiledReplyRule, CompiledWhen } from "./pack.js";
import type { Channel, Level } from "./types.js";

/** A rule as it is put to each reply: what settles most cases, laid out alike for all kinds. */
export interface Question {
  rule: CompiledReplyRule;
  /** Channels in which nobody asks. */
  silentIn: readonly Channel[];
  when: readonly CompiledWhen[];
  /** Columns of the model that may put it out of the question; none: it is always asked. */
  columns: readonly number[];
  /** The class without a hit of which there is nothing to find; -1: none. */
  needs: number;
}

export function questionOf(rule: CompiledReplyRule, level: Level): Question {
  return {
    rule,
    silentIn: level === "strict" ? [] : (rule.strictIn ?? []),
    when: rule.when,
    columns: rule.kind === "phrase" && !rule.certain ? rule.columns : [],
    needs: rule.kind === "phrase" || rule.kind === "terms" ? rule.cls : -1,
  };
}

/** Whether the rule is to be evaluated; the cheap reasons against it first. */
export function arises({ silentIn, when, columns, needs }: Question, context: Context): boolean {
  if (silentIn.length > 0 && silentIn.includes(context.channel)) return false;
  if (!mayApply(when, context) || !plausible(columns, context.scorer)) return false;
  if (needs >= 0 && !context.reply.has(needs)) return false;
  return applies(when, context);
}
