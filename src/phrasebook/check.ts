import type { Linter } from "../core/linter.js";
import type { Channel, Edit, Finding, Locale, Result, Scenario, Stage, Suggestion } from "../core/types.js";
import { nearest } from "../rulepack/nearest.js";
import { BookChecks } from "./book-checks.js";
import type { PhrasebookConfig, PhrasebookData } from "./data.js";
import { dayOf } from "./dates.js";
import { editsIn, rangeIn } from "./pieces.js";
import { type Known, Placeholders, type Token } from "./placeholders.js";
import { backTo, editsBack, render, type Rendered, withinHole } from "./render.js";
import { TextChecks } from "./text-checks.js";
import { platformName } from "./reading.js";
import type { Phrase, Phrasebook, PhrasebookEntry, PlacedFinding, PlacedSuggestion, Variable } from "./types.js";

/** How phrasebooks are checked. */
export interface CheckOptions {
  data: PhrasebookData;
  config?: PhrasebookConfig;
  locale?: Locale;
  /** Severity of single checks, or `off`. */
  rules?: Readonly<Record<string, Stage>>;
  /** YYYY-MM-DD; without it nothing is judged by date. */
  today?: string;
  /** Scenario and channel of entries that name none. */
  scenario?: Scenario;
  channel?: Channel;
  /** Whether the books are all there is: asks for duplicates, coverage and unused variables, too. Default true. */
  whole?: boolean;
  /** Told what each entry's own text came to by the rules of its scenario. */
  onResult?: (entry: PhrasebookEntry, result: EntryResult) => void;
  /** Told of a rule that crashed on a text; the others were asked all the same. */
  onCrash?: (entry: PhrasebookEntry, crash: { rule: string; message: string }) => void;
  /** A text of the configuration in which something was not reported. */
  onExempted?: (text: string) => void;
}

/** The contract's result record of an entry, without the findings. */
export type EntryResult = Omit<Result, "findings">;

/** A wording of an entry as it is checked. */
export interface Wording {
  book: Phrasebook;
  entry: PhrasebookEntry;
  phrase: Phrase;
  known: Known;
  platform?: string;
  tokens: Token[];
}

/** What a check reports: its id, what fills its message, and where. */
export interface Report {
  start: number;
  end: number;
  slots?: Record<string, string | number>;
  /** Edits of the phrase. */
  edits?: Edit[];
  /** Whether they may be applied unseen. */
  certain?: boolean;
}

/**
 * Checks phrasebooks: each entry by the rules of its scenario, then its placeholders, dates and length, then the books as a whole.
 * @param linter judges the texts; give one without suggestions where none are to be shown
 * @returns the findings, in the order of the books and of their places
 */
export function checkPhrasebooks(books: readonly Phrasebook[], linter: Linter, options: CheckOptions): PlacedFinding[] {
  return new PhrasebookChecker(linter, options).check(books);
}

export class PhrasebookChecker {
  private readonly placeholders: Placeholders;
  private readonly texts: TextChecks;
  /** Results by text and situation: phrasebooks say the same again and again. */
  private readonly seen = new Map<string, Result>();
  private findings: PlacedFinding[] = [];
  private readonly reported = new Set<string>();

  constructor(
    private readonly linter: Pick<Linter, "lint">,
    readonly options: CheckOptions,
  ) {
    this.placeholders = new Placeholders(options.data.placeholders);
    this.texts = new TextChecks(this);
  }

  check(books: readonly Phrasebook[]): PlacedFinding[] {
    this.findings = [];
    this.reported.clear();
    const declared = this.declared(books);
    const wordings = books.flatMap((book) => book.entries.flatMap((entry) => this.wordingsOf(book, entry, declared)));
    for (const wording of wordings) if (wording.entry.status !== "retired") this.wording(wording);
    for (const book of books) for (const entry of book.entries) if (entry.status !== "retired") this.texts.entry(entry);
    if (this.options.whole !== false) new BookChecks(this, books, wordings).all();
    const order = new Map(books.map((book, index) => [book.file, index]));
    const at = ({ file }: PlacedFinding): number => order.get(file) ?? order.size;
    return this.findings.sort((a, b) => at(a) - at(b) || compare(a.sheet, b.sheet) || a.line - b.line || a.column - b.column || a.start - b.start || compare(a.rule, b.rule));
  }

  /** Whether a check is asked at all. */
  asks(rule: string): boolean {
    return this.options.rules?.[rule] !== "off" && this.options.rules?.[rule] !== "shadow";
  }

  get today(): number | null {
    return this.options.today === undefined ? null : dayOf(this.options.today);
  }

