import { type Condition, type Grammar, isBare, type Pattern, type Program } from "./program.js";

/** A program laid out flat for the hot path: patterns and steps as rows of typed arrays instead of objects. */
export interface Layout {
  nodeClass: Int32Array;
  /** A node's own patterns: rows `[nodePattern[node], nodePattern[node + 1])`. */
  nodePattern: Int32Array;
  /** Node of each pattern that is a node's own. */
  patternNode: Int32Array;
  /** Patterns that the first hit of a class wakes: `wakePattern[wakeStart[cls] … wakeStart[cls + 1])`. */
  wakeStart: Int32Array;
  wakePattern: Int32Array;

  /** Patterns: nodes' own first, in the order of the nodes, then exceptions. */
  stepStart: Int32Array;
  anchor: Int32Array;
  /** 1 for a pattern of one element with nothing asked of its place. */
  bare: Uint8Array;
  atStart: Uint8Array;
  atEnd: Uint8Array;
  endGap: Int32Array;
  /** No hit of this class between the last step and the end; -1 for none. */
  endWithout: Int32Array;
  /** Classes of literals that must have been hit for a pattern to be possible, its anchor left out. */
  needStart: Int32Array;
  need: Int32Array;
  stepClass: Int32Array;
  stepGap: Int32Array;
  stepScope: Uint8Array;
  /** -1 where there is none. */
  stepWithout: Int32Array;
  stepNotBefore: Int32Array;
  stepNotAfter: Int32Array;

  /** Exceptions of a node: rows of patterns `[exceptStart[node], exceptStart[node + 1])`. */
  exceptStart: Int32Array;
  /** Conditions of a node: rows `[conditionStart[node], conditionStart[node + 1])`. */
  conditionStart: Int32Array;
  /** 0 clause, 1 sentence, 2 text. */
  conditionScope: Uint8Array;
  /** Whether one of the classes must be there (1) or none may be (0). */
  conditionMust: Uint8Array;
  /** Classes of a condition: `conditionClass[conditionClassStart[row] … )`. */
  conditionClassStart: Int32Array;
  conditionClass: Int32Array;
  /** 1 for nodes with exceptions or conditions. */
  filtered: Uint8Array;
  /** Node of each class, -1 for a class of literals alone. */
  nodeOf: Int32Array;
  /** Nodes whose hits wake a node's patterns: `hangNode[hangStart[node] … hangStart[node + 1])`. */
  hangStart: Int32Array;
  hangNode: Int32Array;
}

const CONDITION_SCOPES: Condition["scope"][] = ["clause", "sentence", "text"];

/** Lays a grammar out as the matcher runs it. */
export function toProgram(grammar: Grammar): Program {
  const captures: Record<number, string> = {};
  [...grammar.nodes.flatMap((node) => node.patterns), ...grammar.nodes.flatMap((node) => node.except)]
    .flatMap((pattern) => pattern.steps)
    .forEach((step, row) => step.capture !== undefined && (captures[row] = step.capture));
  const { automaton, local } = grammar;
  return { automaton, layout: layOut(grammar), classNames: grammar.classNames.map((name) => (name.startsWith('"') ? "" : name)), local, captures };
}

