import { commentsIn, ignoresIn, reportsOf } from "../../ci/entries.js";
import { applyIgnores, type Ignore, type IgnoreRules } from "../../ci/ignore.js";
import type { Edit, Finding, Result } from "../../core/types.js";
import { BOOK_CHECKS } from "../../phrasebook/book-checks.js";
import { type CheckOptions, PhrasebookChecker } from "../../phrasebook/check.js";
import { patchBook, placeAt } from "../../phrasebook/patch.js";
import { PhrasebookReader } from "../../phrasebook/read.js";
import type { Phrase, Phrasebook, PhrasebookEntry, PlacedFinding } from "../../phrasebook/types.js";
import { type Analysis, type Entry, type Note, replyKey, type Span, touches } from "./analysis.js";
import type { PhraseOffer } from "./completion.js";
import { difference } from "./drafts.js";
import type { Engine } from "./engine.js";
import { Memo } from "./memo.js";
import { spanAt } from "./places.js";

/** How the phrasebooks of a folder are checked. */
export type BookOptions = Omit<CheckOptions, "locale" | "whole">;

interface Checked {
  text: string;
  book: Phrasebook;
  findings: PlacedFinding[];
  notes: Note[];
  ignores: Ignore[];
}

/** What is kept of a phrasebook from one edit to the next. */
export class BookMemo {
  readonly results = new Memo<Result>();
  last: Checked | undefined;
  /** The book as it was last read: unlike one that followed edits, it can be written to. */
  read: { text: string; book: Phrasebook } | undefined;
}

/** A phrasebook as it stands in the editor. */
export interface BookText {
  text: string;
  /** Its name; the ending tells the format. */
  file: string;
  /** Whether to look at the book as a whole, too: takes long, and waits for a save. What was found then is kept in between. */
  whole: boolean;
}

/** Checks a phrasebook. Where plain words changed inside of a text, only the entries that hold them are looked at again. */
export async function analyseBook(written: BookText, engine: Engine, options: BookOptions, memo: BookMemo): Promise<Analysis> {
  const { text, file, whole } = written;
  const starts = lineStarts(text);
  const check = (book: Phrasebook, linter: Pick<Engine["quick"], "lint">, all = false): PlacedFinding[] => new PhrasebookChecker(linter, { ...options, locale: engine.locale, whole: all }).check([book]);
  const read = async (): Promise<Phrasebook> => {
    if (memo.read?.text !== text) memo.read = { text, book: await new PhrasebookReader({ data: options.data, locale: engine.locale, ...(options.config && { config: options.config }) }).read(file, text) };
    return memo.read.book;
  };

  const checked = (!whole && memo.last && follow(memo.last, text, starts, (book) => check(book, engine.quick))) || (await readAgain());
  memo.last = checked;
  return analysisOf(checked, written, starts, engine, options, async (ids) => {
    const book = await read();
    return check({ ...book, entries: book.entries.filter(({ id }) => ids.has(id)) }, engine.full);
  });

  async function readAgain(): Promise<Checked> {
    const book = await read();
    memo.results.next();
    const findings = check(book, { lint: (reply) => memo.results.get(replyKey(reply), () => engine.quick.lint(reply)) }, whole);
    if (!whole) findings.push(...again(memo.last?.findings ?? [], book, file));
    // What follows edits is changed in place: what was read stays as it is.
    return { text, book: structuredCopy(book), findings, notes: notesOf(text, book), ignores: ignoresIn(book, await commentsIn(book)) };
  }
}

/** What is known of the book after an edit of plain words; null where it has to be read again. */
function follow(last: Checked, text: string, starts: readonly number[], check: (book: Phrasebook) => PlacedFinding[]): Checked | null {
  if (last.text === text) return last;
  const edit = difference(last.text, text);
  const changed = patchBook(last.book, last.text, edit, starts);
  if (!changed) return null;
  const ids = new Set(changed.map(({ id }) => id));
  const kept = last.findings.filter(({ entry, rule }) => entry === undefined || !ids.has(entry) || BOOK_CHECKS.has(rule)).map((finding) => moved(finding, edit, starts));
  const ignores = last.ignores.map((ignore) => moved(ignore, edit, starts));
  return { ...last, text, ignores, findings: [...kept, ...check({ ...last.book, entries: changed })] };
}

