import type { Root } from "nlcst";

export type Position = NonNullable<Root["position"]>;
export type Point = Position["start"];

/** Turns offsets of one text into places as unist counts them: lines and columns from 1, columns in UTF-16 units. */
export interface Locator {
  point(offset: number): Point;
  position(start: number, end: number): Position;
}

/** Lines end at `\n`, `\r\n` or `\r`. */
export function locator(text: string): Locator {
  const lines = [0];
  for (const { index, 0: ending } of text.matchAll(/\r\n?|\n/g)) lines.push(index + ending.length);
  const point = (offset: number): Point => {
    let low = 0;
    let high = lines.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (lines[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - lines[low]! + 1, offset };
  };
  return { point, position: (start, end) => ({ start: point(start), end: point(end) }) };
}
