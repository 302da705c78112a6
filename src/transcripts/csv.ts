/** Splits delimited text into rows, chunk by chunk (RFC 4180, any one-character delimiter). */

/** A quoted cell with more lines than this was never closed. */
const MOST_LINES = 1000;
/** Characters of a row; a longer one is no row of a table. */
const MOST_LENGTH = 4 << 20;

/** What is wrong with a row: a quote that is not closed or closed too early, or more characters than a row can have. */
export type Malformed = "quote" | "too-long";

/**
 * Takes a row.
 * @param fields its cells; the array is used again for the next row. Cells are slices of the chunk: copy what is kept for long.
 * @param line line of its first character
 * @param start offset of its first character in the whole text
 * @param malformed set where quotes do not pair up, and the row was split at each delimiter; or where it is too long, and the
 *   only field is its beginning
 */
export type OnRow = (fields: string[], line: number, start: number, malformed: Malformed | null) => void;

/**
 * Rows out of chunks of text. Blank lines are left out. Where quotes do not pair up, the line is split without regard to
 * them, and reading goes on with the next line: one stray quote does not swallow the rest of the file.
 */
export class CsvSplitter {
  private rest = "";
  private skipping = false;
  private readonly fields: string[] = [];

  /**
   * @param line line of the first character that is going to be pushed
   * @param offset its offset in the whole text
   * @param wanted cells to hand over; of a row without quotes the rest is left alone
   */
  constructor(
    private readonly delimiter: string,
    private readonly onRow: OnRow,
    private line = 1,
    private offset = 0,
    private readonly wanted = Infinity,
  ) {}

  /** Takes the next chunk; `last` closes the final row. */
  push(chunk: string, last = false): void {
    const text = this.rest === "" ? chunk : this.rest + chunk;
    const end = this.rows(text, last);
    this.offset += end;
    this.rest = end === 0 ? text : text.slice(end);
  }

  /** Splits every whole row and returns where the first unfinished one begins. */
  private rows(text: string, last: boolean): number {
    const { delimiter, fields, onRow, wanted } = this;
    let at = 0;
    // The next quote and the next delimiter: looked for once, however many rows lie before them.
    let quote = from(text, '"', 0);
    let cell = from(text, delimiter, 0);
    while (at < text.length) {
      let end = text.indexOf("\n", at);
      if (end < 0) {
        if (!last) return this.unfinished(text, at);
        end = text.length;
      }
      if (this.skipping) {
        this.skipping = false;
        at = this.next(end, text);
        if (quote < at) quote = from(text, '"', at);
        continue;
      }
      let count = 0;
      if (quote >= end && end - at > MOST_LENGTH) {
        this.tooLong(text, at);
        at = this.next(end, text);
        continue;
      }
      if (quote >= end) {
        const stop = end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end;
        let begin = at;
        if (cell < at) cell = from(text, delimiter, at);
        while (cell < stop) {
          fields[count++] = text.slice(begin, cell);
          begin = cell + 1;
          if (count === wanted) break;
          cell = from(text, delimiter, begin);
        }
        if (count < wanted) fields[count++] = text.slice(begin, stop);
        if (count > 1 || stop > at) {
          if (fields.length !== count) fields.length = count;
          onRow(fields, this.line, this.offset + at, null);
        }
        at = this.next(end, text);
        continue;
      }
      const after = this.quoted(text, at, last);
      if (after === UNFINISHED) return this.unfinished(text, at);
      if (after === BROKEN) {
        const cells = text.slice(at, end > at && text.charCodeAt(end - 1) === 13 ? end - 1 : end).split(delimiter);
        fields.splice(0, fields.length, ...cells);
        onRow(fields, this.line, this.offset + at, "quote");
        at = this.next(end, text);
      } else {
        if (after - at > MOST_LENGTH) this.tooLong(text, at);
        else onRow(fields, this.line, this.offset + at, null);
        for (let feed = text.indexOf("\n", at); feed >= 0 && feed < after; feed = text.indexOf("\n", feed + 1)) this.line++;
        at = after;
      }
      if (quote < at) quote = from(text, '"', at);
    }
    return at;
  }

  /** The place after a line feed. */
  private next(end: number, text: string): number {
    if (end >= text.length) return text.length;
    this.line++;
    return end + 1;
  }

  /** What to do with a row whose end has not come yet: wait for it, unless it is longer than a row can be. */
  private unfinished(text: string, at: number): number {
    if (this.skipping) return text.length;
    if (text.length - at <= MOST_LENGTH) return at;
    this.tooLong(text, at);
    for (let feed = text.indexOf("\n", at); feed >= 0; feed = text.indexOf("\n", feed + 1)) this.line++;
    this.skipping = true;
    return text.length;
  }

  private tooLong(text: string, at: number): void {
    this.fields.length = 1;
    this.fields[0] = text.slice(at, at + 1000);
    this.onRow(this.fields, this.line, this.offset + at, "too-long");
  }

  /** Splits a row that has quotes in it into `fields`; returns the place after it. */
  private quoted(text: string, start: number, last: boolean): number {
    const { delimiter, fields } = this;
    let at = start;
    let lines = 0;
    for (let count = 0; ; ) {
      if (text[at] === '"') {
        let value = "";
        let begin = at + 1;
        let close: number;
        let counted = begin;
        for (;;) {
          close = text.indexOf('"', begin);
          const reach = close < 0 ? text.length : close;
          for (let feed = text.indexOf("\n", counted); feed >= 0 && feed < reach; feed = text.indexOf("\n", feed + 1)) {
            counted = feed + 1;
            if (++lines > MOST_LINES) return BROKEN;
          }
          if (close < 0) return last ? BROKEN : UNFINISHED;
          if (close + 1 >= text.length && !last) return UNFINISHED;
          if (text[close + 1] !== '"') break;
          value += text.slice(begin, close + 1);
          begin = counted = close + 2;
        }
        fields[count++] = value === "" ? text.slice(begin, close) : value + text.slice(begin, close);
        at = close + 1;
        if (text[at] === "\r" && (text[at + 1] === "\n" || at + 1 >= text.length)) {
          if (at + 1 >= text.length && !last) return UNFINISHED;
          at++;
        }
        if (at >= text.length || text[at] === "\n") {
          fields.length = count;
          return Math.min(at + 1, text.length);
        }
        if (text[at] !== delimiter) return BROKEN;
        at++;
        continue;
      }
      const cell = text.indexOf(delimiter, at);
      const feed = text.indexOf("\n", at);
      if (feed < 0 && !last) return UNFINISHED;
      const end = feed < 0 ? text.length : feed;
      if (cell >= 0 && cell < end) {
        fields[count++] = text.slice(at, cell);
        at = cell + 1;
        continue;
      }
      fields[count++] = text.slice(at, end > at && text[end - 1] === "\r" ? end - 1 : end);
      fields.length = count;
      return Math.min(end + 1, text.length);
    }
  }
}

const UNFINISHED = -1;
const BROKEN = -2;

function from(text: string, what: string, at: number): number {
  const found = text.indexOf(what, at);
  return found < 0 ? text.length : found;
}
