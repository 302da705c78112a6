/** The readers' one entry: files, folders, globs and archives in; conversations and unread stretches out. */
import { type Damage, decode } from "./decode.js";
import { broken } from "./files.js";
import { type Collector, group, type Grouping } from "./group.js";
import type { Mapping } from "./mapping.js";
import { planFiles, sourceOf } from "./plan.js";
import { bytesOf, ReadError } from "./source.js";
import { duration, GAP, ZONE } from "./table.js";
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
 * Reads one range of a file: what a worker does. All ranges of a plan together give what the file holds, each conversation
 * once. A file that cannot be read further, or is gone, is an unread stretch, too.
 */
export function readRange(plan: FilePlan, range: Range, options: ReadOptions = {}): AsyncGenerator<TranscriptRecord> {
  const { mapping } = options;
  const grouping: Grouping = {
    zone: zoneOffset(mapping?.timezone ?? ZONE),
    gap: mapping?.gap === undefined ? GAP : duration(mapping.gap),
    ...(options.memory !== undefined && { memory: options.memory }),
    ...(options.autoReplies && { autoReplies: new Set(options.autoReplies) }),
  };
  return group((out) => rows(plan, range, mapping, out), range, grouping);
}

/** Goes over a range once. A file that breaks off, or is gone, is one more unread stretch. */
async function* rows(plan: FilePlan, range: Range, mapping: Mapping | undefined, out: Collector): AsyncGenerator<unknown> {
  try {
    yield* readerOf(plan, range, mapping, out);
  } catch (error) {
    if (!(error instanceof ReadError || (error instanceof Error && "syscall" in error))) throw error;
    out.unread(broken(plan.file, error));
    yield;
  }
}

async function* readerOf(plan: FilePlan, range: Range, mapping: Mapping | undefined, out: Collector): AsyncGenerator<unknown> {
  const source = sourceOf(plan);
  const damage: Damage = { met: false };
  const text = (): AsyncGenerator<string> => decode(bytesOf(source, range.start, range.mixed?.until ?? range.end), plan.encoding, damage);
  switch (plan.format) {
    case "csv":
      yield* (await import("./delimited.js")).readDelimited(text(), plan, range, mapping, out, damage);
      return;
    case "xlsx":
      yield* (await import("./xlsx.js")).readSheets(plan.path, plan, mapping, out);
      return;
    case "qianniu":
      yield* (await import("./formats/qianniu.js")).readQianniu(text(), plan.file, range.line, mapping, out);
      return;
    case "whatsapp":
      yield* (await import("./formats/whatsapp.js")).readWhatsApp(text(), plan.file, plan.chat!, mapping, out);
      return;
    default:
      yield* (await import("./json.js")).readJson(text(), plan, range.line, mapping, out, damage);
  }
}
