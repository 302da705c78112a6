// npm run bench:lsp: from an edit to its diagnostics through the real server and its protocol, against a full lint of the
// same text in this process; and from the start of the server to its first diagnostics, against a bare node.
// ROUNDS changes the number of edits. Figures are of the machine that it runs on: trust the ratios.
import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { createProtocolConnection, StreamMessageReader, StreamMessageWriter } from "vscode-languageserver-protocol/node";
import { createShippedLinter } from "../dist/node.js";
import { replies } from "./replies.mjs";

const CLI = fileURLToPath(new URL("../dist/cli.js", import.meta.url));
const ROUNDS = Number(process.env.ROUNDS ?? 300);
const sorted = (values) => [...values].sort((a, b) => a - b);
const at = (values, share) => sorted(values)[Math.min(values.length - 1, Math.floor(values.length * share))];
const ms = (value) => `${value.toFixed(value < 10 ? 2 : 1)} ms`;

class Client {
  constructor() {
    this.process = spawn(process.execPath, [CLI, "lsp", "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.connection = createProtocolConnection(new StreamMessageReader(this.process.stdout), new StreamMessageWriter(this.process.stdin));
    this.connection.onNotification("textDocument/publishDiagnostics", (params) => this.heard?.(params));
    this.connection.listen();
  }
  async start(folder) {
    await this.connection.sendRequest("initialize", { processId: process.pid, rootUri: null, capabilities: {}, workspaceFolders: folder ? [{ uri: pathToFileURL(folder).href, name: "bench" }] : null });
    void this.connection.sendNotification("initialized", {});
  }
  answer(uri, version) {
    return new Promise((resolve) => {
      this.heard = (params) => params.uri === uri && params.version === version && resolve(params);
    });
  }
  open(uri, languageId, text) {
    const answer = this.answer(uri, 1);
    void this.connection.sendNotification("textDocument/didOpen", { textDocument: { uri, languageId, version: 1, text } });
    return answer;
  }
  edit(uri, version, position, text, end = position) {
    const answer = this.answer(uri, version);
    void this.connection.sendNotification("textDocument/didChange", { textDocument: { uri, version }, contentChanges: [{ range: { start: position, end }, text }] });
    return answer;
  }
  async stop() {
    await this.connection.sendRequest("shutdown");
    void this.connection.sendNotification("exit");
  }
}

/** Types and takes back a character in the middle of a line, again and again. */
async function typing(name, uri, languageId, text, position, full, folder) {
  const client = new Client();
  await client.start(folder);
  const { diagnostics } = await client.open(uri, languageId, text);
  const times = [];
  for (let i = 0; i < ROUNDS + 20; i++) {
    // A person does not type while the last key is being judged.
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
    const began = performance.now();
    await client.edit(uri, i + 2, position, i % 2 === 0 ? "的" : "", i % 2 === 0 ? position : { ...position, character: position.character + 1 });
    if (i >= 20) times.push(performance.now() - began);
  }
  await client.stop();
  const lints = Array.from({ length: 5 }, full);
  const whole = at(lints, 0.5);
  console.log(`${name.padEnd(46)} p50 ${ms(at(times, 0.5)).padStart(9)}  p99 ${ms(at(times, 0.99)).padStart(9)}  full lint ${ms(whole).padStart(9)}  p50/full ${(at(times, 0.5) / whole).toFixed(3).padStart(6)}  ${diagnostics.length} diagnostics`);
}

const linter = createShippedLinter({ suggestions: false });
const timed = (run) => () => {
  const began = performance.now();
  run();
  return performance.now() - began;
};
const list = replies(5000).map((reply) => reply.replace(/\s+/g, " "));
const upTo = (characters, line) => {
  let text = "";
  for (const reply of list) {
    if (text.length >= characters) break;
    text += line(reply);
  }
  return text;
};

const one = upTo(10_000, (reply) => `${reply}\n`);
await typing(`one reply of ${one.length} characters`, "untitled:one.txt", "plaintext", one, { line: 60, character: 3 }, timed(() => linter.lint({ reply: one })));
const drafts = upTo(10_000, (reply) => `---\nscenario: chase\n---\n${reply}\n`);
await typing(`drafts in one file, ${drafts.length} characters`, "untitled:many.md", "markdown", drafts, { line: 103, character: 3 }, timed(() => drafts.split(/^---\nscenario: chase\n---\n/m).forEach((reply) => linter.lint({ reply, scenario: "chase" }))));

const folder = mkdtempSync(join(tmpdir(), "replylint-bench-"));
const SCENARIOS = ["presale", "price", "stock", "chase", "refund"];
const books = {
  yaml: "phrases:\n" + list.map((reply, i) => `  - id: p${i}\n    scenario: ${SCENARIOS[i % 5]}\n    text: ${JSON.stringify(reply)}\n`).join(""),
  json: JSON.stringify({ phrases: list.map((text, i) => ({ id: `p${i}`, scenario: SCENARIOS[i % 5], text })) }, null, 2),
  csv: "id,scenario,text\n" + list.map((reply, i) => `p${i},${SCENARIOS[i % 5]},"${reply.replaceAll('"', '""')}"\n`).join(""),
};
try {
  for (const [ending, text] of Object.entries(books)) {
    writeFileSync(join(folder, `book.${ending}`), text);
    writeFileSync(join(folder, "replylint.config.yaml"), `phrasebook: { files: [book.${ending}] }\n`);
    const lines = text.split("\n");
    const line = lines.findIndex((row, index) => index > lines.length / 2 && row.includes(list[2600].slice(0, 12)));
    const row = line < 0 ? lines.findIndex((one, index) => index > lines.length / 2 && /\p{Script=Han}{6}/u.test(one)) : line;
    const character = lines[row].search(/\p{Script=Han}{6}/u) + 3;
    await typing(`phrasebook of ${list.length} entries, ${ending}`, pathToFileURL(join(folder, `book.${ending}`)).href, ending, text, { line: row, character }, timed(() => list.forEach((reply, i) => linter.lint({ reply, scenario: SCENARIOS[i % 5] }))), folder);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

const bare = [];
const first = [];
for (let i = 0; i < 11; i++) {
  let began = performance.now();
  spawnSync(process.execPath, ["-e", "0"]);
  bare.push(performance.now() - began);
  began = performance.now();
  const client = new Client();
  await client.start();
  await client.open("untitled:first.txt", "plaintext", "亲，明天一定到的\n");
  first.push(performance.now() - began);
  await client.stop();
}
console.log(`\nstart to first diagnostics ${ms(at(first, 0.5))}, bare node ${ms(at(bare, 0.5))}: ${(at(first, 0.5) / at(bare, 0.5)).toFixed(2)} × (median of ${bare.length})`);
