import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type CancellationToken, CodeActionKind, type Connection, createConnection, DidChangeConfigurationNotification, DidChangeWatchedFilesNotification, DocumentDiagnosticReportKind, ErrorCodes, type InitializeParams, type InitializeResult, LSPErrorCodes, MessageType, PositionEncodingKind, ProposedFeatures, ResponseError, SemanticTokensBuilder, ShowMessageNotification, TextDocumentSyncKind, type WorkDoneProgressReporter } from "vscode-languageserver/node";
import { type Locale, MOVES } from "../core/types.js";
import { CONFIG_FILES, NEW_CONFIG } from "../rulepack/discover.js";
import { shipped } from "../rulepack/shipped.js";
import { type Client, readClient, SOURCE, toAction, toCompletion, toDiagnostic, toHint, toHover, toLens, toSymbol, toSymbolList } from "./convert.js";
import { type Scorecards, SCORECARD } from "./protocol.js";
import { Document, type Encoding } from "./document.js";
import { FIX_ALL, findingsAt, fixAll, quickFixes } from "./service/actions.js";
import { ABOUT_CONFIG, type Completion, completeDraft, completeYaml, type PhraseOffer } from "./service/completion.js";
import { diagnostics } from "./service/diagnostics.js";
import { scoreLines } from "./service/hints.js";
import { hover } from "./service/hover.js";
import { type Comments, ignoreActions } from "./service/ignores.js";
import type { JsonSchema } from "./service/schema.js";
import { scorecards } from "./service/scorecard.js";
import { outline } from "./service/symbols.js";
import { tokens } from "./service/tokens.js";
import { type WordList, wordActions } from "./service/words.js";
import { type Judged, Session } from "./session.js";
import type { Settings } from "./settings.js";
import { pathOf, Workspace } from "./workspace.js";
import { checkFolders, type FileReport } from "./workspace-check.js";

export const CHECK_WORKSPACE = "replylint.checkWorkspace";

/** What a server is started with; workspace settings weigh more. */
export interface ServerOptions {
  locale?: Locale;
  configFile?: string;
  version?: string;
}

/** Serves one client over two streams; the process ends when the client says so, or when the stream does. */
export function startServer(input: NodeJS.ReadableStream, output: NodeJS.WritableStream, options: ServerOptions = {}): void {
  const connection = createConnection(ProposedFeatures.all, input, output);
  new Server(connection, options).listen();
}

class Server {
  private readonly sessions = new Map<string, Session>();
  private readonly waiting = new Map<string, { timer: NodeJS.Timeout | NodeJS.Immediate; stop: (timer: never) => void }>();
  /** When each document may be judged again: a costly one gets as much rest as it took. */
  private readonly rested = new Map<string, number>();
  private readonly settings = new Map<string, Promise<Settings>>();
  private readonly schemas = new Map<string, JsonSchema>();
  private readonly workspace: Workspace;
  private readonly crashed = new Set<string>();
  private client!: Client;
  private encoding: Encoding = "utf-16";
  private given: unknown = {};
  private generation = 0;
  private over = false;

  constructor(
    private readonly connection: Connection,
    private readonly options: ServerOptions,
  ) {
    this.workspace = new Workspace(
      (uri) => this.settingsOf(uri),
      (message) => this.warn(message),
    );
  }

  listen(): void {
    const { connection } = this;
    connection.onInitialize((params) => this.initialize(params));
    connection.onInitialized(() => this.initialized());
    connection.onShutdown(() => {
      this.over = true;
    });
    connection.onDidOpenTextDocument(({ textDocument: { uri, languageId, version, text } }) => this.open(uri, Document.open(uri, languageId, version, text, this.encoding)));
    connection.onDidChangeTextDocument(({ textDocument, contentChanges }) => {
      const session = this.sessions.get(textDocument.uri);
      if (!session) return;
      session.document.update(contentChanges, textDocument.version);
      this.schedule(session);
    });
    connection.onDidCloseTextDocument(({ textDocument: { uri } }) => this.close(uri));
    connection.onDidSaveTextDocument(({ textDocument: { uri } }) => {
      const session = this.sessions.get(uri);
      session?.saved();
      if (/\.(ya?ml|json)$/i.test(uri)) this.reload();
      else if (session) this.schedule(session);
    });
    connection.onDidChangeWatchedFiles(() => this.reload());
    connection.onDidChangeConfiguration(({ settings }: { settings?: { replylint?: unknown } | null }) => {
      if (!this.client.configuration) this.given = settings?.replylint ?? {};
      this.settings.clear();
      this.reload();
    });
    this.listenToQuestions();
    connection.listen();
  }

