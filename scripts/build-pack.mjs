// Compiles rules/ and dictionaries/ to dist/pack.bin, the one file that start-up reads.
import { fileURLToPath } from "node:url";
import { loadPack, SourceError, writePack } from "../dist/node.js";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
try {
  const { pack } = loadPack([at("rules")], at("dictionaries"));
  writePack(pack, at("dist/pack.bin"));
  console.log(`dist/pack.bin: ${pack.rules.length} rules, ${pack.program.classNames.length} classes, ruleset ${pack.hash}`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
