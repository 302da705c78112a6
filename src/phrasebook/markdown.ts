import type { Blockquote, Code, Heading, Nodes } from "mdast";
import { blocksOf } from "./markdown-blocks.js";
import { PieceBuilder } from "./pieces.js";
import { entryOf, fieldsOf, variablesOf } from "./records.js";
import type { Reading } from "./reading.js";
import type { TreeMap, TreePair, TreeText } from "./tree.js";
import type { Phrase } from "./types.js";
import { readYamlTrees } from "./yaml.js";

/** `**适用场景：** 催单`, `- 场景: chase`, `编码：cd01` between a heading and its template. */
const FIELD_LINE = /^[ \t]*(?:[-*+][ \t]+)?(?:\*\*|__)?([\p{L}][\p{L}\p{N} _-]{0,15}?)(?:\*\*|__)?[ \t]*[:：][ \t]*(?:\*\*|__)?[ \t]*(.*\S)[ \t]*$/u;
/** Languages of fences that hold words to send. */
const TEMPLATE = /^(?:text|txt|plain|plaintext|话术|template|reply|md|markdown)?$/i;

/** Reads a Markdown file: fenced or quoted templates under headings, with lines `field: value` before them. */
export function readMarkdown(reading: Reading): void {
  const { source } = reading;
  const from = readFrontMatter(reading);
  // What stands in the front matter is blanked out, so that places are those of the file.
  const nodes = blocksOf(source.slice(0, from).replace(/[^\n]/g, " ") + source.slice(from));
  const headings: { depth: number; name: TreeText }[] = [];
  let fields: TreePair[] = [];
  let used = false;
  for (const node of nodes) {
    if (node.type === "heading") {
      while (headings.length > 0 && headings.at(-1)!.depth >= node.depth) headings.pop();
      headings.push({ depth: node.depth, name: headingText(node, source) });
      fields = [];
      used = false;
    } else if ((node.type === "code" && TEMPLATE.test(node.lang ?? "")) || node.type === "blockquote") {
      const text = templateOf(node, source);
      const own = headings.at(-1)?.name;
      const map: TreeMap = { kind: "map", from: text.from, to: text.to, pairs: fields };
      const found = fieldsOf(map, reading);
      const path = headings.slice(0, -1).map(({ name }) => name.value);
      const pair = (key: string, value: TreeText): TreePair => ({ key, keyAt: value, value });
      const entry = entryOf(map, { ...(own && { title: pair("title", own) }), ...found, text: pair("text", text) }, reading, path);
      const last = reading.entries.at(-1);
      // A second template under one heading is another wording of the same.
      if (used && last) last.variants.push(entry.text);
      else reading.add(entry);
      used = true;
    } else {
      const lines = fieldLines(node, source);
      // Fields after a template begin the next one.
      if (used && lines.length > 0) {
        fields = [];
        used = false;
      }
      fields.push(...lines);
    }
  }
}

/** `---` YAML `---` at the beginning: what holds for the whole file. Returns where the text goes on. */
function readFrontMatter(reading: Reading): number {
  const match = /^---[ \t]*\r?\n([^]*?)\r?\n---[ \t]*(?:\r?\n|$)/.exec(reading.source);
  if (!match) return 0;
  const opening = match[0].indexOf("\n") + 1;
  const { trees } = readYamlTrees(" ".repeat(opening - 1) + "\n" + reading.source.slice(opening, opening + match[1]!.length));
  const [tree] = trees;
  if (tree?.kind === "map") {
    const { platform, variables, scenario, owner } = fieldsOf(tree, reading);
    const text = (pair: TreePair | undefined): string | undefined => (pair?.value.kind === "text" ? pair.value.value : undefined);
    if (variables) reading.variables.push(...variablesOf(variables.value, reading));
    const meant = text(scenario);
    const found = meant === undefined ? undefined : reading.scenarioFor([meant]);
    reading.defaults = { ...(text(platform) !== undefined && { platform: reading.platformOf(text(platform)!) }), ...(found && { scenario: found }), ...(text(owner) !== undefined && { owner: text(owner)! }) };
  }
  return match[0].length;
}

