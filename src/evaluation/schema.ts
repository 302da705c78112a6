import * as v from "valibot";
import { CHANNELS, SCENARIOS } from "../core/types.js";

const point = v.pipe(v.string(), v.regex(/^G\d{2}$/, "G04"));

/** A line of a file of labelled replies. */
export const labelSchema = v.strictObject({
  id: v.optional(v.union([v.string(), v.number()])),
  /** The reply; several bubbles of one response are joined by a line break. */
  reply: v.string(),
  /** What the customer said just before. */
  customer: v.optional(v.string()),
  scenario: v.optional(v.picklist(SCENARIOS)),
  channel: v.optional(v.picklist(CHANNELS)),
  platform: v.optional(v.string()),
  /** Claims that somebody vouches for. */
  facts: v.optional(v.record(v.string(), v.unknown())),
  /** Points of the guidance that the reply breaks, any of them is right; `[]` for a reply without a fault. */
  expect: v.array(point),
  /** Said to people; not read. */
  note: v.optional(v.string()),
});
