import type { Bilingual, Dimension, Finding } from "../core/types.js";
import type { PlacedFinding } from "../phrasebook/types.js";
import { nearest } from "../rulepack/nearest.js";
import type { FileReport, Unit } from "./types.js";

/** Says that one rule is not asked about one reply, and why. */
export interface Ignore {
  rules: string[];
  reason: string;
  /** Place of the comment or of the field; offsets where the file is text. */
  line: number;
  column: number;
  endLine: number;
  endColumn: number;
  start: number;
  end: number;
  /** Id of the reply that it stands in; absent for a comment, which is for the reply on its line, around it or after it. */
  unit?: string;
}

/** A comment of a file, without its signs. */
export interface Comment {
  text: string;
  start: number;
  end: number;
}

const WORD = "replylint-ignore";
const SEPARATOR = /\s*(?:--+|——?|[:：])\s*/;

/** Whether a text can hold an ignore at all; spares the look for comments. */
export function mayIgnore(text: string): boolean {
  return text.includes(WORD);
}

/** What a comment `replylint-ignore <rule>[, <rule>] -- <reason>` says; null for any other comment. */
export function parseIgnore(comment: string): { rules: string[]; reason: string } | null {
  const match = new RegExp(`^\\s*${WORD}(?![\\w-])`).exec(comment);
  return match && parseIgnoreField(comment.slice(match[0].length));
}

/** What an `ignore` field says: the same without the word in front. */
export function parseIgnoreField(field: string): { rules: string[]; reason: string } {
  const [rules = "", ...rest] = field.trim().split(SEPARATOR);
  // Only the first separator counts: a reason may hold more of them.
  const reason = rest.length === 0 ? "" : field.trim().slice(SEPARATOR.exec(field.trim())!.index).replace(SEPARATOR, "");
  return { rules: rules.split(/[\s,，、]+/).filter(Boolean), reason: reason.trim() };
}

/** The rules that ignores silence: a rule whose ignore has no reason goes on. */
export function silenced(ignores: readonly Pick<Ignore, "rules" | "reason">[]): string[] {
  return ignores.filter(({ reason }) => reason !== "").flatMap(({ rules }) => rules);
}

/** What ignores are judged by. */
export interface IgnoreRules {
  /** Every rule there is. */
  ids: readonly string[];
  /** The rule, where it was asked in this run; an ignore of any other is not called unused. */
  asked(id: string): Pick<Finding, "guidance" | "dimension"> | undefined;
  say(text: Bilingual): string;
}

/** An ignore that names no rule, or one that is not there. */
export interface IgnoreProblem {
  line: number;
  column: number;
  message: string;
  hint: string;
}

/**
 * Takes out what the file's ignores are about, and reports the ignores that have no reason or nothing to ignore.
 * @returns the report after that, and ignores that cannot be understood
 */
export function applyIgnores(report: FileReport, ignores: readonly Ignore[], rules: IgnoreRules): { report: FileReport; problems: IgnoreProblem[] } {
  const { say } = rules;
  const problems: IgnoreProblem[] = [];
  const findings = [...report.findings];
  const suppressed = [...report.suppressed];
  const own: PlacedFinding[] = [];
  for (const ignore of ignores) {
    const { line, column, reason } = ignore;
    const unit = unitOf(ignore, report.units);
    if (ignore.rules.length === 0) {
      problems.push({ line, column, message: say({ zh: "replylint-ignore 没写规则名。", en: "replylint-ignore names no rule." }), hint: say({ zh: "写成：replylint-ignore <规则> -- <原因>", en: "Write: replylint-ignore <rule> -- <reason>" }) });
      continue;
    }
    for (const rule of ignore.rules) {
      if (!rules.ids.includes(rule)) {
        const [guess] = nearest(rule, rules.ids);
        problems.push({ line, column, message: say({ zh: `replylint-ignore：没有“${rule}”这条规则${guess ? `，是不是想写 ${guess}？` : "。"}`, en: `replylint-ignore: there is no rule "${rule}"${guess ? `; did you mean ${guess}?` : "."}` }), hint: say({ zh: "全部规则见 replylint rules list。", en: "replylint rules list shows all rules." }) });
        continue;
      }
      const asked = rules.asked(rule);
      if (!asked) continue;
      if (reason === "") {
        own.push(about(ignore, report, unit, "ignore/no-reason", asked, say({ zh: `没写为什么忽略 ${rule}，这条忽略不算数；写成：replylint-ignore ${rule} -- 原因`, en: `no reason is given for ignoring ${rule}, so it does not count; write: replylint-ignore ${rule} -- reason` })));
        continue;
      }
      let used = false;
      for (let at = findings.length - 1; at >= 0; at--) {
        const finding = findings[at]!;
        if (finding.rule !== rule || finding.entry !== unit?.id) continue;
        findings.splice(at, 1);
        suppressed.push({ finding, by: "ignore", reason });
        used = true;
      }
      if (!used) own.push(about(ignore, report, unit, "ignore/unused", asked, say({ zh: `${rule} 在这条回复里没有问题可忽略，请删掉这条忽略`, en: `${rule} reports nothing in this reply: remove this ignore` })));
    }
  }
  suppressed.sort((a, b) => a.finding.start - b.finding.start);
  return { report: { ...report, findings: [...findings, ...own], suppressed }, problems };
}

/** The reply that an ignore is for: the one on its own line, else the one around it, else the next. */
function unitOf({ unit, line, endLine }: Ignore, units: readonly Unit[]): Unit | undefined {
  if (unit !== undefined) return units.find((one) => one.id === unit);
  const around = units.filter((one) => one.line <= line && one.endLine >= endLine);
  return around.find((one) => one.line === line || one.endLine === line) ?? around[0] ?? units.find((one) => one.line > endLine);
}

function about(ignore: Ignore, { file, text }: FileReport, unit: Unit | undefined, rule: string, { guidance, dimension }: { guidance: string[]; dimension: Dimension }, message: string): PlacedFinding {
  const { line, column, endLine, endColumn, start, end } = ignore;
  const words = text?.slice(start, end) ?? "";
  return { rule, guidance, dimension, severity: "error", message, text: words, context: words, file, line, column, endLine, endColumn, start, end, suggestions: [], ...(unit && { entry: unit.id }) };
}
