/** The page: reads the embedded report, shows a forest plot of it, listens to its filters. */
import type { Bilingual, Locale } from "../../../core/types.js";
import type { EffectReport, EffectRow } from "../../../phrasebook/effect-report.js";
import { figure, percent } from "../../audit/format.js";
import { SCENARIO } from "../../labels.js";
import { h, type Lazy, lazyRows, s } from "../../page/dom.js";
import { switchTheme } from "../../page/theme.js";
import { axisEnd, type Choice, chosen, type Family, familiesOf, isGood, mean, ORDERS, shareOf } from "./families.js";
import { PHRASE, W } from "./words.js";

/** What the page is given: see html.ts. */
interface PageData {
  locale: Locale;
  report: EffectReport;
}

const data = JSON.parse(document.getElementById("data")!.textContent) as PageData;
const { report } = data;
let { locale } = data;
const t = (text: Bilingual): string => text[locale];
const root = document.getElementById("app")!;
const families = familiesOf(report);
const never = report.rows.filter(({ sent }) => sent === 0);
const choice: Choice = { outcome: report.outcomes[0]?.id ?? "answered", words: "", scenario: "", group: "", least: 1, order: "sent", several: false, clear: false };
let lazy: Lazy | null = null;
let shown: Family[] = [];

const STEP = 60;
const list = h("table.forest");
const count = h("p.count", { role: "status" });

const nameOf = (outcome: string): string => report.outcomes.find(({ id }) => id === outcome)?.name ?? t(W.answered);
const scenarioOf = (id: string): string => SCENARIO[id as keyof typeof SCENARIO]?.[locale] ?? id;

/** Everything that the filters of the moment let through. */
function draw(): void {
  const { outcome } = choice;
  const good = isGood(report, outcome);
  shown = chosen(families, choice, good);
  const end = axisEnd(shown, outcome);
  const average = mean(report, outcome);
  const most = Math.max(1, ...shown.flatMap(({ rows }) => rows.map((row) => shareOf(row, outcome)?.of ?? 0)));
  count.textContent = t(PHRASE.shown(shown.length, shown.reduce((sum, { rows }) => sum + rows.length, 0)));
  list.replaceChildren(
    h("caption.sr", {}, `${nameOf(outcome)}: ${t(good ? W.higher : W.lower)}`),
    h("thead", {}, h("tr", {}, h("th", { scope: "col" }, t(W.phrase)), h("th.number", { scope: "col" }, t(W.sent)), h("th.number", { scope: "col" }, t(W.conversations)), h("th.plot", { scope: "col" }, h("span", {}, `${nameOf(outcome)} · ${t(good ? W.higher : W.lower)}`), axis(end, average)), h("th.number", { scope: "col" }, t(W.share)))),
  );
  if (shown.length === 0) list.append(h("tbody", {}, h("tr", {}, h("td.empty", { colspan: 5 }, t(W.nothing)))));
  lazy = lazyRows(
    list,
    shown.length,
    STEP,
    (index) => h("tbody", {}, ...familyRows(shown[index]!, { end, average, most })),
    (left, onclick) => h("tbody", {}, h("tr", {}, h("td.more-rows", { colspan: 5 }, h("button.quiet", { type: "button", onclick }, t(PHRASE.more(left)))))),
  );
}

interface Scale {
  /** Where the axis ends, 0–1. */
  end: number;
  average: number | null;
  /** Conversations of the largest square. */
  most: number;
}

function familyRows({ name, rows }: Family, scale: Scale): HTMLElement[] {
  const [first] = rows;
  const about = [first!.scenario && scenarioOf(first!.scenario), first!.group, `${first!.file}:${first!.line}`].filter(Boolean).join(" · ");
  return [h("tr.family", {}, h("th", { scope: "rowgroup", colspan: 5 }, h("b", {}, name), " ", h("small", {}, about))), ...rows.map((row) => wordingRow(row, rows.length > 1, scale))];
}

