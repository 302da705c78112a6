import { spawnSync } from "node:child_process";
import { realpathSync } from "node:fs";
import { join } from "node:path";
import type { Bilingual } from "../core/types.js";
import { type ChangedLines, parseDiff } from "./changes.js";

/** git could not say what changed: what is wrong, and a way out. */
export class GitError extends Error {
  constructor(
    readonly what: Bilingual,
    readonly hint: Bilingual,
  ) {
    super(what.en);
  }
}

/**
 * Asks git which lines of the work tree changed since the branch left `ref`; files that git does not know yet are new.
 * @returns the changed lines of a file, by its real path; undefined where nothing changed
 * @throws {GitError}
 */
export function changedSince(ref: string, cwd: string): (path: string) => ChangedLines | undefined {
  const git = (...args: string[]): string => {
    const { status, stdout, stderr, error } = spawnSync("git", ["-c", "core.quotePath=false", ...args], { cwd, encoding: "utf8", maxBuffer: 1 << 30 });
    if (error) throw new GitError({ zh: "--changed-since 要用 git，这里运行不了 git。", en: "--changed-since needs git, which cannot be run here." }, { zh: "请先安装 git，或去掉 --changed-since。", en: "Install git, or leave --changed-since out." });
    if (status !== 0) throw new Refused(stderr.trim());
    return stdout;
  };
  const attempt = (what: Bilingual, hint: Bilingual, ...args: string[]): string => {
    try {
      return git(...args);
    } catch (error) {
      if (error instanceof Refused) throw new GitError(what, hint);
      throw error;
    }
  };
  const root = attempt(
    { zh: "这里不是 git 仓库，--changed-since 不知道哪些行改过。", en: "This is no git repository: --changed-since cannot tell which lines changed." },
    { zh: "在仓库里运行，或去掉 --changed-since。", en: "Run it inside a repository, or leave --changed-since out." },
    "rev-parse", "--show-toplevel",
  ).trimEnd();
  const commit = attempt(
    { zh: `git 里没有“${ref}”这个分支或提交。`, en: `git knows no branch or commit "${ref}".` },
    { zh: "检查名字；CI 里请把历史取全：git fetch（actions/checkout 写 fetch-depth: 0）。", en: "Check the name; in CI fetch the history: git fetch (fetch-depth: 0 of actions/checkout)." },
    "rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`,
  ).trim();
  const base = attempt(
    { zh: `当前分支和“${ref}”没有共同的提交。`, en: `This branch and "${ref}" have no commit in common.` },
    { zh: "CI 里多半是历史没取全：git fetch --unshallow（actions/checkout 写 fetch-depth: 0）。", en: "In CI the history is likely cut off: git fetch --unshallow (fetch-depth: 0 of actions/checkout)." },
    "merge-base", commit, "HEAD",
  ).trim();
  const failed: [Bilingual, Bilingual] = [{ zh: "git diff 失败。", en: "git diff failed." }, { zh: "在仓库里单独运行 git diff 看看原因。", en: "Run git diff in the repository to see why." }];
  const diff = attempt(...failed, "diff", "--unified=0", "--no-color", "--no-ext-diff", "--no-textconv", "--text", "--src-prefix=a/", "--dst-prefix=b/", base);
  const top = realpathSync(root);
  const changed = new Map<string, ChangedLines>();
  for (const [path, lines] of parseDiff(diff)) changed.set(join(top, path), lines);
  // From the root, so that new files outside of this folder count, too.
  const untracked = attempt(...failed, "-C", root, "ls-files", "-z", "--others", "--exclude-standard");
  for (const path of untracked.split("\0")) if (path !== "") changed.set(join(top, path), "all");
  return (path) => changed.get(realpathSync(path));
}

class Refused extends Error {}
