import { type ChangeSpec, EditorSelection, Text } from "@codemirror/state";
import type { EditorView } from "@codemirror/view";
import type { Edit, Suggestion } from "../core/types.js";

/** What only the agent knows stands in a suggestion as 【…】. */
const BLANK = /【[^】]*】/;

/**
 * Makes a suggestion's edits, which must be of a result for the document as it is now, as one step of the undo history.
 * The first 【blank】 in the new words is selected, otherwise the cursor goes behind them.
 */
export function applySuggestion(view: EditorView, { edits }: Suggestion): void {
  const changes = view.state.changes(edits.map(change));
  // Where several edits are made, the last one in the text is where the agent goes on.
  const last = edits.reduce<Edit | null>((latest, edit) => (!latest || edit.start > latest.start ? edit : latest), null);
  if (!last) return;
  const from = changes.mapPos(last.start, -1);
  const blank = BLANK.exec(last.text);
  const selection = blank ? EditorSelection.range(from + blank.index, from + blank.index + blank[0].length) : EditorSelection.cursor(from + last.text.length);
  view.dispatch({ changes, selection, scrollIntoView: true, userEvent: "input.complete" });
  view.focus();
}

/** Replaces the document's text where it differs, so that cursor and marks elsewhere stay. */
export function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  const most = Math.min(old.length, text.length);
  let start = 0;
  while (start < most && old[start] === text[start]) start++;
  let tail = 0;
  while (tail < most - start && old[old.length - 1 - tail] === text[text.length - 1 - tail]) tail++;
  view.dispatch({ changes: change({ start, end: old.length - tail, text: text.slice(start, text.length - tail) }), userEvent: "input.complete" });
}

/** CodeMirror counts a line break as one, whatever it was; the text that was judged has `\n` there, so offsets agree. */
function change({ start, end, text }: Edit): ChangeSpec {
  return { from: start, to: end, insert: Text.of(text.split(/\r\n?|\n/)) };
}
