import { readFileSync, writeFileSync } from "node:fs";
import type { Automaton } from "../core/match/automaton.js";
import type { CompiledPack } from "../core/pack.js";

/**
 * The compiled pack as one file: a line of JSON with the lengths of the tables, then the tables' bytes (little-endian).
 * Start-up reads this and nothing else.
 */
const TABLES = ["base", "check", "fail", "outStart", "alphabet", "outClass", "outLength"] as const satisfies readonly (keyof Automaton)[];

export function writePack(pack: CompiledPack, path: string): void {
  const { automaton, ...program } = pack.program;
  const tables = TABLES.map((name) => automaton[name]);
  const head = Buffer.from(JSON.stringify({ ...pack, program, tables: tables.map((table) => table.byteLength) }));
  const size = Buffer.alloc(8);
  size.writeUInt32LE(head.length, 0);
  const padding = Buffer.alloc((8 - (head.length % 8)) % 8);
  writeFileSync(path, Buffer.concat([size, head, padding, ...tables.flatMap((table) => [Buffer.from(table.buffer, table.byteOffset, table.byteLength), Buffer.alloc((8 - (table.byteLength % 8)) % 8)])]));
}

export function readPack(path: string): CompiledPack {
  const bytes = readFileSync(path);
  const length = bytes.readUInt32LE(0);
  const { tables, program, ...rest } = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as Omit<CompiledPack, "program"> & {
    program: Omit<CompiledPack["program"], "automaton">;
    tables: number[];
  };
  // A copy of its own, so that the tables are aligned whatever the pool did.
  const buffer = new Uint8Array(bytes).buffer;
  let at = 8 + length + ((8 - (length % 8)) % 8);
  const automaton = Object.fromEntries(
    TABLES.map((name, index) => {
      const size = tables[index]!;
      const table =
        name === "outLength" ? new Uint8Array(buffer, at, size) : name === "alphabet" || name === "outClass" ? new Uint16Array(buffer, at, size / 2) : new Int32Array(buffer, at, size / 4);
      at += size + ((8 - (size % 8)) % 8);
      return [name, table];
    }),
  ) as unknown as Automaton;
  return { ...rest, program: { ...program, automaton } };
}
