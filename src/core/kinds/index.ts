import type { Context, Stretch } from "../context.js";
import type { CompiledRule } from "../pack.js";
import { answer } from "./answer.js";
import { likeness } from "./likeness.js";
import { order } from "./order.js";
import { phrase } from "./phrase.js";
import { repeat } from "./repeat.js";
import { require } from "./require.js";

/** Where a rule fires; the situation (`when`) is checked by the caller. */
export function evaluate(rule: CompiledRule, context: Context): Stretch[] {
  switch (rule.kind) {
    case "phrase":
      return phrase(rule, context);
    case "require":
      return require(rule, context);
    case "likeness":
      return likeness(rule, context);
    case "order":
      return order(rule, context);
    case "repeat":
      return repeat(rule, context);
    case "answer":
      return answer(rule, context);
  }
}
