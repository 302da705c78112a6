import { existsSync, readFileSync } from "node:fs";
import { relative, resolve } from "node:path";
import { CHANNELS, type Channel, type Level, type Locale, SCENARIOS, type Scenario } from "../core/types.js";
import { Linter, type LinterConfig } from "../core/linter.js";
import type { HouseRules } from "../core/house.js";
import type { CompiledPack } from "../core/pack.js";
import type { Config } from "../rulepack/config.js";
import { inLocale } from "../rulepack/chinese.js";
import { findConfigs } from "../rulepack/discover.js";
import type { LoadedConfig } from "../rulepack/extend.js";
import { shipped } from "../rulepack/shipped.js";
import { shippedPack } from "../rulepack/shipped-pack.js";
import { latinSpeller } from "../rulepack/speller.js";
import type { Problem } from "../rulepack/yaml.js";
import { type Args, LOCALE, type Option } from "./args.js";
import { CliError, inWords, isSourceError, isSystemError } from "./errors.js";
import { contextIn, type Context } from "./terminal.js";

export { shipped };

/** The version of the package. */
export function version(): string {
  return (JSON.parse(readFileSync(shipped("package.json"), "utf8")) as { version: string }).version;
}

/** Options of every command that judges replies. */
export const JUDGING: readonly Option[] = [
  { name: "scenario", value: "ID", choices: SCENARIOS, about: { zh: "没写场景的回复按这个场景判；不给就推断", en: "scenario of replies that name none; else inferred" } },
  { name: "channel", value: "ID", choices: CHANNELS, about: { zh: "没写渠道的回复按这个渠道判，默认 chat", en: "channel of replies that name none; default chat" } },
  { name: "level", value: "default|strict", choices: ["default", "strict"], about: { zh: "strict 加查更细的规则", en: "strict also asks the finer rules" } },
  { name: "min-score", value: "N", range: [0, 100], about: { zh: "合格线；有回复低于它就退出 1", en: "pass mark; exit 1 where a reply stays below" } },
  { name: "config", value: "FILE", about: { zh: "配置文件；不给就从当前文件夹往上找", en: "configuration; else looked for from here upwards" } },
  { name: "rulesdir", value: "DIR", many: true, about: { zh: "在自带规则之外再加一个规则文件夹（可重复）", en: "adds a folder of rules to the shipped ones (repeatable)" } },
  LOCALE,
];

/** How a run judges, with where each value comes from. */
export interface Settings {
  level: Level;
  locale: Locale;
  channel: Channel;
  scenario?: Scenario;
  minScore?: number;
  failOn: FailOn;
  rules: NonNullable<Config["rules"]>;
  phrasebook: NonNullable<Config["phrasebook"]>;
  rulesDirs: string[];
  words: string[];
  /** The part of `audit`; other commands leave it alone. */
  audit?: NonNullable<Config["audit"]>;
  configFile?: string;
  /** What the shop adds to the rules. */
  house?: HouseRules;
  /** Where a value comes from, by its keys with blanks between: `--flag`, the configuration file, or what that extends; a value that is not here is the default. */
  origin: Record<string, string | undefined>;
  /** The configuration with what it extends, and what is wrong with the rules that it names. */
  config?: Config;
  unknown?: LoadedConfig["unknown"];
  exempt: LoadedConfig["exempt"];
}

export type FailOn = "error" | "warning" | "never";
export const FAIL_ON = ["error", "warning", "never"] as const;

/**
 * Puts together flags, configuration file and defaults, in this order of weight.
 * @param search whether a configuration is looked for where none is named
 * @throws {CliError | SourceError}
 */
