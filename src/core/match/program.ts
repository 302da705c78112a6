import type { Automaton } from "./automaton.js";
import type { Layout } from "./layout.js";

/** One element of a compiled pattern: a hit of a class, after a gap. */
export interface Step {
  cls: number;
  /** Most units between the end of the step before (for a first step: the start that `atStart` names) and this hit. */
  gap: number;
  /** 0 the gap stays in the clause, 1 in the sentence, 2 in the text. */
  scope: 0 | 1 | 2;
  /** No hit of this class may lie in the gap. */
  without?: number;
  /** No hit of this class may end where this one starts. */
  notBefore?: number;
  /** No hit of this class may start where this one ends. */
  notAfter?: number;
  capture?: string;
}

export interface Pattern {
  steps: Step[];
  /** The step that is looked for first: the rarest. The others are looked for around its hits. */
  anchor: number;
  /** 1 at the start of a clause, 2 at the start of the text. */
  atStart: 0 | 1 | 2;
  atEnd: 0 | 1 | 2;
  /** With `atEnd`: most units between the last hit and the end. */
  endGap: number;
  /** With `atEnd`: no hit of this class may lie there. */
  endWithout?: number;
}

/** One element with nothing asked of its place. */
export function isBare({ steps, atStart, atEnd }: Pattern): boolean {
  return steps.length === 1 && atStart === 0 && atEnd === 0 && steps[0]!.notAfter === undefined && steps[0]!.notBefore === undefined;
}

/** Where a condition looks: any of the classes must have a hit there. */
export interface Condition {
  scope: "clause" | "sentence" | "text";
  any: number[];
}

/**
 * A class that is more than literals: patterns, exceptions, conditions. Nodes are in dependency order, so that one pass in
 * ascending order settles every class.
 */
export interface Node {
  cls: number;
  patterns: Pattern[];
  /** A hit that overlaps a match of one of these does not count. */
  except: Pattern[];
  /** A hit counts only where each of these holds. */
  with: Condition[];
  /** A hit does not count where one of these holds. */
  unless: Condition[];
}

/** A compiled grammar as the compiler sees it. */
export interface Grammar {
  automaton: Automaton;
  classNames: string[];
  nodes: Node[];
  /** For each class, what its first hit wakes: pairs of a node and the index of one of its patterns (-1: its filter). */
  wakes: number[][];
  /**
   * Literals of classes that are only ever looked for beside an anchor: they are compared in place and never scanned for.
   * Keeps the scan independent of how many small words the patterns use.
   */
  local: Record<number, string[]>;
}

/** A compiled grammar as the matcher runs it: tables of numbers. */
export interface Program {
  automaton: Automaton;
  layout: Layout;
  /** Names of the classes that have one; "" for groups of literals inside a pattern. */
  classNames: string[];
  /** See {@link Grammar.local}. */
  local: Record<number, string[]>;
  /** Names of captures by row of {@link Layout.stepClass}. */
  captures: Record<number, string>;
}
