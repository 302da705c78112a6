import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyEdits } from "../../../src/core/edits.js";
import type { Analysis } from "../../../src/lsp/service/analysis.js";
import { findingsAt, fixAll, quickFixes } from "../../../src/lsp/service/actions.js";
import { diagnostics } from "../../../src/lsp/service/diagnostics.js";
import { analyseDrafts, difference, DraftMemo } from "../../../src/lsp/service/drafts.js";
import { Engine } from "../../../src/lsp/service/engine.js";
import { visible } from "../../../src/lsp/service/places.js";
import { tokens } from "../../../src/lsp/service/tokens.js";
import { loadPack } from "../../../src/node.js";
import { FIXTURE_RULES } from "../../cli/support.js";

const engine = new Engine(loadPack([join(FIXTURE_RULES, "pack/rules")], join(FIXTURE_RULES, "pack/dictionaries")).pack);
const analyse = (text: string, memo = new DraftMemo()): Promise<Analysis> => analyseDrafts({ text, file: "a.md", markdown: true }, engine, memo);

const piece = fc.constantFrom("亲", "🙂", "👨‍👩‍👧", "明天一定到", "我对天发誓", "！！", "\n", "\r\n", "\r", "---\n", "---\nscenario: chase\n---\n", "customer: 快递呢\n", "，", "\u0000", "\ud83d", "<!-- x -->", "a");
const text = fc.array(piece, { maxLength: 14 }).map((parts) => parts.join(""));

describe("whatever is typed", () => {
  test("everything that is shown lies in the text, splits no character, and does not overlap where it may not", async () => {
    await fc.assert(
      fc.asyncProperty(text, async (words) => {
        const analysis = await analyse(words);
        const low = (at: number): boolean => at > 0 && /[\ud800-\udbff]/.test(words[at - 1]!) && /[\udc00-\udfff]/.test(words[at] ?? "");
        for (const { start, end } of [...diagnostics(words, analysis, engine), ...tokens(words, analysis)]) {
          expect(start).toBeLessThanOrEqual(end);
          expect(end).toBeLessThanOrEqual(words.length);
          expect([low(start), low(end)]).toEqual([false, false]);
        }
        let at = 0;
        for (const { start, end } of tokens(words, analysis)) {
          expect(start).toBeGreaterThanOrEqual(at);
          expect(words.slice(start, end)).not.toMatch(/[\r\n]/);
          at = end;
        }
        for (const finding of analysis.findings) {
          const offered = quickFixes(words, await findingsAt(words, analysis, finding), engine);
          expect(offered.filter(({ preferred }) => preferred).length).toBeLessThanOrEqual(1);
          for (const action of offered) expect(applyEdits(words, action.edits[0]!.edits)).not.toBe(words);
        }
      }),
      { numRuns: 150, seed: 5 },
    );
  });

  test("what is remembered from the last edit changes nothing", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text, { minLength: 2, maxLength: 5 }), async (versions) => {
        const memo = new DraftMemo();
        for (const words of versions) expect(diagnostics(words, await analyse(words, memo), engine)).toEqual(diagnostics(words, await analyse(words), engine));
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  test("the difference of two texts turns one into the other and cuts no character in half", () => {
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(applyEdits(before, [difference(before, after)])).toBe(after);
      }),
      { seed: 7 },
    );
  });
});

test("only drafts that changed are judged again", async () => {
  let judged = 0;
  const counting = Object.create(engine, { quick: { value: { lint: (reply: Parameters<Engine["quick"]["lint"]>[0]) => (judged++, engine.quick.lint(reply)) } } }) as Engine;
  const drafts = Array.from({ length: 20 }, (_, index) => `---\nscenario: chase\n---\n第${index}条，明天一定到\n`).join("");
  const memo = new DraftMemo();
  await analyseDrafts({ text: drafts, file: "a.md", markdown: true }, counting, memo);
  expect(judged).toBe(20);
  await analyseDrafts({ text: drafts.replace("第7条", "第七条"), file: "a.md", markdown: true }, counting, memo);
  expect(judged).toBe(21);
  await analyseDrafts({ text: "您好", file: "a.md", markdown: true }, counting, memo);
  expect(memo.results.size).toBe(1);
});

test("an empty range is shown at the character before it, at the start at the one after", () => {
  expect(visible("好的。", { start: 3, end: 3 })).toEqual({ start: 2, end: 3 });
  expect(visible("好的🙂", { start: 4, end: 4 })).toEqual({ start: 2, end: 4 });
  expect(visible("好", { start: 0, end: 0 })).toEqual({ start: 0, end: 1 });
  expect(visible("", { start: 0, end: 0 })).toEqual({ start: 0, end: 0 });
});

test("everything safe in one step, and nothing where there is nothing", async () => {
  expect(await fixAll(await analyse("您好，面料是纯棉的"), engine)).toBeNull();
});
