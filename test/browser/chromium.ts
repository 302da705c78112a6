import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";
import { afterAll, beforeAll } from "vitest";

/** Where Chromium is: `CHROMIUM`, or one of the usual places; undefined where there is none. */
export const CHROMIUM = [process.env["CHROMIUM"], "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find((path) => path !== undefined && existsSync(path));

/** Why tests are skipped, to be read in their titles. */
export const IN_CHROMIUM = CHROMIUM === undefined ? "in Chromium (skipped: there is none; set CHROMIUM to its path)" : "in Chromium";

/** One browser for the tests of a file. */
export function useBrowser(): () => Browser {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: CHROMIUM!,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
    });
  });
  afterAll(() => browser?.close());
  return () => browser;
}
