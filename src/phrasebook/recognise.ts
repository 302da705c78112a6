import { render } from "./render.js";
import type { Token } from "./placeholders.js";

/** A message that is a phrase, or nearly. */
export interface Recognised {
  /** Index of the phrase. */
  phrase: number;
  exact: boolean;
  /** Share of the phrase's runs of three characters that are in the message, of the longer of both; 1 for the same words. */
  likeness: number;
}

/** Likeness from which on a message counts as sent from a phrase. */
const LIKE = 0.7;
/** Characters below which only the same words are the same. */
const SHORT = 10;
/** Characters that fill a placeholder, at most. */
const FILLED = 16;
/** Phrases that are looked at for one run of characters. */
const MOST_POSTINGS = 512;

/** Tells which phrase of a book an agent's message was sent from: word for word, filled in, or a little changed. */
export class PhraseIndex {
  private readonly exact = new Map<string, number>();
  private readonly runs: Set<string>[] = [];
  private readonly slack: number[] = [];
  private readonly postings = new Map<string, number[]>();
  /** Agents send the same again and again. */
  private readonly seen = new Map<string, Recognised | null>();

  constructor(phrases: readonly { text: string; tokens: readonly Token[] }[]) {
    phrases.forEach(({ text, tokens }, index) => {
      const filled = tokens.length > 0;
      const plain = letters(render(text, tokens, () => "\u0001").text);
      if (!filled && plain !== "" && !this.exact.has(plain)) this.exact.set(plain, index);
      // No run goes over a placeholder.
      this.runs.push(new Set(plain.split("\u0001").flatMap(runsOf)));
      this.slack.push(tokens.length * FILLED);
    });
    const counts = new Map<string, number>();
    for (const set of this.runs) for (const run of set) counts.set(run, (counts.get(run) ?? 0) + 1);
    this.runs.forEach((set, index) => {
      // A message with so much of a phrase has one of its rarest runs.
      const rarest = [...set].sort((a, b) => counts.get(a)! - counts.get(b)! || (a < b ? -1 : 1)).slice(0, set.size - Math.ceil(LIKE * set.size) + 1);
      for (const run of rarest) {
        const list = this.postings.get(run);
        if (!list) this.postings.set(run, [index]);
        else if (list.length < MOST_POSTINGS) list.push(index);
      }
    });
  }

  find(message: string): Recognised | null {
    const known = this.seen.get(message);
    if (known !== undefined) return known;
    const found = this.search(letters(message));
    this.seen.set(message, found);
    return found;
  }

  private search(plain: string): Recognised | null {
    const same = this.exact.get(plain);
    if (same !== undefined) return { phrase: same, exact: true, likeness: 1 };
    if (plain.length < SHORT) return null;
    const own = new Set(runsOf(plain));
    const candidates = new Set<number>();
    for (const run of own) for (const phrase of this.postings.get(run) ?? []) candidates.add(phrase);
    let best: Recognised | null = null;
    for (const phrase of candidates) {
      const runs = this.runs[phrase]!;
      if (runs.size < SHORT - 4) continue;
      let common = 0;
      for (const run of runs) if (own.has(run)) common++;
      const slack = this.slack[phrase]!;
      const likeness = common / Math.max(runs.size, own.size - slack);
      if (likeness >= LIKE && (!best || likeness > best.likeness || (likeness === best.likeness && phrase < best.phrase))) best = { phrase, exact: slack > 0 && common === runs.size && own.size - slack <= runs.size, likeness };
    }
    return best;
  }
}

function letters(text: string): string {
  return text.normalize("NFKC").toLowerCase().replace(/[^\p{L}\p{N}\u0001]/gu, "");
}

function runsOf(text: string): string[] {
  return Array.from({ length: Math.max(0, text.length - 2) }, (_, i) => text.slice(i, i + 3));
}
