import { readFileSync } from "node:fs";
import { join } from "node:path";
import { stringify } from "yaml";
import { writeXlsx } from "hucre/xlsx";
import { Linter, type LinterConfig } from "../../src/core/linter.js";
import { applyFixes } from "../../src/phrasebook/fix.js";
import { type CheckOptions, checkPhrasebooks } from "../../src/phrasebook/check.js";
import { type PhrasebookConfig, readPhrasebookData } from "../../src/phrasebook/data.js";
import { PhrasebookReader } from "../../src/phrasebook/read.js";
import type { Phrasebook, PlacedFinding } from "../../src/phrasebook/types.js";
import { readPack } from "../../src/rulepack/store.js";
import { ROOT } from "../cli/support.js";

export const FIXTURES = join(ROOT, "fixtures/phrasebooks");
export const data = readPhrasebookData(join(ROOT, "dictionaries/phrasebook"));

let pack: ReturnType<typeof readPack> | undefined;

/** A linter on the shipped rules. */
export function linter(config: LinterConfig = {}): Linter {
  return new Linter((pack ??= readPack(join(ROOT, "dist/pack.bin"))), config);
}

export function read(file: string, content: Uint8Array | string, config: PhrasebookConfig = {}): Promise<Phrasebook> {
  return new PhrasebookReader({ data, config }).read(file, content);
}

export async function readAll(files: readonly string[], config: PhrasebookConfig = {}): Promise<Phrasebook[]> {
  const reader = new PhrasebookReader({ data, config });
  return Promise.all(files.map((file) => reader.read(file, readFileSync(file))));
}

export function check(books: readonly Phrasebook[], options: Partial<CheckOptions> = {}): PlacedFinding[] {
  return checkPhrasebooks(books, linter(), { data, today: "2026-11-24", ...options });
}

/** Findings of the checks of phrasebooks, without coverage, as `rule: text`. */
export async function checksOf(file: string, content: string, options: Partial<CheckOptions> = {}): Promise<string[]> {
  const book = await read(file, content, options.config);
  return check([book], options)
    .filter(({ rule }) => rule.startsWith("phrasebook/") && !/coverage|variants$/.test(rule))
    .map(({ rule, text }) => `${rule.slice("phrasebook/".length)}: ${text}`);
}

/** The content after all its fixes, with the number of them. */
export async function mend(file: string, content: Uint8Array): Promise<{ content: Uint8Array; fixes: number }> {
  let now = content;
  let fixes = 0;
  for (let round = 0; round < 10; round++) {
    const book = await read(file, now);
    const { contents, applied } = await applyFixes(check([book], { whole: false }), () => now);
    const next = contents.get(file);
    if (!next) break;
    now = next;
    fixes += applied.length;
  }
  return { content: now, fixes };
}

export interface Row {
  id: string;
  text: string;
}

