import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { CodeAction, CodeLens, CompletionList, Diagnostic, DocumentDiagnosticReport, DocumentSymbol, Hover, InlayHint, TextDocumentEdit, TextEdit, WorkspaceDiagnosticReport } from "vscode-languageserver-protocol/node";
import { makeFolder } from "../cli/support.js";
import { Client, wordsAt } from "./support.js";

const DRAFT = "亲🙂，明天一定到的。\r\n您放心，我们会尽快给您处理！！\r\n";
const HEADED = "---\ncustomer: 快递怎么还没到\nscenario: chase\n---\n亲，在路上的\n";

const folder = makeFolder({
  "draft.txt": DRAFT,
  "chase.md": HEADED,
  "two.md": `${HEADED}---\nscenario: price\n---\n您好，面料是纯棉的\n`,
  "book.yaml": "phrases:\n  - id: ship\n    scenario: chase\n    text: 亲，明天一定到的\n  - id: late\n    scenario: chase\n    text: 给您添麻烦了，包裹已经在派送，我盯着物流，今天18点前给您回复\n  - id: cotton\n    scenario: presale\n    text: 您好，这款面料是纯棉的，可以机洗\n",
  "replylint.config.yaml": "phrasebook:\n  files: [book.yaml]\n",
  "strict/replylint.config.yaml": "rules:\n  promise/guaranteed-arrival: error\n",
  "strict/draft.txt": DRAFT,
});
const at = (name: string): string => pathToFileURL(join(folder.path, name)).href;
afterAll(() => folder.remove());

const EVERYTHING = {
  general: { positionEncodings: ["utf-16"] },
  textDocument: { codeLens: {}, inlayHint: {}, documentSymbol: { hierarchicalDocumentSymbolSupport: true }, hover: { contentFormat: ["markdown" as const, "plaintext" as const] }, completion: { completionItem: { snippetSupport: true } } },
  workspace: { workspaceFolders: true, workspaceEdit: { documentChanges: true, snippetEditSupport: true } },
  window: { workDoneProgress: true },
};

