import { join } from "node:path";
import { languages, type TextDocument, Uri, workspace } from "vscode";
import { type DocumentSelector, LanguageClient, type StaticFeature, TransportKind } from "vscode-languageclient/node";

const LANGUAGES = ["replylint-draft", "replylint-phrasebook", "replylint-rule", "plaintext", "markdown"];
/** Configuration, rules and phrasebooks; the server knows which of them are its own. */
const FILES = ["yaml", "json", "jsonc", "csv", "typescript", "javascript"];

const selector: DocumentSelector = [...LANGUAGES.flatMap((language) => ["file", "untitled", "vscode-vfs"].map((scheme) => ({ scheme, language }))), ...FILES.map((language) => ({ scheme: "file", language }))];

/**
 * The server pushes its diagnostics: where a client pulls, VS Code asks for the whole workspace over and over, and every
 * text file in it would count as a draft, unasked.
 */
const pushOnly: StaticFeature = {
  fillClientCapabilities(capabilities) {
    delete capabilities.textDocument?.diagnostic;
    delete capabilities.workspace?.diagnostics;
  },
  initialize() {},
  getState: () => ({ kind: "static" }),
  clear() {},
};

function excluded(document: Pick<TextDocument, "uri">): boolean {
  const patterns = workspace.getConfiguration("replylint").get<string[]>("exclude", []);
  return patterns.length > 0 && languages.match(patterns.map((pattern) => ({ pattern })), document as TextDocument) > 0;
}

export function makeClient(extensionPath: string): LanguageClient {
  const client = new LanguageClient(
    "replylint",
    "replylint",
    { module: join(extensionPath, "server", "dist", "server.js"), transport: TransportKind.stdio },
    {
      documentSelector: selector,
      initializationOptions: { scorecardCommand: "replylint.showScorecard" },
      middleware: {
        // What the server has not opened it answers nothing about.
        didOpen: (document, next) => (excluded(document) ? Promise.resolve() : next(document)),
        didChange: (event, next) => (excluded(event.document) ? Promise.resolve() : next(event)),
        didSave: (document, next) => (excluded(document) ? Promise.resolve() : next(document)),
        didClose: (document, next) => (excluded(document) ? Promise.resolve() : next(document)),
        // What an action changes in another file counts once that is saved, and nobody has it open to do so.
        provideCodeActions: async (document, range, context, token, next) => {
          const actions = await next(document, range, context, token);
          for (const action of actions ?? []) {
            const others = "edit" in action ? (action.edit?.entries() ?? []).map(([uri]) => uri).filter((uri) => uri.toString() !== document.uri.toString()) : [];
            if (others.length > 0) action.command = { title: action.title, command: "_replylint.save", arguments: others };
          }
          return actions;
        },
        // A check of the workspace reads files by itself.
        handleDiagnostics: (uri, diagnostics, next) => next(uri, excluded({ uri: Uri.from(uri) }) ? [] : diagnostics),
      },
    },
  );
  client.registerFeature(pushOnly);
  return client;
}
