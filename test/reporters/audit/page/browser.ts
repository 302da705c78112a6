import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** An installed Chromium, or what CHROMIUM names. */
export const CHROMIUM = [process.env.CHROMIUM, "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome", "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"].find((path): path is string => path !== undefined && existsSync(path));

/** What a test says of itself where there is none. */
export const NEEDS = CHROMIUM === undefined ? " (skipped: no Chromium here; CHROMIUM names one)" : "";

export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: CHROMIUM!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"],
  });
}