function wordingRow(row: EffectRow, several: boolean, { end, average, most }: Scale): HTMLElement {
  const share = shareOf(row, choice.outcome);
  const better = row.better.includes(choice.outcome);
  const which = row.audience ?? (row.wording > 1 ? t(PHRASE.wording(row.wording)) : several ? t(W.original) : "");
  const figures = typeof share?.share === "number" ? [h("b", {}, percent(share.share)), h("small", {}, `${percent(share.low ?? 0)}–${percent(share.high ?? 1)} · ${figure(share.count)}/${figure(share.of)}`)] : ["–"];
  return h(
    "tr",
    { "data-row": true },
    h("th", { scope: "row" }, which !== "" && h("span.which", {}, which), h("span.text", {}, row.text)),
    h("td.number", { "data-label": t(W.sent) }, figure(row.sent)),
    h("td.number", { "data-label": t(W.conversations) }, figure(row.conversations)),
    h("td.plot", {}, interval(row, end, average, most, better)),
    h("td.number.share", {}, ...figures, better && h("span.mark.good", {}, t(W.better))),
  );
}

const at = (share: number, end: number): string => `${Math.min(100, (share / end) * 100).toFixed(2)}%`;

/** One line of the forest: interval, share, mean. What it says stands beside it in figures. */
function interval(row: EffectRow, end: number, average: number | null, most: number, better: boolean): SVGElement {
  const share = shareOf(row, choice.outcome);
  const svg = s("svg", { height: 26, "aria-hidden": "true" });
  for (const tick of [0, 0.25, 0.5, 0.75, 1]) svg.append(s("line.grid", { x1: `${tick * 100}%`, x2: `${tick * 100}%`, y1: 0, y2: 26 }));
  if (average !== null) svg.append(s("line.pass", { x1: at(average, end), x2: at(average, end), y1: 0, y2: 26 }));
  if (typeof share?.share !== "number") return svg;
  const half = 3 + 4 * Math.sqrt(share.of / most);
  const x = at(share.share, end);
  svg.append(
    s(`line.interval${better ? ".good" : ""}`, { x1: at(share.low ?? 0, end), x2: at(share.high ?? 1, end), y1: 13, y2: 13 }),
    s("svg.point", { x }, s(`rect${better ? ".good" : ""}`, { x: -half, y: 13 - half, width: 2 * half, height: 2 * half })),
  );
  return svg;
}

function axis(end: number, average: number | null): SVGElement {
  const svg = s("svg.axis", { height: 30, "aria-hidden": "true" });
  for (const tick of [0, 0.5, 1]) svg.append(s("text.tick", { x: `${tick * 100}%`, y: 26, "text-anchor": tick === 0 ? "start" : tick === 1 ? "end" : "middle" }, `${figure(tick * end * 100, tick * end * 100 < 10 && end < 0.1 ? 1 : 0)}%`));
  if (average !== null) {
    const near = average / end;
    svg.append(s("text.pass-label", { x: at(average, end), y: 11, "text-anchor": near > 0.75 ? "end" : near < 0.25 ? "start" : "middle" }, t(PHRASE.mean(percent(average)))));
  }
  return svg;
}

