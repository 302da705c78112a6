import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Linter } from "../../src/core/index.js";
import { loadPack } from "../../src/rulepack/load.js";
import { readPack, writePack } from "../../src/rulepack/store.js";
import { anyText } from "../core/support.js";
import { packDir } from "./support.js";

describe("writePack and readPack", () => {
  const dir = packDir();
  const { pack } = loadPack([`${dir}/rules`], `${dir}/dictionaries`);
  const path = join(dir, "pack.bin");
  writePack(pack, path);
  const read = readPack(path);

  it("lose nothing", () => {
    const { automaton, layout, ...program } = pack.program;
    const { automaton: automatonRead, layout: layoutRead, ...programRead } = read.program;
    // Nothing in a pack is lost in JSON: no undefined, no map, no date.
    expect(programRead).toStrictEqual(program);
    expect({ ...read, program: null }).toStrictEqual({ ...pack, program: null });
    const tables = { ...automaton, ...layout };
    const tablesRead: Record<string, unknown> = { ...automatonRead, ...layoutRead };
    expect(Object.keys(tablesRead).sort()).toEqual(Object.keys(tables).sort());
    for (const [name, table] of Object.entries(tables) as [string, Int32Array][]) {
      const other = tablesRead[name] as Int32Array;
      expect(other.constructor, name).toBe(table.constructor);
      expect(Array.from(other), name).toEqual(Array.from(table));
    }
  });

  it("write the same bytes for the same pack", () => {
    writePack(loadPack([`${dir}/rules`], `${dir}/dictionaries`).pack, `${path}.2`);
    expect(readFileSync(`${path}.2`).equals(readFileSync(path))).toBe(true);
  });

  it("change no result", () => {
    const fresh = new Linter(pack);
    const stored = new Linter(read);
    let fired = 0;
    fc.assert(
      fc.property(anyText(["一定", "保证", "到", "的", "预计", "明天到", "一定明天到"]), (reply) => {
        const result = fresh.lint({ reply });
        if (result.findings.length > 0) fired++;
        expect(stored.lint({ reply })).toEqual(result);
      }),
    );
    expect(fired).toBeGreaterThan(20);
  });
});
