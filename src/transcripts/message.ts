import { kindOf } from "./kinds.js";
import type { SourceRef, TranscriptMessage } from "./types.js";

/** A message whose kind is told from its text. */
export function message(role: TranscriptMessage["role"], text: string, time: number | undefined, agent: string | undefined, at: SourceRef): TranscriptMessage {
  const one: TranscriptMessage = { role, text, kind: kindOf(text), at };
  if (time !== undefined) one.time = time;
  if (agent !== undefined) one.agent = agent;
  if (role === "bot") one.auto = "marked";
  return one;
}