/** A book whose entries may be changed without changing the other's. */
function structuredCopy(book: Phrasebook): Phrasebook {
  const place = <T extends object | undefined>(one: T): T => one && { ...one };
  return {
    ...book,
    variables: book.variables.map((variable) => ({ ...variable, place: place(variable.place) })),
    entries: book.entries.map((entry) => ({ ...entry, place: place(entry.place), places: Object.fromEntries(Object.entries(entry.places).map(([key, one]) => [key, place(one)])), ...(entry.variables && { variables: entry.variables.map((variable) => ({ ...variable, place: place(variable.place) })) }) })),
  };
}

/** A finding, or another place, after an edit before it, or around it. */
function moved<T extends Span & Pick<PlacedFinding, "line" | "column" | "endLine" | "endColumn">>(finding: T, { start, end, text }: Edit, starts: readonly number[]): T {
  const delta = text.length - (end - start);
  if (finding.end <= start || (finding.start === 0 && finding.end === 0)) return finding;
  const from = finding.start >= end ? finding.start + delta : Math.min(finding.start, start);
  const to = finding.end + delta;
  return { ...finding, start: from, end: to, ...placeAt(starts, from, Math.max(from, to)) };
}

/** What was found of the book as a whole, at the entries as they stand now. */
function again(findings: readonly PlacedFinding[], { entries }: Phrasebook, file: string): PlacedFinding[] {
  const byId = new Map(entries.map((entry) => [entry.id, entry]));
  return findings.flatMap((finding): PlacedFinding[] => {
    if (!BOOK_CHECKS.has(finding.rule)) return [];
    if (finding.entry === undefined) return [finding];
    const entry = byId.get(finding.entry);
    return entry ? [{ ...finding, start: 0, end: 0, ...entry.place, file }] : [];
  });
}

function notesOf(text: string, { problems }: Phrasebook): Note[] {
  return problems.map(({ code, message, hint, line = 1, column = 1 }) => ({ ...spanAt(text, line, column), code, severity: code === "no-entries" ? "info" : "error", message: hint === undefined ? message : `${message}${/[。！？.!?]$/.test(message) ? "" : "；"}${hint}` }));
}

/** Ignores may be about the engine's rules and about the checks of phrasebooks; those of the whole book are not always asked. */
function ignoreRules(engine: Engine, { data: { checks }, rules }: BookOptions, found: readonly PlacedFinding[]): IgnoreRules {
  const asks = (id: string): boolean => rules?.[id] !== "off" && (!BOOK_CHECKS.has(id) || found.some(({ rule }) => rule === id));
  return { ids: [...engine.pack.rules.map(({ id }) => id), ...Object.keys(checks)], asked: (id) => engine.asked(id) ?? (asks(id) ? checks[id] : undefined), say: (words) => engine.say(words) };
}

