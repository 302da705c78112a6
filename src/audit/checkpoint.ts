/** What a run that was killed goes on from: the sums so far, and the rows that were put out. */
import { appendFileSync, createReadStream, existsSync, readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from "node:fs";
import { deserialize, serialize } from "node:v8";
import type { FileRow } from "./report.js";
import type { Sums } from "./tally.js";
import type { TextTable } from "./texts.js";

/** Sums of the first so many ranges. */
export interface Saved {
  next: number;
  sums: Sums;
  texts: TextTable;
  files: FileRow[];
}

interface Stored extends Saved {
  fingerprint: string;
  rowBytes: number;
}

/** Written whole or not at all; a later one takes the place of an earlier one. */
export class Checkpoint {
  private readonly rowsFile: string;

  /** @param fingerprint of everything that the sums depend on: files, rules, settings */
  constructor(
    private readonly file: string,
    private readonly fingerprint: string,
  ) {
    this.rowsFile = `${file}.rows`;
  }

  /** @returns null where there is none, `"other"` where it is of another run: other files, rules or settings */
  load(): Saved | "other" | null {
    if (!existsSync(this.file)) return null;
    let stored: Stored;
    try {
      stored = deserialize(readFileSync(this.file)) as Stored;
    } catch {
      return "other";
    }
    if (stored.fingerprint !== this.fingerprint) return "other";
    // What was put out after the checkpoint is going to be put out again.
    if (stored.rowBytes > 0) truncateSync(this.rowsFile, stored.rowBytes);
    else rmSync(this.rowsFile, { force: true });
    return stored;
  }

  /** Begins anew. */
  clear(): void {
    rmSync(this.file, { force: true });
    rmSync(this.rowsFile, { force: true });
  }

  addRows(text: string): void {
    if (text !== "") appendFileSync(this.rowsFile, text);
  }

  save(saved: Saved): void {
    const rowBytes = existsSync(this.rowsFile) ? statSync(this.rowsFile).size : 0;
    const stored: Stored = { ...saved, fingerprint: this.fingerprint, rowBytes };
    writeFileSync(`${this.file}.tmp`, serialize(stored));
    renameSync(`${this.file}.tmp`, this.file);
  }

  /** All rows that were put out, from the first on. */
  async *rows(): AsyncGenerator<string> {
    if (!existsSync(this.rowsFile)) return;
    for await (const chunk of createReadStream(this.rowsFile, "utf8")) yield chunk as string;
  }
}
