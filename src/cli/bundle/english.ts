/** In the place of `rulepack/english.ts`: the words come with the bundle. */
import nspell from "nspell";
import aff from "bundled:dictionary-en/index.aff";
import dic from "bundled:dictionary-en/index.dic";

export function english(): ReturnType<typeof nspell> {
  return nspell({ aff: Buffer.from(aff), dic: Buffer.from(dic) });
}
