import * as fc from "fast-check";
import type { Page } from "playwright-core";
import { rolldown } from "rolldown";
import { fileURLToPath } from "node:url";
import { afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { applyEdits, type Reply } from "../../src/core/index.js";
import { createLinter, shippedPack } from "replylint/node";
import { CHROMIUM, IN_CHROMIUM, useBrowser } from "../browser/chromium.js";
import type { Tests } from "./page.js";

declare const tests: Tests;
const root = fileURLToPath(new URL("../../", import.meta.url));

/** The module for the page, in one piece. */
async function script(): Promise<string> {
  const bundle = await rolldown({
    input: `${root}test/codemirror/page.ts`,
    platform: "browser",
    plugins: [{ name: "browser-pack", resolveId: (id) => (id === "./browser-pack.js" ? `${root}dist/browser-pack.js` : null) }],
  });
  const { output } = await bundle.generate({ format: "esm", codeSplitting: false });
  await bundle.close();
  return output[0].code;
}

const pieces = ["绝对不会掉色", "，", "。", "！！", "\n", "\r\n", "\r", "🙂", "👨‍👩‍👧", "❤️", "尽快给您处理", "是您自己洗的方法不对", "亲", "全网最低价", "𠮷", "加我微信", " ", "抱歉", "\u200b"];
const texts = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 12 }).map((parts) => parts.join(""));

describe.skipIf(!CHROMIUM)(`replylint/codemirror ${IN_CHROMIUM}`, () => {
  const browser = useBrowser();
  const linter = createLinter({ rules: shippedPack() });
  const errors: string[] = [];
  let page: Page;
  beforeAll(async () => {
    page = await browser().newPage();
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.setContent("<!doctype html><body></body>");
    await page.addScriptTag({ type: "module", content: await script() });
    await page.waitForFunction(() => "tests" in window);
  });
  afterEach(() => expect(errors).toEqual([]));

  it("marks the very words, and suggestions change what they say, whatever line breaks and emoji there are", async () => {
    const samples = fc.sample(texts, 60);
    const seen = await page.evaluate(async (all) => {
      const out = [];
      for (const text of all) {
        await tests.open(text);
        const before = { doc: tests.text(), diagnostics: tests.diagnostics(), results: tests.results() };
        const after = [];
        for (const [finding, { suggestions }] of before.results.at(-1)!.findings.entries())
          for (const suggestion of suggestions.keys()) {
            await tests.open(text);
            tests.suggest(finding, suggestion);
            after.push(tests.text());
          }
        out.push({ ...before, after });
      }
      return out;
    }, samples);
    let marks = 0;
    seen.forEach(({ doc, diagnostics, results, after }, index) => {
      const reply = samples[index]!.replace(/\r\n?/g, "\n");
      expect(doc).toBe(reply);
      const result = linter.lint({ reply });
      expect(results).toEqual([result]);
      const key = (one: { from: number; to: number; message: string }): string => JSON.stringify([one.from, one.to, one.message]);
      expect(diagnostics.map(key).sort()).toEqual(result.findings.map(({ start: from, end: to, message }) => key({ from, to, message })).sort());
      for (const { start, end, text } of result.findings) expect(doc.slice(start, end)).toBe(text);
      expect(after).toEqual(result.findings.flatMap(({ suggestions }) => suggestions.map(({ edits }) => applyEdits(reply, edits))));
      marks += diagnostics.length;
    });
    expect(marks).toBeGreaterThan(60);
  });

  describe("a draft", () => {
    const reply: Reply = { customer: "裙子洗了一次就掉色，太失望了", reply: "亲🙂，这款绝对不会掉色的。\r\n您放心，我们会尽快给您处理！！" };
    const { reply: text, ...context } = reply;
    beforeEach(() => page.evaluate(([draft, known]) => tests.open(draft, known), [text, context] as const));

    it("is judged with what is known, and again when that changes", async () => {
      const [first] = await page.evaluate(() => tests.results());
      expect(first).toEqual(linter.lint({ ...context, reply: text.replace("\r\n", "\n") }));
      const second = await page.evaluate(async () => {
        tests.tell({ scenario: "presale" });
        await tests.check();
        return tests.results().at(-1)!;
      });
      expect(second.scenario).toBe("presale");
      expect(second.scenarioSource).toBe("given");
    });

    it("offers wording as actions, selects the blank that the agent has to fill", async () => {
      const done = await page.evaluate(() => {
        const diagnostic = tests.diagnostics().findIndex(({ actions }) => actions.some((name) => name.includes("【")));
        const action = tests.diagnostics()[diagnostic]!.actions.findIndex((name) => name.includes("【"));
        const name = tests.diagnostics()[diagnostic]!.actions[action]!;
        tests.act(diagnostic, action);
        return { name, text: tests.text(), selected: tests.selected() };
      });
      expect(done.selected).toMatch(/^【[^】]+】$/);
      expect(done.text).toContain(done.name.slice(done.name.indexOf("：") + 1));
    });

    it("is left alone by an action of an older text", async () => {
      const after = await page.evaluate(() => {
        tests.type(0, "您好，");
        tests.act(0, 0);
        return tests.text();
      });
      expect(after).toBe(`您好，${text.replace("\r\n", "\n")}`);
    });

    it("is fixed where the meaning stays", async () => {
      const [first, fixed, again] = await page.evaluate(() => [tests.fix(), tests.text(), tests.fix()] as const);
      expect(first).toBe(true);
      expect(fixed).toBe(linter.fix({ ...context, reply: text.replace("\r\n", "\n") }).text);
      expect(again).toBe(false);
    });

    it("says what to write and why", async () => {
      const [message, reason] = await page.evaluate(() => tests.rendered(0));
      const [finding] = linter.lint({ ...context, reply: text.replace("\r\n", "\n") }).findings;
      expect(message).toBe(finding!.message);
      expect(reason).toBe(linter.explain(finding!.rule)!.reason.zh);
    });
  });

  it("gets offsets right where the editor's own line break is CRLF", async () => {
    const seen = await page.evaluate(async () => {
      await tests.open("您好\r\n亲，绝对不会掉色的", {}, "\r\n");
      const [first] = tests.diagnostics();
      tests.suggest(0, 0);
      return { first, text: tests.text() };
    });
    const { findings } = linter.lint({ reply: "您好\n亲，绝对不会掉色的" });
    expect(seen.first).toMatchObject({ from: findings[0]!.start, to: findings[0]!.end });
    expect(seen.text).toBe(applyEdits("您好\n亲，绝对不会掉色的", findings[0]!.suggestions[0]!.edits));
  });
});
