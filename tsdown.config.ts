import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/core/index.ts", node: "src/node.ts", retext: "src/retext/index.ts", lsp: "src/lsp/index.ts", "lsp-worker": "src/lsp/rule-worker.ts", cli: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  // On the way of every start: files less to find. The language server's are a hundred, and take four times as long to load one by one.
  deps: { alwaysBundle: ["picocolors", "get-east-asian-width", /^vscode-(languageserver|jsonrpc)/] },
  fixedExtension: false,
  clean: true,
  outDir: "dist",
});
