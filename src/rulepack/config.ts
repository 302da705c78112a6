import * as v from "valibot";
import { type HouseRules, type Limit, LIMITED } from "../core/house.js";
import { type Bilingual, CHANNELS, type Locale, SCENARIOS } from "../core/types.js";
import { nearest } from "./nearest.js";
import { parseYaml, type Problem, SourceError, type YamlFile } from "./yaml.js";

/** Schemas of what users write beside rules: the configuration file, and the head of a draft. */

const text = v.pipe(v.string(), v.nonEmpty());
const scenario = v.picklist(SCENARIOS);
const channel = v.picklist(CHANNELS);

/** `72h`, `30min`, `3d`, `3天`. */
const DURATION = /^(\d+(?:\.\d+)?)\s*(min|分钟|h|小时|d|天)$/;
const duration = v.pipe(v.string(), v.regex(DURATION, '"72h"'));
const limit = v.optional(v.union([duration, v.strictObject({ least: v.optional(duration), most: v.optional(duration) })]));

const seconds = v.pipe(v.number(), v.minValue(0), v.maxValue(86_400));
/** How `audit` counts. */
const auditSchema = v.strictObject({
  /** Most seconds until a person answers. */
  targets: v.optional(
    v.strictObject({
      /** A short question that names no problem. Default 15. */
      simple: v.optional(seconds),
      /** A question that takes a structured answer. Default 30. */
      standard: v.optional(seconds),
      /** A complaint, or several matters at once. Default 180. */
      complex: v.optional(seconds),
      /** Anything. Default 300. */
      limit: v.optional(seconds),
      /** After a hold notice without a time of its own. Default 180. */
      hold: v.optional(seconds),
    }),
  ),
  /** Seconds within which answers are counted. Default 30, 180, 300. */
  within: v.optional(v.pipe(v.array(seconds), v.nonEmpty())),
  /** Hours in which nobody needs to answer, such as `23:00-08:00` (the default); `none` where there are none. */
  night: v.optional(v.pipe(v.string(), v.regex(/^(none|([01]?\d|2[0-4]):[0-5]\d-([01]?\d|2[0-4]):[0-5]\d)$/, '"23:00-08:00"'))),
  /** Offset from UTC at which days and nights are told. Default `+08:00`. */
  timezone: v.optional(v.pipe(v.string(), v.regex(/^[+-]\d\d:\d\d$/, '"+08:00"'))),
  /** Team of each agent, where the export names none. */
  teams: v.optional(v.record(v.string(), text)),
});

/** `replylint.config.yaml` and its other names. */
export const configSchema = v.strictObject({
  /** What this one builds on: presets (`replylint:strict`) and files, from where this file lies; what is said later, and here, weighs more. */
  extends: v.optional(v.union([text, v.array(text)])),
  /** `strict` also asks the rules of that level. */
  level: v.optional(v.picklist(["default", "strict"])),
  /** Language of messages. */
  locale: v.optional(v.picklist(["zh", "en"])),
  /** Channel of replies that name none. */
  channel: v.optional(channel),
  /** Scenario of replies that name none; inferred where this is absent, too. */
  scenario: v.optional(scenario),
  /** The score that a reply needs; a lower one fails the run. */
  minScore: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  /** From which severity on a finding fails the run. */
  failOn: v.optional(v.picklist(["error", "warning", "never"])),
  /** Severity of single rules; `shadow`: counted, not reported, not scored; `off`: not asked. */
  rules: v.optional(v.record(v.string(), v.picklist(["off", "shadow", "error", "warning", "info"]))),
  /** Words that the shop does not use → what it says instead. */
  terms: v.optional(v.record(text, text)),
  /** How late (and, with `least`, how soon) something may be promised: "72h", "30min", "3d", or { least, most }. */
  limits: v.optional(v.strictObject(Object.fromEntries(LIMITED.map((matter) => [matter, limit])) as Record<(typeof LIMITED)[number], typeof limit>)),
  /** Texts in which nothing is reported, each with the reason; `rules`: only these are silent. */
  exempt: v.optional(v.array(v.strictObject({ text, reason: text, rules: v.optional(v.pipe(v.array(text), v.nonEmpty())) }))),
  /** Latin words and brands that are spelt right. */
  words: v.optional(v.array(text)),
  /** Folders with rules of one's own, from where this file lies. */
  rulesDirs: v.optional(v.array(text)),
  /** Phrasebooks: what `replylint phrasebook` is to know of them. */
  phrasebook: v.optional(
    v.strictObject({
      /** Which files are phrasebooks (globs), from where this file lies: editors tell them by it. */
      files: v.optional(v.array(text)),
      /** Platform of entries that name none: taobao, zendesk, gorgias, intercom, freshdesk, wecom … */
      platform: v.optional(text),
      /** Longest text, in characters. */
      maxLength: v.optional(v.pipe(v.number(), v.minValue(1))),
      /** Days before its end from which on an entry is announced as expiring. Default 7. */
      expiringDays: v.optional(v.pipe(v.number(), v.minValue(0))),
      /** Days after which an entry is to be reviewed again. Default 180. */
      reviewDays: v.optional(v.pipe(v.number(), v.minValue(1))),
      /** Likeness from which on two texts are reported. Default 0.8. */
      similarity: v.optional(v.pipe(v.number(), v.minValue(0.5), v.maxValue(1))),
      /** Name of a column or key → what it is. */
      fields: v.optional(v.record(text, v.picklist(["text", "id", "code", "group", "title", "customer", "scenario", "channel", "platform", "audience", "variants", "variables", "owner", "reviewed", "validUntil", "tags", "status"]))),
      /** Words of a group or title → scenario. */
      scenarios: v.optional(v.record(text, scenario)),
      /** Variables that texts may use: what they stand for and what fills them; a sample "" says that they may stay empty. */
      variables: v.optional(v.record(text, v.nullable(v.strictObject({ type: v.optional(text), sample: v.optional(v.array(v.string())) })))),
      /** Functions of TypeScript that take a text, or an id and a text. */
      helpers: v.optional(v.array(text)),
    }),
  ),
  audit: v.optional(auditSchema),
});
export type Config = v.InferOutput<typeof configSchema>;

