import type NSpell from "nspell";
import type { Speller } from "../core/context.js";
import type { CompiledPack } from "../core/pack.js";
import { english } from "./english.js";

/** Answers that are kept; an export may hold any number of words. */
const MOST_ANSWERS = 10_000;

/**
 * An English speller that also knows the words of the pack's lists. Loads its dictionary (some 200 ms) when it is first asked,
 * which is at the first Latin word that no list knows; answers are kept by word.
 * @param words one's own, which are right whatever the dictionary says
 */
export function latinSpeller(pack: CompiledPack, words: readonly string[] = []): Speller {
  const own = new Set(words.flatMap((word) => [word, word.toLowerCase()]));
  const answers = new Map<string, readonly string[] | null>();
  let spelling: NSpell | undefined;
  return (word) => {
    if (own.has(word)) return null;
    let answer = answers.get(word);
    if (answer === undefined) {
      spelling ??= load(pack);
      // Where no right word is one slip away, the dictionary would look for hundreds of milliseconds for words that are not meant.
      answer = spelling.correct(word) ? null : oneSlipAway(spelling, word.toLowerCase()) ? spelling.suggest(word) : [];
      if (answers.size >= MOST_ANSWERS) answers.clear();
      answers.set(word, answer);
    }
    return answer;
  };
}

const LETTERS = [..."abcdefghijklmnopqrstuvwxyz"];

/** Whether a letter less, two exchanged, another or one more make a right word. */
function oneSlipAway(english: NSpell, word: string): boolean {
  // What is right in small letters, or as a name, is right in capitals.
  const right = (candidate: string): boolean => english.correct(candidate.toUpperCase());
  for (let at = 0; at <= word.length; at++) {
    const [before, rest, after] = [word.slice(0, at), word.slice(at), word.slice(at + 1)];
    if (at < word.length && (right(before + after) || (after !== "" && right(before + after.charAt(0) + rest.charAt(0) + after.slice(1))))) return true;
    for (const letter of LETTERS) if (right(before + letter + rest) || (at < word.length && right(before + letter + after))) return true;
  }
  return false;
}

function load(pack: CompiledPack): NSpell {
  const spelling = english();
  for (const rule of pack.rules) if (rule.kind === "spelling") for (const word of Object.values(rule.known)) spelling.add(word);
  return spelling;
}
