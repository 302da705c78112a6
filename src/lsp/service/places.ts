import type { Span } from "./analysis.js";

/** Start of a line, from 1, and its end without the line break. */
function lineAt(text: string, line: number): Span {
  let start = 0;
  for (let left = line - 1; left > 0; left--) {
    const at = text.slice(start).search(/\r\n?|\n/);
    if (at < 0) return { start: text.length, end: text.length };
    start += at + (text.startsWith("\r\n", start + at) ? 2 : 1);
  }
  const rest = /[^\r\n]*/y;
  rest.lastIndex = start;
  return { start, end: start + rest.exec(text)![0].length };
}

/** The word, value or line that begins at a line and column (from 1): what a problem there is about. */
export function spanAt(text: string, line: number, column: number): Span {
  const row = lineAt(text, line);
  const start = Math.min(row.start + column - 1, row.end);
  const rest = text.slice(start, row.end);
  const [word] = /^(?:"(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^\s:,\]}#]+|.)/.exec(rest) ?? [""];
  return { start, end: start + word.length };
}

/**
 * A range that an editor can underline: an empty one takes in the character before it (the one after it at the start), all
 * of an emoji included.
 */
export function visible(text: string, { start, end }: Span): Span {
  if (end > start) return { start, end };
  const before = /(?:[\ud800-\udbff][\udc00-\udfff]|[^\r\n])[\ufe00-\ufe0f]?$/.exec(text.slice(Math.max(0, start - 3), start));
  if (before) return { start: start - before[0].length, end: start };
  const after = /^(?:[\ud800-\udbff][\udc00-\udfff]|[^\r\n])/.exec(text.slice(start, start + 2));
  return { start, end: start + (after?.[0].length ?? 0) };
}
