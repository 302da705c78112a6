import { PieceBuilder } from "./pieces.js";
import type { Phrase } from "./types.js";
import { compose } from "./pieces.js";

const ENTITIES: Record<string, string> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'", nbsp: "\u00a0", hellip: "…", mdash: "—", ndash: "–", ldquo: "“", rdquo: "”", lsquo: "‘", rsquo: "’", yen: "¥", middot: "·", times: "×" };
const TOKEN = /<!--[^]*?-->|<(script|style)\b[^]*?<\/\1\s*>|<attribute\b[^>]*>|<(\/?)([a-z][a-z0-9]*)\b[^>]*>|&(#x[0-9a-f]+|#\d+|[a-z]+);|\s+/gi;
const BLOCKS = new Set(["p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "blockquote", "pre"]);

/** Whether a text is HTML rather than one with a sign `<` in it. */
export function isHtml(text: string): boolean {
  return /<(?:\/?(?:p|div|br|span|strong|b|em|i|a|ul|ol|li|img|h\d|table|blockquote)\b[^>]*|attribute\s[^>]*)>|&(?:nbsp|amp|lt|gt|quot|#\d+);/i.test(text);
}

/** The words of an HTML body as a person reads them, each with its place; Intercom's `<attribute>` stays as a placeholder. */
export function htmlPhrase(outer: Phrase): Phrase {
  const { text: html } = outer;
  const out = new PieceBuilder();
  let at = 0;
  // A line break that only a word after it makes real.
  let broken: { from: number; to: number } | null = null;
  const flush = (): void => {
    if (broken && out.text !== "") out.whole("\n", broken.from, broken.to);
    broken = null;
  };
  for (const match of html.matchAll(TOKEN)) {
    const [whole, , , tag, entity] = match;
    const from = match.index;
    const to = from + whole.length;
    if (from > at) {
      flush();
      out.exact(html.slice(at, from), at);
    }
    at = to;
    if (entity !== undefined) {
      const char = decodeEntity(entity);
      flush();
      if (char === null) out.exact(whole, from);
      else out.whole(char, from, to);
    } else if (tag !== undefined) {
      const name = tag.toLowerCase();
      if (name === "br") {
        flush();
        broken = { from, to };
      } else if (BLOCKS.has(name)) broken ??= { from, to };
    } else if (/^<attribute/i.test(whole)) {
      flush();
      out.exact(whole, from);
    } else if (/^\s/.test(whole) && out.text !== "" && !broken) {
      if (whole === " ") out.exact(whole, from);
      else out.whole(" ", from, to);
    }
  }
  if (at < html.length) {
    flush();
    out.exact(html.slice(at), at);
  }
  const { spell } = outer;
  const inner = out.phrase();
  return {
    ...outer,
    ...inner,
    pieces: compose(inner.pieces, outer),
    ...(spell && { spell: (text: string, from: number) => spell(text.replace(/[&<>\n]/g, (char) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", "\n": "<br>" })[char]!), from) }),
  };
}

function decodeEntity(entity: string): string | null {
  if (!entity.startsWith("#")) return ENTITIES[entity.toLowerCase()] ?? null;
  const code = /^#x/i.test(entity) ? Number.parseInt(entity.slice(2), 16) : Number(entity.slice(1));
  return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : null;
}
