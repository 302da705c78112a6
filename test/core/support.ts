import { readFileSync } from "node:fs";
import * as fc from "fast-check";
import { BUILT_IN } from "../../src/core/match/compile.js";
import type { Automaton } from "../../src/core/match/automaton.js";
import type { Program } from "../../src/core/match/program.js";
import { type CompiledPack, compilePack } from "../../src/core/pack.js";
import type { PackSource, PhraseRule, RequireRule, RuleSource, ScorecardSource } from "../../src/core/rules.js";
import { type CharTables, charTables } from "../../src/core/text/chars.js";
import { emptyText, normalise, type NormalText } from "../../src/core/text/normalise.js";

export const TRADITIONAL = readFileSync(new URL("../../dictionaries/traditional.txt", import.meta.url), "utf8")
  .replace(/^#.*$/gm, "")
  .replace(/\s/g, "");

export const tables: CharTables = charTables(TRADITIONAL);

export function normal(source: string): NormalText {
  const out = emptyText();
  normalise(source, tables, out);
  return out;
}

/** The normalised text as a string. */
export function unitsOf(text: NormalText): string {
  let out = "";
  for (let i = 0; i < text.length; i++) out += String.fromCharCode(text.code[i]!);
  return out;
}

export const at = { file: "inline.yaml", path: [] };

const SCORECARD: ScorecardSource = { points: { error: 30, warning: 10, info: 2 }, again: 0.5, cap: 60, criticalCap: 40, pass: 80, weights: { default: {} } };

/** A pack made on the spot; everything that is not given is plain. */
export function packOf(classes: Record<string, string[]>, rules: RuleSource[], more: Partial<PackSource> = {}): CompiledPack {
  return compilePack(sourceOf(classes, rules, more));
}

export function sourceOf(classes: Record<string, string[]>, rules: RuleSource[], more: Partial<PackSource> = {}): PackSource {
  const all = { trivial: ["好的", "您好", "谢谢"], ...classes };
  return {
    classes: Object.entries(all).map(([name, any]) => ({ name, any, place: { file: "inline.yaml", path: [name] } })),
    rules,
    scenarios: [],
    scorecard: SCORECARD,
    trivial: ["trivial"],
    traditional: TRADITIONAL,
    ...more,
  };
}

const said = { zh: "「{text}」不妥", en: "“{text}” will not do" };

export function phraseRule(id: string, match: string[], more: Partial<PhraseRule> = {}): PhraseRule {
  return { kind: "phrase", id, guidance: ["G04"], severity: "warning", message: said, reason: said, sources: ["test"], examples: { bad: [], good: [] }, place: at, match, ...more };
}

export function requireRule(id: string, need: string[], more: Partial<RequireRule> = {}): RequireRule {
  return { kind: "require", id, guidance: ["G20"], severity: "warning", message: said, reason: said, sources: ["test"], examples: { bad: [], good: [] }, place: at, need, move: "time", ...more };
}

const FULL_WIDTH = "，。！？；：（）ＡＢｃ１２３％＄　「」“”～…、";
const ODD = ["👨‍👩‍👧", "👩🏽‍💻", "🙏", "❤️", "1️⃣", "🇨🇳", "𠮷", "\ud83d", "\udc4d", "\u200b", "\u200d", "\ufeff", "\ufe0f", "\u00a0", "\t", "\0", "\u2028", "$&", "$1", "$`", "{text}", "{{name}}"];
const BREAKS = ["\r\n", "\n", "\r", "\n\n", " ", "  ", "。", "，", "！！！", "...", "~", ".", "·", "*", "_", "^"];
const HAN = "的一是您我们在有好人这了不到可以请会时间快递发货退款质量保证马上今天明号订单仓库客服抱歉万千百零两半";

/** `arbitrary` in `share` of the cases, else undefined. */
export function sometimes<T>(share: number, arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> {
  const weight = Math.round(share * 100);
  return fc.oneof({ weight, arbitrary }, { weight: 100 - weight, arbitrary: fc.constant(undefined) });
}

const pick = (list: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...list);

/** Anything that people or machines may send, with `words` spliced in, also pulled apart, widened, or in traditional characters. */
export function anyText(words: readonly string[], maxLength = 24): fc.Arbitrary<string> {
  const word = words.length > 0 ? pick(words) : pick([...HAN]);
  const piece = fc.oneof(
    { weight: 8, arbitrary: word },
    { weight: 2, arbitrary: fc.tuple(word, pick([" ", "·", "*", ".", "\u200b", "\u200d", "　", "_", "、"])).map(([text, gap]) => [...text].join(gap)) },
    { weight: 1, arbitrary: word.map(widen) },
    { weight: 1, arbitrary: word.map(toTraditional) },
    { weight: 4, arbitrary: fc.array(pick([...HAN]), { minLength: 1, maxLength: 5 }).map((list) => list.join("")) },
    { weight: 4, arbitrary: pick(BREAKS) },
    { weight: 2, arbitrary: pick([...FULL_WIDTH]) },
    { weight: 2, arbitrary: pick(ODD) },
    { weight: 2, arbitrary: fc.oneof(fc.nat(3000).map(String), pick(["18:00", "1,000", "3.5", "1~3", "两", "48", "１２"])) },
    { weight: 1, arbitrary: fc.string({ unit: "binary-ascii", maxLength: 6 }) },
    { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 3 }) },
    { weight: 1, arbitrary: fc.array(fc.nat(0xffff), { maxLength: 3 }).map((codes) => String.fromCharCode(...codes)) },
  );
  return fc.array(piece, { maxLength }).map((pieces) => pieces.join(""));
}

