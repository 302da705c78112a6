/** One conversation as it went, with what was found in it. */
import type { ConversationRow, ReportMessage } from "../../../audit/report.js";
import type { Finding, PromiseRecord } from "../../../core/types.js";
import { CRITICAL, MOOD, OUTCOME, ROLE, SCENARIO, SEVERITY, VERDICT } from "../../labels.js";
import { clock, day, figure, moment, place, span } from "../format.js";
import { type App, linkTo } from "./app.js";
import { type Child, h } from "../../page/dom.js";
import { withHint } from "./hint.js";
import { SIGN, VERDICT_SIGN } from "./signs.js";
import { edited, pieces } from "./spans.js";
import { KIND, PHRASE, W } from "./words.js";

/** A finding with its number in the conversation, from 1. */
interface Numbered {
  finding: Finding;
  number: number;
}

export function conversation(app: App, row: ConversationRow): HTMLElement {
  const { t } = app;
  // Numbered in the order of reading.
  const findings = [...row.findings].sort((a, b) => (a.messageIndex ?? -1) - (b.messageIndex ?? -1) || a.start - b.start || a.end - b.end).map((finding, index) => ({ finding, number: index + 1 }));
  const messages = row.messages;
  const loose = findings.filter(({ finding }) => finding.messageIndex === undefined || messages?.[finding.messageIndex] === undefined);
  const { promises } = row.conversation;
  let date = "";
  return h(
    "div.conversation",
    {},
    head(app, row),
    promises.length > 0 && h("section.promise-list", { "aria-label": t(W.promises) }, h("h3", {}, t(W.promises)), h("ul", {}, ...promises.map((promise) => h("li", {}, ...promiseLine(app, promise, messages))))),
    !messages && h("p.note", {}, t(W.noMessages)),
    loose.length > 0 && h("ol.findings", {}, ...loose.map((item) => findingCard(app, item, null))),
    messages &&
      h(
        "ol.messages",
        {},
        ...messages.flatMap((message, index) => {
          const own = findings.filter(({ finding }) => finding.messageIndex === index);
          const next = message.time === undefined ? date : day(message.time, app.report.targets.zone);
          const head = next !== date && next !== "" ? [h("li.date", {}, next)] : [];
          date = next;
          return [...head, messageItem(app, message, index, own, promises.filter((promise) => promise.messageIndex === index))];
        }),
      ),
  );
}

function head(app: App, row: ConversationRow): HTMLElement {
  const { t, locale, report } = app;
  const { conversation: facts } = row;
  const fact = (label: string, value: Child, tone = ""): HTMLElement => h("div", { class: tone }, h("dt", {}, label), h("dd", {}, value));
  const seconds = (value: number | null): string => (value === null ? "–" : span(value, locale));
  return h(
    "header.conversation-head",
    {},
    h("h2", { tabindex: -1 }, row.id),
    h("p.verdict", { class: `verdict ${row.verdict}` }, h("b", {}, row.score === null ? "–" : figure(row.score)), ` ${VERDICT_SIGN[row.verdict]} ${VERDICT[row.verdict][locale]}`),
    h(
      "dl.facts",
      {},
      fact(t(W.scenario), SCENARIO[row.scenario][locale]),
      row.agents.length > 0 && fact(t(W.agent), h("span", {}, ...row.agents.flatMap((agent, index) => [index > 0 && "、", h("a", { href: linkTo({ agent }) }, agent)]))),
      row.team !== undefined && fact(t(W.team), h("a", { href: linkTo({ team: row.team }) }, row.team)),
      row.startedAt !== null && fact(t(W.started), moment(row.startedAt, report.targets.zone)),
      fact(t(W.firstResponse), seconds(facts.firstResponseSeconds)),
      fact(t(W.meanResponse), seconds(facts.averageResponseSeconds)),
      fact(t(W.longestResponse), seconds(facts.longestResponseSeconds)),
      facts.mood && fact(t(W.mood), `${{ better: "↗", same: "→", worse: "↘" }[facts.mood]} ${MOOD[facts.mood][locale]}`, facts.mood === "worse" ? "bad" : ""),
      facts.unanswered && fact(t(W.unanswered), `✖ ${t({ zh: "是", en: "yes" })}`, "bad"),
      ...Object.entries(row.fields ?? {}).map(([name, value]) => fact(name, value)),
      fact(t(W.source), place(row.at)),
    ),
  );
}

const PROMISE_SIGN: Record<PromiseRecord["outcome"], string> = { kept: "✓", late: "◷", "not-seen": "✖", "not-judgeable": "?" };

