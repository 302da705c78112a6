import { locator } from "../core/text/lines.js";
import type { Phrasebook, PhrasebookFormat, PlacedFinding } from "../phrasebook/types.js";
import { commentsOf, type CommentSyntax } from "./comments.js";
import { type Comment, type Ignore, mayIgnore, parseIgnore, parseIgnoreField } from "./ignore.js";
import type { FileReport } from "./types.js";

/** How comments are written in a format that has them. */
const COMMENTS: Partial<Record<PhrasebookFormat, CommentSyntax>> = { yaml: "yaml", markdown: "markdown", typescript: "script" };

/**
 * The ignores of a phrasebook file: in the `ignore` field of an entry, and in comments.
 * @param comments the file's comments, where its format has them
 */
export function ignoresIn({ entries, text }: Phrasebook, comments: readonly Comment[]): Ignore[] {
  const fields = entries.flatMap(({ id, ignores = [] }) => ignores.map(({ text, start, end, place }): Ignore => ({ ...parseIgnoreField(text), line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn, start, end, unit: id })));
  if (comments.length === 0 || !text) return fields;
  const locate = locator(text.text);
  return [
    ...fields,
    ...comments.flatMap(({ text: words, start, end }): Ignore[] => {
      const ignore = parseIgnore(words);
      const to = locate(end);
      return ignore ? [{ ...ignore, ...locate(start), endLine: to.line, endColumn: to.column, start, end }] : [];
    }),
  ];
}

/** The comments of a phrasebook file; none are looked for where none can be an ignore. */
export async function commentsIn({ format, text }: Phrasebook): Promise<Comment[]> {
  const syntax = COMMENTS[format];
  return syntax && text && mayIgnore(text.text) ? commentsOf(text.text, syntax) : [];
}

/** The report of each book, before anything is accepted. What lies in a constant of a file that is no book stands with its entry. */
export function reportsOf(books: readonly Phrasebook[], findings: readonly PlacedFinding[]): FileReport[] {
  const reports = books.map(({ file, text, entries }): FileReport => {
    const units = entries.map(({ id, place }) => ({ id, line: place.line, endLine: place.endLine }));
    return { file, units, findings: [], suppressed: [], unchanged: 0, ...(text && { text: text.text, locate: locator(text.text) }) };
  });
  const byFile = new Map(reports.map((report) => [report.file, report]));
  for (const finding of findings) (byFile.get(finding.file) ?? reports.find(({ units }) => units.some(({ id }) => id === finding.entry)) ?? reports[0])?.findings.push(finding);
  return reports;
}
