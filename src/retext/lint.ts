import type { Root } from "nlcst";
import type { Plugin } from "unified";
import type { VFile } from "vfile";
import { createShippedLinter } from "../node.js";
import type { Channel, CompiledRule, Critical, Dimension, Edit, Finding, Linter, LinterConfig, Locale, Reply, Result, Scenario, Severity, Suggestion } from "../core/index.js";
import { locator, type Position } from "./locate.js";

export interface ReplylintOptions {
  /** The linter to ask. Default: one on the rules that ship with replylint, made when the first file comes. */
  linter?: Linter | undefined;
  /** Configuration of the default linter; a `linter` has its own. */
  config?: LinterConfig | undefined;
  /** Language of notes. Default: the configuration's, else `zh`. */
  locale?: Locale | undefined;
  /** What the customer said just before. */
  customer?: string | undefined;
  scenario?: Scenario | undefined;
  channel?: Channel | undefined;
  platform?: string | undefined;
  /** Claims that somebody vouches for (guidance point G13). */
  facts?: Record<string, unknown> | undefined;
  /**
   * Where the documentation of a rule is: an address in which `{id}`, `{dimension}` and `{name}` are filled in.
   * Default: messages carry no `url`.
   */
  docsUrl?: string | undefined;
}

/** What a message carries as `data.replylint`, beyond the fields that every vfile message has. */
export interface ReplylintMessageData {
  /** `<dimension>/<name>`; the message's `ruleId` is the name alone. */
  rule: string;
  dimension: Dimension;
  /** Points of the guidance. */
  guidance: string[];
  severity: Severity;
  critical?: Critical;
  sources: string[];
  /** All suggestions, also those that change more than the reported words and so are not in `expected`. */
  suggestions: Suggestion[];
  fix?: Suggestion;
}

/**
 * A unified plugin: judge the file's text as a customer-service reply. Findings become messages of the file; the result
 * record with scorecard and moves is `file.data.replylint`. The tree is left alone.
 */
export const retextReplylint: Plugin<[options?: ReplylintOptions | null | undefined], Root> = function (options) {
  const { config, customer, scenario, channel, platform, facts, docsUrl, locale = config?.locale ?? "zh" } = options ?? {};
  let { linter } = options ?? {};
  const context: Omit<Reply, "reply"> = {
    ...(customer !== undefined && { customer }),
    ...(scenario !== undefined && { scenario }),
    ...(channel !== undefined && { channel }),
    ...(platform !== undefined && { platform }),
    ...(facts !== undefined && { facts }),
  };
  return (_tree, file) => {
    linter ??= createShippedLinter(config);
    const text = String(file);
    const result: Result = linter.lint({ ...context, reply: text });
    file.data["replylint"] = result;
    const places = locator(text);
    for (const finding of result.findings) {
      const place = places.position(finding.start, finding.end);
      report(file, place, finding, text, linter.explain(finding.rule), locale, docsUrl);
    }
    // A rule that broke is no finding about the reply, but nobody shall think that it was asked.
    for (const { rule, message } of result.crashed ?? []) file.message(`${rule}: ${message}`, { ruleId: "crashed-rule", source: "replylint" }).fatal = true;
  };
};

function report(file: VFile, place: Position, finding: Finding, text: string, rule: CompiledRule | undefined, locale: Locale, docsUrl: string | undefined): void {
  const { dimension, guidance, severity, critical, fix, suggestions } = finding;
  const name = finding.rule.slice(dimension.length + 1);
  const replylint: ReplylintMessageData = {
    rule: finding.rule,
    dimension,
    guidance,
    severity,
    ...(critical && { critical }),
    sources: rule?.sources ?? [],
    suggestions,
    ...(fix && { fix }),
  };
  const raise = severity === "info" ? file.info.bind(file) : file.message.bind(file);
  const message = raise(finding.message, { place, ruleId: name, source: "replylint" });
  if (severity === "error") message.fatal = true;
  message.actual = finding.text;
  message.expected = expected(finding, text);
  if (rule) message.note = rule.reason[locale];
  if (docsUrl !== undefined) message.url = docsUrl.replaceAll("{id}", finding.rule).replaceAll("{dimension}", dimension).replaceAll("{name}", name);
  Object.assign(message, { data: { replylint } });
}

/** What may stand in the place of the reported words. A suggestion that changes words elsewhere cannot be put that way. */
function expected({ start, end, suggestions }: Finding, text: string): string[] {
  const out = new Set<string>();
  for (const { edits } of suggestions) {
    let at = start;
    let words = "";
    let inside = true;
    for (const edit of [...edits].map((edit) => trimmed(edit, text)).sort((a, b) => a.start - b.start)) {
      inside &&= edit.start >= at && edit.end <= end;
      words += text.slice(at, edit.start) + edit.text;
      at = edit.end;
    }
    if (inside) out.add(words + text.slice(at, end));
  }
  return [...out];
}

/** The same edit without what it puts back as it was. */
function trimmed(edit: Edit, text: string): Edit {
  let { start, end, text: words } = edit;
  while (start < end && words !== "" && text[start] === words[0]) {
    start++;
    words = words.slice(1);
  }
  while (start < end && words !== "" && text[end - 1] === words[words.length - 1]) {
    end--;
    words = words.slice(0, -1);
  }
  return { start, end, text: words };
}
