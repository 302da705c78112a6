import { Linter, type LinterConfig } from "../../core/linter.js";
import type { CompiledPack, CompiledRule } from "../../core/pack.js";
import type { Locale } from "../../core/types.js";

/** What documents are judged with: one compiled pack under one configuration. */
export class Engine {
  /** Judges on every edit; moves are asked for apart. */
  readonly quick: Linter;
  readonly locale: Locale;
  readonly passMark: number;
  private suggesting?: Linter;
  private byId?: Map<string, CompiledRule>;

  constructor(
    readonly pack: CompiledPack,
    private readonly config: LinterConfig = {},
  ) {
    this.quick = new Linter(pack, { ...config, suggestions: false, moves: false });
    this.locale = config.locale ?? "zh";
    this.passMark = config.passMark ?? pack.scorecard.pass;
  }

  /** Judges and suggests, which costs many times as much: asked for only where a person looks. */
  get full(): Linter {
    return (this.suggesting ??= new Linter(this.pack, this.config));
  }

  /** Mends without asking some rules. */
  fixer(off: readonly string[]): Linter {
    if (off.length === 0) return this.quick;
    const rules = { ...this.config.rules, ...Object.fromEntries(off.map((id) => [id, "off" as const])) };
    return new Linter(this.pack, { ...this.config, rules, suggestions: false, moves: false });
  }

  rule(id: string): CompiledRule | undefined {
    this.byId ??= new Map(this.pack.rules.map((rule) => [rule.id, rule]));
    return this.byId.get(id);
  }

  /** The rule, where it is asked under this configuration. */
  asked(id: string): CompiledRule | undefined {
    const rule = this.rule(id);
    return rule && this.config.rules?.[id] !== "off" && (rule.level === "default" || this.config.level === "strict") ? rule : undefined;
  }

  /** Picks the user's language. */
  say(text: { zh: string; en: string }): string {
    return text[this.locale];
  }
}
