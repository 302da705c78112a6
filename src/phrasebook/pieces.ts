import type { Edit } from "../core/types.js";
import type { Phrase, Piece, PlacedEdit } from "./types.js";

/** Puts a text together from stretches of a file. */
export class PieceBuilder {
  text = "";
  readonly pieces: Piece[] = [];

  /** Text that is written as it reads. */
  exact(text: string, from: number, file?: string): this {
    const last = this.pieces.at(-1);
    if (text === "") return this;
    if (last?.exact && last.to === from && last.file === file) {
      last.end += text.length;
      last.to += text.length;
    } else this.push(text, from, from + text.length, true, file);
    this.text += text;
    return this;
  }

  /** Text that is written in another way. */
  whole(text: string, from: number, to: number, file?: string): this {
    if (text === "") return this;
    this.push(text, from, to, false, file);
    this.text += text;
    return this;
  }

  private push(text: string, from: number, to: number, exact: boolean, file: string | undefined): void {
    const start = this.text.length;
    this.pieces.push({ start, end: start + text.length, from, to, exact, ...(file !== undefined && { file }) });
  }

  phrase(more: Omit<Phrase, "text" | "pieces"> = {}): Phrase {
    return trim({ text: this.text, pieces: this.pieces, ...more });
  }
}

/** Blanks around a text are not sent: they are no part of the phrase. */
function trim(phrase: Phrase): Phrase {
  const start = phrase.text.length - phrase.text.trimStart().length;
  const end = Math.max(start, phrase.text.trimEnd().length);
  if (start === 0 && end === phrase.text.length) return phrase;
  return { ...phrase, text: phrase.text.slice(start, end), pieces: cut(phrase.pieces, start, end).map((piece) => ({ ...piece, start: piece.start - start, end: piece.end - start })) };
}

/** The parts of pieces that lie in a range of the text. */
function cut(pieces: readonly Piece[], start: number, end: number): Piece[] {
  return pieces
    .filter((piece) => piece.end > start && piece.start < end)
    .map((piece) => {
      if (!piece.exact) return piece;
      const head = Math.max(0, start - piece.start);
      const tail = Math.max(0, piece.end - end);
      return { ...piece, start: piece.start + head, end: piece.end - tail, from: piece.from + head, to: piece.to - tail };
    });
}

/** Pieces of a text that was read out of another text (HTML in a JSON string), in the file of the outer one. */
export function compose(inner: readonly Piece[], outer: Phrase): Piece[] {
  return inner.flatMap((piece): Piece[] => {
    const parts = cut(outer.pieces, piece.from, piece.to);
    const first = parts[0];
    const last = parts.at(-1);
    if (!first || !last) return [];
    if (!piece.exact) return [{ ...piece, from: first.from, to: last.to }];
    return parts.map((part) => ({ ...part, start: piece.start + part.start - piece.from, end: piece.start + part.end - piece.from }));
  });
}

/** Where a range of a phrase is written. A range over several files is cut to the first of them. */
export function rangeIn({ pieces }: Phrase, start: number, end: number): { from: number; to: number; file?: string } {
  const at = pieces.findIndex((piece) => piece.end > start || (end === start && piece.end === start));
  const first = pieces[at];
  if (!first) {
    const last = pieces.at(-1);
    return last ? { from: last.to, to: last.to, ...(last.file !== undefined && { file: last.file }) } : { from: 0, to: 0 };
  }
  const into = (piece: Piece, offset: number, edge: number): number => (piece.exact ? piece.from + offset - piece.start : edge);
  const from = into(first, start, start >= first.end ? first.to : first.from);
  let to = start === end ? from : first.to;
  for (let i = at; start < end && i < pieces.length && pieces[i]!.start < end; i++) {
    const piece = pieces[i]!;
    if (piece.file !== first.file) break;
    to = into(piece, Math.min(end, piece.end), piece.to);
  }
  return { from, to, ...(first.file !== undefined && { file: first.file }) };
}

/**
 * The changes of the file that edits of a phrase come to: only what differs is replaced, in the spelling of its place.
 * @returns null where one of them cannot be written there
 */
export function editsIn(phrase: Phrase, edits: readonly Edit[]): PlacedEdit[] | null {
  const out: PlacedEdit[] = [];
  for (const edit of edits) {
    const placed = editIn(phrase, edit);
    if (!placed) return null;
    out.push(...placed);
  }
  const twin = phrase.twin && editsIn(phrase.twin, edits);
  return twin === null ? null : [...out, ...(twin ?? [])];
}

function editIn(phrase: Phrase, edit: Edit): PlacedEdit[] | null {
  const { spell, sheet, cell } = phrase;
  if (!spell) return null;
  const { start, end, text } = narrowed(phrase.text, edit);
  const where = { ...(sheet !== undefined && { sheet }), ...(cell !== undefined && { cell }) };
  const placed = (from: number, to: number, text: string, file: string | undefined): PlacedEdit => ({ start: from, end: to, text, ...(file !== undefined && { file }), ...where });
  if (start === end) {
    if (text === "") return [];
    const { from, file } = insertionPoint(phrase, start);
    const spelt = spell(text, from);
    return spelt === null ? null : [placed(from, from, spelt, file)];
  }
  const parts = cut(phrase.pieces, start, end);
  if (parts.some((part) => part.start < start || part.end > end)) return null;
  const runs: { from: number; to: number; file: string | undefined }[] = [];
  for (const { from, to, file } of parts) {
    const last = runs.at(-1);
    if (last && last.to === from && last.file === file) last.to = to;
    else runs.push({ from, to, file });
  }
  const spelt = runs[0] && spell(text, runs[0].from);
  if (spelt === undefined || spelt === null) return null;
  return runs.map(({ from, to, file }, index) => placed(from, to, index === 0 ? spelt : "", file));
}

function insertionPoint({ pieces }: Phrase, at: number): { from: number; file: string | undefined } {
  const before = pieces.find((piece) => piece.end === at);
  if (before) return { from: before.to, file: before.file };
  const around = pieces.find((piece) => piece.start <= at && piece.end > at);
  return around ? { from: around.exact ? around.from + at - around.start : around.from, file: around.file } : { from: 0, file: undefined };
}

/** An edit without what stays the same at its ends; never between the halves of a pair. */
function narrowed(source: string, { start, end, text }: Edit): Edit {
  let head = 0;
  while (head < text.length && start + head < end && text[head] === source[start + head]) head++;
  if (head > 0 && isHigh(text.charCodeAt(head - 1))) head--;
  let tail = 0;
  while (tail < text.length - head && end - tail > start + head && text[text.length - 1 - tail] === source[end - 1 - tail]) tail++;
  if (tail > 0 && isLow(text.charCodeAt(text.length - tail))) tail--;
  return { start: start + head, end: end - tail, text: text.slice(head, text.length - tail) };
}

const isHigh = (unit: number): boolean => (unit & 0xfc00) === 0xd800;
const isLow = (unit: number): boolean => (unit & 0xfc00) === 0xdc00;
