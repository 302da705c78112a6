import * as v from "valibot";
import { CHANNELS, SCENARIOS } from "../core/types.js";

const text = v.pipe(v.string(), v.nonEmpty());
const day = v.pipe(v.string(), v.regex(/^\d{4}-\d\d-\d\d$/, "is a day, such as 2026-11-30"));
const variable = v.nullable(
  v.strictObject({
    /** What it stands for: name, order, money, date, number, url … */
    type: v.optional(text),
    /** What it may be filled with; an empty text says that it may stay empty. */
    sample: v.optional(v.array(v.string())),
  }),
);

const entry = v.strictObject({
  id: v.optional(v.union([text, v.number()])),
  /** What agents type to get it. */
  code: v.optional(v.union([text, v.number()])),
  group: v.optional(v.string()),
  title: v.optional(v.string()),
  /** What the customer says before it. */
  customer: v.optional(v.string()),
  scenario: v.optional(v.picklist(SCENARIOS)),
  channel: v.optional(v.picklist(CHANNELS)),
  platform: v.optional(text),
  text: v.nullable(v.string()),
  /** Other wordings of the same, each for whom. */
  variants: v.optional(v.array(v.union([v.string(), v.strictObject({ audience: v.optional(v.string()), text: v.string() })]))),
  /** Variables that this entry's texts use. */
  variables: v.optional(v.record(v.string(), variable)),
  owner: v.optional(v.string()),
  reviewed: v.optional(day),
  validUntil: v.optional(day),
  tags: v.optional(v.array(v.string())),
  status: v.optional(v.picklist(["draft", "active", "retired"])),
  /** Rules that are not asked about this entry, each with its reason: `promise/vow -- reason`. */
  ignore: v.optional(v.union([v.string(), v.array(v.string())])),
});

/** replylint's own form of a phrasebook, in YAML or JSON: what its entries do not say holds for all of them. */
export const phrasebookSchema = v.strictObject({
  $schema: v.optional(v.string()),
  version: v.optional(v.literal(1)),
  platform: v.optional(text),
  channel: v.optional(v.picklist(CHANNELS)),
  scenario: v.optional(v.picklist(SCENARIOS)),
  owner: v.optional(v.string()),
  /** Variables that any text may use. */
  variables: v.optional(v.record(v.string(), variable)),
  entries: v.array(entry),
});

/** Keys of an entry and of the whole, to guess a mistyped one. */
export const NATIVE_KEYS = [...Object.keys(phrasebookSchema.entries), ...Object.keys(entry.entries), "audience", "type", "sample"];
