/** The report's page: reads the embedded data, shows the view that the address names, listens to keys. */
import type { AuditReport } from "../../../audit/report.js";
import type { Locale } from "../../../core/types.js";
import { day, figure } from "../format.js";
import { type TableId, tableOf } from "../tables.js";
import { type App, linkTo, linkToName } from "./app.js";
import { conversationsView, type ConversationsView } from "./conversations.js";
import { append, h } from "../../page/dom.js";
import { switchTheme } from "../../page/theme.js";
import { formatRoute, parseRoute, VIEWS, type View } from "./filter.js";
import { grid } from "./grid.js";
import { hideHint } from "./hint.js";
import { overview } from "./overview.js";
import { starsView } from "./stars.js";
import { KEYS, PHRASE, VIEW, W } from "./words.js";

/** What the page is given: see html.ts. */
interface PageData {
  locale: Locale;
  report: AuditReport;
}

const { report, locale } = JSON.parse(document.getElementById("data")!.textContent) as PageData;
const root = document.getElementById("app")!;
let conversations: ConversationsView | null = null;
let drawn = "";

const app: App = {
  report,
  locale,
  route: parseRoute(location.hash, report.conversations.length),
  t: (text) => text[app.locale],
  go: (change, replace = false) => {
    const hash = formatRoute({ ...app.route, ...change });
    if (hash === location.hash) return;
    if (replace) history.replaceState(null, "", hash);
    else location.hash = hash;
    // The event of a new address comes later; keys may be faster.
    arrive();
  },
};

const header = h("header.page-head");
const nav = h("nav.views");
const main = h("main", { id: "content", tabindex: -1 });
const help = h("dialog.help");

