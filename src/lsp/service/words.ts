import type { Edit, Finding } from "../../core/types.js";
import { type Action, QUICK_FIX } from "./actions.js";
import type { Engine } from "./engine.js";

/** Offers to add each word that a rule of spelling reports to `words` of the configuration. */
export function wordActions(findings: readonly Finding[], configFile: string, configText: () => string, engine: Engine): Action[] {
  const spelling = findings.filter(({ rule, text }) => engine.rule(rule)?.kind === "spelling" && text !== "");
  return spelling.map((finding): Action => ({ title: engine.say({ zh: `把“${finding.text}”加入词典`, en: `Add "${finding.text}" to the dictionary` }), kind: QUICK_FIX, edits: [{ file: configFile, edits: [entry(configText(), finding.text)] }], finding }));
}

/** Puts a word into `words` as it is written there: a list in brackets, a list of lines, or none yet. */
function entry(config: string, word: string): Edit {
  const eol = config.includes("\r\n") ? "\r\n" : "\n";
  const quoted = JSON.stringify(word);
  const inline = /^words:[ \t]*\[[ \t]*/m.exec(config);
  if (inline) {
    const at = inline.index + inline[0].length;
    return { start: at, end: at, text: config[at] === "]" ? quoted : `${quoted}, ` };
  }
  const head = /^words:[ \t]*(?:#[^\r\n]*)?(?:\r\n|\n|$)/m.exec(config);
  if (head) {
    const at = head.index + head[0].length;
    const [, indent = "  "] = /^([ \t]*)- /.exec(config.slice(at)) ?? [];
    return { start: at, end: at, text: `${head[0].endsWith("\n") ? "" : eol}${indent}- ${quoted}${eol}` };
  }
  const gap = config === "" || config.endsWith("\n") ? "" : eol;
  return { start: config.length, end: config.length, text: `${gap}words:${eol}  - ${quoted}${eol}` };
}
