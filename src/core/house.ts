import { type CommitmentClasses, commitmentClasses } from "./commitments.js";
import type { CompiledPack } from "./pack.js";
import type { CharTables } from "./text/chars.js";
import { normalForm, type NormalText } from "./text/normalise.js";

/** What a time limit may be about; `any`: whatever has no limit of its own. */
export const LIMITED = ["any", "reply", "refund", "return", "parcel", "invoice", "repair", "coupon", "stock", "account", "complaint"] as const;

/** What a shop adds to the rules in its configuration; plain data. */
export interface HouseRules {
  /** Words that the shop does not use → what it says instead. */
  terms?: Record<string, string>;
  /** How late and how soon the shop may promise something. */
  limits?: Partial<Record<(typeof LIMITED)[number], Limit>>;
  /** Words in which nothing is reported. */
  exempt?: Exemption[];
}

/** Hours. */
export interface Limit {
  /** What is promised for sooner cannot be kept. */
  least?: number;
  /** What is promised for later is too late. */
  most?: number;
}

export interface Exemption {
  text: string;
  /** Why it is right as it is: whoever reads the configuration later wants to know. */
  reason: string;
  /** The only rules that are silent; none: all are. */
  rules?: string[];
}

/** A shop's rules as the engine keeps them. */
export class House {
  /** In normal form, the longest first. */
  readonly terms: readonly { term: string; plain: string }[];
  readonly limits: Readonly<Record<string, Limit | undefined>>;
  readonly commitments: CommitmentClasses;
  private readonly exempt: readonly Exemption[];

  constructor({ terms = {}, limits = {}, exempt = [] }: HouseRules, pack: CompiledPack, tables: CharTables) {
    this.terms = Object.entries(terms).map(([term, plain]) => ({ term: normalForm(term, tables), plain })).filter(({ term }) => term !== "").sort((a, b) => b.term.length - a.term.length);
    this.limits = limits;
    this.commitments = commitmentClasses(pack);
    this.exempt = exempt.filter(({ text }) => text !== "");
  }

  /**
   * The text in which a finding stands that is not to be reported; undefined where there is none. A finding of a whole clause stands
   * in the text that makes up half of it; what is missing is missing from the whole reply.
   */
  exemptionFor(rule: string, source: string, start: number, end: number): string | undefined {
    for (const { text, rules } of this.exempt) {
      if (rules && !rules.includes(rule)) continue;
      for (let at = source.indexOf(text); at >= 0; at = source.indexOf(text, at + 1)) {
        const common = Math.min(end, at + text.length) - Math.max(start, at);
        if (end > start ? 2 * common >= end - start : source.trim() === text.trim()) return text;
      }
    }
    return undefined;
  }
}

/** Where a term of the shop's stands, of those that overlap the first and longest. */
export function termsIn({ code, length }: NormalText, terms: House["terms"]): { start: number; end: number; plain: string }[] {
  const out: { start: number; end: number; plain: string }[] = [];
  for (let at = 0; at < length; at++) {
    const found = terms.find(({ term }) => at + term.length <= length && startsAt(code, at, term));
    if (!found) continue;
    out.push({ start: at, end: at + found.term.length, plain: found.plain });
    at += found.term.length - 1;
  }
  return out;
}

function startsAt(code: Uint16Array, at: number, term: string): boolean {
  for (let i = 0; i < term.length; i++) if (code[at + i] !== term.charCodeAt(i)) return false;
  return true;
}
