import { CHANNELS, SCENARIOS } from "../core/types.js";
import type { DraftHead } from "../rulepack/config.js";

/*
 * Most heads are a few lines `key: words`. These are read here, as YAML would read them, so that a check need not wait for a
 * YAML reader; anything else (quotes, comments, lists, mistakes) is left to it.
 */

const LINE = /^(customer|scenario|channel|platform): +(\S.*?) *$/;
/** Words that YAML takes as they stand: they begin with a Chinese character, and nothing in them opens a mapping or a comment. */
const CHINESE_WORDS = /^\p{Script=Han}(?:(?![:#\u0085\u2028\u2029])[^\p{Cc}\p{Cf}\p{Cs}])*$/u;

/** @returns null where YAML has to be asked */
export function readPlainHead(text: string): DraftHead | null {
  const head: Record<string, string> = {};
  for (const line of text.replace(/\n$/, "").split("\n")) {
    const [, key, value] = LINE.exec(line) ?? [];
    if (key === undefined || value === undefined || key in head) return null;
    const choices: readonly string[] | undefined = key === "scenario" ? SCENARIOS : key === "channel" ? CHANNELS : undefined;
    if (choices ? !choices.includes(value) : !CHINESE_WORDS.test(value)) return null;
    head[key] = value;
  }
  return head;
}
