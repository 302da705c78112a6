import { type Context, hasAny, type Hit } from "../context.js";
import type { CompiledAnswer } from "../pack.js";
import type { NormalText } from "../text/normalise.js";

/** Answers shorter than this (可以的, 有货) take the question's words for granted. */
const SHORTEST = 8;
/** Customers who tell a long story are answered in other words than theirs. */
const LONGEST_QUESTION = 40;

/**
 * A question that the reply passes by. `all`: it speaks of something else and touches nothing of what was asked; `some`: of several
 * questions it answers one and leaves another. What answers any question for the moment (a look-up, a question back, a yes) is
 * enough, and so are words of the question's own.
 */
export function answer(rule: CompiledAnswer, { reply, customer, owes }: Context): Hit[] {
  if (!customer || !owes || reply.text.length < SHORTEST || customer.text.length > LONGEST_QUESTION) return [];
  const asked = rule.topics.filter((topic) => hasAny(customer, topic.asked));
  if (asked.length < (rule.untouched === "some" ? 2 : 1) || hasAny(reply, rule.open)) return [];
  const left = asked.filter((topic) => !hasAny(reply, topic.touched));
  if (left.length === 0) return [];
  if (rule.untouched === "some") {
    if (left.length === asked.length) return [];
  } else {
    if (left.length < asked.length || echoes(reply.text, customer.text, rule.common)) return [];
    if (!rule.topics.some((topic) => !asked.includes(topic) && hasAny(reply, topic.touched))) return [];
  }
  const { clauses, text } = reply;
  const at = clauses.count > 0 ? clauses.end[clauses.count - 1]! : text.length;
  return [{ start: at, end: at, words: { topics: { zh: left.map((topic) => topic.name.zh).join("、"), en: left.map((topic) => topic.name.en).join(", ") } } }];
}

/** Whether the reply takes up a pair of characters of the question that is not common to all talk. */
function echoes(reply: NormalText, question: NormalText, common: readonly string[]): boolean {
  const said = new Set(pairs(question));
  for (const pair of common) said.delete(pair);
  return pairs(reply).some((pair) => said.has(pair));
}

const HAN = 0x4e00;

function pairs({ code, length }: NormalText): string[] {
  const out: string[] = [];
  for (let i = 1; i < length; i++) if (code[i - 1]! >= HAN && code[i]! >= HAN) out.push(String.fromCharCode(code[i - 1]!, code[i]!));
  return out;
}
