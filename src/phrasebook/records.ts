import * as v from "valibot";
import { CHANNELS, type Channel, SCENARIOS, type Scenario } from "../core/types.js";
import type { FieldName } from "./data.js";
import { htmlPhrase, isHtml } from "./html.js";
import { macroOf } from "./macros.js";
import { NATIVE_KEYS, phrasebookSchema } from "./native.js";
import type { Reading } from "./reading.js";
import type { Range, TreeMap, TreeNode, TreePair, TreeText } from "./tree.js";
import { plain } from "./tree.js";
import type { Phrase, PhrasebookEntry, Variable } from "./types.js";

type Fields = Partial<Record<FieldName, TreePair>>;

/** Reads every entry of a tree: replylint's own form, helpdesk macros, lists of records, groups of texts. */
export function readTree(tree: TreeNode, reading: Reading): void {
  if (tree.kind === "map" && tree.pairs.some((pair) => pair.key === "entries" && pair.value.kind === "list")) readNative(tree, reading);
  else walk(tree, reading, []);
}

function readNative(tree: TreeMap, reading: Reading): void {
  const result = v.safeParse(phrasebookSchema, plain(tree));
  for (const issue of result.issues ?? []) nativeProblem(issue, tree, reading);
  const fields = fieldsOf(tree, reading);
  if (fields.variables) reading.variables.push(...variablesOf(fields.variables.value, reading));
  const { platform, owner, channel, scenario } = fields;
  reading.defaults = {
    ...(platform && { platform: reading.platformOf(textOf(platform)) }),
    ...(owner && { owner: textOf(owner) }),
    ...(channel && isChannel(textOf(channel)) && { channel: textOf(channel) as Channel }),
  };
  const meant = scenario && scenarioOf(scenario, reading);
  if (meant) reading.defaults.scenario = meant;
  const entries = tree.pairs.find((pair) => pair.key === "entries")!.value;
  if (entries.kind === "list") for (const item of entries.items) if (item.kind === "map") reading.add(entryOf(item, fieldsOf(item, reading), reading, []));
}

function nativeProblem(issue: v.BaseIssue<unknown>, tree: TreeNode, reading: Reading): void {
  const path = (issue.path ?? []).map((item) => item.key as string | number);
  let node = tree;
  let at: Range = tree;
  for (const key of path) {
    if (node.kind === "map") {
      const pair = node.pairs.find((one) => one.key === key);
      if (!pair) break;
      at = issue.expected === "never" && key === path.at(-1) ? pair.keyAt : pair.value;
      node = pair.value;
    } else if (node.kind === "list") {
      const item = node.items[Number(key)];
      if (!item) break;
      at = node = item;
    }
  }
  const name = path.join(".");
  if (issue.expected === "never") {
    const guess = reading.nearest(String(path.at(-1)), NATIVE_KEYS);
    reading.problem("unknown-key", at, { zh: `没有“${name}”这个键${guess ? `，是不是想写 ${guess}？` : ""}`, en: `unknown key "${name}"${guess ? `; did you mean "${guess}"?` : ""}` });
    return;
  }
  const allowed = issue.type === "picklist" ? [...(issue.expected ?? "").matchAll(/"([^"]+)"/g)].map((match) => match[1]!) : [];
  const guess = reading.nearest(issue.received.replace(/^"|"$/g, ""), allowed);
  const missing = issue.received === "undefined";
  // A day that is none is a finding of its own, at its place.
  if (issue.type === "regex" && /reviewed|validUntil/.test(name)) return;
  reading.problem(missing ? "missing-key" : "wrong-value", at, {
    zh: missing ? `缺少 ${name}` : `${name}: 不能是 ${issue.received}${guess ? `，是不是想写 ${guess}？` : allowed.length > 0 ? `；可用：${allowed.join(" ")}` : ""}`,
    en: missing ? `${name} is missing` : `${name}: cannot be ${issue.received}${guess ? `; did you mean "${guess}"?` : allowed.length > 0 ? `; known: ${allowed.join(" ")}` : ""}`,
  });
}

