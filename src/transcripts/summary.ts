/** How an export is read, for a person to look at: layout, counts, the first messages, what could not be read. */
import { maskText } from "../core/mask.js";
import { readRange, type ReadOptions } from "./read.js";
import { type ColumnField, type ColumnPlan, type FilePlan, MESSAGE_KINDS, type MessageKind, type TranscriptMessage, type Unread } from "./types.js";

/** Messages and unread stretches that are shown. */
const SHOWN = 10;

export interface LayoutSummary {
  sheet?: string;
  delimiter?: string;
  headerLine?: number;
  /** Field → header of its column. */
  columns: Partial<Record<ColumnField, string>>;
  /** Headers that nothing reads. */
  unused: string[];
}

export interface FileSummary {
  file: string;
  format: FilePlan["format"];
  encoding: FilePlan["encoding"];
  bytes: number;
  /** One a table; formats of one vendor have none. */
  layout: LayoutSummary[];
  conversations: number;
  messages: number;
  byRole: Record<TranscriptMessage["role"], number>;
  byKind: Partial<Record<MessageKind, number>>;
  /** Messages without a word in them. */
  empty: number;
  /** Messages that are no words: images, cards, emoji … */
  placeholders: number;
  /** Messages without a time. */
  untimed: number;
  /** Of the bots' messages those that the export marks, and those told by their pace. */
  auto: { marked: number; paced: number };
  from: number | null;
  to: number | null;
  unread: number;
  unreadByCode: Record<string, number>;
  first: { conversation: string; message: TranscriptMessage }[];
  firstUnread: Unread[];
}

/** Reads a file to its end and sums it up. Personal data is masked unless `mask` is false. */
export async function summarise(plan: FilePlan, options: ReadOptions, mask = true): Promise<FileSummary> {
  const hide = (text: string): string => (mask ? maskText(text) : text);
  const summary: FileSummary = {
    file: plan.file, format: plan.format, encoding: plan.encoding, bytes: plan.bytes,
    layout: plan.columns ? [plan.columns, ...(plan.moreSheets ?? [])].map((columns) => layoutOf(columns, options)) : [],
    conversations: 0, messages: 0, byRole: { agent: 0, customer: 0, bot: 0, system: 0 }, byKind: {}, empty: 0, placeholders: 0, untimed: 0, auto: { marked: 0, paced: 0 },
    from: null, to: null, unread: 0, unreadByCode: {}, first: [], firstUnread: [],
  };
  const kinds = Object.fromEntries(MESSAGE_KINDS.map((kind) => [kind, 0])) as Record<MessageKind, number>;
  for (const range of plan.ranges)
    for await (const record of readRange(plan, range, options)) {
      if (record.type === "unread") {
        const { unread } = record;
        summary.unread++;
        summary.unreadByCode[unread.code] = (summary.unreadByCode[unread.code] ?? 0) + 1;
        if (summary.firstUnread.length < SHOWN) summary.firstUnread.push({ ...unread, raw: hide(unread.raw) });
        continue;
      }
      const { id, messages } = record.conversation;
      summary.conversations++;
      for (const message of messages) {
        summary.messages++;
        summary.byRole[message.role]++;
        kinds[message.kind]++;
        if (message.auto) summary.auto[message.auto]++;
        if (message.text.trim() === "") summary.empty++;
        else if (message.kind !== "text" && message.kind !== "system") summary.placeholders++;
        if (message.time === undefined) summary.untimed++;
        else {
          summary.from = Math.min(summary.from ?? Infinity, message.time);
          summary.to = Math.max(summary.to ?? -Infinity, message.time);
        }
        if (summary.first.length < SHOWN) summary.first.push({ conversation: hide(id), message: { ...message, text: hide(message.text), ...(message.agent !== undefined && { agent: hide(message.agent) }) } });
      }
    }
  for (const kind of MESSAGE_KINDS) if (kinds[kind] > 0) summary.byKind[kind] = kinds[kind];
  return summary;
}

function layoutOf({ sheet, delimiter, headerLine, names, at }: ColumnPlan, { mapping }: ReadOptions): LayoutSummary {
  const used = new Set(Object.values(at));
  const kept = Object.values(mapping?.fields ?? {});
  return {
    ...(sheet !== undefined && { sheet }),
    ...(delimiter !== undefined && { delimiter }),
    ...(headerLine > 0 && { headerLine }),
    columns: Object.fromEntries(Object.entries(at).map(([field, column]) => [field, names[column]!])),
    unused: names.filter((name, column) => !used.has(column) && name !== "" && !kept.includes(name)),
  };
}