export async function readSettings(args: Args, context: Context, search = true): Promise<Settings> {
  const path = args.get("config") ?? (search ? findConfig(process.cwd(), context) : undefined);
  const loaded = path === undefined ? undefined : await loadConfig(path, context);
  const config: Config = loaded?.config ?? {};
  const origin: Settings["origin"] = { ...loaded?.origin };
  const pick = <T>(key: keyof Config, flag: string, given: T | undefined, configured: T | undefined): T | undefined => {
    if (given !== undefined) origin[key] = `--${flag}`;
    return given ?? configured;
  };
  const scenario = pick("scenario", "scenario", args.get("scenario") as Scenario | undefined, config.scenario);
  const minScore = pick("minScore", "min-score", args.number("min-score"), config.minScore);
  const dirs = args.all("rulesdir");
  for (const dir of dirs) origin[`rulesDirs ${dir}`] = "--rulesdir";
  const house = loaded && (await import("../rulepack/config.js")).houseOf(config);
  return {
    level: pick("level", "level", args.get("level") as Level | undefined, config.level) ?? "default",
    locale: pick("locale", "locale", args.get("locale") as Locale | undefined, config.locale) ?? "zh",
    channel: pick("channel", "channel", args.get("channel") as Channel | undefined, config.channel) ?? "chat",
    failOn: pick("failOn", "fail-on", args.get("fail-on") as FailOn | undefined, config.failOn) ?? "error",
    ...(scenario !== undefined && { scenario }),
    ...(minScore !== undefined && { minScore }),
    rules: config.rules ?? {},
    words: config.words ?? [],
    phrasebook: config.phrasebook ?? {},
    rulesDirs: [...(config.rulesDirs ?? []), ...dirs],
    ...(house && { house }),
    ...(config.audit && { audit: config.audit }),
    ...(path !== undefined && { configFile: path }),
    exempt: loaded?.exempt ?? [],
    ...(loaded && { config, unknown: (ids: readonly string[]) => loaded.unknown(ids) }),
    origin,
  };
}

async function loadConfig(path: string, context: Context): Promise<LoadedConfig> {
  const { readConfig } = await import("../rulepack/extend.js");
  try {
    return readConfig(resolve(path), { locale: context.locale, shorten });
  } catch (error) {
    if (isSourceError(error)) throw error;
    const file = shorten(path);
    const { say, locale } = context;
    throw new CliError(say({ zh: `读不了配置文件 ${file}：${inWords(error, locale)}。`, en: `Cannot read the configuration ${file}: ${inWords(error, locale)}.` }), say({ zh: "检查 --config 的路径；新建一份用 replylint init。", en: "Check the path of --config; replylint init makes a new one." }));
  }
}

/** The configuration file of a folder, or of the nearest folder above it. */
function findConfig(folder: string, { say }: Context): string | undefined {
  const found = findConfigs(folder);
  if (found.length > 1)
    throw new CliError(say({ zh: `同一个文件夹里有两个配置文件：${found.map(shorten).join("、")}。`, en: `Two configuration files in one folder: ${found.map(shorten).join(", ")}.` }), say({ zh: "只留一个，或用 --config 指定。", en: "Keep one, or name it with --config." }));
  return found[0];
}

/** A path as the user would write it from here. */
export function shorten(path: string): string {
  const near = relative(process.cwd(), path);
  return near === "" || near.startsWith("..") ? path : near;
}

/**
 * The rules of a run: the shipped pack as it was compiled, or with folders of one's own, compiled now.
 * @throws {CliError | SourceError} also for rules that the configuration names and that are not there
 */
export async function openPack(settings: Settings, context: Context): Promise<CompiledPack> {
  const pack = await readRules(settings, context);
  checkRuleIds(settings, pack);
  return pack;
}

async function readRules({ rulesDirs }: Settings, context: Context): Promise<CompiledPack> {
  const { say } = context;
  if (rulesDirs.length > 0) {
    checkRulesDirs(rulesDirs, context);
    const { loadPack } = await import("../rulepack/load.js");
    return loadPack([shipped("rules"), ...rulesDirs], shipped("dictionaries")).pack;
  }
  try {
    return shippedPack();
  } catch {
    throw new CliError(say({ zh: "读不了自带的规则包 dist/pack.bin。", en: "Cannot read the shipped rule pack dist/pack.bin." }), say({ zh: "请重新安装 replylint；在源码里先运行 npm run build。", en: "Install replylint again; in a source tree run npm run build." }));
  }
}