  private declared(books: readonly Phrasebook[]): Map<string, Pick<Variable, "type" | "sample">> {
    const out = new Map<string, Pick<Variable, "type" | "sample">>();
    for (const [name, variable] of Object.entries(this.options.config?.variables ?? {})) out.set(name, variable ?? {});
    for (const book of books) for (const variable of book.variables) out.set(variable.name, variable);
    return out;
  }

  private wordingsOf(book: Phrasebook, entry: PhrasebookEntry, declared: ReadonlyMap<string, Pick<Variable, "type" | "sample">>): Wording[] {
    const { config, data } = this.options;
    const platform = entry.platform ?? (config?.platform === undefined ? undefined : platformName(config.platform, data));
    const variables = entry.variables ? new Map([...declared, ...entry.variables.map((variable) => [variable.name, variable] as const)]) : declared;
    const known: Known = { variables, ...(platform !== undefined && { platform }) };
    return [entry.text, ...entry.variants].map((phrase) => ({ book, entry, phrase, known, ...(platform !== undefined && { platform }), tokens: this.placeholders.find(phrase.text, known) }));
  }

  private wording(wording: Wording): void {
    const { entry, phrase, tokens } = wording;
    if (phrase.text === "") {
      if (phrase === entry.text) this.report("phrasebook/empty", wording, { start: 0, end: 0 });
      return;
    }
    const sample = render(phrase.text, tokens, (token) => token.sample);
    const result = this.lint(sample.text, entry);
    const found = result.findings;
    if (phrase === entry.text) this.options.onResult?.(entry, this.inFile(result, sample, phrase));
    const shown = found.filter((finding) => !withinHole(sample, finding.start, finding.end) && !this.backed(finding, sample));
    for (const finding of shown) this.place(finding, sample, wording);
    this.texts.wording(wording, shown.map(({ start, end, guidance }) => ({ start: backTo(sample, start, "start"), end: backTo(sample, end, "end"), guidance })));
    this.blank(wording, found);
  }

  /** Judges a text in the situation of its entry. */
  private lint(reply: string, entry: PhrasebookEntry): Result {
    const { scenario = this.options.scenario, channel = this.options.channel, platform, customer, validUntil } = entry;
    const key = JSON.stringify([reply, scenario, channel, customer, validUntil !== undefined]);
    const known = this.seen.get(key);
    if (known) return known;
    const result = this.linter.lint({
      reply,
      ...(scenario && { scenario }),
      ...(channel && { channel }),
      ...(platform !== undefined && { platform }),
      ...(customer !== undefined && { customer }),
      // A validity vouches for what is true until then.
      ...(validUntil !== undefined && { facts: { promotionEnds: validUntil, stock: validUntil } }),
    });
    for (const crash of result.crashed ?? []) this.options.onCrash?.(entry, crash);
    for (const text of Object.keys(result.exempted ?? {})) this.options.onExempted?.(text);
    this.seen.set(key, result);
    return result;
  }

  /** A result without its findings, which are told apart; its moves count in the file. */
  private inFile({ findings: _, moves, ...result }: Result, rendered: Rendered, phrase: Phrase): EntryResult {
    return {
      ...result,
      moves: moves.map(({ kind, start, end }) => {
        const from = backTo(rendered, start, "start");
        const to = backTo(rendered, end, "end");
        const range = rangeIn(phrase, from, to);
        return { kind, start: range.from, end: range.to, text: phrase.text.slice(from, to) };
      }),
    };
  }

  /** Whether a claim of scarcity or price has a placeholder for what it claims: that one vouches for it. */
  private backed({ guidance, start, end }: Finding, { holes }: Rendered): boolean {
    return guidance.includes("G13") && holes.some((hole) => FACTS.has(hole.token.type) && hole.start < end + NEAR && hole.end > start - NEAR);
  }

  /** Puts a finding of the engine at its place in the file. */
  private place(finding: Finding, rendered: Rendered, { book, entry, phrase }: Wording): void {
    const start = backTo(rendered, finding.start, "start");
    const end = backTo(rendered, finding.end, "end");
    const move = ({ title, edits }: Suggestion): PlacedSuggestion | null => {
      const back = editsBack(rendered, edits);
      const placed = back && editsIn(phrase, back);
      return placed && placed.length > 0 ? { title, edits: placed } : null;
    };
    const { fix, ...rest } = finding;
    const moved = fix && move(fix);
    this.push(book, entry, phrase, start, end, { ...rest, suggestions: finding.suggestions.map(move).filter((one) => one !== null), ...(moved && { fix: moved }) });
  }