describe("a client that is pushed to", () => {
  let client: Client;
  beforeAll(async () => {
    client = await new Client().start(EVERYTHING, { folders: [folder.path] });
  });
  afterAll(() => client.stop());
  const edits = (action: CodeAction | undefined): TextEdit[] => (action?.edit?.documentChanges as TextDocumentEdit[])[0]!.edits as TextEdit[];
  const actionsAt = (uri: string, { range }: Diagnostic, only?: string[]): Promise<CodeAction[]> => client.ask("textDocument/codeAction", uri, { range, context: { diagnostics: [], ...(only && { only }) } });

  test("says what it can", () => {
    expect(client.initialized.capabilities).toMatchObject({ positionEncoding: "utf-16", textDocumentSync: { openClose: true, change: 2 }, hoverProvider: true });
    expect(client.initialized.capabilities.diagnosticProvider).toBeUndefined();
  });

  test("underlines the very words, behind an emoji and over CRLF, with version and rule", async () => {
    const { version, diagnostics } = await client.open(at("draft.txt"), DRAFT);
    expect(version).toBe(1);
    expect(diagnostics.map((one) => [wordsAt(DRAFT, one), one.code, one.severity, one.source])).toEqual([
      ["明天一定到", "promise/guaranteed-arrival", 2, "replylint"],
      ["！！", "language/punctuation-runs", 3, "replylint"],
    ]);
  });

  test("offers each suggestion with the words it changes; only the single safe fix is preferred; everything safe at once on request", async () => {
    const { diagnostics } = await client.open(at("draft.txt"), DRAFT);
    const [promise, runs] = diagnostics as [Diagnostic, Diagnostic];
    const suggestions = await actionsAt(at("draft.txt"), promise);
    expect(suggestions[0]!.title).toMatch(/“明天一定到的” → “预计明天到/);
    expect(suggestions.every(({ isPreferred }) => isPreferred !== true)).toBe(true);
    const fixes = await actionsAt(at("draft.txt"), runs);
    expect(fixes.filter(({ isPreferred }) => isPreferred).map((one) => edits(one)[0]!.newText)).toEqual(["！"]);
    const all = await actionsAt(at("draft.txt"), promise, ["source.fixAll"]);
    expect(all.map(({ kind }) => kind)).toEqual(["source.fixAll.replylint"]);
    expect(edits(all[0])).toHaveLength(1);
    expect((await actionsAt(at("draft.txt"), promise, ["refactor"]))).toEqual([]);
  });

  test("a blank to fill in is a tab stop", async () => {
    const { diagnostics } = await client.open(at("draft.txt"), DRAFT);
    const snippets = (await actionsAt(at("draft.txt"), diagnostics[0]!)).map((one) => JSON.stringify(edits(one)));
    expect(snippets.some((text) => text.includes("${1:【具体时间】}"))).toBe(true);
  });

  test("what is missing: said at the reply's last character, mended by code action and completion", async () => {
    const { diagnostics } = await client.open(at("chase.md"), HEADED, "markdown");
    const missing = diagnostics.find(({ code }) => code === "action/problem-action")!;
    expect(wordsAt(HEADED, missing)).toBe("的");
    const add = (await actionsAt(at("chase.md"), missing)).find(({ title }) => title.includes("补上“"));
    expect(add).toBeDefined();
    const { items } = await client.ask<CompletionList>("textDocument/completion", at("chase.md"), { position: { line: 4, character: 6 } });
    const owed = items.find(({ detail }) => detail?.startsWith("还缺"))!;
    // Editors drop what does not begin with the run of characters before the cursor.
    expect(owed.filterText!.startsWith("在路上的")).toBe(true);
    expect(items.some(({ detail }) => detail?.includes("ship"))).toBe(true);
    expect(items.some(({ detail }) => detail?.includes("cotton"))).toBe(false);
  });

  test("front matter: keys that are not there yet, and values with what they mean", async () => {
    await client.open(at("chase.md"), HEADED, "markdown");
    const text = "---\ncustomer: 快递怎么还没到\n\nscenario: \n---\n亲，在路上的\n";
    await client.change(at("chase.md"), [{ text }]);
    const labels = async (line: number, character: number): Promise<string[]> => (await client.ask<CompletionList>("textDocument/completion", at("chase.md"), { position: { line, character } })).items.map(({ label }) => label);
    expect(await labels(2, 0)).toEqual(["channel", "platform", "facts"]);
    expect(await labels(3, 10)).toContain("chase");
  });

  test("hover: a finding's rule, reason, source and better wording; a move's worth", async () => {
    await client.open(at("draft.txt"), DRAFT);
    const about = async (uri: string, line: number, character: number): Promise<string> => ((await client.ask<Hover | null>("textDocument/hover", uri, { position: { line, character } }))?.contents as { value: string } | undefined)?.value ?? "";
    const finding = await about(at("draft.txt"), 0, 6);
    for (const part of ["promise/guaranteed-arrival", "为什么：", "出处：", "更好的说法：", "扣 "]) expect(finding).toContain(part);
    const text = "---\ncustomer: 快递怎么还没到\nscenario: chase\n---\n抱歉让您久等，我现在帮您催快递，今天18点前给您回复结果\n";
    await client.open(at("chase.md"), text, "markdown");
    expect(await about(at("chase.md"), 4, 1)).toMatch(/`(apology|empathy)`/);
    expect(await about(at("chase.md"), 4, 12)).toContain("计入");
    expect(await about(at("chase.md"), 1, 1)).toBe("");
  });

  test("score line, outline, tokens, scorecard", async () => {
    await client.open(at("two.md"), `${HEADED}---\nscenario: price\n---\n您好，面料是纯棉的\n`, "markdown");
    const lenses = await client.ask<CodeLens[]>("textDocument/codeLens", at("two.md"));
    expect(lenses.map(({ range, command }) => [range.start.line, command!.command])).toEqual([[4, ""], [8, ""]]);
    expect(lenses[0]!.command!.title).toMatch(/不合格 \d+ 分 · 催单\/物流 · 还缺/);
    expect(await client.ask<InlayHint[]>("textDocument/inlayHint", at("two.md"), { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } })).toEqual([]);
    const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", at("two.md"));
    expect(symbols.map(({ name }) => name)).toEqual(["第 1 条 快递怎么还没到", "第 2 条"]);
    expect(symbols[1]!.children!.map(({ name }) => name)).toContain("问候");
    const { data } = await client.ask<{ data: number[] }>("textDocument/semanticTokens/full", at("two.md"));
    expect(data.length % 5).toBe(0);
    expect(data.length).toBeGreaterThan(0);
    const { drafts } = await client.ask<{ drafts: { score: number; verdict: string; deductions: { points: number; ranges: unknown[] }[]; missing: { name: string }[]; dimensions: unknown[] }[] }>("replylint/scorecard", at("two.md"));
    expect(drafts[0]).toMatchObject({ verdict: "fail" });
    expect(drafts[0]!.deductions.reduce((sum, { points }) => sum + points, drafts[0]!.score)).toBe(100);
    expect(drafts[0]!.dimensions).toHaveLength(9);
  });

  test("an ignore is put in the head, and counts once it has a reason", async () => {
    const uri = at("chase.md");
    const text = "---\nscenario: chase\n---\n亲，明天一定到的\n";
    const { diagnostics } = await client.open(uri, text, "markdown");
    const finding = diagnostics.find(({ code }) => code === "promise/guaranteed-arrival")!;
    const ignore = (await actionsAt(uri, finding)).find(({ title }) => title.startsWith("忽略这里的 promise/guaranteed-arrival"))!;
    const [edit] = (ignore.edit!.documentChanges as TextDocumentEdit[])[0]!.edits as { range: { start: { line: number } }; snippet: { value: string } }[];
    expect(edit!.range.start.line).toBe(2);
    expect(edit!.snippet.value).toBe("# replylint-ignore promise/guaranteed-arrival -- ${1:【原因】}\n");
    const codes = async (line: string): Promise<unknown[]> => (await client.change(uri, [{ text: text.replace("chase\n", `chase\n${line}\n`) }])).diagnostics.map(({ code }) => code);
    expect(await codes("# replylint-ignore promise/guaranteed-arrival --")).toContain("ignore/no-reason");
    expect(await codes("# replylint-ignore promise/guaranteed-arrival -- 页面写明次日达")).not.toContain("promise/guaranteed-arrival");
    expect(await codes("# replylint-ignore promise/no-such -- x")).toContain("ignore");
  });

  test("what is ignored with a reason is not mended with the rest", async () => {
    const uri = at("chase.md");
    const head = "---\nscenario: chase\n# replylint-ignore language/punctuation-runs -- 店主的口头禅\n---\n";
    const text = `${head}亲，在路上了！！\n`;
    const { diagnostics } = await client.open(uri, text, "markdown");
    expect(diagnostics.map(({ code }) => code)).not.toContain("language/punctuation-runs");
    const [all] = await client.ask<CodeAction[]>("textDocument/codeAction", uri, { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 1 } }, context: { diagnostics: [], only: ["source.fixAll"] } });
    expect(all).toBeUndefined();
    const { diagnostics: after } = await client.change(uri, [{ text: text.replace(" -- 店主的口头禅", "") }]);
    expect(after.map(({ code }) => code)).toContain("language/punctuation-runs");
    const [mends] = await client.ask<CodeAction[]>("textDocument/codeAction", uri, { range: { start: { line: 4, character: 0 }, end: { line: 4, character: 1 } }, context: { diagnostics: [], only: ["source.fixAll"] } });
    expect(edits(mends)).toHaveLength(1);
  });

  test("the phrasebook's faulty entries are offered last, with a warning", async () => {
    await client.open(at("chase.md"), HEADED, "markdown");
    const { items } = await client.ask<CompletionList>("textDocument/completion", at("chase.md"), { position: { line: 4, character: 6 } });
    const offered = items.filter(({ detail }) => /ship|late/.test(detail ?? ""));
    expect(offered.map(({ label, detail }) => [label, /⚠ 有 \d+ 个问题/.test(detail!)])).toEqual([
      ["给您添麻烦了，包裹已经在派送，我盯着物流，今天18点前给您回复", false],
      ["亲，明天一定到的", true],
    ]);
  });

  test("the configuration of its folder counts for a document, and again when it has changed", async () => {
    const uri = at("strict/draft.txt");
    const { diagnostics } = await client.open(uri, DRAFT);
    expect(diagnostics[0]).toMatchObject({ code: "promise/guaranteed-arrival", severity: 1 });
    writeFileSync(join(folder.path, "strict/replylint.config.yaml"), "rules:\n  promise/guaranteed-arrival: \"off\"\n");
    const again = client.next(uri);
    void client.connection.sendNotification("workspace/didChangeWatchedFiles", { changes: [{ uri: at("strict/replylint.config.yaml"), type: 2 }] });
    expect((await again).diagnostics.map(({ code }) => code)).not.toContain("promise/guaranteed-arrival");
  });

  test("a configuration as it is written: unknown keys, values and rules, with a guess; completion of keys, rules and levels", async () => {
    const uri = at("replylint.config.yaml");
    const text = "levl: strict\nfailOn: sometimes\nrules:\n  promise/guaranteed-arival: off\n  \n";
    const { diagnostics } = await client.open(uri, text, "yaml");
    expect(diagnostics.map((one) => [wordsAt(text, one), one.severity])).toEqual([["levl", 1], ["sometimes", 1]]);
    const { items } = await client.ask<CompletionList>("textDocument/completion", uri, { position: { line: 4, character: 2 } });
    expect(items.map(({ label }) => label)).toContain("promise/guaranteed-arrival");
    const fixed = (await client.change(uri, [{ text: text.replace("levl: strict\nfailOn: sometimes\n", "") }])).diagnostics;
    expect(fixed[0]!.message).toContain("promise/guaranteed-arrival");
  });

  test("a rule file: schema errors at once, then a live run of its examples", async () => {
    const uri = at("our-rule.yaml");
    const rule = (match: string): string => `id: promise/our-own\nguidance: [G04]\nkind: phrase\nseverity: warning\nmessage: { zh: 别这么说, en: Do not }\nreason: { zh: 说到做不到, en: Cannot be kept }\nsources: [D2 §4]\nmatch: [${match}]\nexamples:\n  bad:\n    - { text: 我拿人格担保明天到, span: 人格担保 }\n  good:\n    - 预计明天到\n`;
    const broken = await client.open(uri, rule("人格担保").replace("severity: warning", "severty: warning"), "yaml");
    expect(JSON.stringify(broken.diagnostics)).toContain("severty");
    // Shown as soon as the schema is right, and again once the examples have been run.
    const cleared = await client.change(uri, [{ text: rule("人格起誓") }]);
    const failed = cleared.diagnostics.length > 0 ? cleared : await client.next(uri);
    expect(failed.diagnostics.map(({ message, range }) => [message, range.start.line])).toEqual([[expect.stringContaining("该报"), 10]]);
    expect((await client.change(uri, [{ text: rule("人格担保") }])).diagnostics).toEqual([]);
  });

  test("a phrasebook: underlined in the very string, entry by entry, after every edit", async () => {
    const uri = at("book.yaml");
    const text = "phrases:\n  - id: ship\n    scenario: chase\n    text: 亲，明天一定到的\n  - id: cotton\n    scenario: presale\n    text: 您好，这款面料是纯棉的，可以机洗\n";
    const { diagnostics } = await client.open(uri, text, "yaml");
    const found = diagnostics.find(({ code }) => code === "promise/guaranteed-arrival")!;
    expect(wordsAt(text, found)).toBe("明天一定到");
    expect(diagnostics.some(({ code }) => code === "phrasebook/coverage")).toBe(true);
    const better = (await actionsAt(uri, found)).find(({ title }) => title.includes("→"))!;
    expect(edits(better)[0]!.newText).toContain("预计");
    // Plain words inside of a text: nothing else moves.
    const typed = await client.change(uri, [{ range: { start: { line: 3, character: 13 }, end: { line: 3, character: 13 } }, text: "后" }]);
    const now = text.replace("亲，明天", "亲，明后天");
    const line = now.split("\n")[3]!;
    expect(line.slice(12, 15)).toBe("明后天");
    for (const one of typed.diagnostics.filter(({ code }) => code === "promise/guaranteed-arrival")) expect(line.slice(one.range.start.character, one.range.end.character)).toMatch(/天一定到$/);
    const symbols = await client.ask<DocumentSymbol[]>("textDocument/documentSymbol", uri);
    expect(symbols.map(({ detail, name }) => detail || name)).toEqual(["ship", "cotton"]);
  });

  test("a phrasebook: what an entry ignores, by a field or a comment, is not reported; checks of phrasebooks, too", async () => {
    const uri = at("book.yaml");
    const book = (extra: string): string => `phrases:\n  - id: ship\n    scenario: chase\n${extra}    text: 亲，明天一定到的，请找 XXX\n`;
    const codes = async (extra: string): Promise<unknown[]> => (await client.change(uri, [{ text: book(extra) }])).diagnostics.map(({ code }) => code);
    await client.open(uri, book(""), "yaml");
    expect(await codes("    # \n")).toEqual(expect.arrayContaining(["promise/guaranteed-arrival", "phrasebook/left-over"]));
    expect(await codes("    ignore: promise/guaranteed-arrival -- 页面写明次日达\n")).not.toContain("promise/guaranteed-arrival");
    expect(await codes("    # replylint-ignore phrasebook/left-over -- 客服自己填\n")).not.toContain("phrasebook/left-over");
    expect(await codes("    # replylint-ignore phrasebook/unbalanced -- x\n")).toContain("ignore/unused");
  });

  test("the whole workspace on command, with progress", async () => {
    const answer = await client.connection.sendRequest<{ files: number; findings: number }>("workspace/executeCommand", { command: "replylint.checkWorkspace", arguments: [] });
    expect(answer.files).toBeGreaterThanOrEqual(5);
    expect(client.progress.map(({ kind }) => kind)).toEqual(expect.arrayContaining(["begin", "report", "end"]));
  });

  test("a document that is closed shows nothing any more", async () => {
    await client.open(at("draft.txt"), DRAFT);
    const gone = client.next(at("draft.txt"));
    void client.connection.sendNotification("textDocument/didClose", { textDocument: { uri: at("draft.txt") } });
    expect((await gone).diagnostics).toEqual([]);
  });
});

