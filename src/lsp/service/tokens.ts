import type { Move, MoveKind } from "../../core/types.js";
import type { Analysis, Span } from "./analysis.js";

/** A stretch of one line that is one move. */
export interface Token extends Span {
  kind: MoveKind;
}

/** Moves as tokens that neither overlap nor run over a line's end; inside a longer move the shorter one shows. */
export function tokens(text: string, analysis: Analysis): Token[] {
  return analysis.drafts.flatMap((draft) => paint(text, draft, draft.moves()));
}

function paint(text: string, { start, end }: Span, moves: readonly Move[]): Token[] {
  const painted: (Move | undefined)[] = new Array<Move | undefined>(end - start).fill(undefined);
  for (const move of [...moves].sort((a, b) => b.end - b.start - (a.end - a.start))) painted.fill(move, move.start - start, move.end - start);
  const out: Token[] = [];
  let open: Token | undefined;
  painted.forEach((move, index) => {
    const at = start + index;
    const lineEnd = text[at] === "\n" || text[at] === "\r";
    if (move && !lineEnd && open && open.end === at && open.kind === move.kind) open.end = at + 1;
    else if (move && !lineEnd) out.push((open = { kind: move.kind, start: at, end: at + 1 }));
    else open = undefined;
  });
  return out;
}
