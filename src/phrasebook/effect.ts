import { maskText } from "../core/mask.js";
import type { Locale } from "../core/types.js";
import type { OutcomeData, PhrasebookConfig, PhrasebookData } from "./data.js";
import type { EffectReport, EffectRow, Share } from "./effect-report.js";
import type { PhraseIndex } from "./recognise.js";
import type { Phrasebook, PhrasebookEntry } from "./types.js";
import { type EntryWording, indexOf, wordingsOf } from "./wordings.js";

/** A conversation as the effect of phrases is read from it. */
export interface SentConversation {
  messages: readonly { role: "agent" | "customer" | "system" | "bot"; text: string }[];
  /** Columns of the export by their names. */
  fields?: Readonly<Record<string, string>>;
}

interface Tally {
  sent: number;
  exact: number;
  conversations: number;
  answered: number;
  outcomes: { yes: number; of: number }[];
}

interface Outcome {
  id: string;
  columns: Set<string>;
  customer: RegExp | null;
  system: RegExp | null;
  fromColumn: number;
  fromWords: number;
}

/** Counts what came of the phrases of a book, conversation by conversation. */
export class Effect {
  private readonly wordings: EntryWording[];
  private readonly index: PhraseIndex;
  private readonly tallies: Tally[];
  private readonly outcomes: Outcome[];
  private readonly yes: RegExp;
  private readonly no: RegExp;
  private conversations = 0;
  private messages = 0;
  private matched = 0;

  constructor(
    private readonly books: readonly Phrasebook[],
    private readonly options: { data: PhrasebookData; config?: PhrasebookConfig; locale?: Locale; mask?: boolean },
  ) {
    const { data } = options;
    this.wordings = wordingsOf(books, options);
    this.index = indexOf(this.wordings);
    const { outcomes, yes, no } = data.outcomes;
    this.yes = new RegExp(yes, "iu");
    this.no = new RegExp(no, "iu");
    this.outcomes = outcomes.map(({ id, columns, customer, system }) => ({ id, columns: new Set(columns), customer: customer === undefined ? null : new RegExp(customer, "u"), system: system === undefined ? null : new RegExp(system, "u"), fromColumn: 0, fromWords: 0 }));
    this.tallies = this.wordings.map(() => ({ sent: 0, exact: 0, conversations: 0, answered: 0, outcomes: outcomes.map(() => ({ yes: 0, of: 0 })) }));
  }

  /** Counts one conversation. A wording counts once in it, at the last message that was sent from it. */
  add({ messages, fields }: SentConversation): void {
    this.conversations++;
    const last = new Map<number, number>();
    messages.forEach(({ role, text }, index) => {
      if (role !== "agent") return;
      this.messages++;
      const found = this.index.find(text);
      if (!found) return;
      this.matched++;
      const tally = this.tallies[found.phrase]!;
      tally.sent++;
      if (found.exact) tally.exact++;
      last.set(found.phrase, index);
    });
    if (last.size === 0) return;
    const columns = this.outcomes.map((outcome) => this.columnOf(outcome, fields));
    for (const [phrase, index] of last) {
      const tally = this.tallies[phrase]!;
      const after = messages.slice(index + 1);
      tally.conversations++;
      if (after.some(({ role }) => role === "customer")) tally.answered++;
      this.outcomes.forEach((outcome, number) => {
        const counts = tally.outcomes[number]!;
        const told = columns[number];
        if (told !== undefined) {
          outcome.fromColumn++;
          counts.of++;
          if (told) counts.yes++;
        } else if (outcome.customer) {
          outcome.fromWords++;
          counts.of++;
          if (after.some(({ role, text }) => (role === "customer" && outcome.customer!.test(text)) || (role === "system" && outcome.system?.test(text)))) counts.yes++;
        }
      });
    }
  }

  /** What a column of the export says; undefined where there is none, or it says neither yes nor no. */
  private columnOf({ columns }: Outcome, fields: SentConversation["fields"]): boolean | undefined {
    for (const [name, value] of Object.entries(fields ?? {})) {
      if (!columns.has(name.trim().toLowerCase())) continue;
      if (this.yes.test(value.trim())) return true;
      if (this.no.test(value.trim())) return false;
    }
    return undefined;
  }

