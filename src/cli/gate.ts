import { existsSync, readFileSync } from "node:fs";
import { dirname, relative, resolve, sep } from "node:path";
import type { Baseline } from "../ci/baseline.js";
import type { ChangedLines } from "../ci/changes.js";
import { applyIgnores, type Ignore, type IgnoreProblem, type IgnoreRules } from "../ci/ignore.js";
import type { FileReport } from "../ci/types.js";
import type { Finding, Level } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import type { Args, Option } from "./args.js";
import { STDIN } from "./drafts.js";
import { CliError, inWords } from "./errors.js";
import { replaceFile } from "./output.js";
import { type Settings, shorten } from "./settings.js";
import type { Context } from "./terminal.js";

/** Options of every command whose findings may be accepted or limited. */
export const GATING: readonly Option[] = [
  { name: "baseline", value: "FILE", about: { zh: "基线里已有的问题不算；新问题不会自动进基线", en: "findings in the baseline do not count; a new one never gets in by itself" } },
  { name: "baseline-update", about: { zh: "把现有的问题全部记进基线，不存在就新建", en: "takes all present findings into the baseline, and makes it if need be" } },
  { name: "prune", about: { zh: "从基线里去掉已经改好的问题", en: "takes out of the baseline what is mended" } },
  { name: "changed-since", value: "REF", about: { zh: "只看从这个 git 分支或提交以来改过的行", en: "only lines that changed since a git branch or commit" } },
];

/** A rule or check, as an ignore may name it. */
type KnownRule = Pick<Finding, "guidance" | "dimension"> & { id: string; level?: Level };

/** Decides which findings of a run count: not what an ignore or the baseline accepts, and only what changed, if so told. */
export class Gate {
  private baselined = 0;
  private ignored = 0;
  private unchanged = 0;

  private constructor(
    private readonly rules: IgnoreRules,
    private readonly context: Context,
    private readonly changes: ((path: string) => ChangedLines | undefined) | undefined,
    private readonly baseline: Baseline | undefined,
    private readonly path: string,
    private readonly writes: "prune" | "update" | undefined,
  ) {}

  /**
   * A gate as the command line wants it.
   * @throws {CliError} for options that do not go together, a baseline that cannot be read, and what git cannot say
   */
  static async open(args: Args, rules: readonly KnownRule[], settings: Settings, context: Context): Promise<Gate> {
    const { say } = context;
    const path = args.get("baseline");
    const writes = args.has("baseline-update") ? "update" : args.has("prune") ? "prune" : undefined;
    if (writes && path === undefined) throw new CliError(say({ zh: "要用 --baseline 写明是哪份基线。", en: "Name the file with --baseline." }), say({ zh: "例如：--baseline replylint-baseline.json --baseline-update", en: "For example: --baseline replylint-baseline.json --baseline-update" }));
    if (args.has("baseline-update") && args.has("prune")) throw new CliError(say({ zh: "--prune 和 --baseline-update 只能选一个。", en: "Choose one of --prune and --baseline-update." }));
    const ref = args.get("changed-since");
    if (writes && ref !== undefined) throw new CliError(say({ zh: "--changed-since 只看一部分行，不能同时改基线。", en: "--changed-since looks at some lines only and cannot change the baseline." }), say({ zh: "分两次运行。", en: "Run twice." }));
    const baseline = path === undefined ? undefined : await openBaseline(path, writes === "update", context);
    const known = new Map(rules.map((rule) => [rule.id, rule]));
    const asked = (id: string): KnownRule | undefined => (settings.rules[id] === "off" || (known.get(id)?.level === "strict" && settings.level !== "strict") ? undefined : known.get(id));
    return new Gate({ ids: [...known.keys()], asked, say }, context, ref === undefined ? undefined : await changes(ref, context), baseline, path ?? "", writes);
  }

  /** Whether every finding is either new or known. */
  get compares(): boolean {
    return this.baseline !== undefined;
  }

  /** Whether a file need not be looked at, as none of its lines changed. */
  skips(path: string): boolean {
    return this.changes !== undefined && path !== "-" && existsSync(path) && this.changes(path) === undefined;
  }

  /** What the ignores of a file take out of its report. */
  excused(found: FileReport, ignores: readonly Ignore[]): PlacedFinding[] {
    return ignores.length === 0 ? [] : applyIgnores(found, ignores, this.rules).report.suppressed.map(({ finding }) => finding);
  }

