import * as v from "valibot";
import type { Reply } from "../core/types.js";
import { nearest } from "../rulepack/nearest.js";
import { labelSchema } from "./schema.js";
import type { Label, LabelProblem } from "./types.js";

/** What a file of labels comes to: what could be read, and what could not. */
export interface Labels {
  labels: Label[];
  problems: LabelProblem[];
}

type Words = LabelProblem["message"];

/** Reads labelled replies, one JSON object a line; a bad line is a problem of its own. Blank lines are left out. */
export function readLabels(text: string, file: string): Labels {
  const out: Labels = { labels: [], problems: [] };
  text.replace(/^\ufeff/, "").split("\n").forEach((row, index) => {
    if (row.trim() === "") return;
    const line = index + 1;
    let value: unknown;
    try {
      value = JSON.parse(row);
    } catch (error) {
      out.problems.push({ file, line, message: { zh: `不是有效的 JSON：${(error as Error).message}`, en: `not valid JSON: ${(error as Error).message}` } });
      return;
    }
    addLabel(value, file, line, out);
  });
  return out;
}

/** Cells of a table of labels with several points in them. */
const SEVERAL = /[\s,，、;；|]+/;

/** Reads a row of a table with columns named as the keys of a record; `expect` has its points side by side. */
export function readLabelRow(row: Record<string, string>, file: string, line: number, out: Labels): void {
  const record = Object.fromEntries(Object.entries(row).filter(([key, cell]) => key in labelSchema.entries && (cell !== "" || key === "reply")));
  addLabel({ ...record, expect: pointsIn(row.expect ?? "") }, file, line, out);
}

/** Points in a cell, however they are set apart. */
export function pointsIn(cell: string): string[] {
  return cell.toUpperCase().split(SEVERAL).filter(Boolean);
}

function addLabel(value: unknown, file: string, line: number, out: Labels): void {
  // A key whose value is null counts as absent, as in `pipe`.
  const given = typeof value === "object" && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.entries(value).filter(([, one]) => one !== null)) : value;
  const result = v.safeParse(labelSchema, given);
  if (!result.success) {
    out.problems.push({ file, line, message: wordsOf(result.issues[0]) });
    return;
  }
  const { id, expect, note: _, ...reply } = result.output;
  out.labels.push({ id: id === undefined ? "" : String(id), file, line, reply: reply as Reply, expect: [...new Set(expect)] });
}

function wordsOf(issue: v.BaseIssue<unknown>): Words {
  const path = issue.path?.map((item) => String(item.key)) ?? [];
  const [key = ""] = path;
  if (key === "") return { zh: '要一个 JSON 对象：{"reply": "…", "expect": ["G04"]}', en: 'expected a JSON object: {"reply": "…", "expect": ["G04"]}' };
  if (issue.expected === "never") {
    const [guess] = nearest(key, Object.keys(labelSchema.entries));
    return { zh: `没有“${key}”这个键${guess ? `，是不是想写 ${guess}？` : ""}`, en: `unknown key "${key}"${guess ? `; did you mean "${guess}"?` : ""}` };
  }
  if (issue.received === "undefined") return key === "expect" ? { zh: "没有 expect（人判的要点；没问题的回复写 []）", en: "there is no expect in it (what people see; [] for a reply without a fault)" } : { zh: `没有 ${key}`, en: `there is no ${key} in it` };
  if (issue.type === "picklist") {
    const [guess] = nearest(issue.received.replaceAll('"', ""), [...(issue.expected ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!));
    return { zh: `${key} 没有 ${issue.received} 这个值${guess ? `，是不是 ${guess}？` : ""}`, en: `${key} cannot be ${issue.received}${guess ? `; did you mean "${guess}"?` : ""}` };
  }
  if (issue.type === "regex") return { zh: `${key} 里的 ${issue.received} 不是要点编号，要像 G04`, en: `${issue.received} in ${key} is no point of the guidance, such as G04` };
  return { zh: `${path.join(".")} 不能是 ${issue.received}`, en: `${path.join(".")} cannot be ${issue.received}` };
}