function walk(node: TreeNode, reading: Reading, path: readonly string[]): void {
  if (node.kind === "list") {
    for (const item of node.items)
      if (item.kind === "text") addText(item, reading, path, undefined);
      else walk(item, reading, path);
    return;
  }
  if (node.kind !== "map") return;
  const macro = macroOf(node);
  if (macro) {
    reading.platform ??= macro.platform;
    const fields: Fields = { ...fieldsOf(node, reading), ...macro.fields };
    if (!macro.active) fields.status = { ...node.pairs[0]!, value: { kind: "text", value: "retired", from: node.from, to: node.from, phrase: () => ({ text: "", pieces: [] }) } };
    if (!fields.text) return;
    const entry = entryOf(node, fields, reading, path);
    const twin = macro.twin?.value.kind === "text" ? macro.twin.value.phrase() : undefined;
    reading.add(twin?.text === entry.text.text ? { ...entry, text: { ...entry.text, twin } } : entry);
    return;
  }
  const fields = fieldsOf(node, reading);
  if (fields.text) {
    reading.add(entryOf(node, fields, reading, path));
    return;
  }
  const name = fields.title ?? fields.group;
  for (const pair of node.pairs) {
    const { key, value } = pair;
    if (value.kind === "text") {
      if (pair !== name && pair !== fields.id) addText(value, reading, path, pair);
    } else if (value.kind === "map" && !macroOf(value) && fieldsOf(value, reading).text) reading.add(entryOf(value, fieldsOf(value, reading), reading, path, pair));
    else walk(value, reading, name && name.value.kind === "text" ? [...path, name.value.value] : WRAPPERS.has(key) ? path : [...path, key]);
  }
}

/** Keys that say only that a list follows. */
const WRAPPERS = new Set(["data", "result", "results", "items", "list", "macros", "canned_responses", "entries", "phrases", "templates", "default"]);
const HAN = /\p{Script=Han}/u;

/** A bare text: an entry where it reads like a sentence. */
function addText(node: TreeText, reading: Reading, path: readonly string[], pair: TreePair | undefined): void {
  if (!HAN.test(node.value)) return;
  reading.add({
    ...reading.defaults,
    ...names(reading, path, pair?.key),
    id: pair ? [...path, pair.key].join(".") : reading.idAt(node),
    named: pair !== undefined,
    text: phraseOf(node),
    variants: [],
    place: reading.place(pair ? { ...pair.keyAt, to: node.to } : node),
    places: pair ? { id: reading.place(pair.keyAt) } : {},
  });
}

function names(reading: Reading, path: readonly string[], key: string | undefined): Pick<PhrasebookEntry, "group" | "scenario"> {
  const group = path.at(-1);
  const scenario = reading.scenarioFor([...(key === undefined ? [] : [key]), ...path.toReversed()]);
  return { ...(group !== undefined && { group }), ...(scenario && { scenario }) };
}

/** The pairs of a record by what they are; of several names for the same the likelier counts. */
export function fieldsOf(node: TreeMap, reading: Reading): Fields {
  const out: Fields = {};
  const ranks: Partial<Record<FieldName, number>> = {};
  for (const pair of node.pairs) {
    const field = reading.fieldOf(pair.key);
    if (!field || field.rank >= (ranks[field.name] ?? Infinity)) continue;
    if (field.name === "text" && !isText(pair.value)) continue;
    ranks[field.name] = field.rank;
    out[field.name] = pair;
  }
  return out;
}

function isText(node: TreeNode): boolean {
  return node.kind === "text" || (node.kind === "other" && node.value === null) || (node.kind === "list" && node.items.length > 0 && node.items.every((item) => item.kind === "text" || item.kind === "map"));
}

/** @param own the pair that the record is the value of: its key is the id where the record gives none */
export function entryOf(node: Range, fields: Fields, reading: Reading, path: readonly string[], own?: TreePair): PhrasebookEntry {
  const given = (name: FieldName): string | undefined => {
    const pair = fields[name];
    const text = pair && textOf(pair);
    return text === "" ? undefined : text;
  };
  const [text, ...others] = fields.text ? phrasesIn(fields.text.value, reading) : [];
  const variants = fields.variants ? phrasesIn(fields.variants.value, reading) : [];
  const code = given("code");
  const id = given("id") ?? code ?? (own && [...path, own.key].join("."));
  const group = given("group") ?? path.at(-1);
  const title = given("title");
  const customer = given("customer");
  const scenario = (fields.scenario && scenarioOf(fields.scenario, reading)) ?? reading.scenarioFor([own?.key, group, title, customer, ...path.toReversed()].filter((name) => name !== undefined));
  const channel = given("channel");
  const platform = given("platform");
  const tags = fields.tags && tagsOf(fields.tags.value);
  const status = given("status")?.toLowerCase();
  const audience = given("audience");
  const optional = { code, group, title, customer, scenario, owner: given("owner"), reviewed: given("reviewed"), validUntil: given("validUntil") };
  const places: PhrasebookEntry["places"] = {};
  for (const name of ["id", "code", "group", "title", "scenario", "reviewed", "validUntil", "owner", "status"] as const) if (fields[name]) places[name] = reading.place(fields[name].value);
  return {
    ...reading.defaults,
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<PhrasebookEntry>),
    ...(channel !== undefined && isChannel(channel) && { channel }),
    ...(platform !== undefined && { platform: reading.platformOf(platform) }),
    ...(tags && { tags }),
    ...(fields.variables && { variables: variablesOf(fields.variables.value, reading) }),
    ...(isStatus(status) && { status }),
    ...(fields.ignore && { ignores: ignoresOf(fields.ignore.value, reading) }),
    id: id ?? title ?? reading.idAt(node),
    named: given("id") !== undefined,
    text: { ...(text ?? { text: "", pieces: [] }), ...(audience !== undefined && { audience }) },
    variants: [...others, ...variants],
    place: reading.place(node),
    places,
  };
}

