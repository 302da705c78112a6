// Compiles rules/ and dictionaries/ to dist/pack.bin, the one file that start-up reads, and to dist/browser-pack.js, the same
// for browsers.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { loadPack, SourceError, writePack } from "../dist/node.js";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const size = (bytes) => `${(bytes.length / 1e6).toFixed(2)} MB`;
try {
  const { pack } = loadPack([at("rules")], at("dictionaries"));
  writePack(pack, at("dist/pack.bin"));
  const bytes = readFileSync(at("dist/pack.bin"));
  console.log(`dist/pack.bin: ${pack.rules.length} rules, ${pack.program.classNames.length} classes, ruleset ${pack.hash}, ${size(bytes)}`);
  const module = `export default "${gzipSync(bytes, { level: 9 }).toString("base64")}";\n`;
  writeFileSync(at("dist/browser-pack.js"), module);
  console.log(`dist/browser-pack.js: ${size(module)}, gzip ${size(gzipSync(module))}`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
