/** Which phrases are shown, and in what order: pure. */
import type { EffectReport, EffectRow, Share } from "../../../phrasebook/effect-report.js";

/** The wordings of one phrase: of an entry, or of entries with one title. */
export interface Family {
  name: string;
  rows: EffectRow[];
}

export const ORDERS = ["sent", "share", "name"] as const;
export type Order = (typeof ORDERS)[number];

export interface Choice {
  /** `answered`, or an outcome of the report. */
  outcome: string;
  words: string;
  scenario: string;
  group: string;
  /** Fewest conversations of a wording. */
  least: number;
  order: Order;
  several: boolean;
  clear: boolean;
}

export function shareOf(row: EffectRow, outcome: string): Share | undefined {
  return outcome === "answered" ? row.answered : row.outcomes[outcome];
}

/** Whether more of an outcome is better. */
export function isGood({ outcomes }: EffectReport, outcome: string): boolean {
  return outcomes.find(({ id }) => id === outcome)?.good ?? true;
}

/** The phrases that were sent at all, each with its wordings in the order of the book. */
export function familiesOf({ rows }: EffectReport): Family[] {
  const families = new Map<string, Family>();
  for (const row of rows) {
    const name = row.title ?? row.entry;
    const key = JSON.stringify(row.title === undefined ? [row.file, row.entry] : [row.title]);
    const family = families.get(key);
    if (family) family.rows.push(row);
    else families.set(key, { name, rows: [row] });
  }
  const sent = [...families.values()].filter((family) => family.rows.some((row) => row.sent > 0));
  for (const family of sent) family.rows.sort((a, b) => a.line - b.line || a.wording - b.wording);
  return sent;
}

/** Those that pass the filters, in the order chosen; wordings with too few conversations are left out. */
export function chosen(families: readonly Family[], { outcome, words, scenario, group, least, order, several, clear }: Choice, good: boolean): Family[] {
  const wanted = words.trim().toLowerCase();
  const passing = families.flatMap((family): Family[] => {
    const rows = family.rows.filter((row) => row.conversations >= Math.max(1, least));
    if (rows.length === 0 || (several && rows.length < 2)) return [];
    if (clear && !rows.some((row) => row.better.includes(outcome))) return [];
    if (scenario !== "" && !rows.some((row) => row.scenario === scenario)) return [];
    if (group !== "" && !rows.some((row) => row.group === group)) return [];
    if (wanted !== "" && !family.rows.some((row) => [family.name, row.entry, row.text, row.audience ?? ""].some((text) => text.toLowerCase().includes(wanted)))) return [];
    return [{ ...family, rows }];
  });
  const sent = ({ rows }: Family): number => rows.reduce((sum, row) => sum + row.sent, 0);
  // By what is sure: the end of the interval that is nearer to the bad side.
  const sure = ({ rows }: Family): number => Math.max(...rows.map((row) => (good ? (shareOf(row, outcome)?.low ?? -1) : 1 - (shareOf(row, outcome)?.high ?? 2))));
  const key = order === "sent" ? sent : sure;
  return passing.map((family, index) => ({ family, index })).sort((a, b) => (order === "name" ? (a.family.name < b.family.name ? -1 : a.family.name > b.family.name ? 1 : 0) : key(b.family) - key(a.family)) || a.index - b.index).map(({ family }) => family);
}

/** The share over all wordings. */
export function mean({ rows }: EffectReport, outcome: string): number | null {
  let count = 0;
  let of = 0;
  for (const row of rows) {
    const share = shareOf(row, outcome);
    count += share?.count ?? 0;
    of += share?.of ?? 0;
  }
  return of === 0 ? null : count / of;
}

/** The end of an axis that has room for all. */
export function axisEnd(families: readonly Family[], outcome: string): number {
  const most = Math.max(0, ...families.flatMap(({ rows }) => rows.map((row) => shareOf(row, outcome)?.high ?? 0)));
  return [0.05, 0.1, 0.2, 0.5].find((end) => most <= end) ?? 1;
}
