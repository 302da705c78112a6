import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AuditReport } from "../../../../src/audit/report.js";
import { auditHtml } from "../../../../src/reporters/audit/html.js";
import { VIEWS } from "../../../../src/reporters/audit/page/filter.js";
import { HOSTILE } from "../hostile.js";
import { auditReport } from "../support.js";
import { CHROMIUM, launch, NEEDS } from "./browser.js";

/** A finished page is drawn well before this, on a slow machine, too. */
const SOON = { timeout: 10_000 };

describe.skipIf(CHROMIUM === undefined)(`the report in Chromium${NEEDS}`, () => {
  let browser: Browser;
  let folder: string;
  let report: AuditReport;
  const troubles: string[] = [];

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "replylint-report-"));
    report = auditReport(60, 7, auditReport(40, 11));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  /** Opens a report; whatever goes wrong in it, and whatever it asks a network for, is in `troubles`. */
  async function open(shown: AuditReport = report, options: BrowserContextOptions = {}, hash = "", locale: "zh" | "en" = "zh"): Promise<Page> {
    const file = join(folder, "report.html");
    writeFileSync(file, auditHtml(shown, locale));
    troubles.length = 0;
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 }, ...options });
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("console", (message) => troubles.push(message.text()));
    page.on("request", (request) => {
      if (!request.url().startsWith("file:")) troubles.push(request.url());
    });
    await page.goto(`${pathToFileURL(file).href}${hash}`);
    return page;
  }

  /** What stands in elements, without the numbers of findings and the carets of what is missing. */
  const words = (page: Page, selector: string): Promise<string[]> =>
    page.evaluate(`[...document.querySelectorAll(${JSON.stringify(selector)})].map((node) => {
      const copy = node.cloneNode(true);
      for (const extra of copy.querySelectorAll("sup, .caret")) extra.remove();
      return copy.textContent;
    })`);
  const hash = (page: Page): Promise<string> => page.evaluate("decodeURIComponent(location.hash)");
  const listed = async (page: Page): Promise<number> => Number(/\d+/.exec((await page.locator(".count").textContent())!)![0]);

  it("shows every view in both languages without a fault", async () => {
    const page = await open();
    for (const locale of ["zh-CN", "en"]) {
      for (const view of VIEWS) {
        await page.keyboard.press(String(VIEWS.indexOf(view) + 1));
        expect(await page.locator(`body[data-view="${view}"] main`).textContent()).not.toBe("");
        expect(await page.locator("main h1, main h2").count()).toBeGreaterThan(view === "conversations" ? -1 : 0);
      }
      expect(await page.locator("html").getAttribute("lang")).toBe(locale);
      await page.locator(".tools button").first().click();
    }
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("takes hostile words for words, everywhere", async () => {
    const bad = structuredClone(report);
    HOSTILE.forEach((text, index) => {
      const row = bad.conversations[index]!;
      row.id = text;
      row.agents = [text];
      row.team = text;
      row.fields = { [text]: text };
      for (const message of row.messages!) message.text = text;
      for (const finding of row.findings) Object.assign(finding, { message: text, rule: text, start: 0, end: 5, suggestions: [{ title: text, edits: [{ start: 0, end: 2, text }] }] });
      bad.agents[index]!.name = text;
      bad.rules[index]!.title = { zh: text, en: text };
      bad.rules[index]!.rule = text;
      bad.texts[index] = { text, count: 2, score: 1, rules: [text], agents: 1, first: { file: text, line: 1 } };
    });
    bad.input.unread[0]!.raw = HOSTILE[0];
    bad.stars[0]!.situation[0]!.text = { zh: HOSTILE[1], en: HOSTILE[1] };
    const page = await open(bad, {}, "#conversations?open=0");
    for (const text of HOSTILE) {
      expect(await words(page, "#message-0 .bubble")).toEqual([text]);
      await page.locator("mark").first().hover();
      await page.keyboard.press("Escape");
      await page.keyboard.press("j");
    }
    for (const view of VIEWS) await page.keyboard.press(String(VIEWS.indexOf(view) + 1));
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(await page.locator("img, iframe, svg[onload], a[href^='javascript:']").count()).toBe(0);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("runs no script but its own, should one get in", async () => {
    const page = await open();
    await page.evaluate("document.body.append(Object.assign(document.createElement('script'), { textContent: 'window.harmed = 1' }))");
    await page.evaluate("void fetch('https://example.com/').catch(() => {})");
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(troubles.join("\n")).toMatch(/Content Security Policy/);
    await page.close();
  });

  it("highlights the words of every finding, emoji before and after them", async () => {
    const index = report.conversations.findIndex(({ messages }) => messages!.some(({ text }) => text.startsWith("🎉")));
    const row = report.conversations[index]!;
    const page = await open(report, {}, `#conversations?open=${index}`);
    for (const { text, messageIndex, message } of row.findings) {
      // A finding may be in several pieces, where another one begins or ends in it.
      const marks = await words(page, `#message-${messageIndex} mark`);
      expect(marks.join("")).toContain(text);
      expect(await page.locator(`#message-${messageIndex} .findings`).textContent()).toContain(message);
    }
    expect(await words(page, "#message-1 .bubble")).toEqual([row.messages![1]!.text]);
    await page.close();
  });

  it("tells the reason and better wording of a stretch that is pointed at, focused, or stepped to", async () => {
    const index = report.conversations.findIndex(({ findings }) => findings.some(({ suggestions, text }) => suggestions.length > 0 && text !== ""));
    const page = await open(report, {}, `#conversations?open=${index}`);
    const told = report.conversations[index]!.findings.find(({ suggestions, text }) => suggestions.length > 0 && text !== "")!;
    await page.locator(`#message-${told.messageIndex} mark`, { hasText: told.text.slice(0, 2) }).first().hover();
    expect(await page.locator("#hint").textContent()).toContain(told.message);
    expect(await page.locator("#hint ins").first().textContent()).toBe(told.suggestions[0]!.edits[0]!.text);
    await page.keyboard.press("Escape");
    expect(await page.locator("#hint").count()).toBe(0);
    await page.keyboard.press("n");
    await page.keyboard.press("n");
    expect(await page.locator("#hint").getAttribute("role")).toBe("tooltip");
    expect(await page.evaluate("document.activeElement.getAttribute('aria-describedby')")).toBe("hint");
    await page.close();
  });

  it("filters by what is picked, by words, and from a chart", async () => {
    const page = await open(report, {}, "#conversations");
    expect(await listed(page)).toBe(report.conversations.length);
    const agent = report.conversations[0]!.agents[0]!;
    await page.getByLabel("客服", { exact: true }).first().selectOption(agent);
    await expect.poll(() => hash(page), SOON).toContain("agent=");
    expect(await listed(page)).toBe(report.conversations.filter(({ agents }) => agents.includes(agent)).length);
    await page.getByRole("button", { name: "清除筛选" }).click();
    await page.locator('.controls input[type="search"]').fill("贺卡");
    await expect.poll(() => hash(page), SOON).toContain("q=");
    expect(await listed(page)).toBe(report.conversations.filter(({ messages }) => messages!.some(({ text }) => text.includes("贺卡"))).length);
    await page.keyboard.press("Escape");
    await page.keyboard.press("1");
    await page.locator(".bars a").first().click();
    const { rule } = report.rules[0]!;
    expect(await hash(page)).toBe(`#conversations?rule=${rule}`);
    expect(await listed(page)).toBe(report.rules[0]!.conversations);
    await page.goBack();
    expect(await hash(page)).toBe("#overview");
    await page.close();
  });

  it("is worked by keys alone", async () => {
    const page = await open();
    await page.keyboard.press("/");
    await expect.poll(() => page.evaluate("document.activeElement.type"), SOON).toBe("search");
    await page.keyboard.press("Escape");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("k");
    expect(await hash(page)).toBe("#conversations?open=1");
    expect(await page.locator(".rows [aria-current]").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await hash(page)).toBe("#conversations");
    await page.keyboard.press("?");
    expect(await page.locator("dialog[open]").count()).toBe(1);
    await page.keyboard.press("Escape");
    expect(await page.locator("dialog[open]").count()).toBe(0);
    await page.keyboard.press("3");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    await page.keyboard.press("Enter");
    expect(await hash(page)).toBe(`#conversations?agent=${report.agents[1]!.name}`);
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("sorts a table by its headings and filters it by words", async () => {
    const page = await open(report, {}, "#people");
    const column = (): Promise<string[]> => page.locator("table").first().locator("tbody tr td:nth-child(3)").allTextContents();
    const head = page.locator("thead").first().getByRole("button", { name: "平均分" });
    await head.click();
    expect((await column()).map(Number)).toEqual(report.agents.map(({ score }) => score!).sort((a, b) => b - a));
    await head.click();
    expect((await column()).map(Number)).toEqual(report.agents.map(({ score }) => score!).sort((a, b) => a - b));
    expect(await page.locator('thead th[aria-sort="ascending"]').count()).toBe(1);
    await page.locator(".grid-card input").first().fill(report.agents[0]!.name);
    expect(await page.locator("tbody").first().locator("tr").count()).toBe(1);
    await page.close();
  });

  it("is dark where the system is, and turns at a switch", async () => {
    const page = await open(report, { colorScheme: "dark" });
    const ground = (): Promise<string> => page.evaluate("getComputedStyle(document.body).backgroundColor");
    const dark = await ground();
    await page.getByRole("button", { name: "深浅" }).click();
    expect(await page.locator("html").getAttribute("data-theme")).toBe("light");
    expect(await ground()).not.toBe(dark);
    await page.close();
  });

  it.each([1440, 1024, 390])("nothing sticks out sideways at %i pixels", async (width) => {
    const page = await open(report, { viewport: { width, height: 844 } });
    for (const view of VIEWS) {
      await page.keyboard.press(String(VIEWS.indexOf(view) + 1));
      expect([view, await page.evaluate("document.documentElement.scrollWidth - innerWidth")]).toEqual([view, 0]);
    }
    await page.keyboard.press("2");
    await page.locator(".rows a").first().click();
    expect(await page.locator(".conversation").isVisible()).toBe(true);
    expect(await page.locator(".side").isVisible()).toBe(width > 900);
    expect(await page.evaluate("document.documentElement.scrollWidth - innerWidth")).toBe(0);
    await page.close();
  });

  it("prints what is read and not what is clicked, on white", async () => {
    const page = await open(report, { colorScheme: "dark" }, "#conversations?open=0");
    await page.emulateMedia({ media: "print" });
    for (const hidden of [".views", ".tools", ".controls", ".side", ".steps"]) expect([hidden, await page.locator(hidden).first().isVisible()]).toEqual([hidden, false]);
    expect(await page.locator(".finding").first().isVisible()).toBe(true);
    expect(await page.evaluate("getComputedStyle(document.body).backgroundColor")).toBe("rgb(255, 255, 255)");
    await page.close();
  });

  it("says what it says without JavaScript, too", async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    writeFileSync(join(folder, "plain.html"), auditHtml(report, "zh"));
    await page.goto(pathToFileURL(join(folder, "plain.html")).href);
    expect(await page.locator("noscript table").textContent()).toContain("平均分");
    await context.close();
  });

  it("stays quick with 2,000 conversations: only what is looked at is made", async () => {
    const many = { ...report, conversations: Array.from({ length: 2_000 }, (_, index) => ({ ...report.conversations[index % report.conversations.length]!, id: `c-${index}` })) };
    const page = await open(many, {}, "#conversations");
    await page.locator(".rows li").first().waitFor(SOON);
    expect(await page.locator(".rows li").count()).toBeLessThan(200);
    expect(await page.evaluate("document.querySelectorAll('*').length")).toBeLessThan(5_000);
    await page.evaluate("location.hash = '#conversations?open=1500'");
    await page.locator('[data-index="1500"] [aria-current]').waitFor(SOON);
    expect(await page.locator(".conversation h2").textContent()).toBe("c-1500");
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("shows results that were stored without the messages", async () => {
    const bare = { ...report, conversations: report.conversations.map(({ messages: _, ...row }) => row) };
    const page = await open(bare, {}, "#conversations?open=0", "en");
    expect(await page.locator(".finding").count()).toBe(bare.conversations[0]!.findings.length);
    expect(await page.locator(".pane").textContent()).toContain("The messages were not stored");
    await page.close();
  });
});
