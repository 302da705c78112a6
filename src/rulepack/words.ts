import { readFileSync } from "node:fs";
import type { Term } from "../core/rules.js";
import type { Problem } from "./yaml.js";

/**
 * Reads a dictionary of terms: a line is the term and the plain word, then optionally what may not stand directly before and
 * directly after it (`|` between alternatives), with tabs between. `#` begins a comment.
 * @param problems takes what is wrong, each with its line
 */
export function readTerms(path: string, name: string, problems: Problem[]): Term[] {
  const seen = new Set<string>();
  const list = (cell: string | undefined): string[] => (cell ?? "").split("|").filter((word) => word !== "");
  return lines(path, name, problems).flatMap(({ text, line }) => {
    const [term = "", plain = "", before, after, ...more] = text.split("\t");
    const wrong = term === "" || plain === "" ? "needs a term and the plain word, with a tab between" : more.length > 0 ? "has more than four columns" : seen.has(term) ? `"${term}" stands here twice` : null;
    if (wrong !== null) {
      problems.push({ file: name, line, column: 1, message: wrong });
      return [];
    }
    seen.add(term);
    return [{ term, plain, notAfter: list(before), notBefore: list(after) }];
  });
}

/** Reads a list of words with blanks or line breaks between; `#` begins a comment. */
export function readWords(path: string, name: string, problems: Problem[]): string[] {
  return lines(path, name, problems).flatMap(({ text }) => text.split(/\s+/).filter((word) => word !== ""));
}

function lines(path: string, name: string, problems: Problem[]): { text: string; line: number }[] {
  let source: string;
  try {
    source = readFileSync(path, "utf8");
  } catch (error) {
    problems.push({ file: name, line: 1, column: 1, message: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` });
    return [];
  }
  return source
    .replace(/^\ufeff/, "")
    .split(/\r?\n/)
    .map((text, index) => ({ text: text.replace(/(^|\t)#.*$/, "").trimEnd(), line: index + 1 }))
    .filter(({ text }) => text !== "");
}
