import type { Limit } from "./house.js";
import { type ClassSource, compileGrammar, GrammarError } from "./match/compile.js";
import { toProgram } from "./match/layout.js";
import type { Program } from "./match/program.js";
import type { Model } from "./model.js";
import { type AgainRule, dimensionOf, type EmojiRule, type LengthRule, ofConversations, type OutcomeRule, type PackSource, type PlaybookSource, type PunctuationCheck, type RuleSource, type ScorecardSource, type SuggestSource, type TermsRule, type TimingRule, type TopicsSource, type When } from "./rules.js";
import { byWeight, sentencesOf, whenOf, withPlaybooks } from "./playbooks.js";
import { type CharTables, charTables } from "./text/chars.js";
import { normalForm } from "./text/normalise.js";
import type { Bilingual, Channel, Critical, Dimension, Level, MoveKind, Scenario, Severity } from "./types.js";

/** Classes, any of which is enough. */
export type Any = number[];

/** Null where nothing is asked; every key is there, so that all are of one shape on the hot path. */
export interface CompiledWhen {
  scenario: Scenario[] | null;
  givenScenario: Scenario[] | null;
  notScenario: Scenario[] | null;
  channel: Channel[] | null;
  heard: boolean | null;
  customer: Any[];
  notCustomer: Any;
  reply: Any[];
  notReply: Any;
  only: Any | null;
  each: Any | null;
  notFacts: string[] | null;
}

export interface CompiledSuggestion {
  title: Bilingual;
  replace?: "match" | "clause" | "sentence" | "places";
  insert?: "start" | "before-sentence" | "after-clause" | "after-sentence" | "end";
  text: string;
  fix: boolean;
  with: Any[];
  unless: Any;
  /** Classes that the template's `{name}`s stand for. */
  slots: Record<string, number>;
  /** Any of them must hold; none: always. */
  when: CompiledWhen[];
  instead: boolean;
  /** What is put in at the start stands after clauses of these: a greeting stays in front. */
  past: Any;
}

/** A playbook as the engine keeps it; see {@link PlaybookSource}. */
export interface CompiledPlaybook {
  id: string;
  name: Bilingual;
  scenarios: Scenario[];
  guidance: string[];
  sources: string[];
  when: CompiledWhen[];
  steps: { move: MoveKind; step: Bilingual; rules: string[]; when: CompiledWhen[]; say: CompiledSuggestion[] }[];
}

interface CompiledBase {
  id: string;
  guidance: string[];
  dimension: Dimension;
  severity: Severity;
  critical?: Critical;
  channels?: Partial<Record<Channel, Severity>>;
  level: Level;
  strictIn?: Channel[];
  message: Bilingual;
  reason: Bilingual;
  sources: string[];
  /** Any of them must hold; none: always. */
  when: CompiledWhen[];
  suggest: CompiledSuggestion[];
}
export interface CompiledPhrase extends CompiledBase {
  kind: "phrase";
  /** See `certain` in the rule's source. */
  certain: boolean;
  /** Columns of the model for the rule's points. */
  columns: number[];
  cls: number;
  span: "match" | "clause" | "sentence";
}
export interface CompiledRequire extends CompiledBase {
  kind: "require";
  need: Any;
  move: MoveKind;
  after: Any;
  always: boolean;
}
export interface CompiledOrder extends CompiledBase {
  kind: "order";
  first: Any;
  then: Any;
}
export interface CompiledRepeat extends CompiledBase {
  kind: "repeat";
  minLength: number;
}
export interface CompiledLikeness extends CompiledBase {
  kind: "likeness";
  /** Column of the model; -1 where the pack has none for it. */
  point: number;
}
export interface CompiledTerms extends CompiledBase {
  kind: "terms";
  cls: number;
  unlessHeard: boolean;
  /** What to write instead, by the term in normal form. */
  plain: Record<string, string>;
}
export interface CompiledPunctuation extends CompiledBase {
  kind: "punctuation";
  check: PunctuationCheck;
  atLeast: number;
}
export interface CompiledEmoji extends CompiledBase {
  kind: "emoji";
  codes: Any;
  most: number;
  within: EmojiRule["within"];
  apart: string;
}
export interface CompiledLength extends CompiledBase {
  kind: "length";
  unit: LengthRule["unit"];
  most: number;
}
export interface CompiledSpelling extends CompiledBase {
  kind: "spelling";
  /** How each word is written, by its lower-case form. */
  known: Record<string, string>;
  atLeast: number;
}
export interface CompiledAnswer extends CompiledBase {
  kind: "answer";
  untouched: "all" | "some";
  open: Any;
  common: string[];
  topics: { id: string; name: Bilingual; asked: Any; touched: Any }[];
}
export interface CompiledHouseTerms extends CompiledBase {
  kind: "house-terms";
}
export interface CompiledHouseLimit extends CompiledBase {
  kind: "house-limit";
  side: keyof Limit;
}
export interface CompiledTiming extends CompiledBase {
  kind: "timing";
  of: TimingRule["of"];
  above: TimingRule["above"];
  words: Any;
  unless: Any;
}
export interface CompiledOutcome extends CompiledBase {
  kind: "outcome";
  of: OutcomeRule["of"];
}
export interface CompiledAgain extends CompiledBase {
  kind: "again";
  /** Null: the same text. */
  words: Any | null;
  minLength: number;
  between: AgainRule["between"];
}
export interface CompiledClosing extends CompiledBase {
  kind: "closing";
  words: Any;
}
export type CompiledReplyRule =
  | CompiledPhrase
  | CompiledRequire
  | CompiledOrder
  | CompiledRepeat
  | CompiledLikeness
  | CompiledTerms
  | CompiledPunctuation
  | CompiledEmoji
  | CompiledLength
  | CompiledSpelling
  | CompiledAnswer
  | CompiledHouseTerms
  | CompiledHouseLimit;
