/** The first view: figures and charts. */
import { DIMENSION, MOOD, OUTCOME, SCENARIO, SEVERITY } from "../../labels.js";
import { type CellKind, figure, percent, show } from "../format.js";
import { keptRate, nameOf, passRate, titleOf, within } from "../tables.js";
import { type App, linkTo, linkToName } from "./app.js";
import { bars, card, changes, meter, type Part, scoreByDay, stack, times, type Tone } from "./charts.js";
import { h } from "../../page/dom.js";
import { SIGN } from "./signs.js";
import { W } from "./words.js";

const MOST = 10;

export function overview(app: App): HTMLElement {
  const { report, locale, t } = app;
  const { total, timing, promises, mood, input } = report;
  const { zone } = report.targets;
  const shown = (value: number | null, kind: CellKind): string => show(value, kind, { locale, zone });
  const judged: Tone = total.score === null ? "plain" : total.score < report.passMark ? "error" : "good";
  const tile = (label: string, value: string, more: { note?: string; share?: number | null; tone?: Tone; href?: string } = {}): HTMLElement =>
    h("div.tile", {}, h("dt", {}, more.href === undefined ? label : h("a", { href: more.href }, label)), h("dd", {}, h("b", {}, value), more.note !== undefined && h("small", {}, more.note)), more.share !== undefined && more.share !== null && meter(more.share, more.tone ?? "info"));

  const fastest = timing.within[0];
  const kept = keptRate(promises);
  const tiles = h(
    "dl.tiles",
    {},
    tile(t(W.meanScore), shown(total.score, "score"), { note: `${t(W.passMark)} ${report.passMark}`, share: total.score === null ? null : total.score / 100, tone: judged }),
    tile(t(W.passRate), shown(passRate(total), "share"), { note: `${figure(total.scored - total.failed)} / ${figure(total.scored)} ${t(W.responseUnit)}`, share: passRate(total) }),
    tile(t(W.critical), figure(total.critical), { href: linkTo({ severity: "critical" }), note: total.critical > 0 ? `${SIGN.error} ${t({ zh: "一票否决", en: "fail at once" })}` : "✓" }),
    tile(t(W.conversationsCount), figure(total.conversations), { href: linkTo({}), note: `${figure(total.responses)} ${t(W.responseUnit)}` }),
    tile(t(W.firstResponse), shown(timing.firstResponseSeconds, "seconds"), fastest && fastest.share !== null ? { note: `${within(fastest.seconds, locale)} ${percent(fastest.share)}`, share: fastest.share } : {}),
    tile(t(W.promisesKept), shown(kept, "share"), { href: linkTo({ matter: "late" }), share: kept, note: kept === null ? "" : `${figure(promises.kept)} / ${figure(promises.kept + promises.late + promises["not-seen"])}` }),
    tile(t(W.unanswered), figure(timing.unanswered), { href: linkTo({ matter: "unanswered" }) }),
    tile(t(W.unread), figure(input.unreadCount), { href: linkTo({}, "data"), note: input.unreadCount === 0 ? "✓" : "" }),
  );

  const rules = report.rules.slice(0, MOST);
  const agents = report.agents.filter((row) => row.score !== null).sort((a, b) => a.score! - b.score! || (a.name < b.name ? -1 : 1)).slice(0, MOST);
  const dimensions = report.dimensions.filter(({ score }) => score !== null);
  const measured = timing.within.filter(({ share }) => share !== null);
  const promiseParts: Part[] = [
    { label: t(OUTCOME.kept), value: promises.kept, tone: "good", mark: "✓" },
    { label: t(OUTCOME.late), value: promises.late, tone: "warning", mark: "◷", href: linkTo({ matter: "late" }) },
    { label: t(OUTCOME["not-seen"]), value: promises["not-seen"], tone: "error", mark: "✖", href: linkTo({ matter: "not-seen" }) },
    { label: t(OUTCOME["not-judgeable"]), value: promises["not-judgeable"], tone: "plain", mark: "?" },
  ];
  const moodParts: Part[] = [
    { label: t(MOOD.better), value: mood.better, tone: "good", mark: "↗", href: linkTo({ matter: "better" }) },
    { label: t(MOOD.same), value: mood.same, tone: "info", mark: "→" },
    { label: t(MOOD.worse), value: mood.worse, tone: "error", mark: "↘", href: linkTo({ matter: "worse" }) },
    { label: t(MOOD.unknown), value: mood.unknown, tone: "plain", mark: "?" },
  ];
  const trend = [...(report.trend?.rules ?? [])].sort((a, b) => Math.abs(b.now - b.before) - Math.abs(a.now - a.before) || (a.rule < b.rule ? -1 : 1)).slice(0, MOST);

  return h(
    "div.overview",
    {},
    tiles,
    report.days.length > 0 && card(t(W.scoreByDay), { href: linkTo({}, "groups"), text: t(W.seeAll) }, scoreByDay(app, report.days)),
    h(
      "div.cards",
      {},
      card(
        t(W.rulesByCount),
        { href: linkTo({}, "rules"), text: t(W.seeAll) },
        bars(rules.map((row) => ({ label: row.title[locale], note: `${row.rule} · ${row.guidance.join(" ")}`, value: row.count, text: times(app, row.count), tone: row.severity, mark: `${row.critical ? SIGN.critical : SIGN[row.severity]} ${t(row.critical ? { zh: "红线", en: "critical" } : SEVERITY[row.severity])}`, href: linkTo({ rule: row.rule }) })), Math.max(0, ...rules.map((row) => row.count))),
      ),
      card(
        t(W.agentsByScore),
        { href: linkTo({}, "people"), text: t(W.seeAll) },
        bars(agents.map((row) => ({ label: nameOf(row.name, locale), note: `${figure(row.responses)} ${t(W.responseUnit)}${row.rules[0] ? ` · ${titleOf(report.rules, row.rules[0].rule, locale)}` : ""}`, value: row.score!, text: figure(row.score!, 1), tone: row.score! < report.passMark ? "error" : "good", ...hrefOf(linkToName("agent", row.name)) })), 100),
      ),
      card(t(W.responseTimes), null, measured.length === 0 ? h("p.note", {}, t(W.noData)) : bars(measured.map(({ seconds, share }) => ({ label: within(seconds, locale), value: share!, text: percent(share!), tone: "info" })), 1)),
      card(t(W.promises), null, stack(promiseParts)),
      card(t(W.moodChart), null, stack(moodParts)),
      card(t(W.dimensions), null, bars(dimensions.map(({ dimension, score }) => ({ label: DIMENSION[dimension][locale], value: score!, text: figure(score!, 1), tone: score! < report.passMark ? "error" : "good" })), 100)),
      report.scenarios.length > 0 &&
        card(
          t({ zh: "各场景平均分", en: "Score by scenario" }),
          { href: linkTo({}, "groups"), text: t(W.seeAll) },
          bars(report.scenarios.filter((row) => row.score !== null).slice(0, MOST).map((row) => ({ label: (SCENARIO as Record<string, { zh: string; en: string }>)[row.name]?.[locale] ?? row.name, note: `${figure(row.responses)} ${t(W.responseUnit)}`, value: row.score!, text: figure(row.score!, 1), tone: row.score! < report.passMark ? "error" : "good", href: linkTo({ scenario: row.name }) })), 100),
        ),
      trend.length > 0 && card(t(W.trend), { href: linkTo({}, "rules"), text: t(W.seeAll) }, changes(app, trend.map(({ rule, before, now }) => ({ label: titleOf(report.rules, rule, locale), before, now, href: linkTo({ rule }) }))), sides(app)),
    ),
  );
}

