import type { SourceRef, Unread } from "./types.js";

/** Characters of an unread stretch that are kept. */
const LONGEST = 200;

/** A stretch that could not be read, with its beginning. */
export function unread(at: SourceRef, code: string, message: Unread["message"], raw: string): Unread {
  return { at, code, message, raw: raw.length > LONGEST ? `${raw.slice(0, LONGEST - 1)}…` : raw };
}