function promiseLine({ t, locale, report }: App, promise: PromiseRecord, messages: ReportMessage[] | undefined): Child[] {
  const { text, deadline, outcome, keptBy, messageIndex } = promise;
  const due = deadline === null ? Number.NaN : Date.parse(deadline);
  const to = (index: number): Child => (messages?.[index] ? h("button.link", { type: "button", onclick: () => showMessage(index) }, t(PHRASE.messageAt(index + 1))) : t(PHRASE.messageAt(index + 1)));
  return [
    h("span", { class: `mark outcome-${outcome}` }, `${PROMISE_SIGN[outcome]} ${OUTCOME[outcome][locale]}`),
    h("q", {}, text),
    to(messageIndex),
    !Number.isNaN(due) && h("small", {}, `${t(W.deadline)} ${moment(due, report.targets.zone)}`),
    ...(keptBy === undefined ? [] : [h("small", {}, "→"), to(keptBy)]),
  ];
}

function showMessage(index: number): void {
  const item = document.getElementById(`message-${index}`);
  item?.scrollIntoView({ block: "center" });
  item?.focus();
}

function messageItem(app: App, message: ReportMessage, index: number, findings: Numbered[], promises: PromiseRecord[]): HTMLElement {
  const { t, locale, report } = app;
  const { role, time, kind } = message;
  const who = role === "agent" && message.agent !== undefined ? `${ROLE[role][locale]} ${message.agent}` : ROLE[role][locale];
  return h(
    `li.message.${role}`,
    { id: `message-${index}`, tabindex: -1 },
    h("p.who", {}, h("b", {}, who), time !== undefined && h("time", {}, clock(time, report.targets.zone)), h("span.index", { title: place(message.at) }, `#${index + 1}`)),
    h("div.bubble", {}, kind !== "text" && kind !== "system" && h("span.kind", {}, `[${KIND[kind][locale]}] `), ...highlighted(app, message.text, findings, promises)),
    findings.length > 0 && h("ol.findings", { "aria-label": t(W.findings) }, ...findings.map((item) => findingCard(app, item, message.text))),
  );
}

/** The text with its findings and promises marked; nothing of the text is lost or added. */
function highlighted(app: App, text: string, findings: Numbered[], promises: PromiseRecord[]): Child[] {
  const { t, locale } = app;
  const spans = [...findings.map(({ finding }) => finding), ...promises];
  const cut = pieces(text, spans);
  return cut.map((piece, at) => {
    if (piece.spans.length === 0) return piece.text;
    const own = piece.spans.flatMap((span) => findings[span] ?? []);
    const kept = piece.spans.flatMap((span) => promises[span - findings.length] ?? []);
    // A finding's number stands where it ends.
    const ending = piece.spans.filter((span) => span < findings.length && !cut.slice(at + 1).some((later) => later.spans.includes(span)));
    const worst = own.some(({ finding }) => finding.severity === "error") ? "error" : own.some(({ finding }) => finding.severity === "warning") ? "warning" : own.length > 0 ? "info" : "promise";
    const numbers = ending.map((span) => findings[span]!.number).join(" ");
    const content = (): Child[] => [
      ...own.map((item) => h("div", {}, ...findingLines(app, item, text, 1))),
      ...kept.map((promise) => h("div", {}, h("p", {}, h("b", {}, `${t(W.promise)} `), h("span", { class: `mark outcome-${promise.outcome}` }, `${PROMISE_SIGN[promise.outcome]} ${OUTCOME[promise.outcome][locale]}`)))),
    ];
    const inside = piece.text === "" ? [h("span.caret", {}, "‸")] : [piece.text];
    return withHint(h("mark", { class: `found ${worst}`, tabindex: 0, "data-finding": ending.length > 0 ? numbers : undefined }, ...inside, numbers !== "" && h("sup", {}, numbers)), content);
  });
}

function findingCard(app: App, item: Numbered, text: string | null): HTMLElement {
  return h(`li.finding.${item.finding.severity}`, { id: `finding-${item.number}` }, ...findingLines(app, item, text));
}

/** Number, severity, what is wrong, what to do, better wording, rule. */
function findingLines({ t, locale }: App, { finding, number }: Numbered, text: string | null, most = 2): Child[] {
  const { severity, critical, rule, guidance, message, suggestions, fix } = finding;
  const level = critical ? `${SIGN.critical} ${CRITICAL[critical][locale]}` : `${SIGN[severity]} ${SEVERITY[severity][locale]}`;
  return [
    h("p.level", {}, h("b.number", {}, String(number)), h(`span.mark.${severity}`, {}, level), h("b", {}, message)),
    ...suggestions.slice(0, most).map(({ title, edits }) =>
      h("p.better", {}, h("small", {}, `${t(W.better)} · ${title}${fix && fix.title === title ? ` · ${t(W.fix)}` : ""}`), h("span", {}, ...(text === null ? edits.map((edit) => h("ins", {}, edit.text)) : edited(text, edits).map((piece) => (piece.kind === "same" ? piece.text : h(piece.kind === "in" ? "ins" : "del", {}, piece.text)))))),
    ),
    h("p.rule", {}, h("a", { href: linkTo({ rule }) }, rule), ` · ${guidance.join(" ")}`),
  ];
}
