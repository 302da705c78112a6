import type { Language, OkParseResult, TextSourceCode } from "@eslint/core";
import { extname } from "node:path";
import { fileURLToPath } from "node:url";
import { locator } from "../core/text/lines.js";
import { readCsv } from "../phrasebook/csv.js";
import { type PhrasebookData, readPhrasebookData } from "../phrasebook/data.js";
import { readMarkdown } from "../phrasebook/markdown.js";
import { bookOf, PHRASEBOOK_FILES } from "../phrasebook/read.js";
import { Reading } from "../phrasebook/reading.js";
import { readJsonFile, readNdjson, readYaml } from "../phrasebook/trees.js";
import type { Phrasebook, PhrasebookEntry, PhrasebookFormat, Place } from "../phrasebook/types.js";

/** What a phrasebook file is to ESLint: a root with an `Entry` for each entry. */
export interface BookNode {
  type: "Phrasebook";
  book: Phrasebook;
  body: EntryNode[];
  loc: Loc;
  range: [number, number];
}
export interface EntryNode {
  type: "Entry";
  entry: PhrasebookEntry;
  loc: Loc;
  range: [number, number];
}
interface Loc {
  start: { line: number; column: number };
  end: { line: number; column: number };
}

type Types = { LangOptions: Record<string, unknown>; RootNode: BookNode; Node: BookNode | EntryNode; SyntaxElementWithLoc: BookNode | EntryNode; ConfigNode: unknown; Code: BookSource };

/** ESLint asks for a file at once, so the parsers are at hand. Code is parsed by ESLint itself. */
const READ: Partial<Record<PhrasebookFormat, (reading: Reading) => void>> = { yaml: readYaml, json: readJsonFile, ndjson: readNdjson, markdown: readMarkdown, csv: readCsv };

let tables: PhrasebookData | undefined;
/** The tables of the checks, read when the first phrasebook comes. */
export function phrasebookData(): PhrasebookData {
  tables ??= readPhrasebookData(fileURLToPath(new URL("../dictionaries/phrasebook", import.meta.url)));
  return tables;
}

/** The language of phrasebooks in YAML, JSON, NDJSON, CSV and Markdown. */
export const phrasebook: Language<Types> = {
  fileType: "text",
  lineStart: 1,
  columnStart: 1,
  nodeTypeKey: "type",
  visitorKeys: { Phrasebook: ["body"], Entry: [] },
  validateLanguageOptions(options) {
    const [key] = Object.keys(options);
    if (key !== undefined) throw new TypeError(`replylint/phrasebook has no language option "${key}"; options go to the rule replylint/phrasebook`);
  },
  parse({ path, body }) {
    const text = String(body);
    const format = PHRASEBOOK_FILES[extname(path).toLowerCase()];
    const read = format && READ[format];
    if (!read) return { ok: false, errors: [{ message: `replylint/phrasebook reads ${Object.keys(PHRASEBOOK_FILES).filter((ending) => READ[PHRASEBOOK_FILES[ending]!]).join(" ")}`, line: 1, column: 1 }] };
    const reading = new Reading(path, text, { data: phrasebookData() });
    read(reading);
    const book = bookOf(reading, format, { text, encoding: "utf-8", bom: false });
    const locate = locator(text);
    const body2 = book.entries.map((entry): EntryNode => ({ type: "Entry", entry, loc: locOf(entry.place), range: rangeOf(entry.place, text) }));
    return { ok: true, ast: { type: "Phrasebook", book, body: body2, loc: { start: { line: 1, column: 1 }, end: locate(text.length) }, range: [0, text.length] } };
  },
  createSourceCode: ({ body }, { ast }: OkParseResult<BookNode>) => new BookSource(String(body), ast),
};

function locOf({ line, column, endLine, endColumn }: Place): Loc {
  return { start: { line, column }, end: { line: endLine, column: endColumn } };
}

function rangeOf({ line, column, endLine, endColumn }: Place, text: string): [number, number] {
  const starts = [0, ...Array.from(text.matchAll(/\r\n?|\n/g), ({ index, 0: end }) => index + end.length)];
  return [starts[line - 1]! + column - 1, starts[endLine - 1]! + endColumn - 1];
}

/** A phrasebook file as rules see it. */
export class BookSource implements TextSourceCode<Types> {
  readonly visitorKeys = { Phrasebook: ["body"], Entry: [] };
  readonly lines: string[];

  constructor(
    readonly text: string,
    readonly ast: BookNode,
  ) {
    this.lines = text.split(/\r\n?|\n/);
  }

  getLoc(node: BookNode | EntryNode): Loc {
    return node.loc;
  }

  getRange(node: BookNode | EntryNode): [number, number] {
    return node.range;
  }

  getText(node?: BookNode | EntryNode): string {
    return node ? this.text.slice(...node.range) : this.text;
  }

  getParent(node: BookNode | EntryNode): BookNode | null {
    return node.type === "Entry" ? this.ast : null;
  }

  getAncestors(node: BookNode | EntryNode): BookNode[] {
    return node.type === "Entry" ? [this.ast] : [];
  }

  *traverse(): Iterable<{ kind: 1; target: BookNode | EntryNode; phase: 1 | 2; args: unknown[] }> {
    yield { kind: 1, target: this.ast, phase: 1, args: [this.ast, null] };
    for (const node of this.ast.body)
      for (const phase of [1, 2] as const) yield { kind: 1, target: node, phase, args: [node, this.ast] };
    yield { kind: 1, target: this.ast, phase: 2, args: [this.ast, null] };
  }
}
