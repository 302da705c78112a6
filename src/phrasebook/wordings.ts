import type { PhrasebookConfig, PhrasebookData } from "./data.js";
import { type Known, Placeholders, type Token } from "./placeholders.js";
import { platformName } from "./reading.js";
import { PhraseIndex } from "./recognise.js";
import type { Phrase, Phrasebook, PhrasebookEntry } from "./types.js";

/** One text of an entry: its own, or a variant's. */
export interface EntryWording {
  book: Phrasebook;
  entry: PhrasebookEntry;
  phrase: Phrase;
  /** 1 for the entry's own text, 2 and on for its variants. */
  number: number;
  tokens: Token[];
}

/** Every text of the books, with its placeholders. */
export function wordingsOf(books: readonly Phrasebook[], { data, config }: { data: PhrasebookData; config?: PhrasebookConfig }): EntryWording[] {
  const placeholders = new Placeholders(data.placeholders);
  const variables = new Map(books.flatMap((book) => book.variables.map((variable) => [variable.name, variable] as const)));
  for (const name of Object.keys(config?.variables ?? {})) if (!variables.has(name)) variables.set(name, { name, place: { file: "", line: 1, column: 1, endLine: 1, endColumn: 1 } });
  return books.flatMap((book) =>
    book.entries.flatMap((entry) => {
      const platform = entry.platform ?? (config?.platform === undefined ? undefined : platformName(config.platform, data));
      const known: Known = { variables, ...(platform !== undefined && { platform }) };
      return [entry.text, ...entry.variants].flatMap((phrase, index) => (phrase.text === "" ? [] : [{ book, entry, phrase, number: index + 1, tokens: placeholders.find(phrase.text, known) }]));
    }),
  );
}

/** Recognises the texts in messages; what it finds counts them as they stand in the list. */
export function indexOf(wordings: readonly EntryWording[]): PhraseIndex {
  return new PhraseIndex(wordings.map(({ phrase, tokens }) => ({ text: phrase.text, tokens })));
}

/** Where a text is written in a phrasebook. */
export interface WordingPlace {
  file: string;
  line: number;
  /** Of its entry, where the file gives one. */
  id?: string;
}

/**
 * Tells which phrase of the books a message is: word for word or only filled in; punctuation and blanks do not count.
 * @returns a function that answers undefined for what is in none of them
 */
export function phraseFinder(books: readonly Phrasebook[], options: { data: PhrasebookData; config?: PhrasebookConfig }): (message: string) => WordingPlace | undefined {
  const wordings = wordingsOf(books, options);
  const index = indexOf(wordings);
  return (message) => {
    const found = index.find(message);
    if (!found?.exact) return undefined;
    const { book, entry, phrase } = wordings[found.phrase]!;
    const { file, line } = book.placeOf(phrase, 0, phrase.text.length, entry.place);
    return { file, line, ...(entry.named && { id: entry.id }) };
  };
}
