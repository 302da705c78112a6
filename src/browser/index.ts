/** replylint in a browser or worker: the core and the shipped rule pack. Fetches nothing; nothing leaves the page. */
import { type CompiledPack, createLinter, type Linter, type LinterConfig } from "../core/index.js";
import { DIMENSION, MOVE, SCENARIO, SEVERITY, VERDICT } from "../reporters/labels.js";
import { decodePack } from "../rulepack/bytes.js";

export * from "../core/index.js";
export { decodePack } from "../rulepack/bytes.js";

/** Names of the ids in a result, for people, in both languages. */
export const labels = { dimension: DIMENSION, move: MOVE, scenario: SCENARIO, severity: SEVERITY, verdict: VERDICT } as const;

/**
 * The pack that ships with replylint: a module of its own, imported on the first call, so that a page may show itself before.
 * Keep what comes and make as many linters of it as you need.
 */
export async function shippedPack(): Promise<CompiledPack> {
  const { default: packed } = await import("./browser-pack.js");
  const zipped = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const bytes = new Blob([zipped]).stream().pipeThrough(new DecompressionStream("gzip"));
  return decodePack(new Uint8Array(await new Response(bytes).arrayBuffer()));
}

/** A linter on the shipped pack. */
export async function createShippedLinter(config?: LinterConfig): Promise<Linter> {
  return createLinter({ rules: await shippedPack(), ...(config && { config }) });
}