test("a client that pulls is not pushed to; what did not change is not sent again", async () => {
  const client = await new Client().start({ textDocument: { diagnostic: {} }, workspace: { diagnostics: { refreshSupport: true } } }, { folders: [folder.path] });
  expect(client.initialized.capabilities.diagnosticProvider).toMatchObject({ interFileDependencies: false, workspaceDiagnostics: true });
  void client.connection.sendNotification("textDocument/didOpen", { textDocument: { uri: at("draft.txt"), languageId: "plaintext", version: 1, text: DRAFT } });
  const first = (await client.ask<DocumentDiagnosticReport>("textDocument/diagnostic", at("draft.txt"))) as { kind: string; resultId: string; items: Diagnostic[] };
  expect([first.kind, first.items.length]).toEqual(["full", 2]);
  expect(await client.ask<DocumentDiagnosticReport>("textDocument/diagnostic", at("draft.txt"), { previousResultId: first.resultId })).toMatchObject({ kind: "unchanged" });
  const all = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: [] });
  expect(all.items.map(({ uri }) => uri)).toEqual(expect.arrayContaining([at("chase.md"), at("two.md"), at("book.yaml"), at("draft.txt")]));
  const unchanged = await client.connection.sendRequest<WorkspaceDiagnosticReport>("workspace/diagnostic", { previousResultIds: all.items.map(({ uri, resultId }) => ({ uri, value: resultId! })) });
  expect(unchanged.items.every(({ kind }) => kind === "unchanged")).toBe(true);
  expect(client.published).toEqual([]);
  expect(await client.stop()).toBe(0);
});

