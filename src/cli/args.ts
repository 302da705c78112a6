import { parseArgs } from "node:util";
import type { Bilingual, Locale } from "../core/types.js";
import { displayWidth, padEnd, wrap } from "../reporters/width.js";
import { nearest } from "../rulepack/nearest.js";
import { CliError } from "./errors.js";

/** Picks the user's language. */
export type Say = (text: Bilingual) => string;

/** An option of a command. Without `value` it is a switch. */
export interface Option {
  name: string;
  short?: string;
  /** Name of its value in the help. */
  value?: string;
  /** May be given several times. */
  many?: true;
  /** The only values it takes. */
  choices?: readonly string[];
  /** It takes a number in this range. */
  range?: readonly [least: number, most: number];
  about: Bilingual;
}

/** A command as its help shows it and its arguments are read. */
export interface CommandSpec {
  name: string;
  /** What follows the name and the options. */
  operands?: string;
  about: Bilingual;
  notes?: Bilingual;
  options: readonly Option[];
  examples?: readonly { run: string; about: Bilingual }[];
}

/** What was given on the command line. */
export class Args {
  constructor(
    readonly operands: string[],
    private readonly given: Map<string, string[]>,
  ) {}

  has(name: string): boolean {
    return this.given.has(name);
  }

  /** The last value given. */
  get(name: string): string | undefined {
    return this.given.get(name)?.at(-1);
  }

  all(name: string): string[] {
    return this.given.get(name) ?? [];
  }

  number(name: string): number | undefined {
    const value = this.get(name);
    return value === undefined ? undefined : Number(value);
  }
}

export const HELP: Option = { name: "help", short: "h", about: { zh: "显示帮助", en: "show this help" } };
export const LOCALE: Option = { name: "locale", value: "zh|en", choices: ["zh", "en"], about: { zh: "输出语言，默认 zh", en: "language of the output; default zh" } };
export const NO_COLOR: Option = { name: "no-color", about: { zh: "不用颜色（NO_COLOR、FORCE_COLOR 也有效）", en: "no colours (NO_COLOR and FORCE_COLOR count, too)" } };

/**
 * Reads the arguments of a command.
 * @throws {CliError} for an option that is not known, a value that is missing or not allowed
 */
export function parseCommand(argv: readonly string[], spec: CommandSpec, say: Say): Args {
  const options = [...spec.options, HELP];
  const byName = new Map(options.map((option) => [option.name, option]));
  const { tokens } = parseArgs({
    args: [...argv],
    strict: false,
    allowPositionals: true,
    tokens: true,
    options: Object.fromEntries(options.map(({ name, short, value }) => [name, { type: value === undefined ? "boolean" : "string", ...(short !== undefined && { short }) }])),
  });
  const operands: string[] = [];
  const given = new Map<string, string[]>();
  const more = say({ zh: `用法见 replylint ${spec.name} --help。`, en: `See replylint ${spec.name} --help.` });
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = byName.get(token.name);
    if (!option) {
      const [guess] = nearest(token.name, [...byName.keys()]);
      throw new CliError(
        say({ zh: `没有 ${token.rawName} 这个选项${guess ? `，是不是想写 --${guess}？` : "。"}`, en: `There is no option ${token.rawName}${guess ? `; did you mean --${guess}?` : "."}` }),
        more,
      );
    }
    if (option.value === undefined) {
      if (token.value !== undefined) throw new CliError(say({ zh: `${token.rawName} 是开关，不带值。`, en: `${token.rawName} is a switch and takes no value.` }), more);
      given.set(option.name, []);
      continue;
    }
    const value = token.value;
    if (value === undefined || (!token.inlineValue && value.startsWith("-") && value !== "-"))
      throw new CliError(say({ zh: `${token.rawName} 后面要写值：${token.rawName} ${option.value}`, en: `${token.rawName} needs a value: ${token.rawName} ${option.value}` }), more);
    checkValue(option, value, say);
    given.set(option.name, option.many ? [...(given.get(option.name) ?? []), value] : [value]);
  }
  return new Args(operands, given);
}

function checkValue({ name, choices, range }: Option, value: string, say: Say): void {
  if (choices && !choices.includes(value)) {
    const [guess] = nearest(value, choices);
    throw new CliError(
      say({ zh: `--${name} 没有“${value}”这个值${guess ? `，是不是想写 ${guess}？` : "。"}`, en: `--${name} does not take "${value}"${guess ? `; did you mean ${guess}?` : "."}` }),
      say({ zh: `可用：${choices.join(" ")}`, en: `It takes: ${choices.join(" ")}` }),
    );
  }
  if (range) {
    const number = Number(value);
    if (value.trim() === "" || !(number >= range[0] && number <= range[1]))
      throw new CliError(say({ zh: `--${name} 要写 ${range[0]} 到 ${range[1]} 之间的数，现在是“${value}”。`, en: `--${name} takes a number from ${range[0]} to ${range[1]}, not "${value}".` }));
  }
}

/** The language asked for, before anything else is known to be right. */
export function localeOf(argv: readonly string[]): Locale {
  const at = argv.lastIndexOf("--locale");
  const value = at >= 0 ? argv[at + 1] : argv.findLast((arg) => arg.startsWith("--locale="))?.slice("--locale=".length);
  return value === "en" ? "en" : "zh";
}

/** Columns of a help page. */
const PAGE = 96;

/** The help page of a command. */
export function helpOf(spec: CommandSpec, say: Say): string {
  const options = [...spec.options, HELP];
  const left = options.map(({ name, short, value }) => `${short === undefined ? "" : `-${short}, `}--${name}${value === undefined ? "" : ` ${value}`}`);
  const width = Math.min(34, Math.max(...left.map(displayWidth)));
  const heading = (text: Bilingual): string => `\n${say(text)}\n`;
  let out = `replylint ${spec.name}: ${say(spec.about)}\n`;
  out += heading({ zh: "用法", en: "Usage" });
  out += `  replylint ${spec.name}${spec.operands === undefined ? "" : ` ${spec.operands}`}${say({ zh: " [选项]", en: " [options]" })}\n`;
  if (spec.notes) out += `\n${say(spec.notes).trimEnd()}\n`;
  out += heading({ zh: "选项", en: "Options" });
  options.forEach((option, index) => {
    const name = left[index]!;
    // Values that do not stand in the option's name yet.
    const values = option.choices && !option.value?.includes("|") ? [`${say({ zh: "可用：", en: "one of: " })}${option.choices.join(" ")}`] : [];
    const text = [say(option.about), ...values].flatMap((line) => wrap(line, PAGE - width - 4));
    const rows = displayWidth(name) > width ? ["", ...text] : text;
    rows.forEach((row, line) => (out += `  ${padEnd(line === 0 ? name : "", width)}  ${row}`.trimEnd() + "\n"));
  });
  if (spec.examples) {
    out += heading({ zh: "例子", en: "Examples" });
    const wide = Math.max(...spec.examples.map((example) => displayWidth(example.run)));
    for (const { run, about } of spec.examples) out += `  ${padEnd(run, wide)}  # ${say(about)}\n`;
  }
  return out;
}

/** What the exit codes mean, for help pages. */
export const EXIT_CODES: Bilingual = {
  zh: "退出码：0 没有达到 --fail-on 的问题；1 有；2 运行本身出错（原因写在标准错误）。",
  en: "Exit code: 0 nothing at or above --fail-on; 1 there is; 2 the run itself is broken (said on stderr).",
};