function widen(text: string): string {
  return text.replace(/[!-~]/g, (ch) => String.fromCharCode(ch.charCodeAt(0) + 0xfee0));
}

const backwards = new Map<string, string>();
for (let i = 0; i + 1 < TRADITIONAL.length; i += 2) backwards.set(TRADITIONAL[i + 1]!, TRADITIONAL[i]!);

function toTraditional(text: string): string {
  return [...text].map((ch) => backwards.get(ch) ?? ch).join("");
}

/** The literals of an automaton with their classes, read back from its tables. */
export function literalsOf(automaton: Automaton): { text: string; classes: number[] }[] {
  const { alphabet, base, check, outStart, outClass, outLength } = automaton;
  const unitOf: number[] = [];
  for (let unit = 0; unit < 65536; unit++) if (alphabet[unit] !== 0) unitOf[alphabet[unit]!] = unit;
  const out: { text: string; classes: number[] }[] = [];
  const visit = (state: number, text: string): void => {
    const classes: number[] = [];
    for (let o = outStart[state]!; o < outStart[state + 1]!; o++) if (outLength[o] === text.length) classes.push(outClass[o]!);
    if (classes.length > 0) out.push({ text, classes });
    for (let symbol = 1; symbol < unitOf.length; symbol++) {
      const next = base[state]! + symbol;
      if (base[state] !== 0 && check[next] === state) visit(next, text + String.fromCharCode(unitOf[symbol]!));
    }
  };
  visit(0, "");
  return out;
}

const BUILT_IN_WORDS: Record<(typeof BUILT_IN)[number], string[]> = {
  number: ["3", "24", "两", "48", "1.5"],
  "mobile-number": ["13900000000"],
  "id-number": ["110101199001011237"],
  "card-number": ["6222020000000000"],
};

/** Makes texts in which chosen classes of a program are hit: walks its patterns, fills the gaps. */
export class Writer {
  private readonly literals: string[][];

  constructor(private readonly program: Program) {
    this.literals = program.classNames.map(() => []);
    for (const { text, classes } of literalsOf(program.automaton)) for (const cls of classes) this.literals[cls]!.push(text);
    for (const [cls, texts] of Object.entries(program.local)) this.literals[Number(cls)]!.push(...texts);
    BUILT_IN.forEach((name, cls) => this.literals[cls]!.push(...BUILT_IN_WORDS[name]));
  }

  /** Classes that are more than words. */
  classesWithPatterns(): number[] {
    return Array.from(this.program.layout.nodeClass);
  }

  /** Words that hit `cls`, unless an exception speaks against it. */
  write(cls: number, random: (below: number) => number, depth = 0): string {
    const { nodeOf, nodePattern, stepStart, stepClass, stepGap, stepScope } = this.program.layout;
    const literals = this.literals[cls]!;
    const node = nodeOf[cls]!;
    const patterns = node < 0 ? 0 : nodePattern[node + 1]! - nodePattern[node]!;
    const n = random(literals.length + patterns);
    if (n < literals.length || depth > 6) return literals.length > 0 ? literals[n % literals.length]! : "好";
    const pattern = nodePattern[node]! + n - literals.length;
    let out = "";
    for (let step = stepStart[pattern]!; step < stepStart[pattern + 1]!; step++) {
      if (step > stepStart[pattern]! && stepGap[step]! > 0) {
        const filler = ["", "", "会", "给您", "，这边", "的", "。我们", " "][random(stepScope[step] === 0 ? 4 : 8)]!;
        out += filler.slice(0, stepGap[step]);
      }
      out += this.write(stepClass[step]!, random, depth + 1);
    }
    return out;
  }

  arbitrary(classes: readonly number[]): fc.Arbitrary<string> {
    return fc.tuple(fc.constantFrom(...classes), fc.array(fc.nat(1 << 20), { minLength: 40, maxLength: 40 })).map(([cls, numbers]) => {
      let used = 0;
      return this.write(cls, (below) => (below === 0 ? 0 : numbers[used++ % numbers.length]! % below));
    });
  }
}