/** Ways to write the same rows down; each with the ending of its file. */
export const WRITERS: Record<string, { file: string; write(rows: readonly Row[]): Uint8Array | Promise<Uint8Array>; takes?(text: string): boolean }> = {
  "YAML, plain and quoted": { file: "a.yaml", write: (rows) => bytes(stringify(rows)) },
  "YAML, folded at 30 columns": { file: "a.yaml", write: (rows) => bytes(stringify(rows, { lineWidth: 30 })) },
  "YAML, single quotes": { file: "a.yaml", write: (rows) => bytes(stringify(rows, { singleQuote: true, defaultStringType: "QUOTE_SINGLE", lineWidth: 40 })) },
  "YAML, double quotes": { file: "a.yaml", write: (rows) => bytes(stringify(rows, { defaultStringType: "QUOTE_DOUBLE", lineWidth: 40 })), takes: (text) => !/[\ud800-\udfff]/.test(text) /* the writer folds between the halves of a pair */ },
  "YAML, literal blocks": { file: "a.yaml", write: (rows) => bytes(stringify(rows, { defaultStringType: "BLOCK_LITERAL", defaultKeyType: "PLAIN" })) },
  "YAML, folded blocks": { file: "a.yaml", write: (rows) => bytes(stringify(rows, { defaultStringType: "BLOCK_FOLDED", defaultKeyType: "PLAIN", lineWidth: 40 })) },
  "YAML with CRLF": { file: "a.yaml", write: (rows) => bytes(`# 注释\n${stringify(rows)}`.replaceAll("\n", "\r\n")) },
  JSON: { file: "a.json", write: (rows) => bytes(JSON.stringify(rows, null, 2)) },
  "JSON, escaped": { file: "a.json", write: (rows) => bytes(JSON.stringify(rows).replace(/[\u0080-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)) },
  NDJSON: { file: "a.ndjson", write: (rows) => bytes(rows.map((row) => JSON.stringify(row)).join("\n")) },
  CSV: { file: "a.csv", write: (rows) => bytes(`id,text\n${rows.map(({ id, text }) => `${id},${cell(text, ",")}`).join("\n")}\n`) },
  "CSV, all quoted, CRLF, BOM": { file: "a.csv", write: (rows) => bytes(`\ufeffid,text\r\n${rows.map(({ id, text }) => `${id},"${text.replaceAll('"', '""').replaceAll("\n", "\r\n")}"`).join("\r\n")}\r\n`) },
  TSV: { file: "a.tsv", write: (rows) => bytes(`id\ttext\n${rows.map(({ id, text }) => `${id}\t${cell(text, "\t")}`).join("\n")}\n`) },
  XLSX: { file: "a.xlsx", write: async (rows) => writeXlsx({ sheets: [{ name: "话术", columns: [{ header: "编号", key: "id" }, { header: "话术", key: "text" }], data: rows.map((row) => ({ ...row })) }] }) },
  "Markdown, fenced": { file: "a.md", write: (rows) => bytes(rows.map(({ id, text }) => `## 标题\n\nid: ${id}\n\n~~~~~~\n${text}\n~~~~~~\n`).join("\n")), takes: (text) => !/~~~~/.test(text) },
  "Markdown, quoted": { file: "a.md", write: (rows) => bytes(rows.map(({ id, text }) => `## 标题\n\n编号：${id}\n\n${text.split("\n").map((line) => `> ${line}`).join("\n")}\n`).join("\n")), takes: (text) => !/^[\t ]/m.test(text) },
  "TypeScript, quoted": { file: "a.ts", write: (rows) => bytes(`export const phrases = [\n${rows.map(({ id, text }) => `  { id: ${JSON.stringify(id)}, text: ${JSON.stringify(text)} },\n`).join("")}] as const;\n`) },
  "TypeScript, templates and sums": {
    file: "a.ts",
    write: (rows) => bytes(`export const phrases = [\n${rows.map(({ id, text }) => `  { id: "${id}", text: ${template(text.slice(0, half(text)))} + ${template(text.slice(half(text)))} },\n`).join("")}];\n`),
  },
  "Zendesk, HTML": { file: "a.json", write: (rows) => bytes(JSON.stringify({ macros: rows.map(({ id, text }) => ({ id, title: "标题", actions: [{ field: "comment_value_html", value: `<p>${html(text)}</p>` }] })) })), takes: (text) => !/[^\S\n]{2}|[^\S\n]\n|\n[^\S\n]|\n\n|<|\t/.test(text) },
};

function bytes(text: string): Uint8Array {
  return Buffer.from(text, "utf8");
}

function cell(text: string, delimiter: string): string {
  return text.includes(delimiter) || /["\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function half(text: string): number {
  const at = text.length >> 1;
  return (text.charCodeAt(at) & 0xfc00) === 0xdc00 ? at + 1 : at;
}

function template(text: string): string {
  return `\`${text.replace(/[\\`]|\$(?=\{)/g, "\\$&")}\``;
}

function html(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll("\n", "<br>");
}
