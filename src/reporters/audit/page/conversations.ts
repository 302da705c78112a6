/** The list of conversations with its filters, and the open one beside it. */
import type { ConversationRow } from "../../../audit/report.js";
import type { Bilingual } from "../../../core/types.js";
import { SCENARIO, VERDICT } from "../../labels.js";
import { figure, moment } from "../format.js";
import { titleOf } from "../tables.js";
import type { App } from "./app.js";
import { conversation } from "./conversation.js";
import { h, type Lazy, lazyRows } from "../../page/dom.js";
import { type Filter, type FilterKey, LEVELS, matches, MATTERS } from "./filter.js";
import { SIGN, VERDICT_SIGN } from "./signs.js";
import { KEPT, LEVEL, MATTER, PHRASE, W } from "./words.js";

/** The view keeps its elements while the reader moves in it, so that focus and scrolling stay. */
export interface ConversationsView {
  element: HTMLElement;
  search: HTMLInputElement;
  /** Shows what the route asks for. */
  update(): void;
  /** Opens the row so many below (or above) the open one. */
  move(by: number): void;
  /** Goes to the next or previous finding of the open conversation. */
  jump(by: number): void;
}

const STEP = 80;
/** Milliseconds without typing after which a search begins. */
const PAUSE = 150;

export function conversationsView(app: App): ConversationsView {
  const { report, t } = app;
  const rows = report.conversations;
  let shown: number[] = [];
  let listed: string | null = null;
  let openShown: number | null | undefined;
  let lazy: Lazy | null = null;

  const list = h("ul.rows", { "aria-label": t(W.conversationsCount) });
  const count = h("p.count", { role: "status" });
  const pane = h("article.pane", { "aria-live": "off" });
  const change = (key: FilterKey, value: string): void => {
    const filter: Filter = { ...app.route.filter, [key]: value };
    app.go({ filter, open: null }, key === "q");
  };
  let timer = 0;
  const search = h("input", {
    type: "search",
    placeholder: t(W.search),
    "aria-label": t(W.search),
    oninput: () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(() => change("q", search.value.trim()), PAUSE);
    },
  });
  const selects = choices(app).map(({ key, label, options }) => {
    const select = h("select", { "aria-label": t(label), onchange: () => change(key, select.value) }, h("option", { value: "" }, t(W.all)), ...options.map(({ value, text }) => h("option", { value }, text)));
    return { key, select, field: h("label.field", {}, h("span", {}, t(label)), select) };
  });
  const clear = h("button.quiet", { type: "button", onclick: () => app.go({ filter: {}, open: null }) }, t(W.clear));
  const active = h("span.badge");
  const details = h("details.filters", { open: window.matchMedia("(min-width: 900px)").matches }, h("summary", {}, t({ zh: "筛选", en: "Filters" }), " ", active), h("div.fields", {}, ...selects.map(({ field }) => field)));
  const back = h("button.quiet.back", { type: "button", onclick: () => app.go({ open: null }) }, `← ${t(W.back)}`);
  const steps = h("div.steps", {}, back, h("button.quiet", { type: "button", onclick: () => move(-1) }, `↑ ${t(W.previous)}`), h("button.quiet", { type: "button", onclick: () => move(1) }, `↓ ${t(W.next)}`));
  const element = h("div.conversations", {}, h("div.controls.card", {}, h("div.search", {}, search, clear), details, count), h("div.split", {}, h("div.side", {}, list), pane));

  const item = (at: number): HTMLElement => listItem(app, rows[shown[at]!]!, shown[at]!);

  const update = (): void => {
    const { filter, open } = app.route;
    const wanted = JSON.stringify(filter);
    if (wanted !== listed) {
      listed = wanted;
      shown = rows.flatMap((row, index) => (matches(row, filter, report.targets.zone) ? [index] : []));
      list.replaceChildren();
      lazy = lazyRows(list, shown.length, STEP, item, (left, onclick) => h("li.more-rows", {}, h("button.quiet", { type: "button", onclick }, t(PHRASE.more(left)))));
      list.scrollTop = 0;
      count.textContent = t(PHRASE.kept(shown.length, rows.length, report.total.conversations));
      if (shown.length === 0) list.append(h("li.empty", {}, t(W.noMatch)));
      if (document.activeElement !== search) search.value = filter.q ?? "";
      for (const { key, select } of selects) setValue(select, filter[key] ?? "");
      const number = Object.keys(filter).filter((key) => key !== "q").length;
      active.textContent = number === 0 ? "" : String(number);
      clear.disabled = Object.keys(filter).length === 0;
    }
    if (open !== null) lazy?.reach(shown.indexOf(open));
    for (const old of list.querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const current = open === null ? null : list.querySelector<HTMLElement>(`[data-index="${open}"] a`);
    current?.setAttribute("aria-current", "true");
    if (current) showIn(list, current);
    if (open !== openShown) {
      openShown = open;
      const row = open === null ? undefined : rows[open];
      pane.replaceChildren(...(row ? [steps, conversation(app, row)] : [h("p.pick", {}, t(W.pick))]));
      pane.scrollTop = 0;
      if (row && window.matchMedia("(max-width: 899px)").matches) window.scrollTo(0, 0);
    }
    element.classList.toggle("has-open", open !== null);
  };

  const move = (by: number): void => {
    if (shown.length === 0) return;
    const { open } = app.route;
    const at = open === null ? -1 : shown.indexOf(open);
    const next = at < 0 ? (by > 0 ? 0 : shown.length - 1) : Math.max(0, Math.min(shown.length - 1, at + by));
    app.go({ open: shown[next]! }, open !== null);
  };

  const jump = (by: number): void => {
    const marks = [...pane.querySelectorAll<HTMLElement>("mark[data-finding]")];
    if (marks.length === 0) return;
    const at = marks.indexOf(document.activeElement as HTMLElement);
    const next = marks[at < 0 ? (by > 0 ? 0 : marks.length - 1) : (at + by + marks.length) % marks.length]!;
    next.scrollIntoView({ block: "center" });
    next.focus({ preventScroll: true });
  };

  return { element, search, update, move, jump };
}