function headingText(node: Heading, source: string): TreeText {
  const [first] = node.children;
  const last = node.children.at(-1);
  const from = first?.position?.start.offset ?? node.position!.start.offset!;
  const to = last?.position?.end.offset ?? from;
  return textAt(source, from, to);
}

function textAt(source: string, from: number, to: number): TreeText {
  const value = source.slice(from, to);
  return { kind: "text", from, to, value, phrase: () => new PieceBuilder().exact(value, from).phrase() };
}

/** The `field: value` lines of a paragraph or a list. */
function fieldLines(node: Nodes, source: string): TreePair[] {
  if (node.type !== "paragraph" && node.type !== "list") return [];
  const { start, end } = node.position!;
  const out: TreePair[] = [];
  let at = start.offset!;
  for (const line of source.slice(at, end.offset).split("\n")) {
    const match = FIELD_LINE.exec(line);
    if (match) {
      const keyFrom = at + line.indexOf(match[1]!);
      const to = at + line.trimEnd().length;
      out.push({ key: match[1]!, keyAt: { from: keyFrom, to: keyFrom + match[1]!.length }, value: textAt(source, to - match[2]!.length, to) });
    }
    at += line.length + 1;
  }
  return out;
}

function templateOf(node: Code | Blockquote, source: string): TreeText {
  const from = node.position!.start.offset!;
  const to = node.position!.end.offset!;
  const lines = node.type === "code" ? codeLines(node, source) : quoteLines(node, source);
  const value = lines.map(({ text }) => text).join("\n").trim();
  return { kind: "text", from, to, value, phrase: () => phraseOf(lines) };
}

interface Line {
  text: string;
  from: number;
  /** What a further line begins with. */
  margin: string;
  eol: string;
}

function phraseOf(lines: readonly Line[]): Phrase {
  const out = new PieceBuilder();
  lines.forEach((line, index) => {
    const before = lines[index - 1];
    if (before) out.whole("\n", before.from + before.text.length, line.from);
    out.exact(line.text, line.from);
  });
  const [first] = lines;
  return out.phrase({ spell: (text) => text.replaceAll("\n", `${first?.eol ?? "\n"}${first?.margin ?? ""}`) });
}

/** Lines of a stretch, each without its margin. */
function linesIn(source: string, from: number, to: number, margin: RegExp): Line[] {
  const out: Line[] = [];
  for (let at = from; at <= to; ) {
    const close = source.indexOf("\n", at);
    const end = close < 0 || close > to ? to : close;
    const crlf = end < to && source[end - 1] === "\r";
    const raw = source.slice(at, crlf ? end - 1 : end);
    const cut = margin.exec(raw)?.[0] ?? "";
    out.push({ text: raw.slice(cut.length), from: at + cut.length, margin: cut, eol: crlf ? "\r\n" : "\n" });
    at = end + 1;
  }
  return out;
}

/** The lines of a fenced or indented block of code. */
function codeLines(node: Code, source: string): Line[] {
  const { start, end } = node.position!;
  const indent = new RegExp(`^[ \\t]{0,${start.column - 1}}`);
  const open = source.slice(start.offset, end.offset);
  if (!/^(?:`{3,}|~{3,})/.test(open)) return linesIn(source, start.offset!, end.offset!, /^(?: {0,4}|\t)/);
  const first = source.indexOf("\n", start.offset) + 1;
  const lines = linesIn(source, first, end.offset!, indent);
  return /^\s*(?:`{3,}|~{3,})\s*$/.test(lines.at(-1)?.text ?? "") ? lines.slice(0, -1) : lines;
}

/** The lines of a quotation without their `>`; a template is plain text, so nothing else is taken away. */
function quoteLines(node: Blockquote, source: string): Line[] {
  const { start, end } = node.position!;
  return linesIn(source, start.offset!, end.offset!, /^[ \t]{0,3}>[ \t]?/);
}
