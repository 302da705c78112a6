/** Keeps the conversations that people are going to read: the worst, the best, a sample. */
import type { ConversationAnalysis } from "../core/types.js";
import type { TranscriptConversation } from "../transcripts/types.js";
import type { ConversationRow, SampleSpec } from "./report.js";

/** A kept conversation; the smaller its key, the sooner it is wanted. */
export interface Kept {
  key: number[];
  row: ConversationRow;
}

/** The first so many by key, in order; equal keys in order of arrival. */
export interface Shelf {
  size: number;
  kept: Kept[];
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return a[i]! - b[i]!;
  return 0;
}

/** Puts a conversation on the shelf if it belongs there; its row is laid out only then. */
export function offer(shelf: Shelf, key: number[], row: () => ConversationRow): void {
  const { kept, size } = shelf;
  if (size === 0 || (kept.length >= size && compare(kept[kept.length - 1]!.key, key) <= 0)) return;
  let at = kept.length;
  while (at > 0 && compare(kept[at - 1]!.key, key) > 0) at--;
  kept.splice(at, 0, { key, row: row() });
  if (kept.length > size) kept.pop();
}

/** Adds what another shelf has kept; what was here first stays before its equals. */
export function mergeShelf(shelf: Shelf, other: Shelf): void {
  for (const { key, row } of other.kept) offer(shelf, key, () => row);
}

const criticals = ({ findings }: ConversationAnalysis): number => findings.reduce((sum, { critical }) => sum + (critical ? 1 : 0), 0);
const broken = ({ conversation: { promises } }: ConversationAnalysis): number => promises.reduce((sum, { outcome }) => sum + (outcome === "not-seen" || outcome === "late" ? 1 : 0), 0);

/** The worst first; null for a conversation that has nothing wrong. */
export function worstKey(analysis: ConversationAnalysis): number[] | null {
  const { score, findings } = analysis;
  return findings.length === 0 || score === null ? null : [-criticals(analysis), score, -findings.length];
}

/** The best first: scored, calm, answered, and something was done in it; null for others. */
export function bestKey({ score, verdict, responses, conversation: { mood, unanswered, promises } }: ConversationAnalysis): number[] | null {
  if (score === null || verdict !== "pass" || unanswered || mood === "worse" || responses.length < 2) return null;
  const kept = promises.reduce((sum, { outcome }) => sum + (outcome === "kept" ? 1 : 0), 0);
  return [-score, mood === "better" ? 0 : 1, -Math.min(kept, 3), Math.abs(responses.length - 5)];
}

/** Key of a conversation in a sample. Chance is a hash of the seed and the conversation's place: the same whoever reads it. */
export function sampleKey({ kind, seed }: SampleSpec, { id, at }: TranscriptConversation, analysis: ConversationAnalysis): number[] {
  const chance = chanceOf(seed, `${id}\u0000${at.file}\u0000${at.line}`);
  return kind === "risk" ? [-riskOf(analysis), chance] : [chance];
}

function riskOf(analysis: ConversationAnalysis): number {
  const { score, conversation: { mood, unanswered } } = analysis;
  return 100 * criticals(analysis) + (100 - (score ?? 100)) + (unanswered ? 20 : 0) + (mood === "worse" ? 20 : 0) + 10 * broken(analysis);
}

function chanceOf(seed: number, text: string): number {
  let a = (seed ^ 0x9e3779b9) >>> 0;
  for (let i = 0; i < text.length; i++) a = Math.imul(a ^ text.charCodeAt(i), 0x01000193);
  // Mixed once more (as in splitmix), so that neighbours in the file are far from each other.
  a ^= a >>> 16;
  a = Math.imul(a, 0x85ebca6b);
  a ^= a >>> 13;
  a = Math.imul(a, 0xc2b2ae35);
  return (a ^ (a >>> 16)) >>> 0;
}

/** More agents than this share one stratum. */
const MOST_STRATA = 200;

/** The shelf of an agent. */
export function stratum(strata: Map<string, Shelf>, name: string, size: number): Shelf {
  const known = strata.get(name) ?? (strata.size >= MOST_STRATA ? strata.get("") : undefined);
  if (known) return known;
  const shelf: Shelf = { size, kept: [] };
  strata.set(strata.size >= MOST_STRATA ? "" : name, shelf);
  return shelf;
}

/** Draws as many from each stratum as there are, in turn, until the sample is full. */
export function drawn(strata: ReadonlyMap<string, Shelf>, size: number): ConversationRow[] {
  const shelves = [...strata].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, { kept }]) => kept);
  const out: ConversationRow[] = [];
  for (let round = 0; out.length < size && shelves.some((kept) => kept.length > round); round++)
    for (const kept of shelves) if (out.length < size && kept[round]) out.push(kept[round]!.row);
  return out;
}
