/** An evaluation as people and tables read it. */
import pc from "picocolors";
import type { Bilingual, Locale } from "../core/types.js";
import type { Evaluation, FalseAlarm, Figures, MissedEntry, NamedFigures } from "../evaluation/types.js";
import { grid } from "./audit/markdown.js";
import { csvOf } from "./csv.js";
import { displayWidth, padEnd, wrap } from "./width.js";

export const EVALUATION_TABLES = ["points", "rules", "confusion", "missed", "false-alarms"] as const;
export type EvaluationTable = (typeof EVALUATION_TABLES)[number];

/** How an evaluation is shown. */
export interface EvaluationView {
  locale: Locale;
  /** Entries of each listing; the rest is counted. */
  limit: number;
}

type Cell = string | number | null;
interface Table {
  head: string[];
  rows: Cell[][];
}

const TITLE: Record<EvaluationTable, Bilingual> = {
  points: { zh: "按要点", en: "By point of the guidance" },
  rules: { zh: "按规则", en: "By rule" },
  confusion: { zh: "人判成什么、工具报成什么", en: "What people see and what was reported" },
  missed: { zh: "漏报", en: "Missed" },
  "false-alarms": { zh: "误报", en: "False alarms" },
};

/** Names of the columns of figures, in order; shares 0–1. */
function headOf(kind: "points" | "rules", locale: Locale): string[] {
  return locale === "zh"
    ? [kind === "points" ? "要点" : "规则", "标注", "命中", "别的要点报了", "漏报", "误报", "其中没问题的", "精确率", "召回率", "F1", "误报/千条", "κ"]
    : [kind === "points" ? "point" : "rule", "labelled", "hits", "other point", "missed", "false", "on clean", "precision", "recall", "F1", "false per 1,000", "κ"];
}

function figures({ labelled, hits, instead, missed, false: alarms, falseOnClean, precision, recall, f1, falsePerThousand, kappa }: Figures): Cell[] {
  return [labelled, hits, instead, missed, alarms, falseOnClean, precision, recall, f1, falsePerThousand, kappa];
}

/** A table of an evaluation; numbers as they are. */
function tableOf(evaluation: Evaluation, id: EvaluationTable, { locale, limit }: EvaluationView): Table {
  const zh = locale === "zh";
  switch (id) {
    case "points":
    case "rules":
      return { head: headOf(id, locale), rows: evaluation[id].map((row) => [row.id, ...figures(row)]) };
    case "confusion":
      return { head: zh ? ["人判", "工具报", "条数"] : ["people", "reported", "replies"], rows: evaluation.confusion.slice(0, limit).map(({ expected, reported, count }) => [expected ?? "–", reported ?? "–", count]) };
    case "missed":
      return {
        head: zh ? ["位置", "编号", "人判", "工具报", "客户", "回复"] : ["place", "id", "people", "reported", "customer", "reply"],
        rows: evaluation.missed.slice(0, limit).map((entry) => [place(entry), entry.id, entry.expect.join(" "), entry.reported.join(" "), entry.customer, entry.reply]),
      };
    case "false-alarms":
      return {
        head: zh ? ["位置", "编号", "人判", "要点", "规则", "报的字", "说明", "客户", "回复"] : ["place", "id", "people", "point", "rule", "reported words", "message", "customer", "reply"],
        rows: evaluation.falseAlarms.slice(0, limit).map((entry) => [place(entry), entry.id, entry.expect.join(" "), entry.guidance.join(" "), entry.rule, entry.text, entry.message, entry.customer, entry.reply]),
      };
  }
}

/** One table as CSV: plain figures, shares 0–1, with a byte order mark so that spreadsheets read it. */
export function evaluationCsv(evaluation: Evaluation, id: EvaluationTable, view: EvaluationView): string {
  const { head, rows } = tableOf(evaluation, id, view);
  const plain = (value: Cell): string | number => (value === null ? "" : typeof value === "number" ? Math.round(value * 10_000) / 10_000 : value);
  return csvOf([head, ...rows.map((row) => row.map(plain))]);
}

/** Everything as Markdown. */
export function evaluationMarkdown(evaluation: Evaluation, view: EvaluationView): string {
  const say = (text: Bilingual): string => text[view.locale];
  let out = `## ${say({ zh: "准确度", en: "Evaluation" })}\n\n${summaryLines(evaluation, view.locale).map((line) => `- ${line}\n`).join("")}`;
  for (const id of EVALUATION_TABLES) {
    const { head, rows } = tableOf(evaluation, id, view);
    if (rows.length > 0) out += `\n### ${say(TITLE[id])}\n\n${grid(head, rows.map((row) => row.map((value, column) => shown(value, column))))}${rest(evaluation, id, view)}`;
  }
  return out;
}

