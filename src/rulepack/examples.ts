import { applyEdits } from "../core/edits.js";
import { Linter, type LinterConfig } from "../core/linter.js";
import { compileGrammar, type ClassSource } from "../core/match/compile.js";
import { toProgram } from "../core/match/layout.js";
import { Matcher } from "../core/match/matcher.js";
import type { CompiledPack } from "../core/pack.js";
import { type BadConversation, type BadExample, type ConversationExample, type GoodExample, ofConversations, type PackSource, type ReplyRuleSource } from "../core/rules.js";
import { charTables } from "../core/text/chars.js";
import type { Finding, Reply, Result } from "../core/types.js";
import type { LoadedSource } from "./load.js";
import { latinSpeller } from "./speller.js";

/** An example of a rule that does not do what it says. */
export interface ExampleFailure {
  file: string;
  line: number;
  column: number;
  rule: string;
  text: string;
  message: string;
}

/**
 * Runs every rule's own examples: each bad one must be reported by its rule at its span, with its repair; each good one
 * must pass every rule of the pack.
 */
export function testPack(pack: CompiledPack, loaded: LoadedSource, only?: string): { run: number; failures: ExampleFailure[] } {
  const speller = latinSpeller(pack);
  const linter = new Linter(pack, { level: "strict", speller });
  // A rule's own bad examples may break another rule, too, whose finding would stand for both.
  const each = new Linter(pack, { level: "strict", speller, keepOverlaps: true });
  const under = (example: BadExample | GoodExample, plain: Linter, more: LinterConfig = {}): Linter => (example.house ? new Linter(pack, { level: "strict", speller, house: example.house, ...more }) : plain);
  const failures: ExampleFailure[] = [];
  let run = 0;
  for (const rule of loaded.source.rules) {
    if (only !== undefined && rule.id !== only) continue;
    const fail = (path: (string | number)[], text: string, message: string): void => {
      const place = loaded.files.get(rule.place.file)?.locate(path) ?? { line: 1, column: 1 };
      failures.push({ file: rule.place.file, ...place, rule: rule.id, text, message });
    };
    if (ofConversations(rule)) {
      run += rule.examples.bad.length + rule.examples.good.length;
      rule.examples.bad.forEach((example, index) => {
        const message = judgeBadConversation(rule.id, example, each);
        if (message !== null) fail(["examples", "bad", index], textOf(example), message);
      });
      rule.examples.good.forEach((example, index) => {
        for (const finding of judgeConversation(example, linter)) fail(["examples", "good", index], textOf(example), `a good example, but ${finding.rule} reports "${finding.text}" in message ${finding.messageIndex}`);
      });
      continue;
    }
    rule.examples.bad.forEach((example, index) => {
      run++;
      const message = judgeBad(rule.id, example, under(example, each, { keepOverlaps: true }));
      if (message !== null) fail(["examples", "bad", index], example.text, message);
    });
    rule.examples.good.forEach((example, index) => {
      run++;
      const result = under(example, linter).lint(asReply(example));
      for (const finding of result.findings) fail(["examples", "good", index], example.text, `a good example, but ${finding.rule} reports "${finding.text}"`);
    });
  }
  return { run, failures };
}

function judgeBad(id: string, example: BadExample, linter: Linter): string | null {
  const result = linter.lint(asReply(example));
  const own = result.findings.filter((finding) => finding.rule === id);
  if (own.length === 0) return `should be reported, but ${others(result)}`;
  const finding = own.find((candidate) => candidate.text === example.span);
  if (!finding) return `should be reported at "${example.span}", but is at ${own.map((candidate) => `"${candidate.text}"`).join(", ")}`;
  if (example.fixed !== undefined) {
    const repairs = finding.suggestions.map((suggestion) => applyEdits(example.text, suggestion.edits));
    if (!repairs.includes(example.fixed)) return repairs.length === 0 ? `should be mended to "${example.fixed}", but no suggestion is offered` : `should be mended to "${example.fixed}", but is to "${repairs.join('" or "')}"`;
  }
  return null;
}

/** Only what conversations are judged by: their responses have rules, and examples, of their own. */
function judgeConversation({ conversation, scenario }: ConversationExample, linter: Linter): Finding[] {
  return linter.analyseConversation({ messages: conversation, ...(scenario && { scenario }) }).late;
}

