import { relative } from "node:path";
import { describe, expect, it } from "vitest";
import { Linter } from "../../src/core/index.js";
import { loadPack } from "../../src/rulepack/load.js";
import { SourceError } from "../../src/rulepack/yaml.js";
import { packDir, RULE } from "./support.js";

function load(dir: string): ReturnType<typeof loadPack> {
  return loadPack([`${dir}/rules`], `${dir}/dictionaries`);
}

/** The problems of a pack, as `file:line:column: message` with files from the pack's folder on. */
function problems(changes: Record<string, string | null>): string[] {
  const dir = packDir(changes);
  try {
    load(dir);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return error.message.replaceAll(`${dir}/`, "").split("\n");
  }
  return [];
}

const rule = (from: string, to: string): Record<string, string> => ({ "rules/promise/sure.yaml": RULE.replace(from, to) });
const words = (text: string): Record<string, string> => ({ "dictionaries/lexicon/words.yaml": text });

describe("loadPack", () => {
  it("loads what is right", () => {
    const { pack, loaded } = load(packDir());
    expect(pack.rules.map(({ id }) => id)).toEqual(["promise/sure"]);
    expect(loaded.source.classes.map(({ name }) => name)).toEqual(["sure", "hedge", "thing"]);
    expect(loaded.source.traditional).toBe("請请證证");
    expect(new Linter(pack).lint({ reply: "保證明天到" }).findings.map(({ text }) => text)).toEqual(["保證明天到"]);
  });

  it("takes single rule files and several folders", () => {
    const one = packDir();
    const two = packDir({ "rules/promise/sure.yaml": RULE.replace("promise/sure", "promise/two") });
    expect(loadPack([`${one}/rules/promise/sure.yaml`, `${two}/rules`], `${one}/dictionaries`).pack.rules.map(({ id }) => id)).toEqual(["promise/sure", "promise/two"]);
  });

  it("takes playbooks; one of one's own stands for the shipped one of its id", () => {
    const book = (name: string, say: string): string => `id: damaged\nname: { zh: ${name}, en: ${name} }\nscenarios: [damaged]\nguidance: [G28]\nsources: [test]\nsteps:\n  - { move: apology, step: { zh: 致歉, en: apologise }, say: ["${say}"] }\n`;
    const shipped = packDir({ "rules/playbooks/damaged.yaml": book("破损", "抱歉") });
    const own = packDir({ "rules/playbooks/ours.yaml": book("自家", "真抱歉"), "rules/promise/sure.yaml": null });
    const { pack } = loadPack([`${shipped}/rules`, `${own}/rules`], `${shipped}/dictionaries`);
    expect(pack.playbooks.map(({ id, name, steps }) => [id, name.zh, steps[0]!.say[0]!.text])).toEqual([["damaged", "自家", "真抱歉"]]);
    expect(problems({ "rules/playbooks/damaged.yaml": book("破损", "{thing}抱歉").replace("guidance", "guidence") })).toEqual([
      "rules/playbooks/damaged.yaml:1:1: guidance: is missing",
      'rules/playbooks/damaged.yaml:4:1: guidence: unknown key "guidence"; did you mean "guidance"?',
    ]);
    expect(problems({ "rules/playbooks/damaged.yaml": book("破损", "这{nothing}抱歉") })).toEqual([expect.stringMatching(/^rules\/playbooks\/damaged\.yaml:7:\d+: there is no class "nothing"$/)]);
    expect(problems({ "rules/playbooks/damaged.yaml": book("破损", "抱歉").replace("say:", "rules: [promise/shure], say:") })).toEqual([expect.stringMatching(/^rules\/playbooks\/damaged\.yaml:7:\d+: there is no rule "promise\/shure"$/)]);
  });

  it("gives the same pack for the same files, wherever they lie", () => {
    expect(load(packDir()).pack.hash).toBe(load(packDir()).pack.hash);
    expect(load(packDir(rule("warning", "error"))).pack.hash).not.toBe(load(packDir()).pack.hash);
  });

  it.each<[string, Record<string, string | null>, string[]]>([
    ["a mistyped key", rule("severity: warning", "sevrity: warning"), ["rules/promise/sure.yaml:1:1: severity: is missing", 'rules/promise/sure.yaml:4:1: sevrity: unknown key "sevrity"; did you mean "severity"?']],
    ["a mistyped key further in", rule("span: 一定明天到", "spam: 一定明天到"), ["rules/promise/sure.yaml:12:7: examples.bad.0.span: is missing", 'rules/promise/sure.yaml:12:22: examples.bad.0.spam: unknown key "spam"; did you mean "span"?']],
    ["a key that is like no other", rule("sources:", "quellenverzeichnis: [x]\nsources:"), ['rules/promise/sure.yaml:7:1: quellenverzeichnis: unknown key "quellenverzeichnis"']],
    ["a wrong value", rule("warning", "fatal"), ['rules/promise/sure.yaml:4:11: severity: expected ("error" | "warning" | "info"), found "fatal"']],
    ["a wrong type", rule('\n  - "<sure>..4到"', " <sure>到"), ['rules/promise/sure.yaml:8:8: match: expected Array, found "<sure>到"']],
    ["a wrong kind", rule("kind: phrase", "kind: regex"), [expect.stringMatching(/^rules\/promise\/sure\.yaml:3:7: kind: expected .*"phrase".*, found "regex"$/)]],
    ["a missing kind", rule("kind: phrase\n", ""), [expect.stringMatching(/^rules\/promise\/sure\.yaml:1:1: kind: is missing$/)]],
    ["a bad id", rule("promise/sure", "promises/Sure"), [expect.stringMatching(/^rules\/promise\/sure\.yaml:1:5: id: "promises\/Sure" is <dimension>\/<name> in kebab-case; dimensions: ownership /)]],
    ["no guidance", rule("[G04]", "[]"), ["rules/promise/sure.yaml:2:11: guidance: names at least one point of the guidance"]],
    ["a bad pattern", rule("<sure>..4到", "<sure>..4(到"), ['rules/promise/sure.yaml:9:15: in "<sure>..4(到": "(" is never closed']],
    ["a bad pattern without quotes", rule('"<sure>..4到"', "一定(到"), ['rules/promise/sure.yaml:9:7: in "一定(到": "(" is never closed']],
    ["an unknown class", rule("<sure>..4到", "<sur>..4到"), ["rules/promise/sure.yaml:9:5: there is no class <sur>; did you mean <sure>?"]],
    ["an unknown class in a condition", rule("examples:", "unless: { clause: [hege] }\nexamples:"), [expect.stringMatching(/^rules\/promise\/sure\.yaml:\d+:\d+: there is no class <hege>; did you mean <hedge>\?$/)]],
    ["an unknown class in a situation", rule("examples:", "when: { customer: [none] }\nexamples:"), ['rules/promise/sure.yaml:10:20: there is no class "none"']],
    ["a file that is empty", { "rules/promise/sure.yaml": "" }, [expect.stringMatching(/^rules\/promise\/sure\.yaml:1:1: expected /)]],
    ["a file that is no YAML", rule("kind: phrase", "kind: [phrase"), [expect.stringMatching(/^rules\/promise\/sure\.yaml:\d+:\d+: is not YAML: /)]],
    ["the same key twice", rule("kind: phrase", "kind: phrase\nkind: phrase"), [expect.stringMatching(/^rules\/promise\/sure\.yaml:4:1: is not YAML: Map keys must be unique/)]],
    ["the same rule twice", { "rules/promise/twice.yaml": RULE }, ['rules/promise/twice.yaml:1:5: rule "promise/sure" is defined twice']],
    ["a class without members", words("sure: [一定]\nhedge: []\n"), ["dictionaries/lexicon/words.yaml:2:8: hedge: needs at least one entry"]],
    ["a bad class name", words("sure: [一定]\nhedge: [预计]\nBig: [大]\n"), [expect.stringMatching(/^dictionaries\/lexicon\/words\.yaml:3:\d+: Big: "Big" a class name is made of/)]],
    ["a mistyped key of a class", words("sure: [一定]\nhedge: { any: [预计], excep: [不] }\n"), ['dictionaries/lexicon/words.yaml:2:21: hedge.excep: unknown key "excep"; did you mean "except"?']],
    ["something else among words", words("sure: [一定, true]\nhedge: [预计]\n"), [expect.stringMatching(/^dictionaries\/lexicon\/words\.yaml:1:12: sure\.1: expected .*string.*, found true$/)]],
    ["a word that can never be found", words("sure: [一定, \"\u200b\"]\nhedge: [预计]\n"), [expect.stringMatching(/^dictionaries\/lexicon\/words\.yaml:1:12: .* can never match/)]],
    ["a class defined twice", { "dictionaries/lexicon/z.yaml": "\nhedge: [大概]\n" }, ['dictionaries/lexicon/z.yaml:2:8: class "hedge" is defined twice']],
    ["classes in a circle", words('sure: ["<hedge>一定"]\nhedge: ["<sure>预计"]\n'), [expect.stringMatching(/^dictionaries\/lexicon\/words\.yaml:1:7: classes are defined in a circle: <sure> → <hedge> → <sure>$/)]],
    ["a mistyped key of the scorecard", { "dictionaries/scorecard.yaml": "points: { error: 25, warning: 10, info: 2 }\nagain: 0.5\ncap: 50\ncritcalCap: 40\npass: 80\nweights: { default: {} }\n" }, ["dictionaries/scorecard.yaml:1:1: criticalCap: is missing", 'dictionaries/scorecard.yaml:4:1: critcalCap: unknown key "critcalCap"; did you mean "criticalCap"?']],
    ["a figure out of range", { "dictionaries/scorecard.yaml": "points: { error: 25, warning: 10, info: 2 }\nagain: 0.5\ncap: 50\ncriticalCap: 40\npass: 180\nweights: { default: {} }\n" }, ["dictionaries/scorecard.yaml:5:7: pass: expected <=100, found 180"]],
    ["a scenario that does not exist", { "dictionaries/scenarios.yaml": "trivial: [hedge]\nscenarios:\n  - { scenario: chasing, customer: [sure] }\n" }, [expect.stringMatching(/^dictionaries\/scenarios\.yaml:3:17: scenarios\.0\.scenario: expected .*, found "chasing"$/)]],
    ["an unknown class among the scenarios", { "dictionaries/scenarios.yaml": "trivial: [hedge]\nscenarios:\n  - { scenario: chase, customer: [none] }\n" }, [expect.stringMatching(/^dictionaries\/scenarios\.yaml:\d+:\d+: there is no class "none"$/)]],
    ["a missing file", { "dictionaries/scorecard.yaml": null }, ["dictionaries/scorecard.yaml:1:1: cannot be read: ENOENT"]],
    ["a missing table of characters", { "dictionaries/traditional.txt": null }, ["dictionaries/traditional.txt:1:1: cannot be read: ENOENT"]],
    ["a missing folder", { "rules/promise/sure.yaml": null }, ["rules:1:1: there is no such file or folder"]],
  ])("says where: %s", (_, changes, expected) => {
    expect(problems(changes)).toEqual(expected);
  });

  it("names every problem of every file at once", () => {
    expect(problems({ ...rule("warning", "fatal"), "dictionaries/lexicon/words.yaml": "sure: [true]\nhedge: [预计]\n", "rules/time/x.yaml": "id: [" })).toHaveLength(3);
  });

  // Reported to the engine's author: the place of a class named in the scenario table is only its file.
  it("names the line of the scenario table", () => {
    expect(problems({ "dictionaries/scenarios.yaml": "trivial: [hedge]\nscenarios:\n  - { scenario: chase, customer: [none] }\n" })).toEqual(['dictionaries/scenarios.yaml:3:35: there is no class "none"']);
  });

  it("names files as they were given, or from the working folder on", () => {
    const dir = relative(process.cwd(), packDir(rule("warning", "fatal")));
    expect(() => load(dir)).toThrow(`${dir}/rules/promise/sure.yaml:4:11: `);
    expect(() => loadPack(["rules/none"], "dictionaries")).toThrow("rules/none:1:1: there is no such file or folder");
    expect(() => loadPack([`${process.cwd()}/rules/none`], "dictionaries")).toThrow(/^rules\/none:1:1: /);
  });
});

it("a rule of one's own is certain, unless it says otherwise: the model was not trained beside it", () => {
  const own = packDir({ "rules/promise/sure.yaml": RULE.replace("promise/sure", "promise/own") });
  const { pack } = loadPack(["rules", `${own}/rules`], "dictionaries");
  const certain = new Map(pack.rules.map((one) => [one.id, one.kind === "phrase" && one.certain]));
  expect(certain.get("promise/own")).toBe(true);
  expect(certain.get("promise/guaranteed-arrival")).toBe(false);
});
