import { readdirSync, readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { describe, expect, it } from "vitest";
import * as browser from "replylint/browser";
import { createLinter, shippedPack } from "replylint/node";

const built = new URL("../../dist/", import.meta.url);
const FIXTURES = new URL("../../fixtures/drafts/", import.meta.url);

/** What a module imports, statically or not. */
const imports = (name: string): string[] => [...readFileSync(new URL(name, built), "utf8").matchAll(/(?:from|import)\s*\(?\s*"([^"]+)"/g)].map(([, specifier]) => specifier!);

describe("replylint/browser", () => {
  it("imports nothing but the shipped pack, and that later", () => {
    expect(imports("browser.js")).toEqual(["./browser-pack.js"]);
    expect(readFileSync(new URL("browser.js", built), "utf8")).toContain('import("./browser-pack.js")');
    expect(imports("codemirror.js").filter((name) => isBuiltin(name) || !name.startsWith("@codemirror/"))).toEqual([]);
  });

  it("judges as replylint/node does, but for the spelling of Latin words, which takes a dictionary", async () => {
    const pack = await browser.shippedPack();
    const [there, here] = [browser.createLinter({ rules: pack }), createLinter({ rules: shippedPack() })];
    expect(there.ruleset).toBe(here.ruleset);
    const replies = readdirSync(FIXTURES).map((name) => readFileSync(new URL(name, FIXTURES), "utf8"));
    expect(replies.length).toBeGreaterThan(5);
    for (const reply of replies) expect(there.lint({ reply })).toEqual(here.lint({ reply }));
  });

  it("reads a pack from the middle of a larger buffer", async () => {
    const file = readFileSync(new URL("pack.bin", built));
    const odd = new Uint8Array(file.length + 3);
    odd.set(file, 3);
    const { hash, program } = browser.decodePack(odd.subarray(3));
    expect(hash).toBe((await browser.shippedPack()).hash);
    expect(program.automaton.base.byteOffset % 4).toBe(0);
  });
});
