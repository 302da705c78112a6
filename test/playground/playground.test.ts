import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { BrowserContextOptions, Page } from "playwright-core";
import { createLinter, shippedPack } from "replylint/node";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildPlayground } from "../../playground/build.mjs";
import { EXAMPLES } from "../../playground/words.js";
import { CHROMIUM, IN_CHROMIUM, useBrowser } from "../browser/chromium.js";

const folder = mkdtempSync(join(tmpdir(), "replylint-playground-"));
const file = join(folder, "index.html");
beforeAll(async () => {
  await buildPlayground(file);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe("the playground's page", () => {
  it("is one file that loads nothing and may send nothing", () => {
    const html = readFileSync(file, "utf8");
    const head = html.slice(0, html.indexOf("<script"));
    expect(head).toMatch(/content="default-src 'none'; script-src 'sha256-[^']+'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"/);
    expect(head).not.toMatch(/(?:src|href)="(?!data:)/);
    expect(html.match(/<script/g)).toHaveLength(1);
  });
});

describe("npm run playground", () => {
  it("serves the page to this machine alone", async () => {
    const server = spawn(process.execPath, [fileURLToPath(new URL("../../playground/serve.mjs", import.meta.url)), "0"], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const said = await new Promise<string>((resolve) => {
        server.stdout.once("data", (data) => resolve(String(data)));
      });
      const address = /^http:\/\/127\.0\.0\.1:\d+\//.exec(said)![0];
      const response = await fetch(address);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(await response.text()).toBe(readFileSync(file, "utf8"));
      expect((await fetch(`${address}../package.json`)).status).toBe(404);
    } finally {
      server.kill();
    }
  });
});

describe.skipIf(!CHROMIUM)(`the playground ${IN_CHROMIUM}`, () => {
  const browser = useBrowser();
  const linter = createLinter({ rules: shippedPack() });
  const editor = ".cm-content";

  /** The page as a person has it, and what it asked for or complained about. */
  async function open(options: BrowserContextOptions = {}): Promise<{ page: Page; noise: string[] }> {
    const page = await browser().newPage({ locale: "zh-CN", ...options });
    const noise: string[] = [];
    page.on("pageerror", (error) => noise.push(String(error)));
    page.on("console", (message) => noise.push(message.text()));
    page.on("request", (request) => request.url().startsWith("data:") || noise.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector(".rl-card");
    expect(noise.shift()).toBe(pathToFileURL(file).href);
    return { page, noise };
  }
  const score = (page: Page): Promise<string> => page.innerText(".rl-number");
  const text = (page: Page): Promise<string> => page.$$eval(".cm-line", (lines) => lines.map((line) => line.textContent).join("\n"));
  const marked = (page: Page): Promise<string[]> => page.$$eval(".cm-lintRange", (marks) => marks.map((mark) => mark.textContent ?? ""));

  it("shows underlines, scorecard and wording for what is typed, and rewrites with one click", async () => {
    const { page, noise } = await open();
    const { customer, reply } = EXAMPLES[0]!;
    expect(await text(page)).toBe(reply);
    expect(await score(page)).toBe(String(linter.lint({ customer, reply }).score));

    await page.fill("#customer", "会掉色吗");
    await page.fill(editor, "🙂您好👨‍👩‍👧\n不会的，绝对不掉色");
    const now = { customer: "会掉色吗", reply: "🙂您好👨‍👩‍👧\n不会的，绝对不掉色", channel: "chat" } as const;
    const result = linter.lint(now);
    await page.waitForFunction((count) => document.querySelectorAll(".rl-finding").length === count, result.findings.length);
    expect(await score(page)).toBe(String(result.score));
    await expect.poll(() => marked(page)).toEqual(expect.arrayContaining(result.findings.filter(({ text }) => text !== "").map(({ text }) => text)));
    expect(await page.$$eval(".rl-lost .rl-line", (lines) => lines.length)).toBe(result.deductions.length);

    await page.locator(".rl-place", { hasText: "绝对不掉色" }).click();
    expect(await page.evaluate(() => String(getSelection()))).toBe("绝对不掉色");

    await page.hover('.cm-lintRange:text-is("绝对不掉色")');
    expect(await page.innerText(".cm-tooltip-lint .cm-replylint-message")).toBe(result.findings.find(({ text }) => text === "绝对不掉色")!.message);
    await page.locator(".cm-tooltip-lint .cm-diagnosticAction").first().click();
    const suggested = result.findings.find(({ text }) => text === "绝对不掉色")!.suggestions[0]!;
    await expect.poll(() => text(page)).toContain(suggested.edits[0]!.text);

    await page.locator(".rl-suggestion").first().click();
    await expect.poll(() => score(page)).not.toBe(String(result.score));
    expect(noise).toEqual([]);
  });

  it("says the same in English, in the dark, and knows scenario and channel", async () => {
    const { page, noise } = await open({ locale: "en-GB", colorScheme: "dark" });
    expect(await page.getAttribute("html", "lang")).toBe("en");
    expect(await page.getAttribute("html", "data-theme")).toBe("dark");
    const english = createLinter({ rules: shippedPack(), config: { locale: "en" } });
    const { customer, reply } = EXAMPLES[0]!;
    expect(await page.$$eval(".rl-message", (all) => all.map((one) => one.textContent))).toEqual(english.lint({ customer, reply }).findings.map(({ message }) => message));

    await page.selectOption("#scenario", "presale");
    await page.selectOption("#channel", "page");
    const given = english.lint({ customer, reply, scenario: "presale", channel: "page" });
    await expect.poll(() => page.$$eval(".rl-message", (all) => all.map((one) => one.textContent))).toEqual(given.findings.map(({ message }) => message));
    expect(await page.innerText(".rl-scenario")).toBe("pre-sale question");

    await page.click("#language");
    await expect.poll(() => page.innerText(".rl-scenario")).toBe("售前咨询");
    await page.click("#theme");
    expect(await page.getAttribute("html", "data-theme")).toBe("light");
    expect(noise).toEqual([]);
  });

  it("fixes what is safe, and says so where there is nothing", async () => {
    const { page } = await open();
    const { reply } = EXAMPLES[0]!;
    await page.click("#fix");
    expect(await page.innerText("#status")).toBe("改好了");
    expect(await text(page)).toBe(linter.fix({ reply }).text);
    await page.click("#fix");
    expect(await page.innerText("#status")).toContain("没有能自动改的");
  });

  it("fits a phone", async () => {
    const { page } = await open({ viewport: { width: 360, height: 740 } });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360);
  });

  it("can reach nobody", async () => {
    const { page } = await open();
    const refused = await page.evaluate(async () => {
      const directives: string[] = [];
      document.addEventListener("securitypolicyviolation", ({ effectiveDirective }) => directives.push(effectiveDirective));
      const nobody = "http://127.0.0.1:9/";
      await fetch(nobody).catch(() => {});
      navigator.sendBeacon(nobody, "x");
      new Image().src = nobody;
      const form = document.body.appendChild(Object.assign(document.createElement("form"), { action: nobody }));
      form.submit();
      await new Promise((resolve) => {
        setTimeout(resolve, 100);
      });
      return directives.sort();
    });
    expect(refused).toEqual(["connect-src", "connect-src", "form-action", "img-src"]);
  });
});