export type CompiledConversationRule = CompiledTiming | CompiledOutcome | CompiledAgain | CompiledClosing;
export type CompiledRule = CompiledReplyRule | CompiledConversationRule;

/** The compiled rule pack: what `createLinter` takes, and what start-up reads instead of some hundred files. */
export interface CompiledPack {
  format: 1;
  /** Of everything that can change a judgement. */
  hash: string;
  program: Program;
  rules: CompiledRule[];
  /** Those of a scenario before those of any. */
  playbooks: CompiledPlaybook[];
  moves: { cls: number; kind: MoveKind; span: "clause" | "match" }[];
  scenarios: { scenario: Scenario; customer: Any; reply: Any[] }[];
  trivial: Any;
  scorecard: ScorecardSource;
  traditional: string;
  model?: Model;
}

/**
 * Compiles a pack.
 * @throws {GrammarError} naming the file and the path in it
 */
export function compilePack(given: PackSource): CompiledPack {
  const source = { ...given, rules: withPlaybooks(given) };
  const classes: ClassSource[] = source.classes.map(({ name, any, except, with: around, unless, place }) => ({
    name,
    any,
    place,
    ...(except && { except }),
    ...(around && { with: around }),
    ...(unless && { unless }),
  }));
  const seen = new Set<string>();
  for (const rule of source.rules) {
    if (seen.has(rule.id)) throw new GrammarError(`rule "${rule.id}" is defined twice`, { file: rule.place.file, path: ["id"] });
    seen.add(rule.id);
    if (rule.kind === "phrase" || rule.kind === "terms") {
      const { except, with: around, unless } = rule;
      const [any, key] = rule.kind === "phrase" ? [rule.match, "match"] : [rule.terms.map(termPattern), "dictionary"];
      classes.push({ name: ruleClass(rule), any, place: { file: rule.place.file, path: [key] }, ...(except && { except }), ...(around && { with: around }), ...(unless && { unless }) });
    }
  }
  const sample = [...source.rules.flatMap(textsOf), ...(source.ordinary ?? [])];
  const tables = charTables(source.traditional);
  const grammar = compileGrammar(classes, tables, sample, askedClasses(source));
  const program = toProgram(grammar);
  const ids = new Map(grammar.classNames.map((name, id) => [name, id]));
  const moves = source.classes.flatMap((cls) => (cls.move ? [{ cls: ids.get(cls.name)!, ...cls.move }] : []));
  const greetings = moves.flatMap(({ kind, cls }) => (kind === "greeting" ? [cls] : []));
  const rules = source.rules.map((rule) => compileRule(rule, ids, source.model?.points ?? [], tables, source.topics, greetings));
  const playbooks = byWeight(source.playbooks ?? []).map((playbook) => compilePlaybook(playbook, ids, source.rules, greetings));
  const pack: CompiledPack = {
    format: 1,
    hash: "",
    program,
    rules,
    playbooks,
    moves,
    scenarios: source.scenarios.map((line, index) => ({
      scenario: line.scenario,
      customer: anyOf(line.customer ?? [], ids, { file: "dictionaries/scenarios.yaml", path: ["scenarios", index, "customer"] }),
      reply: allOf(line.reply, ids, { file: "dictionaries/scenarios.yaml", path: ["scenarios", index, "reply"] }),
    })),
    trivial: anyOf(source.trivial, ids, { file: "dictionaries/scenarios.yaml", path: ["trivial"] }),
    scorecard: source.scorecard,
    traditional: source.traditional,
    ...(source.model && { model: source.model }),
  };
  pack.hash = hash(JSON.stringify({ ...source, ordinary: undefined, model: source.model && { ...source.model, weights: hashBytes(source.model.weights), customerWeights: hashBytes(source.model.customerWeights) }, classes: source.classes.map(({ place: _, ...rest }) => rest), rules: source.rules.map(({ place: _, examples: __, ...rest }) => rest), playbooks: source.playbooks?.map(({ place: _, ...rest }) => rest) }));
  return pack;
}

