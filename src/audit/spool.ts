/** Conversations that wait on disk until the report is known: any number of them, in little memory. */
import { appendFileSync, createReadStream, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { linesOf } from "../transcripts/lines.js";
import type { ConversationRow } from "./report.js";

export class RowSpool {
  private readonly folder = mkdtempSync(join(tmpdir(), "replylint-rows-"));
  private readonly file = join(this.folder, "rows.ndjson");
  private readonly cleanUp = (): void => this.remove();

  constructor() {
    process.once("exit", this.cleanUp);
  }

  /** @param text NDJSON, cut anywhere */
  add(text: string): void {
    appendFileSync(this.file, text, { mode: 0o600 });
  }

  /** All rows, from the first on. */
  async *rows(): AsyncGenerator<ConversationRow> {
    this.add("");
    for await (const line of linesOf(createReadStream(this.file))) yield JSON.parse(line) as ConversationRow;
  }

  remove(): void {
    process.off("exit", this.cleanUp);
    rmSync(this.folder, { recursive: true, force: true });
  }
}
