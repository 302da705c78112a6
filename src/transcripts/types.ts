/** The normal form that every export is read into: conversations of messages, each with its place in the file it came from. */
import type { Bilingual, Message, Scenario } from "../core/types.js";

/** Where a record stands: 1-based line of a text file, or 1-based row of a sheet. */
export interface SourceRef {
  /** Path as given; of a file in an archive `archive.zip!path/in/it`. */
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
  /**
   * Why a message with role `bot` counts as sent by a machine in the agent's name: the export marks it, or it is one of the
   * wordings that `learnAutoReplies` found to follow the customer within two seconds all through the export.
   */
  auto?: "marked" | "paced";
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

/** What a reader yields: conversations and unread stretches. */
export type TranscriptRecord = { type: "conversation"; conversation: TranscriptConversation } | { type: "unread"; unread: Unread };

export const FORMATS = [
  "csv", "xlsx", "replylint", "qianniu", "alibaba", "taobao", "zendesk", "wecom", "weixin", "jd", "pdd", "intercom", "gorgias", "freshdesk", "whatsapp", "json",
] as const;
/** `csv` is every delimited text, `json` every JSON or NDJSON that a mapping describes, `replylint` the contract's own record. */
export type Format = (typeof FORMATS)[number];

export const ENCODINGS = ["utf-8", "gb18030", "utf-16le", "utf-16be"] as const;
export type Encoding = (typeof ENCODINGS)[number];

/**
 * A piece of a file that can be read on its own: it holds the conversations that begin in it, to their ends. All ranges of
 * a file together hold each conversation once.
 */
export interface Range {
  /** Bytes, `[start, end)`. */
  start: number;
  end: number;
  /** Line of the first byte. */
  line: number;
  /** Of what the range holds the conversations whose hash modulo `parts` is `part`. */
  part: number;
  parts: number;
  /** Where rows of several conversations are mixed: what has to be read beyond the end, and what belongs to others. */
  mixed?: MixedRange;
}

export interface MixedRange {
  /** Byte up to which conversations that begin in the range may go on. */
  until: number;
  /** Line of the byte `end`. */
  endLine: number;
  /** Conversations in these bytes that belong to another range. */
  skip: string[];
  /** The only conversations that the range holds. */
  only?: string[];
}

/** How one file is going to be read, found out from its content. Plain data: it can be sent to a worker. */
export interface FilePlan {
  /** Its name for people: `SourceRef.file`. */
  file: string;
  /** The file on the disk. */
  path: string;
  packed?: "gzip" | "zip";
  /** Path inside the zip. */
  entry?: string;
  /** Size on the disk; of a file in an archive its packed size. */
  bytes: number;
  format: Format;
  encoding: Encoding;
  /** How columns or keys are read, as it was found or given; formats of one vendor have none. */
  columns?: ColumnPlan;
  /** Sheets of a workbook beside the first. */
  moreSheets?: ColumnPlan[];
  /** One record a line, or records in the list that these keys lead to, or (null) one after the other. */
  json?: { lines: boolean; path: readonly string[] | null };
  /** What the whole of a WhatsApp export tells: the order of its dates, and who the customer is. */
  chat?: { order: "dmy" | "mdy" | "ymd"; customer?: string };
  /** In the order of the file; one that covers all where the format cannot be cut. */
  ranges: Range[];
}

/** Where a row's values stand. */
export interface ColumnPlan {
  delimiter?: string;
  sheet?: string;
  /** The line with the names, 0 where there is none. */
  headerLine: number;
  names: string[];
  /** Field → index of its column in `names`. */
  at: Partial<Record<ColumnField, number>>;
}

/** What a column can hold. `customerText` makes a table with one column for each side: `text` is then the agent's. */
export const COLUMN_FIELDS = ["conversation", "id", "date", "time", "role", "sender", "text", "customerText", "agent", "customer", "kind", "platform", "shop", "team", "scenario"] as const;
export type ColumnField = (typeof COLUMN_FIELDS)[number];
