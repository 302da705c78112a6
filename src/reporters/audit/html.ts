import { createHash } from "node:crypto";
import script from "inlined:reporters/audit/page/main.ts";
import style from "inlined:reporters/audit/page/page.css";
import type { AuditReport } from "../../audit/report.js";
import type { Locale } from "../../core/types.js";
import { show } from "./format.js";
import { tableOf } from "./tables.js";

/**
 * The report as one HTML file: it opens offline, asks no network for anything (and its content policy forbids it), and runs
 * no other script than its own.
 */
export function auditHtml(report: AuditReport, locale: Locale): string {
  const policy = `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(style)}'; base-uri 'none'; form-action 'none'`;
  const summary = tableOf(report, "summary", locale);
  const rows = summary.rows.map(([item, value], index) => `<tr><th scope="row">${escapeHtml(String(item))}</th><td>${escapeHtml(show(value ?? null, summary.lastKinds![index]!, { locale, zone: report.targets.zone }))}</td></tr>`);
  return `<!doctype html>
<html lang="${locale === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${escapeHtml(report.tool)}">
<meta name="referrer" content="no-referrer">
<title>${{ zh: "客服回复质检报告", en: "Reply audit" }[locale]}</title>
<style>${style}</style>
</head>
<body>
<div id="app"><noscript><h1>${{ zh: "客服回复质检报告", en: "Reply audit" }[locale]}</h1><p>${{ zh: "图表、筛选和对话要启用 JavaScript 才能看。", en: "Charts, filters and conversations need JavaScript." }[locale]}</p><table>${rows.join("")}</table></noscript></div>
<script type="application/json" id="data">${embed({ locale, report })}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that nothing in it can end: a `<` in a text cannot close the script element, nor open a comment in it. */
function embed(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** Text as text, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`);
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
