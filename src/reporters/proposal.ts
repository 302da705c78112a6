import type { PlacedFinding, PlacedSuggestion } from "../phrasebook/types.js";

/** One stretch of a file and what may stand in its place. */
export interface Replacement {
  title: string;
  start: number;
  end: number;
  text: string;
}

/**
 * A suggestion as one replacement, with what lies between its edits put back as it is.
 * @returns null where it changes another file or a cell, which a place in this file cannot say
 */
export function asOne({ title, edits }: PlacedSuggestion, text: string): Replacement | null {
  const [first, ...more] = [...edits].sort((a, b) => a.start - b.start || a.end - b.end);
  if (!first || edits.some(({ file, cell }) => file !== undefined || cell !== undefined)) return null;
  let { end, text: words } = first;
  for (const edit of more) {
    if (edit.start < end) return null;
    words += text.slice(end, edit.start) + edit.text;
    end = edit.end;
  }
  return { title, start: first.start, end, text: words };
}

/** What is proposed for a finding, best first: the fix, then the suggestions that differ from it. */
export function proposals({ fix, suggestions }: PlacedFinding): PlacedSuggestion[] {
  if (!fix) return suggestions;
  const same = JSON.stringify(fix.edits);
  return [fix, ...suggestions.filter(({ edits }) => JSON.stringify(edits) !== same)];
}

/** A finding's message with the first proposal below it, for formats that have no place of their own for one. */
export function withAdvice(finding: PlacedFinding): string {
  const [first] = proposals(finding);
  const words = first?.edits.map((edit) => edit.text.trim()).filter(Boolean).join(" … ");
  return words ? `${finding.message}\n→ ${first!.title}: ${words}` : finding.message;
}
