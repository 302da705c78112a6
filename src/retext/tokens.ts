import type { Piece, Segment, WordList } from "./segment.js";

export type TokenType = "word" | "punctuation" | "symbol" | "blank" | "source";

export interface Token {
  type: TokenType;
  start: number;
  end: number;
}

/** Letters of scripts that are written without blanks between words. */
const UNSPACED = String.raw`(?=[\p{L}\p{N}])[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Bopo}\p{scx=Thai}\p{scx=Lao}\p{scx=Khmr}\p{scx=Mymr}]\p{M}*`;
/** Letters and figures of all others. */
const SPACED = String.raw`(?!${UNSPACED})[\p{L}\p{N}]\p{M}*`;
/** Zero-width characters, which do not end a word. */
const NOTHING = String.raw`[\u00ad\u200b-\u200d\u2060]*`;
const PICTURE = String.raw`\p{Extended_Pictographic}(?:\ufe0f|\p{Emoji_Modifier})?(?:[\u{e0020}-\u{e007e}]+\u{e007f})?`;

const BLANK = /[\s\u0085]+/uy;
const SOURCES = [
  // https://… www.…
  /(?:(?:https?|ftp):\/\/|www\.)[\w.~:/?#[\]@!$&'()*+,;=%-]*[\w/#=&~%+-]/uy,
  // name@host.cn
  /[\w.%+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+/uy,
  // {name} {{name}} ${name}
  /\$?\{\{?[^{}\r\n]{1,40}\}\}?/uy,
];
const EMOJI = new RegExp(String.raw`\p{Regional_Indicator}{2}|[0-9#*]\ufe0f?\u20e3|(?!\p{P})${PICTURE}(?:\u200d${PICTURE})*`, "uy");
const WHOLE = [
  // 2026-11-30  18:00  1,299.50
  /\p{Nd}{4}(?<mark>[-/.])\p{Nd}{1,2}\k<mark>\p{Nd}{1,2}(?!\p{Nd})/uy,
  /\p{Nd}{1,2}[:：]\p{Nd}{2}(?:[:：]\p{Nd}{2})?(?!\p{Nd})/uy,
  /\p{Nd}{1,3}(?:,\p{Nd}{3})+(?:\.\p{Nd}+)?(?!\p{Nd})/uy,
  // 3.5  iPhone15  T-shirt  don't  taobao.com
  new RegExp(String.raw`(?:${SPACED})(?:${NOTHING}${SPACED}|\.(?=[\p{Ll}\p{Nd}])|(?<=\p{Nd})．(?=\p{Nd})|(?<=\p{L}\p{M}*)[-'’_&@](?=${SPACED}))*`, "uy"),
];
const LETTERS = new RegExp(String.raw`(?:${UNSPACED})(?:${NOTHING}${UNSPACED})*`, "uy");
/** Marks; the same one again belongs to the first: …… —— ！！. A tilde is a mark in Chinese, whatever Unicode has it for. */
const MARK = /([\p{P}~～])(?:\ufe0f|\1)*/uy;
const OTHER = /([^])\1*/uy;

/** What a token may be, in the order in which it is tried; one character always is the last. */
const KINDS: [kind: TokenType | "whole" | "letters", patterns: RegExp[]][] = [
  ["blank", [BLANK]],
  ["source", SOURCES],
  ["symbol", [EMOJI]],
  ["whole", WHOLE],
  ["letters", [LETTERS]],
  ["punctuation", [MARK]],
  ["symbol", [OTHER]],
];

/** Cuts a text into tokens; joined again, they are the text. */
export function tokenise(text: string, words: WordList, segment: Segment): Token[] {
  const tokens: Token[] = [];
  let pieces: Piece[] = [];
  const flush = (): void => {
    if (pieces.length === 0) return;
    let start = pieces[0]!.start;
    for (const end of words.cut(text, pieces, segment)) {
      tokens.push({ type: "word", start, end });
      start = end;
    }
    pieces = [];
  };
  let at = 0;
  let end = 0;
  const matches = (pattern: RegExp): boolean => {
    pattern.lastIndex = at;
    const found = pattern.test(text);
    if (found) end = pattern.lastIndex;
    return found;
  };
  while (at < text.length) {
    const [kind] = KINDS.find(([, patterns]) => patterns.some(matches))!;
    if (kind === "whole" || kind === "letters") pieces.push({ start: at, end, whole: kind === "whole" });
    else {
      flush();
      tokens.push({ type: kind, start: at, end });
    }
    at = end;
  }
  flush();
  return tokens;
}
