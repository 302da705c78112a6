import { Worker } from "node:worker_threads";
import type { CompiledPack } from "../core/pack.js";
import { type Problem, SourceError } from "../rulepack/yaml.js";
import type { Answer, Job } from "./rule-worker.js";

/** A worker that has nothing to do for so long is let go, with the memory that compiling takes. */
const IDLE_MS = 60_000;

type JobKind = Job extends infer J ? (J extends Job ? Omit<J, "id"> : never) : never;

/** Has rules compiled and their examples run in a thread of its own. */
export class RuleRunner {
  private worker: Worker | undefined;
  private readonly waiting = new Map<number, { resolve: (answer: Answer) => void; reject: (error: Error) => void }>();
  private idle: NodeJS.Timeout | undefined;
  private last = 0;

  /**
   * Reads and compiles the shipped rules with folders of one's own.
   * @throws {SourceError}
   */
  async compile(rulesDirs: string[]): Promise<CompiledPack> {
    const answer = await this.run({ kind: "compile", rulesDirs });
    if ("pack" in answer) return answer.pack;
    throw new SourceError("problems" in answer ? answer.problems : []);
  }

  /** What is wrong with a rule, or with its examples, as it stands in the editor. */
  async test(rulesDirs: string[], path: string, text: string): Promise<Problem[]> {
    const answer = await this.run({ kind: "test", rulesDirs, path, text });
    return "problems" in answer ? answer.problems : [];
  }

  private async run(job: JobKind): Promise<Answer> {
    clearTimeout(this.idle);
    const id = ++this.last;
    const worker = (this.worker ??= this.start());
    const answer = await new Promise<Answer>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      worker.postMessage({ ...job, id });
    });
    if (this.waiting.size === 0) this.idle = setTimeout(() => this.stop(), IDLE_MS).unref();
    if ("crash" in answer) throw new Error(answer.crash);
    return answer;
  }

  private start(): Worker {
    const worker = new Worker(new URL("./lsp-worker.js", import.meta.url));
    worker.unref();
    worker.on("message", (answer: Answer) => {
      this.waiting.get(answer.id)?.resolve(answer);
      this.waiting.delete(answer.id);
    });
    worker.on("error", (error) => {
      for (const { reject } of this.waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
      this.waiting.clear();
      this.worker = undefined;
    });
    return worker;
  }

  private stop(): void {
    void this.worker?.terminate();
    this.worker = undefined;
  }
}
