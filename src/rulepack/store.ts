import { readFileSync, writeFileSync } from "node:fs";
import type { CompiledPack } from "../core/pack.js";
import { decodePack, encodePack } from "./bytes.js";

export function writePack(pack: CompiledPack, path: string): void {
  writeFileSync(path, encodePack(pack));
}

/** Start-up reads this one file and nothing else. */
export function readPack(path: string): CompiledPack {
  return decodePack(readFileSync(path));
}