  /** Every wording, the most sent first; those that were never sent come last. */
  report(): EffectReport {
    const { locale = "zh", data, mask = true } = this.options;
    const known = data.outcomes.outcomes;
    const shown = this.outcomes.map((outcome, index) => ({ outcome, index, info: known[index]! })).filter(({ outcome }) => outcome.fromColumn + outcome.fromWords > 0);
    const rows = this.wordings.map(({ book: { file }, entry, phrase, number }, index): EffectRow => {
      const { sent, exact, conversations, answered, outcomes } = this.tallies[index]!;
      return {
        entry: entry.id,
        ...(entry.title !== undefined && { title: entry.title }),
        file,
        line: entry.place.line,
        ...(entry.group !== undefined && { group: entry.group }),
        ...(entry.scenario && { scenario: entry.scenario }),
        ...(phrase.audience !== undefined && { audience: phrase.audience }),
        wording: number,
        text: mask ? maskText(phrase.text) : phrase.text,
        sent,
        exact,
        conversations,
        answered: share(answered, conversations),
        silent: share(conversations - answered, conversations),
        outcomes: Object.fromEntries(shown.map(({ outcome, index: at }) => [outcome.id, share(outcomes[at]!.yes, outcomes[at]!.of)])),
        better: [],
      };
    });
    markBetter(rows, this.wordings.map(({ entry }) => entry), known);
    return {
      version: 1,
      phrasebooks: this.books.map((book) => book.file),
      conversations: this.conversations,
      messages: this.messages,
      matched: this.matched,
      masked: mask,
      outcomes: shown.map(({ outcome, info }) => ({ id: outcome.id, name: info.name[locale], good: info.good, from: outcome.fromWords === 0 ? "column" : outcome.fromColumn === 0 ? "words" : "both" })),
      rows: rows.map((row, index) => ({ row, index })).sort((a, b) => b.row.sent - a.row.sent || a.index - b.index).map(({ row }) => row),
    };
  }
}

/** Marks the wording of each entry, or of entries with one title, that is surely better than the others. */
function markBetter(rows: readonly EffectRow[], entries: readonly PhrasebookEntry[], outcomes: OutcomeData["outcomes"]): void {
  const families = new Map<PhrasebookEntry | string, EffectRow[]>();
  rows.forEach((row, index) => {
    const { title } = entries[index]!;
    const family = title ?? entries[index]!;
    families.set(family, [...(families.get(family) ?? []), row]);
  });
  for (const family of families.values()) {
    if (family.length < 2) continue;
    for (const { id, good } of [{ id: "answered", good: true }, ...outcomes])
      for (const row of family) {
        const shareOf = (one: EffectRow): Share | undefined => (id === "answered" ? one.answered : one.outcomes[id]);
        const own = shareOf(row);
        const others = family.filter((other) => other !== row).map(shareOf);
        const above = (a: Share | undefined, b: Share | undefined): boolean => typeof a?.low === "number" && typeof b?.high === "number" && a.low > b.high;
        if (others.every((other) => (good ? above(own, other) : above(other, own)))) row.better.push(id);
      }
  }
}

/** The 97.5th percentile of the normal distribution. */
const Z = 1.959963984540054;

/** A share with its Wilson interval at 95 %. */
export function share(count: number, of: number): Share {
  if (of === 0) return { count, of, share: null, low: null, high: null };
  const p = count / of;
  const z2 = (Z * Z) / of;
  const centre = (p + z2 / 2) / (1 + z2);
  const half = (Z / (1 + z2)) * Math.sqrt((p * (1 - p)) / of + z2 / (4 * of));
  const round = (value: number): number => Math.round(Math.min(1, Math.max(0, value)) * 10_000) / 10_000;
  return { count, of, share: round(p), low: round(centre - half), high: round(centre + half) };
}
