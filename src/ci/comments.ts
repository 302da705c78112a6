import type { ts as typescript } from "ts-morph";
import type { Comment } from "./ignore.js";

/** Kinds of comment: `# …` of YAML, `<!-- … -->` of Markdown, `// …` and `/* … *\/` of TypeScript and JavaScript. */
export type CommentSyntax = "yaml" | "markdown" | "script";

/** The comments of a file, each told from the same signs inside of a text by the format's own parser, which is loaded here. */
export async function commentsOf(text: string, syntax: CommentSyntax): Promise<Comment[]> {
  switch (syntax) {
    case "yaml":
      return (await import("./yaml-comments.js")).yamlComments(text);
    case "markdown":
      return (await import("./markdown-comments.js")).markdownComments(text);
    case "script":
      return scriptComments(text, (await import("ts-morph")).ts);
  }
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
