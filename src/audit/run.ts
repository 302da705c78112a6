/** Runs an audit: plans the files, counts their ranges on one thread or several, adds them up in order. */
import { statSync } from "node:fs";
import { Worker } from "node:worker_threads";
import { Linter, type LinterConfig } from "../core/linter.js";
import { type CompiledPack, hash } from "../core/pack.js";
import { latinSpeller } from "../rulepack/speller.js";
import { learnAutoReplies } from "../transcripts/auto.js";
import { planFiles } from "../transcripts/plan.js";
import type { ReadOptions } from "../transcripts/read.js";
import type { FilePlan, Range } from "../transcripts/types.js";
import { Checkpoint, type Saved } from "./checkpoint.js";
import { bulkConfig } from "./count.js";
import { finish } from "./finish.js";
import type { PhraseFinder } from "./phrases.js";
import { countRange, type RangeJob, UNREADABLE } from "./range.js";
import type { AuditReport, FileRow } from "./report.js";
import { AUDIT_DEFAULTS, type AuditSettings } from "./settings.js";
import { starrer } from "./star.js";
import { AuditTally, type RangeTally } from "./tally.js";
import { worder } from "./wording.js";
import type { WorkerStart } from "./worker.js";

/** How far a run has come. */
export interface Progress {
  messages: number;
  conversations: number;
  bytes: number;
  totalBytes: number;
}

export interface AuditOptions {
  pack: CompiledPack;
  /** How replies are judged. */
  config?: LinterConfig;
  settings?: Partial<AuditSettings>;
  /** Latin words of one's own that are spelt right. */
  words?: readonly string[];
  /** Threads that count; the result does not depend on it. 0 and 1 count on this one. Default 1. */
  workers?: number;
  /** Name and version for the report. */
  tool?: string;
  phrases?: PhraseFinder;
  checkpoint?: {
    file: string;
    /** Go on from it, if it is there. */
    resume: boolean;
    /** Seconds between two checkpoints. */
    every: number;
  };
  progress?: (progress: Progress) => void;
  /** Takes NDJSON, where `settings.rows` asks for it. */
  rows?: (text: string) => Promise<void> | void;
}

/** What a run came to. */
export interface AuditOutcome {
  report: AuditReport;
  /** Files, or rests of files, that could not be read. */
  unreadable: number;
  /** Rules, or conversations, that the engine stumbled over, with its words. */
  crashed: Map<string, string>;
  /** Hits that are not reported because the configuration exempts the text they stand in, by text. */
  exempted: Map<string, number>;
  /** Ranges that a checkpoint spared. */
  resumed: number;
}

/** A checkpoint that belongs to another run. */
export class OtherRun extends Error {
  constructor(readonly file: string) {
    super(`${file} is the checkpoint of another run`);
  }
}

interface Task extends Omit<RangeJob, "read"> {
  /** Number of the file. */
  place: number;
}

/** Space for short-lived objects of a worker, in MB: more would only let garbage lie. */
const YOUNG = 24;
/**
 * Audits transcripts: files, folders, globs, archives.
 * @throws {OtherRun} where a checkpoint is to be resumed that does not fit
 */
