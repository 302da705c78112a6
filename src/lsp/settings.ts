import * as v from "valibot";
import { configSchema } from "../rulepack/config.js";

const { level, locale, channel, scenario, minScore, rules, rulesDirs } = configSchema.entries;

/** Workspace settings, section `replylint`; each weighs more than the same key of the configuration file. */
export const settingsSchema = v.object({
  level,
  locale,
  channel,
  scenario,
  minScore,
  rules,
  /** From the first workspace folder, as is `phrasebooks`. */
  rulesDirs,
  /** Which files are phrasebooks (globs). */
  phrasebooks: v.optional(v.array(v.string())),
  /** A configuration file for all documents, instead of the one nearest to each. */
  configFile: v.optional(v.string()),
  /** Where the score and what is missing is shown: above a draft, behind it, whichever the client can, or nowhere. */
  score: v.optional(v.picklist(["auto", "codeLens", "inlayHint", "off"])),
});
export type Settings = v.InferOutput<typeof settingsSchema>;

/** Reads settings as clients send them; what cannot be understood is named and left out. */
export function readSettings(value: unknown): { settings: Settings; wrong: string[] } {
  const given = typeof value === "object" && value !== null ? (value as Record<string, unknown>) : {};
  // Clients send null or "" for a setting that has no value.
  const set = Object.fromEntries(Object.entries(given).filter(([, one]) => one !== null && one !== ""));
  const wrong: string[] = [];
  for (;;) {
    const result = v.safeParse(settingsSchema, set);
    if (result.success) return { settings: result.output, wrong };
    for (const key of new Set(result.issues.map((issue) => String(issue.path?.[0]?.key)))) {
      delete set[key];
      wrong.push(`replylint.${key}`);
    }
  }
}