  /** Takes out of a file's report what does not count, and judges the file's ignores. */
  async apply(found: FileReport, path: string, ignores: readonly Ignore[]): Promise<{ report: FileReport; problems: IgnoreProblem[] }> {
    const applied = ignores.length > 0 ? applyIgnores(found, ignores, this.rules) : { report: found, problems: [] };
    let { report } = applied;
    if (this.baseline) report = this.baseline.apply(report, this.writes === "update");
    if (this.changes && path !== "-") report = (await import("../ci/changes.js")).onlyChanged(report, this.changes(path) ?? []);
    for (const { by } of report.suppressed) {
      if (by === "ignore") this.ignored++;
      else this.baselined++;
    }
    this.unchanged += report.unchanged;
    return { report, problems: applied.problems };
  }

  /**
   * Tells what did not count, and writes the baseline where asked to.
   * @param whole whether everything could be judged; a baseline is never written from less
   * @throws {CliError} where it cannot be written
   */
  async finish(whole: boolean): Promise<void> {
    const { say, warn } = this.context;
    if (this.ignored > 0) warn(say({ zh: `写明原因忽略的问题 ${this.ignored} 处，没有计入。`, en: `Findings ignored with a reason and not counted: ${this.ignored}.` }));
    if (this.unchanged > 0) warn(say({ zh: `没改过的行里还有 ${this.unchanged} 处问题，没有计入。`, en: `Findings on lines that did not change, not counted: ${this.unchanged}.` }));
    if (this.baseline) await this.settle(this.baseline, whole);
  }

  private async settle(baseline: Baseline, whole: boolean): Promise<void> {
    const { say, warn, locale } = this.context;
    const { stale } = baseline;
    if (this.baselined > 0 && this.writes !== "update") warn(say({ zh: `基线里已有的问题 ${this.baselined} 处，没有计入。`, en: `Findings in the baseline, not counted: ${this.baselined}.` }));
    if (!this.writes) {
      if (stale.length > 0) warn(say({ zh: `基线里有 ${stale.length} 处已经改好了，可以用 --prune 去掉。`, en: `${stale.length} in the baseline are mended: --prune takes them out.` }));
      return;
    }
    if (!whole) {
      warn(say({ zh: `有内容没能检查，${this.path} 没有改动。`, en: `Not everything could be checked; ${this.path} was left alone.` }));
      return;
    }
    const { formatBaseline } = await import("../ci/baseline.js");
    const file = this.writes === "update" ? baseline.updated() : baseline.pruned();
    try {
      await replaceFile(this.path, formatBaseline(file));
    } catch (error) {
      throw new CliError(say({ zh: `写不了 ${this.path}：${inWords(error, locale)}。`, en: `Cannot write ${this.path}: ${inWords(error, locale)}.` }), say({ zh: "请换一个 --baseline，或先建好文件夹。", en: "Choose another --baseline, or make the folder first." }));
    }
    warn(
      this.writes === "update"
        ? say({ zh: `${this.path} 现在有 ${file.findings.length} 处：新进 ${file.findings.length - baseline.size + stale.length} 处，去掉 ${stale.length} 处。`, en: `${this.path} now holds ${file.findings.length}: ${file.findings.length - baseline.size + stale.length} new, ${stale.length} taken out.` })
        : say({ zh: `${this.path} 去掉 ${stale.length} 处，还剩 ${file.findings.length} 处。`, en: `${this.path}: ${stale.length} taken out, ${file.findings.length} left.` }),
    );
  }
}

async function changes(ref: string, { say }: Context): Promise<(path: string) => ChangedLines | undefined> {
  const { changedSince, GitError } = await import("../ci/git.js");
  try {
    return changedSince(ref, process.cwd());
  } catch (error) {
    if (error instanceof GitError) throw new CliError(say(error.what), say(error.hint));
    throw error;
  }
}

async function openBaseline(path: string, create: boolean, { say, locale }: Context): Promise<Baseline> {
  const { Baseline, parseBaseline } = await import("../ci/baseline.js");
  const folder = dirname(resolve(path));
  const nameOf = (file: string): string => (file === STDIN ? file : relative(folder, resolve(file)).split(sep).join("/"));
  const exists = (name: string): boolean => name === STDIN || existsSync(resolve(folder, name));
  if (create && !existsSync(path)) return new Baseline([], nameOf, exists);
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new CliError(say({ zh: `读不了基线 ${path}：${inWords(error, locale)}。`, en: `Cannot read the baseline ${path}: ${inWords(error, locale)}.` }), say({ zh: "检查 --baseline 的路径；新建一份请加 --baseline-update。", en: "Check the path of --baseline; --baseline-update makes a new one." }));
  }
  return new Baseline(parseBaseline(text, shorten(path), say).findings, nameOf, exists);
}
