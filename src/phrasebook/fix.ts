import type { Bilingual } from "../core/types.js";
import { decode, encode } from "./decode.js";
import type { Phrase, Phrasebook, PlacedEdit, PlacedFinding } from "./types.js";

/** A fix that was put into a file. */
export interface AppliedFix {
  file: string;
  line: number;
  rule: string;
  title: string;
  entry?: string;
}

/** Files after their fixes, and those that had to stay as they are. */
export interface Mended {
  contents: Map<string, Uint8Array>;
  applied: AppliedFix[];
  /** What was changed, by file. */
  edits: Map<string, PlacedEdit[]>;
  refused: { file: string; reason: Bilingual }[];
}

/**
 * Puts the fixes of findings into their files: only the words that change are written, through each format's own places. A fix is
 * applied whole or not at all, and of two that overlap the first is.
 * @param content bytes of a file
 */
export async function applyFixes(findings: readonly PlacedFinding[], content: (file: string) => Uint8Array): Promise<Mended> {
  const out: Mended = { contents: new Map(), applied: [], edits: new Map(), refused: [] };
  const byFile = out.edits;
  for (const finding of findings) {
    const { fix } = finding;
    if (!fix) continue;
    const edits = fix.edits.map((edit) => ({ file: finding.file, ...edit }));
    const clash = edits.some((edit) => byFile.get(edit.file)?.some((other) => sameCell(edit, other) && edit.start < Math.max(other.end, other.start + 1) && other.start < Math.max(edit.end, edit.start + 1)));
    if (clash) continue;
    for (const edit of edits) byFile.set(edit.file, [...(byFile.get(edit.file) ?? []), edit]);
    out.applied.push({ file: finding.file, line: finding.line, rule: finding.rule, title: fix.title, ...(finding.entry !== undefined && { entry: finding.entry }) });
  }
  for (const [file, edits] of byFile) {
    const bytes = content(file);
    const mended = /\.xlsx$/i.test(file) ? (await import("./xlsx.js")).editXlsx(bytes, edits) : editText(bytes, edits);
    if (mended instanceof Uint8Array) out.contents.set(file, mended);
    else {
      out.refused.push({ file, reason: mended });
      out.applied = out.applied.filter((fix) => fix.file !== file);
    }
  }
  return out;
}

function sameCell(a: PlacedEdit, b: PlacedEdit): boolean {
  return a.sheet === b.sheet && a.cell === b.cell;
}

function editText(bytes: Uint8Array, edits: readonly PlacedEdit[]): Uint8Array | Bilingual {
  const decoded = decode(bytes);
  if ("error" in decoded) return decoded.error;
  // An encoding with two ways of writing one character would change what nobody touched.
  const same = encode(decoded.text, decoded);
  if (!same || !Buffer.from(same).equals(bytes)) return { zh: "文件的编码没法原样写回；请另存为 UTF-8 再修", en: "its encoding cannot be written back as it was; save it as UTF-8 first" };
  let text = "";
  let at = 0;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    text += decoded.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return encode(text + decoded.text.slice(at), decoded) ?? { zh: "改后的字在文件的编码里没有；请另存为 UTF-8 再修", en: "its encoding lacks a character of the new text; save it as UTF-8 first" };
}

/** Whether a mended file is still the same phrasebook: as many entries, the same ids, and every text that no edit touches as it was. */
export function stillTheSame(before: Phrasebook, after: Phrasebook, edits: ReadonlyMap<string, readonly PlacedEdit[]>): boolean {
  if (after.problems.length > before.problems.length || after.entries.length !== before.entries.length) return false;
  const touched = (phrase: Phrase): boolean =>
    phrase.cell === undefined
      ? phrase.pieces.some(({ file = before.file, from, to }) => edits.get(file)?.some((edit) => edit.start <= to && edit.end >= from))
      : (edits.get(before.file)?.some((edit) => edit.sheet === phrase.sheet && edit.cell === phrase.cell) ?? false);
  return before.entries.every((entry, index) => {
    const now = after.entries[index]!;
    if (now.id !== entry.id || now.variants.length !== entry.variants.length) return false;
    return [entry.text, ...entry.variants].every((phrase, at) => touched(phrase) || [now.text, ...now.variants][at]!.text === phrase.text);
  });
}
