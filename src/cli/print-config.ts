import { resolve } from "node:path";
import type { Context } from "./terminal.js";
import { openLinter, type Settings, shorten } from "./settings.js";

/** Writes the settings in force as YAML, each with where it comes from. */
export async function printConfig(settings: Settings, context: Context): Promise<void> {
  const { say } = context;
  const [{ linter, pack, passMark }, { stringify }] = await Promise.all([openLinter(settings, context), import("yaml")]);
  const { level, locale, channel, scenario, minScore, failOn, rules, rulesDirs, audit, origin, configFile } = settings;
  const lines: [key: keyof typeof origin, value: unknown, from: string | undefined][] = [
    ["level", level, origin.level],
    ["locale", locale, origin.locale],
    ["channel", channel, origin.channel],
    ["scenario", scenario, origin.scenario],
    ["minScore", minScore, origin.minScore],
    ["failOn", failOn, origin.failOn],
    ["rulesDirs", rulesDirs.map((dir) => resolve(dir)), origin.rulesDirs],
    ["rules", rules, origin.rules],
    ...(audit ? [["audit", audit, origin.audit] as [keyof typeof origin, unknown, string | undefined]] : []),
  ];
  let out = say({
    zh: `# 配置文件：${configFile === undefined ? "没有" : shorten(configFile)}\n# 规则 ${pack.rules.length} 条，规则集 ${linter.ruleset}\n`,
    en: `# Configuration file: ${configFile === undefined ? "none" : shorten(configFile)}\n# ${pack.rules.length} rules, rule set ${linter.ruleset}\n`,
  });
  const unset = { scenario: say({ zh: "不给，逐条推断", en: "none: inferred" }), minScore: say({ zh: `不给；合格线 ${passMark}，不影响退出码`, en: `none: ${passMark} passes, and the exit code does not depend on it` }) };
  for (const [key, value, from] of lines) {
    if (value === undefined) {
      out += `${`# ${key}:`.padEnd(20)} # ${unset[key as keyof typeof unset]}\n`;
      continue;
    }
    const [first = "", ...more] = stringify({ [key]: value }).trimEnd().split("\n");
    out += `${first.padEnd(20)} # ${from ?? say({ zh: "默认", en: "default" })}\n${more.map((line) => `${line}\n`).join("")}`;
  }
  process.stdout.write(out);
}
