import { mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { planFiles } from "../../src/transcripts/plan.js";
import { readRange, type ReadOptions, readTranscripts } from "../../src/transcripts/read.js";
import type { FilePlan, TranscriptConversation, TranscriptMessage, Unread } from "../../src/transcripts/types.js";
import { ROOT } from "../cli/support.js";

export const FIXTURES = join(ROOT, "fixtures/transcripts");

export interface Read {
  conversations: TranscriptConversation[];
  unread: Unread[];
  messages: TranscriptMessage[];
}

/** Everything that paths hold. */
export async function readAll(paths: string | readonly string[], options: ReadOptions = {}): Promise<Read> {
  const out: Read = { conversations: [], unread: [], messages: [] };
  for await (const record of readTranscripts(typeof paths === "string" ? [paths] : paths, options)) {
    if (record.type === "unread") out.unread.push(record.unread);
    else {
      out.conversations.push(record.conversation);
      for (const message of record.conversation.messages) out.messages.push(message);
    }
  }
  return out;
}

export async function planOf(path: string, options: ReadOptions = {}): Promise<FilePlan> {
  const { value: plan } = await planFiles([path], options).next();
  if (!plan || "code" in plan) throw new Error(plan?.message.en);
  return plan;
}

/** A file of the fixtures, as it is read. */
export const fixture = (name: string, options?: ReadOptions): Promise<Read> => readAll(join(FIXTURES, name), options);

/** A conversation in short: `role[/kind] line text`. */
export function lines({ messages }: TranscriptConversation): string[] {
  return messages.map(({ role, kind, text, at }) => `${role}${kind === "text" ? "" : `/${kind}`} ${at.line} ${text}`);
}

/** A folder for the files of one test file. */
export function useFolder(): { path: string; write(name: string, content: string | Uint8Array): string } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "replylint-transcripts-")));
  afterAll(() => rmSync(path, { recursive: true, force: true }));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
  };
}

export { readRange };
