import { defineConfig } from "tsdown";

export default defineConfig({
  entry: { index: "src/core/index.ts", node: "src/node.ts", retext: "src/retext/index.ts", eslint: "src/eslint/index.ts", cli: "src/cli/main.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  // Small and on the way of every start: one file less to find.
  deps: { alwaysBundle: ["picocolors", "get-east-asian-width"] },
  fixedExtension: false,
  clean: true,
  outDir: "dist",
});
