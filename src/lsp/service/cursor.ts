import type { Span } from "./analysis.js";

/** Where in a YAML text something is being typed. The text need not be valid: it is being typed. */
export interface Cursor {
  /** Keys and list places (all called 0) down to the map, list or key that the cursor is in. */
  path: (string | number)[];
  /** Whether a key or a value is expected; `path` of a value ends with its key. */
  expects: "key" | "value";
  /** What has been typed of it. */
  typed: Span;
  /** Keys that the same map has already. */
  siblings: string[];
}

interface Line {
  /** Column of the first dash, -1 without one. */
  dash: number;
  dashes: number;
  /** Column where the key or value begins. */
  at: number;
  key?: string;
  /** What follows the key's colon; what the line holds where there is no key. */
  rest: string;
}

const KEY = /^("[^"]*"|'[^']*'|[^\s:#{[,][^:#]*?)\s*:(?:\s+|$)/;

function read(text: string): Line {
  const [, indent = "", dashes = ""] = /^(\s*)((?:-(?:\s+|$))*)/.exec(text)!;
  const at = indent.length + dashes.length;
  const content = text.slice(at);
  const key = KEY.exec(content);
  return { dash: dashes === "" ? -1 : indent.length, dashes: dashes.split("-").length - 1, at, ...(key && { key: unquoted(key[1]!) }), rest: key ? content.slice(key[0].length) : content };
}

function unquoted(key: string): string {
  return /^["']/.test(key) ? key.slice(1, -1) : key;
}

/** Finds out where in a YAML text (from `from` on) an offset is, by indentation. */
export function yamlCursor(text: string, offset: number, from = 0): Cursor {
  const before = text.slice(from, offset).split(/\r\n?|\n/);
  const current = before.pop()!;
  const after = text.slice(offset).split(/\r\n?|\n/).slice(1);
  const line = read(current);
  const path = [...ancestors(before, line), ...new Array<number>(line.dashes).fill(0)];
  const siblings = siblingsOf(before, after, line);
  const word = /[^\s,[\]{}:"'<>|]*$/.exec(current)![0];
  const typed = { start: offset - word.length, end: offset };
  if (line.key === undefined) return flow(line.rest, { path, expects: "key", typed: { start: offset - line.rest.length, end: offset }, siblings }, typed);
  return flow(line.rest, { path: [...path, line.key], expects: "value", typed: { start: offset - line.rest.length, end: offset }, siblings }, typed);
}

/** Goes into the lists and maps in brackets that the line has opened. */
function flow(rest: string, cursor: Cursor, typed: Span): Cursor {
  const open: { kind: "[" | "{"; key?: string }[] = [];
  for (const [token] of rest.matchAll(/"(?:[^"\\]|\\.)*"|'[^']*'|[[\]{},]|[^\s,[\]{}:"']+\s*:(?=\s)/g)) {
    if (token === "[" || token === "{") open.push({ kind: token });
    else if (token === "]" || token === "}") open.pop();
    else if (token === ",") delete open.at(-1)?.key;
    else if (token.endsWith(":") && open.at(-1)?.kind === "{") open.at(-1)!.key = token.slice(0, -1).trim();
  }
  if (open.length === 0) return cursor;
  const path = [...cursor.path];
  for (const { kind, key } of open) {
    if (kind === "[") path.push(0);
    else if (key !== undefined) path.push(key);
  }
  const last = open.at(-1)!;
  return { path, expects: last.kind === "{" && last.key === undefined ? "key" : "value", typed, siblings: [] };
}

/** The keys and lists that a line is in. */
function ancestors(before: readonly string[], line: Line): (string | number)[] {
  const path: (string | number)[] = [];
  let limit = line.dash >= 0 ? line.dash + 1 : line.at;
  for (let row = before.length - 1; row >= 0 && limit > 0; row--) {
    const text = before[row]!;
    if (text.trim() === "" || text.trimStart().startsWith("#")) continue;
    const above = read(text);
    const parent = above.key !== undefined && above.at < limit && above.rest === "";
    if (parent) path.unshift(above.key!);
    if (above.dash >= 0 && above.dash < limit && (parent || above.at === limit)) {
      path.unshift(...new Array<number>(above.dashes).fill(0));
      limit = above.dash + 1;
    } else if (parent) limit = above.at;
  }
  return path;
}

function siblingsOf(before: readonly string[], after: readonly string[], line: Line): string[] {
  const out: string[] = [];
  const collect = (rows: readonly string[], up: boolean): void => {
    for (const text of rows) {
      if (text.trim() === "") continue;
      const other = read(text);
      if (other.at < line.at || (!up && other.dash >= 0 && other.dash < line.at)) return;
      if (other.at === line.at && other.key !== undefined) out.push(other.key);
      if (up && other.at === line.at && other.dash >= 0) return;
    }
  };
  if (line.dash < 0) collect([...before].reverse(), true);
  collect(after, false);
  return out;
}
