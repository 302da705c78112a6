import type { Edit } from "../core/types.js";
import type { Token } from "./placeholders.js";

/** A text with something else in the place of its placeholders, and the way back. */
export interface Rendered {
  text: string;
  /** Where each placeholder stands in the rendered text. */
  holes: { start: number; end: number; token: Token }[];
}

export function render(text: string, tokens: readonly Token[], value: (token: Token) => string): Rendered {
  if (tokens.length === 0) return { text, holes: [] };
  let out = "";
  let at = 0;
  const holes: Rendered["holes"] = [];
  for (const token of tokens) {
    out += text.slice(at, token.start);
    const start = out.length;
    out += value(token);
    holes.push({ start, end: out.length, token });
    at = token.end;
  }
  return { text: out + text.slice(at), holes };
}

/** The offset in the text of one in the rendered text; inside a placeholder it is that edge of it. */
export function backTo({ holes }: Rendered, offset: number, edge: "start" | "end"): number {
  let shift = 0;
  for (const { start, end, token } of holes) {
    if (offset <= start) break;
    if (offset < end) return edge === "start" ? token.start : token.end;
    shift = token.end - end;
  }
  return offset + shift;
}

/** Whether a range touches a placeholder. */
export function touches({ holes }: Rendered, start: number, end: number): boolean {
  return holes.some((hole) => hole.start < end && hole.end > start);
}

/** Whether a range lies inside a placeholder: it is about the sample and not about the text. */
export function withinHole({ holes }: Rendered, start: number, end: number): boolean {
  return holes.some((hole) => hole.start <= start && hole.end >= end && start < end);
}

/**
 * Edits of the rendered text as edits of the text. One that replaces a placeholder puts it back where its sample stands in the
 * new words.
 * @returns null where a placeholder would be lost
 */
export function editsBack(rendered: Rendered, edits: readonly Edit[]): Edit[] | null {
  const out: Edit[] = [];
  for (const { start, end, text } of edits) {
    let put = text;
    for (const hole of rendered.holes) {
      if (start === end ? !(hole.start < start && hole.end > start) : !(hole.start < end && hole.end > start)) continue;
      const { sample } = hole.token;
      const at = put.indexOf(sample);
      if (hole.start < start || hole.end > end || sample.length < 2 || at < 0 || put.indexOf(sample, at + 1) >= 0) return null;
      put = put.slice(0, at) + hole.token.text + put.slice(at + sample.length);
    }
    out.push({ start: backTo(rendered, start, "start"), end: backTo(rendered, end, "end"), text: put });
  }
  return out;
}
