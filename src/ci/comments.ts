import type { Nodes } from "mdast";
import type { ts as typescript } from "ts-morph";
import type { Comment } from "./ignore.js";

/** Kinds of comment: `# …` of YAML, `<!-- … -->` of Markdown, `// …` and `/* … *\/` of TypeScript and JavaScript. */
export type CommentSyntax = "yaml" | "markdown" | "script";

/** The comments of a file, each told from the same signs inside of a text by the format's own parser. */
export async function commentsOf(text: string, syntax: CommentSyntax): Promise<Comment[]> {
  if (syntax === "yaml") return (await import("./yaml-comments.js")).yamlComments(text);
  return syntax === "markdown" ? markdownComments(text) : scriptComments(text);
}

async function markdownComments(text: string): Promise<Comment[]> {
  const [{ unified }, { default: remarkParse }] = await Promise.all([import("unified"), import("remark-parse")]);
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

async function scriptComments(text: string): Promise<Comment[]> {
  const { ts } = await import("ts-morph");
  const out: Comment[] = [];
  const seen = new Set<number>();
  const source = ts.createSourceFile("file.tsx", text, ts.ScriptTarget.Latest, false);
  const add = (at: number): void => {
    for (const range of [...(ts.getLeadingCommentRanges(text, at) ?? []), ...(ts.getTrailingCommentRanges(text, at) ?? [])]) {
      if (seen.has(range.pos)) continue;
      seen.add(range.pos);
      const inner = text.slice(range.pos + 2, range.kind === ts.SyntaxKind.MultiLineCommentTrivia ? range.end - 2 : range.end);
      out.push({ text: inner, start: range.pos, end: range.end });
    }
  };
  // Comments stand before and after tokens only, never inside of one.
  const walk = (node: typescript.Node): void => {
    if (node.kind !== ts.SyntaxKind.JsxText) {
      add(node.pos);
      add(node.end);
    }
    node.getChildren(source).forEach(walk);
  };
  walk(source);
  return out.sort((a, b) => a.start - b.start);
}
