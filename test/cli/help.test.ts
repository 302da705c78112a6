import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { displayWidth } from "../../src/reporters/width.js";
import { BUILT_CLI, makeFolder, type Outcome, ROOT, runCli } from "./support.js";

const run = (...args: string[]): Outcome => runCli(BUILT_CLI, args);
const COMMANDS = ["check", "pipe", "rules list", "rules explain", "rules test", "init"];

describe("--help", () => {
  test.each(COMMANDS)("%s, in both languages", (command) => {
    for (const [locale, usage, options] of [["zh", "用法", "选项"], ["en", "Usage", "Options"]] as const) {
      const { code, stdout, stderr } = run(...command.split(" "), "--help", "--locale", locale);
      expect([code, stderr]).toEqual([0, ""]);
      expect(stdout).toContain(`\n${usage}\n  replylint ${command}`);
      expect(stdout).toContain(`\n${options}\n`);
      for (const line of stdout.split("\n")) if (!line.includes("{")) expect(displayWidth(line)).toBeLessThanOrEqual(120);
    }
  });

  test("help <command>, -h, and help before anything else is judged", () => {
    expect(run("help", "rules", "test").stdout).toBe(run("rules", "test", "--help").stdout);
    expect(run("check", "-h").stdout).toBe(run("check", "--help").stdout);
    expect(run("check", "--nonsense", "--help").code).toBe(0);
  });

  test("the overview lists the commands", () => {
    const { code, stdout } = run("--help");
    expect(code).toBe(0);
    for (const command of COMMANDS) expect(stdout).toContain(`\n  ${command} `);
    expect(run("help").stdout).toBe(stdout);
    expect(run("rules", "--help").stdout).toContain("rules explain");
  });

  test("no command at all is an error with the overview", () => {
    expect(run()).toMatchObject({ code: 2, stdout: "", stderr: run("--help").stdout });
    expect(run("rules").code).toBe(2);
  });
});

test("--version is the package's", () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, "package.json"), "utf8")) as { version: string };
  for (const flag of ["--version", "-v"]) expect(run(flag)).toEqual({ code: 0, stdout: `${version}\n`, stderr: "" });
});

describe("init", () => {
  test("writes a configuration that is valid, with all its examples switched on", () => {
    for (const locale of ["zh", "en"]) {
      const place = makeFolder({ "a.txt": "您好", "our-rules/keep.txt": "" });
      expect(runCli(BUILT_CLI, ["init", "--locale", locale], { cwd: place.path })).toMatchObject({ code: 0, stderr: "" });
      const path = join(place.path, "replylint.config.yaml");
      const text = readFileSync(path, "utf8");
      expect(text).toContain(`locale: ${locale}\n`);
      expect(runCli(BUILT_CLI, ["check", "a.txt"], { cwd: place.path })).toMatchObject({ code: 0, stderr: "" });
      writeFileSync(path, text.replace(/^# (?=(minScore|channel|scenario|extends|terms|limits|exempt|rulesDirs|rules|audit):|  )/gm, "").replace(/^# {3}/gm, "  "));
      expect(runCli(BUILT_CLI, ["check", "--print-config"], { cwd: place.path })).toMatchObject({ code: 0, stderr: "", stdout: expect.stringContaining("minScore: 80") as string });
      place.remove();
    }
  });

  test("leaves an old one alone, but for --force", () => {
    const place = makeFolder({ "replylint.config.yaml": "level: strict\n" });
    const path = join(place.path, "replylint.config.yaml");
    expect(runCli(BUILT_CLI, ["init"], { cwd: place.path })).toMatchObject({ code: 2, stderr: expect.stringContaining("--force") as string });
    expect(readFileSync(path, "utf8")).toBe("level: strict\n");
    expect(runCli(BUILT_CLI, ["init", "--force"], { cwd: place.path }).code).toBe(0);
    expect(readFileSync(path, "utf8")).toContain("locale: zh");
    place.remove();
  });
});
