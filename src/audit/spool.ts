/** Conversations that wait on disk until the report is known: any number of them, in little memory. */
import { closeSync, createReadStream, mkdtempSync, openSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesOf } from "../transcripts/lines.js";
import type { ConversationRow } from "./report.js";

export class RowSpool {
  private readonly folder = mkdtempSync(join(tmpdir(), "replylint-rows-"));
  private readonly fd = openSync(join(this.folder, "rows.ndjson"), "wx+", 0o600);

  constructor() {
    // It has no name from now on, so that nothing stays behind however the run ends; Windows removes no open file.
    if (process.platform !== "win32") rmSync(this.folder, { recursive: true, force: true });
  }

  /** @param text NDJSON, cut anywhere */
  add(text: string): void {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) at += writeSync(this.fd, bytes, at);
  }

  /** All rows, from the first on. */
  async *rows(): AsyncGenerator<ConversationRow> {
    for await (const line of linesOf(createReadStream("", { fd: this.fd, start: 0, autoClose: false }))) yield JSON.parse(line) as ConversationRow;
  }

  remove(): void {
    closeSync(this.fd);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
