/** A worker thread of an audit: counts one range after the other, as it is told. */
import { parentPort, workerData } from "node:worker_threads";
import { Linter, type LinterConfig } from "../core/linter.js";
import type { CompiledPack } from "../core/pack.js";
import { latinSpeller } from "../rulepack/speller.js";
import { countRange, type RangeJob } from "./range.js";
import type { AuditSettings } from "./settings.js";

/** What a worker is started with. */
export interface WorkerStart {
  pack: CompiledPack;
  config: LinterConfig;
  settings: AuditSettings;
  /** Latin words of one's own. */
  words: readonly string[];
}

const { pack, config, settings, words } = workerData as WorkerStart;
const linter = new Linter(pack, { ...config, speller: latinSpeller(pack, words) });

parentPort!.on("message", (job: RangeJob) => {
  void countRange(linter, job, settings).then((tally) => {
    const columns = Object.values(tally.texts).filter((column): column is Uint32Array<ArrayBuffer> | Float64Array<ArrayBuffer> => ArrayBuffer.isView(column));
    parentPort!.postMessage(tally, columns.map((column) => column.buffer));
  });
});
