/** The playground: one page, everything inside it. */
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { lintKeymap } from "@codemirror/lint";
import { Compartment, EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, placeholder } from "@codemirror/view";
import { CHANNELS, createLinter, labels, type Locale, type Result, SCENARIOS, shippedPack } from "replylint/browser";
import { applySuggestion, fixReply, replylint, type ReplyContext, setReplyContext } from "replylint/codemirror";
import { h, scorecard } from "../editors/shared/scorecard.js";
import { cardOf } from "./card.js";
import { CHANNEL, EXAMPLES, WORDS } from "./words.js";

const find = <E extends HTMLElement>(id: string): E => document.getElementById(id) as E;
const [example, scenario, channel] = ["example", "scenario", "channel"].map((id) => find<HTMLSelectElement>(id)) as [HTMLSelectElement, HTMLSelectElement, HTMLSelectElement];
const customer = find<HTMLTextAreaElement>("customer");
const result = find("result");
const root = document.documentElement;

let locale: Locale = navigator.language.startsWith("zh") ? "zh" : "en";
let dark = matchMedia("(prefers-color-scheme: dark)").matches;

const say = (words: keyof typeof WORDS | ""): void => {
  find("status").textContent = words === "" ? "" : WORDS[words][locale];
};

function context(): ReplyContext {
  return {
    ...(customer.value.trim() !== "" && { customer: customer.value }),
    ...(scenario.value !== "" && { scenario: scenario.value as (typeof SCENARIOS)[number] }),
    channel: channel.value as (typeof CHANNELS)[number],
  };
}

function options(select: HTMLSelectElement, entries: readonly (readonly [value: string, name: string])[]): void {
  const { value } = select;
  select.replaceChildren(
    ...entries.map(([key, name]) => {
      const option = h("option", "", name);
      option.value = key;
      return option;
    }),
  );
  if (entries.some(([key]) => key === value)) select.value = value;
}

function translate(): void {
  root.lang = locale === "zh" ? "zh-CN" : "en";
  for (const element of document.querySelectorAll<HTMLElement>("[data-text]")) element.textContent = WORDS[element.dataset["text"] as keyof typeof WORDS][locale];
  options(example, [["", WORDS.own[locale]], ...EXAMPLES.map(({ title }, index) => [String(index), title[locale]] as const)]);
  options(scenario, [["", WORDS.infer[locale]], ...SCENARIOS.map((id) => [id, labels.scenario[id][locale]] as const)]);
  options(channel, CHANNELS.map((id) => [id, CHANNEL[id][locale]]));
  customer.placeholder = WORDS.customerHint[locale];
  find("language").textContent = locale === "zh" ? "English" : "中文";
  paint();
}

function paint(): void {
  root.dataset["theme"] = dark ? "dark" : "light";
  find("theme").textContent = WORDS[dark ? "light" : "dark"][locale];
}

translate();
// The page is there; the rules follow.
await new Promise(requestAnimationFrame);
const rules = await shippedPack();

const ofLanguage = new Compartment();
const ofTheme = new Compartment();

function language(): Extension {
  const linter = createLinter({ rules, config: { locale } });
  const show = (now: Result, view: EditorView): void => {
    result.replaceChildren(
      scorecard(cardOf(now, linter, locale), {
        locale,
        onPlace: ({ start, end }) => {
          view.dispatch({ selection: { anchor: start, head: end }, scrollIntoView: true });
          view.focus();
        },
        onSuggestion: (suggestion) => applySuggestion(view, suggestion),
      }),
    );
  };
  return [replylint({ linter, locale, context: context(), onResult: show }), placeholder(WORDS.replyHint[locale])];
}

const theme = (): Extension => EditorView.theme({}, { dark });

const view = new EditorView({
  parent: find("editor"),
  state: EditorState.create({
    extensions: [
      history(),
      keymap.of([...defaultKeymap, ...historyKeymap, ...lintKeymap]),
      EditorView.lineWrapping,
      EditorView.contentAttributes.of({ "aria-labelledby": "reply-label" }),
      EditorView.updateListener.of(({ docChanged }) => docChanged && say("")),
      ofLanguage.of(language()),
      ofTheme.of(theme()),
    ],
  }),
});

function load(index: number): void {
  const chosen = EXAMPLES[index];
  customer.value = chosen?.customer ?? "";
  scenario.value = "";
  channel.value = "chat";
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: chosen?.reply ?? "" }, effects: setReplyContext.of(context()) });
}

example.value = "0";
load(0);

example.addEventListener("change", () => load(example.value === "" ? -1 : Number(example.value)));
for (const input of [customer, scenario, channel]) input.addEventListener("input", () => view.dispatch({ effects: setReplyContext.of(context()) }));
find("fix").addEventListener("click", () => say(fixReply(view) ? "fixed" : "nothingToFix"));
find("copy").addEventListener("click", () => {
  const all = { anchor: 0, head: view.state.doc.length };
  navigator.clipboard.writeText(view.state.doc.toString()).then(
    () => say("copied"),
    // Without permission the person copies what is selected.
    () => {
      view.dispatch({ selection: all });
      view.focus();
    },
  );
});
find("language").addEventListener("click", () => {
  locale = locale === "zh" ? "en" : "zh";
  translate();
  view.dispatch({ effects: ofLanguage.reconfigure(language()) });
});
find("theme").addEventListener("click", () => {
  dark = !dark;
  paint();
  view.dispatch({ effects: ofTheme.reconfigure(theme()) });
});
