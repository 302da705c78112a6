import { existsSync, readFileSync, writeFileSync } from "node:fs";
import type { Model } from "../core/model.js";

/**
 * Reads a model: `<path>.json` with its figures and `<path>.bin` with its weights (reply's, then customer's).
 * @returns undefined where there is none
 */
export function readModel(path: string): Model | undefined {
  if (!existsSync(`${path}.json`)) return undefined;
  const head = JSON.parse(readFileSync(`${path}.json`, "utf8")) as Omit<Model, "weights" | "customerWeights">;
  const bytes = new Int8Array(new Uint8Array(readFileSync(`${path}.bin`)).buffer);
  const split = head.buckets * head.bias.length;
  return { ...head, weights: bytes.subarray(0, split), customerWeights: bytes.subarray(split) };
}

export function writeModel({ weights, customerWeights, ...head }: Model, path: string): void {
  writeFileSync(`${path}.json`, `{\n${Object.entries(head).map(([key, value]) => ` ${JSON.stringify(key)}: ${JSON.stringify(value)}`).join(",\n")}\n}\n`);
  writeFileSync(`${path}.bin`, Buffer.concat([Buffer.from(weights.buffer, weights.byteOffset, weights.length), Buffer.from(customerWeights.buffer, customerWeights.byteOffset, customerWeights.length)]));
}
