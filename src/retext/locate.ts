import type { Root } from "nlcst";
import { locator as lineColumn } from "../core/text/lines.js";

export type Position = NonNullable<Root["position"]>;
export type Point = Position["start"];

/** Turns offsets of one text into places as unist counts them: lines and columns from 1, columns in UTF-16 units. */
export interface Locator {
  point(offset: number): Point;
  position(start: number, end: number): Position;
}

export function locator(text: string): Locator {
  const locate = lineColumn(text);
  const point = (offset: number): Point => ({ ...locate(offset), offset });
  return { point, position: (start, end) => ({ start: point(start), end: point(end) }) };
}
