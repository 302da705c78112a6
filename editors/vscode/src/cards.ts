import { type Disposable, EventEmitter, languages, Selection, type TextDocument, window, workspace } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { type DraftCard, type Range, SCORECARD, type Scorecards } from "./protocol.js";

/** The scorecards of the document in front, and the one under the cursor. */
export interface Shown {
  document: TextDocument;
  cards: Scorecards;
  index: number;
  card: DraftCard;
}

/** Milliseconds from the last keystroke to the question. */
const PAUSE = 200;

/** Asks for the scorecard of what the person works on, whenever that may have changed. */
export class Cards implements Disposable {
  private readonly changes = new EventEmitter<Shown | undefined>();
  readonly onDidChange = this.changes.event;
  shown: Shown | undefined;
  private timer: NodeJS.Timeout | undefined;
  private asked = 0;
  private readonly subscriptions: Disposable[];

  constructor(private readonly client: LanguageClient) {
    const inFront = (document: TextDocument): boolean => document === window.activeTextEditor?.document;
    this.subscriptions = [
      this.changes,
      window.onDidChangeActiveTextEditor(() => this.soon(0)),
      workspace.onDidChangeTextDocument(({ document }) => inFront(document) && this.soon(PAUSE)),
      workspace.onDidChangeConfiguration((event) => event.affectsConfiguration("replylint") && this.soon(PAUSE)),
      languages.onDidChangeDiagnostics(({ uris }) => uris.some((uri) => uri.toString() === window.activeTextEditor?.document.uri.toString()) && this.soon(0)),
      window.onDidChangeTextEditorSelection(({ textEditor }) => textEditor.document === this.shown?.document && this.show(textEditor.document, this.shown.cards)),
    ];
  }

  dispose(): void {
    clearTimeout(this.timer);
    for (const one of this.subscriptions) one.dispose();
  }

  /** Puts the cursor into a draft of the document in front, by its number, so that its card is shown. */
  select(draft: number): void {
    const editor = window.activeTextEditor;
    const card = this.shown?.cards.drafts.find((one) => one.draft === draft);
    if (!editor || !card || editor.document !== this.shown?.document) return;
    const { line, character } = card.range.start;
    editor.selection = new Selection(line, character, line, character);
  }

  soon(pause: number): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.ask(), pause);
  }

  private async ask(): Promise<void> {
    const document = window.activeTextEditor?.document;
    // In the settings or a panel the person still thinks of the draft.
    if (!document && this.shown && !this.shown.document.isClosed) return;
    const mine = ++this.asked;
    const cards = document && this.client.isRunning() ? await this.client.sendRequest<Scorecards | null>(SCORECARD, { textDocument: this.client.code2ProtocolConverter.asTextDocumentIdentifier(document) }).catch(() => null) : null;
    // Another question is under way, and its answer is newer.
    if (mine !== this.asked) return;
    if (document && cards && cards.drafts.length > 0) this.show(document, cards);
    else this.set(undefined);
  }

  private show(document: TextDocument, cards: Scorecards): void {
    const editor = window.activeTextEditor;
    const line = editor?.document === document ? editor.selection.active.line : 0;
    const index = Math.max(0, cards.drafts.findLastIndex(({ range }) => startsBy(range, line)));
    if (this.shown?.cards === cards && this.shown.index === index) return;
    this.set({ document, cards, index, card: cards.drafts[index]! });
  }

  private set(shown: Shown | undefined): void {
    this.shown = shown;
    this.changes.fire(shown);
  }
}

function startsBy({ start }: Range, line: number): boolean {
  return start.line <= line;
}
