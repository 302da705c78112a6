/** The ESLint plugin, for flat configuration. */
import type { ESLint, Linter } from "eslint";
import { entries } from "./entries.js";
import { phrasebook } from "./language.js";
import { reply } from "./reply.js";

export type { PhrasebookOptions } from "./entries.js";
export type { ReplyOptions } from "./reply.js";

/** What `import replylint from "replylint/eslint"` gives. */
export interface ReplylintPlugin extends ESLint.Plugin {
  configs: {
    /** Replies in code, and files named `phrasebook` or in a folder of that name. */
    recommended: Linter.Config[];
    /** Only replies in code. */
    code: Linter.Config[];
    /** Only phrasebook files. */
    phrasebook: Linter.Config[];
  };
}

const rules = { reply, phrasebook: entries } as unknown as ESLint.Plugin["rules"];
const languages = { phrasebook } as unknown as ESLint.Plugin["languages"];
const plugin = { meta: { name: "replylint", namespace: "replylint" }, rules, languages } as ReplylintPlugin;

const code: Linter.Config[] = [{ name: "replylint/code", files: ["**/*.{js,mjs,cjs,jsx,ts,mts,cts,tsx}"], plugins: { replylint: plugin }, rules: { "replylint/reply": "error" } }];
const books: Linter.Config[] = [
  {
    name: "replylint/phrasebook",
    files: ["**/phrasebook.{yaml,yml,json,ndjson,jsonl,csv,md}", "**/phrasebook/**/*.{yaml,yml,json,ndjson,jsonl,csv,md}", "**/*.phrasebook.{yaml,yml,json,ndjson,jsonl,csv,md}"],
    plugins: { replylint: plugin },
    language: "replylint/phrasebook",
    rules: { "replylint/phrasebook": "error" },
  },
];
plugin.configs = { recommended: [...code, ...books], code, phrasebook: books };

export default plugin;
