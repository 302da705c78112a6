import { Lexer } from "yaml";
import type { Comment } from "./ignore.js";

/** The comments of a YAML text, told from the same sign inside of a value by the lexer. */
export function yamlComments(text: string): Comment[] {
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