test("UTF-8 where it is offered: positions and edits count bytes", async () => {
  const client = await new Client().start({ general: { positionEncodings: ["utf-8", "utf-16"] } });
  expect(client.initialized.capabilities.positionEncoding).toBe("utf-8");
  const bytesAt = (text: string, { range: { start, end } }: Diagnostic): string => Buffer.from(text.split(/\r\n|\n/)[start.line]!).subarray(start.character, end.character).toString();
  const { diagnostics } = await client.open("untitled:Untitled-1", DRAFT);
  expect(diagnostics.map((one) => bytesAt(DRAFT, one))).toEqual(["明天一定到", "！！"]);
  // Takes out 🙂, which is four bytes behind three.
  const { diagnostics: after } = await client.change("untitled:Untitled-1", [{ range: { start: { line: 0, character: 3 }, end: { line: 0, character: 7 } }, text: "" }]);
  expect(after.map((one) => bytesAt(DRAFT.replace("🙂", ""), one))).toEqual(["明天一定到", "！！"]);
  expect(await client.stop()).toBe(0);
});

test("settings of the workspace weigh more than the configuration; what cannot be understood is named", async () => {
  const client = new Client();
  client.settings = { locale: "en", level: "sloppy", rules: { "language/punctuation-runs": "off" }, score: "inlayHint" };
  await client.start({ workspace: { configuration: true } });
  const { diagnostics } = await client.open("untitled:Untitled-1", DRAFT);
  expect(diagnostics.map(({ code }) => code)).toEqual(["promise/guaranteed-arrival"]);
  expect(diagnostics[0]!.message).toMatch(/^[\x20-\x7e]+$/);
  expect(client.messages.join()).toContain("replylint.level");
  const [hint] = await client.ask<InlayHint[]>("textDocument/inlayHint", "untitled:Untitled-1", { range: { start: { line: 0, character: 0 }, end: { line: 9, character: 0 } } });
  expect(hint!.label).toMatch(/pass|fail/);
  await client.stop();
});