/** A bar leads somewhere, or it does not. */
function hrefOf(href: string | undefined): { href?: string } {
  return href === undefined ? {} : { href };
}

/** Figures of both audits, side by side. */
function sides({ report, locale, t }: App): HTMLElement | null {
  if (!report.trend) return null;
  const { before, now } = report.trend;
  const { zone } = report.targets;
  const line = (label: string, kind: CellKind, of: (side: typeof now) => number | null): HTMLElement => h("tr", {}, h("th", { scope: "row" }, label), ...[before, now].map((side) => h("td.number", {}, show(of(side), kind, { locale, zone }))));
  const period = ({ from, to }: typeof now): string => [from, to].map((ms) => show(ms, "moment", { locale, zone }).slice(0, 10)).join(" – ");
  return h(
    "table.sides",
    {},
    h("thead", {}, h("tr", {}, h("td"), h("th.number", { scope: "col" }, t(W.before), h("small", {}, period(before))), h("th.number", { scope: "col" }, t(W.now), h("small", {}, period(now))))),
    h("tbody", {}, line(t(W.meanScore), "score", (side) => side.score), line(t(W.passRate), "share", (side) => side.passRate), line(t(W.critical), "count", (side) => side.critical), line(t(W.firstResponse), "seconds", (side) => side.firstResponseSeconds), line(t(W.promisesKept), "share", (side) => side.promisesKept)),
  );
}
