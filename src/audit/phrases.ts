/** Where a wording stands in a phrasebook. */

export interface PhrasePlace {
  file: string;
  line: number;
  id?: string;
}

/** Finds the entry with a text; undefined where there is none. */
export type PhraseFinder = (text: string) => PhrasePlace | undefined;

/** Letters, digits and Han characters alone: punctuation and blanks change on the way from the book to the chat. */
function bare(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}]/gu, "");
}

/**
 * Indexes phrasebooks by their lines and the cells and values in them: text, CSV, TSV, YAML and JSON alike.
 * @param books names and texts of the files
 */
export function phraseFinder(books: readonly { file: string; text: string }[]): PhraseFinder {
  const places = new Map<string, PhrasePlace>();
  const put = (text: string, place: PhrasePlace): void => {
    const key = bare(text);
    if (key.length > 1 && !places.has(key)) places.set(key, place);
  };
  for (const { file, text } of books)
    for (const [index, line] of text.split(/\r?\n/).entries()) {
      const place = { file, line: index + 1 };
      put(line, place);
      for (const cell of line.matchAll(/"((?:[^"]|"")*)"|[^,，\t|]+/g)) put((cell[1] ?? cell[0]).replace(/""/g, '"'), place);
      const value = /^\s*(?:-\s*)?(?:"?[^:：]{1,40}"?\s*[:：])?\s*["']?(.*?)["']?,?\s*$/.exec(line)?.[1];
      if (value !== undefined) put(value, place);
    }
  return (text) => places.get(bare(text));
}
