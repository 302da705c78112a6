import type { CompiledRule } from "../../core/pack.js";
import { DIMENSIONS, type Stage } from "../../core/types.js";
import { DIMENSION, SEVERITY } from "../../reporters/labels.js";
import { displayWidth, padEnd, truncate } from "../../reporters/width.js";
import { type Args, type CommandSpec, LOCALE, NO_COLOR } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { openSink } from "../output.js";
import { inLanguage, JUDGING, openLinter, readSettings } from "../settings.js";
import { columns, type Context, useColor } from "../terminal.js";

const FORMATS = ["pretty", "json"] as const;

/** Options of the commands that show the rules in force. */
export const RULE_OPTIONS = [...JUDGING.filter(({ name }) => ["config", "rulesdir"].includes(name)), LOCALE, NO_COLOR] as const;

/** `replylint rules list`: every rule in a table. */
export const spec: CommandSpec = {
  name: "rules list",
  about: { zh: "列出全部规则", en: "lists the rules" },
  options: [
    { name: "format", value: FORMATS.join("|"), choices: FORMATS, about: { zh: "输出格式，默认 pretty", en: "format of the output; default pretty" } },
    { name: "output", short: "o", value: "FILE", about: { zh: "写到文件：要么写完整，要么不写", en: "writes to a file, whole or not at all" } },
    ...RULE_OPTIONS,
  ],
  examples: [{ run: "replylint rules list --format json", about: { zh: "给程序用", en: "for programs" } }],
};

/**
 * Writes the table of rules.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, locale } = context;
  if (args.operands.length > 0) throw new CliError(say({ zh: `rules list 不带“${args.operands[0]}”。`, en: `rules list takes no "${args.operands[0]}".` }), say({ zh: `看一条规则：replylint rules explain ${args.operands[0]}`, en: `To see one rule: replylint rules explain ${args.operands[0]}` }));
  const { pack } = await openLinter(settings, context);
  const severityOf = (rule: CompiledRule): Stage => settings.rules[rule.id] ?? rule.severity;
  const rules = [...pack.rules].sort((a, b) => DIMENSIONS.indexOf(a.dimension) - DIMENSIONS.indexOf(b.dimension) || (a.id < b.id ? -1 : 1));
  const sink = openSink(args.get("output"), say, locale);
  try {
    if (args.get("format") === "json") {
      const records = rules.map((rule) => ({ id: rule.id, guidance: rule.guidance, dimension: rule.dimension, severity: severityOf(rule), ...(rule.critical && { critical: rule.critical }), level: rule.level, message: rule.message[locale], sources: rule.sources, playbooks: pack.playbooks.filter(({ steps }) => steps.some((step) => step.rules.includes(rule.id))).map(({ id }) => id) }));
      await sink.write(`${JSON.stringify(records, null, 2)}\n`);
    } else {
      const toFile = args.has("output");
      await sink.write(await table(rules, severityOf, context, !toFile && useColor(process.stdout, args.has("no-color")), process.stdout.isTTY && !toFile ? columns(process.stdout) : null));
    }
    await sink.close();
  } catch (error) {
    sink.abort();
    throw error;
  }
  return EXIT.ok;
}

/** The rules by dimension; cut to the width of a terminal, whole everywhere else. */
async function table(rules: readonly CompiledRule[], severityOf: (rule: CompiledRule) => Stage, { say }: Context, color: boolean, width: number | null): Promise<string> {
  const { default: pc } = await import("picocolors");
  const c = pc.createColors(color);
  const paint = { error: c.red, warning: c.yellow, info: c.cyan, off: c.dim, shadow: c.dim };
  const rows = rules.map((rule) => {
    const severity = severityOf(rule);
    const name = severity === "off" ? say({ zh: "关闭", en: "off" }) : severity === "shadow" ? say({ zh: "试行", en: "shadow" }) : say(SEVERITY[severity]);
    return { rule, severity, cells: [rule.id, rule.guidance.join(" "), name] };
  });
  const widths = [0, 1, 2].map((column) => Math.max(0, ...rows.map((row) => displayWidth(row.cells[column]!))));
  let out = "";
  let dimension = "";
  for (const { rule, severity, cells } of rows) {
    if (rule.dimension !== dimension) {
      out += `${out === "" ? "" : "\n"}${c.bold(`${say(DIMENSION[rule.dimension])}${say(DIMENSION[rule.dimension]) === rule.dimension ? "" : ` ${rule.dimension}`}`)}\n`;
      ({ dimension } = rule);
    }
    const [id = "", guidance = "", name = ""] = cells.map((cell, column) => padEnd(cell, widths[column]!));
    const notes = [rule.critical ? say({ zh: "红线", en: "critical" }) : "", rule.level === "strict" ? "strict" : ""].filter(Boolean).map((note) => `[${note}] `);
    const text = `${notes.join("")}${say(rule.message).replace(/\{[a-z]+\}/g, "…")}`;
    const left = widths.reduce((sum, one) => sum + one, 0) + 8;
    out += `  ${id}  ${c.dim(guidance)}  ${paint[severity](name)}  ${width === null || width - left < 10 ? text : truncate(text, width - left)}\n`;
  }
  const off = rows.filter((row) => row.severity === "off").length;
  return `${out}\n${say({ zh: `共 ${rules.length} 条${off > 0 ? `，其中 ${off} 条关闭` : ""}。看一条：replylint rules explain <id>`, en: `${rules.length} rules${off > 0 ? `, ${off} of them off` : ""}. One of them: replylint rules explain <id>` })}\n`;
}
