import { kindOf } from "./kinds.js";
import type { SourceRef, TranscriptMessage } from "./types.js";

/** A message whose kind is told from its text. */
export function message(role: TranscriptMessage["role"], text: string, time: number | undefined, agent: string | undefined, at: SourceRef): TranscriptMessage {
  const kind = kindOf(text);
  // Made in one piece: a million of them are, and adding to an object later costs a second one.
  if (role === "bot") return { role, text, kind, at, auto: "marked", ...(time !== undefined && { time }), ...(agent !== undefined && { agent }) };
  if (time === undefined) return agent === undefined ? { role, text, kind, at } : { role, text, agent, kind, at };
  return agent === undefined ? { role, text, time, kind, at } : { role, text, time, agent, kind, at };
}
