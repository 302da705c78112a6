import { defineConfig, type UserConfig } from "tsdown";
import { inlined } from "./scripts/inline.js";

const common: UserConfig = { format: "esm", dts: true, fixedExtension: false, outDir: "dist" };

export default defineConfig([
  {
    ...common,
    entry: { index: "src/core/index.ts", node: "src/node.ts", retext: "src/retext/index.ts", eslint: "src/eslint/index.ts", lsp: "src/lsp/index.ts", "lsp-worker": "src/lsp/rule-worker.ts", "audit-worker": "src/audit/worker.ts", cli: "src/cli/main.ts" },
    platform: "node",
    target: "node20.19",
    // On the way of every start: files less to find. The language server's are a hundred, and take four times as long to load one by one.
    deps: { alwaysBundle: ["picocolors", "get-east-asian-width", /^vscode-(languageserver|jsonrpc)/] },
    plugins: [inlined()],
    clean: true,
  },
  {
    ...common,
    entry: { browser: "src/browser/index.ts", codemirror: "src/codemirror/index.ts" },
    platform: "browser",
    target: "es2023",
    // Written when the pack is compiled, beside the module that imports it.
    plugins: [{ name: "browser-pack", resolveId: (id) => (id === "./browser-pack.js" ? { id, external: true } : null) }],
    clean: false,
  },
]);
