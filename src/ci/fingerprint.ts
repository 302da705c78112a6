import { createHash } from "node:crypto";
import type { PlacedFinding } from "../phrasebook/types.js";

/**
 * Names a finding whatever its line, its file and the number of others like it: a hash of rule, reported words and the
 * text around them. White space does not count, so a line that is wrapped anew keeps its name.
 * @returns 16 hexadecimal digits
 */
export function fingerprint({ rule, text, context }: Pick<PlacedFinding, "rule" | "text" | "context">): string {
  const flat = (words: string): string => words.replace(/\s+/g, "");
  return createHash("sha256").update(JSON.stringify([rule, flat(text), flat(context)])).digest("hex").slice(0, 16);
}

const STOPS = /[。！？!?；;\n\r]+/g;

/**
 * The neighbourhood of reported words: the sentence that they stand in.
 * @param start offset of the words in the text
 * @returns the whole text where the words are none, for something that is missing from all of it
 */
export function neighbourhood(text: string, start: number, end: number): string {
  if (start === end) return text;
  let from = 0;
  for (const { index, 0: stop } of text.matchAll(STOPS)) {
    const after = index + stop.length;
    if (after <= start) from = after;
    else if (index >= end - 1) return text.slice(from, Math.max(after, end));
  }
  return text.slice(from);
}