function layOut(program: Grammar): Layout {
  const { nodes } = program;
  const own = nodes.flatMap((node) => node.patterns);
  const patterns: Pattern[] = [...own, ...nodes.flatMap((node) => node.except)];
  const steps = patterns.flatMap((pattern) => pattern.steps);
  const classCount = program.classNames.length;
  const nodeOf = new Int32Array(classCount).fill(-1);
  nodes.forEach((node, index) => (nodeOf[node.cls] = index));
  const scanned = (cls: number): boolean => program.local[cls] === undefined && nodeOf[cls]! < 0;

  const nodePattern = new Int32Array(nodes.length + 1);
  const exceptStart = new Int32Array(nodes.length + 1);
  exceptStart[0] = own.length;
  nodes.forEach((node, index) => {
    nodePattern[index + 1] = nodePattern[index]! + node.patterns.length;
    exceptStart[index + 1] = exceptStart[index]! + node.except.length;
  });

  const wakeStart = new Int32Array(classCount + 1);
  const woken: number[] = [];
  program.wakes.forEach((list, cls) => {
    // A node's filter needs no waking: it closes every settling that has hits.
    for (let i = 0; i < list.length; i += 2) if (list[i + 1]! >= 0) woken.push(nodePattern[list[i]!]! + list[i + 1]!);
    wakeStart[cls + 1] = woken.length;
  });

  const stepStart = new Int32Array(patterns.length + 1);
  const needStart = new Int32Array(patterns.length + 1);
  const needs: number[] = [];
  let at = 0;
  patterns.forEach((pattern, index) => {
    stepStart[index] = at;
    at += pattern.steps.length;
    needStart[index] = needs.length;
    const anchor = pattern.steps[pattern.anchor]!.cls;
    for (const cls of new Set(pattern.steps.map((step) => step.cls))) if (cls !== anchor && scanned(cls)) needs.push(cls);
  });
  stepStart[patterns.length] = at;
  needStart[patterns.length] = needs.length;

  const conditionStart = new Int32Array(nodes.length + 1);
  const conditions: { scope: number; must: number; any: number[] }[] = [];
  nodes.forEach((node, index) => {
    conditionStart[index] = conditions.length;
    for (const { scope, any } of node.unless) conditions.push({ scope: CONDITION_SCOPES.indexOf(scope), must: 0, any });
    for (const { scope, any } of node.with) conditions.push({ scope: CONDITION_SCOPES.indexOf(scope), must: 1, any });
  });
  conditionStart[nodes.length] = conditions.length;
  const conditionClassStart = new Int32Array(conditions.length + 1);
  conditions.forEach(({ any }, row) => (conditionClassStart[row + 1] = conditionClassStart[row]! + any.length));
  const hangStart = new Int32Array(nodes.length + 1);
  const hangs: number[] = [];
  nodes.forEach((node, index) => {
    const below = new Set(node.patterns.map((pattern) => nodeOf[pattern.steps[pattern.anchor]!.cls]!).filter((other) => other >= 0));
    hangs.push(...below);
    hangStart[index + 1] = hangs.length;
  });

  const optional = (values: (number | undefined)[]): Int32Array => Int32Array.from(values, (value) => value ?? -1);
  return {
    nodeClass: Int32Array.from(nodes, (node) => node.cls),
    nodePattern,
    patternNode: Int32Array.from(nodes.flatMap((node, index) => node.patterns.map(() => index))),
    wakeStart,
    wakePattern: Int32Array.from(woken),
    stepStart,
    anchor: Int32Array.from(patterns, (pattern) => pattern.anchor),
    bare: Uint8Array.from(patterns, (pattern) => (isBare(pattern) ? 1 : 0)),
    atStart: Uint8Array.from(patterns, (pattern) => pattern.atStart),
    atEnd: Uint8Array.from(patterns, (pattern) => pattern.atEnd),
    endGap: Int32Array.from(patterns, (pattern) => pattern.endGap),
    endWithout: optional(patterns.map((pattern) => pattern.endWithout)),
    hangStart,
    hangNode: Int32Array.from(hangs),
    needStart,
    need: Int32Array.from(needs),
    stepClass: Int32Array.from(steps, (step) => step.cls),
    stepGap: Int32Array.from(steps, (step) => step.gap),
    stepScope: Uint8Array.from(steps, (step) => step.scope),
    stepWithout: optional(steps.map((step) => step.without)),
    stepNotBefore: optional(steps.map((step) => step.notBefore)),
    stepNotAfter: optional(steps.map((step) => step.notAfter)),
    exceptStart,
    conditionStart,
    conditionScope: Uint8Array.from(conditions, ({ scope }) => scope),
    conditionMust: Uint8Array.from(conditions, ({ must }) => must),
    conditionClassStart,
    conditionClass: Int32Array.from(conditions.flatMap(({ any }) => any)),
    nodeOf,
    filtered: Uint8Array.from(nodes, (node) => (node.except.length + node.with.length + node.unless.length > 0 ? 1 : 0)),
  };
}
