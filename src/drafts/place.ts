import type { Result, Suggestion } from "../core/types.js";

/** A result with its offsets counted from the start of the file, where the reply stands `by` units in. */
export function inFile(result: Result, by: number): Result {
  if (by === 0) return result;
  const shift = <T extends { start: number; end: number }>(place: T): T => ({ ...place, start: place.start + by, end: place.end + by });
  const move = ({ title, edits }: Suggestion): Suggestion => ({ title, edits: edits.map(shift) });
  return {
    ...result,
    findings: result.findings.map((finding) => ({ ...shift(finding), ...(finding.fix && { fix: move(finding.fix) }), suggestions: finding.suggestions.map(move) })),
    moves: result.moves.map(shift),
  };
}
