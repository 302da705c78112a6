import script from "inlined:reporters/effect/page/main.ts";
import style from "inlined:reporters/effect/page/page.css";
import type { Locale } from "../../core/types.js";
import type { EffectReport } from "../../phrasebook/effect-report.js";
import { escapeHtml, htmlPage } from "../html.js";
import { label, percent } from "./text.js";

/** Which wording works, as a page with a forest plot: see `htmlPage`. */
export function effectHtml(report: EffectReport, locale: Locale, tool: string): string {
  const cells = (tag: "td" | "th", values: readonly (string | number)[]): string => values.map((value) => `<${tag}>${escapeHtml(String(value))}</${tag}>`).join("");
  const head = { zh: ["话术", "发送", "会话", "有回应"], en: ["phrase", "sent", "chats", "answered"] }[locale];
  const rows = report.rows.filter(({ sent }) => sent > 0).map((row) => `<tr>${cells("td", [label(row), row.sent, row.conversations, percent(row.answered), ...report.outcomes.map(({ id }) => percent(row.outcomes[id]))])}</tr>`);
  return htmlPage({
    locale,
    title: { zh: "话术效果", en: "Effect of phrases" }[locale],
    tool,
    style,
    script,
    data: { locale, report },
    fallback: `<p>${{ zh: "图和筛选要启用 JavaScript 才能看。", en: "The chart and its filters need JavaScript." }[locale]}</p><table><tr>${cells("th", [...head, ...report.outcomes.map(({ name }) => name)])}</tr>${rows.join("")}</table>`,
  });
}
