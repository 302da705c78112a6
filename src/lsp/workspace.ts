import { readFileSync, statSync } from "node:fs";
import { dirname, isAbsolute, resolve, sep } from "node:path";
import { fileURLToPath } from "node:url";
import type { LinterConfig } from "../core/linter.js";
import type { CompiledPack } from "../core/pack.js";
import { type Bilingual, DIMENSIONS, type Locale } from "../core/types.js";
import type { Config } from "../rulepack/config.js";
import { CONFIG_FILES, findConfigs, unknownRules } from "../rulepack/discover.js";
import { shipped } from "../rulepack/shipped.js";
import { shippedPack } from "../rulepack/shipped-pack.js";
import { latinSpeller } from "../rulepack/speller.js";
import type { RuleRunner } from "./rule-runner.js";
import type { PhraseOffer } from "./service/completion.js";
import { Engine } from "./service/engine.js";
import type { BookOptions } from "./service/phrasebook.js";
import type { Settings } from "./settings.js";

export type Kind = "draft" | "config" | "rule" | "phrasebook";

/** How the documents of a folder are judged. */
export interface Place {
  engine: Engine;
  rulesDirs: string[];
  /** Globs of phrasebook files and where they count from. */
  phrasebooks: { from: string; patterns: string[] }[];
  phrasebook: NonNullable<Config["phrasebook"]>;
  /** What the engine was made with. */
  linter: LinterConfig;
  configFile?: string;
}

/** What the workspace tells the person about, once each. */
export type Warn = (message: string) => void;

/** Configuration is looked at again when it is older than this; watching clients say so at once. */
const STALE_MS = 1000;

interface Known {
  at: number;
  stamp: string;
  place: Promise<Place>;
}

/** Finds out for each document what it is and how it is judged; packs and linters are shared between folders. */
export class Workspace {
  /** Folders that the client has open. */
  folders: string[] = [];
  private readonly places = new Map<string, Known>();
  private readonly packs = new Map<string, Promise<CompiledPack>>();
  private readonly engines = new Map<string, Engine>();
  private readonly good = new Map<string, Config>();
  /** Each configuration with the files that it extends. */
  private readonly extended = new Map<string, string[]>();
  private readonly books = new Map<string, { at: number; files: Set<string> }>();
  private readonly warned = new Set<string>();

  constructor(
    private readonly settingsOf: (uri: string) => Promise<Settings>,
    private readonly warn: Warn,
  ) {}

  /** How the documents beside this one are judged. */
  async placeOf(uri: string): Promise<Place> {
    const settings = await this.settingsOf(uri);
    const folder = folderOf(uri) ?? this.folders[0] ?? process.cwd();
    const key = `${folder}\n${JSON.stringify(settings)}`;
    const known = this.places.get(key);
    const now = performance.now();
    if (known && now - known.at < STALE_MS) return known.place;
    const configs = settings.configFile === undefined ? findConfigs(folder) : [resolve(this.folders[0] ?? folder, settings.configFile)];
    const stamp = stampOf(configs.flatMap((path) => this.extended.get(path) ?? [path]));
    if (known?.stamp === stamp) {
      known.at = now;
      return known.place;
    }
    const place = this.open(settings, configs);
    this.places.set(key, { at: now, stamp, place });
    return place;
  }

  /** The folder of a document that a configuration belongs in: the workspace's, else its own. */
  rootOf(uri: string): string | null {
    const folder = folderOf(uri);
    if (folder === null) return this.folders[0] ?? null;
    return this.folders.find((root) => folder === root || folder.startsWith(root.endsWith(sep) ? root : root + sep)) ?? folder;
  }

  /** Forgets what was read from files; rules are compiled again where there are folders of one's own. */
  forget(): void {
    this.places.clear();
    this.books.clear();
    for (const key of this.packs.keys()) if (key !== "[]") this.packs.delete(key);
    this.engines.clear();
    this.offers = new WeakMap();
    this.warned.clear();
  }

