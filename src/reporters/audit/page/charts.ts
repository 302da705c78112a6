/** Charts in SVG. Each says in words what it shows, and none tells anything by colour alone. */
import type { GroupRow } from "../../../audit/report.js";
import { figure, percent } from "../format.js";
import { type App, linkTo } from "./app.js";
import { type Child, h, s } from "../../page/dom.js";
import { PHRASE, W } from "./words.js";

export type Tone = "good" | "warning" | "error" | "info" | "plain";

/** A card with a heading; `more` leads to the whole. */
export function card(title: string, more: { href: string; text: string } | null, ...children: Child[]): HTMLElement {
  return h("section.card", {}, h("header", {}, h("h2", {}, title), more && h("a.more", { href: more.href }, more.text)), ...children);
}

export interface Bar {
  label: string;
  /** Second line, in small print. */
  note?: string;
  value: number;
  text: string;
  tone: Tone;
  /** Sign and word that say what the tone says. */
  mark?: string;
  href?: string;
}

/** Horizontal bars, one a line. */
export function bars(items: readonly Bar[], max: number): HTMLElement {
  return h(
    "ol.bars",
    {},
    ...items.map(({ label, note, value, text, tone, mark, href }) =>
      h(
        "li",
        {},
        h("span.name", {}, mark !== undefined && h(`span.mark.${tone}`, {}, mark), href === undefined ? label : h("a", { href }, label), note !== undefined && h("small", {}, note)),
        h("span.value", {}, text),
        meter(max === 0 ? 0 : value / max, tone),
      ),
    ),
  );
}

/** A bar that is filled to a share of its length; what it says stands beside it as text. */
export function meter(share: number, tone: Tone): SVGElement {
  const width = Math.max(0, Math.min(1, share)) * 100;
  return s(`svg.meter.${tone}`, { "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 6" }, s("rect.track", { width: 100, height: 6 }), s("rect.fill", { width, height: 6 }));
}

export interface Part {
  label: string;
  value: number;
  tone: Tone;
  mark: string;
  href?: string;
}

/** One bar in parts, with a legend that has the figures. */
export function stack(parts: readonly Part[]): HTMLElement {
  const total = parts.reduce((sum, { value }) => sum + value, 0);
  let at = 0;
  const rects = parts.map(({ label, value, tone }) => {
    const width = total === 0 ? 0 : (value / total) * 100;
    const rect = s(`rect.part.${tone}`, { x: at, width: Math.max(0, width - 0.4), height: 10 }, s("title", {}, `${label} ${figure(value)}`));
    at += width;
    return rect;
  });
  return h(
    "div.stack",
    {},
    s("svg", { "aria-hidden": "true", preserveAspectRatio: "none", viewBox: "0 0 100 10" }, ...rects),
    h("ul", {}, ...parts.map(({ label, value, tone, mark, href }) => h("li", {}, h(`span.mark.${tone}`, {}, mark), href !== undefined && value > 0 ? h("a", { href }, label) : label, h("b", {}, figure(value)), h("small", {}, total === 0 ? "" : percent(value / total))))),
  );
}

/** Mean score by day as a line, how many conversations as bars below; drawn anew for each width. */
export function scoreByDay(app: App, days: readonly GroupRow[]): HTMLElement {
  const frame = h("div.plot");
  let drawn = 0;
  new ResizeObserver(() => {
    const width = Math.round(frame.clientWidth);
    if (width === 0 || width === drawn) return;
    drawn = width;
    frame.replaceChildren(plot(app, days, width));
  }).observe(frame);
  return frame;
}

const HEIGHT = 220;
const EDGE = { left: 34, right: 10, top: 12, bottom: 42 };

