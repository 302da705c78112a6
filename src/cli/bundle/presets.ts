/** In the place of `rulepack/presets.ts`: the presets come with the bundle. */
import { basename } from "node:path";
import presets from "bundled:presets";

const texts = JSON.parse(presets) as Record<string, string>;

export function presetsFolder(): string {
  return "presets";
}

export function listPresets(): string[] {
  return Object.keys(texts);
}

export function readPreset(path: string): string {
  return texts[basename(path)]!;
}
