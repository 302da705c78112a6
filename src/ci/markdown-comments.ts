import type { Nodes } from "mdast";
import remarkParse from "remark-parse";
import { unified } from "unified";
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
  walk(unified().use(remarkParse).parse(text));
  return out;
}
