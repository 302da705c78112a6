import type { House } from "./house.js";
import type { Any, CompiledWhen } from "./pack.js";
import type { Matcher } from "./match/matcher.js";
import type { Scorer } from "./model.js";
import type { Bilingual, Channel, Scenario } from "./types.js";

/** What a rule may ask about the reply at hand. */
export interface Context {
  reply: Matcher;
  /** Null where nothing is known of the customer's words. */
  customer: Matcher | null;
  scenario: Scenario;
  /** Whether the record named the scenario. */
  given: boolean;
  channel: Channel;
  facts: Readonly<Record<string, unknown>>;
  /** The model, which has read this reply; null where the pack has none. */
  scorer: Scorer | null;
  /** Null where the shop's configuration adds nothing. */
  house: House | null;
  /** Null where nobody lends one. */
  speller: Speller | null;
  /** Whether the reply owes anything at all: it is more than greetings, thanks, acknowledgements and holds. */
  owes: boolean;
}

/**
 * Knows how Latin words are spelt.
 * @param word at least three letters, as it stands in the reply
 * @returns null for a right word; else the likeliest right ones, best first
 */
export type Speller = (word: string) => readonly string[] | null;

/** A stretch of the reply, in normalised units. */
export interface Stretch {
  start: number;
  end: number;
}

/** A stretch that breaks a rule, with what the rule's kind knows about it. */
export interface Hit extends Stretch {
  /** Words for the `{slots}` of messages and suggestions; a suggestion takes none that depends on the language. */
  words?: Readonly<Record<string, string | Bilingual>>;
  /** All places of the reply that one finding stands for; the hit itself is the first of them. */
  places?: readonly Hit[];
}

export function hasAny(matcher: Matcher, classes: Any): boolean {
  for (const cls of classes) if (matcher.has(cls)) return true;
  return false;
}

/** Whether the situation may be the rule's, by what needs no look at any words. */
export function mayApply(whens: readonly CompiledWhen[], context: Context): boolean {
  if (whens.length === 0) return true;
  for (const when of whens) if (fits(when, context)) return true;
  return false;
}

/** Whether the situation is the rule's: any of its descriptions holds, or it has none. */
export function applies(whens: readonly CompiledWhen[], context: Context): boolean {
  if (whens.length === 0) return true;
  for (const when of whens) if (holds(when, context)) return true;
  return false;
}

function fits(when: CompiledWhen, context: Context): boolean {
  const { customer } = context;
  if (when.customer.length > 0 && !customer) return false;
  if (when.scenario && !when.scenario.includes(context.scenario)) return false;
  if (when.givenScenario && !(context.given && when.givenScenario.includes(context.scenario))) return false;
  if (when.notScenario?.includes(context.scenario)) return false;
  if (when.channel && !when.channel.includes(context.channel)) return false;
  if (when.notFacts?.some((key) => key in context.facts)) return false;
  return when.heard === null || when.heard === (customer !== null);
}

function holds(when: CompiledWhen, context: Context): boolean {
  const { reply, customer } = context;
  if (!fits(when, context)) return false;
  for (const any of when.customer) if (!customer || !hasAny(customer, any)) return false;
  if (customer && hasAny(customer, when.notCustomer)) return false;
  for (const any of when.reply) if (!hasAny(reply, any)) return false;
  if (hasAny(reply, when.notReply)) return false;
  if (when.only && !consistsOf(reply, when.only)) return false;
  if (when.each && !everyClause(reply, when.each)) return false;
  return true;
}

/** Units of a clause that may be left over beside the hits that make it up. */
const SLACK = 3;