function plot({ report, t }: App, days: readonly GroupRow[], width: number): SVGElement {
  const scores = days.flatMap(({ score }) => (score === null ? [] : [score]));
  const least = Math.min(report.passMark, ...scores, 100);
  const bottom = Math.max(0, Math.floor((least - 5) / 10) * 10);
  const y = (score: number): number => EDGE.top + ((100 - score) / (100 - bottom)) * (HEIGHT - EDGE.top - EDGE.bottom);
  const step = (width - EDGE.left - EDGE.right) / Math.max(1, days.length);
  const x = (index: number): number => EDGE.left + step * (index + 0.5);
  const busiest = Math.max(1, ...days.map(({ conversations }) => conversations));
  const svg = s("svg", { viewBox: `0 0 ${width} ${HEIGHT}`, role: "img", "aria-label": `${t(W.scoreByDay)}: ${days.map(({ name, score }) => `${name} ${score === null ? "–" : figure(score, 1)}`).join(", ")}` });
  const ticks = [bottom, (bottom + 100) / 2, 100];
  for (const tick of ticks) svg.append(s("line.grid", { x1: EDGE.left, x2: width - EDGE.right, y1: y(tick), y2: y(tick) }), s("text.tick", { x: EDGE.left - 6, y: y(tick) + 4, "text-anchor": "end" }, figure(tick)));
  days.forEach((row, index) => {
    const height = (row.conversations / busiest) * 34;
    svg.append(s("rect.volume", { x: x(index) - Math.max(1, step * 0.35), y: HEIGHT - EDGE.bottom - height, width: Math.max(2, step * 0.7), height }));
  });
  svg.append(s("line.pass", { x1: EDGE.left, x2: width - EDGE.right, y1: y(report.passMark), y2: y(report.passMark) }), s("text.pass-label", { x: width - EDGE.right, y: y(report.passMark) - 5, "text-anchor": "end" }, `${t(W.passMark)} ${report.passMark}`));
  // A day without a score breaks the line.
  let path = "";
  days.forEach(({ score }, index) => {
    if (score !== null) path += `${path === "" || days[index - 1]?.score === null ? "M" : "L"}${x(index).toFixed(1)} ${y(score).toFixed(1)}`;
  });
  svg.append(s("path.line", { d: path }));
  const every = Math.max(1, Math.ceil(44 / step));
  days.forEach((row, index) => {
    if (index % every === 0) svg.append(s("text.tick", { x: x(index), y: HEIGHT - EDGE.bottom + 18, "text-anchor": "middle" }, row.name.slice(5)));
    if (row.score === null) return;
    const below = row.score < report.passMark;
    // Below the pass mark a square, else a dot.
    const dot = below ? s("rect.dot.low", { x: x(index) - 4, y: y(row.score) - 4, width: 8, height: 8 }) : s("circle.dot", { cx: x(index), cy: y(row.score), r: 4 });
    const label = `${row.name}: ${figure(row.score, 1)} ${t(W.score)}, ${t(W.conversationsCount)} ${figure(row.conversations)}`;
    svg.append(s("a", { href: linkTo({ day: row.name }), "aria-label": label }, s("rect.hit", { x: x(index) - step / 2, y: EDGE.top, width: step, height: HEIGHT - EDGE.top - EDGE.bottom }), dot, s("title", {}, label)));
  });
  svg.append(s("rect.volume", { x: EDGE.left, y: HEIGHT - 13, width: 9, height: 9 }), s("text.tick", { x: EDGE.left + 14, y: HEIGHT - 4 }, t(W.conversationsCount)), s("line.line", { x1: EDGE.left + 110, x2: EDGE.left + 128, y1: HEIGHT - 8, y2: HEIGHT - 8 }), s("text.tick", { x: EDGE.left + 133, y: HEIGHT - 4 }, t(W.meanScore)));
  return svg;
}

export interface Change {
  label: string;
  before: number;
  now: number;
  href: string;
}

/** What changed most, with signs for up and down. */
export function changes({ t }: App, items: readonly Change[]): HTMLElement {
  return h(
    "ol.changes",
    {},
    ...items.map(({ label, before, now, href }) => {
      const up = now > before;
      const same = now === before;
      return h("li", {}, h("span.name", {}, h("a", { href }, label)), h("span.value", {}, `${figure(before, 1)} → ${figure(now, 1)} `, h(`span.mark.${same ? "plain" : up ? "error" : "good"}`, {}, `${same ? "=" : up ? "▲" : "▼"} ${figure(Math.abs(now - before), 1)}`)));
    }),
    h("li.unit", {}, h("small", {}, t(W.trendUnit))),
  );
}

/** `12 次`, `12×`. */
export function times({ t }: App, count: number): string {
  return figure(count) === String(count) ? t(PHRASE.times(count)) : `${figure(count)}×`;
}
