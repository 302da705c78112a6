import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Baseline, type BaselineRecord, formatBaseline, parseBaseline } from "../../src/ci/baseline.js";
import { fingerprint } from "../../src/ci/fingerprint.js";
import { SourceError } from "../../src/rulepack/yaml.js";
import { fileReport, placed } from "./support.js";

const open = (records: BaselineRecord[], exists: (file: string) => boolean = () => true): Baseline => new Baseline(records, (file) => file, exists);
/** What a first run over a file puts down. */
function taken(text: string, words: string[], file = "a.txt"): BaselineRecord[] {
  const baseline = open([]);
  baseline.apply(fileReport(text, words.map((one) => placed(text, one, { file })), { file }), true);
  return baseline.updated().findings;
}
const left = (baseline: Baseline, text: string, words: string[], file = "a.txt"): string[] => baseline.apply(fileReport(text, words.map((one) => placed(text, one, { file })), { file })).findings.map((finding) => finding.text);

describe("baseline", () => {
  test("accepts what it holds, and nothing else", () => {
    const records = taken("我对天发誓。明天一定到。", ["对天发誓", "一定到"]);
    expect(left(open(records), "您好。\n\n明天一定到。我对天发誓。", ["一定到", "对天发誓"])).toEqual([]);
    expect(left(open(records), "我对天发誓。后天一定到。", ["对天发誓", "一定到"])).toEqual(["一定到"]);
  });

  test("a swap is noticed, however the counts stay", () => {
    const sentence = fc.array(fc.constantFrom("甲", "乙", "丙", "丁"), { minLength: 1, maxLength: 5 }).map((parts) => `${parts.join("")}发誓。`);
    fc.assert(
      fc.property(fc.uniqueArray(sentence, { minLength: 2, maxLength: 6 }), fc.nat(), (sentences, nth) => {
        const find = (list: string[]): ReturnType<typeof placed>[] => list.map((one) => placed(one, "发誓", { context: one }));
        const fresh = sentences[0]!;
        const known = sentences.slice(1);
        const first = open([]);
        first.apply(fileReport("", find(known)), true);
        const swapped = known.map((one, index) => (index === nth % known.length ? fresh : one));
        const second = open(first.updated().findings);
        const { findings, suppressed } = second.apply(fileReport("", find(swapped)));
        expect(findings.map((finding) => finding.context)).toEqual([fresh]);
        expect(suppressed).toHaveLength(known.length - 1);
        expect(second.stale).toHaveLength(1);
      }),
    );
  });

  test("one more of the same kind is new", () => {
    const text = "我发誓。我发誓。我发誓。";
    const records = taken("我发誓。我发誓。", ["我发誓", "我发誓"]);
    expect(left(open(records), text, ["我发誓", "我发誓", "我发誓"])).toEqual(["我发誓"]);
  });

  test("only shrinks: pruning takes out what is mended, and never takes in what is new", () => {
    const records = taken("我对天发誓。明天一定到。", ["对天发誓", "一定到"]);
    const baseline = open(records);
    left(baseline, "我对天发誓。保证赔。", ["对天发誓", "保证赔"]);
    expect(baseline.stale.map((record) => record.text)).toEqual(["一定到"]);
    expect(baseline.pruned().findings.map((record) => record.text)).toEqual(["对天发誓"]);
    expect(baseline.updated().findings.map((record) => record.text).sort()).toEqual(["保证赔", "对天发誓"]);
  });

  test("of files that were not read nothing is said; of files that are gone everything is stale", () => {
    const records = [...taken("我发誓。", ["发誓"], "a.txt"), ...taken("我保证。", ["保证"], "b.txt")];
    const partly = open(records);
    left(partly, "您好。", [], "a.txt");
    expect(partly.stale.map((record) => record.file)).toEqual(["a.txt"]);
    expect(partly.pruned().findings.map((record) => record.file)).toEqual(["b.txt"]);
    const gone = open(records, (file) => file !== "b.txt");
    left(gone, "我发誓。", ["发誓"], "a.txt");
    expect(gone.stale.map((record) => record.file)).toEqual(["b.txt"]);
  });

  test("a file that was renamed keeps what is accepted, and gets its new name", () => {
    const records = taken("我发誓。", ["发誓"], "old.txt");
    const baseline = open(records, (file) => file !== "old.txt");
    expect(left(baseline, "我发誓。", ["发誓"], "new.txt")).toEqual([]);
    expect(baseline.pruned().findings).toEqual([{ ...records[0], file: "new.txt" }]);
    // Not so where the old file is still there: then it is a second one.
    expect(left(open(records), "我发誓。", ["发誓"], "new.txt")).toEqual(["发誓"]);
  });

  test("an ignore that is wrong is never accepted", () => {
    const text = "您好。";
    const baseline = open([]);
    expect(baseline.apply(fileReport(text, [placed(text, "您好", { rule: "ignore/unused" })]), true).findings).toHaveLength(1);
    expect(baseline.updated().findings).toEqual([]);
  });
});

describe("file", () => {
  const say = (text: { zh: string; en: string }): string => text.en;
  const records = taken("我对天发誓。明天一定到。", ["一定到", "对天发誓"]);

  test("one record a line, in a fixed order, and read back as written", () => {
    const text = formatBaseline({ version: 1, findings: records });
    expect(text.split("\n")).toHaveLength(records.length + 6);
    expect(parseBaseline(text, "b.json", say).findings).toEqual(records);
    expect(records.map((record) => record.key)).toContain(fingerprint(placed("明天一定到。", "一定到")));
    expect(parseBaseline(formatBaseline({ version: 1, findings: [] }), "b.json", say).findings).toEqual([]);
  });

  test.each([
    ['{\n "version": 1,\n <<<<<<< HEAD\n "findings": [] }', /^b\.json:\d+:\d+: the baseline is not valid JSON; restore/],
    ['{ "version": 2, "findings": [] }', /^b\.json:1:14: version: not what a baseline holds/],
    ['{ "version": 1,\n  "findings": [ { "file": "a", "rule": "x/y", "key": "12", "text": "" } ] }', /^b\.json:2:\d+: findings\.0\.key: /],
    ['{ "version": 1, "findings": [], "count": 3 }', /^b\.json:1:33: count: /],
    ["", /^b\.json:1:1: /],
  ])("%j says where it is wrong", (text, message) => {
    expect(() => parseBaseline(text, "b.json", say)).toThrow(SourceError);
    expect(() => parseBaseline(text, "b.json", say)).toThrow(message);
  });
});