/**
 * A linter as the settings want it.
 * @throws {CliError | SourceError}
 */
export async function openLinter(settings: Settings, context: Context, more: LinterConfig = {}): Promise<{ linter: Linter; pack: CompiledPack; passMark: number }> {
  const pack = await openPack(settings, context);
  const linter = new Linter(pack, { speller: latinSpeller(pack, settings.words), ...linterConfig(settings), ...more });
  return { linter, pack, passMark: passMarkOf(settings, pack) };
}

/** How the settings have replies judged; the speller, which workers cannot share, is lent to each linter apart. */
export function linterConfig({ level, locale, channel, scenario, minScore, rules, house }: Settings): LinterConfig {
  return { level, locale, channel, ...(scenario && { scenario }), ...(minScore !== undefined && { passMark: minScore }), ...(Object.keys(rules).length > 0 && { rules }), ...(house && { house }) };
}

export function passMarkOf({ minScore }: Settings, pack: CompiledPack): number {
  return minScore ?? pack.scorecard.pass;
}

function checkRuleIds({ unknown }: Settings, pack: CompiledPack): void {
  const problems = unknown?.(pack.rules.map((rule) => rule.id)) ?? [];
  if (problems.length > 0) throw new ConfigError(problems);
}

/** Names the exempt texts of the configuration that silenced nothing in a run over everything. */
export function warnOfUnused({ exempt }: Settings, used: ReadonlySet<string>, { say, warn }: Context): void {
  for (const { text, file, line, column } of exempt)
    if (!used.has(text)) warn(`${file}:${line}:${column}: ${say({ zh: `例外“${text}”没有用上：原话已经不在，或规则不再报它；可以删掉`, en: `the exemption "${text}" was of no use: the text is gone, or no rule reports it any more; it can go` })}`);
}

/** Shaped like a `SourceError`, which would bring the YAML reader along. */
class ConfigError extends Error {
  constructor(readonly problems: Problem[]) {
    super();
  }
}

/**
 * Folders of rules that the user named.
 * @throws {CliError} for one that is not there
 */
export function checkRulesDirs(dirs: readonly string[], { say }: Context): void {
  for (const dir of dirs)
    if (!existsSync(dir)) throw new CliError(say({ zh: `没有这个规则文件夹：${shorten(dir)}。`, en: `There is no such folder of rules: ${shorten(dir)}.` }), say({ zh: "检查 --rulesdir，或配置文件里的 rulesDirs（从配置文件所在处算起）。", en: "Check --rulesdir, or rulesDirs in the configuration (from where that file lies)." }));
}

/** Puts an error that stops a run into words for stderr; one that has a place in a file begins with it. */
export function explainError(error: unknown, { say, locale }: Context): string {
  if (isSourceError(error)) return error.problems.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${inLocale(message, locale)}`).join("\n");
  return `replylint: ${reason(error, { say, locale })}`;
}

function reason(error: unknown, { say, locale }: Pick<Context, "say" | "locale">): string {
  if (error instanceof CliError) return error.hint === undefined ? error.message : `${error.message}\n  ${error.hint}`;
  const words = inWords(error, locale);
  if (isSystemError(error)) return say({ zh: `运行中断：${words}。${error.path === undefined ? "" : `（${error.path}）`}`, en: `The run broke off: ${words}.${error.path === undefined ? "" : ` (${error.path})`}` });
  return say({ zh: `内部错误：${words}\n  请把命令和输入报给 replylint 的维护者。`, en: `Internal error: ${words}\n  Please report the command and its input to replylint's maintainers.` });
}

/** The context in the language of the settings. */
export function inLanguage(settings: Settings, context: Context): Context {
  return settings.locale === context.locale ? context : contextIn(settings.locale);
}
