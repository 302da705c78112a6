import { MOVE } from "../../reporters/labels.js";
import type { Analysis, JudgedDraft, Span } from "./analysis.js";
import type { Engine } from "./engine.js";
import { scoreOf } from "./hints.js";

/** One line of a document's outline. */
export interface Outline extends Span {
  name: string;
  detail: string;
  kind: "draft" | "move" | "entry";
  children: Outline[];
}

/** The outline: moves; where there are several drafts, those of each; the entries of a phrasebook. */
export function outline(analysis: Analysis, engine: Engine): Outline[] {
  const entries = analysis.entries.map(({ id, title, start, end }): Outline => ({ name: title === "" ? id : title, detail: title === "" ? "" : id, kind: "entry", start, end, children: [] }));
  if (analysis.drafts.length === 1) return [...entries, ...moves(analysis.drafts[0]!, engine)];
  return [...entries, ...analysis.drafts.map((draft): Outline => ({ name: nameOf(draft, engine), detail: scoreOf(draft, engine), kind: "draft", start: draft.head?.start ?? draft.start, end: draft.end, children: moves(draft, engine) }))];
}

function nameOf({ draft, input }: JudgedDraft, engine: Engine): string {
  const said = input.customer?.replace(/\s+/g, " ").trim() ?? "";
  const name = engine.say({ zh: `第 ${draft} 条`, en: `Draft ${draft}` });
  return said === "" ? name : `${name} ${[...said].slice(0, 24).join("")}`;
}

function moves(draft: JudgedDraft, engine: Engine): Outline[] {
  return draft.moves().map(({ kind, start, end, text }) => ({ name: MOVE[kind][engine.locale], detail: text.replace(/\s+/g, " "), kind: "move", start, end, children: [] }));
}