/** The texts of a rule's examples. */
function textsOf(rule: RuleSource): string[] {
  if (ofConversations(rule)) return [...rule.examples.bad, ...rule.examples.good].flatMap(({ conversation }) => conversation.map(({ text }) => text));
  return [...rule.examples.bad, ...rule.examples.good].map(({ text }) => text);
}

/** What conversations are followed by, beside the classes `matter-…` of what is talked about. */
const CONVERSATION_CLASSES: readonly string[] = ["commitment", "asks-nothing", "asks-after", "reports-result", "in-touch", "says-upset", "says-complaint"];

/** Classes whose hits are asked for by name: by rules, moves, the scenario table, suggestions, conversations. */
function askedClasses(source: PackSource): Set<string> {
  const known = new Set(source.classes.map((cls) => cls.name));
  const asked = new Set([...known].filter((name) => name.startsWith("matter-") || CONVERSATION_CLASSES.includes(name)));
  const ask = (entries: readonly string[] | undefined): void => {
    for (const entry of entries ?? []) for (const name of entry.split("|")) if (known.has(name.trim())) asked.add(name.trim());
  };
  const askWhen = (when: When | When[] | undefined): void => {
    for (const one of [when ?? []].flat()) for (const entries of [one.customer, one.notCustomer, one.reply, one.notReply, one.only, one.each]) ask(entries);
  };
  const askSuggestion = ({ text, with: needed, unless, when }: SuggestSource): void => {
    ask(needed);
    ask(unless);
    askWhen(when);
    ask([...text.matchAll(SLOT)].map(([, name]) => name!));
  };
  for (const playbook of source.playbooks ?? []) {
    askWhen(playbook.when);
    for (const step of playbook.steps) {
      askWhen(step.when);
      sentencesOf(playbook, step).forEach(askSuggestion);
    }
  }
  ask(source.trivial);
  ask(source.topics?.open);
  for (const { asked, touched } of source.topics?.topics ?? []) [asked, touched].forEach(ask);
  for (const line of source.scenarios) for (const entries of [line.customer, line.reply]) ask(entries);
  for (const cls of source.classes) if (cls.move) asked.add(cls.name);
  for (const rule of source.rules) {
    askWhen(rule.when);
    (rule.suggest ?? []).forEach(askSuggestion);
    if (rule.kind === "phrase" || rule.kind === "terms") asked.add(ruleClass(rule));
    if (rule.kind === "require") [rule.need, rule.after].forEach(ask);
    if (rule.kind === "order") [rule.first, rule.then].forEach(ask);
    if (rule.kind === "emoji") ask(rule.codes);
    if (rule.kind === "timing") [rule.words, rule.unless].forEach(ask);
    if (rule.kind === "again") ask(rule.words);
    if (rule.kind === "closing") ask(rule.need);
  }
  return asked;
}

/** Words of the reply's or the customer's own in a template. */
const SLOT = /\{([a-z][a-z0-9-]*)\}/gi;
const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];
/** Characters that mean something in patterns. */
const SPECIAL = /[()|<>!^$./?\\]/g;

/** A term as a pattern: its characters, and what it may not stand directly beside. */
function termPattern({ term, notAfter, notBefore }: TermsRule["terms"][number]): string {
  const literal = (text: string): string => text.replace(SPECIAL, "\\$&");
  // A Latin term is a word of its own.
  const [first, last] = [term[0]!, term[term.length - 1]!].map((ch) => /[a-z]/i.test(ch));
  const not = (words: readonly string[]): string => (words.length > 0 ? `!(${words.map(literal).join("|")})` : "");
  return not([...notAfter, ...(first ? LETTERS : [])]) + literal(term) + not([...notBefore, ...(last ? LETTERS : [])]);
}

