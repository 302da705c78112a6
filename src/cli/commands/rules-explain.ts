import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import type pc from "picocolors";
import { applyEdits } from "../../core/edits.js";
import type { Linter } from "../../core/linter.js";
import type { CompiledPack, CompiledPlaybook, CompiledRule } from "../../core/pack.js";
import { type Bilingual, type Reply, SCENARIOS, type Scenario } from "../../core/types.js";
import { DIMENSION, SCENARIO, SEVERITY } from "../../reporters/labels.js";
import { type Mark, underline } from "../../reporters/underline.js";
import { displayWidth, padEnd, wrap } from "../../reporters/width.js";
import { nearest } from "../../rulepack/nearest.js";
import { type Args, type CommandSpec } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { inLanguage, openLinter, readSettings, shipped, shorten, type Settings } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";
import { RULE_OPTIONS } from "./rules-list.js";

const FORMATS = ["pretty", "json"] as const;

/** `replylint rules explain`: why a rule is there, and how to do better. */
export const spec: CommandSpec = {
  name: "rules explain",
  operands: "<id>",
  about: { zh: "讲清一条规则：原因、出处、例子、怎么改", en: "explains a rule: reason, sources, examples, better wording" },
  options: [{ name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } }, ...RULE_OPTIONS],
  examples: [{ run: "replylint rules explain promise/guaranteed-arrival", about: { zh: "不打包票", en: "no guarantees" } }],
};

type Colors = ReturnType<typeof pc.createColors>;

interface Example {
  text: string;
  customer?: string;
  scenario?: Scenario;
  channel?: Reply["channel"];
  span?: string;
}

/**
 * Writes the page of one rule.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say } = context;
  const [id, extra] = args.operands;
  if (id === undefined || extra !== undefined) throw new CliError(say({ zh: "请写一条规则的 id。", en: "Name one rule by its id." }), say({ zh: "全部规则：replylint rules list", en: "All rules: replylint rules list" }));
  if (id.startsWith("phrasebook/")) return explainCheck(id, args, context);
  // The examples are there to be reported, even where the configuration switched the rule off.
  const { linter, pack } = await openLinter({ ...settings, level: "strict" }, context, { rules: {} });
  const rule = linter.explain(id);
  if (!rule) {
    const ids = pack.rules.map((one) => one.id);
    const near = [...new Set([...nearest(id, ids, 3), ...ids.filter((one) => one.endsWith(`/${id}`) || one.includes(id)).slice(0, 5)])];
    throw new CliError(say({ zh: `没有“${id}”这条规则。`, en: `There is no rule "${id}".` }), near.length > 0 ? say({ zh: `是不是：${near.join("、")}？`, en: `Did you mean: ${near.join(", ")}?` }) : say({ zh: "全部规则：replylint rules list", en: "All rules: replylint rules list" }));
  }
  const source = await sourceOf(id, settings);
  if (args.get("format") === "json") {
    const { level, severity, critical, guidance, dimension, message, reason, sources, kind } = rule;
    process.stdout.write(`${JSON.stringify({ id, kind, dimension, guidance, severity, ...(critical && { critical }), level, message: say(message), reason: say(reason), sources, suggestions: [...new Set(rule.suggest.map((one) => say(one.title)))], examples: { bad: source?.bad ?? [], good: source?.good ?? [] }, file: source?.file ?? null }, null, 2)}\n`);
    return EXIT.ok;
  }
  const { createColors } = (await import("picocolors")).default;
  process.stdout.write(page(rule, pack, source, linter, settings, context, createColors(useColor(process.stdout, args.has("no-color"))), columns(process.stdout)));
  return EXIT.ok;
}

/** A check of phrasebooks, which is no rule of the pack: what it says, and how grave it is. */
async function explainCheck(id: string, args: Args, { say }: Context): Promise<number> {
  const { readPhrasebookData } = await import("../../phrasebook/data.js");
  const { checks } = readPhrasebookData(shipped("dictionaries/phrasebook"));
  const check = checks[id];
  if (!check) throw new CliError(say({ zh: `没有“${id}”这项检查。`, en: `There is no check "${id}".` }), say({ zh: `可用：${Object.keys(checks).join(" ")}`, en: `Known: ${Object.keys(checks).join(" ")}` }));
  const { guidance, dimension, severity, message } = check;
  if (args.get("format") === "json") process.stdout.write(`${JSON.stringify({ id, dimension, guidance, severity, message: say(message) }, null, 2)}\n`);
  else process.stdout.write(`${id}\n  ${say(SEVERITY[severity])} · ${guidance.join(" ")} · ${say(DIMENSION[dimension])}\n  ${say(message)}\n  ${say({ zh: "话术库的检查，见 docs/phrasebook.md", en: "a check of phrasebooks, see docs/phrasebook.md" })}\n`);
  return EXIT.ok;
}

