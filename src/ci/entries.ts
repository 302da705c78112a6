import { locator } from "../core/text/lines.js";
import type { Phrasebook, PhrasebookFormat } from "../phrasebook/types.js";
import { commentsOf, type CommentSyntax } from "./comments.js";
import { type Comment, type Ignore, mayIgnore, parseIgnore, parseIgnoreField } from "./ignore.js";
import type { Unit } from "./types.js";

/** How comments are written in a format that has them. */
export const COMMENTS: Partial<Record<PhrasebookFormat, CommentSyntax>> = { yaml: "yaml", markdown: "markdown", typescript: "script" };

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

/** The entries of a phrasebook file as replies with their lines. */
export function unitsOf({ entries }: Phrasebook): Unit[] {
  return entries.map(({ id, place }) => ({ id, line: place.line, endLine: place.endLine }));
}
