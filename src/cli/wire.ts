/** How records come in and answers go out: NDJSON, or tab-separated columns. */
import { nearest } from "../rulepack/nearest.js";
import { CliError } from "./errors.js";
import { type InputRecord, type MessageReading, readLine, readRecord, RecordError, withId } from "./records.js";
import type { Context } from "./terminal.js";
import { cell, readCells } from "./tsv.js";

/** What `--fields` may name; of NDJSON `id` and `error` are always there. */
export const FIELDS = ["version", "ruleset", "scenario", "scenarioSource", "score", "verdict", "dimensions", "deductions", "findings", "moves", "missing", "conversation", "responses", "input", "long", "shadow", "exempted", "crashed"] as const;
const TSV_FIELDS = ["id", "error", "record", ...FIELDS] as const;
const COLUMNS = ["id", "reply", "customer", "scenario", "channel", "platform", "facts", "messages", "record"] as const;
/** Columns whose cells are JSON. */
const JSON_COLUMNS: readonly string[] = ["facts", "messages"];

/** What is said to one line. */
export type Answer = { id: string; result: object; kept: Record<string, unknown> } | { id: string; error: { code: string; message: string; line: number } };

/** A line format. */
export interface Wire {
  /** Whether a bad line's answer says what is wrong with it. */
  tellsErrors: boolean;
  /** How messages are read, unless as the contract has them. */
  reading?: MessageReading;
  /** Takes the first line where it names columns, and answers it; else null. */
  head(line: string | RecordError): string | null;
  /** @throws {RecordError} */
  read(line: string): InputRecord;
  write(answer: Answer): string;
  /** What goes over from the input. */
  kept(given: Record<string, unknown>): Record<string, unknown>;
}

interface Shape {
  fields: string[] | undefined;
  keep: readonly string[];
}

/** One JSON object a line. */
export function ndjson({ fields: wanted, keep }: Shape, context: Context): Wire {
  const fields = wanted?.filter((field) => field !== "id");
  if (fields) check(fields, FIELDS, "fields", context);
  return {
    tellsErrors: true,
    head: () => null,
    read(line) {
      return readLine(line, context, this.reading);
    },
    write: (answer) => jsonOf(answer, fields),
    kept: (given) => picked(given, keep),
  };
}

/** Cells between tabs. Unless fields are named, the one column of the answer is the whole record as JSON. */
export function tsv({ fields = ["record"], keep, columns, header }: Shape & { columns: string[] | undefined; header: boolean }, context: Context): Wire {
  const { say } = context;
  if ((columns === undefined) !== header) throw new CliError(say({ zh: "--tsv 要写 --columns 或 --header，二选一。", en: "--tsv takes either --columns or --header." }), say({ zh: "例：--tsv --columns id,reply,customer", en: "For example: --tsv --columns id,reply,customer" }));
  check(fields, TSV_FIELDS, "fields", context);
  if (columns) check(columns.filter((name) => !keep.includes(name)), COLUMNS, "columns", context);
  let names: readonly string[] = columns ?? [];
  return {
    tellsErrors: fields.includes("error") || fields.includes("record"),
    head(line) {
      if (!header) return null;
      names = typeof line === "string" ? readCells(line.replace(/\r$/, "")).map((name) => name ?? "") : [];
      if (!names.some((name) => ["reply", "messages", "record"].includes(name))) throw new CliError(say({ zh: `第一行没有 reply、messages 或 record 这一列：${names.join(" ")}`, en: `The first line names no column reply, messages or record: ${names.join(" ")}` }));
      return [...fields, ...keep].map(cell).join("\t");
    },
    read(line) {
      const cells = readCells(line.endsWith("\r") ? line.slice(0, -1) : line);
      if (cells.length !== names.length) throw new RecordError("wrong-columns", say({ zh: `这一行有 ${cells.length} 列，要 ${names.length} 列：${names.join(" ")}`, en: `this line has ${cells.length} columns instead of ${names.length}: ${names.join(" ")}` }));
      const given: Record<string, unknown> = {};
      let whole: InputRecord | undefined;
      for (const [index, name] of names.entries()) {
        const value = cells[index]!;
        // Engines without null have an empty text instead.
        if (value === null || (value === "" && name !== "reply" && name !== "id")) continue;
        if (name === "record") whole = readLine(value, context, this.reading);
        else given[name] = JSON_COLUMNS.includes(name) ? jsonCell(value, name, context) : value;
      }
      if (whole) return { ...whole, ...(given.id !== undefined && { id: JSON.stringify(given.id) }), given: { ...whole.given, ...given } };
      return readRecord(given, given.id === undefined ? "null" : JSON.stringify(given.id), context, this.reading);
    },
    write(answer) {
      const kept = "kept" in answer ? answer.kept : {};
      const value = (field: string): unknown => {
        if (field === "record") return jsonOf(answer, undefined);
        if (field === "id") return answer.id === "null" ? null : answer.id.startsWith('"') ? JSON.parse(answer.id) : answer.id;
        if (field === "error") return "error" in answer ? answer.error : null;
        return "result" in answer ? (answer.result as Record<string, unknown>)[field] : null;
      };
      return [...fields.map((field) => cell(value(field))), ...keep.map((key) => cell(kept[key]))].join("\t");
    },
    kept: (given) => picked(given, keep),
  };
}

function jsonOf(answer: Answer, fields: readonly string[] | undefined): string {
  if ("error" in answer) return `{"id":${answer.id},"error":${JSON.stringify(answer.error)}}`;
  const result = fields ? picked(answer.result as Record<string, unknown>, fields) : answer.result;
  return withId(answer.id, { ...result, ...answer.kept });
}

function picked(from: Record<string, unknown>, keys: readonly string[]): Record<string, unknown> {
  const out: Record<string, unknown> = {};
  for (const key of keys) if (from[key] !== undefined) out[key] = from[key];
  return out;
}

function jsonCell(text: string, name: string, { say }: Context): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new RecordError("not-json", say({ zh: `${name} 不是有效的 JSON：${(error as Error).message}`, en: `${name} is not valid JSON: ${(error as Error).message}` }));
  }
}

function check(names: readonly string[], known: readonly string[], option: string, { say }: Context): void {
  for (const name of names) {
    if (known.includes(name)) continue;
    const [guess] = nearest(name, known);
    throw new CliError(say({ zh: `--${option} 没有“${name}”这个字段${guess ? `，是不是想写 ${guess}？` : "。"}`, en: `--${option} does not know "${name}"${guess ? `; did you mean ${guess}?` : "."}` }), say({ zh: `可用：${known.join(" ")}`, en: `It takes: ${known.join(" ")}` }));
  }
}
