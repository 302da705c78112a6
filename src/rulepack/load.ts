import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { basename, dirname, isAbsolute, join, relative, sep } from "node:path";
import * as v from "valibot";
import { GrammarError } from "../core/match/compile.js";
import { type CompiledPack, compilePack } from "../core/pack.js";
import type { PackSource, PlaybookSource, RuleSource, ScenarioSource, ScorecardSource } from "../core/rules.js";
import type { Message } from "../core/types.js";
import { nearest } from "./nearest.js";
import { readTerms, readWords } from "./words.js";
import { readModel } from "./model.js";
import { classesSchema, playbookSchema, ruleSchema, scenariosSchema, scorecardSchema, topicsSchema } from "./schema.js";
import { parseYaml, type Problem, readYaml, SourceError, type YamlFile } from "./yaml.js";

/** A pack's source with its files, so that any later error can be placed. */
export interface LoadedSource {
  source: PackSource;
  files: Map<string, YamlFile>;
}

/**
 * Reads and validates rule files and dictionaries.
 * @param rulesDirs folders with `<dimension>/<name>.yaml`, or single rule files
 * @throws {SourceError} with every problem found, each with file, line and column
 */
export function loadSource(rulesDirs: readonly string[], dictionariesDir: string): LoadedSource {
  const problems: Problem[] = [];
  const files = new Map<string, YamlFile>();
  const read = <S extends v.GenericSchema>(path: string, schema: S): { file: YamlFile; value: v.InferOutput<S> } | null => {
    const name = shortName(path);
    try {
      const file = readYaml(path, name);
      files.set(name, file);
      const result = v.safeParse(schema, file.value);
      if (result.success) return { file, value: result.output };
      problems.push(...issuesOf(result.issues, file));
    } catch (error) {
      if (!(error instanceof SourceError)) throw error;
      problems.push(...error.problems);
    }
    return null;
  };

  const source: PackSource = { classes: [], rules: [], scenarios: [], scorecard: undefined as unknown as ScorecardSource, trivial: [], traditional: "" };
  for (const folder of ["lexicon", "grammar"])
    for (const path of yamlFiles(join(dictionariesDir, folder))) {
      const read1 = read(path, classesSchema);
      if (!read1) continue;
      for (const [name, definition] of Object.entries(read1.value)) {
        const place = { file: read1.file.file, path: [name] as (string | number)[] };
        if (Array.isArray(definition)) source.classes.push({ name, any: definition, place });
        else source.classes.push({ name, ...strip(definition), place: { ...place, path: [name, "any"] } } as PackSource["classes"][number]);
      }
    }
  const scenarios = read(join(dictionariesDir, "scenarios.yaml"), scenariosSchema);
  if (scenarios) {
    source.trivial = scenarios.value.trivial;
    source.scenarios = scenarios.value.scenarios as ScenarioSource[];
  }
  const scorecard = read(join(dictionariesDir, "scorecard.yaml"), scorecardSchema);
  if (scorecard) source.scorecard = scorecard.value;
  if (existsSync(join(dictionariesDir, "topics.yaml"))) {
    const topics = read(join(dictionariesDir, "topics.yaml"), topicsSchema);
    if (topics) source.topics = topics.value;
  }
  const lines = (name: string): string[] =>
    readText(join(dictionariesDir, name), problems)
      .split(/\r?\n/)
      .filter((line) => line !== "" && !line.startsWith("#"));
  source.traditional = lines("traditional.txt").join("").replace(/\s/g, "");
  source.ordinary = existsSync(join(dictionariesDir, "ordinary.txt")) ? lines("ordinary.txt") : [];

  const model = readModel(join(dictionariesDir, "model"));
  if (model) source.model = model;

  const playbooks: PlaybookSource[] = [];
  for (const dir of rulesDirs)
    for (const path of yamlFiles(dir)) {
      if (isPlaybook(path)) {
        const playbook = read(path, playbookSchema);
        if (playbook) setPlaybook(playbooks, asPlaybook(playbook.value, playbook.file));
        continue;
      }
      const rule = read(path, ruleSchema);
      if (rule) source.rules.push(asRule(rule.value, rule.file, path, dictionariesDir, problems));
    }
  if (problems.length > 0) throw new SourceError(problems);
  source.playbooks = playbooks;
  return { source, files };
}

/** Playbooks lie in a folder of that name among the rules. */
export function isPlaybook(path: string): boolean {
  return basename(dirname(path)) === "playbooks";
}

