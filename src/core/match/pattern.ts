/**
 * The pattern language of lexicons, grammar and rules.
 *
 * ```
 * 保证                literal characters
 * (您|你)自己         alternatives; (…)? or a character followed by ? may be left out
 * <outcome>           a hit of a class
 * <time:t>            the same, kept as `t` for suggestions
 * ..8  ..             a gap of at most 8 (10) characters inside the clause
 * ...                 a gap of any length inside the clause
 * //20                a gap that may cross clauses, inside the sentence
 * ///60               a gap that may cross sentences
 * ..8-<negation>      a gap without a hit of the class in it
 * !<class>  !(a|b)    not followed (preceded) directly by it
 * ^  $                the clause starts (ends) here; ^^ $$ the same for the whole text
 * ```
 */
export type Scope = "clause" | "sentence" | "text";

export interface Gap {
  kind: "gap";
  max: number;
  scope: Scope;
  without?: string;
}
export type Item =
  | { kind: "literal"; texts: string[] }
  | { kind: "class"; name: string; capture?: string }
  | { kind: "not"; name?: string; texts?: string[] }
  | Gap
  | { kind: "start" | "end"; whole: boolean };

export class PatternError extends Error {
  constructor(
    message: string,
    /** Offset in the pattern's source. */
    readonly offset: number,
  ) {
    super(message);
  }
}

const MAX_SEQUENCES = 400;
const MAX_LITERALS = 40;
const ANY_LENGTH = 1 << 20;

type Sequence = Item[];

/** Parses a pattern into the alternative sequences that it stands for; literals side by side are joined. */
export function parsePattern(source: string): Sequence[] {
  const parser = new Parser(source);
  const sequences = parser.alternatives(false);
  if (parser.at < source.length) throw new PatternError(`unexpected "${source[parser.at]!}"`, parser.at);
  const result = sequences.flatMap((sequence) => withoutEmptyLiterals(join(sequence)));
  for (const sequence of result) verify(sequence);
  return result;
}

class Parser {
  at = 0;
  constructor(readonly source: string) {}

  alternatives(nested: boolean): Sequence[] {
    const all: Sequence[] = [...this.sequence(nested)];
    while (this.source[this.at] === "|") {
      this.at++;
      all.push(...this.sequence(nested));
    }
    return mergeLiterals(all);
  }

  sequence(nested: boolean): Sequence[] {
    let result: Sequence[] = [[]];
    for (;;) {
      const ch = this.source[this.at];
      if (ch === undefined || ch === "|" || (nested && ch === ")")) return result;
      const start = this.at;
      let next = this.atom();
      if (this.source[this.at] === "?") {
        this.at++;
        next = mergeLiterals([...next, [{ kind: "literal", texts: [""] }]]);
      }
      const product: Sequence[] = [];
      for (const left of result) for (const right of next) product.push([...left, ...right]);
      if (product.length > MAX_SEQUENCES) throw new PatternError(`more than ${MAX_SEQUENCES} alternatives; make a class of the part that varies`, start);
      result = product;
    }
  }

  atom(): Sequence[] {
    const { source } = this;
    const start = this.at;
    const ch = source[start];
    if (ch === undefined) throw new PatternError("ends too early", start);
    switch (ch) {
      case "(": {
        this.at++;
        const inner = this.alternatives(true);
        if (source[this.at] !== ")") throw new PatternError('"(" is never closed', start);
        this.at++;
        return inner;
      }
      case "<": {
        const { name, capture } = this.reference();
        return [[capture === undefined ? { kind: "class", name } : { kind: "class", name, capture }]];
      }
      case "!": {
        this.at++;
        if (source[this.at] === "<") return [[{ kind: "not", name: this.reference().name }]];
        const inner = this.atom();
        const item = inner.length === 1 && inner[0]!.length === 1 ? inner[0]![0]! : undefined;
        if (item?.kind !== "literal") throw new PatternError('"!" takes a class or literal characters', start);
        return [[{ kind: "not", texts: item.texts }]];
      }
      case "^":
      case "$": {
        const whole = source[start + 1] === ch;
        this.at += whole ? 2 : 1;
        return [[{ kind: ch === "^" ? "start" : "end", whole }]];
      }
      case ".":
      case "/": {
        const gap = this.gap();
        if (gap) return [[gap]];
        break;
      }
      case ")":
      case ">":

      case " ":
        throw new PatternError(ch === " " ? "a blank stands for nothing; use .. for a gap" : `unexpected "${ch}"`, start);
      case "\\":
        this.at++;
        if (source[this.at] === undefined) throw new PatternError('"\\" at the end', start);
        break;
    }
    const text = String.fromCodePoint(source.codePointAt(this.at)!);
    this.at += text.length;
    return [[{ kind: "literal", texts: [text] }]];
  }

