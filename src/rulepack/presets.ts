import { readdirSync, readFileSync } from "node:fs";
import { shipped } from "./shipped.js";

/** Where the presets that ship with replylint lie; in the bundle of one file they come with it (see `src/cli/bundle`). */
export function presetsFolder(): string {
  return shipped("dictionaries/presets");
}

/** Names of the files in a folder of presets. */
export function listPresets(folder: string): string[] {
  return readdirSync(folder);
}

/** The text of one of them. */
export function readPreset(path: string): string {
  return readFileSync(path, "utf8");
}
