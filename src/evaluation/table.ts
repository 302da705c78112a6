import { CsvSplitter } from "../transcripts/csv.js";
import { readLabelRow } from "./read.js";
import { type Review, reviewRow } from "./review.js";
import type { Label, LabelProblem } from "./types.js";

/** What a table has: labelled replies, or rows of a review sheet. */
export interface Table {
  labels: Label[];
  reviews: Review[];
  problems: LabelProblem[];
}

/**
 * Reads a table with a head: labelled replies (`reply`, `expect`), or the review sheet that `replylint audit` writes (`rule`, `verdict`).
 * Commas, semicolons or tabs, as spreadsheets save them.
 */
export function readTable(text: string, file: string): Table {
  const out: Table = { labels: [], reviews: [], problems: [] };
  const source = text.replace(/^\ufeff/, "");
  const first = source.slice(0, source.search(/[\r\n]|$/));
  const delimiter = [",", "\t", ";"].reduce((best, one) => (first.split(one).length > first.split(best).length ? one : best));
  let head: string[] | undefined;
  let kind: "labels" | "review" | undefined;
  const splitter = new CsvSplitter(delimiter, (fields, line, _start, malformed) => {
    if (malformed) out.problems.push({ file, line, message: { zh: "这一行的引号没有配对", en: "the quotes of this row do not pair up" } });
    if (!head) {
      head = fields.map((cell) => cell.trim().toLowerCase());
      kind = head.includes("verdict") && head.includes("rule") ? "review" : head.includes("reply") && head.includes("expect") ? "labels" : undefined;
      if (!kind) out.problems.push({ file, line, message: { zh: "表头要有 reply 和 expect（标注），或者是 audit --review-file 写的复核表", en: "the head needs reply and expect (labels), or is that of a sheet which audit --review-file writes" } });
      return;
    }
    if (malformed || !kind || fields.every((cell) => cell.trim() === "")) return;
    const row = Object.fromEntries(head.map((name, index) => [name, fields[index] ?? ""]));
    if (kind === "labels") readLabelRow(row, file, line, out);
    else reviewRow(row, file, line, out);
  });
  splitter.push(source, true);
  return out;
}
