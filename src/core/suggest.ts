import { applies, around, clauseConsistsOf, type Context, hasAny, type Hit, sourceEnd, sourceStart, type Stretch } from "./context.js";
import type { Matcher } from "./match/matcher.js";
import type { Any, CompiledRule, CompiledSuggestion } from "./pack.js";
import type { Edit } from "./types.js";

/** The sentence of a step as it reads for this reply; null where it does not fit. */
export function sentenceFor(say: readonly CompiledSuggestion[], context: Context): string | null {
  const at = { start: context.reply.text.length, end: context.reply.text.length };
  for (const one of say) {
    const text = fill(one, new Map(), at, context);
    if (text !== null) return text;
  }
  return null;
}

/** The edits that a suggestion makes for a finding at `at`; null where it does not fit the reply. */
export function draftEdits(rule: CompiledRule, suggestion: CompiledSuggestion, at: Hit, context: Context): Edit[] | null {
  const { reply } = context;
  if (!applies(suggestion.when, context)) return null;
  for (const any of suggestion.with) if (!hasAny(reply, any)) return null;
  if (hasAny(reply, suggestion.unless)) return null;
  if (suggestion.replace === "places") return (at.places ?? [at]).map((place) => ({ start: sourceStart(reply, place.start), end: place.end > place.start ? sourceEnd(reply, place.end) : sourceStart(reply, place.start), text: typeof place.words?.mended === "string" ? place.words.mended : "" }));
  const text = fill(suggestion, captures(rule, at, reply), at, context);
  if (text === null) return null;
  if (suggestion.replace) {
    const target = suggestion.replace === "match" ? at : around(reply, at, suggestion.replace);
    return [{ start: sourceStart(reply, target.start), end: sourceEnd(reply, target.end), text }];
  }
  const position = suggestion.insert === "start" ? afterGreeting(suggestion.past, reply) : insertPosition(suggestion.insert ?? "end", at, reply);
  return [{ start: position, end: position, text: joined(reply.text.source, position, text) }];
}

/** What the kind knows, and the words of the rule's captures inside the finding. */
function captures(rule: CompiledRule, at: Hit, reply: Matcher): Map<string, string> {
  const out = new Map<string, string>();
  for (const [name, word] of Object.entries(at.words ?? {})) if (typeof word === "string") out.set(name, word);
  if (rule.kind === "phrase")
    reply.captures(rule.cls, at.start, at.end, (name, start, end) => {
      if (!out.has(name)) out.set(name, slice(reply, start, end));
    });
  return out;
}

function slice(reply: Matcher, start: number, end: number): string {
  return reply.text.source.slice(sourceStart(reply, start), sourceEnd(reply, end));
}

/** Fills the `{slots}` of a template: captures first, then the reply's own words of that class, the nearest ones, then the customer's. */
function fill(suggestion: CompiledSuggestion, captured: Map<string, string>, at: Stretch, { reply, customer }: Context): string | null {
  let complete = true;
  const own = (cls: number | undefined): string | undefined => (cls === undefined ? undefined : (nearest(reply, cls, at) ?? (customer ? nearest(customer, cls, { start: 0, end: 0 }) : undefined)));
  const text = suggestion.text.replace(/\{([a-z][a-z0-9-]*)\}/gi, (_, name: string) => {
    const words = name === "match" ? slice(reply, at.start, at.end) : (captured.get(name) ?? own(suggestion.slots[name]));
    if (words === undefined) complete = false;
    return words ?? "";
  });
  return complete ? text : null;
}

function nearest(reply: Matcher, cls: number, at: Stretch): string | undefined {
  const hits = reply.of(cls);
  let best = -1;
  let distance = Infinity;
  for (let i = 0; i < hits.count; i++) {
    const d = hits.start[i]! >= at.end ? hits.start[i]! - at.end : at.start >= hits.end[i]! ? at.start - hits.end[i]! : 0;
    const longer = best >= 0 && hits.end[i]! - hits.start[i]! > hits.end[best]! - hits.start[best]!;
    if (d < distance || (d === distance && longer)) {
      best = i;
      distance = d;
    }
  }
  return best < 0 ? undefined : slice(reply, hits.start[best]!, hits.end[best]!);
}

/** The first clause that is more than a greeting; the very start where there is none. */
function afterGreeting(greetings: Any, reply: Matcher): number {
  const { clauses } = reply;
  let clause = 0;
  while (clause < clauses.count && clauseConsistsOf(reply, clause, greetings)) clause++;
  return clauses.count === 0 ? 0 : sourceStart(reply, clauses.start[clause < clauses.count ? clause : 0]!);
}

function insertPosition(where: Exclude<NonNullable<CompiledSuggestion["insert"]>, "start">, at: Stretch, reply: Matcher): number {
  const { clauses, text } = reply;
  if (clauses.count === 0) return text.source.length;
  if (where === "before-sentence") return sourceStart(reply, around(reply, at, "sentence").start);
  const end = where === "end" ? clauses.end[clauses.count - 1]! : around(reply, at, where === "after-clause" ? "clause" : "sentence").end;
  const clause = clauses.at[Math.max(0, end - 1)]!;
  // After its closing punctuation, but before a line break.
  let close = end;
  while (close < clauses.close[clause]! && !/\s/.test(String.fromCharCode(text.code[close]!))) close++;
  let position = sourceEnd(reply, close);
  // A variation selector belongs to what it varies.
  while ((text.source.charCodeAt(position) & 0xfff0) === 0xfe00) position++;
  return position;
}

/** Ends with punctuation, a bracket, a blank, or an emoji. */
const CLOSED = /(?:[，。！？；：、,.!?;:~～…\s）)】\]"”\u2600-\u27bf\ufe0f]|[\ud83c-\ud83e][\udc00-\udfff])$/;

/** Puts a comma before the insertion where the words before it are not closed, a line break's text apart. */
function joined(source: string, position: number, text: string): string {
  const before = source.slice(0, position);
  return before === "" || CLOSED.test(before) ? text : `，${text}`;
}
