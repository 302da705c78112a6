import type { PlaceholderData, Syntax } from "./data.js";
import type { Variable } from "./types.js";

/** A placeholder in a text. */
export interface Token {
  start: number;
  end: number;
  text: string;
  /** What stands in it, without filters and indexes; "" for `%s`. */
  name: string;
  /** Where the name stands in the text. */
  nameAt: number;
  syntax: Syntax;
  type: string;
  /** What rules read in its place. */
  sample: string;
  /** What it becomes where there is no value; null where there always is one. */
  blank: string | null;
}

/** What is known of an entry's variables. */
export interface Known {
  platform?: string;
  variables: ReadonlyMap<string, Pick<Variable, "type" | "sample">>;
}

/** Finds the placeholders of texts. */
export class Placeholders {
  private readonly any: RegExp;
  private readonly groups: { syntax: Syntax; group: number }[] = [];
  private readonly types: { type: string; names: RegExp; sample: string }[];
  private readonly knownNames: RegExp;
  private readonly marker: RegExp;
  private readonly unit: RegExp;
  private readonly always = new Map<string, RegExp>();

  constructor(private readonly data: PlaceholderData) {
    let group = 1;
    const sources: string[] = [];
    for (const [syntax, source] of Object.entries(data.syntaxes) as [Syntax, string][]) {
      this.groups.push({ syntax, group });
      sources.push(`(${source})`);
      group += new RegExp(`${source}|`, "u").exec("")!.length;
    }
    this.any = new RegExp(sources.join("|"), "gu");
    this.types = data.types.map(({ type, names, sample }) => ({ type, names: new RegExp(names, "iu"), sample }));
    this.knownNames = new RegExp(`^(?:${data["known-names"]})`, "iu");
    this.marker = new RegExp(`^(?:${data["export-marker"]})$`, "u");
    this.unit = new RegExp(data.blank.unit, "u");
    for (const [id, { always }] of Object.entries(data.platforms)) if (always !== undefined) this.always.set(id, new RegExp(always, "u"));
  }

  find(text: string, known: Known): Token[] {
    if (!/[{%【[<]/.test(text)) return [];
    const out: Token[] = [];
    for (const match of text.matchAll(this.any)) {
      const { syntax, group } = this.groups.find((one) => match[one.group] !== undefined)!;
      const whole = match[0];
      const inside = (match[group + 1] ?? "").trim();
      const name = syntax === "attribute" ? inside : inside.replace(/\s*\|[^]*$/, "").replace(/\[[^\]]*\]/g, "");
      // Emphasis, and what an export leaves of pictures, look like placeholders.
      if ((syntax === "bracket" || syntax === "square") && !known.variables.has(name) && (!this.knownNames.test(name) || this.marker.test(whole))) continue;
      const start = match.index;
      const end = start + whole.length;
      out.push({ start, end, text: whole, name, nameAt: start + Math.max(0, whole.indexOf(name)), syntax, ...this.meaning(name, inside, syntax, whole, text.slice(end, end + 6), known) });
    }
    return out;
  }

  private meaning(name: string, inside: string, syntax: Syntax, whole: string, after: string, known: Known): Pick<Token, "type" | "sample" | "blank"> {
    if (syntax === "liquid-block") return { type: "control", sample: "", blank: null };
    const declared = known.variables.get(name);
    const byName = this.types.find(({ names }) => names.test(name));
    const byUnit = this.unit.test(after) ? this.types.find(({ type }) => type === "number") : undefined;
    const type = declared?.type ?? (byName ?? byUnit)?.type ?? this.data.fallback.type;
    const sample = declared?.sample?.find((value) => value !== "") ?? this.types.find((one) => one.type === type)?.sample ?? (byName ?? byUnit)?.sample ?? this.data.fallback.sample;
    return { type, sample, blank: this.blankOf(name, inside, whole, declared, known.platform) };
  }

  private blankOf(name: string, inside: string, whole: string, declared: Pick<Variable, "sample"> | undefined, platform: string | undefined): string | null {
    const [, attribute] = /\bdefault="([^"]*)"/.exec(whole) ?? [];
    const [, filter] = /\|\s*(?:default|fallback)\s*:\s*["'“]([^"'”]*)["'”]/.exec(inside) ?? [];
    const fallback = attribute ?? filter;
    if (fallback !== undefined && fallback !== "") return fallback;
    if (declared?.sample && !declared.sample.includes("")) return null;
    if (platform !== undefined && this.always.get(platform)?.test(name)) return null;
    return "";
  }
}
