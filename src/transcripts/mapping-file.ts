/** Reads a mapping file (`--map`). */
import { readFileSync } from "node:fs";
import * as v from "valibot";
import type { Locale } from "../core/types.js";
import { parseAs } from "../rulepack/config.js";
import type { Mapping } from "./mapping.js";
import { COLUMN_FIELDS, ENCODINGS, FORMATS, MESSAGE_KINDS } from "./types.js";

const text = v.pipe(v.string(), v.nonEmpty());
const values = v.pipe(v.array(v.union([text, v.pipe(v.number(), v.transform(String))])), v.nonEmpty());
const column = v.union([text, v.pipe(v.number(), v.integer(), v.minValue(1)), v.pipe(v.array(v.union([text, v.pipe(v.number(), v.integer(), v.minValue(1))])), v.nonEmpty())]);
const ROLES = ["agent", "customer", "bot", "system"] as const;

const optionals = <K extends string, S extends v.GenericSchema>(keys: readonly K[], schema: S): v.StrictObjectSchema<Record<K, v.OptionalSchema<S, undefined>>, undefined> =>
  v.strictObject(Object.fromEntries(keys.map((key) => [key, v.optional(schema)])) as Record<K, v.OptionalSchema<S, undefined>>);

/** The shape of {@link Mapping}, as users write it. */
export const mappingSchema = v.strictObject({
  format: v.optional(v.picklist(FORMATS)),
  encoding: v.optional(v.picklist(ENCODINGS)),
  delimiter: v.optional(v.pipe(v.string(), v.regex(/^[^"\r\n]$/u, '","'))),
  sheet: v.optional(text),
  header: v.optional(v.boolean()),
  columns: v.optional(optionals(COLUMN_FIELDS, column)),
  roles: v.optional(optionals(ROLES, values)),
  kinds: v.optional(optionals(MESSAGE_KINDS, values)),
  agents: v.optional(values),
  fields: v.optional(v.record(text, text)),
  timezone: v.optional(v.pipe(v.string(), v.regex(/^[+-]\d\d:\d\d$/, '"+08:00"'))),
  gap: v.optional(v.pipe(v.string(), v.regex(/^\d+[smhd]$/, "30m, 12h, 1d"))),
  platform: v.optional(text),
  shop: v.optional(text),
});

/**
 * Reads a mapping file, YAML or JSON.
 * @throws {SourceError} naming each wrong key or value with its place and a way out; system errors where it cannot be read
 */
export function readMapping(path: string, locale: Locale): Mapping {
  const keys = [...Object.keys(mappingSchema.entries), ...COLUMN_FIELDS, ...ROLES];
  return parseAs(mappingSchema, readFileSync(path, "utf8").replace(/^\ufeff/, ""), path, locale, keys).value as Mapping;
}
