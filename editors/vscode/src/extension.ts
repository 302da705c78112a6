import { type ExtensionContext, window } from "vscode";
import type { LanguageClient } from "vscode-languageclient/node";
import { Cards } from "./cards.js";
import { makeClient } from "./client.js";
import { registerCommands } from "./commands.js";
import { ScorecardView } from "./scorecard-view.js";
import { statusBar } from "./status.js";

let client: LanguageClient | undefined;

export async function activate({ extensionPath, extensionUri, subscriptions }: ExtensionContext): Promise<void> {
  client = makeClient(extensionPath);
  const cards = new Cards(client);
  const view = new ScorecardView(extensionUri, cards);
  subscriptions.push(cards, view, statusBar(cards), window.registerWebviewViewProvider(ScorecardView.id, view), ...registerCommands(client, cards));
  await client.start();
  cards.soon(0);
}

export async function deactivate(): Promise<void> {
  await client?.stop();
}
