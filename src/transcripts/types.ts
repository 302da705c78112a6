/** The normal form that every export is read into: conversations of messages, each with its place in the file it came from. */
import type { Bilingual, Message, Scenario } from "../core/types.js";

/** Where a record stands: 1-based line of a text file, or 1-based row of a sheet. */
export interface SourceRef {
  file: string;
  line: number;
  sheet?: string;
}

/** What a message is: only `text` is judged. */
export const MESSAGE_KINDS = ["text", "image", "voice", "video", "card", "order", "emoji", "file", "recall", "system"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

export interface TranscriptMessage extends Message {
  /** Milliseconds since the epoch; absent where the export carries no time. */
  time?: number;
  kind: MessageKind;
  at: SourceRef;
}

export interface TranscriptConversation {
  id: string;
  messages: TranscriptMessage[];
  at: SourceRef;
  platform?: string;
  shop?: string;
  team?: string;
  scenario?: Scenario;
  /** Columns of the export that the mapping names and nothing else uses: satisfaction, paid, complained … */
  fields?: Record<string, string>;
}

/** A stretch of the export that could not be read; it is counted and listed, never dropped. */
export interface Unread {
  at: SourceRef;
  /** Short kebab-case reason, such as `no-time` or `wrong-columns`. */
  code: string;
  message: Bilingual;
  /** The stretch itself, cut to 200 characters. */
  raw: string;
}

/** What a reader yields, in the order of the file. */
export type TranscriptRecord = { type: "conversation"; conversation: TranscriptConversation } | { type: "unread"; unread: Unread };
