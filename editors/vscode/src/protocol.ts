import type { Range, Scorecards } from "../../../src/lsp/protocol.js";

export { type DraftCard, type Range, SCORECARD, type Scorecards } from "../../../src/lsp/protocol.js";

/** From the extension to the scorecard's page. */
export type ToPage = { cards: Scorecards; shown: number } | { empty: string };
/** And back: a place that the person clicked, or that the page is ready. */
export type FromPage = { place: Range } | { ready: true };
