import { type ClientCapabilities, type CodeAction, type CodeLens, CompletionItem, CompletionItemKind, CreateFile, type Diagnostic as LspDiagnostic, DiagnosticSeverity, type DocumentSymbol, type Hover as LspHover, type InlayHint, InsertTextFormat, MarkupKind, ResourceOperationKind, type SnippetTextEdit, SymbolKind, type SymbolInformation, type TextDocumentEdit, type TextEdit, type WorkspaceEdit } from "vscode-languageserver/node";
import type { Edit, Severity } from "../core/types.js";
import type { Document } from "./document.js";
import type { Action } from "./service/actions.js";
import type { Completion } from "./service/completion.js";
import type { Diagnostic } from "./service/diagnostics.js";
import type { ScoreLine } from "./service/hints.js";
import type { Hover } from "./service/hover.js";
import type { Outline } from "./service/symbols.js";

/** What the client can show, as far as answers depend on it. */
export interface Client {
  versionedEdits: boolean;
  createsFiles: boolean;
  snippetEdits: boolean;
  snippetCompletion: boolean;
  markdown: boolean;
  outlineTrees: boolean;
  pulls: boolean;
  codeLens: boolean;
  configuration: boolean;
  registersConfiguration: boolean;
  changesFolders: boolean;
  watches: boolean;
  progress: boolean;
  refreshes: { diagnostics: boolean; codeLens: boolean; inlayHint: boolean; tokens: boolean };
  /** Its own command behind the score line, with the document's uri and the draft's number. */
  scorecardCommand: string;
}

export function readClient({ textDocument: text, workspace, window }: ClientCapabilities, scorecardCommand: unknown): Client {
  return {
    versionedEdits: workspace?.workspaceEdit?.documentChanges === true,
    createsFiles: workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.resourceOperations?.includes(ResourceOperationKind.Create) === true,
    snippetEdits: workspace?.workspaceEdit?.documentChanges === true && workspace.workspaceEdit.snippetEditSupport === true,
    snippetCompletion: text?.completion?.completionItem?.snippetSupport === true,
    markdown: text?.hover?.contentFormat?.[0] === MarkupKind.Markdown,
    outlineTrees: text?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    pulls: text?.diagnostic !== undefined,
    codeLens: text?.codeLens !== undefined,
    configuration: workspace?.configuration === true,
    changesFolders: workspace?.workspaceFolders === true,
    registersConfiguration: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watches: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    progress: window?.workDoneProgress === true,
    refreshes: { diagnostics: workspace?.diagnostics?.refreshSupport === true, codeLens: workspace?.codeLens?.refreshSupport === true, inlayHint: workspace?.inlayHint?.refreshSupport === true, tokens: workspace?.semanticTokens?.refreshSupport === true },
    scorecardCommand: typeof scorecardCommand === "string" ? scorecardCommand : "",
  };
}

const SEVERITY: Record<Severity, DiagnosticSeverity> = { error: DiagnosticSeverity.Error, warning: DiagnosticSeverity.Warning, info: DiagnosticSeverity.Information };

export const SOURCE = "replylint";

export function toDiagnostic(document: Document, { severity, code, message, ...span }: Diagnostic): LspDiagnostic {
  return { range: document.range(span), severity: SEVERITY[severity], code, source: SOURCE, message };
}

/** `【几点】` is for the person to fill in. */
const BLANK = /【[^】]*】/g;

/** Text with its blanks as tab stops. */
function toSnippet(text: string): string {
  let stop = 0;
  let out = "";
  let at = 0;
  const escaped = (part: string): string => part.replace(/[\\$}]/g, "\\$&");
  for (const { index, 0: blank } of text.matchAll(BLANK)) {
    out += `${escaped(text.slice(at, index))}\${${++stop}:${escaped(blank)}}`;
    at = index + blank.length;
  }
  return out + escaped(text.slice(at));
}

function hasBlank(text: string): boolean {
  return text.search(BLANK) >= 0;
}

