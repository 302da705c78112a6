// `import text from "inlined:<path below src/>"` gives a file as text: a script bundled for browsers, anything else as it is. For the build and the tests alike.
import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { build } from "rolldown";

const PREFIX = "inlined:";

/** The plugin, in the shape that Rolldown and Vite share. */
export function inlined(): { name: string; enforce: "pre"; resolveId(id: string): string | null; load(id: string): Promise<string | null> } {
  return {
    name: "inlined",
    enforce: "pre",
    // What comes of it is JavaScript, whatever it was: else Vite would take a style sheet for its own.
    resolveId: (id) => (id.startsWith(PREFIX) ? `\0${id}.js` : null),
    async load(id) {
      if (!id.startsWith(`\0${PREFIX}`)) return null;
      const path = fileURLToPath(new URL(`../src/${id.slice(PREFIX.length + 1, -".js".length)}`, import.meta.url));
      return `export default ${JSON.stringify(path.endsWith(".ts") ? await script(path) : await readFile(path, "utf8"))};`;
    },
  };
}

async function script(input: string): Promise<string> {
  const { output } = await build({ input, write: false, platform: "browser", transform: { target: "es2020" }, output: { format: "iife", minify: true } });
  return output[0].code;
}