/** What a configuration adds to the rules, as the engine takes it; undefined where it adds nothing. */
export function houseOf({ terms, limits, exempt }: Config): HouseRules | undefined {
  if (!terms && !limits && !exempt) return undefined;
  const hours = (written: string): number => {
    const [, figure, unit] = DURATION.exec(written)!;
    return Number(figure) * (/^(min|分钟)$/.test(unit!) ? 1 / 60 : /^(d|天)$/.test(unit!) ? 24 : 1);
  };
  const bounds = (written: string | { least?: string | undefined; most?: string | undefined }): Limit =>
    typeof written === "string" ? { most: hours(written) } : { ...(written.least !== undefined && { least: hours(written.least) }), ...(written.most !== undefined && { most: hours(written.most) }) };
  return {
    ...(terms && { terms }),
    ...(limits && { limits: Object.fromEntries(Object.entries(limits).flatMap(([matter, written]) => (written === undefined ? [] : [[matter, bounds(written)]]))) }),
    ...(exempt && { exempt: exempt.map(({ text: words, reason, rules }) => ({ text: words, reason, ...(rules && { rules }) })) }),
  };
}

/** The head (YAML front matter) of a draft. */
export const draftHeadSchema = v.strictObject({
  /** What the customer said just before. */
  customer: v.optional(v.string()),
  scenario: v.optional(scenario),
  channel: v.optional(channel),
  platform: v.optional(text),
  /** Claims that somebody vouches for. */
  facts: v.optional(v.record(v.string(), v.unknown())),
});
export type DraftHead = v.InferOutput<typeof draftHeadSchema>;

/**
 * Reads a configuration.
 * @param source text of the file, YAML or JSON
 * @throws {SourceError} naming each wrong key or value with its place and a way out
 */
export function parseConfig(source: string, file: string, locale: Locale): { config: Config; yaml: YamlFile } {
  const { value, yaml } = parseAs(configSchema, source, file, locale, [...Object.keys(configSchema.entries), ...Object.keys(auditSchema.entries), ...Object.keys(auditSchema.entries.targets.wrapped.entries), ...LIMITED, "least", "most", "text", "reason"]);
  return { config: value, yaml };
}

/**
 * Reads the head of a draft.
 * @param text what stands between its `---` lines; places of problems count from there
 */
export function readDraftHead(text: string, locale: Locale): { head: DraftHead } | { problems: Problem[] } {
  try {
    return { head: parseAs(draftHeadSchema, text, "", locale, Object.keys(draftHeadSchema.entries)).value };
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return { problems: error.problems };
  }
}

/**
 * Reads a YAML or JSON file that a user wrote.
 * @param keys of the schema, for a guess at a mistyped one
 * @throws {SourceError} naming each wrong key or value with its place and a way out
 */
