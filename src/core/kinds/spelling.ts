import type { Context, Hit } from "../context.js";
import type { CompiledSpelling } from "../pack.js";
import { DIGIT, LATIN } from "../text/chars.js";
import { occurs } from "../text/normalise.js";

/** What may join letters to a name of another kind: an address, a code, a file, a masked value. */
const JOINS = new Set([..."-_./@#&+=:\\'[]<>{}$%*~|"].map((ch) => ch.charCodeAt(0)));

/** A short word may be a name that no list knows: from this length on, in small letters, it is taken for English. */
const SURELY_ENGLISH = 7;

/**
 * Latin words that neither the list nor the speller knows, where a right word is near. Whatever need not be English is passed
 * over: capitals (SKU), mixed case (iPhone), codes and addresses, pinyin.
 */
export function spelling(rule: CompiledSpelling, { reply: { text }, speller }: Context): Hit[] {
  if (!speller || !occurs(text, LATIN)) return [];
  const { kind, code, length, map, source } = text;
  const out: Hit[] = [];
  for (let i = 0; i < length; i++) {
    if (kind[i] !== LATIN) continue;
    const start = i;
    while (i < length && kind[i] === LATIN) i++;
    const joined = (at: number): boolean => at >= 0 && at < length && (kind[at] === DIGIT || JOINS.has(code[at]!));
    // A full stop after the word ends the sentence.
    const ends = i < length && code[i] === 46 && !joined(i + 1) && kind[i + 1] !== LATIN;
    if (i - start < rule.atLeast || joined(start - 1) || (joined(i) && !ends)) continue;
    const word = source.slice(map[start], map[i - 1]! + 1);
    if (!/^[A-Za-z][a-z]+$/.test(word) || Object.hasOwn(rule.known, word.toLowerCase()) || isPinyin(word.toLowerCase())) continue;
    const english = word.length >= SURELY_ENGLISH && word === word.toLowerCase();
    const right = speller(word)?.filter((one) => /^[A-Za-z]+$/.test(one) && near(word.toLowerCase(), one.toLowerCase()) && (english || Object.hasOwn(rule.known, one.toLowerCase())));
    if (!right || right.length === 0) continue;
    out.push({ start, end: i, words: { first: right[0]!, ...(right[1] !== undefined && { second: right[1] }) } });
  }
  return out;
}

const INITIALS = "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?";
const FINALS = "(?:a|ai|an|ang|ao|e|ei|en|eng|er|i|ia|ian|iang|iao|ie|in|ing|iong|iu|o|ong|ou|u|ua|uai|uan|uang|ue|ui|un|uo|v|ve)";
const PINYIN = new RegExp(`^(?:${INITIALS}${FINALS})+$`);

function isPinyin(word: string): boolean {
  return PINYIN.test(word);
}

/** Whether one slip of the fingers turns one word into the other: a letter more, less, another, or two exchanged. */
function near(a: string, b: string): boolean {
  let from = 0;
  while (from < a.length && a[from] === b[from]) from++;
  let back = 0;
  while (back < a.length - from && back < b.length - from && a[a.length - 1 - back] === b[b.length - 1 - back]) back++;
  const x = a.slice(from, a.length - back);
  const y = b.slice(from, b.length - back);
  return x.length + y.length > 0 && ((x.length <= 1 && y.length <= 1) || (x.length === 2 && y.length === 2 && x[0] === y[1] && x[1] === y[0]));
}
