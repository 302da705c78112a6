import type { Rule } from "eslint";
import { ignoresIn, reportsOf } from "../ci/entries.js";
import { applyIgnores, type Comment, mayIgnore } from "../ci/ignore.js";
import { markdownComments } from "../ci/markdown-comments.js";
import { yamlComments } from "../ci/yaml-comments.js";
import type { Finding } from "../core/types.js";
import { checkPhrasebooks } from "../phrasebook/check.js";
import type { Phrasebook, PhrasebookProblem, PlacedFinding, PlacedSuggestion } from "../phrasebook/types.js";
import { type BookNode, phrasebookData } from "./language.js";
import { JUDGING, type JudgingOptions, linterFor, reports, rulePack } from "./options.js";
import { messageOf } from "./reply.js";

/** Options of `replylint/phrasebook`. */
export interface PhrasebookOptions extends JudgingOptions {
  /** YYYY-MM-DD; without it nothing is judged by date. */
  today?: string;
  /** Platform of entries that name none. */
  platform?: string;
  /** Longest text, in characters. */
  maxLength?: number;
}

/** Judges a phrasebook file: each entry by the rules of its scenario, its placeholders, dates and length. */
export const entries = {
  meta: {
    type: "suggestion",
    docs: { description: "Judge the entries of a phrasebook", recommended: true },
    fixable: "code",
    hasSuggestions: true,
    languages: ["replylint/phrasebook"],
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          today: { type: "string", pattern: String.raw`^\d{4}-\d\d-\d\d$`, description: "The day that dates are judged by." },
          platform: { type: "string", minLength: 1, description: "Platform of entries that name none." },
          maxLength: { type: "integer", minimum: 1, description: "Longest text, in characters." },
          ...JUDGING,
        },
      },
    ],
  },
  create(context: Rule.RuleContext) {
    const options = (context.options[0] ?? {}) as PhrasebookOptions;
    return {
      Phrasebook({ book }: BookNode): void {
        for (const problem of book.problems) tell(problem, context);
        const { report, problems } = judge(book, options);
        for (const problem of problems) tell(problem, context);
        for (const finding of report.findings) if (reports(finding.severity, options)) tellFinding(finding, context);
      },
    };
  },
};

/** ESLint asks for a file at once, so these parsers are at hand. */
const COMMENTS: Partial<Record<Phrasebook["format"], (text: string) => Comment[]>> = { yaml: yamlComments, markdown: markdownComments };

function judge(book: Phrasebook, options: PhrasebookOptions): ReturnType<typeof applyIgnores> {
  const { today, platform, maxLength, level, locale = "zh", scenario, channel, rules = {} } = options;
  const data = phrasebookData();
  // The engine's rules and the checks have one list of severities; each takes its own.
  const linter = linterFor({ ...options, rules: Object.fromEntries(Object.entries(rules).filter(([id]) => !(id in data.checks))) });
  const config = { ...(platform !== undefined && { platform }), ...(maxLength !== undefined && { maxLength }) };
  const findings = checkPhrasebooks([book], linter, { data, config, rules, locale, whole: false, ...(today !== undefined && { today }), ...(level && { level }), ...(scenario && { scenario }), ...(channel && { channel }) });
  const ignores = ignoresIn(book, mayIgnore(book.text!.text) ? (COMMENTS[book.format]?.(book.text!.text) ?? []) : []);
  const all: Record<string, Pick<Finding, "guidance" | "dimension"> & { level?: string }> = { ...data.checks, ...Object.fromEntries(rulePack().rules.map((rule) => [rule.id, rule])) };
  const asked = (id: string): (typeof all)[string] | undefined => (rules[id] === "off" || (all[id]?.level === "strict" && level !== "strict") ? undefined : all[id]);
  return applyIgnores(reportsOf([book], findings)[0]!, ignores, { ids: Object.keys(all), asked, say: (words) => words[locale] });
}

function tell({ message, hint, line = 1, column = 1 }: Pick<PhrasebookProblem, "message" | "hint" | "line" | "column">, context: Rule.RuleContext): void {
  context.report({ loc: { line, column }, message: hint === undefined ? message : `${message} ${hint}` });
}

function tellFinding(finding: PlacedFinding, context: Rule.RuleContext): void {
  const { line, column, endLine, endColumn, fix, suggestions } = finding;
  const change = ({ edits }: PlacedSuggestion) => (fixer: Rule.RuleFixer): Rule.Fix[] => edits.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
  context.report({
    loc: { start: { line, column }, end: { line: endLine, column: endColumn } },
    message: messageOf(finding),
    ...(fix && { fix: change(fix) }),
    suggest: suggestions.map((suggestion) => ({ desc: suggestion.title, fix: change(suggestion) })),
  });
}
