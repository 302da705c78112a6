import { neighbourhood } from "../ci/fingerprint.js";
import type { CompiledPack } from "../core/pack.js";
import { scorecard } from "../core/score.js";
import type { LineColumn } from "../core/text/lines.js";
import type { Finding, Locale, Reply, Result, Suggestion } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";

/** A result with its offsets counted from the start of the file. */
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

/** A draft's finding, its offsets counted in the file, with its place and the words around it. */
export function placed(finding: Finding, { id, file, start, input }: { id: string; file: string; start: number; input: Reply }, locate: (offset: number) => LineColumn): PlacedFinding {
  const to = locate(finding.end);
  return { ...finding, file, ...locate(finding.start), endLine: to.line, endColumn: to.column, entry: id, context: neighbourhood(input.reply, finding.start - start, finding.end - start) };
}

/** A placed finding as a finding of a result record. */
export function unplaced({ rule, guidance, dimension, severity, message, text, start, end, suggestions }: PlacedFinding): Finding {
  return { rule, guidance, dimension, severity, message, text, start, end, suggestions };
}

/** What a score is made from. */
export interface Scoring {
  card: CompiledPack["scorecard"];
  passMark: number;
}

/** A result with only the findings that count, and the score that these give. */
export function counted(result: Result, findings: Finding[], { card, passMark }: Scoring, locale: Locale): Result {
  const kept = result.findings.filter((finding) => findings.includes(finding));
  if (kept.length === result.findings.length) return { ...result, findings };
  // What is missing is listed in the order of the findings that say so.
  const silent = result.findings.filter(({ text }) => text === "");
  const missing = silent.length === result.missing.length ? result.missing.filter((_, index) => kept.includes(silent[index]!)) : result.missing;
  const { score, verdict, dimensions, deductions } = scorecard(kept, result.scenario, card, passMark, locale);
  return { ...result, findings, missing, score, verdict, dimensions, deductions };
}