  private listenToQuestions(): void {
    const { connection } = this;
    connection.languages.diagnostics.on(async ({ textDocument, previousResultId }, token) => {
      const session = this.sessions.get(textDocument.uri);
      if (!session) return { kind: DocumentDiagnosticReportKind.Full, items: [] };
      const judged = await session.judge();
      stopIf(token);
      const resultId = `${this.generation}.${judged.version}.${session.saves}`;
      if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
      const examples = judged.kind === "rule" && judged.analysis.notes.length === 0 ? await session.examples(judged) : [];
      if (examples === null) throw new ResponseError(LSPErrorCodes.ServerCancelled, "edited meanwhile", { retriggerRequest: true });
      stopIf(token);
      return { kind: DocumentDiagnosticReportKind.Full, resultId, items: this.underlines(session, judged, examples) };
    });
    connection.languages.diagnostics.onWorkspace(async ({ previousResultIds }, token, progress) => {
      const before = new Map(previousResultIds.map(({ uri, value }) => [uri, value]));
      const items: ReturnType<typeof workspaceItem>[] = [];
      await this.checkWorkspace(token, progress, (report) => items.push(workspaceItem(report, before.get(report.uri))));
      return { items };
    });
    connection.onCodeAction(async ({ textDocument, range, context }, token) => {
      const found = await this.ready(textDocument.uri, token);
      if (!found) return null;
      const { session, judged } = found;
      const { document } = session;
      const { engine } = judged.place;
      const wanted = (kind: string): boolean => !context.only || context.only.some((only) => only === "" || kind === only || kind.startsWith(`${only}.`));
      const text = document.getText();
      const findings = wanted(CodeActionKind.QuickFix) ? await findingsAt(text, judged.analysis, document.span(range)) : [];
      // A client without tab stops gets no reason: the ignore then says that it needs one.
      const reason = this.client.snippetEdits ? engine.say({ zh: "【原因】", en: "【reason】" }) : "";
      const actions = [...quickFixes(text, findings, engine), ...ignoreActions(text, findings, judged.analysis, commentsOf(document, judged), reason, engine), ...(await wordActions(findings, () => this.wordList(document, judged), engine))];
      // Unasked, it would stand in every menu; clients ask for it by name.
      if (context.only && wanted(FIX_ALL)) actions.push(...[(await fixAll(judged.analysis, engine)) ?? []].flat());
      return actions.map((action) => toAction(document, action, context.diagnostics, this.client, (file) => this.documentOf(file)));
    });
    connection.onHover(async ({ textDocument, position }, token) => {
      const found = await this.ready(textDocument.uri, token);
      if (!found) return null;
      const { document } = found.session;
      const about = await hover(document.getText(), found.judged.analysis, document.offsetAt(position), found.judged.place.engine);
      return about && toHover(document, about, this.client);
    });
    connection.onCompletion(async ({ textDocument, position }, token) => {
      const found = await this.ready(textDocument.uri, token);
      if (!found) return null;
      const { document } = found.session;
      const phrases = found.judged.kind === "draft" ? await this.workspace.phrases(found.judged.place) : [];
      const list = this.complete(document, found.judged, document.offsetAt(position), phrases);
      return { isIncomplete: found.judged.kind === "draft", items: list.map((one, index) => toCompletion(document, one, index, this.client)) };
    });
    connection.onDocumentSymbol(async ({ textDocument }, token) => {
      const found = await this.ready(textDocument.uri, token);
      if (!found) return null;
      const { document } = found.session;
      const list = outline(found.judged.analysis, found.judged.place.engine);
      return this.client.outlineTrees ? list.map((one) => toSymbol(document, one)) : toSymbolList(document, list);
    });
    connection.onCodeLens(async ({ textDocument }, token) => {
      const found = await this.ready(textDocument.uri, token);
      if (!found || !["auto", "codeLens"].includes(await this.scorePlace(textDocument.uri))) return [];
      return scoreLines(found.judged.analysis, found.judged.place.engine).map((line, index) => toLens(found.session.document, line, index + 1, this.client));
    });
    connection.languages.inlayHint.on(async ({ textDocument, range }, token) => {
      const found = await this.ready(textDocument.uri, token);
      const place = await this.scorePlace(textDocument.uri);
      if (!found || !(place === "inlayHint" || (place === "auto" && !this.client.codeLens))) return [];
      const { document } = found.session;
      const span = document.span(range);
      return scoreLines(found.judged.analysis, found.judged.place.engine).filter(({ end }) => end >= span.start && end <= span.end).map((line) => toHint(document, line));
    });
    connection.languages.semanticTokens.on(async ({ textDocument }, token) => ({ data: await this.tokens(textDocument.uri, token) }));
    connection.languages.semanticTokens.onRange(async ({ textDocument, range }, token) => ({ data: await this.tokens(textDocument.uri, token, range) }));
    connection.onExecuteCommand(async ({ command }, token, progress) => {
      if (command !== CHECK_WORKSPACE) throw new ResponseError(ErrorCodes.InvalidParams, `unknown command ${command}`);
      return this.showWorkspace(token, progress);
    });
    connection.onRequest(SCORECARD, async ({ textDocument }: { textDocument: { uri: string } }, token: CancellationToken): Promise<Scorecards | null> => {
      const found = await this.ready(textDocument.uri, token);
      if (!found) return null;
      const { document } = found.session;
      return {
        version: found.judged.version,
        locale: found.judged.place.engine.locale,
        drafts: scorecards(found.judged.analysis, found.judged.place.engine).map(({ start, end, deductions, moves, ...card }) => ({
          ...card,
          range: document.range({ start, end }),
          deductions: deductions.map(({ at, ...one }) => ({ ...one, ranges: at.map((span) => document.range(span)) })),
          moves: moves.map(({ start: from, end: to, ...one }) => ({ ...one, range: document.range({ start: from, end: to }) })),
        })),
      };
    });
  }