function ruleClass(rule: RuleSource): string {
  return `rule:${rule.id}`;
}

type Ids = Map<string, number>;

function id(name: string, ids: Ids, place: { file: string; path: (string | number)[] }): number {
  const found = ids.get(name.trim());
  if (found === undefined) throw new GrammarError(`there is no class "${name.trim()}"`, place);
  return found;
}

/** All entries and their `|` alternatives as one list: any of them is enough. */
function anyOf(entries: readonly string[], ids: Ids, place: { file: string; path: (string | number)[] }): Any {
  return entries.flatMap((entry, index) => entry.split("|").map((name) => id(name, ids, { file: place.file, path: [...place.path, index] })));
}

/** Each entry is one condition; inside an entry `|` separates alternatives. */
function allOf(entries: readonly string[] | undefined, ids: Ids, place: { file: string; path: (string | number)[] }): Any[] {
  return (entries ?? []).map((entry, index) => anyOf([entry], ids, { file: place.file, path: [...place.path, index] }));
}

type Path = { file: string; path: (string | number)[] };

function under({ file, path }: Path, key: string | number): Path {
  return { file, path: [...path, key] };
}

function compilePlaybook(playbook: PlaybookSource, ids: Ids, rules: readonly RuleSource[], greetings: Any): CompiledPlaybook {
  const { id, name, scenarios, guidance, sources, place } = playbook;
  const when = (all: When | When[], path: Path): CompiledWhen[] => [all].flat().map((one, index) => compileWhen(one, ids, Array.isArray(all) ? under(path, index) : path));
  return {
    id,
    name,
    scenarios,
    guidance,
    sources,
    when: when(playbook.when ?? whenOf(playbook), under(place, "when")),
    steps: playbook.steps.map((source, index) => {
      const { move, step, rules: watchers = [] } = source;
      const path = { file: place.file, path: [...place.path, "steps", index] };
      for (const [nth, watcher] of watchers.entries()) if (!rules.some((one) => one.id === watcher)) throw new GrammarError(`there is no rule "${watcher}"`, under(under(path, "rules"), nth));
      const say = sentencesOf(playbook, source).map((one, nth) => {
        const at = under(under(path, "say"), nth);
        const unknown = [...one.text.matchAll(SLOT)].find(([, name]) => !ids.has(name!));
        if (unknown) throw new GrammarError(`there is no class "${unknown[1]}"`, at, unknown.index);
        return compileSuggestion(one, ids, at, greetings);
      });
      return { move, step, rules: watchers, when: source.when ? when(source.when, under(path, "when")) : [], say };
    }),
  };
}

function compileSuggestion(suggestion: SuggestSource, ids: Ids, place: Path, greetings: Any): CompiledSuggestion {
  const slots: Record<string, number> = {};
  for (const [, name] of suggestion.text.matchAll(SLOT)) {
    const cls = ids.get(name!);
    if (cls !== undefined) slots[name!] = cls;
  }
  return {
    title: suggestion.title,
    ...(suggestion.replace && { replace: suggestion.replace }),
    ...(suggestion.insert && { insert: suggestion.insert }),
    text: suggestion.text,
    fix: suggestion.fix ?? false,
    with: allOf(suggestion.with, ids, under(place, "with")),
    unless: anyOf(suggestion.unless ?? [], ids, under(place, "unless")),
    slots,
    when: (suggestion.when ?? []).map((one) => compileWhen(one, ids, under(place, "when"))),
    instead: suggestion.instead ?? false,
    past: suggestion.insert === "start" ? greetings : [],
  };
}

function compileWhen(when: When, ids: Ids, place: Path): CompiledWhen {
  const at = (key: string): Path => under(place, key);
  return {
    scenario: when.scenario ?? null,
    givenScenario: when.givenScenario ?? null,
    notScenario: when.notScenario ?? null,
    channel: when.channel ?? null,
    heard: when.heard ?? null,
    customer: allOf(when.customer, ids, at("customer")),
    notCustomer: anyOf(when.notCustomer ?? [], ids, at("notCustomer")),
    reply: allOf(when.reply, ids, at("reply")),
    notReply: anyOf(when.notReply ?? [], ids, at("notReply")),
    only: when.only ? anyOf(when.only, ids, at("only")) : null,
    each: when.each ? anyOf(when.each, ids, at("each")) : null,
    notFacts: when.notFacts ?? null,
  };
}