/** Whether every clause of the text is made of hits of the classes, but for a few particles. */
export function consistsOf(matcher: Matcher, classes: Any): boolean {
  const { clauses } = matcher;
  if (clauses.count === 0) return true;
  if (clauses.count > 40) return false;
  const covered = new Int32Array(clauses.count);
  for (const span of spansOf(matcher, classes))
    for (let c = clauses.at[span.start]!; c < clauses.count && clauses.start[c]! < span.end; c++)
      covered[c]! += Math.max(0, Math.min(span.end, clauses.end[c]!) - Math.max(span.start, clauses.start[c]!));
  for (let c = 0; c < clauses.count; c++) {
    const length = clauses.end[c]! - clauses.start[c]!;
    if (length - covered[c]! > (covered[c]! > 0 ? SLACK : 1)) return false;
  }
  return true;
}

/** Whether a clause is made of hits of the classes, but for a few particles. */
export function clauseConsistsOf(matcher: Matcher, clause: number, classes: Any): boolean {
  const { clauses } = matcher;
  const spans: Stretch[] = [];
  for (const cls of classes) {
    const hits = matcher.of(cls);
    for (let i = 0; i < hits.count; i++) if (clauses.at[hits.start[i]!] === clause) spans.push({ start: hits.start[i]!, end: Math.min(hits.end[i]!, clauses.end[clause]!) });
  }
  const covered = union(spans).reduce((sum, { start, end }) => sum + end - start, 0);
  return covered > 0 && clauses.end[clause]! - clauses.start[clause]! - covered <= SLACK;
}

/** Whether every clause of the text has a hit of one of the classes. */
function everyClause(matcher: Matcher, classes: Any): boolean {
  const { clauses } = matcher;
  for (let c = 0; c < clauses.count; c++) if (!classes.some((cls) => matcher.hasIn(cls, clauses.start[c]!, clauses.end[c]!))) return false;
  return true;
}

/** The hits of classes; overlapping ones are one. */
export function spansOf(matcher: Matcher, classes: readonly number[]): Stretch[] {
  const spans: Stretch[] = [];
  for (const cls of classes) {
    const hits = matcher.of(cls);
    for (let i = 0; i < hits.count; i++) spans.push({ start: hits.start[i]!, end: hits.end[i]! });
  }
  return union(spans);
}

/** Overlapping stretches become one; the result is in order. */
export function union(spans: Stretch[]): Stretch[] {
  if (spans.length < 2) return spans;
  spans.sort((a, b) => a.start - b.start || b.end - a.end);
  const out: Stretch[] = [];
  for (const span of spans) {
    const last = out[out.length - 1];
    if (last && span.start < last.end) last.end = Math.max(last.end, span.end);
    else out.push({ start: span.start, end: span.end });
  }
  return out;
}

/** The clause or sentence around a stretch, without its closing punctuation. */
export function around(matcher: Matcher, stretch: Stretch, scope: "clause" | "sentence"): Stretch {
  const { clauses } = matcher;
  if (clauses.count === 0) return stretch;
  let first = clauses.at[stretch.start]!;
  let last = clauses.at[Math.max(stretch.start, stretch.end - 1)]!;
  if (scope === "sentence") {
    while (first > 0 && clauses.sentence[first - 1] === clauses.sentence[first]) first--;
    while (last + 1 < clauses.count && clauses.sentence[last + 1] === clauses.sentence[last]) last++;
  }
  return { start: Math.min(stretch.start, clauses.start[first]!), end: Math.max(stretch.end, clauses.end[last]!) };
}

/** Offset in the source of a normalised position that begins something. */
export function sourceStart(matcher: Matcher, position: number): number {
  return matcher.text.map[position]!;
}

/** Offset in the source of a normalised position that ends something: one past its last unit. */
export function sourceEnd(matcher: Matcher, position: number): number {
  const { text } = matcher;
  if (position === 0) return 0;
  let end = text.map[position - 1]! + 1;
  // Never between the halves of a surrogate pair.
  const last = text.source.charCodeAt(end - 1);
  if (last >= 0xd800 && last <= 0xdbff && isLowSurrogate(text.source.charCodeAt(end))) end++;
  return end;
}

function isLowSurrogate(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff;
}
