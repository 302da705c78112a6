import { commands, type Disposable, l10n, Range as EditorRange, SnippetString, Uri, window, workspace } from "vscode";
import { CodeAction, CodeActionRequest, type CompletionItem, CompletionRequest, InsertTextFormat, type LanguageClient } from "vscode-languageclient/node";
import type { Cards } from "./cards.js";
import { ScorecardView } from "./scorecard-view.js";

/** The extension's own commands; the server's are registered by the client. */
export function registerCommands(client: LanguageClient, cards: Cards): Disposable[] {
  const all: Record<string, (...given: never[]) => unknown> = {
    "replylint.showScorecard": (uri?: string, draft?: number) => showScorecard(cards, uri, draft),
    "replylint.fixAll": () => fixAll(client),
    "replylint.insertPhrase": () => insertPhrase(client),
    "replylint.newDraft": () => openDraft(new SnippetString("---\ncustomer: ").appendPlaceholder(l10n.t("what the customer said")).appendText("\n---\n").appendTabstop(0)),
    "replylint.openSample": () => openDraft(new SnippetString().appendText(SAMPLE)),
    "_replylint.save": async (...uris: Uri[]) => {
      for (const uri of uris) await (await workspace.openTextDocument(uri)).save();
    },
    "replylint.restart": () => client.restart(),
  };
  return Object.entries(all).map(([name, run]) => commands.registerCommand(name, run));
}

const SAMPLE = `---
customer: 裙子洗了一次就掉色，太失望了
---
亲，这款绝对不会掉色的，是您自己洗的方法不对。
您放心，我们会尽快给您处理！！
`;

/** @param uri with the line above a draft: its document, and which draft of it */
async function showScorecard(cards: Cards, uri: string | undefined, draft: number | undefined): Promise<void> {
  if (uri !== undefined && draft !== undefined) {
    await window.showTextDocument(Uri.parse(uri));
    cards.select(draft);
  }
  await commands.executeCommand(`${ScorecardView.id}.focus`);
}

async function openDraft(content: SnippetString): Promise<void> {
  const editor = await window.showTextDocument(await workspace.openTextDocument({ language: "replylint-draft" }));
  await editor.insertSnippet(content);
}

/** Makes every fix that keeps the meaning, as one step to undo. */
async function fixAll(client: LanguageClient): Promise<void> {
  const document = window.activeTextEditor?.document;
  if (!document || !client.isRunning()) return;
  const everything = new EditorRange(0, 0, document.lineCount, 0);
  const answer = await client.sendRequest(CodeActionRequest.type, {
    textDocument: client.code2ProtocolConverter.asTextDocumentIdentifier(document),
    range: client.code2ProtocolConverter.asRange(everything),
    context: { diagnostics: [], only: ["source.fixAll.replylint"] },
  });
  const [action] = (answer ?? []).filter(CodeAction.is);
  if (action?.edit) await workspace.applyEdit(await client.protocol2CodeConverter.asWorkspaceEdit(action.edit));
  else void window.showInformationMessage(l10n.t("Nothing can be fixed unseen here; Ctrl+. on an underline shows suggestions."));
}

/** Offers what the reply still owes, and the phrasebook's entries for its scenario; puts the chosen one at the cursor. */
async function insertPhrase(client: LanguageClient): Promise<void> {
  const editor = window.activeTextEditor;
  if (!editor || !client.isRunning()) return;
  const { document, selection } = editor;
  const answer = await client.sendRequest(CompletionRequest.type, client.code2ProtocolConverter.asTextDocumentPositionParams(document, selection.active));
  const items = Array.isArray(answer) ? answer : (answer?.items ?? []);
  if (items.length === 0) {
    void window.showInformationMessage(l10n.t("Nothing to insert here. Name your phrasebooks in the setting replylint.phrasebooks."));
    return;
  }
  const chosen = await window.showQuickPick(
    items.map((item) => ({ label: item.label, description: item.detail ?? "", item })),
    { placeHolder: l10n.t("What to say next"), matchOnDescription: true },
  );
  if (chosen) await insert(chosen.item);

  async function insert({ textEdit, insertTextFormat, label }: CompletionItem): Promise<void> {
    const text = textEdit?.newText ?? label;
    const snippet = insertTextFormat === InsertTextFormat.Snippet ? new SnippetString(text) : new SnippetString().appendText(text);
    const range = textEdit && "range" in textEdit ? textEdit.range : undefined;
    const at = range ? new EditorRange(range.start.line, range.start.character, range.end.line, range.end.character) : selection;
    await editor!.insertSnippet(snippet, at);
  }
}
