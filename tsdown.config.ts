import { defineConfig } from "tsdown";
import { inlined } from "./scripts/inline.js";

export default defineConfig({
  entry: { index: "src/core/index.ts", node: "src/node.ts", retext: "src/retext/index.ts", cli: "src/cli/main.ts", "audit-worker": "src/audit/worker.ts" },
  format: "esm",
  platform: "node",
  target: "node20.19",
  dts: true,
  // Small and on the way of every start: one file less to find.
  deps: { alwaysBundle: ["picocolors", "get-east-asian-width"] },
  plugins: [inlined()],
  fixedExtension: false,
  clean: true,
  outDir: "dist",
});
