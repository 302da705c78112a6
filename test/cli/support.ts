import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll } from "vitest";

/** The root of the repository. */
export const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const FIXTURE_RULES = join(ROOT, "test/fixtures-rules");

/** What a run of the command line came to. */
export interface Outcome {
  code: number | null;
  stdout: string;
  stderr: string;
}

export interface RunOptions {
  input?: string | Uint8Array;
  cwd?: string;
  env?: Record<string, string>;
}

/** Runs a built command line. */
export function runCli(cli: string, args: readonly string[], { input = "", cwd, env = {} }: RunOptions = {}): Outcome {
  const { NO_COLOR: _, FORCE_COLOR: __, COLUMNS: ___, ...inherited } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { input, cwd, encoding: "utf8", maxBuffer: 1 << 28, env: { ...inherited, ...env } });
  return { code: status, stdout, stderr };
}

/** The package as it was built. */
export const BUILT_CLI = join(ROOT, "dist/cli.js");

/**
 * A package of its own around the built files: the rules of `test/fixtures-rules/pack` instead of the shipped ones.
 * @param tune changes the compiled pack before it is written
 */
export async function makePackage(tune?: (pack: { rules: Record<string, unknown>[] }) => void): Promise<{ cli: string; remove(): void }> {
  if (!existsSync(BUILT_CLI)) throw new Error("dist/cli.js is missing: run `npm run build` first");
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "replylint-package-")));
  cpSync(join(ROOT, "dist"), join(folder, "dist"), { recursive: true, filter: (path) => !path.endsWith("pack.bin") });
  cpSync(join(ROOT, "package.json"), join(folder, "package.json"));
  cpSync(join(FIXTURE_RULES, "pack"), folder, { recursive: true });
  // Checks of phrasebooks are no rules: they are the shipped ones.
  cpSync(join(ROOT, "dictionaries/phrasebook"), join(folder, "dictionaries/phrasebook"), { recursive: true });
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"), "dir");
  const { loadPack, writePack } = await import("../../src/node.js");
  const { pack } = loadPack([join(folder, "rules")], join(folder, "dictionaries"));
  tune?.(pack as unknown as { rules: Record<string, unknown>[] });
  writePack(pack, join(folder, "dist/pack.bin"));
  return { cli: join(folder, "dist/cli.js"), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An empty folder with files in it; outside of the repository, so that no configuration is found above it. */
export function makeFolder(files: Record<string, string | Uint8Array> = {}): { path: string; remove(): void } {
  const path = realpathSync(mkdtempSync(join(tmpdir(), "replylint-test-")));
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(path, name)), { recursive: true });
    writeFileSync(join(path, name), content);
  }
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}

/** The package and a folder with files in it for all tests of a file; there from the first test on, removed after the last. */
export function useSandbox(files: Record<string, string | Uint8Array> = {}): { pack: { cli: string }; folder: { path: string } } {
  const pack = { cli: "" };
  const folder = { path: "" };
  const remove: (() => void)[] = [];
  beforeAll(async () => {
    const made = await makePackage();
    const place = makeFolder(files);
    remove.push(made.remove, place.remove);
    pack.cli = made.cli;
    folder.path = place.path;
  });
  afterAll(() => remove.forEach((one) => one()));
  return { pack, folder };
}

/** No stack trace, whatever happens. */
export const STACK = /^\s+at .+:\d+:\d+\)?$/m;
