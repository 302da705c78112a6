/** Shapes of a phrasebook: entries with their places, and findings that stand in a file. */
import type { Channel, Edit, Finding, Scenario } from "../core/types.js";

export const PHRASEBOOK_FORMATS = ["yaml", "json", "ndjson", "csv", "xlsx", "markdown", "typescript"] as const;
export type PhrasebookFormat = (typeof PHRASEBOOK_FORMATS)[number];

/**
 * Where something stands in a file. Lines and columns count from 1, columns in UTF-16 units; in a workbook the line is
 * the row and the column is the sheet's column.
 */
export interface Place {
  file: string;
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  /** Sheet and cell of a workbook. */
  sheet?: string;
  cell?: string;
}

/** A change of a file, in UTF-16 units of its decoded text without byte order mark; in a workbook, of the cell's text. */
export interface PlacedEdit extends Edit {
  /** Where it is another file than the finding's: a text may be put together from constants of several files. */
  file?: string;
  sheet?: string;
  cell?: string;
}

export interface PlacedSuggestion {
  title: string;
  edits: PlacedEdit[];
}

/**
 * A finding as every reporter and the language server takes it: `start`, `end` and all edits count in the file, in
 * UTF-16 units of its decoded text without byte order mark (in a workbook: in the cell's text).
 */
export interface PlacedFinding extends Finding, Place {
  fix?: PlacedSuggestion;
  suggestions: PlacedSuggestion[];
  /** Id of the entry that it is about; absent for what is about the whole phrasebook. */
  entry?: string;
  /** The text that the reported words stand in; with `rule` and `text` it names a finding whatever its line. */
  context: string;
}

/** Something that could not be read; it is told, never passed over. */
export interface PhrasebookProblem {
  file: string;
  /** Short kebab-case reason, such as `not-json` or `no-text-column`. */
  code: string;
  message: string;
  /** The way out. */
  hint?: string;
  line?: number;
  column?: number;
  sheet?: string;
}

/**
 * A stretch of a text and where it is written. `exact` pieces are written as they read, unit by unit; of the others
 * (`\n`, `&amp;`, the fold of a block) only the whole can be placed or replaced.
 */
export interface Piece {
  /** Range in the text. */
  start: number;
  end: number;
  /** Range in the file (in a workbook: in the cell's text). */
  from: number;
  to: number;
  exact: boolean;
  /** Where it is another file than the phrase's own. */
  file?: string;
}

/** One wording, and where each part of it is written. Pieces are in order and cover the text without a gap. */
export interface Phrase {
  text: string;
  /** Whom it is for: student, parent, …; absent for the entry's own text. */
  audience?: string;
  pieces: readonly Piece[];
  /** Sheet and cell of a workbook. */
  sheet?: string;
  cell?: string;
  /** The same text written a second time in the file, which is changed with it. */
  twin?: Phrase;
  /** How text is spelled where it is put in at `from`; null where it cannot be. Absent where the file cannot be written. */
  spell?(text: string, from: number): string | null;
}

/** A variable that a phrasebook declares. */
export interface Variable {
  name: string;
  type?: string;
  /** What it may be filled with; "" says that it may stay empty. */
  sample?: string[];
  place: Place;
}

/** One entry of a phrasebook. What its format cannot say is absent. */
export interface PhrasebookEntry {
  /** Given, or made from its place (`file:line`). */
  id: string;
  /** Whether the file gives the id. */
  named: boolean;
  /** What agents type to get it. */
  code?: string;
  group?: string;
  title?: string;
  /** What the customer says before it. */
  customer?: string;
  scenario?: Scenario;
  channel?: Channel;
  platform?: string;
  text: Phrase;
  variants: Phrase[];
  variables?: Variable[];
  owner?: string;
  /** YYYY-MM-DD */
  reviewed?: string;
  validUntil?: string;
  tags?: string[];
  status?: "draft" | "active" | "retired";
  /** What its `ignore` field says: `rule -- reason`, each with its place. */
  ignores?: { text: string; start: number; end: number; place: Place }[];
  /** Where the entry begins. */
  place: Place;
  /** Places of its single fields, for findings about them. */
  places: Partial<Record<"id" | "code" | "group" | "title" | "scenario" | "reviewed" | "validUntil" | "owner" | "status", Place>>;
}

/** A phrasebook file as it was read. */
export interface Phrasebook {
  file: string;
  format: PhrasebookFormat;
  /** Who made the export, where its shape tells: `zendesk`, `gorgias`, `intercom`, `freshdesk`; or what the file says. */
  platform?: string;
  entries: PhrasebookEntry[];
  variables: Variable[];
  problems: PhrasebookProblem[];
  /** The decoded file; absent for a workbook. */
  text?: { text: string; encoding: "utf-8" | "utf-16le" | "utf-16be" | "gb18030"; bom: boolean };
  /** Where a range of one of its phrases stands; `fallback` where the phrase has no place of its own (the entry's). */
  placeOf(phrase: Phrase, start: number, end: number, fallback: Place): Place;
}
