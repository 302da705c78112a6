import { type Disposable, l10n, Range as EditorRange, TextEditorRevealType, Uri, ViewColumn, type Webview, type WebviewView, type WebviewViewProvider, window } from "vscode";
import type { Cards, Shown } from "./cards.js";
import type { FromPage, Range, ToPage } from "./protocol.js";

/** The scorecard beside the draft; a click goes to the words. */
export class ScorecardView implements WebviewViewProvider, Disposable {
  static readonly id = "replylint.scorecard";
  private view: WebviewView | undefined;
  private readonly listening: Disposable;

  constructor(
    private readonly extension: Uri,
    private readonly cards: Cards,
  ) {
    this.listening = cards.onDidChange((shown) => this.send(shown));
  }

  dispose(): void {
    this.listening.dispose();
  }

  resolveWebviewView(view: WebviewView): void {
    this.view = view;
    const dist = Uri.joinPath(this.extension, "dist");
    view.webview.options = { enableScripts: true, localResourceRoots: [dist] };
    view.webview.onDidReceiveMessage((message: FromPage) => {
      if ("ready" in message) this.send(this.cards.shown);
      else void this.reveal(message.place);
    });
    view.onDidDispose(() => {
      this.view = undefined;
    });
    view.webview.html = page(view.webview, dist);
  }

  private send(shown: Shown | undefined): void {
    const message: ToPage = shown ? { cards: shown.cards, shown: shown.index } : { empty: l10n.t("Open a reply draft to see its scorecard.") };
    void this.view?.webview.postMessage(message);
    if (this.view) this.view.badge = shown?.card.verdict === "fail" ? { value: shown.card.deductions.length, tooltip: shown.card.title } : undefined;
  }

  private async reveal({ start, end }: Range): Promise<void> {
    const { shown } = this.cards;
    if (!shown) return;
    const at = new EditorRange(start.line, start.character, end.line, end.character);
    const open = window.visibleTextEditors.find(({ document }) => document === shown.document);
    const editor = await window.showTextDocument(shown.document, { viewColumn: open?.viewColumn ?? ViewColumn.Active, selection: at });
    editor.revealRange(at, TextEditorRevealType.InCenterIfOutsideViewport);
  }
}

function page(webview: Webview, dist: Uri): string {
  const file = (name: string): string => String(webview.asWebviewUri(Uri.joinPath(dist, name)));
  return `<!doctype html>
<html>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${webview.cspSource}; script-src ${webview.cspSource}">
<link rel="stylesheet" href="${file("webview.css")}">
</head>
<body><div id="card"></div><script src="${file("webview.js")}"></script></body>
</html>`;
}