/** @param other the document that an edit of another file counts in */
export function toAction(document: Document, action: Action, shown: readonly LspDiagnostic[], client: Client, other: (file: string) => Document): CodeAction {
  const diagnostics = action.finding ? shown.filter(({ code, source }) => source === SOURCE && code === action.finding!.rule) : [];
  const places = action.edits.map(({ file, edits, create }) => ({ document: file === undefined ? document : other(file), edits, create }));
  const edit: WorkspaceEdit = client.versionedEdits
    ? {
        documentChanges: places.flatMap(({ document: place, edits, create }): (CreateFile | TextDocumentEdit)[] => [
          ...(create ? [CreateFile.create(place.uri, { ignoreIfExists: true })] : []),
          { textDocument: { uri: place.uri, version: place === document ? place.version : null }, edits: edits.map((one) => (client.snippetEdits ? toSnippetEdit(place, one) : toTextEdit(place, one))) },
        ]),
      }
    : { changes: Object.fromEntries(places.map(({ document: place, edits }) => [place.uri, edits.map((one) => toTextEdit(place, one))])) };
  return { title: action.title, kind: action.kind, ...(diagnostics.length > 0 && { diagnostics }), ...(action.preferred && { isPreferred: true }), edit };
}

function toSnippetEdit(document: Document, edit: Edit): TextEdit | SnippetTextEdit {
  return hasBlank(edit.text) ? { range: document.range(edit), snippet: { kind: "snippet", value: toSnippet(edit.text) } } : toTextEdit(document, edit);
}

function toTextEdit(document: Document, edit: Edit): TextEdit {
  return { range: document.range(edit), newText: edit.text };
}

export function toHover(document: Document, { markdown, ...span }: Hover, client: Client): LspHover {
  const value = client.markdown ? markdown : markdown.replace(/\*\*|`/g, "").replace(/\n\n(?=- )/g, "\n");
  return { range: document.range(span), contents: { kind: client.markdown ? MarkupKind.Markdown : MarkupKind.PlainText, value } };
}

const COMPLETION_KIND: Record<Completion["kind"], CompletionItemKind> = { sentence: CompletionItemKind.Text, phrase: CompletionItemKind.Snippet, key: CompletionItemKind.Property, value: CompletionItemKind.EnumMember, class: CompletionItemKind.Class };

export function toCompletion(document: Document, { label, detail, kind, replace, text }: Completion, index: number, client: Client): CompletionItem {
  const snippet = client.snippetCompletion && hasBlank(text);
  const item = CompletionItem.create(label);
  return { ...item, kind: COMPLETION_KIND[kind], ...(detail !== undefined && { detail }), sortText: String(index).padStart(5, "0"), filterText: text, textEdit: { range: document.range(replace), newText: snippet ? toSnippet(text) : text }, ...(snippet && { insertTextFormat: InsertTextFormat.Snippet }) };
}

export function toLens(document: Document, { start, title }: ScoreLine, index: number, client: Client): CodeLens {
  const { line } = document.positionAt(start);
  return { range: { start: { line, character: 0 }, end: { line, character: 0 } }, command: { title, command: client.scorecardCommand, ...(client.scorecardCommand !== "" && { arguments: [document.uri, index] }) } };
}

export function toHint(document: Document, { end, title }: ScoreLine): InlayHint {
  return { position: document.positionAt(end), label: title, paddingLeft: true };
}

const SYMBOL: Record<Outline["kind"], SymbolKind> = { draft: SymbolKind.Module, move: SymbolKind.String, entry: SymbolKind.Key };

export function toSymbol(document: Document, { name, detail, kind, children, ...span }: Outline): DocumentSymbol {
  const range = document.range(span);
  return { name, detail, kind: SYMBOL[kind], range, selectionRange: { start: range.start, end: range.start }, children: children.map((child) => toSymbol(document, child)) };
}

/** For clients whose outline is a list. */
export function toSymbolList(document: Document, outline: readonly Outline[], containerName?: string): SymbolInformation[] {
  return outline.flatMap(({ name, kind, children, ...span }) => [{ name, kind: SYMBOL[kind], location: { uri: document.uri, range: document.range(span) }, ...(containerName !== undefined && { containerName }) }, ...toSymbolList(document, children, name)]);
}
