// npm run bundle: dist/replylint-pipe.mjs, the command `pipe` in one file with its rules inside. Bare `node` runs it; nothing has
// to lie beside it. `--rulesdir DIR` (repeatable) compiles one's own rules into it, `--output FILE` puts it elsewhere.
import { chmodSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { gzipSync } from "node:zlib";
import { build } from "rolldown";
import { loadPack, SourceError, writePack } from "../dist/node.js";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const { values } = parseArgs({ options: { rulesdir: { type: "string", multiple: true, default: [] }, output: { type: "string", short: "o", default: at("dist/replylint-pipe.mjs") } } });

/** Modules that read files of the package → those that stand in for them. */
const INSTEAD = { "rulepack/shipped-pack.js": "shipped-pack", "rulepack/english.js": "english", "rulepack/load.js": "load", "rulepack/presets.js": "presets" };
const words = dirname(createRequire(import.meta.url).resolve("dictionary-en"));

function packBytes() {
  if (values.rulesdir.length === 0) return readFileSync(at("dist/pack.bin"));
  const path = `${values.output}.pack`;
  writePack(loadPack([at("rules"), ...values.rulesdir], at("dictionaries")).pack, path);
  const bytes = readFileSync(path);
  rmSync(path);
  return bytes;
}

/** What is put in as text beside the English words. */
const TEXTS = {
  pack: () => gzipSync(packBytes(), { level: 9 }).toString("base64"),
  presets: () => JSON.stringify(Object.fromEntries(readdirSync(at("dictionaries/presets")).map((name) => [name, readFileSync(at(`dictionaries/presets/${name}`), "utf8")]))),
};

const bundled = {
  name: "bundled",
  resolveId(id) {
    if (id.startsWith("bundled:")) return `\0${id}.js`;
    const place = Object.keys(INSTEAD).find((path) => id === `../${path}` || id === `./${path.split("/")[1]}`);
    return place === undefined ? null : at(`src/cli/bundle/${INSTEAD[place]}.ts`);
  },
  load(id) {
    if (!id.startsWith("\0bundled:")) return null;
    const name = id.slice("\0bundled:".length, -".js".length);
    const text = (TEXTS[name] ?? (() => readFileSync(join(words, basename(name)), "utf8")))();
    return `export default ${JSON.stringify(text)};`;
  },
};

try {
  await build({
    input: at("src/cli/bundle/main.ts"),
    platform: "node",
    plugins: [bundled],
    output: { file: values.output, format: "esm", codeSplitting: false, minify: true, banner: "#!/usr/bin/env node" },
  });
  chmodSync(values.output, 0o755);
  console.log(`${values.output}: ${(statSync(values.output).size / 1e6).toFixed(2)} MB`);
} catch (error) {
  if (!(error instanceof SourceError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
