import type { CompiledPack } from "../core/pack.js";
import { shipped } from "./shipped.js";
import { readPack } from "./store.js";

/** The pack that ships with replylint; in the bundle of one file, the pack inside it (see `src/cli/bundle`). */
export function shippedPack(): CompiledPack {
  return readPack(shipped("dist/pack.bin"));
}
