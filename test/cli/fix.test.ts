import { chmodSync, readFileSync, statSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Outcome, runCli, type RunOptions, useSandbox } from "./support.js";

const { pack, folder } = useSandbox();
const check = (args: string[], options: RunOptions = {}): Outcome => runCli(pack.cli, ["check", ...args], { cwd: folder.path, ...options });
const read = (name: string): string => readFileSync(join(folder.path, name), "utf8");

const BEFORE = "\ufeff---\r\nscenario: chase\r\n---\r\n亲亲亲，面料是纯棉的\r\n再见亲亲亲\r\n---\r\nscenario: price\r\n---\r\n亲亲亲，我对天发誓\r\n";
const AFTER = "\ufeff---\r\nscenario: chase\r\n---\r\n亲，面料是纯棉的\r\n再见亲\r\n---\r\nscenario: price\r\n---\r\n亲，我对天发誓\r\n";

describe("--fix", () => {
  test("mends every draft of the file and leaves the rest of it as it was", () => {
    writeFileSync(join(folder.path, "a.md"), BEFORE);
    chmodSync(join(folder.path, "a.md"), 0o640);
    const { code, stdout } = check(["a.md", "--fix", "--format", "json"]);
    expect(read("a.md")).toBe(AFTER);
    expect(statSync(join(folder.path, "a.md")).mode & 0o777).toBe(0o640);
    const { results } = JSON.parse(stdout) as { results: { fixed: { applied: { rule: string }[]; written: boolean; reply: string }; findings: { rule: string; start: number; line: number }[] }[] };
    expect(results.map(({ fixed }) => [fixed.applied.length, fixed.written, fixed.reply])).toEqual([
      [2, true, "亲，面料是纯棉的\r\n再见亲"],
      [1, true, "亲，我对天发誓"],
    ]);
    // What is reported is what the file now holds.
    expect(results[1]!.findings).toMatchObject([{ rule: "promise/vow", line: 9, start: AFTER.indexOf("对天发誓") - 1 }]);
    expect(code).toBe(1);
    expect(check(["a.md", "--fix"]).stdout).not.toContain("✎");
  });

  test("leaves a file alone that has nothing to mend", () => {
    writeFileSync(join(folder.path, "fine.txt"), "您好\n");
    const { mtimeMs } = statSync(join(folder.path, "fine.txt"));
    expect(check(["fine.txt", "--fix"]).code).toBe(0);
    expect(statSync(join(folder.path, "fine.txt")).mtimeMs).toBe(mtimeMs);
  });

  test("goes through a link", () => {
    writeFileSync(join(folder.path, "real.txt"), "亲亲亲，面料是纯棉的\n");
    symlinkSync("real.txt", join(folder.path, "link.txt"));
    expect(check(["link.txt", "--fix"]).code).toBe(0);
    expect(read("real.txt")).toBe("亲，面料是纯棉的\n");
  });

  test("standard input: the mended text to stdout, the report to stderr", () => {
    const { code, stdout, stderr } = check(["-", "--fix"], { input: "亲亲亲，我对天发誓\n" });
    expect(stdout).toBe("亲，我对天发誓\n");
    expect(stderr).toContain("promise/vow");
    expect(code).toBe(1);
  });
});

describe("--fix-dry-run", () => {
  test("shows the change, reports the file as it is, and writes nothing", () => {
    writeFileSync(join(folder.path, "dry.md"), BEFORE);
    const { stdout } = check(["dry.md", "--fix-dry-run"]);
    expect(read("dry.md")).toBe(BEFORE);
    expect(stdout).toContain("✎ --fix 会修正 2 处（文件未改动）  courtesy/triple\n    - 亲亲亲，面料是纯棉的\n    - 再见亲亲亲\n    + 亲，面料是纯棉的\n    + 再见亲\n");
    expect(stdout).toContain("  4 │ 亲亲亲，面料是纯棉的\n");
    const { results } = JSON.parse(check(["dry.md", "--fix-dry-run", "--format", "json"]).stdout) as { results: { fixed: { written: boolean; reply: string } }[] };
    expect(results[0]!.fixed).toMatchObject({ written: false, reply: "亲，面料是纯棉的\r\n再见亲" });
  });
});
