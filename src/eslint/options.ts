import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { JSONSchema4 } from "json-schema";
import { CHANNELS, SCENARIOS, SEVERITIES, type Severity } from "../core/types.js";
import { createLinter, type Linter, type LinterConfig } from "../core/index.js";
import type { CompiledPack } from "../core/pack.js";
import { latinSpeller, loadPack, shippedPack } from "../node.js";
import { houseOf } from "../rulepack/config.js";
import { readConfig } from "../rulepack/extend.js";
import { shipped } from "../rulepack/shipped.js";

/** How replies are judged; the same for code and for phrasebooks. */
export interface JudgingOptions extends Pick<LinterConfig, "level" | "locale" | "scenario" | "channel" | "rules"> {
  /** The least severity that is reported. Default `warning`. */
  report?: Severity;
  /** A replylint configuration (from the working folder), with what it extends: levels, rules, words, limits, exempt texts, folders of rules. The options beside it weigh more. */
  configFile?: string;
}

/** JSON Schema of these options. */
export const JUDGING: Record<string, JSONSchema4> = {
  level: { enum: ["default", "strict"], description: "`strict` also asks the finer rules." },
  locale: { enum: ["zh", "en"], description: "Language of messages." },
  scenario: { enum: [...SCENARIOS], description: "Scenario of replies that name none; else inferred." },
  channel: { enum: [...CHANNELS], description: "Channel of replies that name none." },
  rules: { type: "object", additionalProperties: { enum: ["off", "shadow", ...SEVERITIES] }, description: "Severity of single rules; `shadow`: asked, not reported." },
  report: { enum: [...SEVERITIES], description: "The least severity that is reported." },
  configFile: { type: "string", minLength: 1, description: "A replylint configuration; the options beside it weigh more." },
};

const RANK: Record<Severity, number> = { error: 0, warning: 1, info: 2 };

/** Whether a finding of this severity is reported. */
export function reports(severity: Severity, { report = "warning" }: JudgingOptions): boolean {
  return RANK[severity] <= RANK[report];
}

let pack: CompiledPack | undefined;
/** The rules that ship with replylint, read once: ESLint makes its rules anew for every file. */
export function rulePack(): CompiledPack {
  return (pack ??= shippedPack());
}

const linters = new Map<string, Linter>();

/** The linter for these options. */
export function linterFor({ configFile, ...options }: JudgingOptions): Linter {
  const { level, locale, scenario, channel, rules } = options;
  const path = configFile === undefined ? undefined : resolve(configFile);
  const key = JSON.stringify([level, locale, scenario, channel, rules, path, path !== undefined && statSync(path).mtimeMs]);
  let linter = linters.get(key);
  if (!linter) linters.set(key, (linter = makeLinter({ ...(level && { level }), ...(locale && { locale }), ...(scenario && { scenario }), ...(channel && { channel }), ...(rules && { rules }) }, path)));
  return linter;
}

function makeLinter(options: LinterConfig, path: string | undefined): Linter {
  if (path === undefined) return checked(rulePack(), options, []);
  const { config, unknown } = readConfig(path, { locale: options.locale ?? "zh" });
  const { level, locale, scenario, channel, rules, words = [], rulesDirs = [] } = config;
  const house = houseOf(config);
  const pack = rulesDirs.length > 0 ? loadPack([shipped("rules"), ...rulesDirs], shipped("dictionaries")).pack : rulePack();
  const [problem] = unknown(pack.rules.map(({ id }) => id));
  if (problem) throw new Error(`${problem.file}:${problem.line}:${problem.column}: ${problem.message}`);
  const configured: LinterConfig = { ...(level && { level }), ...(locale && { locale }), ...(scenario && { scenario }), ...(channel && { channel }), ...(house && { house }) };
  return checked(pack, { ...configured, ...options, rules: { ...rules, ...options.rules } }, words);
}

function checked(pack: CompiledPack, config: LinterConfig, words: readonly string[]): Linter {
  const linter = createLinter({ rules: pack, config: { speller: latinSpeller(pack, words), ...config } });
  for (const id of Object.keys(config.rules ?? {})) if (!linter.explain(id) && !id.startsWith("phrasebook/")) throw new Error(`replylint: there is no rule "${id}"; replylint rules list shows all`);
  return linter;
}