function judgeBadConversation(id: string, example: BadConversation, linter: Linter): string | null {
  const findings = judgeConversation(example, linter);
  const own = findings.filter((finding) => finding.rule === id);
  if (own.length === 0) return `should be reported, but ${others({ findings })}`;
  if (own.some((finding) => finding.messageIndex === example.at && finding.text === example.span)) return null;
  return `should be reported at "${example.span}" in message ${example.at}, but is at ${own.map(({ text, messageIndex }) => `"${text}" in message ${messageIndex}`).join(", ")}`;
}

function textOf({ conversation }: ConversationExample): string {
  return conversation.map(({ text }) => text).join(" / ");
}

function others(result: Pick<Result, "findings">): string {
  return result.findings.length === 0 ? "nothing is" : `only ${result.findings.map((finding) => finding.rule).join(", ")} fires`;
}

function asReply(example: BadExample | GoodExample): Reply {
  return {
    reply: example.text,
    ...(example.customer !== undefined && { customer: example.customer }),
    ...(example.scenario && { scenario: example.scenario }),
    ...(example.channel && { channel: example.channel }),
  };
}

/** What no example fires. */
export interface Uncovered {
  /** Patterns of phrase rules that none of the rule's own bad examples has, as `rule: pattern`. */
  patterns: string[];
  /**
   * By class: how many members it has, and which of them no example of any rule has in it. Words are data, of which nobody writes an
   * example each; a class of which no member occurs anywhere is another matter.
   */
  members: Map<string, { all: number; without: string[] }>;
}

/** A member of a class, or a pattern of a phrase rule. */
export interface Probe {
  cls?: string;
  rule?: ReplyRuleSource;
  pattern: string;
}

/**
 * Looks for each member of each class, and each pattern of each phrase rule, by itself, in one program. What rules ask of the
 * situation (`when`) is left aside.
 * @returns all probes, and those that a text has in it
 */
export function probesOf(source: PackSource): { probes: readonly Probe[]; in(text: string, of?: readonly Probe[]): Probe[] } {
  const tables = charTables(source.traditional);
  const classes: ClassSource[] = source.classes.map(({ move: _, ...cls }) => cls);
  const probes: Probe[] = [];
  const probe = (cls: Omit<ClassSource, "name">, what: Probe): void => {
    classes.push({ ...cls, name: `probe-${probes.length}` });
    probes.push(what);
  };
  for (const { name, any, place } of source.classes) for (const member of any) probe({ any: [member], place }, { cls: name, pattern: member });
  for (const rule of source.rules) {
    if (rule.kind !== "phrase") continue;
    const { except, with: around, unless, place } = rule;
    for (const pattern of rule.match) probe({ any: [pattern], place, ...(except && { except }), ...(around && { with: around }), ...(unless && { unless }) }, { rule, pattern });
  }
  const program = toProgram(compileGrammar(classes, tables, [], new Set(probes.map((_, index) => `probe-${index}`))));
  const names = new Map(program.classNames.map((name, id) => [name, id]));
  const ids = new Map(probes.map((one, index) => [one, names.get(`probe-${index}`)!]));
  const matcher = new Matcher(program, tables);
  return {
    probes,
    in(text, of = probes) {
      matcher.run(text);
      return of.filter((one) => matcher.has(ids.get(one)!));
    },
  };
}

/** What no example fires. */
export function uncovered(source: PackSource): Uncovered {
  const { probes, in: probesIn } = probesOf(source);
  const seen = new Set<Probe>();
  const look = (text: string | undefined, from: readonly Probe[]): void => {
    if (text !== undefined) for (const one of probesIn(text, from.filter((other) => !seen.has(other)))) seen.add(one);
  };
  const members = probes.filter(({ cls }) => cls !== undefined);
  for (const rule of source.rules) {
    if (ofConversations(rule)) {
      for (const { conversation } of [...rule.examples.bad, ...rule.examples.good]) for (const { text } of conversation) look(text, members);
      continue;
    }
    const own = probes.filter((one) => one.rule === rule);
    for (const example of rule.examples.bad) look(example.text, [...members, ...own]);
    for (const example of rule.examples.good) look(example.text, members);
    for (const { customer } of [...rule.examples.bad, ...rule.examples.good]) look(customer, members);
  }
  const out: Uncovered = { patterns: [], members: new Map() };
  for (const one of probes) {
    const { rule, cls, pattern } = one;
    if (rule) {
      if (!seen.has(one)) out.patterns.push(`${rule.id}: ${pattern}`);
      continue;
    }
    const members = out.members.get(cls!) ?? { all: 0, without: [] };
    out.members.set(cls!, members);
    members.all++;
    if (!seen.has(one)) members.without.push(pattern);
  }
  return out;
}