function asPlaybook(value: v.InferOutput<typeof playbookSchema>, { file }: YamlFile): PlaybookSource {
  return { ...strip(value), place: { file, path: [] } } as unknown as PlaybookSource;
}

/** A playbook of one's own takes the place of the shipped one. */
function setPlaybook(playbooks: PlaybookSource[], playbook: PlaybookSource): void {
  const at = playbooks.findIndex(({ id }) => id === playbook.id);
  if (at < 0) playbooks.push(playbook);
  else playbooks[at] = playbook;
}

function asRule(value: v.InferOutput<typeof ruleSchema>, { file }: YamlFile, path: string, dictionariesDir: string, problems: Problem[]): RuleSource {
  // A dictionary of one's own lies beside the rule that uses it.
  const words = "dictionary" in value ? join(value.dictionary.startsWith(".") ? dirname(path) : dictionariesDir, value.dictionary) : "";
  return {
    ...strip(value),
    // The model knows the wording of the rules that it was trained beside; of a rule of one's own it has no opinion.
    ...(value.kind === "phrase" && { certain: value.certain ?? !isWithin(join(dictionariesDir, "../rules"), path) }),
    ...(value.kind === "terms" && { terms: readTerms(`${words}.tsv`, shortName(`${words}.tsv`), problems) }),
    ...(value.kind === "spelling" && { known: readWords(`${words}.txt`, shortName(`${words}.txt`), problems) }),
    examples: { bad: value.examples.bad.map(asExample), good: value.examples.good.map(asExample) },
    place: { file, path: [] },
  } as unknown as RuleSource;
}

function isWithin(folder: string, path: string): boolean {
  const way = relative(folder, path);
  return !way.startsWith("..") && !isAbsolute(way);
}

/**
 * Validates the text of a rule file as it stands in an editor.
 * @param path where the file lies: a dictionary of its own lies beside it
 * @throws {SourceError} with every problem found
 */
export function parseRule(text: string, path: string, dictionariesDir: string): { rule: RuleSource; yaml: YamlFile } {
  const yaml = parseYaml(text, shortName(path));
  const result = v.safeParse(ruleSchema, yaml.value);
  if (!result.success) throw new SourceError(issuesOf(result.issues, yaml));
  const problems: Problem[] = [];
  const rule = asRule(result.output, yaml, path, dictionariesDir, problems);
  if (problems.length > 0) throw new SourceError(problems);
  return { rule, yaml };
}

/**
 * Validates the text of a playbook as it stands in an editor.
 * @throws {SourceError} with every problem found
 */
export function parsePlaybook(text: string, path: string): { playbook: PlaybookSource; yaml: YamlFile } {
  const yaml = parseYaml(text, shortName(path));
  const result = v.safeParse(playbookSchema, yaml.value);
  if (!result.success) throw new SourceError(issuesOf(result.issues, yaml));
  return { playbook: asPlaybook(result.output, yaml), yaml };
}

/**
 * Reads, validates and compiles.
 * @throws {SourceError}
 */
export function loadPack(rulesDirs: readonly string[], dictionariesDir: string): { pack: CompiledPack; loaded: LoadedSource } {
  const loaded = loadSource(rulesDirs, dictionariesDir);
  return { pack: compileSource(loaded), loaded };
}

/**
 * Compiles what was read.
 * @throws {SourceError}
 */
export function compileSource(loaded: LoadedSource): CompiledPack {
  try {
    return compilePack(loaded.source);
  } catch (error) {
    if (!(error instanceof GrammarError)) throw error;
    const { file, path } = error.place;
    // The core knows the tables that are no rule files by their usual names only.
    const found = loaded.files.get(file) ?? [...loaded.files.values()].find((candidate) => candidate.file.endsWith(`/${file}`));
    const { line, column } = found?.locate(path, error.offset) ?? { line: 1, column: 1 };
    throw new SourceError([{ file: found?.file ?? file, line, column, message: error.message }]);
  }
}

/** The day of examples that name none. */
const EXAMPLE_DAY = "2026-11-24";

type WrittenExample = string | { text: string } | { conversation: Record<string, string>[] };

/** An example in its full form: `- 10:05 agent: 您好` becomes a message. */
export function asExample(example: WrittenExample): object {
  if (typeof example === "string") return { text: example };
  return "conversation" in example ? { ...example, conversation: example.conversation.map(asMessage) } : example;
}