function textOf({ value }: TreePair): string {
  return value.kind === "text" ? value.value.trim() : value.kind === "other" && (typeof value.value === "number" || typeof value.value === "boolean") ? String(value.value) : "";
}

function isChannel(text: string): text is Channel {
  return (CHANNELS as readonly string[]).includes(text);
}

function isStatus(text: string | undefined): text is "draft" | "active" | "retired" {
  return text === "draft" || text === "active" || text === "retired";
}

function scenarioOf(pair: TreePair, reading: Reading): Scenario | undefined {
  const text = textOf(pair);
  if (text === "") return undefined;
  if ((SCENARIOS as readonly string[]).includes(text)) return text as Scenario;
  const meant = reading.scenarioFor([text]);
  if (meant) return meant;
  const guess = reading.nearest(text, SCENARIOS);
  reading.problem("unknown-scenario", pair.value, { zh: `没有“${text}”这个场景${guess ? `，是不是想写 ${guess}？` : `；可用：${SCENARIOS.join(" ")}`}`, en: `There is no scenario "${text}"${guess ? `; did you mean ${guess}?` : `; known: ${SCENARIOS.join(" ")}`}` });
  return undefined;
}

function tagsOf(node: TreeNode): string[] {
  if (node.kind === "list") return node.items.flatMap((item) => (item.kind === "text" ? [item.value] : []));
  return node.kind === "text" ? node.value.split(/[,，、;；\s]+/).filter(Boolean) : [];
}

/** The texts of an `ignore` field: one, or a list; several in one text are parted by `;` or a line break. */
function ignoresOf(node: TreeNode, reading: Reading): NonNullable<PhrasebookEntry["ignores"]> {
  if (node.kind === "list") return node.items.flatMap((item) => ignoresOf(item, reading));
  if (node.kind !== "text") return [];
  const { from: start, to: end } = node;
  return node.value.split(/[;；\n]+/).filter((text) => text.trim() !== "").map((text) => ({ text: text.trim(), start, end, place: reading.place(node) }));
}

/** The wordings in a value: a text, a list of texts, texts with their audience. */
function phrasesIn(node: TreeNode, reading: Reading): Phrase[] {
  if (node.kind === "text") return [phraseOf(node)];
  if (node.kind === "list") return node.items.flatMap((item) => phrasesIn(item, reading));
  if (node.kind !== "map") return [];
  const { text, audience } = fieldsOf(node, reading);
  // `variants: { student: … }`
  if (!text) return node.pairs.flatMap(({ key, value }) => (value.kind === "text" ? [{ ...phraseOf(value), audience: key }] : []));
  return phrasesIn(text.value, reading).map((phrase) => ({ ...phrase, ...(audience && { audience: textOf(audience) }) }));
}

function phraseOf(node: TreeText): Phrase {
  const phrase = node.phrase();
  return isHtml(phrase.text) ? htmlPhrase(phrase) : phrase;
}

export function variablesOf(node: TreeNode, reading: Reading): Variable[] {
  if (node.kind === "list") return node.items.flatMap((item) => (item.kind === "text" ? [{ name: item.value, place: reading.place(item) }] : []));
  if (node.kind !== "map") return [];
  return node.pairs.map(({ key, keyAt, value }) => {
    const { type, sample } = (value.kind === "map" ? plain(value) : {}) as { type?: unknown; sample?: unknown };
    return { name: key, ...(typeof type === "string" && { type }), ...(Array.isArray(sample) && { sample: sample.map(String) }), place: reading.place(keyAt) };
  });
}
