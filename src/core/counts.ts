/** Counts by name, as results carry them. */
export type Counts = Record<string, number>;

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

/** Adds up what several results counted. */
export function addCounts(counts: Counts, more: Counts | undefined): void {
  for (const [name, by] of Object.entries(more ?? {})) count(counts, name, by);
}
