import type { Token } from "./tokens.js";

/** Tokens `[from, to)` of a sentence. */
export interface Range {
  from: number;
  to: number;
}

const STOPS = /^(?:[。！？!?…｡‼⁇⁈⁉]|\.\.)/u;
const CLOSERS = /^[”’」』）)】\]}〕］｝]/u;
/** A sentence goes on after these: “可以吗？”，您问. */
const GOES_ON = /^[，、；：,;:]/u;
const BRACKETS: Record<string, string> = { "（": "）", "(": ")", "【": "】", "[": "]", "［": "］", "{": "}", "｛": "｝", "〔": "〕", "《": "》", "〈": "〉" };
/** Before a tilde these end a sentence: 在的哦～ 您好～; 亲～ and 周一～周五 do not. */
const PARTICLE = /[哦呢哈呀啦吧嘛噢喔哟咯啊吗么呐滴哒嘞的了好谢]$/u;
/** `1.` `A.` `三.` before an item of a list. */
const ITEM = /^(?:\p{Nd}{1,2}|\p{L}|[一二三四五六七八九十]{2,3})$/u;
const ABBREVIATION = /^(?:no|mr|mrs|ms|dr|vs|etc|e\.g|i\.e|co|ltd|inc)$/iu;
const HAN = /\p{sc=Han}/u;

/**
 * Finds the sentences of one paragraph, whose tokens hold no line break. A sentence ends at 。！？… and their half-width
 * forms, at a full stop between Chinese words, at a tilde that stands for one; ； is a mark inside a sentence (GB/T 15834).
 * Closing quotes and brackets and the emoji that follow a stop stay with it. Within a pair of brackets no sentence ends.
 * Blanks between sentences belong to none.
 */
export function sentences(text: string, tokens: readonly Token[]): Range[] {
  const value = (index: number): string => {
    const token = tokens[index];
    return token ? text.slice(token.start, token.end) : "";
  };
  const type = (index: number): Token["type"] | undefined => tokens[index]?.type;
  const depth = depths(tokens, value);

  const stopsAt = (index: number): boolean => {
    if (type(index) !== "punctuation") return false;
    const mark = value(index);
    if (STOPS.test(mark)) return true;
    const before = value(index - 1);
    const after = type(index + 1);
    if (/^[~～〜]/u.test(mark)) {
      if (type(index - 1) !== "word") return false;
      return mark.length > 1 || PARTICLE.test(before) || after === undefined || (after === "symbol" && /\p{Extended_Pictographic}/u.test(value(index + 1)));
    }
    if (mark !== "." && mark !== "．") return false;
    const led = type(index - 2);
    if (type(index - 1) === "word" && ITEM.test(before) && (led === undefined || led === "blank" || led === "punctuation") && after !== undefined) return false;
    if (after === undefined || HAN.test(before.slice(-1)) || HAN.test(value(index + 1).charAt(0)) || CLOSERS.test(value(index + 1))) return true;
    if (after === "blank") return !ABBREVIATION.test(before) && !/^[\p{Ll}\p{Nd}]/u.test(value(index + 2));
    return after === "word" && before.length > 1 && !ABBREVIATION.test(before);
  };

  const out: Range[] = [];
  let from = 0;
  let quotes = 0;
  for (let i = 0; i < tokens.length; i++) {
    if (value(i) === '"') quotes++;
    if (!stopsAt(i)) continue;
    let end = i + 1;
    for (; end < tokens.length; end++) {
      const next = value(end);
      const closes = CLOSERS.test(next) || (next === '"' && quotes % 2 === 1);
      if (next === '"' && closes) quotes++;
      const stays = closes || (type(end) === "punctuation" && (STOPS.test(next) || /^[~～〜]/u.test(next))) || (type(end) === "symbol" && /^[\p{Extended_Pictographic}\p{Regional_Indicator}]/u.test(next));
      if (!stays) break;
    }
    i = end - 1;
    const following = type(end) === "blank" ? end + 1 : end;
    if (depth[i]! > 0 || (following < tokens.length && GOES_ON.test(value(following)))) continue;
    out.push({ from, to: end });
    from = following;
  }
  if (from < tokens.length) out.push({ from, to: tokens.length });
  return withWords(out, tokens);
}

/** How many pairs of brackets each token stands in; a bracket that is never closed counts for nothing. */
function depths(tokens: readonly Token[], value: (index: number) => string): number[] {
  const depth = new Array<number>(tokens.length + 1).fill(0);
  const open: { index: number; closer: string }[] = [];
  const waiting: Record<string, number> = {};
  tokens.forEach((token, index) => {
    if (token.type !== "punctuation") return;
    for (const mark of value(index)) {
      const closer = BRACKETS[mark];
      if (closer !== undefined) {
        open.push({ index, closer });
        waiting[closer] = (waiting[closer] ?? 0) + 1;
      }
      if (!waiting[mark]) continue;
      let match: (typeof open)[number];
      do {
        match = open.pop()!;
        waiting[match.closer]!--;
      } while (match.closer !== mark);
      depth[match.index + 1]!++;
      depth[index]!--;
    }
  });
  for (let i = 1; i < depth.length; i++) depth[i]! += depth[i - 1]!;
  return depth;
}

/** A sentence without a word goes to the one before it (好的。 😊), the first to the one after it. */
function withWords(ranges: readonly Range[], tokens: readonly Token[]): Range[] {
  const out: Range[] = [];
  let wordless = false;
  for (const range of ranges) {
    const last = out[out.length - 1];
    const words = tokens.slice(range.from, range.to).some((token) => token.type === "word" || token.type === "source");
    if (last && (!words || wordless)) {
      last.to = range.to;
      wordless &&= !words;
    } else {
      out.push({ ...range });
      wordless = !words;
    }
  }
  return out;
}
