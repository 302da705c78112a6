import type { PlaybookState } from "../../core/playbooks.js";
import type { Edit, Finding, Move, Reply, Result, Severity } from "../../core/types.js";
import type { Draft } from "../../drafts/split.js";

/** A range of the document, in UTF-16 units. */
export interface Span {
  start: number;
  end: number;
}

/** Something about the document itself: it cannot be read, or breaks its schema. */
export interface Note extends Span {
  code: string;
  severity: Severity;
  message: string;
}

/** A draft as it was judged. All offsets are of the document. */
export interface JudgedDraft extends Draft {
  /** Without suggestions and moves; null where the draft is not fit to be judged. */
  result: Result | null;
  /** The same with suggestions, worked out when they are first asked for. */
  mended(): Result | null;
  /** What each stretch of it does. */
  moves(): Move[];
  /** What its situation owes, step by step; null where no playbook holds. */
  playbook(): PlaybookState | null;
}

/** One entry of a phrasebook, as lists of what is in a document show it. */
export interface Entry extends Span {
  id: string;
  title: string;
}

/** What is known of a document. */
export interface Analysis {
  notes: Note[];
  /** In order of position; suggestions may not be worked out yet. */
  findings: Finding[];
  /** Findings that touch a range, with suggestions. */
  mended(range: Span): Promise<Finding[]>;
  /** Empty for what is no draft. */
  drafts: JudgedDraft[];
  /** Empty for what is no phrasebook. */
  entries: Entry[];
  /** Edits that mend everything that can be mended unseen. */
  fixAll(): Promise<Edit[]>;
}

/** Whether two ranges touch; an empty one touches what it borders on. */
export function touches(a: Span, b: Span): boolean {
  return a.start <= b.end && b.start <= a.end;
}

/** What makes two replies the same to the linter. */
export function replyKey(input: Reply): string {
  return JSON.stringify(input);
}
