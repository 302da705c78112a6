import type { Nodes } from "mdast";
import remarkParse from "remark-parse";
import type { ts as typescript } from "ts-morph";
import { unified } from "unified";
import { Lexer } from "yaml";
import type { Comment } from "./ignore.js";

/** Kinds of comment: `# …` of YAML, `<!-- … -->` of Markdown, `// …` and `/* … *\/` of TypeScript and JavaScript. */
export type CommentSyntax = "yaml" | "markdown" | "script";

/** The comments of a file, each told from the same signs inside of a text by the format's own parser. */
export async function commentsOf(text: string, syntax: CommentSyntax): Promise<Comment[]> {
  return syntax === "script" ? scriptComments(text, (await import("ts-morph")).ts) : plainComments(text, syntax);
}

/** The same at once, for formats whose parser is small. */
export function plainComments(text: string, syntax: Exclude<CommentSyntax, "script">): Comment[] {
  return syntax === "yaml" ? yamlComments(text) : markdownComments(text);
}

function yamlComments(text: string): Comment[] {
  const out: Comment[] = [];
  let at = 0;
  let scalar = false;
  for (const token of new Lexer().lex(text)) {
    // Signs of the lexer that stand for no text: a document, an error, and a scalar that comes next.
    if (token === "\u0002" || token === "\u0018" || token === "\u001f") {
      scalar = token === "\u001f";
      continue;
    }
    if (token.startsWith("#") && !scalar) out.push({ text: token.slice(1), start: at, end: at + token.length });
    scalar = false;
    at += token.length;
  }
  return out;
}

function markdownComments(text: string): Comment[] {
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

function scriptComments(text: string, ts: typeof typescript): Comment[] {
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
  // Comments stand before and after tokens only, never inside of one; and what stands between tags is text.
  const texts: typescript.Node[] = [];
  const tokens: number[] = [];
  const walk = (node: typescript.Node): void => {
    if (node.kind === ts.SyntaxKind.JsxText) texts.push(node);
    else tokens.push(node.pos, node.end);
    node.getChildren(source).forEach(walk);
  };
  walk(source);
  for (const at of tokens) if (!texts.some((one) => at >= one.pos && at < one.end)) add(at);
  return out.sort((a, b) => a.start - b.start);
}
