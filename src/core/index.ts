/** replylint's browser-safe core: no I/O, no Node, no clock, no global state. */
import { type CompiledPack, compilePack } from "./pack.js";
import type { PackSource, RuleSource } from "./rules.js";
import { Linter, type LinterConfig } from "./linter.js";

export * from "./types.js";
export { applyEdits } from "./edits.js";
export { maskText, type Personal, PERSONAL } from "./mask.js";
export type { Speller } from "./context.js";
export { Linter, type LinterConfig } from "./linter.js";
export { type CompiledPack, type CompiledRule, compilePack } from "./pack.js";
export { GrammarError } from "./match/compile.js";
export type { PackSource, RuleSource } from "./rules.js";

/** What a linter is made of. */
export interface LinterOptions {
  /** A compiled pack, or rules in source form (then `dictionaries` is needed). */
  rules: CompiledPack | RuleSource[];
  /** Lexicons, grammar, scenarios, scorecard; only with rules in source form. */
  dictionaries?: Omit<PackSource, "rules">;
  config?: LinterConfig;
}

/**
 * Makes a linter. Compile once, use it for every reply.
 * @throws {GrammarError} where rules in source form do not compile
 */
export function createLinter(options: LinterOptions): Linter {
  const { rules, dictionaries, config } = options;
  if (!Array.isArray(rules)) return new Linter(rules, config);
  if (!dictionaries) throw new TypeError("rules in source form need `dictionaries`");
  return new Linter(compilePack({ ...dictionaries, rules }), config);
}
