import type { Edit, Finding, Suggestion } from "../../core/types.js";
import type { PlacedEdit } from "../../phrasebook/types.js";
import type { Analysis, Span } from "./analysis.js";
import type { Engine } from "./engine.js";
import { visible } from "./places.js";

export const QUICK_FIX = "quickfix";
export const FIX_ALL = "source.fixAll.replylint";

/** Something that a person may choose to do to the document. */
export interface Action {
  title: string;
  kind: typeof QUICK_FIX | typeof FIX_ALL;
  /** Changes of this document, or of another file, which may have to be made first. */
  edits: { file?: string; edits: Edit[]; create?: boolean }[];
  /** The finding that it mends. */
  finding?: Finding;
  /** The only fix at hand that keeps the meaning. */
  preferred?: true;
}

/** The findings that a range touches, with suggestions. */
export async function findingsAt(text: string, analysis: Analysis, range: Span): Promise<Finding[]> {
  // What is missing is underlined before its place: the underline counts, too.
  const wide = { start: range.start, end: Math.min(text.length, range.end + 3) };
  return (await analysis.mended(wide)).filter((finding) => {
    const shown = visible(text, finding);
    return shown.start <= range.end && range.start <= Math.max(shown.end, finding.end);
  });
}

/** What can be done about findings: each suggestion. */
export function quickFixes(text: string, findings: readonly Finding[], engine: Engine): Action[] {
  const actions = findings.flatMap((finding) => finding.suggestions.map((suggestion): Action => ({ title: titleOf(text, suggestion, engine), kind: QUICK_FIX, edits: byFile(suggestion), finding })));
  const safe = findings.filter((finding) => finding.fix);
  const [only] = safe;
  if (safe.length === 1 && only?.fix) {
    const action = actions.find(({ finding, edits }) => finding === only && sameEdits(edits[0]!.edits, only.fix!.edits));
    if (action) action.preferred = true;
  }
  return withoutTwins(actions);
}

/** Everything that can be mended unseen, in one step; null where there is nothing. */
export async function fixAll(analysis: Analysis, engine: Engine): Promise<Action | null> {
  const edits = await analysis.fixAll();
  return edits.length === 0 ? null : { title: engine.say({ zh: "修正所有不改变意思的问题", en: "Fix everything that keeps its meaning" }), kind: FIX_ALL, edits: [{ edits }] };
}

/** A phrasebook's text may be put together from several files. */
function byFile({ edits }: Suggestion): Action["edits"] {
  const out: Action["edits"] = [];
  for (const edit of edits as PlacedEdit[]) {
    const group = out.find(({ file }) => file === edit.file);
    if (group) group.edits.push(edit);
    else out.push({ ...(edit.file !== undefined && { file: edit.file }), edits: [edit] });
  }
  return out;
}

/** Several rules may lead to the same change. */
function withoutTwins(actions: Action[]): Action[] {
  const seen = new Map<string, Action>();
  for (const action of actions) {
    const key = JSON.stringify(action.edits);
    const twin = seen.get(key);
    if (!twin) seen.set(key, action);
    else if (action.preferred) twin.preferred = true;
  }
  return [...seen.values()];
}

function sameEdits(a: readonly Edit[], b: readonly Edit[]): boolean {
  return a.length === b.length && a.every((edit, index) => edit.start === b[index]!.start && edit.end === b[index]!.end && edit.text === b[index]!.text);
}

const MOST_SHOWN = 42;

/** What a suggestion does, with the words that go and the words that come. */
function titleOf(text: string, { title, edits }: Suggestion, engine: Engine): string {
  const [edit] = edits;
  if (!edit) return title;
  const old = shortened(text.slice(edit.start, edit.end));
  const next = shortened(edit.text.replace(/^，/, ""));
  if (next === "") return `${title}${engine.say({ zh: `：删去“${old}”`, en: `: remove "${old}"` })}`;
  if (old === "") return `${title}${engine.say({ zh: `：补上“${next}”`, en: `: add "${next}"` })}`;
  return `${title}${engine.say({ zh: `：“${old}” → “${next}”`, en: `: "${old}" → "${next}"` })}`;
}

function shortened(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  const characters = [...line];
  return characters.length <= MOST_SHOWN ? line : `${characters.slice(0, MOST_SHOWN - 1).join("")}…`;
}
