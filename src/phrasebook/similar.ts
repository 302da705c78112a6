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
const MOST_POSTINGS = 128;

/**
 * Finds texts that are much like an earlier one. Exact up to `MOST_POSTINGS`: two texts with a Jaccard index of at least t
 * share one of their (1 - t)·n + 1 rarest runs, so only texts that share such a run are compared, and only with texts that are like
 * none before them.
 */
export function findSimilar(texts: readonly string[], threshold: number): Likeness[] {
  const sets = rankedRuns(texts);
  const postings = new Map<number, number[]>();
  const seen = new Int32Array(texts.length).fill(-1);
  const out: Likeness[] = [];
  for (let index = 0; index < texts.length; index++) {
    const runs = sets[index]!;
    if (runs.length === 0) continue;
    const prefix = runs.length - Math.ceil(threshold * runs.length) + 1;
    let best: Likeness | undefined;
    for (let i = 0; i < prefix; i++) {
      const list = postings.get(runs[i]!);
      for (let k = list ? Math.max(0, list.length - MOST_POSTINGS) : 0; list && k < list.length; k++) {
        const other = list[k]!;
        if (seen[other] === index) continue;
        seen[other] = index;
        const likeness = jaccard(sets[other]!, runs, threshold);
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

/** The runs of three characters of each text, as numbers: the rarer the smaller, in ascending order. */
function rankedRuns(texts: readonly string[]): Uint32Array[] {
  const ids = new Map<number, number>();
  const counts: number[] = [];
  const sets = texts.map((text) => {
    if (text.length < SHORTEST) return new Uint32Array(0);
    const all = new Uint32Array(text.length - 2);
    for (let i = 0; i < all.length; i++) {
      const key = (text.charCodeAt(i) * 65536 + text.charCodeAt(i + 1)) * 65536 + text.charCodeAt(i + 2);
      let id = ids.get(key);
      if (id === undefined) ids.set(key, (id = ids.size));
      all[i] = id;
    }
    const own = all.sort().filter((id, index) => index === 0 || id !== all[index - 1]);
    for (const id of own) counts[id] = (counts[id] ?? 0) + 1;
    return own;
  });
  // Of equally rare ones the first seen comes first, so that the order is the same for all.
  const byRarity = Uint32Array.from(counts.keys()).sort((a, b) => counts[a]! - counts[b]! || a - b);
  const rank = new Uint32Array(byRarity.length);
  byRarity.forEach((id, index) => (rank[id] = index));
  return sets.map((set) => set.map((id) => rank[id]!).sort());
}

/** The Jaccard index of two ascending lists; 0 as soon as it cannot reach the threshold. */
function jaccard(a: Uint32Array, b: Uint32Array, threshold: number): number {
  const needed = Math.ceil((threshold / (1 + threshold)) * (a.length + b.length) - 1e-9);
  let spareA = a.length - needed;
  let spareB = b.length - needed;
  let common = 0;
  for (let i = 0, j = 0; spareA >= 0 && spareB >= 0; ) {
    if (i === a.length || j === b.length) return common / (a.length + b.length - common);
    const difference = a[i]! - b[j]!;
    if (difference === 0) {
      common++;
      i++;
      j++;
    } else if (difference < 0) {
      i++;
      spareA--;
    } else {
      j++;
      spareB--;
    }
  }
  return 0;
}
