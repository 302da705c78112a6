import { readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import type { Bilingual, Locale } from "../core/types.js";
import { type Config, parseConfig } from "./config.js";
import { unknownRules } from "./discover.js";
import { nearest } from "./nearest.js";
import { listPresets, presetsFolder, readPreset } from "./presets.js";
import { type Problem, SourceError, type YamlFile } from "./yaml.js";

const PRESET = "replylint:";

/** How a configuration is read. */
export interface ReadConfigOptions {
  locale: Locale;
  /** A path as messages name it. Default: as it is. */
  shorten?: (path: string) => string;
  /** The text of the file itself, where an editor holds another than the disk. */
  text?: string;
  /** Where the presets lie. */
  presetsDir?: string;
}

/** A configuration with everything that it extends. */
export interface LoadedConfig {
  /** Folders of rules are absolute, phrasebook globs count from where the file lies that was asked for. */
  config: Config;
  /** Where each value comes from: its keys joined by blanks (`rules promise/no-problem`) → the file, or the preset. */
  origin: Record<string, string>;
  /** All files that were read, the one that was asked for first. */
  files: string[];
  /** Where each exempt text stands. */
  exempt: (Omit<Problem, "message"> & { text: string })[];
  /** Problems of rule ids that are not there, by whoever names them. */
  unknown(ids: readonly string[]): Problem[];
}

interface Layer {
  config: Config;
  yaml: YamlFile;
  name: string;
}

/** The presets of a folder; by default those that ship with replylint. */
export function presets(folder: string = presetsFolder()): string[] {
  return listPresets(folder).map((name) => PRESET + name.replace(/\.yaml$/, "")).sort();
}

/**
 * Reads a configuration and what it extends, the farthest first: what is said later weighs more. Maps are merged key by key, lists
 * of words, folders and exemptions are added up, anything else is replaced.
 * @throws {SourceError} naming each wrong key, value or file with its place and a way out
 * @throws the file system's error where the file itself cannot be read
 */
export function readConfig(path: string, { locale, shorten = (name) => name, text: open, presetsDir = presetsFolder() }: ReadConfigOptions): LoadedConfig {
  const layers: Layer[] = [];
  const files: string[] = [];
  const visit = (file: string, name: string, chain: readonly string[]): void => {
    const text = file === path && open !== undefined ? open : (name.startsWith(PRESET) ? readPreset(file) : readFileSync(file, "utf8")).replace(/^\ufeff/, "");
    files.push(file);
    const { config, yaml } = parseConfig(text, name, locale);
    const refuse = (index: number, message: Bilingual): never => {
      throw new SourceError([{ file: name, ...yaml.locate(Array.isArray(config.extends) ? ["extends", index] : ["extends"]), message: `extends: ${message[locale]}` }]);
    };
    for (const [index, base] of [config.extends ?? []].flat().entries()) {
      const target = base.startsWith(PRESET) ? join(presetsDir, `${base.slice(PRESET.length)}.yaml`) : resolve(dirname(file), base);
      if (base.startsWith(PRESET) && !presets(presetsDir).includes(base)) {
        const [guess] = nearest(base, presets(presetsDir));
        refuse(index, { zh: `没有“${base}”这个预设${guess ? `，是不是想写 ${guess}？` : "；"}可用：${presets(presetsDir).join(" ")}`, en: `there is no preset "${base}"${guess ? `; did you mean ${guess}?` : "."} Known: ${presets(presetsDir).join(" ")}` });
      }
      const known = [...chain, file];
      if (known.includes(target)) {
        const circle = [...known.slice(known.indexOf(target)), target].map(shorten);
        refuse(index, { zh: `绕成了圈：${circle.join(" → ")}；去掉其中一处`, en: `goes in a circle: ${circle.join(" → ")}; take one of them out` });
      }
      try {
        visit(target, base.startsWith(PRESET) ? base : shorten(target), known);
      } catch (error) {
        if (error instanceof SourceError) throw error;
        const code = (error as NodeJS.ErrnoException).code ?? String(error);
        refuse(index, code === "ENOENT" ? { zh: `没有这个文件：${base}；路径从本文件所在处算起，预设写成 ${PRESET}strict`, en: `there is no such file: ${base}; paths count from where this file lies, and presets are written ${PRESET}strict` } : { zh: `读不了 ${base}（${code}）；检查路径和权限`, en: `cannot read ${base} (${code}); check path and permissions` });
      }
    }
    layers.push({ config: placed(config, file, path), yaml, name });
  };
  visit(path, shorten(path), []);
  const origin: Record<string, string> = {};
  let config: Config = {};
  for (const layer of layers) {
    const { extends: _, ...own } = layer.config;
    config = merged(config, own);
    note(origin, own, layer.name);
  }
  return {
    config,
    origin,
    files,
    exempt: layers.flatMap(({ config: own, yaml, name }) => (own.exempt ?? []).map(({ text }, index) => ({ text, file: name, ...yaml.locate(["exempt", index]) }))),
    unknown: (ids) => layers.flatMap((layer) => unknownIn(layer, ids, locale)),
  };
}

/** Paths that hold wherever the file lies. */
function placed(config: Config, file: string, main: string): Config {
  const { rulesDirs, phrasebook } = config;
  const way = relative(dirname(main), dirname(file)).split(sep).join("/");
  return {
    ...config,
    ...(rulesDirs && { rulesDirs: rulesDirs.map((dir) => resolve(dirname(file), dir)) }),
    ...(phrasebook?.files && way !== "" && { phrasebook: { ...phrasebook, files: phrasebook.files.map((glob) => (glob.startsWith("/") ? glob : join(way, glob).split(sep).join("/"))) } }),
  };
}

const ADDED = ["words", "rulesDirs", "exempt"];

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function merged(base: object, more: object): object {
  const out: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(more)) {
    const before = out[key];
    if (isMap(before) && isMap(value)) out[key] = merged(before, value);
    else if (ADDED.includes(key) && Array.isArray(before) && Array.isArray(value)) out[key] = [...new Set([...(before as unknown[]), ...(value as unknown[])])];
    else out[key] = value;
  }
  return out;
}

/** Writes down who has said what: maps by key, to the second level, and entries of lists that add up. */
function note(origin: Record<string, string>, config: object, name: string, path: readonly string[] = []): void {
  for (const [key, value] of Object.entries(config)) {
    const here = [...path, key];
    if (isMap(value) && path.length === 0) note(origin, value, name, here);
    else if (ADDED.includes(key) && Array.isArray(value) && path.length === 0) for (const entry of value) origin[[...here, entryName(entry)].join(" ")] ??= name;
    else origin[here.join(" ")] = name;
  }
}

/** What an entry of a list is called in {@link LoadedConfig.origin}. */
export function entryName(entry: unknown): string {
  return isMap(entry) ? String(entry.text) : String(entry);
}

function unknownIn({ config, yaml, name }: Layer, ids: readonly string[], locale: Locale): Problem[] {
  const severities = unknownRules(Object.keys(config.rules ?? {}), ids).map(({ id, message }): Problem => ({ file: name, ...yaml.locateKey(["rules", id]), message: message[locale] }));
  const exempt = (config.exempt ?? []).flatMap(({ rules }, index) =>
    unknownRules(rules ?? [], ids).map(({ id, message }): Problem => ({ file: name, ...yaml.locate(["exempt", index, "rules", rules!.indexOf(id)]), message: message[locale].replace(/^rules: /, "exempt: ") })),
  );
  return [...severities, ...exempt];
}
