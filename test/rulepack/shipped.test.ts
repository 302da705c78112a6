/** What holds for the rules and dictionaries that ship, whatever they are; their own examples are run by `npm run test:rules`. */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { applyEdits, Linter } from "../../src/core/index.js";
import { CHANNELS, type Finding, type Reply, type Result, SCENARIOS } from "../../src/core/types.js";
import { ofConversations } from "../../src/core/rules.js";
import { loadPack } from "../../src/rulepack/load.js";
import { readPack, writePack } from "../../src/rulepack/store.js";
import { anyText, literalsOf, sometimes, Writer } from "../core/support.js";

const { pack, loaded } = loadPack(["rules"], "dictionaries");
const linter = new Linter(pack, { level: "strict" });
const writer = new Writer(pack.program);

const words = [...literalsOf(pack.program.automaton).map(({ text }) => text), ...Object.values(pack.program.local).flat()];
const phraseClasses = pack.rules.flatMap((rule) => (rule.kind === "phrase" ? [rule.cls] : []));
const nodeClasses = writer.classesWithPatterns();
const examples = loaded.source.rules.flatMap((rule) => (ofConversations(rule) ? [] : [...rule.examples.bad, ...rule.examples.good]));

/** Replies in which rules fire: their own examples and what their patterns spell, set among anything else. */
const firing = fc
  .array(
    fc.oneof(
      { weight: 5, arbitrary: writer.arbitrary(phraseClasses.length > 0 ? phraseClasses : nodeClasses) },
      { weight: 3, arbitrary: writer.arbitrary(nodeClasses) },
      { weight: 3, arbitrary: fc.constantFrom(...examples.map(({ text }) => text)) },
      { weight: 2, arbitrary: fc.constantFrom("，", "。", "！", "\n", "\r\n", " ", "～", "🙏", "亲，", "您好，") },
      { weight: 1, arbitrary: anyText(words, 4) },
    ),
    { minLength: 1, maxLength: 5 },
  )
  .map((list) => list.join(""));
const replyText = fc.oneof({ weight: 2, arbitrary: firing }, { weight: 1, arbitrary: anyText(words) });
const customers = examples.flatMap(({ customer }) => (customer === undefined ? [] : [customer]));
const input: fc.Arbitrary<Reply> = fc
  .record({
    reply: replyText,
    customer: sometimes(0.7, fc.oneof(anyText(words, 4), writer.arbitrary(nodeClasses), fc.constantFrom("", ...customers))),
    scenario: sometimes(0.3, fc.constantFrom(...SCENARIOS)),
    channel: sometimes(0.3, fc.constantFrom(...CHANNELS)),
  })
  .map((record) => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined)) as unknown as Reply);

const countOf = (findings: readonly Finding[], rule: string): number => findings.filter((finding) => finding.rule === rule).length;
const scoreOf = (result: Result): number => result.score ?? 100;
const runs = fc.readConfigureGlobal().numRuns!;

const dir = mkdtempSync(join(tmpdir(), "replylint-"));
afterAll(() => rmSync(dir, { recursive: true, force: true }));

