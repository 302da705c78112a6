import { PieceBuilder } from "./pieces.js";
import { readTable } from "./csv.js";
import type { Reading } from "./reading.js";
import type { CellPlace, TreeText } from "./tree.js";
import type { PlacedEdit } from "./types.js";
import { Zip } from "./zip.js";

/** Words of a cell, and where they lie in the XML. */
interface Run {
  text: string;
  /** Range of what stands between `<t>` and `</t>`. */
  from: number;
  to: number;
}

interface SharedString {
  runs: Run[];
  from: number;
  to: number;
}

interface Cell extends CellPlace {
  runs: Run[];
  /** Index into the shared strings; absent for an inline string. */
  shared?: number;
  /** Range of the index, to point the cell elsewhere. */
  index?: { from: number; to: number };
}

interface Sheet {
  name: string;
  path: string;
  xml: string;
  rows: Cell[][];
}

interface Workbook {
  zip: Zip;
  sheets: Sheet[];
  strings: SharedString[];
  stringsPath: string;
  stringsXml: string;
}

/**
 * Reads the sheets of a workbook: every sheet with a column of texts.
 * @throws {Error} where it is no workbook
 */
export function readXlsx(bytes: Uint8Array, reading: Reading): void {
  const book = openWorkbook(bytes);
  let first: Reading["problems"][number] | undefined;
  const before = reading.entries.length;
  for (const { rows } of book.sheets) {
    const problems = reading.problems.length;
    readTable(rows.map((row) => row.map(node)), reading);
    // A sheet of something else is no fault where another one has the texts.
    first ??= reading.problems.splice(problems).at(0);
  }
  if (first && reading.entries.length === before) reading.problems.push(first);
}

function node(cell: Cell): TreeText {
  const { runs, row, column, sheet, cell: ref } = cell;
  const value = runs.map((run) => run.text).join("");
  return {
    kind: "text",
    value,
    from: 0,
    to: value.length,
    at: { sheet, cell: ref, row, column },
    phrase: () => new PieceBuilder().exact(value, 0).phrase({ sheet, cell: ref, ...(runs.length > 0 && runs.every((run) => run.from >= 0) && { spell: (text: string) => (/(?![\t\n\r])[\0-\x1f]/.test(text) ? null : text) }) }),
  };
}

/** The workbook with edits of its cells: only the XML of those words changes. */
export function editXlsx(bytes: Uint8Array, edits: readonly PlacedEdit[]): Uint8Array {
  const book = openWorkbook(bytes);
  const used = new Map<number, number>();
  for (const sheet of book.sheets) for (const row of sheet.rows) for (const { shared } of row) if (shared !== undefined) used.set(shared, (used.get(shared) ?? 0) + 1);
  const changes = new Map<string, { from: number; to: number; text: string }[]>();
  const change = (path: string, one: { from: number; to: number; text: string }): void => void changes.set(path, [...(changes.get(path) ?? []), one]);
  const added: string[] = [];
  for (const sheet of book.sheets)
    for (const cell of sheet.rows.flat()) {
      const own = edits.filter((edit) => edit.sheet === sheet.name && edit.cell === cell.cell);
      if (own.length === 0) continue;
      if (cell.shared === undefined) inRuns(cell.runs, own).forEach((one) => change(sheet.path, one));
      else if (used.get(cell.shared) === 1) inRuns(cell.runs, own).forEach((one) => change(book.stringsPath, one));
      else {
        // Other cells have the same string: this one gets its own.
        const { from, to } = book.strings[cell.shared]!;
        added.push(apply(book.stringsXml.slice(from, to), inRuns(cell.runs, own).map((one) => ({ ...one, from: one.from - from, to: one.to - from }))));
        change(sheet.path, { ...cell.index!, text: String(book.strings.length + added.length - 1) });
      }
    }
  if (added.length > 0) {
    const close = book.stringsXml.lastIndexOf("</sst>");
    change(book.stringsPath, { from: close, to: close, text: added.join("") });
    const unique = /\buniqueCount="(\d+)"/.exec(book.stringsXml);
    if (unique) {
      const from = unique.index + 'uniqueCount="'.length;
      change(book.stringsPath, { from, to: from + unique[1]!.length, text: String(Number(unique[1]) + added.length) });
    }
  }
  const texts = new Map([...changes].map(([path, list]) => [path, apply(path === book.stringsPath ? book.stringsXml : book.sheets.find((sheet) => sheet.path === path)!.xml, list)]));
  return book.zip.replace(texts);
}

function apply(text: string, changes: { from: number; to: number; text: string }[]): string {
  let out = "";
  let at = 0;
  for (const change of [...changes].sort((a, b) => a.from - b.from)) {
    out += text.slice(at, change.from) + change.text;
    at = change.to;
  }
  return out + text.slice(at);
}

