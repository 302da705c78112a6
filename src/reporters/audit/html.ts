import script from "inlined:reporters/audit/page/main.ts";
import style from "inlined:reporters/audit/page/page.css";
import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { escapeHtml, htmlPage } from "../html.js";
import { show } from "./format.js";
import { tableOf } from "./tables.js";

/** The report as one HTML file: see `htmlPage`. */
export function auditHtml(report: AuditReport, locale: Locale): string {
  const summary = tableOf(report, "summary", locale);
  const rows = summary.rows.map(([item, value], index) => `<tr><th scope="row">${escapeHtml(String(item))}</th><td>${escapeHtml(show(value ?? null, summary.lastKinds![index]!, { locale, zone: report.targets.zone }))}</td></tr>`);
  return htmlPage({
    locale,
    title: { zh: "客服回复质检报告", en: "Reply audit" }[locale],
    tool: report.tool,
    style,
    script,
    data: { locale, report },
    fallback: `<p>${{ zh: "图表、筛选和对话要启用 JavaScript 才能看。", en: "Charts, filters and conversations need JavaScript." }[locale]}</p><table>${rows.join("")}</table>`,
  });
}
