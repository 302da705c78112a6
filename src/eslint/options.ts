import type { JSONSchema4 } from "json-schema";
import { CHANNELS, SCENARIOS, SEVERITIES, type Severity } from "../core/types.js";
import { createLinter, type Linter, type LinterConfig } from "../core/index.js";
import type { CompiledPack } from "../core/pack.js";
import { latinSpeller, shippedPack } from "../node.js";

/** How replies are judged; the same for code and for phrasebooks. */
export interface JudgingOptions extends Pick<LinterConfig, "level" | "locale" | "scenario" | "channel" | "rules"> {
  /** The least severity that is reported. Default `warning`. */
  report?: Severity;
}

/** JSON Schema of these options. */
export const JUDGING: Record<string, JSONSchema4> = {
  level: { enum: ["default", "strict"], description: "`strict` also asks the finer rules." },
  locale: { enum: ["zh", "en"], description: "Language of messages." },
  scenario: { enum: [...SCENARIOS], description: "Scenario of replies that name none; else inferred." },
  channel: { enum: [...CHANNELS], description: "Channel of replies that name none." },
  rules: { type: "object", additionalProperties: { enum: ["off", ...SEVERITIES] }, description: "Severity of single rules." },
  report: { enum: [...SEVERITIES], description: "The least severity that is reported." },
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
export function linterFor({ level, locale, scenario, channel, rules }: JudgingOptions): Linter {
  const config: LinterConfig = { ...(level && { level }), ...(locale && { locale }), ...(scenario && { scenario }), ...(channel && { channel }), ...(rules && { rules }) };
  const key = JSON.stringify(config);
  let linter = linters.get(key);
  if (!linter) {
    linter = createLinter({ rules: rulePack(), config: { speller: latinSpeller(rulePack()), ...config } });
    for (const id of Object.keys(rules ?? {})) if (!linter.explain(id)) throw new Error(`replylint: there is no rule "${id}"; replylint rules list shows all`);
    linters.set(key, linter);
  }
  return linter;
}
