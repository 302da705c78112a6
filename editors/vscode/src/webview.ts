/** Runs in the scorecard's page. */
import { h, placesOf, scorecard } from "../../shared/scorecard.js";
import type { DraftCard, FromPage, Range, ToPage } from "./protocol.js";

declare function acquireVsCodeApi(): { postMessage(message: FromPage): void };

const host = acquireVsCodeApi();
const root = document.getElementById("card")!;

window.addEventListener("message", ({ data }: MessageEvent<ToPage>) => {
  if ("empty" in data) {
    root.replaceChildren(h("p", "rl-quiet", data.empty));
    return;
  }
  const { drafts, locale } = data.cards;
  document.documentElement.lang = locale === "zh" ? "zh-CN" : "en";
  const onPlace = (place: Range): void => host.postMessage({ place });
  const card = scorecard(cardOf(drafts[data.shown]!), { locale, onPlace });
  root.replaceChildren(...(drafts.length > 1 ? [tabs(drafts, data.shown, onPlace)] : []), card);
});
host.postMessage({ ready: true });

function cardOf({ deductions, moves, ...card }: DraftCard): Parameters<typeof scorecard<Range>>[0] {
  const at = placesOf(deductions, (rule) => deductions.find((one) => one.rule === rule)!.ranges);
  return { ...card, deductions: deductions.map(({ points, reason }, index) => ({ points, reason, at: at[index] })), moves: moves.map(({ range, ...move }) => ({ ...move, at: range })) };
}

/** Several drafts in one file. */
function tabs(drafts: readonly DraftCard[], shown: number, onPlace: (place: Range) => void): HTMLElement {
  return h(
    "nav",
    "tabs",
    ...drafts.map(({ draft, score, verdict, title, range: { start } }, index) => {
      const tab = h("button", `tab rl-${verdict}`, `${draft}`, h("small", "rl-number", score === null ? "–" : String(score)));
      tab.title = title;
      if (index === shown) tab.setAttribute("aria-current", "true");
      tab.addEventListener("click", () => onPlace({ start, end: start }));
      return tab;
    }),
  );
}
