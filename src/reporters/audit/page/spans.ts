/** Cuts a message at the ends of its spans, so that each piece lies in a known set of them. */

export interface Span {
  start: number;
  end: number;
}

/** A stretch of text with the numbers of the spans that cover it; an empty one marks the place of empty spans. */
export interface Piece {
  text: string;
  spans: number[];
}

/**
 * Pieces in order; together they are the text, none of them has half a character, and every span is in at least one.
 * @param spans in UTF-16 code units; what reaches beyond the text, or into half a character, is moved to where it can stand
 */
export function pieces(text: string, spans: readonly Span[]): Piece[] {
  const whole = spans.map(({ start, end }) => {
    const from = floor(text, clamp(start, text.length));
    return { start: from, end: end > start ? ceil(text, clamp(end, text.length)) : from };
  });
  const cuts = [...new Set([0, text.length, ...whole.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b);
  const out: Piece[] = [];
  cuts.forEach((cut, index) => {
    const empty = whole.flatMap(({ start, end }, span) => (start === cut && end === cut ? [span] : []));
    if (empty.length > 0) out.push({ text: "", spans: empty });
    const next = cuts[index + 1];
    if (next !== undefined) out.push({ text: text.slice(cut, next), spans: whole.flatMap(({ start, end }, span) => (start <= cut && end >= next ? [span] : [])) });
  });
  return out;
}

function clamp(offset: number, length: number): number {
  return Math.min(Math.max(offset, 0), length);
}

/** Whether an offset lies between the halves of a surrogate pair. */
function inPair(text: string, offset: number): boolean {
  return /[\ud800-\udbff]/.test(text[offset - 1] ?? "") && /[\udc00-\udfff]/.test(text[offset] ?? "");
}

function floor(text: string, offset: number): number {
  return inPair(text, offset) ? offset - 1 : offset;
}

function ceil(text: string, offset: number): number {
  return inPair(text, offset) ? offset + 1 : offset;
}

/** The text after edits, in pieces: what was taken out, what was put in, what stays. Edits that overlap an earlier one are left out. */
export function edited(text: string, edits: readonly { start: number; end: number; text: string }[]): { kind: "same" | "out" | "in"; text: string }[] {
  const out: { kind: "same" | "out" | "in"; text: string }[] = [];
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    const start = floor(text, clamp(edit.start, text.length));
    const end = ceil(text, clamp(edit.end, text.length));
    if (start < at) continue;
    out.push({ kind: "same", text: text.slice(at, start) }, { kind: "out", text: text.slice(start, end) }, { kind: "in", text: edit.text });
    at = end;
  }
  out.push({ kind: "same", text: text.slice(at) });
  return out.filter((piece) => piece.text !== "");
}
