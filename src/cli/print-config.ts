import { resolve } from "node:path";
import type { Context } from "./terminal.js";
import { padEnd } from "../reporters/width.js";
import { entryName } from "../rulepack/extend.js";
import { openLinter, type Settings, shorten } from "./settings.js";

/** Where comments begin. */
const COLUMN = 32;

/** Writes the settings in force as YAML, each with where it comes from. */
export async function printConfig(settings: Settings, context: Context): Promise<void> {
  const { say } = context;
  const [{ linter, pack, passMark }, { stringify }] = await Promise.all([openLinter(settings, context), import("yaml")]);
  const { level, locale, channel, scenario, minScore, failOn, rules, rulesDirs, words, audit, phrasebook, config = {}, origin, configFile } = settings;
  const values: Record<string, unknown> = {
    level, locale, channel, scenario, minScore, failOn,
    rulesDirs: rulesDirs.map((dir) => resolve(dir)),
    rules,
    ...(config.terms && { terms: config.terms }),
    ...(config.limits && { limits: config.limits }),
    ...(config.exempt && { exempt: config.exempt }),
    ...(words.length > 0 && { words }),
    ...(Object.keys(phrasebook).length > 0 && { phrasebook }),
    ...(audit && { audit }),
  };
  let out = say({
    zh: `# 配置文件：${configFile === undefined ? "没有" : shorten(configFile)}\n# 规则 ${pack.rules.length} 条，规则集 ${linter.ruleset}\n`,
    en: `# Configuration file: ${configFile === undefined ? "none" : shorten(configFile)}\n# ${pack.rules.length} rules, rule set ${linter.ruleset}\n`,
  });
  const unset = { scenario: say({ zh: "不给，逐条推断", en: "none: inferred" }), minScore: say({ zh: `不给；合格线 ${passMark}，不影响退出码`, en: `none: ${passMark} passes, and the exit code does not depend on it` }) };
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) {
      out += `${`# ${key}:`.padEnd(COLUMN)} # ${unset[key as keyof typeof unset]}\n`;
      continue;
    }
    const unknown = say({ zh: "默认", en: "default" });
    const entries = entriesOf(value);
    if (entries.length === 0) {
      out += line(stringify({ [key]: value }), origin[key] ?? unknown);
      continue;
    }
    // Each entry is written by itself, with where it comes from.
    out += `${key}:\n`;
    for (const [name, entry] of entries) out += line(indented(stringify(Array.isArray(value) ? [entry] : { [name]: entry })), origin[`${key} ${name}`] ?? origin[key] ?? unknown);
  }
  process.stdout.write(out);
}

/** The entries of a map or a list, by the names that origins know them by. */
function entriesOf(value: unknown): [name: string, entry: unknown][] {
  if (Array.isArray(value)) return value.map((entry) => [entryName(entry), entry]);
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}

/** YAML with a comment behind its first line. */
function line(yaml: string, from: string): string {
  const [first = "", ...more] = yaml.trimEnd().split("\n");
  return `${padEnd(first, COLUMN)} # ${from}\n${more.map((one) => `${one}\n`).join("")}`;
}

function indented(yaml: string): string {
  return yaml.trimEnd().replace(/^/gm, "  ");
}
