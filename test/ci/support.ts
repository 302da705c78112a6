import { locator } from "../../src/core/text/lines.js";
import { neighbourhood } from "../../src/ci/fingerprint.js";
import type { FileReport } from "../../src/ci/types.js";
import type { Suggestion } from "../../src/core/types.js";
import type { PlacedFinding } from "../../src/phrasebook/types.js";

/** A finding of the words `words` in a file that is one reply; of something missing where they are empty. */
export function placed(text: string, words: string, more: Partial<PlacedFinding> = {}): PlacedFinding {
  const start = words === "" ? text.length : text.indexOf(words);
  const end = start + words.length;
  const locate = locator(text);
  const to = locate(end);
  return {
    rule: "promise/vow", guidance: ["G04"], dimension: "promise", severity: "error", message: "不要发誓", text: words, start, end, suggestions: [],
    file: "a.txt", ...locate(start), endLine: to.line, endColumn: to.column, entry: "a.txt", context: neighbourhood(text, start, end), ...more,
  };
}

/** A file that is one reply, with its findings. */
export function fileReport(text: string, findings: PlacedFinding[], more: Partial<FileReport> = {}): FileReport {
  const locate = locator(text);
  return { file: "a.txt", text, locate, units: [{ id: "a.txt", line: 1, endLine: locate(text.length).line }], findings, suppressed: [], unchanged: 0, ...more };
}

/** A suggestion that puts `text` in the place of `words`. */
export function instead(source: string, words: string, text: string, title = "换个说法"): Suggestion {
  const start = source.indexOf(words);
  return { title, edits: [{ start, end: start + words.length, text }] };
}