/** Edits of a cell's text as changes of the runs that it is made of; each run is written anew only where it changes. */
function inRuns(runs: readonly Run[], edits: readonly PlacedEdit[]): { from: number; to: number; text: string }[] {
  let start = 0;
  return runs.flatMap((run, index) => {
    const end = start + run.text.length;
    const last = index === runs.length - 1;
    let text = "";
    let at = start;
    let changed = false;
    for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
      const inserted = edit.start === edit.end && edit.start >= start && (edit.start < end || (last && edit.start === end));
      if (!inserted && (edit.start >= end || edit.end <= start)) continue;
      const from = Math.max(edit.start, start);
      text += run.text.slice(at - start, from - start) + (edit.start >= start ? edit.text : "");
      at = Math.min(edit.end, end);
      changed = true;
    }
    text += run.text.slice(at - start);
    start = end;
    return changed ? [{ from: run.from, to: run.to, text: escapeXml(text) }] : [];
  });
}

function openWorkbook(bytes: Uint8Array): Workbook {
  const zip = new Zip(bytes);
  const workbook = zip.read("xl/workbook.xml");
  if (workbook === null) throw new Error("not a workbook");
  const targets = new Map([...(zip.read("xl/_rels/workbook.xml.rels") ?? "").matchAll(/<Relationship\b[^>]*>/g)].map(([tag]) => [attribute(tag, "Id"), attribute(tag, "Target")]));
  const stringsPath = zip.names.find((name) => name.toLowerCase() === "xl/sharedstrings.xml") ?? "xl/sharedStrings.xml";
  const stringsXml = zip.read(stringsPath) ?? "";
  const strings = [...stringsXml.matchAll(/<si\b[^>]*?(?:\/>|>[^]*?<\/si>)/g)].map(({ 0: xml, index }) => ({ runs: runsOf(xml, index), from: index, to: index + xml.length }));
  const sheets = [...workbook.matchAll(/<sheet\b[^>]*>/g)].flatMap(([tag]): Sheet[] => {
    const target = targets.get(/\b[\w-]+:id="([^"]*)"/.exec(tag)?.[1] ?? "");
    const path = target?.startsWith("/") ? target.slice(1) : `xl/${target ?? ""}`;
    const xml = zip.read(path);
    const name = unescapeXml(attribute(tag, "name"));
    return xml === null ? [] : [{ name, path, xml, rows: rowsOf(xml, name, strings) }];
  });
  return { zip, sheets, strings, stringsPath, stringsXml };
}

function rowsOf(xml: string, sheet: string, strings: readonly SharedString[]): Cell[][] {
  const rows: Cell[][] = [];
  for (const match of xml.matchAll(/<c\b([^>]*?)(?:\/>|>([^]*?)<\/c>)/g)) {
    const [whole, attributes = "", body = ""] = match;
    const ref = /\br="([A-Z]+)(\d+)"/.exec(attributes);
    if (!ref) continue;
    const column = [...ref[1]!].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0);
    const row = Number(ref[2]);
    const bodyAt = match.index + whole.length - "</c>".length - body.length;
    const place = { sheet, cell: ref[1]! + ref[2]!, row, column };
    const cells = (rows[row] ??= []);
    const type = /\bt="([^"]*)"/.exec(attributes)?.[1];
    const value = /<v\b[^>]*>([^<]*)<\/v>/.exec(body);
    if (type === "s" && value) {
      const from = bodyAt + value.index + value[0].length - "</v>".length - value[1]!.length;
      const shared = Number(value[1]);
      cells[column - 1] = { ...place, runs: strings[shared]?.runs ?? [], shared, index: { from, to: from + value[1]!.length } };
    } else if (type === "inlineStr") cells[column - 1] = { ...place, runs: runsOf(body, bodyAt) };
    // A number, or what a formula came to: read, never written.
    else if (value) cells[column - 1] = { ...place, runs: [{ text: unescapeXml(value[1]!), from: -1, to: -1 }] };
  }
  return rows.filter(Boolean).map((row) => Array.from(row, (cell, index): Cell => cell ?? { ...row.find(Boolean)!, column: index + 1, runs: [] }));
}

/** The words of a string, run by run; phonetic hints are none of them. */
function runsOf(xml: string, base: number): Run[] {
  const plain = xml.replace(/<rPh\b[^]*?<\/rPh>/g, (hint) => " ".repeat(hint.length));
  return [...plain.matchAll(/<t\b[^>]*?(?:\/>|>([^<]*)<\/t>)/g)].flatMap((match) => {
    const raw = match[1];
    if (raw === undefined) return [];
    const from = base + match.index + match[0].length - "</t>".length - raw.length;
    return [{ text: unescapeXml(raw), from, to: from + raw.length }];
  });
}

function attribute(tag: string, name: string): string {
  return new RegExp(`\\b${name}="([^"]*)"`).exec(tag)?.[1] ?? "";
}

const XML: Record<string, string> = { lt: "<", gt: ">", amp: "&", quot: '"', apos: "'" };

function unescapeXml(text: string): string {
  return text.replace(/&(?:#x([0-9a-f]+)|#(\d+)|(\w+));/gi, (whole, hex: string | undefined, decimal: string | undefined, name: string | undefined) => (name !== undefined ? (XML[name] ?? whole) : String.fromCodePoint(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16)))).replace(/\r\n?/g, "\n");
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (sign) => `&${sign === "&" ? "amp" : sign === "<" ? "lt" : "gt"};`);
}