/** Scrolls a list, and nothing else, until a row of it is seen. */
function showIn(list: HTMLElement, row: HTMLElement): void {
  const [frame, box] = [list.getBoundingClientRect(), row.getBoundingClientRect()];
  if (box.top < frame.top) list.scrollTop -= frame.top - box.top;
  else if (box.bottom > frame.bottom) list.scrollTop += box.bottom - frame.bottom;
}

/** Selects a value; one that is in the address but in no conversation is shown all the same. */
function setValue(select: HTMLSelectElement, value: string): void {
  if (value !== "" && ![...select.options].some((option) => option.value === value)) select.append(h("option", { value }, value));
  select.value = value;
}

function listItem({ report, locale, t }: App, row: ConversationRow, index: number): HTMLElement {
  const worst = row.findings.find(({ critical }) => critical !== undefined) ?? row.findings.find(({ severity }) => severity === "error") ?? row.findings[0];
  const said = row.messages?.find(({ role }) => role === "customer")?.text;
  const flags = [
    row.conversation.unanswered ? MATTER.unanswered : undefined,
    row.conversation.promises.some(({ outcome }) => outcome === "late") ? MATTER.late : undefined,
    row.conversation.promises.some(({ outcome }) => outcome === "not-seen") ? MATTER["not-seen"] : undefined,
    row.conversation.mood === "worse" ? MATTER.worse : undefined,
  ].flatMap((flag) => (flag ? [flag] : []));
  return h(
    "li",
    { "data-index": index },
    h(
      "a",
      { href: `#conversations?open=${index}`, "data-open": index },
      h("span", { class: `score ${row.verdict}` }, h("b", {}, row.score === null ? "–" : figure(row.score)), h("small", {}, `${VERDICT_SIGN[row.verdict]} ${VERDICT[row.verdict][locale]}`)),
      h(
        "span.about",
        {},
        h("span.line", {}, h("b", {}, row.id), h("small", {}, row.startedAt === null ? "" : moment(row.startedAt, report.targets.zone))),
        h("span.line", {}, h("small", {}, [SCENARIO[row.scenario][locale], ...row.agents].join(" · ")), h("small", {}, t(PHRASE.findings(row.findings.length)))),
        worst && h("span.line", {}, h("span", { class: `mark ${worst.severity}` }, `${worst.critical ? SIGN.critical : SIGN[worst.severity]} ${titleOf(report.rules, worst.rule, locale)}`)),
        said !== undefined && h("span.said", {}, said),
        flags.length > 0 && h("span.flags", {}, ...flags.map((flag) => h("span.flag", {}, t(flag)))),
      ),
    ),
  );
}

interface Choice {
  key: FilterKey;
  label: Bilingual;
  options: { value: string; text: string }[];
}

/** What there is to filter by, with how many conversations have it. */
function choices({ report, locale, t }: App): Choice[] {
  const rows = report.conversations;
  const counted = (of: (row: ConversationRow) => readonly string[], text: (value: string) => string): Choice["options"] => {
    const counts = new Map<string, number>();
    for (const row of rows) for (const value of new Set(of(row))) counts.set(value, (counts.get(value) ?? 0) + 1);
    return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([value, count]) => ({ value, text: `${text(value)} (${count})` }));
  };
  const fixed = (key: FilterKey, values: readonly string[], label: (value: string) => Bilingual | undefined): Choice["options"] =>
    values.flatMap((value) => {
      const count = rows.filter((row) => matches(row, { [key]: value }, report.targets.zone)).length;
      return count === 0 ? [] : [{ value, text: `${t(label(value) ?? { zh: value, en: value })} (${count})` }];
    });
  const all: Choice[] = [
    { key: "agent", label: W.agent, options: counted((row) => row.agents, (value) => value) },
    { key: "team", label: W.team, options: counted((row) => (row.team === undefined ? [] : [row.team]), (value) => value) },
    { key: "rule", label: W.rule, options: counted((row) => row.findings.map(({ rule }) => rule), (value) => titleOf(report.rules, value, locale)) },
    { key: "severity", label: W.severity, options: fixed("severity", LEVELS, (value) => LEVEL[value]) },
    { key: "scenario", label: W.scenario, options: counted((row) => [row.scenario], (value) => t((SCENARIO as Record<string, Bilingual>)[value] ?? { zh: value, en: value })) },
    { key: "verdict", label: W.verdict, options: fixed("verdict", Object.keys(VERDICT), (value) => (VERDICT as Record<string, Bilingual>)[value]) },
    { key: "matter", label: W.matter, options: fixed("matter", MATTERS, (value) => MATTER[value]) },
    { key: "kept", label: W.kept, options: fixed("kept", Object.keys(KEPT), (value) => KEPT[value]) },
    { key: "day", label: W.day, options: report.days.map(({ name }) => ({ value: name, text: name })) },
  ];
  return all.filter(({ options }) => options.length > 0);
}