  private initialize({ capabilities, initializationOptions, workspaceFolders, rootUri }: InitializeParams): InitializeResult {
    const given = (initializationOptions ?? {}) as { settings?: unknown; scorecardCommand?: unknown };
    this.client = readClient(capabilities, given.scorecardCommand);
    this.given = given.settings ?? {};
    if (capabilities.general?.positionEncodings?.includes(PositionEncodingKind.UTF8)) this.encoding = "utf-8";
    const roots = workspaceFolders?.map(({ uri }) => uri) ?? (rootUri ? [rootUri] : []);
    this.workspace.folders = roots.flatMap((uri) => pathOf(uri) ?? []);
    return {
      serverInfo: { name: "replylint", ...(this.options.version !== undefined && { version: this.options.version }) },
      capabilities: {
        positionEncoding: this.encoding,
        textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: { includeText: false } },
        ...(this.client.pulls && { diagnosticProvider: { identifier: SOURCE, interFileDependencies: false, workspaceDiagnostics: true, workDoneProgress: true } }),
        codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, FIX_ALL] },
        hoverProvider: true,
        completionProvider: { triggerCharacters: ["<", ":", " "] },
        documentSymbolProvider: true,
        codeLensProvider: {},
        inlayHintProvider: true,
        semanticTokensProvider: { legend: { tokenTypes: [...MOVES], tokenModifiers: [] }, full: true, range: true },
        executeCommandProvider: { commands: [CHECK_WORKSPACE], workDoneProgress: true },
        workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
      },
    };
  }

  private async initialized(): Promise<void> {
    const { connection, client, workspace } = this;
    if (client.changesFolders)
      connection.workspace.onDidChangeWorkspaceFolders(({ added, removed }) => {
        const gone = removed.map(({ uri }) => pathOf(uri));
        workspace.folders = [...workspace.folders.filter((folder) => !gone.includes(folder)), ...added.flatMap(({ uri }) => pathOf(uri) ?? [])];
        this.reload();
      });
    if (client.registersConfiguration) await connection.client.register(DidChangeConfigurationNotification.type, { section: SOURCE });
    if (client.watches) await connection.client.register(DidChangeWatchedFilesNotification.type, { watchers: [`**/{${CONFIG_FILES.join(",")}}`, "**/*.{yaml,yml}"].map((globPattern) => ({ globPattern })) });
  }

  private open(uri: string, document: Document): void {
    const session = new Session(document, this.workspace);
    this.sessions.set(uri, session);
    this.schedule(session);
  }

  private close(uri: string): void {
    const pending = this.waiting.get(uri);
    if (pending) pending.stop(pending.timer as never);
    this.waiting.delete(uri);
    this.rested.delete(uri);
    this.settings.delete(uri);
    this.sessions.delete(uri);
    if (!this.client.pulls) void this.connection.sendDiagnostics({ uri, diagnostics: [] });
  }

  /** Has a document judged and its underlines sent, at once where it has had its rest. */
  private schedule(session: Session): void {
    if (this.client.pulls) return;
    const { uri } = session.document;
    if (this.waiting.has(uri)) return;
    const wait = (this.rested.get(uri) ?? 0) - performance.now();
    const run = (): void => {
      this.waiting.delete(uri);
      this.push(session).catch((error: unknown) => this.failed(error));
    };
    this.waiting.set(uri, wait > 1 ? { timer: setTimeout(run, wait), stop: clearTimeout } : { timer: setImmediate(run), stop: clearImmediate });
  }

  private async push(session: Session): Promise<void> {
    const { document } = session;
    const began = performance.now();
    const judged = await session.judge();
    const ended = performance.now();
    this.rested.set(document.uri, ended + (ended - began));
    if (this.sessions.get(document.uri) !== session) return;
    const runs = judged.kind === "rule" && judged.analysis.notes.length === 0;
    // What the examples of a rule said stays until they have been run again.
    if (!runs || session.showsSchema) this.send(session, judged, []);
    session.showsSchema = judged.kind === "rule" && !runs;
    if (!runs) return;
    const notes = await session.examples(judged);
    if (notes && this.sessions.get(document.uri) === session) this.send(session, judged, notes);
  }

  private send(session: Session, judged: Judged, examples: Judged["analysis"]["notes"]): void {
    void this.connection.sendDiagnostics({ uri: session.document.uri, version: judged.version, diagnostics: this.underlines(session, judged, examples) });
  }

  private underlines({ document }: Session, { analysis, place }: Judged, examples: Judged["analysis"]["notes"]): ReturnType<typeof toDiagnostic>[] {
    for (const { code, message } of analysis.notes)
      if (code === "crash" && !this.crashed.has(message)) {
        this.crashed.add(message);
        this.connection.console.error(message);
      }
    return diagnostics(document.getText(), examples.length > 0 ? { ...analysis, notes: examples } : analysis, place.engine).map((one) => toDiagnostic(document, one));
  }

  /** The document as it was judged at its present version; null for what is not open or none of ours. */
  private async ready(uri: string, token: CancellationToken): Promise<{ session: Session; judged: Judged } | null> {
    if (this.over) throw new ResponseError(ErrorCodes.InvalidRequest, "the server is shutting down");
    const session = this.sessions.get(uri);
    if (!session) return null;
    const judged = await session.judge();
    // Whoever has typed on takes the question back: that is read here, before the costly part.
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    stopIf(token);
    if (judged.version !== session.document.version) return this.ready(uri, token);
    return judged.kind === null ? null : { session, judged };
  }

  /** The configuration that a word is added to; where there is none, one that the client can make. */
  private wordList({ uri }: Document, { place: { configFile } }: Judged): WordList | null {
    if (configFile !== undefined) return { file: configFile, text: this.documentOf(configFile).getText() };
    const root = this.workspace.rootOf(uri);
    return this.client.createsFiles && root !== null ? { file: join(root, NEW_CONFIG), text: null } : null;
  }

  private complete(document: Document, { kind, analysis, place: { engine } }: Judged, offset: number, phrases: PhraseOffer[]): Completion[] {
    const text = document.getText();
    if (kind === "draft") return completeDraft(text, analysis, offset, engine, this.schema("draft"), phrases);
    if (kind === "config" && !document.uri.endsWith(".json")) return completeYaml(text, offset, this.schema("config"), { engine, about: ABOUT_CONFIG, ruleIds: engine.pack.rules.map(({ id }) => id) });
    if (kind === "phrasebook" && /\.ya?ml$/i.test(document.uri)) return completeYaml(text, offset, this.schema("phrasebook"), { engine });
    if (kind === "rule") return completeYaml(text, offset, this.schema("rule"), { engine, classes: engine.pack.program.classNames.filter((name) => /^[a-z][a-z0-9-]*$/.test(name)) });
    return [];
  }

  private schema(name: string): JsonSchema {
    let schema = this.schemas.get(name);
    if (!schema) this.schemas.set(name, (schema = JSON.parse(readFileSync(shipped(`schemas/${name}.schema.json`), "utf8")) as JsonSchema));
    return schema;
  }

  private async tokens(uri: string, token: CancellationToken, within?: Parameters<Document["span"]>[0]): Promise<number[]> {
    const found = await this.ready(uri, token);
    if (!found) return [];
    const { document } = found.session;
    const span = within && document.span(within);
    const builder = new SemanticTokensBuilder();
    for (const { kind, ...at } of tokens(document.getText(), found.judged.analysis)) {
      if (span && (at.end < span.start || at.start > span.end)) continue;
      const { start, end } = document.range(at);
      builder.push(start.line, start.character, end.character - start.character, MOVES.indexOf(kind), 0);
    }
    return builder.build().data;
  }

  private async scorePlace(uri: string): Promise<NonNullable<Settings["score"]>> {
    return (await this.settingsOf(uri)).score ?? "auto";
  }

  /** What went wrong inside: told once, so that a document without underlines is not taken for a good one. */
  private failed(error: unknown): void {
    const message = `replylint: ${error instanceof Error ? error.message : String(error)}`;
    if (this.crashed.has(message)) return;
    this.crashed.add(message);
    this.warn(message);
  }

  private warn(message: string): void {
    void this.connection.sendNotification(ShowMessageNotification.type, { type: MessageType.Warning, message });
  }

  /** The settings of a document, in a multi-root workspace those of its folder. */
  private settingsOf(uri: string): Promise<Settings> {
    let settings = this.settings.get(uri);
    if (!settings) this.settings.set(uri, (settings = this.readSettings(uri)));
    return settings;
  }

  private async readSettings(uri: string): Promise<Settings> {
    const { locale, configFile } = this.options;
    const base = { ...(locale && { locale }), ...(configFile !== undefined && { configFile }) };
    const asked: unknown = this.client.configuration ? await this.connection.workspace.getConfiguration({ scopeUri: uri, section: SOURCE }).catch(() => null) : null;
    const given = { ...(this.given as object), ...(asked as object | null) };
    if (Object.keys(given).length === 0) return base;
    const { readSettings } = await import("./settings.js");
    const { settings, wrong } = readSettings(given);
    if (wrong.length > 0) this.warn(`${settings.locale === "en" ? "Settings that do not count" : "这些设置没有生效"}: ${wrong.join(" ")}`);
    return { ...base, ...settings };
  }

  /** Judges everything again with what the configuration says now; what is shown stays until then. */
  private reload(): void {
    this.generation++;
    this.workspace.forget();
    for (const session of this.sessions.values()) this.schedule(session);
    const { refreshes } = this.client;
    const { languages } = this.connection;
    const asked: Promise<void>[] = [];
    if (this.client.pulls && refreshes.diagnostics) asked.push(languages.diagnostics.refresh());
    if (refreshes.codeLens) asked.push(this.connection.sendRequest("workspace/codeLens/refresh"));
    if (refreshes.inlayHint) asked.push(languages.inlayHint.refresh());
    if (refreshes.tokens) asked.push(languages.semanticTokens.refresh());
    // A client that refuses will ask when it likes.
    void Promise.allSettled(asked);
  }

  private documentOf(file: string): Document {
    const uri = pathToFileURL(file).href;
    return this.sessions.get(uri)?.document ?? Document.open(uri, "", 0, existsSync(file) ? readFileSync(file, "utf8") : "", this.encoding);
  }

  private async checkWorkspace(token: CancellationToken, progress: WorkDoneProgressReporter, report: (found: FileReport) => void): Promise<void> {
    const { workspace, sessions, encoding, generation } = this;
    await checkFolders({ workspace, sessions, encoding, generation, underlines: (session, judged) => this.underlines(session, judged, []), token, progress, report });
    stopIf(token);
  }

  /** The command: judges every file and shows what is found, for clients that do not ask by themselves. */
  private async showWorkspace(token: CancellationToken, given: WorkDoneProgressReporter): Promise<{ files: number; findings: number }> {
    const progress = this.client.progress ? await this.connection.window.createWorkDoneProgress() : given;
    let files = 0;
    let findings = 0;
    await this.checkWorkspace("token" in progress ? (progress.token as CancellationToken) : token, progress, ({ uri, items, version }) => {
      files++;
      findings += items.length;
      if (!this.client.pulls && version === null) void this.connection.sendDiagnostics({ uri, diagnostics: items });
    });
    if (this.client.pulls && this.client.refreshes.diagnostics) await this.connection.languages.diagnostics.refresh().catch(() => undefined);
    return { files, findings };
  }
}

function workspaceItem({ uri, version, items, resultId }: FileReport, before: string | undefined): { kind: "full"; uri: string; version: number | null; resultId: string; items: FileReport["items"] } | { kind: "unchanged"; uri: string; version: number | null; resultId: string } {
  return before === resultId ? { kind: "unchanged", uri, version, resultId } : { kind: "full", uri, version, resultId, items };
}

/** How comments are written in a document. */
function commentsOf({ uri, languageId }: Document, { kind }: Judged): Comments {
  if (/\.(md|markdown)$/i.test(uri) || languageId === "markdown") return "markdown";
  if (kind !== "phrasebook") return "none";
  if (/\.ya?ml$/i.test(uri)) return "yaml";
  return /\.[cm]?[jt]sx?$/i.test(uri) ? "script" : "none";
}

function stopIf(token: CancellationToken): void {
  if (token.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, "cancelled");
}
