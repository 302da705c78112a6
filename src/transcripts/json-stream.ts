/** Finds the records in JSON text of any size: the values at the top level, or the elements of a list inside a document. */

/** A record's text, and the line on which it begins. */
export interface JsonPiece {
  text: string;
  line: number;
  /** Set where the text ended inside the record, or grew past what a record can be. */
  broken?: "truncated" | "too-long";
}

/** Characters of a record at most. */
const MOST_LENGTH = 32 << 20;

/** A list in a document: the keys that lead to it; `null` for the values at the top level themselves. */
export type JsonPath = readonly string[] | null;

/**
 * Goes over JSON text chunk by chunk and hands over each record at a path. It checks no more grammar than brackets and
 * strings: a record that is no JSON fails when it is parsed, and the others are found all the same.
 */
export class JsonScanner {
  private text = "";
  private at = 0;
  private line = 1;
  /** Open containers: the key of an object's value, or null in a list. */
  private readonly stack: { list: boolean; key: string }[] = [];
  private start = -1;
  private startLine = 0;
  /** Depth of the containers inside the record that is open. */
  private depth = 0;
  private scalar = false;
  private expectKey = false;
  private skipping = false;

  constructor(
    private readonly path: JsonPath,
    private readonly onPiece: (piece: JsonPiece) => void,
  ) {}

  push(chunk: string, last = false): void {
    this.text = this.text === "" ? chunk : this.text + chunk;
    this.scan(last);
    // What is before the open record, or before the place reached, is done with.
    const keep = this.start >= 0 ? this.start : this.at;
    this.text = this.text.slice(keep);
    this.at -= keep;
    if (this.start >= 0) this.start = 0;
    if (this.start === 0 && this.text.length > MOST_LENGTH && !this.skipping) {
      this.onPiece({ text: this.text.slice(0, 1000), line: this.startLine, broken: "too-long" });
      this.skipping = true;
    }
    if (this.skipping && this.start === 0) {
      this.text = this.text.slice(this.at);
      this.at = 0;
    }
    if (last && this.start >= 0 && !this.skipping) this.onPiece({ text: this.text, line: this.startLine, broken: "truncated" });
  }

  private scan(last: boolean): void {
    const { text } = this;
    let i = this.at;
    for (; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (code === LF) {
        this.line++;
        if (this.scalar) this.close(i);
        continue;
      }
      if (code <= 32) {
        if (this.scalar) this.close(i);
        continue;
      }
      if (code === QUOTE) {
        const end = stringEnd(text, i);
        if (end < 0) {
          if (!last) break;
          if (this.start < 0 && this.wanted()) this.open(i);
          i = text.length;
          break;
        }
        if (this.start < 0 && this.expectKey && this.stack.length > 0 && !this.stack.at(-1)!.list) {
          this.stack.at(-1)!.key = unquote(text.slice(i, end + 1));
          this.expectKey = false;
        } else if (this.start < 0 && this.wanted()) {
          this.open(i);
          this.close(end + 1);
        }
        i = end;
        continue;
      }
      if (code === OPEN_OBJECT || code === OPEN_LIST) {
        if (this.scalar) this.close(i);
        if (this.start >= 0) this.depth++;
        else if (this.wanted(code === OPEN_LIST)) {
          this.open(i);
          this.depth = 1;
        } else {
          this.stack.push({ list: code === OPEN_LIST, key: "" });
          this.expectKey = code === OPEN_OBJECT;
        }
        continue;
      }
      if (code === CLOSE_OBJECT || code === CLOSE_LIST) {
        if (this.scalar) this.close(i);
        if (this.start >= 0) {
          if (--this.depth === 0) this.close(i + 1);
        } else {
          this.stack.pop();
          this.expectKey = false;
        }
        continue;
      }
      if (code === COMMA) {
        if (this.scalar) this.close(i);
        if (this.start < 0 && this.stack.length > 0) this.expectKey = !this.stack.at(-1)!.list;
        continue;
      }
      if (code === COLON || this.start >= 0) continue;
      if (this.wanted()) {
        this.open(i);
        this.scalar = true;
      }
    }
    this.at = i;
    if (last && this.scalar) this.close(text.length);
  }

  /** Whether a value that begins here is a record. */
  private wanted(list = false): boolean {
    const { path, stack } = this;
    // Lists at the top level are what a path of no keys leads to.
    if (path === null) return stack.length === 0;
    if (stack.length !== path.length + 1 || !stack.at(-1)!.list || list) return false;
    for (let i = 0; i < path.length; i++) if (stack[i]!.list || stack[i]!.key !== path[i]) return false;
    return true;
  }

  private open(at: number): void {
    this.start = at;
    this.startLine = this.line;
    this.depth = 0;
  }

  private close(end: number): void {
    if (!this.skipping && end - this.start > MOST_LENGTH) this.onPiece({ text: this.text.slice(this.start, this.start + 1000), line: this.startLine, broken: "too-long" });
    else if (!this.skipping) this.onPiece({ text: this.text.slice(this.start, end), line: this.startLine });
    this.skipping = false;
    this.start = -1;
    this.scalar = false;
  }
}

const LF = 10;
const QUOTE = 34;
const COMMA = 44;
const COLON = 58;
const OPEN_LIST = 91;
const CLOSE_LIST = 93;
const OPEN_OBJECT = 123;
const CLOSE_OBJECT = 125;

/** The closing quote of a string; -1 where it has not come yet. */
function stringEnd(text: string, open: number): number {
  for (let at = text.indexOf('"', open + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    for (let back = at - 1; back > open && text.charCodeAt(back) === 92; back--) slashes++;
    if (slashes % 2 === 0) return at;
  }
  return -1;
}

function unquote(text: string): string {
  try {
    return JSON.parse(text) as string;
  } catch {
    return text.slice(1, -1);
  }
}

/** The lists of objects in the beginning of a document, outermost first, each with its first element as far as it goes. */
export function listsIn(head: string): { path: string[]; first: string }[] {
  const found: { path: string[]; first: string }[] = [];
  const stack: { list: boolean; key: string }[] = [];
  let expectKey = false;
  for (let i = 0; i < head.length && stack.length < 12; i++) {
    const ch = head[i]!;
    if (ch === '"') {
      const end = stringEnd(head, i);
      if (end < 0) break;
      if (expectKey && stack.length > 0 && !stack.at(-1)!.list) {
        stack.at(-1)!.key = unquote(head.slice(i, end + 1));
        expectKey = false;
      }
      i = end;
    } else if (ch === "{" || ch === "[") {
      const inList = stack.at(-1)?.list === true;
      if (ch === "{" && inList) {
        const path = stack.slice(0, -1).map(({ key }) => key);
        // A list inside an element of a list is no place of its own.
        if (!stack.slice(0, -1).some(({ list }) => list) && !found.some((one) => one.path.join("\n") === path.join("\n"))) found.push({ path, first: valueAt(head, i) });
      }
      stack.push({ list: ch === "[", key: "" });
      expectKey = ch === "{";
    } else if (ch === "}" || ch === "]") {
      stack.pop();
      expectKey = false;
      if (stack.length === 0) break;
    } else if (ch === ",") expectKey = stack.at(-1)?.list === false;
  }
  return found;
}

/** The text of the value that begins at a place, as far as it goes. */
export function valueAt(text: string, start: number): string {
  let found: string | null = null;
  const scanner = new JsonScanner(null, (piece) => (found ??= piece.text));
  scanner.push(text.slice(start), true);
  return found ?? "";
}
