import { editDistance } from "../core/match/compile.js";

/** The candidates that a mistyped word may mean, the likeliest first. */
export function nearest(word: string, candidates: readonly string[], most = 1): string[] {
  const limit = Math.max(2, Math.ceil(word.length / 3) + 1);
  return candidates
    .map((name) => ({ name, distance: name.startsWith(word) && word.length > 2 ? 1 : editDistance(word.toLowerCase(), name, limit) }))
    .filter(({ distance }) => distance < limit)
    .sort((a, b) => a.distance - b.distance)
    .slice(0, most)
    .map(({ name }) => name);
}
