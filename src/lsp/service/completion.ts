import type { Bilingual, Scenario } from "../../core/types.js";
import { MOVE, SCENARIO } from "../../reporters/labels.js";
import type { Analysis, Span } from "./analysis.js";
import { yamlCursor } from "./cursor.js";
import { draftAt } from "./drafts.js";
import type { Engine } from "./engine.js";
import { type Allowed, allowed, type JsonSchema } from "./schema.js";

/** Something to put in at the cursor. */
export interface Completion {
  label: string;
  detail?: string;
  kind: "sentence" | "phrase" | "key" | "value" | "class";
  /** What is replaced. */
  replace: Span;
  text: string;
}

/** A phrasebook's entry as completion offers it. */
export interface PhraseOffer {
  id: string;
  title?: string;
  scenario?: Scenario;
  text: string;
  /** Errors and warnings that the phrasebook's check has about it; looked at when it is first asked for. */
  faults(): number;
}

/** Most entries of the phrasebook offered at once; typing on narrows them down. */
const MOST_PHRASES = 100;

/** In a draft: what its head takes, the sentences that are still owed, those that its playbook welcomes, and the phrasebook's entries for its scenario. */
export function completeDraft(text: string, analysis: Analysis, offset: number, engine: Engine, headSchema: JsonSchema, phrases: readonly PhraseOffer[]): Completion[] {
  const draft = draftAt(analysis.drafts, offset);
  if (!draft) return [];
  if (draft.head && offset >= draft.head.start && offset <= draft.head.end) return completeYaml(text, offset, headSchema, { from: draft.head.start, about: ABOUT_HEAD, engine });
  if (offset < draft.start) return [];
  const owed = (draft.mended()?.findings ?? []).flatMap((finding): Completion[] => {
    const rule = engine.rule(finding.rule);
    if (rule?.kind !== "require") return [];
    // What belongs at the beginning is put there by its code action, wherever the cursor is.
    const fitting = finding.suggestions.filter(({ edits }) => edits[0]!.start > draft.start || offset === draft.start);
    return fitting.map(({ edits }) => sentence(text, offset, edits[0]!.text.replace(/^，/, ""), { kind: "sentence", detail: engine.say({ zh: `还缺${MOVE[rule.move].zh}`, en: `still missing: ${MOVE[rule.move].en}` }) }));
  });
  // What nobody misses but the playbook has: the steps that still come after what is there, when the reply has begun.
  const welcome = (draft.input.reply.trim() === "" ? [] : (draft.playbook()?.steps ?? [])).flatMap(({ state, step, sentence: words }): Completion[] =>
    state !== "open" || words === undefined ? [] : [sentence(text, offset, words, { kind: "sentence", detail: engine.say({ zh: `可以补：${step.zh}`, en: `welcome: ${step.en}` }) })],
  );
  const scenario = draft.result?.scenario ?? draft.input.scenario;
  const fitting = phrases.filter((phrase) => phrase.scenario === undefined || phrase.scenario === scenario || scenario === undefined || scenario === "general");
  const run = runBefore(text, offset);
  const found = fitting.filter((phrase) => run.length < 2 || offers(phrase, run)).slice(0, MOST_PHRASES);
  const offered = (found.length > 0 ? found : fitting.slice(0, MOST_PHRASES)).map((phrase) => ({ phrase, faults: phrase.faults() }));
  // What should not be sent as it stands comes last, and says so.
  const phrasebook = offered.sort((a, b) => Number(a.faults > 0) - Number(b.faults > 0)).map(({ phrase, faults }) => {
    const warning = faults > 0 && engine.say({ zh: `⚠ 有 ${faults} 个问题，发前要改`, en: `⚠ ${faults} ${faults === 1 ? "finding" : "findings"}: change it before sending` });
    const about = [warning, phrase.title, phrase.scenario && SCENARIO[phrase.scenario][engine.locale], phrase.id].filter(Boolean).join(" · ");
    return sentence(text, offset, phrase.text, { kind: "phrase", detail: about });
  });
  return [...owed, ...welcome, ...phrasebook];
}

/** Whether an entry has what was just typed: its last two characters or more. */
function offers({ id, title = "", text }: PhraseOffer, run: string): boolean {
  const typed = run.slice(-2);
  return text.includes(typed) || title.includes(typed) || id.startsWith(run);
}

/**
 * Chinese has no blanks: editors take the whole run of characters before the cursor for the word that is being typed, and
 * drop every entry that does not begin with it. So each entry replaces that run and begins with what is there.
 */
function sentence(text: string, offset: number, words: string, more: { kind: "sentence" | "phrase"; detail: string }): Completion {
  const run = runBefore(text, offset);
  let shared = Math.min(run.length, words.length);
  while (shared > 0 && !run.endsWith(words.slice(0, shared))) shared--;
  return { label: words.replace(/\s+/g, " ").trim(), ...more, replace: { start: offset - run.length, end: offset }, text: run.slice(0, run.length - shared) + words };
}

