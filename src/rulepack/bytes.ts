import type { Model } from "../core/model.js";
import type { CompiledPack } from "../core/pack.js";

/**
 * The compiled pack as bytes: the length of a JSON head, the head, then the program's tables (little-endian, each at a
 * multiple of 8). Knows neither files nor Node: `store.ts` and the browser build share it.
 */
type Table = Int8Array | Uint8Array | Uint16Array | Int32Array;
interface TableHead {
  part: "automaton" | "layout" | "model";
  name: string;
  type: "i8" | "u8" | "u16" | "i32";
  bytes: number;
}

const ALIGNMENT = 8;
const padded = (length: number): number => Math.ceil(length / ALIGNMENT) * ALIGNMENT;

export function encodePack(pack: CompiledPack): Uint8Array<ArrayBuffer> {
  const { automaton, layout, ...program } = pack.program;
  const { model, ...rest } = pack;
  const heads: TableHead[] = [];
  const tables: Table[] = [];
  const add = (part: TableHead["part"], source: object): void => {
    for (const [name, table] of Object.entries(source) as [string, Table][]) {
      heads.push({ part, name, type: table instanceof Int8Array ? "i8" : table instanceof Uint8Array ? "u8" : table instanceof Uint16Array ? "u16" : "i32", bytes: table.byteLength });
      tables.push(table);
    }
  };
  add("automaton", automaton);
  add("layout", layout);
  if (model) add("model", { weights: model.weights, customerWeights: model.customerWeights });
  const head = new TextEncoder().encode(JSON.stringify({ ...rest, program, ...(model && { model: { ...model, weights: null, customerWeights: null } }), tables: heads }));
  const bytes = new Uint8Array(tables.reduce((sum, table) => sum + padded(table.byteLength), ALIGNMENT + padded(head.length)));
  new DataView(bytes.buffer).setUint32(0, head.length, true);
  bytes.set(head, ALIGNMENT);
  let at = ALIGNMENT + padded(head.length);
  for (const table of tables) {
    bytes.set(new Uint8Array(table.buffer, table.byteOffset, table.byteLength), at);
    at += padded(table.byteLength);
  }
  return bytes;
}

/** The pack's tables stay views of the bytes, which must not change any more. */
export function decodePack(source: Uint8Array): CompiledPack {
  // Tables need aligned memory, which a part of a larger buffer may not be.
  const bytes = source.byteOffset % ALIGNMENT === 0 ? source : new Uint8Array(source);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0, true);
  const head = bytes.subarray(ALIGNMENT, ALIGNMENT + length);
  const { tables, ...pack } = JSON.parse(new TextDecoder().decode(head)) as CompiledPack & { tables: TableHead[] };
  const parts: Record<TableHead["part"], Record<string, Table>> = { automaton: {}, layout: {}, model: {} };
  let at = bytes.byteOffset + ALIGNMENT + padded(length);
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
