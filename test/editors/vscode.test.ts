import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { createShippedLinter } from "replylint/node";
import { settingsSchema } from "../../src/lsp/settings.js";
import { SCENARIO } from "../../src/reporters/labels.js";

const at = (path: string): string => fileURLToPath(new URL(`../../editors/vscode/${path}`, import.meta.url));
const json = (path: string): Record<string, never> => JSON.parse(readFileSync(at(path), "utf8")) as Record<string, never>;
const manifest = json("package.json") as unknown as {
  version: string;
  devDependencies: Record<string, string>;
  engines: { vscode: string };
  contributes: {
    commands: { command: string }[];
    menus: Record<string, { command: string }[]>;
    views: Record<string, { id: string }[]>;
    languages: { id: string }[];
    grammars: { language: string; path: string }[];
    snippets: { language: string; path: string }[];
    configuration: { properties: Record<string, { enum?: unknown[]; enumItemLabels?: string[]; markdownDescription?: string; default: unknown }> };
    walkthroughs: { steps: { completionEvents: string[] }[] }[];
  };
};
const { contributes } = manifest;
const source = readdirSync(at("src")).map((name) => readFileSync(at(`src/${name}`), "utf8")).join("\n");
const server = readFileSync(new URL("../../src/lsp/server.ts", import.meta.url), "utf8");
const nls = ["package.nls.json", "package.nls.zh-cn.json"].map(json);
const texts = { en: nls[0]!, zh: nls[1]! } as unknown as Record<"en" | "zh", Record<string, string>>;

describe("the VS Code extension's manifest", () => {
  it("has every text in both languages, and none too many", () => {
    const used = [...JSON.stringify(manifest).matchAll(/"%([\w.-]+)%"/g)].map(([, key]) => key!);
    for (const table of Object.values(texts)) expect(Object.keys(table).sort()).toEqual([...new Set(used)].sort());
    for (const key of used.filter((one) => one.endsWith(".media"))) for (const table of Object.values(texts)) expect(existsSync(at(table[key]!)), table[key]).toBe(true);
    for (const [id, { zh, en }] of Object.entries(SCENARIO)) expect([texts.zh[`scenario.${id}`], texts.en[`scenario.${id}`]]).toEqual([zh, en]);
  });

  it("names the commands that there are", () => {
    const own = [...source.matchAll(/^ {4}"(replylint\.\w+)":/gm)].map(([, name]) => name!);
    const ofServer = [...server.matchAll(/"(replylint\.\w+)"/g)].map(([, name]) => name!);
    const named = contributes.commands.map(({ command }) => command);
    expect([...named].sort()).toEqual([...own, ...ofServer].sort());
    const asked = JSON.stringify([contributes.menus, contributes.walkthroughs, texts]).matchAll(/(?:command:|onCommand:|"command":")(replylint\.\w+)/g);
    for (const [, name] of asked) expect(named).toContain(name);
    for (const [, id] of JSON.stringify(contributes.walkthroughs).matchAll(/onView:([\w.]+)/g)) expect(Object.values(contributes.views).flat()).toContainEqual(expect.objectContaining({ id }));
  });

  it("has the settings that the server knows, each described", () => {
    const { properties } = contributes.configuration;
    const named = Object.keys(properties).map((name) => name.replace(/^replylint\./, ""));
    expect(named.filter((name) => !["exclude", "trace.server"].includes(name)).sort()).toEqual(Object.keys(settingsSchema.entries).sort());
    for (const [name, { markdownDescription, enum: values, enumItemLabels }] of Object.entries(properties)) {
      expect(markdownDescription, name).toMatch(/^%setting\./);
      if (enumItemLabels) expect(enumItemLabels, name).toHaveLength(values!.length);
    }
    for (const [, name] of JSON.stringify(contributes.walkthroughs).matchAll(/onSettingChanged:([\w.]+)/g)) expect(Object.keys(properties)).toContain(name);
  });

  it("translates what the extension says", () => {
    const said = [...source.matchAll(/l10n\.t\("([^"]+)"/g)].map(([, words]) => words!);
    expect(said.length).toBeGreaterThan(3);
    expect(Object.keys(json("l10n/bundle.l10n.zh-cn.json")).sort()).toEqual([...new Set(said)].sort());
  });

  it("fits the package around it", () => {
    const root = JSON.parse(readFileSync(new URL("../../package.json", import.meta.url), "utf8")) as { version: string };
    expect(manifest.version).toBe(root.version);
    expect(manifest.engines.vscode).toBe(`^${manifest.devDependencies["@types/vscode"]}`);
    const languages = contributes.languages.map(({ id }) => id);
    for (const { language, path } of [...contributes.grammars, ...contributes.snippets]) {
      expect([...languages, "markdown", "plaintext"]).toContain(language);
      expect(() => json(path)).not.toThrow();
    }
  });

  it("offers snippets that replylint itself has nothing against", () => {
    const linter = createShippedLinter();
    const snippets = Object.values(json("snippets/draft.json")) as unknown as { body: string[] }[];
    for (const { body } of snippets) {
      const reply = body.join("\n").replace(/\$\{\d+[:|]([^}|]*)\|?\}|\$0/g, (_, words: string | undefined) => words ?? "").replace(/^\s*---[^]*---\s*/, "");
      expect(linter.lint({ reply }).findings, reply).toEqual([]);
    }
  });
});