function compileRule(rule: RuleSource, ids: Ids, points: readonly string[], tables: CharTables, topics: TopicsSource | undefined, greetings: Any): CompiledRule {
  const { file } = rule.place;
  const base: CompiledBase = {
    id: rule.id,
    guidance: rule.guidance,
    dimension: dimensionOf(rule.id),
    severity: rule.severity,
    ...(rule.critical && { critical: rule.critical }),
    ...(rule.channels && { channels: rule.channels }),
    level: rule.level ?? "default",
    ...(rule.strictIn && { strictIn: rule.strictIn }),
    message: rule.message,
    reason: rule.reason,
    sources: rule.sources,
    when: [rule.when ?? []].flat().map((one) => compileWhen(one, ids, { file, path: ["when"] })),
    suggest: (rule.suggest ?? []).map((suggestion, index) => compileSuggestion(suggestion, ids, { file, path: ["suggest", index] }, greetings)),
  };
  switch (rule.kind) {
    case "phrase":
      return { ...base, kind: "phrase", certain: rule.certain ?? false, columns: rule.guidance.map((point) => points.indexOf(point)).filter((column) => column >= 0), cls: ids.get(ruleClass(rule))!, span: rule.span ?? "match" };
    case "require":
      return { ...base, kind: "require", need: anyOf(rule.need, ids, { file, path: ["need"] }), move: rule.move, after: anyOf(rule.after ?? [], ids, { file, path: ["after"] }), always: rule.always ?? false };
    case "order":
      return { ...base, kind: "order", first: anyOf(rule.first, ids, { file, path: ["first"] }), then: anyOf(rule.then, ids, { file, path: ["then"] }) };
    case "likeness":
      return { ...base, kind: "likeness", point: points.indexOf(rule.point) };
    case "repeat":
      return { ...base, kind: "repeat", minLength: rule.minLength };
    case "terms":
      return { ...base, kind: "terms", cls: ids.get(ruleClass(rule))!, unlessHeard: rule.unlessHeard ?? false, plain: Object.fromEntries(rule.terms.map(({ term, plain }) => [normalForm(term, tables), plain])) };
    case "punctuation":
      return { ...base, kind: "punctuation", check: rule.check, atLeast: rule.atLeast ?? 0 };
    case "emoji":
      return { ...base, kind: "emoji", codes: anyOf(rule.codes, ids, { file, path: ["codes"] }), most: rule.most, within: rule.within, apart: rule.apart ?? "" };
    case "length":
      return { ...base, kind: "length", unit: rule.unit, most: rule.most };
    case "spelling":
      return { ...base, kind: "spelling", known: Object.fromEntries(rule.known.map((word) => [word.toLowerCase(), word])), atLeast: rule.atLeast };
    case "answer":
      return { ...base, kind: "answer", untouched: rule.untouched, ...compileTopics(topics, ids) };
    case "house-terms":
      return { ...base, kind: "house-terms" };
    case "house-limit":
      return { ...base, kind: "house-limit", side: rule.side };
    case "timing":
      return { ...base, kind: "timing", of: rule.of, above: rule.above, words: anyOf(rule.words ?? [], ids, { file, path: ["words"] }), unless: anyOf(rule.unless ?? [], ids, { file, path: ["unless"] }) };
    case "outcome":
      return { ...base, kind: "outcome", of: rule.of };
    case "again":
      return { ...base, kind: "again", words: rule.words ? anyOf(rule.words, ids, { file, path: ["words"] }) : null, minLength: rule.minLength ?? 0, between: rule.between };
    case "closing":
      return { ...base, kind: "closing", words: anyOf(rule.need, ids, { file, path: ["need"] }) };
  }
}

function compileTopics(source: TopicsSource | undefined, ids: Ids): Pick<CompiledAnswer, "open" | "common" | "topics"> {
  const file = "dictionaries/topics.yaml";
  return {
    open: anyOf(source?.open ?? [], ids, { file, path: ["open"] }),
    common: source?.common ?? [],
    topics: (source?.topics ?? []).map(({ id, name, asked, touched }, index) => ({
      id,
      name,
      asked: anyOf(asked, ids, { file, path: ["topics", index, "asked"] }),
      touched: anyOf(touched, ids, { file, path: ["topics", index, "touched"] }),
    })),
  };
}

function hashBytes(bytes: Int8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]! + 128);
  return hash(text);
}

/** FNV-1a over UTF-16 units, two lanes: names a rule set, secures nothing. */
export function hash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9e3779b9;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    a = Math.imul(a ^ c, 0x01000193);
    b = Math.imul(b ^ (c + i), 0x85ebca6b);
  }
  const hex = (n: number): string => (n >>> 0).toString(16).padStart(8, "0");
  return hex(a) + hex(b);
}
