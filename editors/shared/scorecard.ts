/** The scorecard as a piece of page: the playground and the VS Code extension show the same. */
import type { Bilingual, Locale, Severity, Suggestion, Verdict } from "../../src/core/types.js";
import { SEVERITY, VERDICT } from "../../src/reporters/labels.js";

/** What is shown of a judged draft, with names in the person's language. `P` is a place in the draft, as the host has it. */
export interface Card<P> {
  score: number | null;
  verdict: Verdict;
  scenario: { name: string; source: "given" | "inferred" };
  dimensions: { name: string; score: number }[];
  moves: { name: string; text: string; at: P }[];
  missing: { name: string }[];
  deductions: { points: number; reason: string; at: P | undefined }[];
  findings?: CardFinding<P>[];
}
export interface CardFinding<P> {
  severity: Severity;
  critical: boolean;
  /** Empty for what is missing. */
  text: string;
  message: string;
  reason: string | undefined;
  source: string;
  at: P;
  suggestions: Suggestion[];
}

export interface Host<P> {
  locale: Locale;
  /** Shows a place in the draft. */
  onPlace: (place: P) => void;
  /** Takes a suggestion; needed where findings are shown. */
  onSuggestion?: (suggestion: Suggestion) => void;
}

const WORDS = {
  inferred: { zh: "推断", en: "inferred" },
  score: { zh: "分", en: "points" },
  none: { zh: "没有要评的内容", en: "Nothing to score" },
  dimensions: { zh: "各维度", en: "Dimensions" },
  lost: { zh: "扣分", en: "Points lost" },
  lostNothing: { zh: "没有扣分", en: "No points lost" },
  covered: { zh: "说到了", en: "What it says" },
  coveredNothing: { zh: "还没说什么", en: "Nothing yet" },
  missing: { zh: "还缺", en: "Missing" },
  findings: { zh: "怎么改", en: "What to change" },
  why: { zh: "为什么", en: "Why" },
  critical: { zh: "红线", en: "critical" },
  remove: { zh: "（删去）", en: "(remove)" },
} satisfies Record<string, Bilingual>;

type Child = Node | string | null | undefined;

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, className: string, ...children: Child[]): HTMLElementTagNameMap[K] {
  const element = document.createElement(tag);
  if (className !== "") element.className = className;
  element.append(...children.filter((child): child is Node | string => child !== null && child !== undefined));
  return element;
}

function button(className: string, onClick: () => void, ...children: Child[]): HTMLButtonElement {
  const element = h("button", className, ...children);
  element.type = "button";
  element.addEventListener("click", onClick);
  return element;
}

/**
 * Where each deduction was earned: the findings of a rule lose points in the order of the text; what a critical one takes off
 * on top is about the first.
 */
export function placesOf<P>(deductions: readonly { rule: string }[], found: (rule: string) => readonly P[]): (P | undefined)[] {
  const times = new Map<string, number>();
  return deductions.map(({ rule }) => {
    const nth = times.get(rule) ?? 0;
    times.set(rule, nth + 1);
    const all = found(rule);
    return all[nth] ?? all[0];
  });
}

/** The whole card of one draft. */
export function scorecard<P>(card: Card<P>, host: Host<P>): HTMLElement {
  const { locale } = host;
  const { findings = [] } = card;
  return h(
    "div",
    "rl-card",
    head(card, locale),
    section(WORDS.dimensions[locale], dimensions(card)),
    section(WORDS.covered[locale], covered(card, host)),
    section(WORDS.lost[locale], lost(card, host)),
    findings.length > 0 ? section(WORDS.findings[locale], h("ol", "rl-findings", ...findings.map((finding) => details(finding, host)))) : null,
  );
}

function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", "rl-section", h("h2", "", title), ...children);
}

function head<P>({ score, verdict, scenario }: Card<P>, locale: Locale): HTMLElement {
  return h(
    "div",
    `rl-head rl-${verdict}`,
    h("div", "rl-score", h("span", "rl-number", score === null ? "–" : String(score)), score === null ? null : h("small", "", WORDS.score[locale])),
    h(
      "div",
      "",
      h("div", "rl-verdict", score === null ? WORDS.none[locale] : VERDICT[verdict][locale]),
      h("div", "rl-scenario", scenario.name, scenario.source === "inferred" ? ` · ${WORDS.inferred[locale]}` : null),
    ),
  );
}

function dimensions<P>({ dimensions: all }: Card<P>): HTMLElement {
  const rows = all.map(({ name, score }) => {
    const fill = h("span", "rl-fill");
    fill.style.width = `${score}%`;
    return h("li", score >= 100 ? "rl-full" : score >= 60 ? "rl-some" : "rl-low", h("span", "rl-name", name), h("span", "rl-bar", fill), h("span", "rl-points", String(score)));
  });
  return h("ul", "rl-dimensions", ...rows);
}

function covered<P>({ moves, missing }: Card<P>, { locale, onPlace }: Host<P>): HTMLElement {
  const chips = firstOfEach(moves).map(({ name, text, at }) => {
    const chip = button("rl-chip", () => onPlace(at), name);
    chip.title = text;
    return chip;
  });
  const gaps = firstOfEach(missing).map(({ name }) => h("span", "rl-chip rl-gap", `${WORDS.missing[locale]} ${name}`));
  return chips.length + gaps.length === 0 ? h("p", "rl-quiet", WORDS.coveredNothing[locale]) : h("div", "rl-chips", ...chips, ...gaps);
}

function firstOfEach<T extends { name: string }>(all: readonly T[]): T[] {
  const seen = new Set<string>();
  return all.filter(({ name }) => !seen.has(name) && seen.add(name));
}

function lost<P>({ deductions, score, verdict }: Card<P>, { locale, onPlace }: Host<P>): HTMLElement {
  if (deductions.length === 0) return h("p", "rl-quiet", WORDS.lostNothing[locale]);
  const rows = deductions.map(({ points, reason, at }) => h("li", "", button("rl-line", () => at !== undefined && onPlace(at), h("span", "rl-minus", points === 0 ? "0" : `−${points}`), h("span", "", reason))));
  const total = h("li", "rl-total", h("span", "rl-minus", `= ${score ?? "–"}`), h("span", "", VERDICT[verdict][locale]));
  return h("ul", "rl-lost", h("li", "rl-from", h("span", "rl-minus", "100")), ...rows, total);
}

/** Longest quotation of the draft, in units. */
const LONGEST_QUOTE = 40;

function details<P>({ severity, critical, text, message, reason, source, at, suggestions }: CardFinding<P>, { locale, onPlace, onSuggestion }: Host<P>): HTMLElement {
  const label = critical ? `${SEVERITY[severity][locale]} · ${WORDS.critical[locale]}` : SEVERITY[severity][locale];
  const quote = text === "" ? h("span", "", WORDS.missing[locale]) : h("q", "", text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE - 1)}…` : text);
  return h(
    "li",
    `rl-finding rl-${severity}`,
    button("rl-place", () => onPlace(at), h("span", "rl-severity", label), quote),
    h("p", "rl-message", message),
    ...suggestions.map((suggestion) => button("rl-suggestion", () => onSuggestion?.(suggestion), h("small", "", suggestion.title), h("span", "", suggestion.edits.map((edit) => edit.text.trim()).join("…") || WORDS.remove[locale]))),
    h("details", "", h("summary", "", WORDS.why[locale]), reason === undefined || reason === message ? null : h("p", "", reason), h("p", "rl-rule", source)),
  );
}
