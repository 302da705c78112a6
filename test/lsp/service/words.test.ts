import { expect, test } from "vitest";
import { parse } from "yaml";
import { applyEdits } from "../../../src/core/edits.js";
import type { Finding } from "../../../src/core/types.js";
import type { Engine } from "../../../src/lsp/service/engine.js";
import { wordActions } from "../../../src/lsp/service/words.js";

const engine = { rule: () => ({ kind: "spelling" }), say: ({ zh }: { zh: string }) => zh } as unknown as Engine;
const finding = { rule: "language/latin", text: "OPPOO" } as Finding;

test.each([
  ["", ["OPPOO"]],
  ["level: strict", ["OPPOO"]],
  ["level: strict\r\n", ["OPPOO"]],
  ["words: []\nlevel: strict\n", ["OPPOO"]],
  ["words: [ \"a b\", c ]\n", ["OPPOO", "a b", "c"]],
  ["words:\n  - a\n  - b\nlevel: strict\n", ["OPPOO", "a", "b"]],
  ["words: # ours\n- a\n", ["OPPOO", "a"]],
  ["words:\nlevel: strict\n", ["OPPOO"]],
  ["words:", ["OPPOO"]],
])("%j", async (config, words) => {
  const [action] = await wordActions([finding], () => ({ file: "c.yaml", text: config }), engine);
  expect(action!.title).toBe("把“OPPOO”加入词典");
  const after = applyEdits(config, action!.edits[0]!.edits);
  expect((parse(after) as { words: string[] }).words).toEqual(words);
  if (config.includes("level")) expect((parse(after) as { level: string }).level).toBe("strict");
});

test.each([
  ["{}", ["OPPOO"]],
  ["{\r\n    \"level\": \"strict\"\r\n}\r\n", ["OPPOO"]],
  ["{ \"words\": [\"a\"] }", ["OPPOO", "a"]],
])("JSON: %j", async (config, words) => {
  const [action] = await wordActions([finding], () => ({ file: "c.json", text: config }), engine);
  const after = applyEdits(config, action!.edits[0]!.edits);
  expect(JSON.parse(after)).toEqual({ ...(JSON.parse(config) as object), words });
});

test("a configuration that is not there is made", async () => {
  const [action] = await wordActions([finding], () => ({ file: "new.yaml", text: null }), engine);
  expect(action!.edits).toEqual([{ file: "new.yaml", create: true, edits: [{ start: 0, end: 0, text: 'words:\n  - "OPPOO"\n' }] }]);
  expect(await wordActions([finding], () => null, engine)).toEqual([]);
});
