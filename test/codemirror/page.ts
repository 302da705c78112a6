/** Runs in Chromium: what the tests ask of an editor. */
import { forceLinting, forEachDiagnostic } from "@codemirror/lint";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import { createShippedLinter, type Reply, type Result } from "../../src/browser/index.js";
import { applySuggestion, fixReply, replylint, setReplyContext } from "../../src/codemirror/index.js";

export interface Seen {
  from: number;
  to: number;
  severity: string;
  message: string;
  actions: string[];
}
export interface Tests {
  /** Opens an editor on a text and waits for its first check. */
  open(text: string, context?: Omit<Reply, "reply">, lineSeparator?: string): Promise<void>;
  diagnostics(): Seen[];
  results(): Result[];
  text(): string;
  selected(): string;
  type(at: number, text: string): void;
  check(): Promise<void>;
  tell(context: Omit<Reply, "reply">): void;
  act(diagnostic: number, action: number): void;
  suggest(finding: number, suggestion: number): void;
  fix(): boolean;
  rendered(diagnostic: number): string[];
}

const linter = await createShippedLinter();
let view: EditorView;
let results: Result[] = [];

function all(): { diagnostic: Parameters<Parameters<typeof forEachDiagnostic>[1]>[0]; from: number; to: number }[] {
  const out: ReturnType<typeof all> = [];
  forEachDiagnostic(view.state, (diagnostic, from, to) => out.push({ diagnostic, from, to }));
  return out;
}

async function check(): Promise<void> {
  forceLinting(view);
  await new Promise((resolve) => {
    setTimeout(resolve);
  });
}

const tests: Tests = {
  async open(text, context, lineSeparator) {
    view?.destroy();
    results = [];
    const extensions: Extension[] = [replylint({ linter, delay: 60_000, onResult: (result) => results.push(result), ...(context && { context }) })];
    if (lineSeparator !== undefined) extensions.push(EditorState.lineSeparator.of(lineSeparator));
    view = new EditorView({ parent: document.body, state: EditorState.create({ doc: text, extensions }) });
    await check();
  },
  diagnostics: () => all().map(({ diagnostic: { severity, message, actions = [] }, from, to }) => ({ from, to, severity, message, actions: actions.map(({ name }) => name) })),
  results: () => results,
  text: () => view.state.doc.toString(),
  selected: () => view.state.doc.sliceString(view.state.selection.main.from, view.state.selection.main.to),
  type: (at, text) => view.dispatch({ changes: { from: at, insert: text } }),
  check,
  tell: (context) => view.dispatch({ effects: setReplyContext.of(context) }),
  act(diagnostic, action) {
    const { diagnostic: one, from, to } = all()[diagnostic]!;
    one.actions![action]!.apply(view, from, to);
  },
  suggest: (finding, suggestion) => applySuggestion(view, results.at(-1)!.findings[finding]!.suggestions[suggestion]!),
  fix: () => fixReply(view),
  rendered: (diagnostic) => [...all()[diagnostic]!.diagnostic.renderMessage!(view).childNodes].map((node) => node.textContent ?? ""),
};
Object.assign(window, { tests });
