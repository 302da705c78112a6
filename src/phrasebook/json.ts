import { type Node, parseTree, type ParseError, printParseErrorCode } from "jsonc-parser";
import { PieceBuilder } from "./pieces.js";
import type { TreeNode } from "./tree.js";
import type { Phrase } from "./types.js";

/** A place where a JSON text goes wrong. */
export interface JsonError {
  offset: number;
  reason: string;
}

/**
 * Reads JSON with the place of every value; comments and trailing commas are let pass.
 * @param base offset of the text in its file: NDJSON has one a line
 */
export function readJson(source: string, base = 0): { tree: TreeNode } | { error: JsonError } {
  const errors: ParseError[] = [];
  const root = parseTree(source, errors, { allowTrailingComma: true });
  const [first] = errors;
  if (first) return { error: { offset: base + first.offset, reason: printParseErrorCode(first.error) } };
  if (!root) return { error: { offset: base, reason: "ValueExpected" } };
  return { tree: toTree(root, source, base) };
}

function toTree(node: Node, source: string, base: number): TreeNode {
  const range = { from: base + node.offset, to: base + node.offset + node.length };
  switch (node.type) {
    case "object":
      return {
        kind: "map",
        ...range,
        pairs: (node.children ?? []).flatMap(({ children = [] }) => {
          const [key, value] = children;
          return key && value ? [{ key: String(key.value), keyAt: { from: base + key.offset, to: base + key.offset + key.length }, value: toTree(value, source, base) }] : [];
        }),
      };
    case "array":
      return { kind: "list", ...range, items: (node.children ?? []).map((item) => toTree(item, source, base)) };
    case "string":
      return { kind: "text", ...range, value: String(node.value), phrase: () => stringPhrase(source.slice(node.offset + 1, node.offset + node.length - 1), range.from + 1) };
    default:
      return { kind: "other", ...range, value: node.value as unknown };
  }
}

/** What stands between the quotes of a JSON string. */
function stringPhrase(raw: string, from: number): Phrase {
  const out = new PieceBuilder();
  if (!raw.includes("\\")) out.exact(raw, from);
  else
    for (const { 0: part, index } of raw.matchAll(/[^\\]+|\\(?:u[0-9a-f]{4}|[^])/gi))
      if (part.startsWith("\\")) out.whole(JSON.parse(`"${part}"`) as string, from + index, from + index + part.length);
      else out.exact(part, from + index);
  return out.phrase({ spell: spellJson });
}

export function spellJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
