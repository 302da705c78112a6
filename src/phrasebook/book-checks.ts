import type { PhrasebookChecker, Wording } from "./check.js";
import { render } from "./render.js";
import { findSimilar } from "./similar.js";
import type { Phrasebook, PhrasebookEntry, Place } from "./types.js";

/** What they report. */
export const BOOK_CHECKS: ReadonlySet<string> = new Set(["duplicate-id", "duplicate-code", "duplicate-text", "near-duplicate", "variants", "unused-variable", "coverage"].map((name) => `phrasebook/${name}`));

/** The checks that look at phrasebooks as a whole: duplicates, coverage, variants, unused variables. */
export class BookChecks {
  private readonly entries: PhrasebookEntry[];

  constructor(
    private readonly checker: PhrasebookChecker,
    private readonly books: readonly Phrasebook[],
    private readonly wordings: readonly Wording[],
  ) {
    this.entries = books.flatMap((book) => book.entries);
  }

  all(): void {
    this.sameName("phrasebook/duplicate-id", "id", (entry) => (entry.named ? entry.id : undefined));
    this.sameName("phrasebook/duplicate-code", "code", (entry) => entry.code);
    this.sameText();
    this.variants();
    this.unused();
    this.coverage();
  }

  private sameName(rule: string, field: "id" | "code", name: (entry: PhrasebookEntry) => string | undefined): void {
    const first = new Map<string, PhrasebookEntry>();
    for (const entry of this.entries) {
      const own = name(entry);
      if (own === undefined || entry.status === "retired") continue;
      const other = first.get(own);
      if (other) this.checker.reportAt(rule, entry.places[field] ?? entry.place, { entry: entry.id, context: entry.text.text }, { name: own, place: placed(other) });
      else first.set(own, entry);
    }
  }

  private sameText(): void {
    const { similarity = 0.8 } = this.checker.options.config ?? {};
    const live = this.wordings.filter(({ entry, phrase }) => entry.status !== "retired" && phrase.text !== "");
    const first = new Map<string, Wording>();
    const left: { wording: Wording; plain: string }[] = [];
    for (const wording of live) {
      const { phrase, tokens } = wording;
      const plain = render(phrase.text, tokens, () => "\u0001").text.toLowerCase().replace(/[^\p{L}\p{N}\u0001]/gu, "");
      // Two texts that differ in their variables only are not the same.
      const key = render(phrase.text, tokens, (token) => `\u0001${token.name}\u0001`).text.toLowerCase().replace(/[^\p{L}\p{N}\u0001]/gu, "");
      const other = first.get(key);
      if (other) this.checker.report("phrasebook/duplicate-text", wording, { start: 0, end: phrase.text.length, slots: { place: placed(other.entry, placeOf(other)) } });
      else {
        first.set(key, wording);
        left.push({ wording, plain });
      }
    }
    if (!this.checker.asks("phrasebook/near-duplicate")) return;
    for (const { index, other, likeness } of findSimilar(left.map(({ plain }) => plain), similarity)) {
      const { wording } = left[index]!;
      this.checker.report("phrasebook/near-duplicate", wording, { start: 0, end: wording.phrase.text.length, slots: { place: placed(left[other]!.wording.entry, placeOf(left[other]!.wording)), percent: Math.floor(likeness * 100) } });
    }
  }

  private variants(): void {
    const { selling } = this.checker.options.data.book;
    const titles = new Map<string, number>();
    for (const { title } of this.entries) if (title !== undefined) titles.set(title, (titles.get(title) ?? 0) + 1);
    for (const { entry, phrase, book } of this.wordings) {
      if (phrase !== entry.text || phrase.text === "" || entry.status === "retired" || !entry.scenario || !selling.includes(entry.scenario)) continue;
      // Rows with one title are wordings of the same.
      if (entry.variants.length > 0 || (entry.title !== undefined && titles.get(entry.title)! > 1)) continue;
      this.checker.report("phrasebook/variants", { book, entry, phrase }, { start: 0, end: phrase.text.length });
    }
  }

  private unused(): void {
    const used = new Set<string>();
    const usedIn = new Map<PhrasebookEntry, Set<string>>();
    for (const { entry, tokens } of this.wordings)
      for (const { name } of tokens) {
        used.add(name);
        if (entry.variables) usedIn.set(entry, (usedIn.get(entry) ?? new Set()).add(name));
      }
    for (const book of this.books) {
      for (const { name, place } of book.variables) if (!used.has(name)) this.checker.reportAt("phrasebook/unused-variable", place, { context: name }, { name });
      for (const entry of book.entries) {
        for (const { name, place } of entry.variables ?? []) if (!usedIn.get(entry)?.has(name)) this.checker.reportAt("phrasebook/unused-variable", place, { entry: entry.id, context: name }, { name });
      }
    }
  }

  private coverage(): void {
    const live = this.entries.filter((entry) => entry.status !== "retired" && entry.text.text !== "");
    const [book] = this.books;
    if (!book || live.length === 0) return;
    const words = live.map(({ id, title, group, customer, tags, text }) => [id, title, group, customer, ...(tags ?? []), text.text].filter(Boolean).join("\n").toLowerCase());
    const { locale = "zh", data } = this.checker.options;
    for (const topic of data.book.coverage)
      if (!live.some((entry, index) => (entry.scenario && topic.scenarios?.includes(entry.scenario)) || topic.words.some((word) => words[index]!.includes(word))))
        this.checker.reportAt("phrasebook/coverage", { file: book.file, line: 1, column: 1, endLine: 1, endColumn: 1 }, { context: topic.id }, { name: topic.name[locale] });
  }
}

/** Where a wording stands: a variant is not where its entry begins. */
function placeOf({ book, entry, phrase }: Wording): Place {
  return phrase === entry.text ? entry.place : book.placeOf(phrase, 0, phrase.text.length, entry.place);
}

function placed({ id, place: own }: PhrasebookEntry, place: Place = own): string {
  const where = `${place.file}:${place.line}`;
  return id.startsWith(where) ? where : `${id} (${where})`;
}
