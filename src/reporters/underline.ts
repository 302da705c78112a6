import { type Cell, cells, rowsOf } from "./width.js";

/** A stretch of a line to be marked; one of no length is an insertion point. */
export interface Mark {
  /** UTF-16 range in the line. */
  start: number;
  end: number;
  /** What the row below is drawn with; "" draws nothing there. */
  rule: string;
  /** Stands at the beginning of the drawn row. */
  label: string;
  paint: (text: string) => string;
}

/** A row of the terminal with the rows that belong under it. */
export interface Row {
  text: string;
  under: string[];
}

interface Piece {
  from: number;
  to: number;
  text: string;
  paint: (text: string) => string;
}

/**
 * Lays a line out in rows of at most `width` columns with its marks underneath. Columns are those of a terminal: wide
 * characters and emoji count two, what is invisible none. Marks that overlap get rows of their own.
 */
export function underline(line: string, marks: readonly Mark[], width: number): Row[] {
  const rows = rowsOf(cells(line), Math.max(8, width));
  return rows.map((row, index) => {
    const pieces = marks.flatMap((mark) => piecesOf(mark, row, index === 0, index === rows.length - 1)).sort((a, b) => a.from - b.from || b.to - a.to);
    return { text: painted(row, marks), under: drawn(pieces) };
  });
}

function piecesOf(mark: Mark, row: readonly Cell[], first: boolean, last: boolean): Piece[] {
  if (mark.rule === "") return [];
  const rowStart = row[0]?.start ?? 0;
  const rowEnd = row[row.length - 1]?.end ?? 0;
  if (mark.end <= mark.start) {
    // An insertion point at a break belongs to the row that it ends.
    const here = mark.start > rowStart ? mark.start <= rowEnd || last : first;
    if (!here) return [];
    const column = columnOf(row, mark.start);
    const text = mark.label + mark.rule;
    return [{ from: column, to: column + text.length, text, paint: mark.paint }];
  }
  const begins = mark.start >= rowStart && (mark.start < rowEnd || (last && row.length === 0));
  if (!begins && (mark.end <= rowStart || mark.start >= rowEnd)) return [];
  const from = columnOf(row, Math.max(mark.start, rowStart));
  const to = Math.max(from + 1, columnAfter(row, Math.min(mark.end, rowEnd)));
  const label = begins ? mark.label : "";
  const text = label + mark.rule.repeat(Math.max(label === "" ? 1 : 0, to - from - label.length));
  return [{ from, to: from + text.length, text, paint: mark.paint }];
}

/** Column of the cell that holds an offset. */
function columnOf(row: readonly Cell[], offset: number): number {
  let column = 0;
  for (const cell of row) {
    if (cell.end > offset) break;
    column += cell.width;
  }
  return column;
}

/** Column after the cell that holds the unit before an offset. */
function columnAfter(row: readonly Cell[], offset: number): number {
  let column = 0;
  for (const cell of row) {
    if (cell.start >= offset) break;
    column += cell.width;
  }
  return column;
}

/** Draws pieces on as few rows as they need. */
function drawn(pieces: readonly Piece[]): string[] {
  const levels: { text: string; end: number }[] = [];
  for (const piece of pieces) {
    let level = levels.find((candidate) => candidate.end <= piece.from);
    if (!level) levels.push((level = { text: "", end: 0 }));
    level.text += " ".repeat(piece.from - level.end) + piece.paint(piece.text);
    level.end = piece.to;
  }
  return levels.map((level) => level.text);
}

function painted(row: readonly Cell[], marks: readonly Mark[]): string {
  let out = "";
  let run = "";
  let paint: Mark["paint"] | undefined;
  const flush = (): void => {
    out += paint ? paint(run) : run;
    run = "";
  };
  for (const cell of row) {
    const mark = marks.find((candidate) => candidate.start < cell.end && candidate.end > cell.start);
    if (mark?.paint !== paint) {
      flush();
      paint = mark?.paint;
    }
    run += cell.text;
  }
  if (run !== "") flush();
  return out.trimEnd();
}
