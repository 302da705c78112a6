import type NSpell from "nspell";
import type { Speller } from "../core/context.js";
import type { CompiledPack } from "../core/pack.js";
import { english } from "./english.js";

/**
 * An English speller that also knows the words of the pack's lists. Loads its dictionary (some 200 ms) when it is first asked,
 * which is at the first Latin word that no list knows; answers are kept by word.
 * @param words one's own, which are right whatever the dictionary says
 */
export function latinSpeller(pack: CompiledPack, words: readonly string[] = []): Speller {
  const answers = new Map<string, readonly string[] | null>(words.flatMap((word) => [word, word.toLowerCase()].map((form) => [form, null])));
  let spelling: NSpell | undefined;
  return (word) => {
    let answer = answers.get(word);
    if (answer === undefined) {
      spelling ??= load(pack);
      answer = spelling.correct(word) ? null : spelling.suggest(word);
      answers.set(word, answer);
    }
    return answer;
  };
}

function load(pack: CompiledPack): NSpell {
  const spelling = english();
  for (const rule of pack.rules) if (rule.kind === "spelling") for (const word of Object.values(rule.known)) spelling.add(word);
  return spelling;
}
