// Writes schemas/*.json: JSON Schemas of what users write and of what is stored, from the schemas that check it. `--check` fails where one is not up to date.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { toJsonSchema } from "@valibot/to-json-schema";
import { reportSchema, schemas, storedSchema } from "../dist/node.js";

const folder = fileURLToPath(new URL("../schemas/", import.meta.url));
mkdirSync(folder, { recursive: true });
let stale = 0;
for (const [name, schema] of Object.entries({ ...schemas, report: reportSchema, result: storedSchema })) {
  const text = JSON.stringify({ title: `replylint ${name}`, ...toJsonSchema(schema, { typeMode: "input", errorMode: "ignore" }) }, null, 2) + "\n";
  const path = `${folder}${name}.schema.json`;
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (read(path) !== text) {
    console.error(`schemas/${name}.schema.json is not up to date; run: npm run docs`);
    stale++;
  }
}
process.exitCode = stale > 0 ? 1 : 0;

function read(path) {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}