function runBefore(text: string, offset: number): string {
  return /[\p{L}\p{N}_]*$/u.exec(text.slice(Math.max(0, offset - 200), offset))![0];
}

interface YamlContext {
  engine: Engine;
  /** Where the YAML begins in the text. */
  from?: number;
  /** What a top-level key is for. */
  about?: Record<string, Bilingual>;
  /** Rule ids are keys of `rules`. */
  ruleIds?: readonly string[];
  /** Names that may stand between `<` and `>`. */
  classes?: readonly string[];
}

/** In YAML: the keys and values that its schema allows at the cursor. */
export function completeYaml(text: string, offset: number, schema: JsonSchema, { engine, from = 0, about = {}, ruleIds = [], classes = [] }: YamlContext): Completion[] {
  const [, name] = /<([a-z][a-z0-9-]*|)$/.exec(text.slice(Math.max(from, offset - 60), offset)) ?? [];
  if (name !== undefined && classes.length > 0) return classes.filter((cls) => cls.includes(name)).map((cls): Completion => ({ label: cls, kind: "class", replace: { start: offset - name.length, end: offset }, text: cls }));
  const cursor = yamlCursor(text, offset, from);
  const { locale } = engine;
  const describe = (word: string): string | undefined => {
    if (cursor.expects === "key" && cursor.path.length === 0) return about[word]?.[locale];
    const key = cursor.path.findLast((part) => typeof part === "string");
    return key !== undefined && /scenario/i.test(key) ? SCENARIO[word as Scenario]?.[locale] : key === "channel" ? CHANNEL[word]?.[locale] : undefined;
  };
  const ids = cursor.expects === "key" && cursor.path.length === 1 && cursor.path[0] === "rules" ? ruleIds.filter((id) => !cursor.siblings.includes(id)) : null;
  const words: Allowed[] = ids ? ids.map((id) => ({ kind: "key", text: id })) : allowed(schema, cursor);
  return words.map(({ kind, text: word, description }): Completion => {
    const detail = describe(word) ?? description;
    return { label: word, ...(detail !== undefined && { detail }), kind, replace: cursor.typed, text: kind === "key" ? `${word}: ` : word };
  });
}

const CHANNEL: Record<string, Bilingual> = {
  chat: { zh: "聊天", en: "chat" },
  broadcast: { zh: "群发", en: "broadcast" },
  page: { zh: "页面", en: "page" },
  bot: { zh: "机器人", en: "bot" },
};

const ABOUT_HEAD: Record<string, Bilingual> = {
  customer: { zh: "客户刚说的话", en: "what the customer said just before" },
  scenario: { zh: "场景；不写就推断", en: "the scenario; else inferred" },
  channel: { zh: "渠道：聊天、群发、页面、机器人", en: "chat, broadcast, page or bot" },
  platform: { zh: "平台，如 taobao", en: "the platform, such as taobao" },
  facts: { zh: "有人核实过的说法，如库存、活动截止时间", en: "claims that somebody vouches for, such as the stock" },
};

export const ABOUT_CONFIG: Record<string, Bilingual> = {
  locale: { zh: "输出语言", en: "language of messages" },
  level: { zh: "default 日常；strict 更细", en: "default, or strict for the finer rules" },
  failOn: { zh: "从哪一级起不通过", en: "from which severity on a check fails" },
  minScore: { zh: "合格线 0–100", en: "pass mark, 0–100" },
  channel: { zh: "没写渠道的回复按它判", en: "channel of replies that name none" },
  scenario: { zh: "没写场景的回复按它判", en: "scenario of replies that name none" },
  rules: { zh: "单条规则的级别", en: "severity of single rules" },
  words: { zh: "拼写正确的外文词、品牌名", en: "Latin words and brands that are spelt right" },
  rulesDirs: { zh: "自家规则的文件夹", en: "folders with rules of one's own" },
  extends: { zh: "在哪份配置上改：replylint:strict 等预设，或文件", en: "what this builds on: presets such as replylint:strict, or files" },
  terms: { zh: "店里不说的词 → 改用的词", en: "words that the shop does not use → what it says instead" },
  limits: { zh: "答应的时限：refund: 72h，或 { least: 30min, most: 72h }", en: "how late and how soon something may be promised: refund: 72h, or { least: 30min, most: 72h }" },
  exempt: { zh: "不报的原话，每条写明理由", en: "texts in which nothing is reported, each with the reason" },
  phrasebook: { zh: "话术库：文件（files，可用 * 通配）、平台、变量……", en: "phrasebooks: files (globs), platform, variables …" },
};