  private push(book: Phrasebook, entry: PhrasebookEntry, phrase: Phrase, start: number, end: number, finding: Omit<Finding, "start" | "end" | "text" | "suggestions" | "fix"> & { suggestions: PlacedSuggestion[]; fix?: PlacedSuggestion }): void {
    const range = rangeIn(phrase, start, end);
    // A constant, or a value with an anchor, is part of several texts: its words are reported once.
    const key = `${finding.rule} ${range.file ?? book.file} ${phrase.sheet ?? ""} ${phrase.cell ?? ""} ${range.from} ${range.to} ${finding.message}`;
    if (start < end && this.reported.has(key)) return;
    this.reported.add(key);
    this.findings.push({ ...finding, text: phrase.text.slice(start, end), start: range.from, end: range.to, ...book.placeOf(phrase, start, end, entry.place), entry: entry.id, context: phrase.text });
  }

  /** What the text becomes where the variables have no value. */
  private blank(wording: Wording, before: readonly Finding[]): void {
    const { entry, phrase, tokens } = wording;
    if (!tokens.some((token) => token.blank === "")) return;
    const unsafe = this.texts.blanks(wording);
    if (unsafe || !this.asks("phrasebook/blank-finding")) return;
    const empty = render(phrase.text, tokens, (token) => token.blank ?? token.sample);
    const counts = new Map<string, number>();
    for (const { rule } of before) counts.set(rule, (counts.get(rule) ?? 0) + 1);
    for (const { rule, message, start, end } of this.lint(empty.text, entry).findings) {
      const left = (counts.get(rule) ?? 0) - 1;
      counts.set(rule, left);
      if (left < 0) this.report("phrasebook/blank-finding", wording, { start: backTo(empty, start, "start"), end: backTo(empty, end, "end"), slots: { message: `${message} (${rule})` } });
    }
  }

  /** Reports a check about a stretch of a wording. */
  report(rule: string, { book, entry, phrase }: Pick<Wording, "book" | "entry" | "phrase">, { start, end, slots = {}, edits, certain }: Report): void {
    if (!this.asks(rule)) return;
    const info = this.options.data.checks[rule]!;
    const { locale = "zh" } = this.options;
    const text = phrase.text.slice(start, end);
    const placed = edits && editsIn(phrase, edits);
    const suggestion = placed && info.fix ? { title: fill(info.fix[locale], { text, ...slots }), edits: placed } : undefined;
    this.push(book, entry, phrase, start, end, { ...this.head(rule, { text, ...slots }), suggestions: suggestion ? [suggestion] : [], ...(suggestion && certain && { fix: suggestion }) });
  }

  /** Reports a check about something that is no text: a field, an entry, a whole book. */
  reportAt(rule: string, place: PlacedFinding | PhrasebookEntry["place"], about: { entry?: string; context: string }, slots: Record<string, string | number> = {}): void {
    if (!this.asks(rule)) return;
    const { file, line, column, endLine, endColumn, sheet, cell } = place;
    this.findings.push({ ...this.head(rule, slots), text: "", start: 0, end: 0, suggestions: [], file, line, column, endLine, endColumn, ...(sheet !== undefined && { sheet }), ...(cell !== undefined && { cell }), ...(about.entry !== undefined && { entry: about.entry }), context: about.context });
  }

  private head(rule: string, slots: Record<string, string | number>): Pick<Finding, "rule" | "guidance" | "dimension" | "severity" | "message"> {
    const { guidance, dimension, severity, message } = this.options.data.checks[rule]!;
    const override = this.options.rules?.[rule];
    return { rule, guidance, dimension, severity: override !== undefined && override !== "off" && override !== "shadow" ? override : severity, message: fill(message[this.options.locale ?? "zh"], slots) };
  }

  /** "; did you mean …?", or nothing. */
  guess(name: string, known: readonly string[]): { name?: string; words: string } {
    const [guess] = nearest(name, known);
    // Of a few characters one that differs makes another word: 快递单号 is not 订单号.
    if (guess === undefined || (name.length < 6 && [...name].filter((char) => guess.includes(char)).length < Math.max(name.length, guess.length) - 1)) return { words: "" };
    return { name: guess, words: (this.options.locale ?? "zh") === "zh" ? `，是不是想写“${guess}”？` : `; did you mean "${guess}"?` };
  }
}

/** Placeholders that stand for a fact. */
const FACTS = new Set(["number", "money", "date"]);
/** Units around a claim in which its placeholder stands. */
const NEAR = 4;

function fill(template: string, slots: Record<string, string | number>): string {
  return template.replace(/\{(\w+)\}/g, (whole, name: string) => (slots[name] === undefined ? whole : String(slots[name])));
}

function compare(a = "", b = ""): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
