/** In the place of `rulepack/shipped-pack.ts`: the pack comes with the bundle. */
import { gunzipSync } from "node:zlib";
import pack from "bundled:pack";
import type { CompiledPack } from "../../core/pack.js";
import { decodePack } from "../../rulepack/bytes.js";

export function shippedPack(): CompiledPack {
  return decodePack(gunzipSync(Buffer.from(pack, "base64")));
}
