/** replylint in editors: a language server, and the pure service that it is a shell around. */
export { type DraftCard, SCORECARD, type Scorecards } from "./protocol.js";
export { CHECK_WORKSPACE, type ServerOptions, startServer } from "./server.js";
export type { Analysis, Entry, JudgedDraft, Note, Span } from "./service/analysis.js";
export { type Action, findingsAt, fixAll, quickFixes } from "./service/actions.js";
export { type Completion, completeDraft, type PhraseOffer } from "./service/completion.js";
export { type Diagnostic, diagnostics } from "./service/diagnostics.js";
export { analyseDrafts, DraftMemo } from "./service/drafts.js";
export { Engine } from "./service/engine.js";
export { scoreLines } from "./service/hints.js";
export { ignoreActions } from "./service/ignores.js";
export { hover } from "./service/hover.js";
export { type Card, scorecards } from "./service/scorecard.js";
export { analyseBook, BookMemo, type BookOptions } from "./service/phrasebook.js";
export { outline } from "./service/symbols.js";
export { tokens } from "./service/tokens.js";
