import { readFileSync } from "node:fs";
import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair, type YAMLMap } from "yaml";

/** Something wrong in a file that a user wrote: where, what, and a way out. */
export interface Problem {
  file: string;
  line: number;
  column: number;
  message: string;
}

/** Problems in rules, dictionaries or configuration; the run stops with exit code 2. */
export class SourceError extends Error {
  constructor(readonly problems: Problem[]) {
    super(problems.map((p) => `${p.file}:${p.line}:${p.column}: ${p.message}`).join("\n"));
  }
}

export interface YamlFile {
  file: string;
  value: unknown;
  /** Line and column of what stands at a path, or of the nearest parent that exists. */
  locate(path: readonly (string | number)[], offset?: number): { line: number; column: number };
  /** Line and column of the key that a path ends with, for a key that should not be there. */
  locateKey(path: readonly (string | number)[]): { line: number; column: number };
}

/**
 * Reads a YAML (or JSON) file.
 * @throws {SourceError} where it cannot be read or is not YAML
 */
export function readYaml(path: string, file: string = path): YamlFile {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw new SourceError([{ file, line: 1, column: 1, message: `cannot be read: ${(error as NodeJS.ErrnoException).code ?? String(error)}` }]);
  }
  return parseYaml(text, file);
}

/** @throws {SourceError} where the text is not YAML */
export function parseYaml(text: string, file: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0)
    // What comes after the first is mostly its consequence.
    throw new SourceError(
      document.errors.slice(0, 1).map((error) => {
        const { line, col } = lines.linePos(error.pos[0]);
        return { file, line, column: col, message: `is not YAML: ${error.message}` };
      }),
    );
  const position = (at: number): { line: number; column: number } => {
    const { line, col } = lines.linePos(at);
    return { line, column: col };
  };
  let value: unknown;
  try {
    value = document.toJS();
  } catch (error) {
    throw new SourceError([{ file, line: 1, column: 1, message: `is not YAML: ${error instanceof Error ? error.message : String(error)}` }]);
  }
  return {
    file,
    value,
    locate(path, offset = 0) {
      const node = nodeAt(document, path);
      const quoted = isScalar(node) && (node.type === "QUOTE_SINGLE" || node.type === "QUOTE_DOUBLE") ? 1 : 0;
      return position((node?.range?.[0] ?? 0) + (offset > 0 ? offset + quoted : 0));
    },
    locateKey(path) {
      const parent = nodeAt(document, path.slice(0, -1));
      const pair = isMap(parent) ? pairOf(parent, path[path.length - 1]!) : undefined;
      return isScalar(pair?.key) ? position(pair.key.range?.[0] ?? 0) : this.locate(path);
    },
  };
}

function pairOf(map: YAMLMap, key: string | number): Pair | undefined {
  return map.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
}

function nodeAt(document: Document.Parsed, path: readonly (string | number)[]): Node | null {
  let node: Node | null = document.contents;
  for (const key of path) {
    let next: unknown;
    if (isMap(node)) {
      const pair = pairOf(node, key);
      next = pair ? (pair.value ?? pair.key) : undefined;
    } else if (isSeq(node)) next = node.items[Number(key)];
    if (!next) return node;
    node = next as Node;
  }
  return node;
}
