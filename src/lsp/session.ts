import { shipped } from "../rulepack/shipped.js";
import type { Document } from "./document.js";
import type { Analysis, Note } from "./service/analysis.js";
import { analyseDrafts, DraftMemo } from "./service/drafts.js";
import type { Engine } from "./service/engine.js";
import type { BookMemo } from "./service/phrasebook.js";
import { type Kind, pathOf, type Place, type Workspace } from "./workspace.js";

/** A document as it was judged: at one version, with one engine. */
export interface Judged {
  version: number;
  kind: Kind | null;
  place: Place;
  analysis: Analysis;
}

/** An open document and what is kept of it between edits. */
export class Session {
  /** Whether the client shows schema errors of a rule: they go at once when they are mended. */
  showsSchema = false;
  saves = 0;
  private memo: { engine: Engine; drafts: DraftMemo; book?: BookMemo } | undefined;
  /** A phrasebook as a whole is looked at when it is opened and when it is saved. */
  private wholeDue = true;
  private last: { version: number; place: Place; judged: Promise<Judged> } | undefined;
  private running: Promise<Note[]> | undefined;

  constructor(
    readonly document: Document,
    private readonly workspace: Workspace,
  ) {}

  /** Judges the document as it stands; asked again before the next edit, it answers the same. */
  async judge(): Promise<Judged> {
    for (;;) {
      const place = await this.workspace.placeOf(this.document.uri);
      const { version } = this.document;
      if (this.last?.version !== version || this.last.place !== place) this.last = { version, place, judged: this.analyse(version, place) };
      const judged = await this.last.judged;
      if (judged.version === this.document.version) return judged;
    }
  }

  /** The document was saved: what waits for that is due. */
  saved(): void {
    this.saves++;
    this.wholeDue = true;
    this.last = undefined;
  }

  /**
   * Runs the examples of a rule file as it stands, which takes seconds; one run at a time.
   * @returns what is wrong; null where the document was edited meanwhile
   */
  async examples({ version, place }: Judged): Promise<Note[] | null> {
    await this.running?.catch(() => undefined);
    if (this.document.version !== version) return null;
    const notes = await (this.running = this.test(place));
    return this.document.version === version ? notes : null;
  }

  private async analyse(version: number, place: Place): Promise<Judged> {
    const { document, workspace } = this;
    const text = document.getText();
    const kind = await workspace.kindOf(document.uri, document.languageId, text);
    return { version, kind, place, analysis: await this.analysisOf(kind, text, place) };
  }

  private async analysisOf(kind: Kind | null, text: string, place: Place): Promise<Analysis> {
    const { engine } = place;
    if (this.memo?.engine !== engine) this.memo = { engine, drafts: new DraftMemo() };
    const { uri, languageId } = this.document;
    const file = pathOf(uri) ?? uri;
    if (kind === "draft") return analyseDrafts({ text, file, markdown: languageId === "markdown" || /\.md$/i.test(uri) }, engine, this.memo.drafts);
    if (kind === "phrasebook") {
      const { analyseBook, BookMemo } = await import("./service/phrasebook.js");
      const options = await this.workspace.bookOptions(place);
      // One file of several cannot say what the book lacks, nor what it has twice.
      const whole = this.wholeDue && (await this.workspace.phrasebookFiles(place)).size <= 1;
      this.wholeDue = false;
      return analyseBook({ text, file, whole }, engine, options, (this.memo.book ??= new BookMemo()));
    }
    const { analyseConfig, analyseRule, notesOnly } = await import("./service/source.js");
    if (kind === "config") return analyseConfig(text, file, engine.pack.rules.map(({ id }) => id), engine.locale);
    if (kind === "rule") return analyseRule(text, file, shipped("dictionaries"), engine.locale);
    return notesOnly([]);
  }

  private async test({ rulesDirs, engine }: Place): Promise<Note[]> {
    const text = this.document.getText();
    const path = pathOf(this.document.uri);
    if (path === null) return [];
    const [runner, { notesOf }] = await Promise.all([this.workspace.runner(), import("./service/source.js")]);
    return notesOf(text, "example", await runner.test(rulesDirs, path, text), engine.locale);
  }
}