function arrive(): void {
  hideHint();
  app.route = parseRoute(location.hash, report.conversations.length);
  const { view } = app.route;
  for (const link of nav.querySelectorAll("a")) {
    if (link.dataset.view === view) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  if (view === "conversations") {
    conversations ??= conversationsView(app);
    if (drawn !== view) main.replaceChildren(conversations.element);
    drawn = view;
    conversations.update();
  } else if (drawn !== view) {
    drawn = view;
    main.replaceChildren(h("h1.sr", {}, app.t(VIEW[view])), viewOf(view));
    window.scrollTo(0, 0);
  }
  document.body.dataset.view = view;
}

function viewOf(view: Exclude<View, "conversations">): HTMLElement {
  const table = (id: TableId, link?: (index: number) => string | undefined, note?: string): HTMLElement | null => {
    const content = tableOf(report, id, app.locale);
    return content.rows.length === 0 ? null : grid(app, content, { ...(link && { link }), ...(note !== undefined && { note }) });
  };
  const page = h("div.tables");
  switch (view) {
    case "overview":
      return overview(app);
    case "stars":
      return starsView(app);
    case "people":
      append(page, [table("agents", (index) => linkToName("agent", report.agents[index]!.name)), table("teams", (index) => linkToName("team", report.teams[index]!.name))]);
      break;
    case "groups":
      append(page, [table("scenarios", (index) => linkTo({ scenario: report.scenarios[index]!.name })), table("days", (index) => linkTo({ day: report.days[index]!.name }))]);
      break;
    case "rules":
      append(page, [table("rules", (index) => linkTo({ rule: report.rules[index]!.rule })), table("shadow"), table("trend", (index) => linkTo({ rule: report.trend!.rules[index]!.rule })), table("points")]);
      break;
    case "texts":
      append(page, [table("texts", (index) => linkTo({ q: report.texts[index]!.text }))]);
      break;
    case "data": {
      const { unread, unreadCount } = report.input;
      append(page, [table("unread", undefined, unread.length < unreadCount ? app.t(PHRASE.unreadCut(unread.length, unreadCount)) : undefined), table("files"), table("summary")]);
      break;
    }
  }
  if (page.childElementCount === 0) page.append(h("p.note", {}, app.t(W.nothing)));
  return page;
}

/** Everything around the view, in the language of the moment. */
function frame(): void {
  const { t } = app;
  const { from, to, files } = report.input;
  const { zone } = report.targets;
  const period = from === null || to === null ? "" : `${day(from, zone)} – ${day(to, zone)} · `;
  document.documentElement.lang = app.locale === "zh" ? "zh-CN" : "en";
  document.title = `${t(W.title)}${from === null ? "" : ` ${day(from, zone)}`}`;
  const button = (text: string, onclick: () => void, label = text): HTMLElement => h("button.quiet", { type: "button", onclick, "aria-label": label, title: label }, text);
  header.replaceChildren(
    h("div", {}, h("p.brand", {}, t(W.title)), h("p.meta", {}, `${period}${t({ zh: `${files.length} 个文件`, en: files.length === 1 ? "1 file" : `${files.length} files` })} · ${figure(report.total.conversations)}${t({ zh: " 段对话", en: " conversations" })}${report.masked ? ` · ${t({ zh: "个人信息已隐藏", en: "personal data hidden" })}` : ""}`)),
    h("div.tools", {}, button(t(W.language), () => switchLanguage()), button("◐", switchTheme, t(W.theme)), button(t(W.print), () => window.print()), button("?", () => help.showModal(), t(W.help))),
  );
  nav.setAttribute("aria-label", t(W.views));
  nav.replaceChildren(...VIEWS.map((view) => h("a", { href: `#${view}`, "data-view": view }, t(VIEW[view]))));
  help.replaceChildren(
    h("h2", {}, t(W.help)),
    h("dl", {}, ...KEYS.map(([keys, about]) => h("div", {}, h("dt", {}, ...keys.flatMap((key, index) => [index > 0 && " ", key === "–" ? key : h("kbd", {}, key)])), h("dd", {}, t(about))))),
    h("p.meta", {}, `${report.tool} · ${t({ zh: "规则包", en: "rule set" })} ${report.ruleset} · ${report.level}`),
    h("form", { method: "dialog" }, h("button", {}, t(W.close))),
  );
}

function switchLanguage(): void {
  app.locale = app.locale === "zh" ? "en" : "zh";
  conversations = null;
  drawn = "";
  frame();
  arrive();
}

/** Moves over the rows of whatever table is shown. */
function moveRow(by: number): void {
  const rows = [...main.querySelectorAll<HTMLElement>("[data-row]")];
  const at = rows.indexOf(document.activeElement as HTMLElement);
  const next = rows[at < 0 ? 0 : at + by];
  next?.focus();
  next?.scrollIntoView({ block: "nearest" });
}

function escape(): void {
  if (hideHint()) return;
  const { view, filter, open } = app.route;
  if (view !== "conversations") return;
  if (open !== null) app.go({ open: null });
  else if (Object.keys(filter).length > 0) app.go({ filter: {} });
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
  const target = event.target as HTMLElement;
  const typing = target.matches("input, select, textarea");
  if (event.key === "Escape") {
    if (typing) target.blur();
    else escape();
    return;
  }
  if (typing) return;
  const { view } = app.route;
  const key = event.key;
  if (key === "?") help.showModal();
  else if (key === "/") {
    app.go({ view: "conversations", open: null });
    // The address changes after this event; the search must not get this key.
    window.setTimeout(() => conversations?.search.focus());
  } else if (key === "j" || key === "k") {
    const by = key === "j" ? 1 : -1;
    if (view === "conversations") conversations?.move(by);
    else moveRow(by);
  } else if (key === "n" || key === "p") conversations?.jump(key === "n" ? 1 : -1);
  else if (key === "Enter" && target.matches("[data-row]")) target.querySelector("a")?.click();
  else if (key === "Enter" && view === "conversations" && target === document.body) main.querySelector<HTMLElement>(".conversation h2")?.focus();
  else if (/^[1-8]$/.test(key)) app.go({ view: VIEWS[Number(key) - 1]!, filter: {}, open: null });
  else return;
  event.preventDefault();
});

// A row of the list keeps the filters of the moment.
document.addEventListener("click", (event) => {
  const row = (event.target as Element).closest<HTMLElement>("a[data-open]");
  if (!row || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  app.go({ open: Number(row.dataset.open) });
});

window.addEventListener("hashchange", arrive);
frame();
root.replaceChildren(h("a.skip", { href: "#content", onclick: (event: Event) => {
  event.preventDefault();
  main.focus();
} }, app.t(W.skip)), header, nav, main, help);
arrive();