test("a word is added to a configuration that is made for it, where the client can make files", async () => {
  const bare = makeFolder({ "draft.txt": "您好，这款是 brethable 面料\n" });
  const uri = pathToFileURL(join(bare.path, "draft.txt")).href;
  const offered = async (workspaceEdit: object): Promise<CodeAction | undefined> => {
    const client = await new Client().start({ workspace: { workspaceEdit } }, { folders: [bare.path] });
    const { diagnostics } = await client.open(uri, "您好，这款是 brethable 面料\n");
    const actions = await client.ask<CodeAction[]>("textDocument/codeAction", uri, { range: diagnostics[0]!.range, context: { diagnostics } });
    await client.stop();
    return actions.find(({ title }) => title.includes("词典"));
  };
  const config = pathToFileURL(join(bare.path, "replylint.config.yaml")).href;
  expect((await offered({ documentChanges: true, resourceOperations: ["create"] }))!.edit).toEqual({
    documentChanges: [
      { kind: "create", uri: config, options: { ignoreIfExists: true } },
      { textDocument: { uri: config, version: null }, edits: [{ range: { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } }, newText: 'words:\n  - "brethable"\n' }] },
    ],
  });
  expect(await offered({ documentChanges: true })).toBeUndefined();
  bare.remove();
});
