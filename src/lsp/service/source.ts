import type { Locale } from "../../core/types.js";
import { parseConfig } from "../../rulepack/config.js";
import { inLocale } from "../../rulepack/chinese.js";
import { readConfig } from "../../rulepack/extend.js";
import { isPlaybook, parsePlaybook, parseRule } from "../../rulepack/load.js";
import { type Problem, SourceError } from "../../rulepack/yaml.js";
import type { Analysis, Note } from "./analysis.js";
import { spanAt } from "./places.js";

/** A document of which only problems are known. */
export function notesOnly(notes: Note[]): Analysis {
  return { notes, findings: [], mended: () => Promise.resolve([]), drafts: [], entries: [], fixAll: () => Promise.resolve([]) };
}

/** Checks a configuration: its schema, and that the rules it names are there. */
export function analyseConfig(text: string, file: string, ruleIds: readonly string[], locale: Locale): Analysis {
  return notesOnly(
    attempt(text, "config", locale, () => {
      try {
        return readConfig(file, { locale, text }).unknown(ruleIds).filter((problem) => problem.file === file);
      } catch (error) {
        // What is wrong in a file that this one extends is shown where it is extended.
        if (!(error instanceof SourceError) || error.problems.every((problem) => problem.file === file)) throw error;
        const { yaml } = parseConfig(text, file, locale);
        return error.problems.map((problem) => (problem.file === file ? problem : { file, ...yaml.locate(["extends"]), message: `${problem.file}:${problem.line}:${problem.column}: ${problem.message}` }));
      }
    }),
  );
}

/** Checks a rule file against its schema; its examples are run apart, since that takes seconds. */
export function analyseRule(text: string, path: string, dictionariesDir: string, locale: Locale): Analysis {
  return notesOnly(
    attempt(text, "rule", locale, () => {
      if (isPlaybook(path)) parsePlaybook(text, path);
      else parseRule(text, path, dictionariesDir);
      return [];
    }),
  );
}

/** Problems of a file that a user wrote, as notes. */
export function notesOf(text: string, code: string, problems: readonly Problem[], locale: Locale): Note[] {
  return problems.map(({ line, column, message }) => ({ ...spanAt(text, line, column), code, severity: "error", message: inLocale(message, locale) }));
}

function attempt(text: string, code: string, locale: Locale, check: () => Problem[]): Note[] {
  try {
    return notesOf(text, code, check(), locale);
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return notesOf(text, code, error.problems, locale);
  }
}
