import { wrap } from "../../reporters/width.js";
import { type Args, type CommandSpec, LOCALE, NO_COLOR } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { checkRulesDirs, shipped } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";

/** `replylint rules test`: runs the examples that stand in the rule files. */
export const spec: CommandSpec = {
  name: "rules test",
  operands: "[dir]",
  about: { zh: "跑规则文件里自带的例子", en: "runs the examples that stand in the rules" },
  notes: {
    zh: `每个 bad 例子要由它的规则在 span 处报出来，每个 good 例子一条都不能报。不给文件夹就测自带的规则。

退出码：0 都对；1 有例子不对，或 --coverage 下有写法没有例子；2 规则文件本身有错。`,
    en: `Each bad example must be reported by its rule at its span; a good one must not be reported by any. Without a folder
the shipped rules are tested.

Exit code: 0 all is well; 1 an example fails, or with --coverage a pattern has no example; 2 a rule file is broken.`,
  },
  options: [{ name: "coverage", about: { zh: "再查每个 match 写法、每个词有没有例子覆盖；词只列出，不算错", en: "also asks whether an example covers each match pattern and each word of the lexicons; words are listed, and are no failure" } }, { name: "rule", value: "ID", about: { zh: "只测这一条", en: "this rule only" } }, LOCALE, NO_COLOR],
  examples: [
    { run: "replylint rules test", about: { zh: "自带的规则", en: "the shipped rules" } },
    { run: "replylint rules test our-rules --coverage", about: { zh: "自家的规则", en: "rules of one's own" } },
  ],
};

/**
 * Runs the examples and writes what fails.
 * @returns the exit code
 */
export async function run(args: Args, context: Context): Promise<number> {
  const { say } = context;
  const [dir, extra] = args.operands;
  if (extra !== undefined) throw new CliError(say({ zh: "一次只测一个文件夹。", en: "One folder at a time." }));
  if (dir !== undefined) checkRulesDirs([dir], context);
  const [{ loadPack }, { testPack, uncovered }, { default: pc }] = await Promise.all([import("../../rulepack/load.js"), import("../../rulepack/examples.js"), import("picocolors")]);
  const { pack, loaded } = loadPack([dir ?? shipped("rules")], shipped("dictionaries"));
  const only = args.get("rule");
  if (pack.rules.length === 0) throw new CliError(say({ zh: "这个文件夹里没有规则（.yaml）。", en: "There is no rule (.yaml) in this folder." }));
  if (only !== undefined && !pack.rules.some((rule) => rule.id === only)) throw new CliError(say({ zh: `没有“${only}”这条规则。`, en: `There is no rule "${only}".` }));
  const c = pc.createColors(useColor(process.stdout, args.has("no-color")));
  const { run: count, failures } = testPack(pack, loaded, only);
  const width = columns(process.stdout);
  let out = "";
  for (const { file, line, column, rule, text, message } of failures) {
    out += `${file}:${line}:${column}: ${c.red(rule)} ${message}\n`;
    for (const row of wrap(text, width - 4)) out += `    ${c.dim(row)}\n`;
  }
  const { patterns: missing, members } = args.has("coverage") ? uncovered(only === undefined ? loaded.source : { ...loaded.source, rules: loaded.source.rules.filter((rule) => rule.id === only) }) : { patterns: [], members: new Map<string, string[]>() };
  // With one rule only, nearly all of the lexicons is somebody else's.
  if (only === undefined) for (const [name, words] of members) for (const row of wrap(`<${name}> ${words.length}: ${words.join(" · ")}`, width - 4)) out += `    ${c.dim(row)}\n`;
  for (const entry of missing) out += `${c.yellow(say({ zh: "没有例子：", en: "no example: " }))}${entry}\n`;
  const rules = only === undefined ? pack.rules.length : 1;
  const bad = new Set(failures.map(({ file, line, column }) => `${file}:${line}:${column}`)).size;
  const words = [...members.values()].reduce((sum, list) => sum + list.length, 0);
  const summary = say({ zh: `${rules} 条规则，${count} 个例子，${bad} 个不对`, en: `${rules} rules, ${count} examples, ${bad} wrong` }) + (args.has("coverage") ? say({ zh: `，${missing.length} 个写法、${words} 个词没有例子`, en: `, ${missing.length} patterns and ${words} words without one` }) : "");
  const failed = failures.length > 0 || missing.length > 0;
  process.stdout.write(`${out}${failed ? c.red("✖") : c.green("✔")} ${summary}\n`);
  return failed ? EXIT.findings : EXIT.ok;
}
