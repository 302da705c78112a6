/** replylint with files: the shipped rule pack, rule folders, configuration. */
import { baselineSchema } from "./ci/baseline.js";
import { createLinter, type Linter, type LinterConfig } from "./core/index.js";
import { labelSchema } from "./evaluation/schema.js";
import { phrasebookSchema } from "./phrasebook/native.js";
import { schemas as ruleSchemas } from "./rulepack/schemas.js";
import { latinSpeller } from "./rulepack/speller.js";
import { shippedPack } from "./rulepack/shipped-pack.js";
import { mappingSchema } from "./transcripts/mapping-file.js";

export * from "./core/index.js";
export { loadPack, loadSource } from "./rulepack/load.js";
export { type Problem, SourceError } from "./rulepack/yaml.js";
export { readModel, writeModel } from "./rulepack/model.js";
export { CUSTOMER_SHARE, grams, type Model, Scorer } from "./core/model.js";
export { charTables } from "./core/text/chars.js";
export { emptyText, normalise } from "./core/text/normalise.js";
export { audit, type AuditOptions, type AuditOutcome, OtherRun, type Progress } from "./audit/run.js";
export type * from "./audit/report.js";
export { AUDIT_DEFAULTS, type AuditSettings } from "./audit/settings.js";
export type { PhraseFinder } from "./audit/phrases.js";
export { trendOf } from "./audit/trend.js";
export { reportSchema, storedSchema } from "./audit/schema.js";
export { judge, measure } from "./evaluation/measure.js";
export { readLabels } from "./evaluation/read.js";
export type * from "./evaluation/types.js";
export { AUDIT_FORMATS, type AuditFormat, renderAudit } from "./reporters/audit/formats.js";
export { readPack, writePack } from "./rulepack/store.js";
export { shippedPack } from "./rulepack/shipped-pack.js";
export * from "./phrasebook/index.js";
export { latinSpeller } from "./rulepack/speller.js";
export { type ExampleFailure, type Probe, probesOf, testPack } from "./rulepack/examples.js";
export { learnAutoReplies } from "./transcripts/auto.js";
export type { Mapping } from "./transcripts/mapping.js";
export { readMapping } from "./transcripts/mapping-file.js";
export { planFiles } from "./transcripts/plan.js";
export { readRange, type ReadOptions, readTranscripts } from "./transcripts/read.js";
export { type FileSummary, summarise } from "./transcripts/summary.js";
export * from "./transcripts/types.js";

/** The schemas of what users write, by name; the JSON Schemas in `schemas/` are made from these. */
export const schemas = { ...ruleSchemas, baseline: baselineSchema, label: labelSchema, mapping: mappingSchema, phrasebook: phrasebookSchema } as const;

/** A linter on the shipped pack. */
export function createShippedLinter(config?: LinterConfig): Linter {
  const pack = shippedPack();
  return createLinter({ rules: pack, config: { speller: latinSpeller(pack), ...config } });
}
