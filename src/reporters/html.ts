import { createHash } from "node:crypto";
import base from "inlined:reporters/page/base.css";
import type { Locale } from "../core/types.js";

/** What one page has of its own. */
export interface Page {
  locale: Locale;
  title: string;
  /** Name and version of the tool. */
  tool: string;
  /** Styles beyond those that every page has. */
  style: string;
  /** Reads what is embedded as `#data`, and fills `#app`. */
  script: string;
  data: unknown;
  /** HTML for readers without scripts. */
  fallback: string;
}

/** One HTML file that opens offline, asks no network for anything (and its content policy forbids it), and runs no other script than its own. */
export function htmlPage({ locale, title, tool, style, script, data, fallback }: Page): string {
  const styles = base + style;
  const policy = `default-src 'none'; script-src '${digest(script)}'; style-src '${digest(styles)}'; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="${locale === "zh" ? "zh-CN" : "en"}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="generator" content="${escapeHtml(tool)}">
<meta name="referrer" content="no-referrer">
<title>${escapeHtml(title)}</title>
<style>${styles}</style>
</head>
<body>
<div id="app"><noscript><h1>${escapeHtml(title)}</h1>${fallback}</noscript></div>
<script type="application/json" id="data">${embed(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that nothing in it can end: a `<` in a text cannot close the script element, nor open a comment in it. */
function embed(data: unknown): string {
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** Text as text, in an element or an attribute. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (ch) => `&#${ch.charCodeAt(0)};`);
}

function digest(text: string): string {
  return `sha256-${createHash("sha256").update(text).digest("base64")}`;
}