export function parseAs<S extends v.GenericSchema>(schema: S, source: string, file: string, locale: Locale, keys: string[]): { value: v.InferOutput<S>; yaml: YamlFile } {
  const say = (message: Bilingual): string => message[locale];
  let yaml: YamlFile;
  try {
    yaml = parseYaml(source, file);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    const language = /\.json$/i.test(file) ? "JSON" : "YAML";
    const detail = (problem: Problem): string => problem.message.replace(/^is not YAML: /, "").replace(/\s+/g, " ");
    throw new SourceError(error.problems.map((problem) => ({ ...problem, message: say({ zh: `不是有效的 ${language}：${detail(problem)}`, en: `not valid ${language}: ${detail(problem)}` }) })));
  }
  if (yaml.value !== null && (typeof yaml.value !== "object" || Array.isArray(yaml.value)))
    throw new SourceError([{ file, ...yaml.locate([]), message: say({ zh: "这里要写成“键: 值”，一行一个", en: 'expected "key: value", one a line' }) }]);
  const result = v.safeParse(schema, yaml.value ?? {});
  if (result.success) return { value: result.output, yaml };
  throw new SourceError(result.issues.map((issue) => problemOf(issue, yaml, say, keys)).sort((a, b) => a.line - b.line || a.column - b.column));
}

function problemOf(issue: v.BaseIssue<unknown>, yaml: YamlFile, say: (message: Bilingual) => string, keys: string[]): Problem {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  const name = path.join(".");
  if (issue.expected === "never") {
    const [guess] = nearest(String(path[path.length - 1]), keys);
    return {
      file: yaml.file,
      ...yaml.locateKey(path),
      message: say({
        zh: `没有“${name}”这个键${guess ? `，是不是想写 ${guess}？` : `；可用：${keys.join(" ")}`}`,
        en: `unknown key "${name}"${guess ? `; did you mean "${guess}"?` : `; known: ${keys.join(" ")}`}`,
      }),
    };
  }
  return { file: yaml.file, ...yaml.locate(path), message: `${name}: ${say(valueMessage(issue))}` };
}

function valueMessage(issue: v.BaseIssue<unknown>): Bilingual {
  const { received, type } = issue;
  if (type === "picklist") {
    const allowed = [...(issue.expected ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!);
    const [guess] = nearest(received.replace(/^"|"$/g, ""), allowed);
    const list = allowed.join(" ");
    return {
      zh: `不能是 ${received}${guess ? `，是不是想写 ${guess}？` : ""}${guess ? "" : "；"}可用：${list}`,
      en: `cannot be ${received}${guess ? `; did you mean "${guess}"?` : ";"} Known: ${list}`,
    };
  }
  if (issue.path?.at(-1)?.key === "minScore" && (type === "min_value" || type === "max_value")) return { zh: `要在 0 到 100 之间，现在是 ${received}`, en: `must be between 0 and 100, not ${received}` };
  const bound = (issue.expected ?? "").replace(/^[<>]=?/, "");
  if (type === "min_value" || type === "max_value") return { zh: `要${type === "min_value" ? "不小于" : "不大于"} ${bound}，现在是 ${received}`, en: `must be at ${type === "min_value" ? "least" : "most"} ${bound}, not ${received}` };
  if (received === "undefined") return { zh: "缺这一项，请补上", en: "is missing" };
  if (type === "union" && issue.path?.[0]?.key === "limits") return { zh: "写法不对；写成 72h、30min、3d，或 { least: 30min, most: 72h }", en: "is no time limit; write 72h, 30min, 3d, or { least: 30min, most: 72h }" };
  if (type === "union" && issue.path?.[0]?.key === "extends") return { zh: `不能是 ${received}；写一个预设或文件，或它们的列表`, en: `cannot be ${received}; write a preset or a file, or a list of these` };
  if (type === "non_empty") return { zh: "不能为空", en: "must not be empty" };
  if (type === "string") return { zh: `要写成文字，现在是 ${received}；数字、日期等请加引号`, en: `must be text, not ${received}; put figures and dates in quotes` };
  if (type === "number") return { zh: `要写成数字，现在是 ${received}`, en: `must be a number, not ${received}` };
  if (type === "array") return { zh: "要写成列表，一行一个“- 值”", en: 'must be a list, one "- value" a line' };
  if (type === "regex") return { zh: `“${received.replace(/^"|"$/g, "")}”不合格式，要写成 ${issue.message} 这样`, en: `${received} must be written like ${issue.message}` };
  if (type === "union") return { zh: `不能是 ${received}；写列名、列号，或它们的列表`, en: `cannot be ${received}; write a header, a column's number, or a list of these` };
  return { zh: "要写成“键: 值”，一行一个", en: 'must be "key: value" pairs, one a line' };
}
