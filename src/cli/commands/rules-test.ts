import { existsSync } from "node:fs";
import { join } from "node:path";
import type { Uncovered } from "../../rulepack/examples.js";
import type { loadPack } from "../../rulepack/load.js";
import { inLocale } from "../../rulepack/chinese.js";
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
  options: [{ name: "coverage", about: { zh: "再查每个 match 写法有没有例子；词是数据，只数有几个出现在例子里", en: "also asks for an example of each match pattern; words are data, and only counted" } }, { name: "words", value: "CLASS", about: { zh: "和 --coverage 一起：列出这个词类里没有例子的词", en: "with --coverage: lists the words of this class without an example" } }, { name: "rule", value: "ID", about: { zh: "只测这一条", en: "this rule only" } }, LOCALE, NO_COLOR],
  examples: [
    { run: "replylint rules test", about: { zh: "自带的规则", en: "the shipped rules" } },
    { run: "replylint rules test our-rules --coverage", about: { zh: "自家的规则", en: "rules of one's own" } },
  ],
};

/** Rules of one's own by themselves; playbooks may name the shipped rules, which are compiled with them and left aside then. */
function loadOwn(dir: string, load: typeof loadPack, nameOf: (path: string) => string): ReturnType<typeof loadPack> {
  if (!existsSync(join(dir, "playbooks"))) return load([dir], shipped("dictionaries"));
  const { pack, loaded } = load([shipped("rules"), dir], shipped("dictionaries"));
  const ids = new Set(loaded.source.rules.filter(({ place }) => !place.file.startsWith(nameOf(shipped("rules")))).map(({ id }) => id));
  const isOwn = ({ id }: { id: string }): boolean => ids.has(id);
  return { pack: { ...pack, rules: pack.rules.filter(isOwn) }, loaded: { ...loaded, source: { ...loaded.source, rules: loaded.source.rules.filter(isOwn) } } };
}

const NOTHING: Uncovered = { patterns: [], members: new Map() };

/**
 * Runs the examples and writes what fails.
 * @returns the exit code
 */
export async function run(args: Args, context: Context): Promise<number> {
  const { say, locale } = context;
  const [dir, extra] = args.operands;
  if (extra !== undefined) throw new CliError(say({ zh: "一次只测一个文件夹。", en: "One folder at a time." }));
  if (dir !== undefined) checkRulesDirs([dir], context);
  const [{ loadPack, shortName }, { testPack, uncovered }, { default: pc }] = await Promise.all([import("../../rulepack/load.js"), import("../../rulepack/examples.js"), import("picocolors")]);
  const { pack, loaded } = dir === undefined ? loadPack([shipped("rules")], shipped("dictionaries")) : loadOwn(dir, loadPack, shortName);
  const only = args.get("rule");
  if (pack.rules.length === 0 && pack.playbooks.length === 0) throw new CliError(say({ zh: "这个文件夹里没有规则（.yaml）。", en: "There is no rule (.yaml) in this folder." }));
  if (only !== undefined && !pack.rules.some((rule) => rule.id === only)) throw new CliError(say({ zh: `没有“${only}”这条规则。`, en: `There is no rule "${only}".` }));
  const c = pc.createColors(useColor(process.stdout, args.has("no-color")));
  const { run: count, failures } = testPack(pack, loaded, only);
  const width = columns(process.stdout);
  let out = "";
  for (const { file, line, column, rule, text, message } of failures) {
    out += `${file}:${line}:${column}: ${c.red(rule)} ${inLocale(message, locale)}\n`;
    for (const row of wrap(text, width - 4)) out += `    ${c.dim(row)}\n`;
  }
  const { patterns: missing, members } = args.has("coverage") ? uncovered(only === undefined ? loaded.source : { ...loaded.source, rules: loaded.source.rules.filter((rule) => rule.id === only) }) : NOTHING;
  const classes = [...members].map(([name, { all, without }]) => ({ name, all, covered: all - without.length }));
  // With rules of one's own, or one rule only, nearly all of the lexicons is somebody else's.
  const idle = dir === undefined && only === undefined ? classes.filter(({ covered }) => covered === 0) : [];
  if (args.has("words")) {
    const found = members.get(args.get("words")!);
    if (!found) throw new CliError(say({ zh: `没有“${args.get("words")}”这个词类。`, en: `There is no class "${args.get("words")}".` }), say({ zh: "词类写在 dictionaries/lexicon 和 dictionaries/grammar 里；--words 和 --coverage 一起用。", en: "Classes stand in dictionaries/lexicon and dictionaries/grammar; --words goes with --coverage." }));
    for (const word of found.without) out += `    ${c.dim(word)}\n`;
  }
  if (idle.length > 0) for (const row of wrap(`${say({ zh: "一个词都没有例子的词类：", en: "classes without any example: " })}${idle.map(({ name, all }) => `${name} ${all}`).join(" · ")}`, width)) out += `${c.dim(row)}\n`;
  for (const entry of missing) out += `${c.yellow(say({ zh: "没有例子：", en: "no example: " }))}${entry}\n`;
  const rules = only === undefined ? pack.rules.length : 1;
  const bad = new Set(failures.map(({ file, line, column }) => `${file}:${line}:${column}`)).size;
  const words = classes.reduce((sum, { all }) => sum + all, 0);
  const covered = classes.reduce((sum, one) => sum + one.covered, 0);
  const summary = say({ zh: `${rules} 条规则，${count} 个例子，${bad} 个不对`, en: `${rules} rules, ${count} examples, ${bad} wrong` }) + (args.has("coverage") ? say({ zh: `，${missing.length} 个写法没有例子；词 ${covered}/${words} 有例子`, en: `, ${missing.length} patterns without one; ${covered} of ${words} words have one` }) : "");
  const failed = failures.length > 0 || missing.length > 0;
  process.stdout.write(`${out}${failed ? c.red("✖") : c.green("✔")} ${summary}\n`);
  return failed ? EXIT.findings : EXIT.ok;
}
