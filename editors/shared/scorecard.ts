/** The scorecard as a piece of page: the playground and the VS Code extension show the same. */
import type { Bilingual, Finding, Locale, Move, Result, Suggestion } from "../../src/core/types.js";
import { DIMENSION, MOVE, SCENARIO, SEVERITY, VERDICT } from "../../src/reporters/labels.js";

export interface ScorecardOptions {
  locale: Locale;
  /** Why a rule asks what it asks. */
  reason: (rule: string) => string | undefined;
  /** Shows a place in the reply. */
  onPlace: (place: { start: number; end: number }) => void;
  onSuggestion: (suggestion: Suggestion) => void;
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

/** The whole card for one result. */
export function scorecard(result: Result, options: ScorecardOptions): HTMLElement {
  const { locale } = options;
  return h(
    "div",
    "rl-card",
    head(result, locale),
    section(WORDS.dimensions[locale], dimensions(result, locale)),
    section(WORDS.covered[locale], covered(result, options)),
    section(WORDS.lost[locale], lost(result, options)),
    result.findings.length > 0 ? section(WORDS.findings[locale], h("ol", "rl-findings", ...result.findings.map((finding) => card(finding, options)))) : null,
  );
}

function section(title: string, ...children: Child[]): HTMLElement {
  return h("section", "rl-section", h("h2", "", title), ...children);
}

function head({ score, verdict, scenario, scenarioSource }: Result, locale: Locale): HTMLElement {
  return h(
    "div",
    `rl-head rl-${verdict}`,
    h("div", "rl-score", score === null ? "–" : h("span", "rl-number", String(score)), score === null ? null : h("small", "", WORDS.score[locale])),
    h(
      "div",
      "",
      h("div", "rl-verdict", score === null ? WORDS.none[locale] : VERDICT[verdict][locale]),
      h("div", "rl-scenario", SCENARIO[scenario][locale], scenarioSource === "inferred" ? ` · ${WORDS.inferred[locale]}` : null),
    ),
  );
}

function dimensions({ dimensions: all }: Result, locale: Locale): HTMLElement {
  const rows = Object.entries(all).map(([dimension, { score }]) => {
    const fill = h("span", "rl-fill");
    fill.style.width = `${score}%`;
    const name = DIMENSION[dimension as keyof typeof DIMENSION][locale];
    return h("li", score >= 100 ? "rl-full" : score >= 60 ? "rl-some" : "rl-low", h("span", "rl-name", name), h("span", "rl-bar", fill), h("span", "rl-points", String(score)));
  });
  return h("ul", "rl-dimensions", ...rows);
}

function covered({ moves, missing }: Result, { locale, onPlace }: ScorecardOptions): HTMLElement {
  const chips = firstOfEach(moves).map((move) => {
    const chip = button("rl-chip", () => onPlace(move), MOVE[move.kind][locale]);
    chip.title = move.text;
    return chip;
  });
  const gaps = [...new Set(missing.map(({ kind }) => kind))].map((kind) => h("span", "rl-chip rl-gap", `${WORDS.missing[locale]} ${MOVE[kind][locale]}`));
  return chips.length + gaps.length === 0 ? h("p", "rl-quiet", WORDS.coveredNothing[locale]) : h("div", "rl-chips", ...chips, ...gaps);
}

function firstOfEach(moves: readonly Move[]): Move[] {
  const seen = new Set<string>();
  return moves.filter(({ kind }) => !seen.has(kind) && seen.add(kind));
}

function lost({ deductions, findings, score, verdict }: Result, { locale, onPlace }: ScorecardOptions): HTMLElement {
  if (deductions.length === 0) return h("p", "rl-quiet", WORDS.lostNothing[locale]);
  const times = new Map<string, number>();
  const rows = deductions.map(({ rule, points, reason }) => {
    const nth = times.get(rule) ?? 0;
    times.set(rule, nth + 1);
    // Findings of a rule lose points in the order of the text; a critical one loses the rest, too.
    const all = findings.filter((finding) => finding.rule === rule);
    const finding = all[nth] ?? all[0];
    return h("li", "", button("rl-line", () => finding && onPlace(finding), h("span", "rl-minus", points === 0 ? "0" : `−${points}`), h("span", "", reason)));
  });
  const total = h("li", "rl-total", h("span", "rl-minus", `= ${score ?? "–"}`), h("span", "", VERDICT[verdict][locale]));
  return h("ul", "rl-lost", h("li", "rl-from", h("span", "rl-minus", "100")), ...rows, total);
}

function card(finding: Finding, { locale, reason, onPlace, onSuggestion }: ScorecardOptions): HTMLElement {
  const { severity, message, text, critical, rule, guidance, suggestions } = finding;
  const why = reason(rule);
  const label = critical ? `${SEVERITY[severity][locale]} · ${WORDS.critical[locale]}` : SEVERITY[severity][locale];
  return h(
    "li",
    `rl-finding rl-${severity}`,
    button("rl-place", () => onPlace(finding), h("span", "rl-severity", label), text === "" ? h("span", "", WORDS.missing[locale]) : h("q", "", text.length > 40 ? `${text.slice(0, 39)}…` : text)),
    h("p", "rl-message", message),
    ...suggestions.map((suggestion) => button("rl-suggestion", () => onSuggestion(suggestion), h("small", "", suggestion.title), h("span", "", suggestion.edits.map((edit) => edit.text.trim()).join("…") || WORDS.remove[locale]))),
    h("details", "", h("summary", "", WORDS.why[locale]), why === undefined || why === message ? null : h("p", "", why), h("p", "rl-rule", `${rule} · ${guidance.join(" ")}`)),
  );
}
