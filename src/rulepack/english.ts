import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type NSpell from "nspell";

/** English words and how to spell them; takes some 200 ms. */
export function english(): NSpell {
  const require = createRequire(import.meta.url);
  const nspell = require("nspell") as typeof NSpell;
  // The dictionary's own entry awaits its files at the top level; a linter answers at once.
  const folder = dirname(require.resolve("dictionary-en"));
  return nspell({ aff: readFileSync(join(folder, "index.aff")), dic: readFileSync(join(folder, "index.dic")) });
}
