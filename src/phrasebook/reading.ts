import { type LineColumn, locator } from "../core/text/lines.js";
import { type Bilingual, type Locale, SCENARIOS, type Scenario } from "../core/types.js";
import { nearest } from "../rulepack/nearest.js";
import type { FieldName, PhrasebookConfig, PhrasebookData } from "./data.js";
import type { Range } from "./tree.js";
import type { PhrasebookEntry, PhrasebookProblem, Place, Variable } from "./types.js";

/** What a reader is told. */
export interface ReadOptions {
  data: PhrasebookData;
  config?: PhrasebookConfig;
  /** Language of problems. Default `zh`. */
  locale?: Locale;
}

/** One file while it is read: collects its entries and problems, and knows what names mean. */
export class Reading {
  readonly entries: PhrasebookEntry[] = [];
  readonly variables: Variable[] = [];
  readonly problems: PhrasebookProblem[] = [];
  platform?: string;
  /** What holds for entries that do not say it themselves. */
  defaults: Partial<PhrasebookEntry> = {};
  private readonly fields = new Map<string, { name: FieldName; rank: number }>();
  private readonly words: { word: string; scenario: Scenario }[];
  private readonly locate: (offset: number) => LineColumn;

  constructor(
    readonly file: string,
    readonly source: string,
    readonly options: ReadOptions,
  ) {
    const { data, config } = options;
    this.locate = locator(source);
    for (const [name, aliases] of Object.entries(data.book.fields) as [FieldName, string[]][]) aliases.forEach((alias, index) => this.fields.set(plainName(alias), { name, rank: index + 1 }));
    for (const [alias, name] of Object.entries(config?.fields ?? {})) this.fields.set(plainName(alias), { name, rank: 0 });
    this.words = [
      ...Object.entries(config?.scenarios ?? {}).map(([word, scenario]) => ({ word: word.toLowerCase(), scenario })),
      ...data.book.scenarios.flatMap(({ scenario, words }) => words.map((word) => ({ word, scenario }))),
    ];
  }

  say(text: Bilingual): string {
    return text[this.options.locale ?? "zh"];
  }

  add(entry: PhrasebookEntry): void {
    this.entries.push(entry);
  }

  problem(code: string, at: Range, message: Bilingual, hint?: Bilingual): void {
    const { line, column, sheet } = this.place(at);
    this.problems.push({ file: this.file, code, message: this.say(message), ...(hint && { hint: this.say(hint) }), line, column, ...(sheet !== undefined && { sheet }) });
  }

  place({ from, to, at }: Range): Place {
    if (at) return { file: this.file, line: at.row, column: at.column, endLine: at.row, endColumn: at.column, sheet: at.sheet, cell: at.cell };
    const start = this.locate(from);
    const end = this.locate(to);
    return { file: this.file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
  }

  /** Id of an entry that has none. */
  idAt(range: Range): string {
    const { line, sheet } = this.place(range);
    return `${this.file}${sheet === undefined ? "" : `#${sheet}`}:${line}`;
  }

  fieldOf(name: string): { name: FieldName; rank: number } | undefined {
    return this.fields.get(plainName(name));
  }

  /** The scenario that names mean, the nearest name first. */
  scenarioFor(names: readonly string[]): Scenario | undefined {
    for (const name of names) {
      const lower = name.toLowerCase();
      if ((SCENARIOS as readonly string[]).includes(lower)) return lower as Scenario;
      const found = this.words.find(({ word }) => lower.includes(word));
      if (found) return found.scenario;
    }
    return undefined;
  }

  platformOf(name: string): string {
    return platformName(name, this.options.data);
  }

  nearest(name: string, known: readonly string[]): string | undefined {
    return nearest(name, known)[0];
  }
}

/** A platform by its id or another name. */
export function platformName(name: string, { placeholders }: PhrasebookData): string {
  const lower = name.trim().toLowerCase();
  return Object.entries(placeholders.platforms).find(([id, { aliases = [] }]) => id === lower || aliases.includes(lower))?.[0] ?? lower;
}

function plainName(name: string): string {
  return name.toLowerCase().replace(/[\s_\-()（）*：:]/g, "");
}
