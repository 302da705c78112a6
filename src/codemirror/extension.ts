import { type Action, type Diagnostic, forceLinting, linter as lintExtension } from "@codemirror/lint";
import { type Extension, Facet, StateEffect, StateField, type Text } from "@codemirror/state";
import { type Command, EditorView } from "@codemirror/view";
import type { Bilingual, Finding, Locale, Reply, Result, Suggestion } from "../core/types.js";
import { applySuggestion, replaceText } from "./apply.js";

/** What is known about the reply beside its text. */
export type ReplyContext = Omit<Reply, "id" | "reply">;

/** What the extension asks of a linter; that of `replylint/browser` (or `replylint`) fits. */
export interface ReplyLinter {
  lint(reply: Reply): Result;
  fix(reply: Reply): { text: string };
  explain(ruleId: string): { reason: Bilingual } | undefined;
}

export interface ReplylintOptions {
  linter: ReplyLinter;
  /** What is known at the start; `setReplyContext` changes it. */
  context?: ReplyContext;
  /** Language of reasons; give the linter the same. Default `zh`. */
  locale?: Locale;
  /** Milliseconds from the last keystroke to the check. Default 150. */
  delay?: number;
  /**
   * Told of every result: for a scorecard beside the editor. Offsets are into `view.state.doc`, in which a line break counts
   * one whatever it was in the source.
   */
  onResult?: (result: Result, view: EditorView) => void;
}

const DELAY = 150;
/** Longest new wording that is shown on the button of a suggestion, in characters. */
const LONGEST_NAME = 80;

/** Tells an editor what is known about its reply; it is checked again. */
export const setReplyContext = StateEffect.define<ReplyContext>();

const settings = Facet.define<ReplylintOptions, ReplylintOptions | null>({ combine: (all) => all[0] ?? null });

const context = StateField.define<ReplyContext>({
  create: (state) => state.facet(settings)?.context ?? {},
  update: (value, { effects }) => effects.reduce((now, effect) => (effect.is(setReplyContext) ? effect.value : now), value),
});

/**
 * Checks the document as a draft reply: underlines by severity; message, reason and one-click wording in the tooltip.
 * Reconfigure it in a `Compartment` to change linter or language.
 */
export function replylint(options: ReplylintOptions): Extension {
  return [
    settings.of(options),
    context,
    lintExtension(check, {
      delay: options.delay ?? DELAY,
      needsRefresh: ({ transactions }) => transactions.some(({ effects }) => effects.some((effect) => effect.is(setReplyContext))),
    }),
    theme,
  ];
}

/** Makes every fix that keeps the meaning. Does nothing where there is none. */
export const fixReply: Command = (view) => {
  const options = view.state.facet(settings);
  if (!options) return false;
  const reply = view.state.doc.toString();
  const { text } = options.linter.fix({ ...view.state.field(context), reply });
  if (text === reply) return false;
  replaceText(view, text);
  return true;
};

function check(view: EditorView): Diagnostic[] {
  const { state } = view;
  const options = state.facet(settings);
  if (!options) return [];
  const result = options.linter.lint({ ...state.field(context), reply: state.doc.toString() });
  options.onResult?.(result, view);
  return result.findings.map((finding) => diagnostic(finding, state.doc, options));
}

function diagnostic(finding: Finding, doc: Text, { linter, locale = "zh" }: ReplylintOptions): Diagnostic {
  const { start, end, severity, message, rule, guidance, critical } = finding;
  return {
    from: start,
    to: end,
    severity,
    ...(critical && { markClass: "cm-replylint-critical" }),
    source: `replylint · ${rule} · ${guidance.join(" ")}`,
    message,
    renderMessage: () => rendered(message, linter.explain(rule)?.reason[locale]),
    actions: finding.suggestions.map((suggestion) => action(suggestion, doc)),
  };
}

/** A suggestion is of the document that was judged; of any other it does nothing but ask for a new check. */
function action(suggestion: Suggestion, doc: Text): Action {
  return {
    name: nameOf(suggestion),
    apply: (view) => (view.state.doc.eq(doc) ? applySuggestion(view, suggestion) : forceLinting(view)),
  };
}

function nameOf({ title, edits }: Suggestion): string {
  const words = [...edits.map((edit) => edit.text).join("…").trim()];
  if (words.length === 0) return title;
  return `${title}：${words.length > LONGEST_NAME ? `${words.slice(0, LONGEST_NAME).join("")}…` : words.join("")}`;
}

function rendered(message: string, reason: string | undefined): HTMLElement {
  const element = document.createElement("div");
  const line = (name: string, text: string): void => {
    const { classList } = element.appendChild(Object.assign(document.createElement("div"), { textContent: text }));
    classList.add(`cm-replylint-${name}`);
  };
  line("message", message);
  if (reason !== undefined && reason !== message) line("reason", reason);
  return element;
}

const theme = EditorView.baseTheme({
  ".cm-replylint-message": { fontWeight: "600", whiteSpace: "pre-wrap" },
  ".cm-replylint-reason": { marginTop: "4px", whiteSpace: "pre-wrap" },
  ".cm-replylint-critical": { backgroundColor: "#e5484d26" },
  ".cm-tooltip-lint": { maxWidth: "min(36em, 92vw)" },
  // A suggestion is a sentence: one a line, readable, not a label in white on grey.
  ".cm-tooltip-lint .cm-diagnosticAction": {
    display: "block",
    width: "100%",
    margin: "6px 0 0",
    padding: "6px 8px",
    font: "inherit",
    textAlign: "start",
    whiteSpace: "pre-wrap",
    color: "inherit",
    backgroundColor: "#8881",
    border: "1px solid #8884",
    borderRadius: "6px",
    cursor: "pointer",
  },
  ".cm-tooltip-lint .cm-diagnosticSource": { marginTop: "6px" },
  ".cm-tooltip-lint .cm-diagnosticAction:hover": { backgroundColor: "#8883" },
});
