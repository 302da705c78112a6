import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type ChangedLines, onlyChanged, parseDiff, touches } from "../../src/ci/changes.js";
import { changedSince, GitError } from "../../src/ci/git.js";
import { makeFolder } from "../cli/support.js";
import { fileReport, placed } from "./support.js";

const folders: { remove(): void }[] = [];
afterAll(() => folders.forEach((folder) => folder.remove()));

function repository(files: Record<string, string>): { path: string; git(...args: string[]): string; write(name: string, text: string): void; changed(ref: string, name: string): ChangedLines | undefined } {
  const folder = makeFolder(files);
  folders.push(folder);
  const { path } = folder;
  const git = (...args: string[]): string => execFileSync("git", ["-c", "user.name=t", "-c", "user.email=t@example.invalid", "-c", "commit.gpgsign=false", ...args], { cwd: path, encoding: "utf8" });
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "--allow-empty", "-m", "first");
  return { path, git, write: (name, text) => writeFileSync(join(path, name), text), changed: (ref, name) => changedSince(ref, path)(join(path, name)) };
}

/** A fresh machine has Node and nothing else. */
describe.skipIf(spawnSync("git", ["--version"]).error !== undefined)("changedSince (needs git)", () => {
  let repo: ReturnType<typeof repository>;
  beforeAll(() => {
    repo = repository({ "a.txt": "一\n二\n三\n四\n五\n", "话术 \"1\".txt": "甲\n乙\n", "same.txt": "x\n", "sub/deep.txt": "一\n" });
  });

  test("added, changed and removed lines, new and renamed files, odd names", () => {
    const { git, write, changed, path } = repo;
    write("a.txt", "一\n二改\n三\n五\n六\n七\n");
    write("话术 \"1\".txt", "甲\n乙改\n");
    write("new.txt", "x\n");
    mkdirSync(join(path, "sub/more"));
    write("sub/more/new.txt", "x\n");
    renameSync(join(path, "same.txt"), join(path, "moved.txt"));
    git("add", "moved.txt");
    expect(changed("HEAD", "a.txt")).toEqual([[2, 2], [3, 4], [5, 6]]);
    expect(changed("main", "话术 \"1\".txt")).toEqual([[2, 2]]);
    expect(changed("HEAD", "new.txt")).toBe("all");
    expect(changedSince("HEAD", join(path, "sub"))(join(path, "new.txt"))).toBe("all");
    expect(changed("HEAD", "sub/more/new.txt")).toBe("all");
    expect(changed("HEAD", "sub/deep.txt")).toBeUndefined();
  });

  test("counts from where the branch left, not from where the other one is now", () => {
    const { git, write, changed, path } = repository({ "a.txt": "一\n二\n", "b.txt": "一\n" });
    git("checkout", "-q", "-b", "topic");
    write("a.txt", "一\n二改\n");
    git("commit", "-qam", "topic");
    git("checkout", "-q", "main");
    write("b.txt", "一改\n");
    git("commit", "-qam", "main goes on");
    git("checkout", "-q", "topic");
    expect(changed("main", "a.txt")).toEqual([[2, 2]]);
    expect(changed("main", "b.txt")).toBeUndefined();
    rmSync(join(path, ".git"), { recursive: true });
    expect(() => changed("main", "a.txt")).toThrow(GitError);
  });

  test("a ref that is not there, or looks like an option, is told", () => {
    for (const ref of ["nope", "--output=x", "HEAD:a.txt"]) expect(() => changedSince(ref, repo.path), ref).toThrow(GitError);
  });

  test("whatever is edited, the lines that are new are among the changed ones", () => {
    const { write, git, changed, path } = repository({ "f.txt": "" });
    const line = fc.constantFrom("", "甲", "乙", "+++ b/x", "--- a/x", "@@ -1 +1 @@", "diff --git a/x b/x", "\\");
    const lines = fc.array(line, { maxLength: 8 });
    fc.assert(
      fc.property(lines, lines, fc.boolean(), (before, after, eof) => {
        const end = eof ? "\n" : "";
        write("f.txt", before.join("\n") + end);
        git("add", "-A");
        git("commit", "-q", "--allow-empty", "-m", "x");
        write("f.txt", after.join("\n") + end);
        const ranges = changed("HEAD", "f.txt") ?? [];
        // Applied to the old text, the changed lines of the new one give the new one.
        const linesOf = (text: string): string[] => text.split(/(?<=\n)/);
        const now = linesOf(readFileSync(join(path, "f.txt"), "utf8"));
        const kept = now.filter((_, index) => !touches(ranges, index + 1, index + 1));
        const old = linesOf(before.join("\n") + end);
        let at = 0;
        for (const one of kept) {
          at = old.indexOf(one, at);
          expect(at).toBeGreaterThanOrEqual(0);
          at++;
        }
      }),
      { numRuns: 12 },
    );
  });
});

test("parseDiff leaves out what is deleted and unquotes names", () => {
  const diff = 'diff --git "a/\\"x\\\\\\t\\344\\272\\262" "b/\\"x\\\\\\t\\344\\272\\262"\n--- "a/\\"x"\n+++ "b/\\"x\\\\\\t\\344\\272\\262"\n@@ -1 +1,2 @@\n-a\n+b\n+c\ndiff --git a/gone b/gone\n--- a/gone\n+++ /dev/null\n@@ -1 +0,0 @@\n-a\n';
  expect([...parseDiff(diff)]).toEqual([['"x\\\t亲', [[1, 2]]]]);
});

test("onlyChanged keeps what stands on changed lines, and what is missing from a reply of which any line changed", () => {
  const text = "一\n二\n三";
  const report = fileReport(text, [placed(text, "一"), placed(text, "三"), placed(text, "")]);
  const left = (changed: ChangedLines): [string[], number] => {
    const { findings, unchanged } = onlyChanged(report, changed);
    return [findings.map((finding) => finding.text), unchanged];
  };
  expect(left([[1, 1]])).toEqual([["一", ""], 1]);
  expect(left([[2, 2]])).toEqual([[""], 2]);
  expect(left("all")).toEqual([["一", "三", ""], 0]);
  expect(left([])).toEqual([[], 3]);
});