/** An example of a rule of conversations, as it stands in the file: `{ "10:00 agent": "…" }`. */
interface Talk {
  conversation: Record<string, string>[];
  at?: number;
}

interface Source {
  file: string;
  bad: (Example | Talk)[];
  good: (Example | Talk)[];
}

/** The rule's own file: examples are not in the compiled pack. */
async function sourceOf(id: string, { rulesDirs }: Settings): Promise<Source | null> {
  const { readYaml } = await import("../../rulepack/yaml.js");
  for (const path of candidates(id, [shipped("rules"), ...rulesDirs])) {
    const value = readYaml(path, shorten(path)).value as { id?: string; examples?: { bad?: (Example | Talk)[]; good?: (string | Example | Talk)[] } } | null;
    if (value?.id !== id) continue;
    const asExample = (example: string | Example | Talk): Example | Talk => (typeof example === "string" ? { text: example } : example);
    return { file: shorten(path), bad: value.examples?.bad ?? [], good: (value.examples?.good ?? []).map(asExample) };
  }
  return null;
}

/** Files that may hold a rule: first where its id says, then everywhere. */
function* candidates(id: string, dirs: readonly string[]): Generator<string> {
  for (const dir of dirs) {
    const path = join(dir, `${id}.yaml`);
    if (existsSync(path)) yield path;
  }
  for (const dir of dirs) {
    if (!existsSync(dir)) continue;
    if (statSync(dir).isFile()) yield dir;
    else for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" }).sort()) if (/\.ya?ml$/.test(name)) yield join(dir, name);
  }
}

const SHOWN = 3;

/** Where a rule stands in the playbooks. */
function stepsOf({ playbooks }: CompiledPack, id: string): { playbook: CompiledPlaybook; nth: number; step: Bilingual }[] {
  return playbooks.flatMap((playbook) => playbook.steps.flatMap(({ step, rules }, index) => (rules.includes(id) ? [{ playbook, nth: index + 1, step }] : [])));
}

function page(rule: CompiledRule, pack: CompiledPack, source: Source | null, linter: Linter, settings: Settings, { say, locale }: Context, c: Colors, width: number): string {
  const paint = { error: c.red, warning: c.yellow, info: c.cyan }[rule.severity];
  const override = settings.rules[rule.id];
  const strictIn = rule.strictIn?.join(say({ zh: "、", en: ", " }));
  const facts = [say(SEVERITY[rule.severity]), ...(rule.critical ? [say({ zh: "红线：一票否决", en: "critical: fails the reply outright" })] : []), ...(rule.level === "strict" ? [say({ zh: "只在 strict 下检查", en: "asked at level strict only" })] : []), ...(strictIn ? [say({ zh: `${strictIn} 只在 strict 下检查`, en: `in ${strictIn} asked at level strict only` })] : [])];
  let out = `${c.bold(rule.id)}  ${paint(facts.join(" · "))}  ${c.dim(`${rule.guidance.join(" ")} · ${say(DIMENSION[rule.dimension])}`)}\n`;
  if (override !== undefined && override !== rule.severity) out += `${c.dim(say({ zh: `你的配置把它设成了 ${override}`, en: `your configuration sets it to ${override}` }))}\n`;
  out += `\n${indented(say(rule.message).replace(/\{[a-z]+\}/g, "…"), 2, width)}\n`;

  const labels = { why: say({ zh: "原因", en: "Why" }), from: say({ zh: "出处", en: "From" }), when: say({ zh: "何时", en: "When" }), step: say({ zh: "步骤", en: "Step" }), how: say({ zh: "改法", en: "Better" }), file: say({ zh: "文件", en: "File" }) };
  const column = Math.max(...Object.values(labels).map(displayWidth)) + 2;
  const field = (label: string, text: string): void => {
    wrap(text, width - column - 2).forEach((line, index) => (out += `  ${index === 0 ? c.dim(padEnd(label, column)) : " ".repeat(column)}${line}\n`));
  };
  field(labels.why, say(rule.reason));
  field(labels.from, rule.sources.join(locale === "zh" ? "；" : "; "));
  const situation = whenOf(rule, say);
  if (situation !== "") field(labels.when, situation);
  stepsOf(pack, rule.id).forEach(({ playbook, nth, step }, index) => field(index === 0 ? labels.step : "", say({ zh: `${playbook.name.zh}（${playbook.id}）第 ${nth} 步：${step.zh}`, en: `${playbook.name.en} (${playbook.id}), step ${nth}: ${step.en}` })));
  // The sentences of playbooks are told by their steps.
  rule.suggest.filter(({ instead }) => !instead).forEach((suggestion, index) => field(index === 0 ? labels.how : "", say(suggestion.title).replace("{with}", "…") + (suggestion.fix ? say({ zh: "（--fix 可自动改）", en: " (--fix does it)" }) : "")));
  if (source) field(labels.file, source.file);

  if (source && source.bad.length > 0) {
    out += `\n  ${c.red(say({ zh: "不要这样说", en: "Not like this" }))}\n`;
    out += source.bad.slice(0, SHOWN).map((example) => ("conversation" in example ? talk(example, c, width) : badExample(example, rule, linter, c, say, width))).join("\n");
  }
  if (source && source.good.length > 0) {
    out += `\n  ${c.green(say({ zh: "这样说没问题", en: "This is fine" }))}\n`;
    out += source.good.slice(0, SHOWN).map((example) => ("conversation" in example ? talk(example, c, width) : asked(example, c, width) + indented(example.text, 4, width))).join(source.good.some((example) => "conversation" in example || example.customer !== undefined) ? "\n" : "");
  }
  out += `\n${c.dim(say({ zh: `不想查它：在配置文件的 rules 里写 ${rule.id}: off`, en: `To switch it off, put ${rule.id}: off under rules in the configuration` }))}\n`;
  return out;
}

