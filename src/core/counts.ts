/** Counts by name, as results carry them. */
export type Counts = Record<string, number>;

export function count(counts: Counts, name: string, by = 1): void {
  counts[name] = (counts[name] ?? 0) + by;
}

/** What was found and is not reported, as results carry it: each where there is any. */
export function unreported({ shadow, exempted }: { shadow: Counts; exempted: Counts }): { shadow?: Counts; exempted?: Counts } {
  return { ...(Object.keys(shadow).length > 0 && { shadow }), ...(Object.keys(exempted).length > 0 && { exempted }) };
}

/** Adds up what several results counted. */
export function addCounts(counts: Counts, more: Counts | undefined): void {
  for (const [name, by] of Object.entries(more ?? {})) count(counts, name, by);
}
