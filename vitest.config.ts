import { defineConfig } from "vitest/config";
import { inlined } from "./scripts/inline.js";

export default defineConfig({
  plugins: [inlined()],
  test: {
    include: ["test/**/*.test.ts"],
    setupFiles: ["test/setup.ts"],
    // Property tests over a whole rule pack need more than the usual five seconds on a slow machine.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // What a browser shows in its own time.
    expect: { poll: { timeout: 10_000 } },
  },
});
