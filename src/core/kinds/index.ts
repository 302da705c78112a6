import type { Context, Hit } from "../context.js";
import type { CompiledReplyRule } from "../pack.js";
import { emoji } from "./emoji.js";
import { length } from "./length.js";
import { answer } from "./answer.js";
import { houseLimit, houseTerms } from "./house.js";
import { likeness } from "./likeness.js";
import { order } from "./order.js";
import { phrase } from "./phrase.js";
import { punctuation } from "./punctuation.js";
import { repeat } from "./repeat.js";
import { require } from "./require.js";
import { spelling } from "./spelling.js";
import { terms } from "./terms.js";

/** Where a rule fires; the situation (`when`) is checked by the caller. */
export function evaluate(rule: CompiledReplyRule, context: Context): Hit[] {
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
    case "terms":
      return terms(rule, context);
    case "punctuation":
      return punctuation(rule, context);
    case "emoji":
      return emoji(rule, context);
    case "length":
      return length(rule, context);
    case "spelling":
      return spelling(rule, context);
    case "answer":
      return answer(rule, context);
    case "house-terms":
      return houseTerms(context);
    case "house-limit":
      return houseLimit(rule, context);
  }
}
