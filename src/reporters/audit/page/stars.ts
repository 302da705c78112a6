/** Case reviews: situation, task, action, result, reflection. */
import type { StarLine, StarSheet } from "../../../audit/report.js";
import { figure } from "../format.js";
import type { App } from "./app.js";
import { h } from "../../page/dom.js";
import { formatRoute } from "./filter.js";
import { PHRASE, W } from "./words.js";

const PARTS = ["situation", "task", "action", "result", "reflection"] as const;

export function starsView(app: App): HTMLElement {
  const { report, t } = app;
  if (report.stars.length === 0) return h("p.note", {}, t(W.noStars));
  return h("div.stars", {}, ...(["worst", "best"] as const).flatMap((which) => {
    const sheets = report.stars.filter((sheet) => sheet.which === which);
    return sheets.length === 0 ? [] : [h("section", {}, h("h2", {}, `${which === "best" ? "✓" : "✖"} ${t(W[which])}`), ...sheets.map((sheet) => sheetCard(app, sheet)))];
  }));
}

function sheetCard(app: App, sheet: StarSheet): HTMLElement {
  const { report, t } = app;
  // Ids may be there twice, in two files.
  const index = report.conversations.findIndex(({ id, keptAs }) => id === sheet.id && keptAs?.includes(sheet.which));
  const row = report.conversations[index];
  const line = ({ text, messageIndex }: StarLine): HTMLElement => h("li", {}, t(text), messageIndex !== undefined && h("small", {}, ` ${t(PHRASE.messageAt(messageIndex + 1))}`));
  return h(
    "section.card.star",
    {},
    h("header", {}, h("h3", {}, sheet.id, row && row.score !== null && h("small", {}, ` ${figure(row.score)} ${t(W.score)} · ${row.agents.join("、")}`)), index >= 0 && h("a.more", { href: formatRoute({ view: "conversations", filter: {}, open: index }) }, t(W.openConversation))),
    h("dl.star-parts", {}, ...PARTS.map((part) => h("div", {}, h("dt", {}, h("b", {}, part === "reflection" ? "R+" : part[0]!.toUpperCase()), ` ${t(W[part])}`), h("dd", {}, h("ul", {}, ...sheet[part].map(line)))))),
  );
}