export async function audit(paths: readonly string[], options: AuditOptions): Promise<AuditOutcome> {
  const settings: AuditSettings = { ...AUDIT_DEFAULTS, ...options.settings };
  const { pack, checkpoint, rows, progress, words = [] } = options;
  const config = bulkConfig(options.config ?? {}, settings);
  const speller = latinSpeller(pack, words);
  const linter = new Linter(pack, { ...config, speller });
  let tally = new AuditTally(settings);

  const plans: FilePlan[] = [];
  const tasks: Task[] = [];
  let files: FileRow[] = [];
  const sizes: string[] = [];
  for await (const plan of planFiles(paths, settings.read)) {
    if ("code" in plan) {
      tally.unread(plan);
      files.push({ file: plan.at.file, format: "", encoding: "", bytes: 0, conversations: 0, messages: 0, unread: 1 });
      continue;
    }
    plans.push(plan);
    for (const range of plan.ranges) tasks.push({ plan, range, place: files.length });
    files.push({ file: plan.file, format: plan.format, encoding: plan.encoding, bytes: plan.bytes, conversations: 0, messages: 0, unread: 0 });
    sizes.push(`${plan.file} ${plan.bytes} ${modified(plan)}`);
  }

  const read = { ...settings.read, autoReplies: await learnAutoReplies(plans, settings.read) };

  const saver = checkpoint && new Checkpoint(checkpoint.file, hash(JSON.stringify([options.tool, linter.ruleset, words, settings, sizes, files.length])));
  let next = 0;
  if (saver && checkpoint.resume) {
    const saved: Saved | "other" | null = saver.load();
    if (saved === "other") throw new OtherRun(checkpoint.file);
    if (saved) {
      ({ next, files } = saved);
      tally = new AuditTally(settings, saved);
    } else saver.clear();
  } else saver?.clear();
  const resumed = next;

  const names = files.map(({ file }) => file);
  const totalBytes = tasks.reduce((sum, task) => sum + bytesOf(task), 0);
  let bytes = tasks.slice(0, next).reduce((sum, task) => sum + bytesOf(task), 0);
  let savedAt = Date.now();
  const take = async (result: RangeTally, task: Task): Promise<void> => {
    const file = files[task.place]!;
    file.conversations += result.sums.conversations;
    file.messages += result.sums.messages;
    file.unread += result.sums.unreadCount;
    tally.add(result, task.place, names);
    next++;
    bytes += bytesOf(task);
    if (saver) saver.addRows(result.rows);
    else if (result.rows !== "") await rows?.(result.rows);
    if (saver && next < tasks.length && Date.now() - savedAt >= checkpoint.every * 1000) {
      saver.save({ next, sums: tally.sums, texts: tally.texts, files });
      savedAt = Date.now();
    }
    progress?.({ messages: tally.sums.messages, conversations: tally.sums.conversations, bytes, totalBytes });
  };

  const left = tasks.slice(next);
  const threads = Math.min(options.workers ?? 1, left.length);
  // Copied as from a worker: its strings are slices of the range's text.
  const count = async (task: Task): Promise<RangeTally> => structuredClone(await countRange(linter, { ...task, read }, settings));
  if (threads <= 1) for (const task of left) await take(await count(task), task);
  else await inWorkers(threads, left, { pack, config, settings, words }, count, read, take);

  if (saver && rows) for await (const text of saver.rows()) await rows(text);
  const report = finish(tally, {
    tool: options.tool ?? "replylint",
    ruleset: linter.ruleset,
    level: config.level ?? "default",
    passMark: config.passMark ?? pack.scorecard.pass,
    rules: pack.rules,
    severities: config.rules ?? {},
    settings,
    files,
    ...(options.phrases && { phrases: options.phrases }),
    star: starrer(new Linter(pack, { ...options.config, speller, suggestions: false })),
    word: worder(new Linter(pack, { ...options.config, speller, moves: false })),
  });
  saver?.clear();
  return { report, unreadable: (tally.sums.unreadByCode[UNREADABLE] ?? 0) + files.filter(({ format }) => format === "").length, crashed: tally.sums.crashed, exempted: tally.sums.exempted, resumed };
}

function modified({ path }: FilePlan): number {
  try {
    return statSync(path).mtimeMs;
  } catch {
    return 0;
  }
}

function bytesOf({ plan, range }: { plan: FilePlan; range: Range }): number {
  return Math.max(0, Math.min(range.end, plan.bytes) - range.start) / range.parts;
}

/** Counts tasks on this thread and on `threads - 1` more; `take` gets the results in the order of the tasks. */
async function inWorkers(threads: number, tasks: readonly Task[], start: WorkerStart, count: (task: Task) => Promise<RangeTally>, read: ReadOptions, take: (result: RangeTally, task: Task) => Promise<void>): Promise<void> {
  const workers = Array.from({ length: threads - 1 }, () => new Worker(new URL("./audit-worker.js", import.meta.url), { workerData: start, resourceLimits: { maxYoungGenerationSizeMb: YOUNG } }));
  const counters: ((task: Task) => Promise<RangeTally>)[] = [count, ...workers.map((worker) => (task: Task) => askWorker(worker, { plan: task.plan, range: task.range, read }))];
  const done = new Map<number, RangeTally>();
  let given = 0;
  let taken = 0;
  let taking: Promise<void> | null = null;
  const collect = async (): Promise<void> => {
    for (let result = done.get(taken); result; result = done.get(taken)) {
      done.delete(taken);
      await take(result, tasks[taken]!);
      taken++;
    }
  };
  try {
    await Promise.all(
      counters.map(async (counter) => {
        while (given < tasks.length) {
          const number = given++;
          done.set(number, await counter(tasks[number]!));
          // One at a time; whoever comes while another takes has left its result there. What lies ahead of its turn waits.
          taking = taking ? taking.then(collect) : collect();
          await taking;
        }
      }),
    );
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

function askWorker(worker: Worker, job: RangeJob): Promise<RangeTally> {
  return new Promise((resolve, reject) => {
    const answered = (result: RangeTally): void => {
      worker.off("error", reject);
      resolve(result);
    };
    worker.once("message", answered);
    worker.once("error", reject);
    worker.postMessage(job);
  });
}