function asMessage(written: Record<string, string>): Message {
  const [head, text] = Object.entries(written)[0]!;
  const words = head.split(" ");
  const role = words.pop() as Message["role"];
  const time = words.pop();
  const [day] = words;
  return { role, text, ...(time !== undefined && { time: `${day === undefined ? EXAMPLE_DAY : `${EXAMPLE_DAY.slice(0, 5)}${day}`}T${time}+08:00` }) };
}

/** YAML files below a folder in a fixed order, or the file itself. */
function yamlFiles(path: string): string[] {
  if (!existsSync(path)) throw new SourceError([{ file: shortName(path), line: 1, column: 1, message: "there is no such file or folder" }]);
  if (statSync(path).isFile()) return [path];
  return readdirSync(path, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(path, name));
}

function readText(path: string, problems: Problem[]): string {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    problems.push({ file: shortName(path), line: 1, column: 1, message: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` });
    return "";
  }
}

/** A path as messages name it: from here, where it lies below. */
export function shortName(path: string): string {
  const name = relative(process.cwd(), path);
  return (name.startsWith("..") ? path : name).split(sep).join("/");
}

function strip<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as T;
}

/** Schema issues in the user's words, each at its place. */
export function issuesOf(issues: readonly v.BaseIssue<unknown>[], file: YamlFile): Problem[] {
  return issues.flatMap((issue): Problem[] => {
    // Of a union only the alternative that got furthest is worth telling; a list was not meant as a map, nor a map as a list.
    if (issue.issues && issue.issues.length > 0 && issue.type === "union") {
      const meant = Array.isArray(issue.input) ? "array" : "object";
      const candidates = issue.issues.filter((one) => one.path?.[0]?.type === meant);
      const depth = (one: v.BaseIssue<unknown>): number => one.path?.length ?? 0;
      const deepest = Math.max(0, ...candidates.map(depth));
      if (deepest > 0) {
        const inner = candidates.filter((one) => depth(one) === deepest);
        return issuesOf(inner.map((one) => ({ ...one, path: [...(issue.path ?? []), ...(one.path ?? [])] as unknown as NonNullable<typeof one.path> })), file);
      }
      const [empty] = issue.issues.filter((one) => one.type === "non_empty");
      if (empty) return issuesOf([{ ...empty, ...(issue.path && { path: issue.path }) }], file);
    }
    const path = (issue.path ?? []).map((item) => item.key as string | number);
    const { line, column } = issue.expected === "never" ? file.locateKey(path) : file.locate(path);
    const where = path.length > 0 ? `${path.join(".")}: ` : "";
    return [{ file: file.file, line, column, message: where + inWords(issue) }];
  });
}

function inWords(issue: v.BaseIssue<unknown>): string {
  if (issue.expected === "never") {
    const item = issue.path?.[issue.path.length - 1];
    const there = typeof item?.input === "object" && item.input !== null ? Object.keys(item.input) : [];
    const [guess] = nearest(String(item?.key), KEYS.filter((key) => !there.includes(key)));
    return `unknown key ${issue.received}${guess === undefined ? "" : `; did you mean "${guess}"?`}`;
  }
  if (issue.received === "undefined") return "is missing";
  if (issue.type === "regex") return `${issue.received} ${issue.message}`;
  if (issue.type === "non_empty") return issue.message;
  return `expected ${issue.expected ?? "something else"}, found ${issue.received}`;
}

/** Every key of rules and dictionaries: what a mistyped one may mean. */
const KEYS = [
  ...["id", "guidance", "severity", "critical", "channels", "level", "strictIn", "message", "reason", "sources", "kind", "when", "suggest", "examples"],
  ...["match", "except", "with", "unless", "span", "need", "move", "after", "always", "first", "then", "minLength", "dictionary", "check", "atLeast", "codes", "most", "within", "apart", "unlessHeard", "unit", "clause", "sentence", "text", "any"],
  ...["scenario", "givenScenario", "notScenario", "channel", "customer", "notCustomer", "reply", "notReply", "only", "notFacts"],
  ...["title", "replace", "insert", "fix", "bad", "good", "fixed", "zh", "en"],
  ...["name", "steps", "step", "rules", "say", "givenScenario", "heard", "each"],
  ...["house", "side", "terms", "limits", "most", "least"],
  ...["of", "above", "words", "between", "conversation", "at"],
  ...["trivial", "scenarios", "open", "common", "topics", "asked", "touched", "untouched", "points", "again", "cap", "criticalCap", "pass", "weights", "default", "error", "warning", "info"],
];
