import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Bilingual } from "../core/types.js";
import { nearest } from "./nearest.js";

/** Names under which a configuration is looked for. */
export const CONFIG_FILES = [".replylintrc.yaml", ".replylintrc.yml", ".replylintrc.json", "replylint.config.yaml", "replylint.config.json"] as const;

/** The name of one that is made. */
export const NEW_CONFIG = "replylint.config.yaml" satisfies (typeof CONFIG_FILES)[number];

/** The configuration files of a folder, or of the nearest folder above it that has any; more than one is the user's mistake. */
export function findConfigs(folder: string): string[] {
  for (let at = folder; ; ) {
    const found = CONFIG_FILES.map((name) => join(at, name)).filter((path) => existsSync(path));
    const up = dirname(at);
    if (found.length > 0 || up === at) return found;
    at = up;
  }
}

/** What a configuration says about rules that are not there: the id, and words with a way out. */
export function unknownRules(configured: readonly string[], ids: readonly string[]): { id: string; message: Bilingual }[] {
  return configured
    // The checks of phrasebooks are known to whoever checks phrasebooks.
    .filter((id) => !ids.includes(id) && !id.startsWith("phrasebook/"))
    .map((id) => {
      const [guess] = nearest(id, ids);
      return {
        id,
        message: {
          zh: `rules: 没有“${id}”这条规则${guess ? `，是不是想写 ${guess}？` : "；全部规则见 replylint rules list"}`,
          en: `rules: there is no rule "${id}"${guess ? `; did you mean ${guess}?` : "; replylint rules list shows all"}`,
        },
      };
    });
}