  /** What a document is; null for what is none of ours. */
  async kindOf(uri: string, languageId: string, text: string): Promise<Kind | null> {
    const path = pathOf(uri);
    const name = path?.split(sep).at(-1) ?? "";
    if ((CONFIG_FILES as readonly string[]).includes(name)) return "config";
    if (languageId === "replylint-rule") return "rule";
    if (languageId === "replylint-phrasebook") return "phrasebook";
    const place = await this.placeOf(uri);
    if (path !== null && (await this.phrasebookFiles(place)).has(path)) return "phrasebook";
    if (/\.ya?ml$/i.test(name) || languageId === "yaml") return place.rulesDirs.some((dir) => path?.startsWith(dir + sep)) || RULE.test(text) ? "rule" : null;
    return DRAFTS.has(languageId) || (!KNOWN_OTHERS.has(languageId) && /\.(txt|md)$/i.test(name)) ? "draft" : null;
  }

  /** The phrasebook files of a place. */
  async phrasebookFiles({ phrasebooks }: Place): Promise<Set<string>> {
    const out = new Set<string>();
    for (const { from, patterns } of phrasebooks) {
      const key = JSON.stringify([from, patterns]);
      let book = this.books.get(key);
      if (!book || performance.now() - book.at > STALE_MS) {
        const { glob } = await import("tinyglobby");
        book = { at: performance.now(), files: new Set(await glob(patterns, { cwd: from, absolute: true, onlyFiles: true, ignore: ["**/node_modules/**"] })) };
        this.books.set(key, book);
      }
      for (const file of book.files) out.add(file.split("/").join(sep));
    }
    return out;
  }

  /** How the phrasebooks of a place are checked, by today's date. */
  async bookOptions({ phrasebook, linter }: Place): Promise<BookOptions> {
    const [{ readPhrasebookData }, { localDay }] = await Promise.all([import("../phrasebook/data.js"), import("../phrasebook/dates.js")]);
    const data = (this.bookData ??= readPhrasebookData(shipped("dictionaries/phrasebook")));
    const { files: _, ...config } = phrasebook;
    const { level, rules, scenario, channel } = linter;
    return { data, config: config as NonNullable<BookOptions["config"]>, today: localDay(new Date()), ...(level && { level }), ...(rules && { rules }), ...(scenario && { scenario }), ...(channel && { channel }) };
  }

  /** What the phrasebooks of a place offer; read again where a file has changed. */
  async phrases(place: Place): Promise<PhraseOffer[]> {
    const files = [...(await this.phrasebookFiles(place))].sort();
    if (files.length === 0) return [];
    const [{ phraseOffers }, options] = await Promise.all([import("./service/phrasebook.js"), this.bookOptions(place)]);
    const { engine } = place;
    let offers = this.offers.get(engine);
    if (!offers) this.offers.set(engine, (offers = new Map()));
    const lists = await Promise.all(
      files.map((file) => {
        const stamp = stampOf([file]);
        let known = offers.get(file);
        if (known?.stamp !== stamp) offers.set(file, (known = { stamp, list: phraseOffers(file, readFileSync(file), engine, options).catch(() => []) }));
        return known.list;
      }),
    );
    return lists.flat();
  }
  private offers = new WeakMap<Engine, Map<string, { stamp: string; list: Promise<PhraseOffer[]> }>>();
  private bookData?: BookOptions["data"];

  private async open(settings: Settings, configs: readonly string[]): Promise<Place> {
    const { config, path } = await this.read(settings, configs);
    const from = path === undefined ? (this.folders[0] ?? process.cwd()) : dirname(path);
    const rulesDirs = [...(config.rulesDirs ?? []), ...(settings.rulesDirs ?? []).map((dir) => resolve(this.folders[0] ?? from, dir))];
    const pack = await this.packOf(rulesDirs, settings.locale ?? config.locale ?? "zh");
    const pick = <K extends "level" | "locale" | "channel" | "scenario">(key: K): Partial<Record<K, Config[K]>> => {
      const value = settings[key] ?? config[key];
      return value === undefined ? {} : ({ [key]: value } as Partial<Record<K, Config[K]>>);
    };
    const rules = { ...config.rules, ...settings.rules };
    const words = config.words ?? [];
    const house = config.terms || config.limits || config.exempt ? (await import("../rulepack/config.js")).houseOf(config) : undefined;
    const minScore = settings.minScore ?? config.minScore;
    const linter = { ...pick("level"), ...pick("locale"), ...pick("channel"), ...pick("scenario"), ...(minScore !== undefined && { passMark: minScore }), ...(Object.keys(rules).length > 0 && { rules }), ...(house && { house }) } as LinterConfig;
    const key = JSON.stringify([pack.hash, linter, words]);
    let engine = this.engines.get(key);
    if (!engine) this.engines.set(key, (engine = new Engine(pack, { ...linter, speller: latinSpeller(pack, words) })));
    for (const { message } of unknownRules(Object.keys(rules), pack.rules.map(({ id }) => id))) this.say(engine.locale, message);
    const phrasebooks = [{ from, patterns: config.phrasebook?.files ?? [] }, { from: this.folders[0] ?? from, patterns: settings.phrasebooks ?? [] }].filter(({ patterns }) => patterns.length > 0);
    return { engine, rulesDirs, phrasebooks, phrasebook: config.phrasebook ?? {}, linter, ...(path !== undefined && { configFile: path }) };
  }

