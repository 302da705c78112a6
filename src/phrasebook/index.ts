export { type CheckOptions, checkPhrasebooks, type EntryResult, PhrasebookChecker } from "./check.js";
export { Effect, type SentConversation } from "./effect.js";
export type { EffectReport, EffectRow, Share } from "./effect-report.js";
export { type FieldName, FIELDS, type PhrasebookConfig, type PhrasebookData, readPhrasebookData } from "./data.js";
export { type AppliedFix, applyFixes, type Mended, stillTheSame } from "./fix.js";
export { phrasebookSchema } from "./native.js";
export { PHRASEBOOK_FILES, PhrasebookReader } from "./read.js";
export type { ReadOptions as PhrasebookReadOptions } from "./reading.js";
export type * from "./types.js";
