import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { CancellationTokenSource } from "vscode-languageserver-protocol/node";
import { BUILT_CLI, makePackage, runCli, STACK } from "../cli/support.js";
import { Client, wordsAt } from "./support.js";

const URI = "untitled:Untitled-1";

/** A small deterministic source of chance. */
function chance(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** One edit at random, as an editor would send it, and the text after it. Never cuts a surrogate pair or CRLF in half. */
function edit(text: string, pick: (below: number) => number): { change: { range: { start: { line: number; character: number }; end: { line: number; character: number } }; text: string }; text: string } {
  const places = [...text.matchAll(/\r\n|[^]/gu)].map(({ index }) => index).concat(text.length);
  const from = pick(places.length);
  const to = Math.min(places.length - 1, from + (pick(3) === 0 ? pick(6) : 0));
  const words = ["", "亲", "🙂", "明天一定到", "\r\n", "！！", "\n", "尽快给您处理", "👨‍👩‍👧", "，", "a"][pick(11)]!;
  const at = (offset: number): { line: number; character: number } => {
    const lines = text.slice(0, offset).split(/\r\n|\r|\n/);
    return { line: lines.length - 1, character: lines.at(-1)!.length };
  };
  return { change: { range: { start: at(places[from]!), end: at(places[to]!) }, text: words }, text: text.slice(0, places[from]) + words + text.slice(places[to]) };
}

describe("edit storm", () => {
  test("1,000 changes at once: every one is applied, the last version is judged as if it had been opened, and few checks are made", async () => {
    const client = await new Client().start();
    await client.open(URI, "亲，您好\r\n");
    const pick = chance(7);
    let text = "亲，您好\r\n";
    let last = client.next(URI);
    const before = client.published.length;
    for (let i = 0; i < 1000; i++) {
      const next = edit(text, pick);
      text = next.text;
      last = client.change(URI, [next.change]);
    }
    const { version, diagnostics } = await last;
    expect(version).toBe(1001);
    expect(client.published.length - before).toBeLessThan(1000);
    const versions = client.published.map((one) => one.version!);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const fresh = (await client.open("untitled:Untitled-2", text)).diagnostics;
    expect(diagnostics).toEqual(fresh);
    for (const one of diagnostics) if (one.code === "language/punctuation-runs") expect(wordsAt(text, one)).toMatch(/^[！!？?。]+$/);
    expect(await client.stop()).toBe(0);
  });

  test("several changes in one message count each in the text that the one before left", async () => {
    const client = await new Client().start();
    await client.open(URI, "一\n二\n");
    const insert = (line: number, character: number, text: string): { range: { start: { line: number; character: number }; end: { line: number; character: number } }; text: string } => ({ range: { start: { line, character }, end: { line, character } }, text });
    const { diagnostics } = await client.change(URI, [insert(0, 0, "亲\n"), insert(1, 1, "🙂"), insert(1, 3, "明天一定到")]);
    expect(diagnostics.map((one) => wordsAt("亲\n一🙂明天一定到\n二\n", one))).toContain("明天一定到");
    await client.stop();
  });
});

describe("what clients do wrong", () => {
  test("malformed messages are survived, and answered where they can be", async () => {
    const client = await new Client().start();
    const raw = (body: string, length = Buffer.byteLength(body)): void => void client.process.stdin.write(`Content-Length: ${length}\r\n\r\n${body}`);
    raw("{");
    raw("[]");
    raw("null");
    raw('{"jsonrpc":"2.0","id":900,"method":"textDocument/hover","params":{"textDocument":{}}}');
    raw('{"jsonrpc":"2.0","id":901,"method":"no/such"}');
    raw('{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"untitled:never-opened","version":1},"contentChanges":[{"text":"x"}]}}');
    raw('{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"untitled:never-opened"}}}');
    await expect(client.ask("no/such/request", URI)).rejects.toMatchObject({ code: -32601 });
    expect(await client.ask("textDocument/hover", "untitled:never-opened", { position: { line: 0, character: 0 } })).toBeNull();
    const { diagnostics } = await client.open(URI, "明天一定到");
    expect(diagnostics).toHaveLength(1);
    // Positions outside of the text count as its end.
    expect(await client.ask("textDocument/hover", URI, { position: { line: 99, character: 99 } })).toMatchObject({ range: { start: { line: 0, character: 0 } } });
    expect((await client.change(URI, [{ range: { start: { line: 7, character: 7 }, end: { line: 9, character: 9 } }, text: "！！" }])).diagnostics.map(({ code }) => code)).toContain("language/punctuation-runs");
    expect(client.stderr).not.toMatch(STACK);
    expect(await client.stop()).toBe(0);
  });

  test("a question that is taken back is answered as cancelled", async () => {
    const client = await new Client().start();
    const text = "明天一定到，您放心，尽快给您处理！！\n".repeat(120);
    const { diagnostics } = await client.open(URI, text);
    const cancel = new CancellationTokenSource();
    const asked = client.connection.sendRequest("textDocument/codeAction", { textDocument: { uri: URI }, range: diagnostics[0]!.range, context: { diagnostics: [] } }, cancel.token);
    cancel.cancel();
    await expect(asked).rejects.toMatchObject({ code: -32800 });
    await client.stop();
  });
});

describe("exit codes", () => {
  test("0 after shutdown and exit; requests after shutdown are refused", async () => {
    const client = await new Client().start();
    await client.connection.sendRequest("shutdown");
    await expect(client.ask("textDocument/hover", URI, { position: { line: 0, character: 0 } })).rejects.toMatchObject({ code: -32600 });
    const code = client.exit();
    void client.connection.sendNotification("exit");
    expect(await code).toBe(0);
  });

  test("1 after exit without shutdown", async () => {
    const client = await new Client().start();
    const code = client.exit();
    void client.connection.sendNotification("exit");
    expect(await code).toBe(1);
  });

  test("1 where the client is cut off, and the server does not stay behind", async () => {
    const client = await new Client().start();
    const code = client.exit();
    client.process.stdin.end();
    expect(await code).toBe(1);
  });

  test("2 where it cannot start, in words", () => {
    for (const args of [["lsp"], ["lsp", "--stdio", "draft.txt"], ["lsp", "--stdoi"]]) {
      const { code, stderr, stdout } = runCli(BUILT_CLI, args);
      expect([code, stdout]).toEqual([2, ""]);
      expect(stderr).toContain("replylint");
      expect(stderr).not.toMatch(STACK);
    }
  });

  test("ends with the editor's process", async () => {
    const editor = spawn(process.execPath, ["-e", "setTimeout(() => {}, 300)"]);
    const client = new Client();
    const code = client.exit();
    await client.connection.sendRequest("initialize", { processId: editor.pid, rootUri: null, capabilities: {} });
    expect(await code).toBe(1);
  });
});

describe("a crash in one rule", () => {
  let made: Awaited<ReturnType<typeof makePackage>>;
  beforeAll(async () => {
    made = await makePackage((pack) => {
      pack.rules.find((one) => one.id === "promise/sure")!.when = null;
    });
  });
  afterAll(() => made.remove());

  test("is told by name once in the log and at the draft; the other rules go on", async () => {
    const client = await new Client(made.cli).start();
    const { diagnostics } = await client.open(URI, "我对天发誓，明天一定到");
    expect(diagnostics.map(({ code }) => code).sort()).toEqual(["crash", "promise/vow"]);
    expect(diagnostics.find(({ code }) => code === "crash")!.message).toContain("promise/sure");
    await client.change(URI, [{ text: "我对天发誓，明天一定到。" }]);
    expect(client.messages.filter((message) => message.includes("promise/sure"))).toHaveLength(1);
    expect(client.stderr).not.toMatch(STACK);
    expect(await client.stop()).toBe(0);
  });
});

test("no leak: 10,000 edits leave the server as large as 2,000 did", async () => {
  const { readFileSync } = await import("node:fs");
  const client = await new Client().start();
  const resident = (): number => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${client.process.pid}/status`, "utf8"))?.[1] ?? 0) / 1024;
  const text = "---\nscenario: chase\n---\n亲，已经帮您催了，今天18点前给您回复\n".repeat(8);
  await client.open(URI, text, "markdown");
  let early = 0;
  for (let i = 1; i <= 10_000; i++) {
    const done = client.change(URI, [{ range: { start: { line: 3, character: 1 }, end: { line: 3, character: i % 50 === 1 ? 9 : 1 } }, text: "好的哦"[i % 3]! }]);
    // An editor waits for nothing; every hundredth time so does the test, so that the queue stays short.
    if (i % 100 === 0) await done;
    if (i === 2000) early = resident();
  }
  // Tables that fill up and a heap that is not swept yet; a document kept for each edit would be more than a hundred.
  expect(resident() - early).toBeLessThan(60);
  expect(await client.stop()).toBe(0);
}, 60_000);
