import type { Linter } from "../core/linter.js";
import { readRange, type ReadOptions } from "../transcripts/read.js";
import type { FilePlan, Range, TranscriptRecord, Unread } from "../transcripts/types.js";
import { count } from "./count.js";
import type { AuditSettings } from "./settings.js";
import type { RangeTally } from "./tally.js";

/** A range to count: plain data, for a worker. */
export interface RangeJob {
  plan: FilePlan;
  range: Range;
  read: ReadOptions;
}

/** Code of a file, or the rest of one, that the machine could not read. */
export const UNREADABLE = "unreadable";

/** Reads, judges and counts one range. Where its file cannot be read (it is gone, the disk fails) what is left of it is one unread stretch. */
export function countRange(linter: Linter, { plan, range, read }: RangeJob, settings: AuditSettings): Promise<RangeTally> {
  return count(linter, guarded(plan, range, read), settings);
}

async function* guarded(plan: FilePlan, range: Range, read: ReadOptions): AsyncGenerator<TranscriptRecord> {
  try {
    yield* readRange(plan, range, read);
  } catch (error) {
    yield { type: "unread", unread: unreadable(plan.file, range.line, error) };
  }
}

export function unreadable(file: string, line: number, error: unknown): Unread {
  const reason = error instanceof Error ? error.message : String(error);
  return { at: { file, line }, code: UNREADABLE, message: { zh: `读到这里读不下去了：${reason}`, en: `reading broke off here: ${reason}` }, raw: "" };
}
