import { applies, type Context, hasAny } from "./context.js";
import type { CompiledPack, CompiledPlaybook, CompiledRequire } from "./pack.js";
import type { PackSource, PlaybookSource, RuleSource, StepSource, SuggestSource, When } from "./rules.js";
import { sentenceFor } from "./suggest.js";
import type { Bilingual, MoveKind, Scenario } from "./types.js";

/** A step of the playbook that holds for a reply, and how far the reply has got with it. */
export interface Step {
  move: MoveKind;
  step: Bilingual;
  /** `said`; `owed`: a rule reports that it is missing; `open`: it is welcome, and nobody misses it. */
  state: "said" | "owed" | "open";
  /** The rule that reports it, where it is owed. */
  rule?: string;
  /** What to write, where the state is `open`; what is owed has the sentence of its finding. */
  sentence?: string;
}

/** The playbook that holds for a reply. */
export interface PlaybookState {
  id: string;
  name: Bilingual;
  steps: Step[];
}

/** Playbooks by weight: those of a scenario come before those of any. */
export function byWeight<P extends { scenarios: readonly Scenario[] }>(playbooks: readonly P[]): P[] {
  return [...playbooks.filter(({ scenarios }) => scenarios.length > 0), ...playbooks.filter(({ scenarios }) => scenarios.length === 0)];
}

/**
 * The rules with what the playbooks tell them: a rule that asks for something (`require`) or for an order is asked in the
 * situations of the playbooks that have it for a step, and offers their sentences, those of the reply's own scenario first.
 */
export function withPlaybooks({ rules, playbooks }: Pick<PackSource, "rules" | "playbooks">): RuleSource[] {
  const steps = byWeight(playbooks ?? []).flatMap((playbook) => playbook.steps.map((step) => ({ playbook, step })));
  return rules.map((rule) => {
    if (rule.kind !== "require" && rule.kind !== "order") return rule;
    const own = steps.filter(({ step }) => step.rules?.includes(rule.id));
    if (own.length === 0) return rule;
    return {
      ...rule,
      when: [...[rule.when ?? []].flat(), ...own.flatMap(({ playbook, step }) => situationsOf(playbook, step))],
      suggest: [...own.flatMap(({ playbook, step }) => sentencesOf(playbook, step)), ...(rule.suggest ?? [])],
    };
  });
}

/** In which situations a playbook holds: those it names, or where its scenario was given. */
export function whenOf({ scenarios, when }: PlaybookSource): When[] {
  return when ? [when].flat() : [{ givenScenario: scenarios }];
}

function situationsOf(playbook: PlaybookSource, { when }: StepSource): When[] {
  return whenOf(playbook).flatMap((of) => (when ? [when].flat().map((one) => both(of, one)) : [of]));
}

/** What holds where both hold; a step narrows its playbook's situation down. */
function both(a: When, b: When): When {
  const lists = (key: "notScenario" | "customer" | "notCustomer" | "reply" | "notReply" | "notFacts"): object => (a[key] || b[key] ? { [key]: [...(a[key] ?? []), ...(b[key] ?? [])] } : {});
  return { ...a, ...b, ...lists("notScenario"), ...lists("customer"), ...lists("notCustomer"), ...lists("reply"), ...lists("notReply"), ...lists("notFacts") };
}

/** The sentences of a step as suggestions, of which the first that fits is offered. */
export function sentencesOf(playbook: PlaybookSource, { say = [], insert = "end", step }: StepSource): SuggestSource[] {
  const when = playbook.scenarios.length > 0 ? [{ scenario: playbook.scenarios }] : whenOf(playbook);
  return say.map((text) => ({ title: step, insert, text, when, instead: true }));
}

/** The rules of each step, in the order of the playbooks that hold. */
export function stepsOf(playbooks: readonly CompiledPlaybook[], context: Context): string[][] {
  return playbooks.filter((playbook) => isOf(playbook, context)).flatMap(({ steps }) => steps.flatMap(({ rules }) => (rules.length > 0 ? [rules] : [])));
}

/** The points of what a rule reports: its own, and those of the playbooks that hold and have it watch a step. */
export function pointsOf(playbooks: readonly CompiledPlaybook[], rule: { id: string; guidance: string[] }, context: Context): string[] {
  const more = playbooks.filter((playbook) => playbook.steps.some(({ rules }) => rules.includes(rule.id)) && isOf(playbook, context)).flatMap(({ guidance }) => guidance);
  return more.every((point) => rule.guidance.includes(point)) ? rule.guidance : [...new Set([...rule.guidance, ...more])].sort();
}

/** How far the reply has got with the playbook that holds: of several the first that misses something; `reported` are the rules that found something. */
export function stateOf(pack: CompiledPack, context: Context, reported: ReadonlySet<string>): PlaybookState | null {
  const states = pack.playbooks.filter((one) => isOf(one, context)).map((playbook) => progress(playbook, pack, context, reported));
  return states.find(({ steps }) => steps.some(({ state }) => state === "owed")) ?? states[0] ?? null;
}

function progress(playbook: CompiledPlaybook, pack: CompiledPack, context: Context, reported: ReadonlySet<string>): PlaybookState {
  const steps = playbook.steps.filter(({ when }) => applies(when, context)).map(({ move, step, rules, say }): Step => {
    const asking = pack.rules.filter((rule): rule is CompiledRequire => rule.kind === "require" && rules.includes(rule.id));
    const missing = asking.find(({ id }) => reported.has(id));
    if (missing) return { move, step, state: "owed", rule: missing.id };
    const classes = asking.length > 0 ? asking.flatMap(({ need }) => need) : pack.moves.flatMap(({ kind, cls }) => (kind === move ? [cls] : []));
    if (hasAny(context.reply, classes)) return { move, step, state: "said" };
    const sentence = sentenceFor(say, context);
    return { move, step, state: "open", ...(sentence !== null && { sentence }) };
  });
  return { id: playbook.id, name: playbook.name, steps };
}

function isOf({ scenarios, when }: CompiledPlaybook, context: Context): boolean {
  return scenarios.includes(context.scenario) || applies(when, context);
}
