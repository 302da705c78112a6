import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type NSpell from "nspell";
import type { Speller } from "../core/context.js";
import type { CompiledPack } from "../core/pack.js";

/**
 * An English speller that also knows the words of the pack's lists. Loads its dictionary (some 200 ms) when it is first asked,
 * which is at the first Latin word that no list knows; answers are kept by word.
 * @param words one's own, which are right whatever the dictionary says
 */
export function latinSpeller(pack: CompiledPack, words: readonly string[] = []): Speller {
  const answers = new Map<string, readonly string[] | null>(words.flatMap((word) => [word, word.toLowerCase()].map((form) => [form, null])));
  let english: NSpell | undefined;
  return (word) => {
    let answer = answers.get(word);
    if (answer === undefined) {
      english ??= load(pack);
      answer = english.correct(word) ? null : english.suggest(word);
      answers.set(word, answer);
    }
    return answer;
  };
}

function load(pack: CompiledPack): NSpell {
  const require = createRequire(import.meta.url);
  const nspell = require("nspell") as typeof NSpell;
  // The dictionary's own entry awaits its files at the top level; a linter answers at once.
  const folder = dirname(require.resolve("dictionary-en"));
  const english = nspell({ aff: readFileSync(join(folder, "index.aff")), dic: readFileSync(join(folder, "index.dic")) });
  for (const rule of pack.rules) if (rule.kind === "spelling") for (const word of Object.values(rule.known)) english.add(word);
  return english;
}
