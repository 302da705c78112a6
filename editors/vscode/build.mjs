// Builds the extension: the client, the scorecard's page, and the language server of the package around it with its rules.
import { cpSync, existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
if (!existsSync(at("../../dist/lsp.js")) || !existsSync(at("../../dist/pack.bin"))) {
  console.error("先在项目根目录构建：npm ci && npm run build\nBuild the package first, in the root of the project: npm ci && npm run build");
  process.exit(2);
}

async function bundle(options, output) {
  const made = await rolldown(options);
  await made.write({ minify: true, ...output });
  await made.close();
}

for (const folder of ["dist", "server"]) rmSync(at(folder), { recursive: true, force: true });
await bundle({ input: at("src/extension.ts"), platform: "node", external: ["vscode"] }, { format: "cjs", file: at("dist/extension.js"), codeSplitting: false });
await bundle({ input: at("src/webview.ts"), platform: "browser" }, { format: "iife", file: at("dist/webview.js") });
writeFileSync(at("dist/webview.css"), ["../shared/scorecard.css", "src/webview.css"].map((path) => readFileSync(at(path), "utf8")).join("\n"));

// The server finds its files from where it lies, as in the package: dist beside rules, dictionaries and schemas.
await bundle({ input: { server: at("src/server.ts"), "lsp-worker": at("../../dist/lsp-worker.js") }, platform: "node", resolve: { mainFields: ["module", "main"] } }, { format: "esm", dir: at("server/dist") });
writeFileSync(at("server/package.json"), `${JSON.stringify({ private: true, type: "module" })}\n`);
for (const path of ["dist/pack.bin", "rules", "dictionaries", "schemas"]) cpSync(at(`../../${path}`), at(`server/${path}`), { recursive: true });
// Read as files, not bundled: the speller of Latin words, when a draft has one that no list knows.
for (const name of ["nspell", "is-buffer", "dictionary-en"]) cpSync(at(`../../node_modules/${name}`), at(`server/node_modules/${name}`), { recursive: true });
cpSync(at("../../LICENSE"), at("LICENSE"));
