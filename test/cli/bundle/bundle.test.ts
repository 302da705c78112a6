import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { BUILT_CLI, makeFolder, type Outcome, ROOT, runCli, STACK } from "../support.js";

let folder: ReturnType<typeof makeFolder>;
let file: string;
const records = ["亲，明天肯定能到", "支持 keybord 输入，手机能用", ""].map((reply, id) => JSON.stringify({ id, reply })).join("\n");

beforeAll(() => {
  // Alone in an empty folder: no package, no rules, no node_modules.
  folder = makeFolder({ "rules/own.yaml": "", "preset.yaml": "extends: replylint:strict\n", "house.yaml": "rules:\n  promise/guaranteed-arrival: off\n" });
  file = join(folder.path, "replylint-pipe.mjs");
  const { status, stderr } = spawnSync(process.execPath, [join(ROOT, "scripts/bundle.mjs"), "--output", file], { encoding: "utf8" });
  if (status !== 0) throw new Error(stderr);
});
afterAll(() => folder.remove());

const bundle = (input: string, ...args: string[]): Outcome => runCli(file, args, { input, cwd: folder.path });
const packaged = (input: string, ...args: string[]): Outcome => runCli(BUILT_CLI, ["pipe", ...args], { input, cwd: folder.path });

test.each([[[]], [["--level", "strict"]], [["--audit"]], [["--config", "house.yaml"]], [["--config", "preset.yaml"]], [["--tsv", "--columns", "record", "--fields", "id,verdict,ruleset"]]])("answers as the package does: %j", (args) => {
  expect(bundle(records, ...args)).toEqual(packaged(records, ...args));
  expect(bundle(records, "pipe", ...args).code).toBe(0);
});

test("spells English without a dictionary beside it", () => {
  expect(bundle(records, "--fields", "findings").stdout).toContain('"language/latin-spelling"');
});

test("compiles no rules, and says how they get in", () => {
  const { code, stderr } = bundle("", "--rulesdir", "rules");
  expect(stderr).toContain("npm run bundle -- --rulesdir DIR");
  expect(stderr).not.toMatch(STACK);
  expect(code).toBe(2);
});

test("has its own help", () => {
  expect(bundle("", "--help")).toMatchObject({ code: 0, stderr: "" });
  expect(bundle("", "--help").stdout).toContain("--tolerant");
});