/** What people read on a terminal. */
export function evaluationPretty(evaluation: Evaluation, view: EvaluationView & { color: boolean; width: number }): string {
  const { locale, limit, width } = view;
  const c = pc.createColors(view.color);
  const say = (text: Bilingual): string => text[locale];
  let out = summaryLines(evaluation, locale).map((line) => `${line}\n`).join("");
  for (const id of ["points", "rules"] as const) out += `\n${c.bold(say(TITLE[id]))}\n${columns(headOf(id, locale), evaluation[id])}`;
  const rows = (id: EvaluationTable, lines: string[]): void => {
    if (lines.length > 0) out += `\n${c.bold(say(TITLE[id]))}\n${lines.join("")}${rest(evaluation, id, view)}`;
  };
  const indented = (text: string, paint: (text: string) => string = (same) => same): string => wrap(text, width - 4).map((line) => `    ${paint(line)}\n`).join("");
  const said = ({ customer, reply }: MissedEntry | FalseAlarm): string => (customer === "" ? "" : indented(`? ${customer}`, c.dim)) + (reply === "" ? "" : indented(reply));
  rows("confusion", evaluation.confusion.slice(0, limit).map(({ expected, reported, count }) => `  ${String(count).padStart(4)}  ${expected ?? say({ zh: "没问题", en: "nothing" })} → ${reported ?? say({ zh: "没报", en: "nothing" })}\n`));
  rows("missed", evaluation.missed.slice(0, limit).map((entry) => `  ${place(entry)}  ${c.red(entry.expect.join(" "))}${entry.reported.length > 0 ? c.dim(say({ zh: ` 报成了 ${entry.reported.join(" ")}`, en: ` reported as ${entry.reported.join(" ")}` })) : ""}  ${c.dim(entry.id)}\n${said(entry)}`));
  rows(
    "false-alarms",
    evaluation.falseAlarms.slice(0, limit).map((entry) => {
      const { rule, guidance, text, message, expect, start, end } = entry;
      const span = start === undefined ? "" : ` [${start}, ${end})`;
      const words = text === "" ? message : `“${text}”${span} ${message}`;
      return `  ${place(entry)}  ${c.yellow(guidance.join(" "))} ${rule}${expect.length > 0 ? c.dim(say({ zh: ` 人判 ${expect.join(" ")}`, en: ` people see ${expect.join(" ")}` })) : ""}  ${c.dim(entry.id)}\n${said(entry)}${indented(words, c.dim)}`;
    }),
  );
  return out;
}

function summaryLines({ replies, faulty, clean, overall, reviewers, open }: Evaluation, locale: Locale): string[] {
  const of = (part: number, whole: number): string => (whole === 0 ? `${part}/${whole}` : `${part}/${whole} (${((100 * part) / whole).toFixed(1)} %)`);
  const { precision, recall, f1, kappa } = overall;
  const [p, r, f, k] = [precision, recall, f1, kappa].map((value) => (value === null ? "–" : value.toFixed(2)));
  const zh = locale === "zh";
  const out = zh
    ? [`${replies} 条回复：有问题的查出 ${of(overall.hits, faulty)}，没问题的误报 ${of(overall.falseOnClean, clean)}`, `精确率 ${p}  召回率 ${r}  F1 ${f}  和人的一致性 κ ${k}（${agreement(kappa, zh)}）`]
    : [`${replies} replies: faulty ones found ${of(overall.hits, faulty)}, clean ones alarmed ${of(overall.falseOnClean, clean)}`, `precision ${p}  recall ${r}  F1 ${f}  agreement with people κ ${k} (${agreement(kappa, zh)})`];
  for (const { reviewers: [a, b], findings, agreed, kappa: between } of reviewers)
    out.push(zh ? `校准 ${a}、${b}：同判 ${of(agreed, findings)}，κ ${between?.toFixed(2) ?? "–"}（${agreement(between, zh)}）` : `Calibration of ${a} and ${b}: the same verdict on ${of(agreed, findings)}, κ ${between?.toFixed(2) ?? "–"} (${agreement(between, zh)})`);
  if (open > 0) out.push(zh ? `还有 ${open} 条没复核，没有计入` : `${open} responses have not been reviewed and are not counted`);
  return out;
}

/** What a κ means, after Landis and Koch. */
function agreement(kappa: number | null, zh: boolean): string {
  if (kappa === null) return zh ? "算不出" : "not defined";
  const words: [least: number, zh: string, en: string][] = [[0.81, "几乎完全一致", "almost perfect"], [0.61, "高度一致", "substantial"], [0.41, "中等", "moderate"], [0.21, "一般", "fair"], [0, "很低", "slight"]];
  const found = words.find(([least]) => Math.round(kappa * 100) / 100 >= least);
  return found ? found[zh ? 1 : 2] : zh ? "比碰运气还差" : "worse than chance";
}

function columns(head: readonly string[], rows: readonly NamedFigures[]): string {
  const table = [head, ...rows.map((row) => [row.id, ...figures(row)].map((value, column) => shown(value, column)))];
  const widths = head.map((_, column) => Math.max(...table.map((row) => displayWidth(row[column]!))));
  return table.map((row) => `  ${row.map((cell, column) => (column === 0 ? padEnd(cell, widths[0]!) : " ".repeat(widths[column]! - displayWidth(cell)) + cell)).join("  ")}\n`).join("");
}

/** Columns of figures from here on are shares or rates. */
const FIRST_SHARE = 7;
const PER_THOUSAND = 10;

function shown(value: Cell, column: number): string {
  if (typeof value !== "number") return value ?? "–";
  return column < FIRST_SHARE ? String(value) : value.toFixed(column === PER_THOUSAND ? 1 : 2);
}

function place({ file, line }: { file: string; line: number }): string {
  return `${file}:${line}`;
}

function rest(evaluation: Evaluation, id: EvaluationTable, { locale, limit }: EvaluationView): string {
  const all = { points: 0, rules: 0, confusion: evaluation.confusion.length, missed: evaluation.missed.length, "false-alarms": evaluation.falseAlarms.length }[id];
  return all > limit ? { zh: `\n  还有 ${all - limit} 条，用 --limit 调\n`, en: `\n  ${all - limit} more: see --limit\n` }[locale] : "";
}
