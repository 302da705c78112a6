import { readJson } from "./json.js";
import { readTree } from "./records.js";
import type { Reading } from "./reading.js";
import { readYamlTrees } from "./yaml.js";

/** Reads the records of a YAML file. */
export function readYaml(reading: Reading): void {
  const { trees, errors } = readYamlTrees(reading.source);
  for (const { offset, reason } of errors) reading.problem("not-yaml", { from: offset, to: offset }, { zh: `不是有效的 YAML：${reason}`, en: `not valid YAML: ${reason}` });
  for (const tree of trees) readTree(tree, reading);
}

/** Reads the records of a JSON file. */
export function readJsonFile(reading: Reading): void {
  readJsonAt(reading.source, 0, reading);
}

/** Reads the records of an NDJSON file, one a line. */
export function readNdjson(reading: Reading): void {
  for (const { 0: line, index } of reading.source.matchAll(/[^\r\n]+/g)) if (line.trim() !== "") readJsonAt(line, index, reading);
}

function readJsonAt(text: string, at: number, reading: Reading): void {
  const result = readJson(text, at);
  if ("tree" in result) readTree(result.tree, reading);
  else reading.problem("not-json", { from: result.error.offset, to: result.error.offset }, { zh: `不是有效的 JSON（${result.error.reason}）`, en: `not valid JSON (${result.error.reason})` });
}
