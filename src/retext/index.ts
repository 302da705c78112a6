/** replylint for unified: a parser that makes real nlcst trees of Chinese text, and the linter as a retext plugin. */
export { chineseParser, type ChineseOptions, retextChinese } from "./parser.js";
export { retextReplylint, type ReplylintMessageData, type ReplylintOptions } from "./lint.js";
export type { Segment } from "./segment.js";
