// Makes playground/dist/index.html: one page with everything in it, that needs no server and can reach none.
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const at = (path) => fileURLToPath(new URL(path, import.meta.url));
export const PAGE = at("dist/index.html");

export async function buildPlayground(page = PAGE) {
  const bundle = await rolldown({ input: at("main.ts"), platform: "browser" });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false, minify: true });
  await bundle.close();
  if (output.length !== 1) throw new Error(`the page is to be one script, not ${output.length}`);
  // What ends the element or opens a comment in HTML must not stand in its text as such.
  const script = output[0].code.replace(/<\/(?=script)/gi, "<\\/").replace(/<!--/g, "\\x3c!--");
  const style = ["../editors/shared/scorecard.css", "style.css"].map((path) => readFileSync(at(path), "utf8")).join("\n");
  // Nothing may be fetched, sent or embedded. The editor writes its own style elements, and underlines with data: images.
  const policy = `default-src 'none'; script-src 'sha256-${createHash("sha256").update(script).digest("base64")}'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'`;
  const parts = { policy, style, script };
  const html = readFileSync(at("index.html"), "utf8").replace(/\{\{(\w+)\}\}/g, (_, name) => parts[name]);
  mkdirSync(dirname(page), { recursive: true });
  writeFileSync(page, html);
  return { page, bytes: Buffer.byteLength(html) };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { page, bytes } = await buildPlayground();
  console.log(`${page}: ${(bytes / 1e6).toFixed(2)} MB`);
}
