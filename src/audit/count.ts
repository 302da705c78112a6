import type { Linter, LinterConfig } from "../core/linter.js";
import type { TranscriptMessage, TranscriptRecord, Unread } from "../transcripts/types.js";
import { unread } from "../transcripts/unread.js";
import { MOST_JUDGED, toMessage } from "./rows.js";
import type { AuditSettings } from "./settings.js";
import { RangeCounter, type RangeTally } from "./tally.js";

/** Responses that a linter remembers, twice over: canned replies come again and again. */
const MEMO = 4_000;

const LONG = { zh: `这条消息太长，只看了前 ${MOST_JUDGED} 个字`, en: `this message is too long: only its first ${MOST_JUDGED} characters were judged` };

/** The messages of which only the beginning is judged. */
export function longMessages(messages: readonly TranscriptMessage[]): Unread[] {
  return messages.flatMap(({ at, text }) => (text.length > MOST_JUDGED ? [unread(at, "long-message", LONG, text)] : []));
}

/** What a bulk run does without: better wording and moves are told of single replies. */
export function bulkConfig(config: LinterConfig, { targets }: AuditSettings): LinterConfig {
  const { within: _, ...rest } = targets;
  return { ...config, suggestions: false, moves: false, memo: MEMO, targets: rest };
}

/** Judges and counts what a reader yields. A conversation that the engine stumbles over is counted among the crashed, and the run goes on. */
export async function count(linter: Linter, records: AsyncIterable<TranscriptRecord>, settings: AuditSettings): Promise<RangeTally> {
  const counter = new RangeCounter(settings);
  for await (const record of records) {
    if (record.type === "unread") {
      counter.unread(record.unread);
      continue;
    }
    const { conversation } = record;
    for (const one of longMessages(conversation.messages)) counter.unread(one);
    try {
      const { messages, scenario } = conversation;
      counter.conversation(conversation, linter.analyseConversation({ messages: messages.map(toMessage), ...(scenario && { scenario }) }));
    } catch (error) {
      counter.crash(conversation, error);
    }
  }
  return counter.result();
}
