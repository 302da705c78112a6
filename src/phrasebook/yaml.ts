import { type Document, isAlias, isMap, isScalar, isSeq, type Node, parseAllDocuments, type Scalar } from "yaml";
import { spellJson } from "./json.js";
import { PieceBuilder } from "./pieces.js";
import type { TreeNode } from "./tree.js";
import type { Phrase } from "./types.js";

/** Reads the documents of a YAML file with the place of every value. */
export function readYamlTrees(source: string): { trees: TreeNode[]; errors: { offset: number; reason: string }[] } {
  const documents = parseAllDocuments(source, { prettyErrors: false, keepSourceTokens: false, logLevel: "silent" });
  if (!Array.isArray(documents)) return { trees: [], errors: [] };
  const errors = documents.flatMap((document) => document.errors.map((error) => ({ offset: error.pos[0], reason: error.message })));
  return { trees: errors.length > 0 ? [] : documents.flatMap((document) => (document.contents ? [toTree(document.contents, { document, source, aliases: 0 })] : [])), errors };
}

/** Aliases that are followed in a document: they may lead in a circle, or double and double. */
const MOST_ALIASES = 10_000;

/** A document while its tree is made. */
interface Making {
  document: Document;
  source: string;
  aliases: number;
}

function toTree(node: Node, making: Making): TreeNode {
  const [from, to] = node.range ?? [0, 0];
  const range = { from, to };
  if (isAlias(node)) {
    const target = (node).resolve(making.document);
    if (making.aliases++ > MOST_ALIASES) throw new RangeError("too many aliases");
    return target ? toTree(target, making) : { kind: "other", ...range, value: null };
  }
  if (isMap(node))
    return {
      kind: "map",
      ...range,
      pairs: node.items.flatMap(({ key, value }) => {
        if (!isScalar(key)) return [];
        const [keyFrom, keyTo] = key.range ?? [from, from];
        return [{ key: String(key.value), keyAt: { from: keyFrom, to: keyTo }, value: value ? toTree(value as Node, making) : ({ kind: "other", from: keyTo, to: keyTo, value: null } as const) }];
      }),
    };
  if (isSeq(node)) return { kind: "list", ...range, items: node.items.map((item) => toTree(item as Node, making)) };
  if (isScalar(node) && typeof node.value === "string") {
    const { value } = node;
    return { kind: "text", ...range, value, phrase: () => scalarPhrase(node as Scalar<string>, making.source) };
  }
  return { kind: "other", ...range, value: isScalar(node) ? node.value : null };
}

function scalarPhrase(node: Scalar<string>, source: string): Phrase {
  const [from, to] = node.range!;
  const raw = source.slice(from, to);
  const block = node.type === "BLOCK_LITERAL" || node.type === "BLOCK_FOLDED";
  const out = new PieceBuilder();
  const indent = block ? indentOf(raw) : "";
  const aligned = block ? alignBlock(node.value, raw, from, indent, out) : alignFlow(node.value, raw, from, node.type ?? "PLAIN", out);
  if (!aligned) return new PieceBuilder().whole(node.value, from, to).phrase();
  const eol = /\r?\n/.exec(raw)?.[0] ?? "\n";
  return out.phrase({
    spell: (text, at) => {
      if (node.type === "QUOTE_DOUBLE") return spellJson(text);
      // What no block, plain or single-quoted scalar can hold as it is.
      if (/(?!\n)\p{Cc}/u.test(text)) return null;
      if (block) return node.type === "BLOCK_LITERAL" ? text.replaceAll("\n", eol + indent) : text.includes("\n") ? null : text;
      if (text.includes("\n")) return null;
      if (node.type === "QUOTE_SINGLE") return text.replaceAll("'", "''");
      if (/: |:$| #|^#/.test(text) || (at === from && /^[-?:,[\]{}#&*!|>'"%@`\s]/.test(text))) return null;
      return text;
    },
  });
}

/** A plain or quoted scalar, escape by escape and fold by fold. */
function alignFlow(value: string, raw: string, from: number, type: string, out: PieceBuilder): boolean {
  const quoted = type === "QUOTE_DOUBLE" || type === "QUOTE_SINGLE";
  const end = quoted ? raw.length - 1 : raw.length;
  let at = 0;
  let i = quoted ? 1 : 0;
  const token = /[ \t]*\r?\n\s*|''|\\\r?\n\s*|\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|U[0-9a-f]{8}|[^])/gi;
  const take = (until: number): boolean => {
    const text = raw.slice(i, until);
    if (!value.startsWith(text, at)) return false;
    out.exact(text, from + i);
    at += text.length;
    i = until;
    return true;
  };
  token.lastIndex = i;
  for (let match = token.exec(raw); match && match.index < end; match = token.exec(raw)) {
    const [whole] = match;
    const escape = whole.startsWith("\\");
    if ((escape && type !== "QUOTE_DOUBLE") || (whole === "''" && type !== "QUOTE_SINGLE")) {
      token.lastIndex = match.index + 1;
      continue;
    }
    if (!take(match.index)) return false;
    let meant: string;
    if (whole === "''") meant = "'";
    else if (!escape) {
      const lines = whole.split("\n").length - 1;
      meant = lines === 1 ? " " : "\n".repeat(lines - 1);
    } else if (/^\\\r?\n/.test(whole)) meant = "";
    else meant = [...value.slice(at)][0] ?? "";
    if (!value.startsWith(meant, at)) return false;
    out.whole(meant, from + i, from + i + whole.length);
    at += meant.length;
    i += whole.length;
  }
  return take(end) && at === value.length;
}

function indentOf(raw: string): string {
  const body = raw.slice(raw.indexOf("\n") + 1);
  const given = /^[|>][+-]?(\d)/.exec(raw)?.[1];
  const first = /^(?:[ ]*\r?\n)*([ ]*)\S/.exec(body)?.[1] ?? "";
  // A given width counts from the parent, which the first line cannot tell: the lines are not taken apart then.
  return given === undefined ? first : "";
}

/** A block scalar, line by line. */
function alignBlock(value: string, raw: string, from: number, indent: string, out: PieceBuilder): boolean {
  if (indent === "") return false;
  let i = raw.indexOf("\n") + 1;
  let at = 0;
  let breakFrom = -1;
  let breaks = 0;
  while (i < raw.length) {
    const close = raw.indexOf("\n", i);
    let end = close < 0 ? raw.length : close;
    const next = close < 0 ? raw.length : close + 1;
    if (raw[end - 1] === "\r" && close >= 0) end--;
    const start = raw.startsWith(indent, i) ? i + indent.length : end;
    const line = raw.slice(start, Math.max(start, end));
    if (line !== "") {
      if (breaks > 0) {
        // One break of a fold is a blank; of several the first folds away, beside indented lines none does.
        const meant = ["\n".repeat(breaks), breaks === 1 ? " " : "\n".repeat(breaks - 1)].find((text) => value.startsWith(text + line, at));
        if (meant === undefined) return false;
        out.whole(meant, from + breakFrom, from + start);
        at += meant.length;
      }
      if (!value.startsWith(line, at)) return false;
      out.exact(line, from + start);
      at += line.length;
      breaks = 0;
      breakFrom = end;
    }
    if (close >= 0) {
      if (at > 0) breaks++;
      else if (line === "") {
        if (value[at] !== "\n") return false;
        out.whole("\n", from + i, from + next);
        at++;
      }
    }
    i = next;
  }
  return /^\n*$/.test(value.slice(at));
}
