import type { Nodes } from "mdast";
import { blocksOf } from "../phrasebook/markdown-blocks.js";
import type { Comment } from "./ignore.js";

/** The comments of a Markdown text. */
export function markdownComments(text: string): Comment[] {
  const out: Comment[] = [];
  const walk = (node: Nodes): void => {
    // The value of a comment in a list or quote has lost its indentation: the text itself is looked at.
    const { start, end } = node.position ?? {};
    if (node.type === "html" && start?.offset !== undefined)
      for (const { index, 0: whole, 1: inner } of text.slice(start.offset, end?.offset).matchAll(/<!--([^]*?)-->/g)) out.push({ text: inner!, start: start.offset + index, end: start.offset + index + whole.length });
    if ("children" in node) node.children.forEach(walk);
  };
  for (const block of blocksOf(text)) walk(block);
  return out;
}
