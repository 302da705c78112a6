import { TextDocument } from "vscode-languageserver-textdocument";
import type { Position, Range, TextDocumentContentChangeEvent } from "vscode-languageserver/node";
import type { Span } from "./service/analysis.js";

export type Encoding = "utf-16" | "utf-8";

/** An open document. Offsets are UTF-16 units; positions count in the units agreed with the client. */
export class Document {
  private constructor(
    private text: TextDocument,
    private readonly encoding: Encoding,
  ) {}

  static open(uri: string, languageId: string, version: number, text: string, encoding: Encoding): Document {
    return new Document(TextDocument.create(uri, languageId, version, text), encoding);
  }

  get uri(): string {
    return this.text.uri;
  }
  get languageId(): string {
    return this.text.languageId;
  }
  get version(): number {
    return this.text.version;
  }
  getText(): string {
    return this.text.getText();
  }

  /** Applies changes in order; each counts in the text that the one before it left. */
  update(changes: TextDocumentContentChangeEvent[], version: number): void {
    for (const change of changes) {
      const units = "range" in change ? { text: change.text, range: { start: this.inUnits(change.range.start), end: this.inUnits(change.range.end) } } : change;
      this.text = TextDocument.update(this.text, [units], version);
    }
    if (changes.length === 0) this.text = TextDocument.update(this.text, [], version);
  }

  offsetAt(position: Position): number {
    return this.text.offsetAt(this.inUnits(position));
  }

  positionAt(offset: number): Position {
    const position = this.text.positionAt(offset);
    if (this.encoding === "utf-16") return position;
    const start = this.text.offsetAt({ line: position.line, character: 0 });
    return { line: position.line, character: Buffer.byteLength(this.getText().slice(start, start + position.character)) };
  }

  range({ start, end }: Span): Range {
    return { start: this.positionAt(start), end: this.positionAt(end) };
  }

  span({ start, end }: Range): Span {
    return { start: this.offsetAt(start), end: this.offsetAt(end) };
  }

  /** A position in UTF-16 units. One in the middle of a character counts as its beginning. */
  private inUnits({ line, character }: Position): Position {
    if (this.encoding === "utf-16") return { line, character };
    const start = this.text.offsetAt({ line, character: 0 });
    const text = this.getText();
    let bytes = 0;
    let at = start;
    while (at < text.length && text[at] !== "\n" && text[at] !== "\r") {
      const code = text.codePointAt(at)!;
      bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
      if (bytes > character) break;
      at += code > 0xffff ? 2 : 1;
    }
    return { line, character: at - start };
  }
}
