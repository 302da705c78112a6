import type { Context, Hit } from "../context.js";
import type { CompiledEmoji } from "../pack.js";
import { PICTOGRAPH, SPACE } from "../text/chars.js";
import { type NormalText, occurs } from "../text/normalise.js";

/** Emoji, and emoticons written in characters, beyond a number: those too many become one finding. */
export function emoji(rule: CompiledEmoji, { reply }: Context): Hit[] {
  const { text } = reply;
  // At most so many; what they are is looked at only where it matters.
  let units = 0;
  if (occurs(text, PICTOGRAPH)) for (let i = 0; i < text.length; i++) if (text.kind[i] === PICTOGRAPH && (text.code[i]! & 0xfc00) !== 0xdc00) units++;
  for (const cls of rule.codes) units += reply.of(cls).count;
  if (units <= rule.most) return [];
  const all: Hit[] = pictographs(text, rule.apart);
  for (const cls of rule.codes) {
    const hits = reply.of(cls);
    for (let i = 0; i < hits.count; i++) all.push({ start: hits.start[i]!, end: hits.end[i]! });
  }
  if (all.length <= rule.most) return [];
  all.sort((a, b) => a.start - b.start || b.end - a.end);
  const separate = all.filter((hit, index) => index === 0 || hit.start >= all[index - 1]!.end);
  const groups = rule.within === "reply" ? [separate] : runs(separate, text);
  const tooMany = groups.filter((group) => group.length > rule.most);
  const [first] = tooMany;
  if (!first) return [];
  const places = tooMany.flatMap((group) => group.slice(rule.most));
  return [{ start: first[rule.most]!.start, end: first[rule.most]!.end, words: { count: String(Math.max(...tooMany.map((group) => group.length))) }, places }];
}

/** What stands side by side, blanks aside. */
function runs(hits: readonly Hit[], { kind }: NormalText): Hit[][] {
  const out: Hit[][] = [];
  for (const hit of hits) {
    const group = out[out.length - 1];
    let at = group ? group[group.length - 1]!.end : -1;
    while (at >= 0 && at < hit.start && kind[at] === SPACE) at++;
    if (group && at === hit.start) group.push(hit);
    else out.push([hit]);
  }
  return out;
}

const JOINER = 0x200d;
const FLAGS = [0x1f1e6, 0x1f1ff] as const;
const SKIN_TONES = [0x1f3fb, 0x1f3ff] as const;
/** Of the symbols in the basic plane those that are pictures of feelings and things; ✔ ★ ☎ ➤ are signs in a text. */
const PICTURES = new Set([..."☀☁☂☃☔☕☘☝☠☹☺♥♨♡⚡⚽⛄⛅✊✋✌✍✨❄❣❤⭐"].map((ch) => ch.charCodeAt(0)));

/** Each emoji once, whatever it is put together from. */
function pictographs({ source, kind, map, length }: NormalText, apart: string): Hit[] {
  const out: Hit[] = [];
  let joins = false;
  let flag = false;
  for (let i = 0; i < length; i++) {
    if (kind[i] !== PICTOGRAPH) continue;
    const point = source.codePointAt(map[i]!)!;
    const start = i;
    if (point > 0xffff) i++;
    const within = ([from, to]: readonly [number, number]): boolean => point >= from && point <= to;
    const last = out[out.length - 1];
    const follows = last !== undefined && last.end === start;
    const secondOfFlag: boolean = within(FLAGS) && flag && follows;
    flag = within(FLAGS) && !secondOfFlag;
    if (follows && (joins || secondOfFlag || within(SKIN_TONES))) last.end = i + 1;
    else if ((point > 0xffff || PICTURES.has(point)) && !apart.includes(String.fromCodePoint(point))) out.push({ start, end: i + 1 });
    else continue;
    let next = map[i]! + 1;
    while ((source.charCodeAt(next) & 0xfff0) === 0xfe00) next++;
    joins = source.charCodeAt(next) === JOINER;
  }
  return out;
}