  /** The configuration in force: a broken one does not count, and the last good one goes on. */
  private async read(settings: Settings, configs: readonly string[]): Promise<{ config: Config; path?: string }> {
    const [path, second] = configs;
    if (path === undefined) return { config: {} };
    const locale = settings.locale ?? "zh";
    if (second !== undefined) this.say(locale, { zh: `同一个文件夹里有两个配置文件，用的是 ${path}；请只留一个。`, en: `Two configuration files in one folder; ${path} counts. Keep one.` });
    try {
      const { readConfig } = await import("../rulepack/extend.js");
      const { config, files } = readConfig(path, { locale });
      this.extended.set(path, files);
      this.good.set(path, config);
      return { config, path };
    } catch (error) {
      const [problem] = error instanceof Error && "problems" in error ? (error.problems as { file: string; line: number; message: string }[]) : [];
      const what = problem ? `${problem.file}:${problem.line}: ${problem.message}` : `${path}: ${error instanceof Error ? error.message : String(error)}`;
      this.say(locale, { zh: `配置没有生效：${what}`, en: `The configuration does not count: ${what}` });
      return { config: this.good.get(path) ?? {}, path };
    }
  }

  private packOf(rulesDirs: string[], locale: Locale): Promise<CompiledPack> {
    const key = JSON.stringify(rulesDirs);
    let pack = this.packs.get(key);
    if (!pack) this.packs.set(key, (pack = rulesDirs.length === 0 ? Promise.resolve(shippedPack()) : this.compile(rulesDirs, locale)));
    return pack;
  }

  private async compile(rulesDirs: string[], locale: Locale): Promise<CompiledPack> {
    try {
      return await (await this.runner()).compile(rulesDirs);
    } catch (error) {
      this.say(locale, { zh: `自家的规则没有生效：${error instanceof Error ? error.message : String(error)}`, en: `Rules of one's own do not count: ${error instanceof Error ? error.message : String(error)}` });
      return this.packOf([], locale);
    }
  }

  private running?: Promise<RuleRunner>;
  /** The thread that compiles rules and runs their examples; there from the first need on. */
  runner(): Promise<RuleRunner> {
    return (this.running ??= import("./rule-runner.js").then(({ RuleRunner }) => new RuleRunner()));
  }

  private say(locale: Locale, message: Bilingual): void {
    const words = message[locale];
    if (this.warned.has(words)) return;
    this.warned.add(words);
    this.warn(words);
  }
}

const RULE = new RegExp(`^id:\\s*["']?(${DIMENSIONS.join("|")})/`, "m");
/** Languages of drafts; a `.txt` or `.md` file counts whatever the client calls its language, unless it is one of the others. */
const DRAFTS = new Set(["plaintext", "text", "markdown", "replylint", "replylint-draft"]);
const KNOWN_OTHERS = new Set(["git-commit", "gitcommit", "git-rebase", "cmake", "yaml", "json", "jsonc", "csv"]);

function stampOf(paths: readonly string[]): string {
  return paths
    .map((path) => {
      try {
        const { mtimeMs, size } = statSync(path);
        return `${path}:${mtimeMs}:${size}`;
      } catch {
        return `${path}:gone`;
      }
    })
    .join("\n");
}

/** Path of a document that lies in the file system, else null. */
export function pathOf(uri: string): string | null {
  if (!uri.startsWith("file:")) return null;
  try {
    return fileURLToPath(uri);
  } catch {
    return null;
  }
}

function folderOf(uri: string): string | null {
  const path = pathOf(uri);
  return path !== null && isAbsolute(path) ? dirname(path) : null;
}

