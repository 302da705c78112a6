import type { Nodes } from "nlcst";
import { toString } from "nlcst-to-string";

/** A tree on paper: a line per sentence, a blank between nodes; ␣ white space, ⟨⟩ sources, ⸢⸥ symbols, {} words of several parts. */
export function sketch(node: Nodes): string {
  switch (node.type) {
    case "RootNode":
      return node.children.map(sketch).join("\n");
    case "ParagraphNode":
      return `[\n${node.children.map((child) => `  ${sketch(child)}\n`).join("")}]`;
    case "SentenceNode":
      return node.children.map(sketch).join(" ");
    case "WordNode":
      return node.children.length === 1 ? toString(node) : `{${node.children.map((child) => toString(child)).join(" ")}}`;
    case "WhiteSpaceNode":
      return `␣${JSON.stringify(node.value).slice(1, -1).trim()}`;
    case "SymbolNode":
      return `⸢${node.value}⸥`;
    case "SourceNode":
      return `⟨${node.value}⟩`;
    case "PunctuationNode":
    case "TextNode":
      return node.value;
  }
}

/** The sentences of a tree, as text. */
export function sentencesOf(node: Nodes): string[] {
  if (node.type === "SentenceNode") return [toString(node)];
  return "children" in node ? node.children.flatMap(sentencesOf) : [];
}

export function all(node: Nodes): Nodes[] {
  return "children" in node ? [node, ...node.children.flatMap(all)] : [node];
}
