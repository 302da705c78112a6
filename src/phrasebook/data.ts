import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as v from "valibot";
import { parse } from "yaml";
import { DIMENSIONS, SCENARIOS, type Scenario, SEVERITIES } from "../core/types.js";

const text = v.pipe(v.string(), v.nonEmpty());
const texts = v.array(text);
const bilingual = v.strictObject({ zh: text, en: text });
const scenario = v.picklist(SCENARIOS);
const day = v.pipe(v.string(), v.regex(/^\d\d-\d\d$/));

const check = v.strictObject({ guidance: texts, dimension: v.picklist(DIMENSIONS), severity: v.picklist(SEVERITIES), message: bilingual, fix: v.optional(bilingual) });
const checksSchema = v.record(v.pipe(v.string(), v.startsWith("phrasebook/")), check);

const SYNTAXES = ["liquid-block", "attribute", "liquid", "dollar", "hash", "curly", "printf", "bracket", "square"] as const;
export type Syntax = (typeof SYNTAXES)[number];

const placeholdersSchema = v.strictObject({
  syntaxes: v.strictObject(Object.fromEntries(SYNTAXES.map((name) => [name, text])) as Record<Syntax, typeof text>),
  "known-names": text,
  unbalanced: text,
  "full-width": text,
  "left-over": texts,
  "export-marker": text,
  types: v.array(v.strictObject({ type: text, names: text, sample: text })),
  fallback: v.strictObject({ type: text, sample: text }),
  blank: v.strictObject({ unfinished: text, needs: text, unit: text, counted: text, stop: text, open: text, pairs: text }),
  platforms: v.record(v.string(), v.strictObject({ aliases: v.optional(texts), syntaxes: v.array(v.picklist(SYNTAXES)), names: v.optional(text), always: v.optional(text) })),
  lengths: v.record(v.string(), v.strictObject({ limit: v.number(), unit: v.picklist(["chars", "bytes"]) })),
});

export const FIELDS = ["text", "id", "code", "group", "title", "customer", "scenario", "channel", "platform", "audience", "variants", "variables", "owner", "reviewed", "validUntil", "tags", "status", "ignore"] as const;
export type FieldName = (typeof FIELDS)[number];

const bookSchema = v.strictObject({
  fields: v.strictObject(Object.fromEntries(FIELDS.map((name) => [name, texts])) as Record<FieldName, typeof texts>),
  scenarios: v.array(v.strictObject({ scenario, words: texts })),
  coverage: v.array(v.strictObject({ id: text, name: bilingual, scenarios: v.optional(v.array(scenario)), words: texts })),
  selling: v.array(scenario),
  occasions: v.array(v.strictObject({ name: text, over: day })),
  season: v.number(),
  offer: text,
  facts: texts,
});

const outcomesSchema = v.strictObject({
  yes: text,
  no: text,
  outcomes: v.array(v.strictObject({ id: text, name: bilingual, good: v.boolean(), columns: texts, customer: v.optional(text), system: v.optional(text) })),
});

export type OutcomeData = v.InferOutput<typeof outcomesSchema>;
export type CheckInfo = v.InferOutput<typeof check>;
export type PlaceholderData = v.InferOutput<typeof placeholdersSchema>;
export type BookData = v.InferOutput<typeof bookSchema>;

/** What the checks of a phrasebook know: `dictionaries/phrasebook/`. */
export interface PhrasebookData {
  checks: Record<string, CheckInfo>;
  placeholders: PlaceholderData;
  book: BookData;
  outcomes: OutcomeData;
}

/**
 * Reads the tables of the checks.
 * @param folder `dictionaries/phrasebook`
 * @throws {Error} naming the file, where one of them is not as it should be
 */
export function readPhrasebookData(folder: string): PhrasebookData {
  const read = <S extends v.GenericSchema>(name: string, schema: S): v.InferOutput<S> => {
    const result = v.safeParse(schema, parse(readFileSync(join(folder, name), "utf8")));
    if (result.success) return result.output;
    const [issue] = result.issues;
    throw new Error(`${join(folder, name)}: ${v.getDotPath(issue) ?? ""}: ${issue.message}`);
  };
  return { checks: read("checks.yaml", checksSchema), placeholders: read("placeholders.yaml", placeholdersSchema), book: read("book.yaml", bookSchema), outcomes: read("outcomes.yaml", outcomesSchema) };
}

/** What a configuration says about phrasebooks: `phrasebook:` of the configuration file. */
export interface PhrasebookConfig {
  /** Platform of entries that name none: `taobao`, `zendesk` … */
  platform?: string;
  /** Longest text, in characters. */
  maxLength?: number;
  /** Days before its end from which on an entry is announced as expiring. Default 7. */
  expiringDays?: number;
  /** Days after which an entry is to be reviewed again. Default 180. */
  reviewDays?: number;
  /** Likeness from which on two texts are reported, 0.5–1. Default 0.8. */
  similarity?: number;
  /** Names of columns and keys → field. */
  fields?: Record<string, FieldName>;
  /** Names of groups → scenario. */
  scenarios?: Record<string, Scenario>;
  /** Variables that texts may use. */
  variables?: Record<string, { type?: string; sample?: string[] } | null>;
  /** Functions of TypeScript that take a text of the phrasebook. */
  helpers?: string[];
}
