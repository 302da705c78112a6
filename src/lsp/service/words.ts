import type { Edit, Finding } from "../../core/types.js";
import { type Action, QUICK_FIX } from "./actions.js";
import type { Engine } from "./engine.js";

/** A configuration that words may be added to. */
export interface WordList {
  file: string;
  /** What is in it; null where there is no such file yet. */
  text: string | null;
}

/** Offers to add each word that a rule of spelling reports to `words` of the configuration. */
export async function wordActions(findings: readonly Finding[], open: () => WordList | null, engine: Engine): Promise<Action[]> {
  const spelling = findings.filter(({ rule, text }) => engine.rule(rule)?.kind === "spelling" && text !== "");
  const list = spelling.length > 0 ? open() : null;
  if (!list) return [];
  const { file, text } = list;
  const entry = file.endsWith(".json") ? await jsonEntry() : yamlEntry;
  return spelling.map((finding): Action => ({ title: engine.say({ zh: `把“${finding.text}”加入词典`, en: `Add "${finding.text}" to the dictionary` }), kind: QUICK_FIX, edits: [{ file, edits: entry(text ?? "", finding.text), ...(text === null && { create: true }) }], finding }));
}

async function jsonEntry(): Promise<(config: string, word: string) => Edit[]> {
  const { modify } = await import("jsonc-parser");
  return (config, word) => modify(config, ["words", 0], word, { isArrayInsertion: true, formattingOptions: { insertSpaces: !/^\t/m.test(config), tabSize: /^ {4}"/m.test(config) ? 4 : 2, eol: config.includes("\r\n") ? "\r\n" : "\n" } }).map(({ offset, length, content }) => ({ start: offset, end: offset + length, text: content }));
}

/** Puts a word into `words` as it is written there: a list in brackets, a list of lines, or none yet. */
function yamlEntry(config: string, word: string): Edit[] {
  const eol = config.includes("\r\n") ? "\r\n" : "\n";
  const quoted = JSON.stringify(word);
  const put = (at: number, text: string): Edit[] => [{ start: at, end: at, text }];
  const inline = /^words:[ \t]*\[[ \t]*/m.exec(config);
  if (inline) {
    const at = inline.index + inline[0].length;
    return put(at, config[at] === "]" ? quoted : `${quoted}, `);
  }
  const head = /^words:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|$)/m.exec(config);
  if (head) {
    const at = head.index + head[0].length;
    const [, indent = "  "] = /^([ \t]*)- /.exec(config.slice(at)) ?? [];
    return put(at, `${head[0].endsWith("\n") ? "" : eol}${indent}- ${quoted}${eol}`);
  }
  const gap = config === "" || config.endsWith("\n") ? "" : eol;
  return put(config.length, `${gap}words:${eol}  - ${quoted}${eol}`);
}