  gap(): Gap | null {
    const rest = this.source.slice(this.at);
    const m = /^(\.\.\.|\.\.(\d*)|\/\/\/(\d*)|\/\/(\d*))/.exec(rest);
    if (!m) return null;
    this.at += m[0].length;
    const gap: Gap =
      m[1] === "..."
        ? { kind: "gap", max: ANY_LENGTH, scope: "clause" }
        : m[2] !== undefined
          ? { kind: "gap", max: m[2] === "" ? 10 : Number(m[2]), scope: "clause" }
          : m[3] !== undefined
            ? { kind: "gap", max: m[3] === "" ? ANY_LENGTH : Number(m[3]), scope: "text" }
            : { kind: "gap", max: m[4] ? Number(m[4]) : ANY_LENGTH, scope: "sentence" };
    if (this.source.startsWith("-<", this.at)) {
      this.at++;
      gap.without = this.reference().name;
    }
    return gap;
  }

  reference(): { name: string; capture?: string } {
    const start = this.at;
    const m = /^<([a-z][a-z0-9-]*)(?::([a-z][a-zA-Z0-9]*))?>/.exec(this.source.slice(start));
    if (!m) throw new PatternError('a class is written <name> or <name:capture>, in lower-case letters, digits and "-"', start);
    this.at += m[0].length;
    return m[2] === undefined ? { name: m[1]! } : { name: m[1]!, capture: m[2] };
  }
}

/** Sequences that are one literal item each become one item of many texts. */
function mergeLiterals(sequences: Sequence[]): Sequence[] {
  const texts: string[] = [];
  const others: Sequence[] = [];
  for (const sequence of sequences) {
    const joined = join(sequence);
    if (joined.length === 0) texts.push("");
    else {
      const only = joined.length === 1 ? joined[0]! : undefined;
      if (only?.kind === "literal") texts.push(...only.texts);
      else others.push(joined);
    }
  }
  return texts.length > 0 ? [[{ kind: "literal", texts: [...new Set(texts)] }], ...others] : others;
}

function join(sequence: Sequence): Sequence {
  const out: Sequence = [];
  for (const item of sequence) {
    const last = out[out.length - 1];
    // Many spellings times many: two elements side by side do the same as one with the product.
    if (item.kind === "literal" && last?.kind === "literal" && last.texts.length * item.texts.length <= MAX_LITERALS) {
      out[out.length - 1] = { kind: "literal", texts: last.texts.flatMap((a) => item.texts.map((b) => a + b)) };
    } else if (item.kind === "gap" && last?.kind === "gap") {
      // What stood between two gaps was left out: they are one.
      const scope = last.scope === "clause" ? item.scope : item.scope === "text" ? "text" : last.scope;
      out[out.length - 1] = { ...last, ...item, max: last.max + item.max, scope };
    } else out.push(item);
  }
  return out;
}

function withoutEmptyLiterals(sequence: Sequence): Sequence[] {
  let result: Sequence[] = [[]];
  for (const item of sequence) {
    if (item.kind === "literal" && item.texts.includes("")) {
      const texts = item.texts.filter((text) => text !== "");
      const without = result.map((left) => [...left]);
      const withIt = texts.length > 0 ? result.map((left) => [...left, { kind: "literal" as const, texts }]) : [];
      result = [...withIt, ...without];
    } else result = result.map((left) => [...left, item]);
    if (result.length > MAX_SEQUENCES) throw new PatternError(`more than ${MAX_SEQUENCES} alternatives`, 0);
  }
  if (result.length === 1 && result[0]!.length === sequence.length) return result;
  return result.map((shorter) => {
    const joined = join(shorter);
    // A gap before (after) something that was left out at the end (start) goes with it.
    while (joined[0]?.kind === "gap") joined.shift();
    while (joined[joined.length - 1]?.kind === "gap") joined.pop();
    return joined;
  });
}

function verify(sequence: Sequence): void {
  if (!sequence.some((item) => item.kind === "literal" || item.kind === "class"))
    throw new PatternError("matches nothing: it needs a literal or a class", 0);
  sequence.forEach((item, index) => {
    const first = index === 0;
    const last = index === sequence.length - 1;
    if (item.kind === "start" && !first) throw new PatternError('can never match: "^" stands at the start', 0);
    if (item.kind === "end" && !last) throw new PatternError('can never match: "$" stands at the end', 0);
    if (item.kind === "not") {
      const solid = (other: Item | undefined): boolean => other?.kind === "literal" || other?.kind === "class";
      if (sequence[index + 1]?.kind === "not") throw new PatternError('two "!" in a row; write one, with a class or (a|b)', 0);
      if (!solid(sequence[index - 1]) && !solid(sequence[index + 1])) throw new PatternError('"!" stands directly beside a literal or a class', 0);
    }
    if (item.kind === "gap" && (first || last)) throw new PatternError("a gap stands between two things", 0);
  });
}
