import type { Rule } from "eslint";
import type { Expression } from "estree";
import { CHANNELS, type Channel, type Edit, type Finding, type Reply, SCENARIOS, type Scenario } from "../core/types.js";
import { editsIn, rangeIn } from "../phrasebook/pieces.js";
import { type Choice, isReply, situationOf, wholeOf } from "./choose.js";
import { JUDGING, type JudgingOptions, linterFor, reports } from "./options.js";
import { type Written, writtenIn } from "./strings.js";

/** Options of `replylint/reply`. */
export type ReplyOptions = Partial<Choice> & JudgingOptions;

const DEFAULTS: Choice = { callees: ["reply", "*.reply", "sendReply", "*.sendReply"], tags: ["reply"], properties: ["reply"], comments: ["reply", "话术"] };
const NAMES = { type: "array", items: { type: "string", minLength: 1 }, uniqueItems: true } as const;

/** Judges replies that stand in TypeScript or JavaScript. */
export const reply: Rule.RuleModule = {
  meta: {
    type: "suggestion",
    docs: { description: "Judge customer-service replies in code", recommended: true },
    fixable: "code",
    hasSuggestions: true,
    schema: [
      {
        type: "object",
        additionalProperties: false,
        properties: {
          callees: { ...NAMES, description: "Functions that are handed replies; `*.name` is a method of anything." },
          tags: { ...NAMES, description: "Tags of templates." },
          properties: { ...NAMES, description: "Properties that hold replies, or lists of them." },
          comments: { ...NAMES, description: "Words of a comment that marks what follows it." },
          ...JUDGING,
        },
      },
    ],
  },
  create(context) {
    const options = (context.options[0] ?? {}) as ReplyOptions;
    const choice: Choice = { ...DEFAULTS, ...options };
    const { sourceCode } = context;
    const seen = new Set<Rule.Node>();
    const visit = (node: Rule.Node): void => {
      const whole = wholeOf(node);
      if (seen.has(whole)) return;
      seen.add(whole);
      if (!isReply(whole, choice, sourceCode)) return;
      const written = writtenIn(whole as Expression, sourceCode.text);
      if (written && written.phrase.text !== "") judge(written, whole, options, context);
    };
    return { Literal: (node) => typeof node.value === "string" && visit(node), TemplateLiteral: visit };
  },
};

function judge(written: Written, node: Rule.Node, options: ReplyOptions, context: Rule.RuleContext): void {
  const { phrase } = written;
  const { customer, scenario, channel, platform } = situationOf(node);
  const input: Reply = {
    reply: phrase.text,
    ...(customer !== undefined && { customer }),
    ...(platform !== undefined && { platform }),
    ...(SCENARIOS.includes(scenario as Scenario) && { scenario: scenario as Scenario }),
    ...(CHANNELS.includes(channel as Channel) && { channel: channel as Channel }),
  };
  const { findings, crashed = [] } = linterFor(options).lint(input);
  for (const finding of findings) if (reports(finding.severity, options)) report(finding, written, node, context);
  for (const { rule, message } of crashed) context.report({ node, message: `replylint: ${rule}: ${message}` });
}

function report(finding: Finding, { phrase, holds }: Written, node: Rule.Node, context: Rule.RuleContext): void {
  const { sourceCode } = context;
  const change = (edits: readonly Edit[]): ((fixer: Rule.RuleFixer) => Rule.Fix[]) | null => {
    const placed = editsIn(phrase, edits);
    if (!placed || placed.length === 0 || !placed.every(holds)) return null;
    return (fixer) => placed.map(({ start, end, text }) => fixer.replaceTextRange([start, end], text));
  };
  const { from, to } = rangeIn(phrase, finding.start, finding.end);
  const fix = finding.fix && change(finding.fix.edits);
  context.report({
    // Something that is missing is missing from the whole text.
    ...(from < to ? { loc: { start: sourceCode.getLocFromIndex(from), end: sourceCode.getLocFromIndex(to) } } : { node }),
    message: messageOf(finding),
    ...(fix && { fix }),
    suggest: finding.suggestions.flatMap(({ title, edits }) => {
      const fix = change(edits);
      return fix ? [{ desc: title, fix }] : [];
    }),
  });
}

/** A finding's message with the rule that `replylint rules explain` takes. */
export function messageOf({ message, rule, guidance }: Pick<Finding, "message" | "rule" | "guidance">): string {
  return `${message} [${rule} ${guidance.join(" ")}]`;
}