describe("the shipped rules", () => {
  it("give any reply a well-formed result, the same again and from a pack read back", () => {
    const path = join(dir, "pack.bin");
    writePack(pack, path);
    const stored = new Linter(readPack(path), { level: "strict" });
    let fired = 0;
    fc.assert(
      fc.property(input, (reply) => {
        const result = linter.lint(reply);
        expect(result.crashed).toBeUndefined();
        if (result.score === null) expect(result.findings).toEqual([]);
        else expect(result.score >= 0 && result.score <= 100 && Number.isInteger(result.score)).toBe(true);
        if (result.findings.length > 0) fired++;
        for (const { start, end, text } of [...result.findings, ...result.moves]) {
          expect(start >= 0 && start <= end && end <= reply.reply.length).toBe(true);
          expect(reply.reply.slice(start, end)).toBe(text);
        }
        for (const finding of result.findings) {
          expect(finding.guidance.length).toBeGreaterThan(0);
          expect(finding.message).not.toMatch(/\{[a-z]+\}/);
          if (finding.fix) expect(finding.suggestions).toContainEqual(finding.fix);
          // Edits stay within the reply and split no pair of surrogates.
          for (const { edits } of finding.suggestions)
            for (const { start, end } of edits) {
              expect(start >= 0 && start <= end && end <= reply.reply.length).toBe(true);
              for (const at of [start, end]) expect(/[\ud800-\udbff]$/.test(reply.reply.slice(0, at)) && /^[\udc00-\udfff]/.test(reply.reply.slice(at))).toBe(false);
            }
        }
        expect(linter.lint(reply)).toEqual(result);
        expect(stored.lint(reply)).toEqual(result);
      }),
      { numRuns: runs },
    );
    expect(fired / runs).toBeGreaterThan(0.3);
  });

  it("give the same result on a fresh linter", () => {
    fc.assert(
      fc.property(input, (reply) => {
        expect(new Linter(pack, { level: "strict" }).lint(reply)).toEqual(linter.lint(reply));
      }),
      { numRuns: Math.ceil(runs / 4) },
    );
  });

  it("offer no suggestion that makes anything worse", () => {
    let offered = 0;
    fc.assert(
      fc.property(input, (reply) => {
        const before = linter.lint(reply);
        for (const finding of before.findings)
          for (const { edits } of finding.suggestions) {
            offered++;
            const after = linter.lint({ ...reply, reply: applyEdits(reply.reply, edits) });
            expect(countOf(after.findings, finding.rule)).toBeLessThan(countOf(before.findings, finding.rule));
            for (const { rule } of after.findings) expect(countOf(after.findings, rule), rule).toBeLessThanOrEqual(countOf(before.findings, rule));
            expect(scoreOf(after)).toBeGreaterThanOrEqual(scoreOf(before));
          }
      }),
    );
    expect(offered).toBeGreaterThan(0);
  });

  it("mend a reply for good, and bring nothing new into it", () => {
    let mended = 0;
    fc.assert(
      fc.property(input, (reply) => {
        const before = linter.lint(reply);
        const { text, applied } = linter.fix(reply);
        if (applied.length > 0) mended++;
        else expect(text).toBe(reply.reply);
        const after = linter.lint({ ...reply, reply: text });
        for (const { rule } of after.findings) expect(countOf(after.findings, rule), rule).toBeLessThanOrEqual(countOf(before.findings, rule));
        expect(scoreOf(after)).toBeGreaterThanOrEqual(scoreOf(before));
        expect(linter.fix({ ...reply, reply: text })).toEqual({ text, applied: [] });
      }),
    );
    if (loaded.source.rules.some(({ suggest }) => suggest?.some(({ fix }) => fix))) expect(mended).toBeGreaterThan(0);
  });

  it("judge any conversation, in the words of its messages", () => {
    const message = fc.record(
      { role: fc.constantFrom("agent" as const, "customer" as const, "system" as const, "bot" as const), text: replyText, time: fc.oneof(fc.constant("2026-11-24T20:00:00+08:00"), fc.nat(10 ** 9).map((ms) => 1_790_000_000_000 + ms), fc.constant("soon")) },
      { requiredKeys: ["role", "text"] },
    );
    let fired = 0;
    fc.assert(
      fc.property(fc.array(message, { maxLength: 8 }), (messages) => {
        const result = linter.lintConversation(messages);
        expect(result.crashed).toBeUndefined();
        if (result.findings.length > 0) fired++;
        for (const { start, end, text, messageIndex } of [...result.findings, ...result.moves, ...result.conversation.promises]) {
          expect(messageIndex).toBeTypeOf("number");
          expect(messages[messageIndex!]!.text.slice(start, end)).toBe(text);
        }
        expect(linter.lintConversation(messages)).toEqual(result);
        expect(new Linter(pack, { level: "strict" }).lintConversation({ messages })).toEqual(result);
      }),
      { numRuns: Math.ceil(runs / 2) },
    );
    expect(fired).toBeGreaterThan(0);
  });

  it.each(["\n", "，", ""])("take time in proportion to the length of a reply joined by %j", (joint) => {
    const bulk = new Linter(pack, { level: "strict", suggestions: false });
    const unit = examples.map(({ text }) => text.replace(/[。！？]/g, joint === "\n" ? "$&" : "")).join(joint) + joint;
    const long = unit.repeat(Math.ceil(100_000 / unit.length)).slice(0, 100_000);
    // The quickest of several runs a character: a loaded machine must not make it red.
    const perCharacter = (length: number, times: number): number =>
      Math.min(
        ...Array.from({ length: times }, () => {
          const start = performance.now();
          bulk.lint({ reply: long.slice(0, length) });
          return (performance.now() - start) / length;
        }),
      );
    perCharacter(10_000, 5);
    expect(perCharacter(100_000, 4) / perCharacter(10_000, 8)).toBeLessThan(6);
  });
});
