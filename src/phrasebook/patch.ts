import { lastAtMost } from "../core/text/lines.js";
import type { Edit } from "../core/types.js";
import { rangeIn } from "./pieces.js";
import type { Phrase, Phrasebook, PhrasebookEntry, Place } from "./types.js";

/** Letters, digits and Chinese punctuation: they mean themselves in every format. */
const PLAIN = /^[\p{L}\p{Nd}，。！？；：、～（）【】《》“”‘’…]*$/u;

/**
 * Follows an edit of a file that was read: where plain words change inside of a text, nothing else does, and the file need
 * not be read again. Changes the entries in place; without `spell`, so for finding what is wrong and not for mending it.
 * @param starts where each line of the edited file begins
 * @returns the entries that changed; null where the file has to be read
 */
export function patchBook(book: Phrasebook, before: string, edit: Edit, starts: readonly number[]): PhrasebookEntry[] | null {
  const { start, end, text } = edit;
  if (!PLAIN.test(text) || !PLAIN.test(before.slice(start - 1, end + 1)) || start < 1 || end >= before.length) return null;
  const delta = text.length - (end - start);
  const changed: PhrasebookEntry[] = [];
  let inside = false;
  // First it is seen whether it can be done, then it is done.
  for (const entry of book.entries)
    for (const { pieces } of [entry.text, ...entry.variants])
      for (const { from, to, exact, file } of pieces) {
        if (file !== undefined || to <= start - 1 || from >= end + 1) continue;
        if (!exact || from >= start || to <= end) return null;
        inside = true;
      }
  if (!inside) return null;
  for (const entry of book.entries) {
    const phrases = [entry.text, ...entry.variants];
    if (phrases.some(({ pieces }) => pieces.some(({ from, to, file }) => file === undefined && from < start && to > end))) changed.push(entry);
    [entry.text, ...entry.variants] = phrases.map((phrase) => follow(phrase, edit, delta)) as [Phrase, ...Phrase[]];
  }
  if (delta !== 0) movePlaces(book, start, delta, starts);
  book.placeOf = (phrase, from, to, fallback) => {
    if (phrase.pieces.length === 0) return fallback;
    const range = rangeIn(phrase, from, to);
    // Another file's lines are not known here.
    if (range.file !== undefined) return fallback;
    return { file: book.file, ...placeAt(starts, range.from, range.to) };
  };
  return changed;
}

/** Lines and columns of a range. */
export function placeAt(starts: readonly number[], from: number, to: number): Omit<Place, "file"> {
  const line = lastAtMost(starts, from);
  const endLine = lastAtMost(starts, to);
  return { line: line + 1, column: from - starts[line]! + 1, endLine: endLine + 1, endColumn: to - starts[endLine]! + 1 };
}

function follow({ spell: _, ...phrase }: Phrase, { start, end, text }: Edit, delta: number): Phrase {
  let words = phrase.text;
  let moved = 0;
  const pieces = phrase.pieces.map((piece) => {
    if (piece.file !== undefined || piece.to <= start) return moved === 0 ? piece : { ...piece, start: piece.start + moved, end: piece.end + moved };
    const at = { ...piece, start: piece.start + moved, end: piece.end + moved };
    if (piece.from > start) return { ...at, from: piece.from + delta, to: piece.to + delta };
    const from = at.start + start - piece.from;
    words = words.slice(0, from) + text + words.slice(from + end - start);
    moved += delta;
    return { ...at, end: at.end + delta, to: piece.to + delta };
  });
  return { ...phrase, text: words, pieces };
}

/** Moves what stands behind the edit on its line. */
function movePlaces(book: Phrasebook, at: number, delta: number, starts: readonly number[]): void {
  const index = lastAtMost(starts, at);
  const line = index + 1;
  const column = at - starts[index]! + 1;
  const move = (place: Place | undefined): void => {
    if (!place) return;
    if (place.line === line && place.column > column) place.column += delta;
    if (place.endLine === line && place.endColumn > column) place.endColumn += delta;
  };
  const seen = new Set<Place>();
  const once = (place: Place | undefined): void => {
    if (!place || seen.has(place)) return;
    seen.add(place);
    move(place);
  };
  for (const { place } of book.variables) once(place);
  for (const entry of book.entries) {
    once(entry.place);
    for (const place of Object.values(entry.places)) once(place);
    for (const { place } of entry.variables ?? []) once(place);
  }
}
