import type { Finding } from "../../core/types.js";
import type { PlacedFinding } from "../../phrasebook/types.js";
import type { Action } from "./actions.js";
import { QUICK_FIX } from "./actions.js";
import type { Analysis } from "./analysis.js";
import { draftAt } from "./drafts.js";
import type { Engine } from "./engine.js";

/** How comments are written in a document. */
export type Comments = "yaml" | "markdown" | "script" | "none";

/**
 * Offers to ignore each finding where it stands.
 * @param comments how comments are written where the reply stands; plain text has none, and gets a head
 * @param reason what stands for the reason until the person has written it
 */
export function ignoreActions(text: string, findings: readonly Finding[], analysis: Analysis, comments: Comments, reason: string, engine: Engine): Action[] {
  const rules = new Map<string, Finding>();
  for (const finding of findings) if (!finding.rule.startsWith("ignore/") && !rules.has(finding.rule)) rules.set(finding.rule, finding);
  return [...rules.values()].flatMap((finding): Action[] => {
    const edit = place(text, finding, analysis, comments, `replylint-ignore ${finding.rule} -- ${reason}`);
    return edit ? [{ title: engine.say({ zh: `忽略这里的 ${finding.rule}（要写原因）`, en: `Ignore ${finding.rule} here (with a reason)` }), kind: QUICK_FIX, edits: [{ edits: [{ start: edit.at, end: edit.at, text: edit.text }] }], finding }] : [];
  });
}

function place(text: string, finding: Finding, analysis: Analysis, comments: Comments, words: string): { at: number; text: string } | null {
  const eol = text.includes("\r\n") ? "\r\n" : "\n";
  if (analysis.drafts.length > 0) {
    const draft = draftAt(analysis.drafts, finding.start);
    if (!draft) return null;
    if (draft.head) return { at: draft.head.end, text: `# ${words}${eol}` };
    return comments === "markdown" ? { at: draft.start, text: `<!-- ${words} -->${eol}` } : { at: 0, text: `---${eol}# ${words}${eol}---${eol}` };
  }
  const entry = analysis.entries.find(({ id }) => id === (finding as PlacedFinding).entry);
  if (!entry || comments === "none") return null;
  const at = text.lastIndexOf("\n", entry.start - 1) + 1;
  const [indent] = /^[ \t]*/.exec(text.slice(at))!;
  return { at, text: `${indent}${comments === "yaml" ? `# ${words}` : comments === "script" ? `// ${words}` : `<!-- ${words} -->`}${eol}` };
}
