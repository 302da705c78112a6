/** What came of the phrases of a book: plain data, for reporters and pages. */

/** A count with the interval that its share lies in, at 95 % (Wilson). */
export interface Share {
  count: number;
  /** Of so many conversations. */
  of: number;
  /** 0–1; null where there is none to count. */
  share: number | null;
  low: number | null;
  high: number | null;
}

/** What came of one wording. */
export interface EffectRow {
  entry: string;
  /** Wordings of entries with one title are compared with each other. */
  title?: string;
  file: string;
  line: number;
  group?: string;
  scenario?: string;
  /** Whom the variant is for; absent for the entry's own text. */
  audience?: string;
  /** 1 for the entry's own text, 2 and on for its variants. */
  wording: number;
  text: string;
  /** Messages sent from it, and how many of them word for word or only filled in. */
  sent: number;
  exact: number;
  conversations: number;
  /** The customer wrote again after it. */
  answered: Share;
  /** Nothing came after it from the customer. */
  silent: Share;
  /** By outcome: `paid`, `complained`, `satisfied`; absent where the export tells nothing of it. */
  outcomes: Record<string, Share>;
  /** Outcomes in which it is better than every other wording of the entry, with no overlap of the intervals. */
  better: string[];
}

export interface EffectReport {
  version: 1;
  phrasebooks: string[];
  conversations: number;
  /** Messages of agents, and how many of them come from the phrasebook. */
  messages: number;
  matched: number;
  /** Whether personal data in the texts is hidden. */
  masked: boolean;
  outcomes: { id: string; name: string; good: boolean; from: "column" | "words" | "both" }[];
  rows: EffectRow[];
}
