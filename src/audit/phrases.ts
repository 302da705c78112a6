/** Where a wording stands in a phrasebook. */
export interface PhrasePlace {
  file: string;
  line: number;
  id?: string;
}

/** Finds the entry with a text; undefined where there is none. See `phraseFinder`. */
export type PhraseFinder = (text: string) => PhrasePlace | undefined;
