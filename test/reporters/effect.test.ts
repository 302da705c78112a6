import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { share } from "../../src/phrasebook/effect.js";
import type { EffectReport, EffectRow } from "../../src/phrasebook/effect-report.js";
import { effectHtml } from "../../src/reporters/effect/html.js";
import { axisEnd, type Choice, chosen, familiesOf, mean } from "../../src/reporters/effect/page/families.js";
import { HOSTILE } from "./audit/hostile.js";
import { CHROMIUM, launch, NEEDS } from "./audit/page/browser.js";

function row(entry: string, wording: number, paid: [count: number, of: number], more: Partial<EffectRow> = {}): EffectRow {
  const [count, of] = paid;
  return { entry, file: "book.yaml", line: 2, wording, text: `${entry} 的说法 ${wording}`, sent: of, exact: of, conversations: of, answered: share(of, of), silent: share(0, of), outcomes: { paid: share(count, of), complained: share(of - count, of) }, better: [], ...more };
}

function reportOf(rows: EffectRow[]): EffectReport {
  const outcomes: EffectReport["outcomes"] = [
    { id: "paid", name: "付款", good: true, from: "column" },
    { id: "complained", name: "投诉", good: false, from: "words" },
  ];
  return { version: 1, phrasebooks: ["book.yaml"], conversations: 300, messages: 400, matched: 300, masked: true, outcomes, rows };
}

const REPORT = reportOf([
  row("remind", 1, [40, 50], { better: ["paid"], scenario: "reminder", group: "售前" }),
  row("remind", 2, [10, 50], { audience: "学生" }),
  row("ship", 1, [30, 100], { scenario: "chase", group: "售后", line: 9 }),
  row("rare", 1, [1, 1], { line: 12 }),
  row("never", 1, [0, 0], { line: 15 }),
]);
const CHOICE: Choice = { outcome: "paid", words: "", scenario: "", group: "", least: 1, order: "sent", several: false, clear: false };
const names = (choice: Partial<Choice>, good = true): string[] => chosen(familiesOf(REPORT), { ...CHOICE, ...choice }, good).map(({ name }) => name);

describe("which phrases are shown", () => {
  it.each<[Partial<Choice>, string[]]>([
    [{}, ["remind", "ship", "rare"]],
    [{ least: 2 }, ["remind", "ship"]],
    [{ several: true }, ["remind"]],
    [{ clear: true }, ["remind"]],
    [{ clear: true, outcome: "complained" }, []],
    [{ scenario: "chase" }, ["ship"]],
    [{ group: "售前" }, ["remind"]],
    [{ words: "学生" }, ["remind"]],
    [{ words: "SHIP 的说法" }, ["ship"]],
    [{ order: "name" }, ["rare", "remind", "ship"]],
    // One of one is no proof: what is sure counts.
    [{ order: "share" }, ["remind", "ship", "rare"]],
  ])("%j", (choice, expected) => {
    expect(names(choice)).toEqual(expected);
  });

  it("less of a bad outcome comes first", () => {
    expect(names({ order: "share", outcome: "complained" }, false)[0]).toBe("remind");
  });

  it("wordings of entries with one title belong together, in the order of the book", () => {
    const families = familiesOf(reportOf([row("b", 1, [1, 9], { title: "催付", line: 5 }), row("a", 1, [1, 5], { title: "催付" })]));
    expect(families.map(({ name, rows }) => [name, rows.map(({ entry }) => entry)])).toEqual([["催付", ["a", "b"]]]);
  });

  it("mean and axis", () => {
    expect(mean(REPORT, "paid")).toBeCloseTo(81 / 201);
    expect(mean(reportOf([]), "paid")).toBeNull();
    expect(axisEnd(familiesOf(REPORT), "paid")).toBe(1);
    expect(axisEnd(familiesOf(reportOf([row("a", 1, [1, 1000])])), "paid")).toBe(0.05);
    expect(axisEnd([], "paid")).toBe(0.05);
  });
});

describe("effectHtml", () => {
  it("holds all it needs, and its data whatever is said in it", () => {
    for (const text of HOSTILE) {
      const html = effectHtml(reportOf([row("a", 1, [1, 2], { text, title: text })]), "zh", text);
      expect(html).toContain("default-src 'none'");
      expect(html.match(/<\/script/g)).toHaveLength(2);
      expect(html.replaceAll("http://www.w3.org/2000/svg", "")).not.toMatch(/https?:\/\/|@import|url\(/);
      const data = /<script type="application\/json" id="data">([^]*?)<\/script>/.exec(html)![1]!;
      expect((JSON.parse(data) as { report: EffectReport }).report.rows[0]!.text).toBe(text);
      expect(html.split('<script type="application/json"')[0]).not.toContain(text.includes("<") ? text : "\0");
    }
  });
});

describe.skipIf(CHROMIUM === undefined)(`the page in Chromium${NEEDS}`, () => {
  let browser: Browser;
  let folder: string;
  const troubles: string[] = [];
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "replylint-effect-"));
    browser = await launch();
  });
  afterAll(async () => {
    await browser.close();
    rmSync(folder, { recursive: true });
  });

  async function open(report: EffectReport, options: { width?: number; dark?: boolean } = {}): Promise<Page> {
    const file = join(folder, "effect.html");
    writeFileSync(file, effectHtml(report, "zh", "replylint 0"));
    troubles.length = 0;
    const page = await browser.newPage({ viewport: { width: options.width ?? 1280, height: 800 }, colorScheme: options.dark ? "dark" : "light" });
    page.on("pageerror", (error) => troubles.push(String(error)));
    page.on("console", (message) => troubles.push(message.text()));
    page.on("request", (request) => request.url().startsWith("file:") || troubles.push(request.url()));
    await page.goto(pathToFileURL(file).href);
    return page;
  }

  it("shows each wording's share, interval and place on the axis; filters; speaks both languages", async () => {
    const page = await open(REPORT);
    const rows = page.locator("tr[data-row]");
    expect(await rows.count()).toBe(4);
    expect(await rows.nth(0).innerText()).toMatch(/80\.0%\s+67\.0%–88\.8% · 40\/50\s+✓ 明显更好/);
    const plot = (await rows.nth(0).locator("td.plot svg").first().boundingBox())!;
    const square = (await rows.nth(0).locator(".point rect").boundingBox())!;
    expect((square.x + square.width / 2 - plot.x) / plot.width).toBeCloseTo(0.8, 2);
    await page.getByText("投诉", { exact: true }).click();
    expect(await page.locator("thead").innerText()).toContain("越低越好");
    await page.getByLabel("只看有几种说法的").check();
    expect(await rows.count()).toBe(2);
    await page.getByRole("button", { name: "English" }).click();
    expect(await page.locator("thead").innerText()).toContain("lower is better");
    await page.getByText("Never sent").click();
    // The list is filled when it is opened, which the browser tells a moment later.
    await page.locator(".never li").first().waitFor();
    expect(await page.locator(".never").innerText()).toContain("never");
    expect(troubles).toEqual([]);
    await page.close();
  });

  it("runs nothing that is said in it, and fits a phone", async () => {
    const page = await open(reportOf(HOSTILE.map((text, index) => row(`e${index}`, 1, [3, 9], { text, title: text, group: text, line: index + 1 }))), { width: 390, dark: true });
    expect(await page.locator("tr[data-row]").count()).toBe(HOSTILE.length);
    expect(await page.evaluate("window.harmed")).toBeUndefined();
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(390);
    expect(await page.evaluate("document.documentElement.dataset.theme")).toBe("dark");
    expect(troubles).toEqual([]);
    await page.close();
  });
});
