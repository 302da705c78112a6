import { readdirSync, readFileSync, statSync } from "node:fs";
import { extname, join, normalize } from "node:path";
import { PHRASEBOOK_FILES, type PhrasebookReader } from "../phrasebook/read.js";
import type { Phrasebook, PhrasebookProblem } from "../phrasebook/types.js";
import { CliError, inWords } from "./errors.js";
import type { Context } from "./terminal.js";

/** A file that the operands name. One that was only found in a folder need not be a phrasebook. */
export interface FoundBook {
  file: string;
  named: boolean;
}

/** Files that are something else in every repository. */
const NOT_BOOKS = /^(?:package(?:-lock)?\.json|tsconfig.*\.json|.*\.schema\.json|.*\.d\.[cm]?ts|.*\.(?:test|spec|config)\.[cm]?[jt]sx?|README.*\.md|CHANGELOG\.md|(?:\.?replylint(?:rc)?(?:\.config)?)\.(?:ya?ml|json))$/i;

/** The phrasebook files that operands name: each file, every one below a folder, what a glob matches; in a fixed order. */
export async function findBooks(operands: readonly string[], { say, locale }: Context): Promise<(FoundBook | PhrasebookProblem)[]> {
  const seen = new Set<string>();
  const out: (FoundBook | PhrasebookProblem)[] = [];
  const add = (file: string, named: boolean): void => {
    if (!seen.has(file)) out.push({ file, named });
    seen.add(file);
  };
  for (const operand of operands) {
    const path = normalize(operand);
    let folder: boolean;
    try {
      folder = statSync(path).isDirectory();
    } catch (error) {
      if (!/[*?[\]{}!]/.test(operand)) {
        out.push({ file: operand, code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }), hint: say({ zh: "请检查路径和文件名。", en: "Check the path and the name." }) });
        continue;
      }
      const { glob } = await import("tinyglobby");
      const matched = (await glob(operand.replaceAll("\\", "/"), { ignore: ["**/node_modules/**"], expandDirectories: false })).sort();
      if (matched.length === 0) out.push({ file: operand, code: "no-match", message: say({ zh: "没有文件符合这个模式。", en: "No file matches this pattern." }), hint: say({ zh: "在 shell 里给模式加引号：'phrasebook/**/*.yaml'。", en: "Quote the pattern in the shell: 'phrasebook/**/*.yaml'." }) });
      // Whoever names an ending means these files.
      for (const file of matched) add(normalize(file), /\.\w+$/.test(operand));
      continue;
    }
    if (folder) for (const file of walk(path)) add(file, false);
    else add(path, true);
  }
  return out;
}

/**
 * Reads the phrasebooks that operands name, in whatever formats.
 * @param tell what cannot be read; of files that were only found in a folder only what no machine can read
 * @throws {CliError} where there is no phrase in any of them
 */
export async function readBooks(operands: readonly string[], reader: PhrasebookReader, context: Context, tell: (problem: PhrasebookProblem) => void): Promise<Phrasebook[]> {
  const { say, locale } = context;
  const books: Phrasebook[] = [];
  for (const found of await findBooks(operands, context)) {
    if ("code" in found) {
      tell(found);
      continue;
    }
    try {
      const book = await reader.read(found.file, readFileSync(found.file));
      if (found.named) book.problems.forEach(tell);
      books.push(book);
    } catch (error) {
      tell({ file: found.file, code: "unreadable", message: say({ zh: `读不了：${inWords(error, locale)}。`, en: `Cannot be read: ${inWords(error, locale)}.` }) });
    }
  }
  if (!books.some((book) => book.entries.length > 0)) throw new CliError(say({ zh: "话术库里没有话术。", en: "There is no phrase in the phrasebook." }), say({ zh: "检查 --phrasebook。", en: "Check --phrasebook." }));
  return books;
}

function* walk(folder: string): Generator<string> {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    if (entry.name.startsWith(".") || entry.name.startsWith("~$") || entry.name === "node_modules") continue;
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* walk(path);
    else if (extname(entry.name).toLowerCase() in PHRASEBOOK_FILES && !NOT_BOOKS.test(entry.name)) yield path;
  }
}
