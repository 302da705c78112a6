import { readFileSync, writeFileSync } from "node:fs";
import type { Model } from "../core/model.js";
import type { CompiledPack } from "../core/pack.js";

/**
 * The compiled pack as one file: the length of a JSON head, the head, then the bytes of the program's tables
 * (little-endian, each at a multiple of 8). Start-up reads this and nothing else.
 */
type Table = Int8Array | Uint8Array | Uint16Array | Int32Array;
interface TableHead {
  part: "automaton" | "layout" | "model";
  name: string;
  type: "i8" | "u8" | "u16" | "i32";
  bytes: number;
}

const padded = (length: number): number => Math.ceil(length / 8) * 8;

export function writePack(pack: CompiledPack, path: string): void {
  const { automaton, layout, ...program } = pack.program;
  const tables: TableHead[] = [];
  const bytes: Buffer[] = [];
  const add = (part: TableHead["part"], source: object): void => {
    for (const [name, table] of Object.entries(source) as [string, Table][]) {
      tables.push({ part, name, type: table instanceof Int8Array ? "i8" : table instanceof Uint8Array ? "u8" : table instanceof Uint16Array ? "u16" : "i32", bytes: table.byteLength });
      bytes.push(Buffer.from(table.buffer, table.byteOffset, table.byteLength), Buffer.alloc(padded(table.byteLength) - table.byteLength));
    }
  };
  add("automaton", automaton);
  add("layout", layout);
  const { model, ...rest } = pack;
  if (model) add("model", { weights: model.weights, customerWeights: model.customerWeights });
  const head = Buffer.from(JSON.stringify({ ...rest, program, ...(model && { model: { ...model, weights: null, customerWeights: null } }), tables }));
  const size = Buffer.alloc(8);
  size.writeUInt32LE(head.length, 0);
  writeFileSync(path, Buffer.concat([size, head, Buffer.alloc(padded(head.length) - head.length), ...bytes]));
}

export function readPack(path: string): CompiledPack {
  const file = readFileSync(path);
  // Tables need aligned memory, which a buffer from the pool may not be.
  const bytes = file.byteOffset % 8 === 0 ? file : Buffer.from(new Uint8Array(file).buffer);
  const length = bytes.readUInt32LE(0);
  const { tables, ...pack } = JSON.parse(bytes.toString("utf8", 8, 8 + length)) as CompiledPack & { tables: TableHead[] };
  const parts: Record<TableHead["part"], Record<string, Table>> = { automaton: {}, layout: {}, model: {} };
  let at = bytes.byteOffset + 8 + padded(length);
  for (const { part, name, type, bytes: size } of tables) {
    parts[part][name] = type === "i8" ? new Int8Array(bytes.buffer, at, size) : type === "u8" ? new Uint8Array(bytes.buffer, at, size) : type === "u16" ? new Uint16Array(bytes.buffer, at, size / 2) : new Int32Array(bytes.buffer, at, size / 4);
    at += padded(size);
  }
  const { model, ...program } = parts;
  return {
    ...pack,
    program: { ...pack.program, ...(program as unknown as Pick<CompiledPack["program"], "automaton" | "layout">) },
    ...(pack.model && { model: { ...pack.model, ...(model as unknown as Pick<Model, "weights" | "customerWeights">) } }),
  };
}