/** In which situations a rule is asked; classes are left out, they say little to people. */
function whenOf(rule: CompiledRule, say: Context["say"]): string {
  const all = rule.when.map((when) => situationOf(when, say));
  return all.includes("") ? "" : all.join(say({ zh: "；或 ", en: "; or " }));
}

function situationOf(when: CompiledRule["when"][number], say: Context["say"]): string {
  const parts: string[] = [];
  const names = (ids: readonly Scenario[]): string => ids.map((id) => say(SCENARIO[id])).join(say({ zh: "、", en: ", " }));
  if (when.scenario) parts.push(when.scenario.length === SCENARIOS.length ? "" : say({ zh: `场景：${names(when.scenario)}`, en: `scenario: ${names(when.scenario)}` }));
  if (when.notScenario) parts.push(say({ zh: `不含场景：${names(when.notScenario)}`, en: `not in scenario: ${names(when.notScenario)}` }));
  if (when.channel) parts.push(say({ zh: `渠道：${when.channel.join("、")}`, en: `channel: ${when.channel.join(", ")}` }));
  if (when.notFacts) parts.push(say({ zh: `facts 里没有 ${when.notFacts.join("、")} 时`, en: `unless facts hold ${when.notFacts.join(", ")}` }));
  return parts.filter(Boolean).join(say({ zh: "；", en: "; " }));
}

function asked({ customer }: Example, c: Colors, width: number): string {
  return customer === undefined ? "" : wrap(customer, width - 7).map((line, index) => `    ${c.dim(`${index === 0 ? "?" : " "} ${line}`)}\n`).join("");
}

function badExample(example: Example, rule: CompiledRule, linter: Linter, c: Colors, say: Context["say"], width: number): string {
  const { text, customer, scenario, channel, span } = example;
  const finding = linter.lint({ reply: text, ...(customer !== undefined && { customer }), ...(scenario && { scenario }), ...(channel && { channel }) }).findings.find((one) => one.rule === rule.id && (span === undefined || one.text === span));
  let out = asked(example, c, width);
  let at = 0;
  for (const line of text.split("\n")) {
    const marks: Mark[] = [];
    if (finding && finding.start <= at + line.length && (finding.end > at || finding.start >= at)) {
      const missing = finding.text === "";
      marks.push({ start: Math.max(0, finding.start - at), end: Math.min(line.length, finding.end - at), rule: missing ? "+" : { error: "^", warning: "~", info: "." }[rule.severity], label: "", paint: { error: c.red, warning: c.yellow, info: c.cyan }[rule.severity] });
    }
    for (const row of underline(line, marks, width - 4)) {
      out += `    ${row.text}\n`;
      for (const under of row.under) out += `    ${under}\n`;
    }
    at += line.length + 1;
  }
  const [better] = finding?.suggestions ?? [];
  if (better) out += wrap(applyEdits(text, better.edits), width - 6).map((line, index) => `    ${c.green(index === 0 ? "→" : " ")} ${line}\n`).join("");
  else if (!finding) out += `    ${c.dim(say({ zh: "（目前没有报出来；replylint rules test 可以查）", en: "(not reported at present; see replylint rules test)" }))}\n`;
  return out;
}

/** A conversation; the message that is reported has a mark. */
function talk({ conversation, at }: Talk, c: Colors, width: number): string {
  return conversation
    .flatMap(Object.entries<string>)
    .map(([who, text], index) => indented(`${who}: ${text}${index === at ? ` ${c.red("◀")}` : ""}`, 4, width))
    .join("");
}

function indented(text: string, by: number, width: number): string {
  return wrap(text, width - by).map((line) => `${" ".repeat(by)}${line}\n`).join("");
}
