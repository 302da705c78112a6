import type { FileReport } from "../ci/types.js";
import type { Severity } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { asOne, proposals } from "./proposal.js";
import { type Run, slashed } from "./run.js";

const SEVERITY: Record<Severity, string> = { error: "ERROR", warning: "WARNING", info: "INFO" };
const SOURCE = { name: "replylint" };

/** Reviewdog's diagnostic format as one JSON document. */
export function rdjson(run: Run): string {
  return `${JSON.stringify({ source: SOURCE, diagnostics: diagnostics(run) }, null, 2)}\n`;
}

/** Reviewdog's diagnostic format, one diagnostic a line. */
export function rdjsonl(run: Run): string {
  return diagnostics(run).map((one) => `${JSON.stringify({ ...one, source: SOURCE })}\n`).join("");
}

function diagnostics(run: Run): Record<string, unknown>[] {
  const problems = run.problems.map(({ file, line, message, hint }) => ({ message: hint === undefined ? message : `${message}\n${hint}`, location: { path: slashed(file), ...(line !== undefined && { range: { start: { line } } }) }, severity: "ERROR" }));
  return [...problems, ...run.files.flatMap((file) => file.findings.map((finding) => diagnostic(finding, file, run)))];
}

function diagnostic(finding: PlacedFinding, file: FileReport, run: Run): Record<string, unknown> {
  const url = run.rule(finding.rule)?.url;
  const range = file.text === undefined || finding.file !== file.file ? placeOf(finding) : { start: position(file, finding.start), end: position(file, finding.end) };
  const { sheet, cell } = finding;
  const suggestions = file.text === undefined || finding.file !== file.file ? [] : proposals(finding).flatMap((proposal) => asOne(proposal, file.text!) ?? []);
  return {
    message: cell === undefined ? finding.message : `${sheet === undefined ? "" : `${sheet}!`}${cell}: ${finding.message}`,
    location: { path: slashed(finding.file), ...(range && { range }) },
    severity: SEVERITY[finding.severity],
    code: { value: finding.rule, ...(url !== undefined && { url }) },
    ...(suggestions.length > 0 && { suggestions: suggestions.map(({ start, end, text }) => ({ range: { start: position(file, start), end: position(file, end) }, text })) }),
  };
}

/** The line at least, where the text is not at hand to count bytes in; a workbook has no lines. */
function placeOf({ line, endLine, cell }: PlacedFinding): { start: { line: number }; end: { line: number } } | undefined {
  return cell === undefined ? { start: { line }, end: { line: endLine } } : undefined;
}

/** The format counts columns in bytes of UTF-8, from 1. */
function position({ text, locate }: FileReport, offset: number): { line: number; column: number } {
  const { line, column } = locate!(offset);
  return { line, column: Buffer.byteLength(text!.slice(offset - column + 1, offset)) + 1 };
}