function analysisOf({ book, findings: found, notes, ignores }: Checked, { text, file }: BookText, starts: readonly number[], engine: Engine, options: BookOptions, mend: (ids: ReadonlySet<string>) => Promise<PlacedFinding[]>): Analysis {
  const offsetAt = (line: number, column: number): number => Math.min(text.length, (starts[line - 1] ?? text.length) + column - 1);
  const spanOf = (entry: PhrasebookEntry): Span => {
    const start = offsetAt(entry.place.line, entry.place.column);
    return { start, end: Math.max(start, ...[entry.text, ...entry.variants].flatMap(({ pieces }) => pieces.map((piece) => (piece.file === undefined ? piece.to : 0)))) };
  };
  const heed = (findings: PlacedFinding[]): { findings: PlacedFinding[]; notes: Note[] } => {
    if (ignores.length === 0) return { findings, notes: [] };
    const units = book.entries.map((entry) => ({ id: entry.id, line: entry.place.line, endLine: Math.max(entry.place.endLine, placeAt(starts, 0, spanOf(entry).end).endLine) }));
    const { report, problems } = applyIgnores({ file, text, units, findings, suppressed: [], unchanged: 0 }, ignores, ignoreRules(engine, options, found));
    return { findings: report.findings, notes: problems.map(({ line, column, message, hint }) => ({ ...spanAt(text, line, column), code: "ignore", severity: "error", message: `${message}${hint}` })) };
  };
  const shown = (finding: PlacedFinding): PlacedFinding => {
    // A text may be put together from constants of other files: here it is told where the entry is.
    if (finding.file !== file) {
      const entry = book.entries.find(({ id }) => id === finding.entry);
      const at = entry ? offsetAt(entry.place.line, entry.place.column) : 0;
      const { fix: _, ...rest } = finding;
      return { ...rest, start: at, end: at, message: `${finding.message} (${finding.file}:${finding.line})`, suggestions: [] };
    }
    if (finding.start > 0 || finding.end > 0) return finding;
    return { ...finding, start: offsetAt(finding.line, finding.column), end: offsetAt(finding.endLine, finding.endColumn) };
  };
  const heeded = heed(found);
  const findings = heeded.findings.map(shown).sort((a, b) => a.start - b.start || a.end - b.end);
  const mended = async (of: readonly Finding[]): Promise<PlacedFinding[]> => {
    const ids = new Set(of.flatMap((finding) => (finding as PlacedFinding).entry ?? []));
    return ids.size === 0 ? [] : heed(await mend(ids)).findings.map(shown);
  };
  return {
    notes: [...notes, ...heeded.notes],
    findings,
    drafts: [],
    // Only an outline asks for them.
    get entries() {
      return book.entries.map((entry): Entry => ({ id: entry.id, title: entry.title ?? [...entry.text.text.replace(/\s+/g, " ")].slice(0, 24).join(""), ...spanOf(entry) }));
    },
    async mended(range) {
      const near = findings.filter((finding) => touches(finding, range));
      const better = (await mended(near)).filter((finding) => touches(finding, range));
      // What is said of the book as a whole has no other wording.
      return [...better, ...near.filter(({ rule }) => BOOK_CHECKS.has(rule))];
    },
    async fixAll() {
      const fixable = findings.filter(({ rule }) => rule.startsWith("phrasebook/") || engine.rule(rule)?.suggest.some(({ fix }) => fix));
      return withoutClashes((await mended(fixable)).flatMap(({ fix }) => fix?.edits.filter((edit) => edit.file === undefined || edit.file === file) ?? []));
    },
  };
}

/** Of edits that overlap, the first. */
function withoutClashes(edits: Edit[]): Edit[] {
  let end = -1;
  return [...edits]
    .sort((a, b) => a.start - b.start || a.end - b.end)
    .filter((edit) => {
      if (edit.start < end || (edit.start === end && edit.start === edit.end)) return false;
      end = Math.max(edit.end, edit.start);
      return true;
    });
}

/** Where each line begins. */
function lineStarts(text: string): number[] {
  const starts = [0];
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit === 10 || (unit === 13 && text.charCodeAt(at + 1) !== 10)) starts.push(at + 1);
  }
  return starts;
}

/** The texts of a phrasebook as completion offers them. */
export async function phraseOffers(file: string, content: Uint8Array | string, engine: Engine, options: BookOptions): Promise<PhraseOffer[]> {
  const { data, config } = options;
  const book = await new PhrasebookReader({ data, ...(config && { config }) }).read(file, content);
  const ignores = ignoresIn(book, await commentsIn(book));
  const checker = new PhrasebookChecker(engine.quick, { ...options, locale: engine.locale, whole: false });
  const faultsOf = (entry: PhrasebookEntry, phrase: Phrase): number => {
    const found = checker.check([{ ...book, entries: [{ ...entry, text: phrase, variants: [] }] }]);
    const left = ignores.length === 0 ? found : reportsOf([book], found).flatMap((report) => applyIgnores(report, ignores, ignoreRules(engine, options, found)).report.findings);
    return left.filter(({ rule, severity }) => severity !== "info" && !rule.startsWith("ignore/")).length;
  };
  const offered = book.entries.filter(({ status }) => status !== "retired" && status !== "draft");
  return offered.flatMap((entry) =>
    [entry.text, ...entry.variants]
      .filter(({ text }) => text !== "")
      .map((phrase): PhraseOffer => {
        const { id, title, scenario } = entry;
        let faults: number | undefined;
        return { id, ...(title !== undefined && { title }), ...(scenario && { scenario }), text: phrase.text, faults: () => (faults ??= faultsOf(entry, phrase)) };
      }),
  );
}
