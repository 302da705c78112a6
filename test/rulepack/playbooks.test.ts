/** What holds for the playbooks that ship. */
import { describe, expect, it } from "vitest";
import { Linter } from "../../src/core/index.js";
import { SCENARIOS } from "../../src/core/types.js";
import { loadPack } from "../../src/rulepack/load.js";

const { pack, loaded } = loadPack(["rules"], "dictionaries");
const linter = new Linter(pack, { level: "strict", suggestions: false });
const playbooks = loaded.source.playbooks!;
const wordOf = (name: string): string => {
  const { any } = loaded.source.classes.find((cls) => cls.name === name)!;
  return any[0]!.startsWith("<") ? wordOf(any[0]!.slice(1, -1)) : any[0]!;
};

describe("the shipped playbooks", () => {
  it("are there for every scenario but the general one", () => {
    const covered = new Set(playbooks.flatMap(({ scenarios }) => scenarios));
    expect(SCENARIOS.filter((scenario) => !covered.has(scenario))).toEqual(["general"]);
  });

  it("tell every rule that asks for something when to ask", () => {
    const told = new Set(playbooks.flatMap(({ steps }) => steps.flatMap(({ rules = [] }) => rules)));
    expect(loaded.source.rules.filter(({ kind, id }) => (kind === "require" || kind === "order") && !told.has(id)).map(({ id }) => id)).toEqual([]);
  });

  const sentences = playbooks.flatMap(({ id, steps }) => steps.flatMap(({ say = [] }) => say.map((text) => [id, text] as const)));
  it.each(sentences)("%s says nothing that is reported: %s", (_, text) => {
    const reply = text.replace(/\{([a-z-]+)\}/g, (__, name: string) => wordOf(name));
    // What begins a reply goes on; and only what stands in the sentence counts, not what it lacks.
    expect(linter.lint({ reply: reply.replace(/，$/, "，我现在为您核实，今天18点前回复您。") }).findings.filter(({ text: words }) => words !== "")).toEqual([]);
  });

  it("end each step with a sentence that needs nobody's words", () => {
    const needy = playbooks.flatMap(({ id, steps }) => steps.flatMap(({ say }) => (say?.at(-1)?.includes("{") ? [`${id}: ${say.at(-1)}`] : [])));
    expect(needy).toEqual([]);
  });

  it("never name a figure that nobody gave", () => {
    expect(sentences.filter(([, text]) => /\d|[一二三四五六七八九十百千两]+(?:天|小时|分钟|元|块|折)/.test(text.replace(/签收后7天内/g, ""))).map(([, text]) => text)).toEqual([]);
  });
});
