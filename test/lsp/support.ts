import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { pathToFileURL } from "node:url";
import { createProtocolConnection, type ClientCapabilities, type Diagnostic, type InitializeResult, type ProtocolConnection, type PublishDiagnosticsParams, StreamMessageReader, StreamMessageWriter, type TextDocumentContentChangeEvent } from "vscode-languageserver-protocol/node";
import { BUILT_CLI } from "../cli/support.js";

/** A client of the real server: the process, the protocol, and what the server has said so far. */
export class Client {
  readonly process: ChildProcessWithoutNullStreams;
  readonly connection: ProtocolConnection;
  readonly published: PublishDiagnosticsParams[] = [];
  readonly messages: string[] = [];
  readonly progress: { kind: string }[] = [];
  stderr = "";
  /** Answers of the client to `workspace/configuration`. */
  settings: unknown = null;
  refreshed = 0;
  initialized!: InitializeResult;
  private readonly versions = new Map<string, number>();
  private readonly waiting: { fits: (published: PublishDiagnosticsParams) => boolean; done: (published: PublishDiagnosticsParams) => void }[] = [];

  constructor(cli: string = BUILT_CLI, args: readonly string[] = ["lsp", "--stdio"], cwd?: string) {
    this.process = spawn(process.execPath, [cli, ...args], { ...(cwd !== undefined && { cwd }) });
    this.process.stderr.setEncoding("utf8").on("data", (text: string) => (this.stderr += text));
    this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onError(() => undefined);
    this.connection.onNotification("textDocument/publishDiagnostics", (params: PublishDiagnosticsParams) => {
      this.published.push(params);
      for (const one of [...this.waiting])
        if (one.fits(params)) {
          this.waiting.splice(this.waiting.indexOf(one), 1);
          one.done(params);
        }
    });
    for (const method of ["window/showMessage", "window/logMessage"]) this.connection.onNotification(method, ({ message }: { message: string }) => void this.messages.push(message));
    this.connection.onNotification("$/progress", ({ value }: { value: { kind: string } }) => void this.progress.push(value));
    this.connection.onRequest("workspace/configuration", ({ items }: { items: unknown[] }) => items.map(() => this.settings));
    this.connection.onRequest("client/registerCapability", () => null);
    this.connection.onRequest("window/workDoneProgress/create", () => null);
    for (const what of ["diagnostic", "codeLens", "inlayHint", "semanticTokens"])
      this.connection.onRequest(`workspace/${what}/refresh`, () => {
        this.refreshed++;
        return null;
      });
    this.connection.listen();
  }

  async start(capabilities: ClientCapabilities = {}, more: { folders?: string[]; initializationOptions?: unknown } = {}): Promise<this> {
    this.initialized = await this.connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities, workspaceFolders: (more.folders ?? []).map((folder) => ({ uri: pathToFileURL(folder).href, name: folder })), initializationOptions: more.initializationOptions });
    await this.connection.sendNotification("initialized", {});
    return this;
  }

  open(uri: string, text: string, languageId = "plaintext"): Promise<PublishDiagnosticsParams> {
    this.versions.set(uri, 1);
    const answer = this.next(uri, 1);
    void this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    return answer;
  }

  /** Sends changes as one version; the answer is what is published for it, or for a later one. */
  change(uri: string, contentChanges: TextDocumentContentChangeEvent[]): Promise<PublishDiagnosticsParams> {
    const version = this.versions.get(uri)! + 1;
    this.versions.set(uri, version);
    const answer = this.next(uri, version);
    void this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges });
    return answer;
  }

  /** What is published of a document from a version on. */
  next(uri: string, version = 0): Promise<PublishDiagnosticsParams> {
    return new Promise((done) => {
      this.waiting.push({ fits: (one) => one.uri === uri && (one.version ?? Infinity) >= version, done });
    });
  }

  /** A question about a document. */
  ask<T>(method: string, uri: string, params: object = {}): Promise<T> {
    return this.connection.sendRequest(method, { textDocument: { uri }, ...params });
  }

  /** Ends as clients do. @returns the exit code */
  async stop(): Promise<number | null> {
    if (this.process.exitCode !== null) return this.process.exitCode;
    const code = this.exit();
    await this.connection.sendRequest("shutdown");
    void this.connection.sendNotification("exit");
    return code;
  }

  exit(): Promise<number | null> {
    return new Promise((resolve) => {
      if (this.process.exitCode !== null) resolve(this.process.exitCode);
      else this.process.on("exit", resolve);
    });
  }
}

/** The words that a range of a text covers, in UTF-16 units. */
export function wordsAt(text: string, { range: { start, end } }: Pick<Diagnostic, "range">): string {
  const lines = text.split(/\r\n|\r|\n/);
  if (start.line === end.line) return lines[start.line]!.slice(start.character, end.character);
  return [lines[start.line]!.slice(start.character), ...lines.slice(start.line + 1, end.line), lines[end.line]!.slice(0, end.character)].join("\n");
}