function filters(): HTMLElement {
  const select = (label: string, value: string, options: readonly [value: string, text: string][], onchange: (value: string) => void): HTMLElement => {
    const field = h("select", { onchange: () => onchange(field.value) }, ...options.map(([one, text]) => h("option", { value: one, selected: one === value }, text)));
    return h("label.field", {}, label, field);
  };
  const tick = (label: string, on: boolean, onchange: (on: boolean) => void): HTMLElement => {
    const box = h("input", { type: "checkbox", checked: on, onchange: () => onchange(box.checked) });
    return h("label.tick-box", {}, box, label);
  };
  const set = <K extends keyof Choice>(key: K, value: Choice[K]): void => {
    choice[key] = value;
    draw();
  };
  const search = h("input", { type: "search", value: choice.words, placeholder: t(W.search), "aria-label": t(W.search), oninput: () => set("words", search.value) });
  const least = h("input", { type: "number", min: 1, value: choice.least, oninput: () => set("least", Number(least.value) || 1) });
  const valuesOf = (key: "scenario" | "group"): string[] => [...new Set(report.rows.flatMap((row) => row[key] ?? []))].sort();
  const scenarios = valuesOf("scenario");
  const groups = valuesOf("group");
  const orders = { sent: W.bySent, share: W.byShare, name: W.byName };
  const outcomes = ["answered", ...report.outcomes.map(({ id }) => id)];
  return h(
    "div.controls",
    {},
    h(
      "fieldset.outcomes",
      {},
      h("legend.sr", {}, t(W.outcome)),
      ...outcomes.map((id) => h("label", {}, h("input", { type: "radio", name: "outcome", value: id, checked: id === choice.outcome, onchange: () => set("outcome", id) }), h("span", {}, nameOf(id)))),
    ),
    h("div.search", {}, search),
    h(
      "div.fields",
      {},
      scenarios.length > 0 && select(t(W.scenario), choice.scenario, [["", t(W.all)], ...scenarios.map((id): [string, string] => [id, scenarioOf(id)])], (value) => set("scenario", value)),
      groups.length > 0 && select(t(W.group), choice.group, [["", t(W.all)], ...groups.map((name): [string, string] => [name, name])], (value) => set("group", value)),
      h("label.field", {}, t(W.least), least),
      select(t(W.order), choice.order, ORDERS.map((id) => [id, t(orders[id])]), (value) => set("order", value as Choice["order"])),
    ),
    h("div.tick-boxes", {}, tick(t(W.several), choice.several, (on) => set("several", on)), tick(t(W.clearOnly), choice.clear, (on) => set("clear", on))),
    count,
  );
}

/** Everything around the plot, in the language of the moment. */
function frame(): void {
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  document.title = t(W.title);
  const button = (text: string, onclick: () => void, label = text): HTMLElement => h("button.quiet", { type: "button", onclick, "aria-label": label, title: label }, text);
  const tile = (label: string, value: string, note = ""): HTMLElement => h("div.tile", {}, h("dt", {}, label), h("dd", {}, h("b", {}, value), note !== "" && h("small", {}, note)));
  const matched = report.messages === 0 ? 0 : report.matched / report.messages;
  const clear = families.filter(({ rows }) => rows.some((row) => row.better.length > 0)).length;
  root.replaceChildren(
    h(
      "header.page-head",
      {},
      h("div", {}, h("h1.brand", {}, t(W.title)), h("p.meta", {}, [...report.phrasebooks, ...(report.masked ? [t(W.masked)] : [])].join(" · "))),
      h("div.tools", {}, button(t(W.language), switchLanguage), button("◐", switchTheme, t(W.theme)), button(t(W.print), () => window.print())),
    ),
    h(
      "main",
      {},
      h("dl.tiles", {}, tile(t(W.conversations), figure(report.conversations)), tile(t(W.messages), figure(report.messages)), tile(t(W.matched), percent(matched), figure(report.matched)), tile(t(W.clear), figure(clear), `/ ${figure(families.length)}`)),
      h("section.card", {}, filters(), h("div.scroll", { tabindex: 0, role: "region", "aria-label": t(W.title) }, list), h("p.note", {}, t(W.causes)), ...report.outcomes.filter(({ from }) => from !== "column").map(({ name, from }) => h("p.note", {}, t(PHRASE.guessed(name, from === "both"))))),
      never.length > 0 && neverSent(),
    ),
  );
  draw();
}

function neverSent(): HTMLElement {
  const items = h("ul.never");
  let filled = false;
  const open = (): void => {
    if (filled) return;
    filled = true;
    lazyRows(items, never.length, STEP, (index) => h("li", {}, h("b", {}, never[index]!.entry), " ", never[index]!.audience !== undefined && h("small", {}, `${never[index]!.audience} `), never[index]!.text), (left, onclick) => h("li", {}, h("button.quiet", { type: "button", onclick }, t(PHRASE.more(left)))));
  };
  return h("details.card.never-card", { ontoggle: open }, h("summary", {}, h("h2", {}, `${t(W.never)} `, h("small", {}, figure(never.length)))), items);
}

function switchLanguage(): void {
  locale = locale === "zh" ? "en" : "zh";
  frame();
}

// On paper nothing is scrolled to.
window.addEventListener("beforeprint", () => lazy?.reach(shown.length - 1));
frame();
