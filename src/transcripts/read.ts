/** The readers' one entry: files, folders, globs and archives in; conversations and unread stretches out. */
import { group, type Grouping } from "./group.js";
import type { Mapping } from "./mapping.js";
import { planFiles } from "./plan.js";
import { sourceOf } from "./plan.js";
import { gapOf, ZONE } from "./table.js";
import { zoneOffset } from "./time.js";
import type { FilePlan, Range, TranscriptRecord } from "./types.js";

/** How transcripts are read. Plain data: it can be sent to a worker. */
export interface ReadOptions {
  mapping?: Mapping;
  /** Wordings of automatic replies, from `learnAutoReplies`. */
  autoReplies?: readonly string[];
  /** Bytes that one reader may hold; 64 MiB unless set. */
  memory?: number;
}

/**
 * Reads transcripts. Nothing is dropped: what cannot be read is yielded as an unread stretch with its place.
 * @param paths files, folders, globs, `.zip` and `.gz`
 * @yields per file, in the order of the paths (folders: by name): conversations by the place of their first message
 */
export async function* readTranscripts(paths: readonly string[], options: ReadOptions = {}): AsyncGenerator<TranscriptRecord> {
  for await (const plan of planFiles(paths, options)) {
    if ("code" in plan) yield { type: "unread", unread: plan };
    else for (const range of plan.ranges) yield* readRange(plan, range, options);
  }
}

/**
 * Reads one range of a file: what a worker does. All ranges of a plan together give what the file holds, each conversation once.
 * @throws nothing for what is in the file; system errors where it is gone
 */
export function readRange(plan: FilePlan, range: Range, options: ReadOptions = {}): AsyncGenerator<TranscriptRecord> {
  const { mapping } = options;
  const gap = plan.columns && gapOf(plan.columns, mapping);
  const grouping: Grouping = {
    zone: zoneOffset(mapping?.timezone ?? ZONE),
    ...(gap !== undefined && { gap }),
    ...(options.memory !== undefined && { memory: options.memory }),
    ...(options.autoReplies && { autoReplies: new Set(options.autoReplies) }),
  };
  return group((out) => rows(plan, range, mapping, out), range, grouping);
}

async function* rows(plan: FilePlan, range: Range, mapping: Mapping | undefined, out: Parameters<Parameters<typeof group>[0]>[0]): AsyncGenerator<unknown> {
  const source = sourceOf(plan);
  switch (plan.format) {
    case "csv": {
      const { readDelimited } = await import("./delimited.js");
      yield* readDelimited(source, plan, range, mapping, out);
      return;
    }
    default:
      throw new Error(`no reader for ${plan.format}`);
  }
}
