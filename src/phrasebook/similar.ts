/** A text that is much like an earlier one. */
export interface Likeness {
  /** Index of the later text, and of the earlier one that it is like. */
  index: number;
  other: number;
  /** Jaccard index of their runs of three characters, 0–1. */
  likeness: number;
}

/** Units of a text below which likeness says nothing. */
const SHORTEST = 12;
/**
 * Earlier texts that are looked at for one run of characters. Of thousands that share their rarest runs (one template, filled in
 * a thousand times) only the last ones are compared: the work stays linear.
 */
const MOST_POSTINGS = 256;

/**
 * Finds texts that are much like an earlier one. Exact up to `MOST_POSTINGS`: two texts with a Jaccard index of at least t
 * share one of their (1 - t)·n + 1 rarest runs, so only texts that share such a run are compared, and only with texts that are like
 * none before them.
 */
export function findSimilar(texts: readonly string[], threshold: number): Likeness[] {
  const ids = new Map<number, number>();
  const counts: number[] = [];
  const sets = texts.map((text) => {
    const set = new Set<number>();
    if (text.length < SHORTEST) return set;
    for (let i = 0; i + 3 <= text.length; i++) {
      const key = (text.charCodeAt(i) * 65536 + text.charCodeAt(i + 1)) * 65536 + text.charCodeAt(i + 2);
      let id = ids.get(key);
      if (id === undefined) ids.set(key, (id = ids.size));
      if (!set.has(id)) {
        set.add(id);
        counts[id] = (counts[id] ?? 0) + 1;
      }
    }
    return set;
  });
  // Rarest first; of equally rare ones the first seen, so that the order is the same for all.
  const ordered = sets.map((set) => Uint32Array.from(set).sort((a, b) => counts[a]! - counts[b]! || a - b));
  const postings = new Map<number, number[]>();
  const seen = new Int32Array(texts.length).fill(-1);
  const out: Likeness[] = [];
  for (let index = 0; index < texts.length; index++) {
    const runs = ordered[index]!;
    if (runs.length === 0) continue;
    const prefix = runs.length - Math.ceil(threshold * runs.length) + 1;
    let best: Likeness | undefined;
    for (let i = 0; i < prefix; i++) {
      const list = postings.get(runs[i]!);
      for (let k = list ? Math.max(0, list.length - MOST_POSTINGS) : 0; list && k < list.length; k++) {
        const other = list[k]!;
        if (seen[other] === index) continue;
        seen[other] = index;
        const size = sets[other]!.size;
        if (size < threshold * runs.length || runs.length < threshold * size) continue;
        const likeness = jaccard(sets[other]!, runs);
        if (likeness >= threshold && (!best || likeness > best.likeness || (likeness === best.likeness && other < best.other))) best = { index, other, likeness };
      }
    }
    if (best) {
      out.push(best);
      continue;
    }
    for (let i = 0; i < prefix; i++) {
      const list = postings.get(runs[i]!);
      if (list) list.push(index);
      else postings.set(runs[i]!, [index]);
    }
  }
  return out;
}

function jaccard(a: ReadonlySet<number>, b: Uint32Array): number {
  let common = 0;
  for (const run of b) if (a.has(run)) common++;
  return common / (a.size + b.length - common);
}
