/** From sums to the report. */
import type { LinterConfig } from "../core/linter.js";
import type { CompiledRule } from "../core/pack.js";
import { maskText } from "../core/mask.js";
import { type Bilingual, DIMENSIONS, type Level, type Severity } from "../core/types.js";
import { type Cell, ratio, rounded, tallyOf, timingOf } from "./cell.js";
import { drawn } from "./keep.js";
import type { AuditReport, ConversationRow, FileRow, GroupRow, KeptAs, RuleRow, TextRow } from "./report.js";
import type { AuditSettings } from "./settings.js";
import type { AuditTally } from "./tally.js";
import type { PhraseFinder } from "./phrases.js";
import type { Starrer } from "./star.js";
import type { Worder } from "./wording.js";

/** Rules of a group, examples of a rule. */
const MOST_RULES = 5;
const MOST_EXAMPLES = 10;
/** Wordings with findings, and without. */
const MOST_TEXTS = 100;
/** STAR sheets at either end. */
const SHEETS = 3;

/** What a rule's row says of it. */
export type RuleFacts = Pick<CompiledRule, "id" | "guidance" | "dimension" | "severity" | "critical" | "message">;

export interface Finish {
  tool: string;
  ruleset: string;
  level: Level;
  passMark: number;
  /** Everything that may have fired. */
  rules: readonly RuleFacts[];
  /** Severities that the configuration sets. */
  severities: NonNullable<LinterConfig["rules"]>;
  settings: AuditSettings;
  files: FileRow[];
  phrases?: PhraseFinder;
  star: Starrer;
  word: Worder;
}

/** Makes the report; the same sums always make the same one. */
export function finish({ sums, texts }: AuditTally, { tool, ruleset, level, passMark, rules, severities, settings, files, phrases, star, word }: Finish): AuditReport {
  const { targets, mask, sample } = settings;
  const hide = (text: string): string => (mask ? maskText(text) : text);
  const { total } = sums;
  const perThousand = (count: number): number => ratio(count * 1000, total.responses, 2) ?? 0;
  const group = (name: string, cell: Cell): GroupRow => {
    const team = sums.teamOf.get(name);
    return {
      name,
      ...(team !== undefined && { team }),
      ...tallyOf(cell),
      rules: [...cell.rules].map(([rule, count]) => ({ rule, count })).sort((a, b) => b.count - a.count || order(a.rule, b.rule)).slice(0, MOST_RULES),
      timing: timingOf(cell, targets.within),
      promises: cell.promises,
    };
  };
  const groups = (cells: ReadonlyMap<string, Cell>): GroupRow[] => [...cells].map(([name, cell]) => group(name, cell));
  const bySize = (a: GroupRow, b: GroupRow): number => b.responses - a.responses || order(a.name, b.name);
  const anonymous = ({ team: _, ...row }: GroupRow): GroupRow => row;
  const conversations = kept(sums).map(word);
  return {
    version: 1,
    tool,
    ruleset,
    level,
    passMark,
    masked: mask,
    targets,
    input: {
      files,
      messages: sums.messages,
      byRole: sums.byRole,
      byKind: sums.byKind,
      autoReplies: sums.autoReplies,
      unreadCount: sums.unreadCount,
      unreadByCode: sums.unreadByCode,
      unread: sums.unread.map((one) => ({ ...one, message: { zh: hide(one.message.zh), en: hide(one.message.en) }, raw: hide(one.raw) })),
      from: sums.from,
      to: sums.to,
    },
    total: tallyOf(total),
    timing: timingOf(total, targets.within),
    promises: total.promises,
    mood: sums.mood,
    points: [...sums.points].map(([id, count]) => ({ id, count, perThousand: perThousand(count) })).sort((a, b) => b.count - a.count || order(a.id, b.id)),
    dimensions: DIMENSIONS.map((dimension) => ({ dimension, score: total.scored === 0 ? null : rounded(100 - (sums.short[dimension] ?? 0) / total.scored, 1) })),
    rules: [...sums.rules]
      .map(([id, { count, conversations: among, words }]): RuleRow => {
        const rule = rules.find((one) => one.id === id)!;
        return {
          rule: id,
          guidance: rule.guidance,
          dimension: rule.dimension,
          severity: severityOf(rule, severities),
          ...(rule.critical && { critical: rule.critical }),
          title: titleOf(rule.message),
          count,
          conversations: among,
          perThousand: perThousand(count),
          examples: [...words].map(([text, found]) => ({ text: hide(text), ...found })).sort((a, b) => b.count - a.count).slice(0, MOST_EXAMPLES),
        };
      })
      .sort((a, b) => b.count - a.count || order(a.rule, b.rule)),
    ...(sums.shadow.size > 0 && { shadow: [...sums.shadow].map(([rule, count]) => ({ rule, title: titleOf(rules.find((one) => one.id === rule)?.message ?? { zh: rule, en: rule }), count, perThousand: perThousand(count) })).sort((a, b) => b.count - a.count || order(a.rule, b.rule)) }),
    agents: groups(sums.agents).sort(bySize),
    teams: groups(sums.teams).sort(bySize).map(anonymous),
    scenarios: groups(sums.scenarios).sort(bySize).map(anonymous),
    days: groups(sums.days).sort((a, b) => order(a.name, b.name)).map(anonymous),
    texts: wordings(texts, hide, phrases),
    conversations,
    stars: [...conversations.filter((row) => row.keptAs?.includes("worst")).slice(0, SHEETS).map((row) => star(row, "worst")), ...conversations.filter((row) => row.keptAs?.includes("best")).slice(0, SHEETS).map((row) => star(row, "best"))],
    ...(sample && { sample }),
  };
}

/** What a rule is about, in a table's row: its message without the words that it fills in. */
function titleOf(message: Bilingual): Bilingual {
  const plain = (text: string): string => text.replace(/\{\w+\}/g, "…");
  return { zh: plain(message.zh), en: plain(message.en) };
}

function severityOf({ id, severity }: RuleFacts, severities: Finish["severities"]): Severity {
  const set = severities[id];
  return set === undefined || set === "off" || set === "shadow" ? severity : set;
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Each conversation once, with what it was kept as. */
function kept({ worst, best, sample, strata }: AuditTally["sums"]): ConversationRow[] {
  const rows = new Map<string, ConversationRow>();
  const put = (list: readonly ConversationRow[], as: KeptAs): void => {
    for (const row of list) {
      const key = JSON.stringify([row.at, row.id]);
      const known = rows.get(key);
      rows.set(key, { ...(known ?? row), keptAs: [...(known?.keptAs ?? []), as] });
    }
  };
  put(worst.kept.map(({ row }) => row), "worst");
  put(best.kept.map(({ row }) => row), "best");
  put(strata.size > 0 ? drawn(strata, [...strata.values()][0]!.size) : sample.kept.map(({ row }) => row), "sample");
  return [...rows.values()];
}

/** Wordings with findings first, then by count. */
function wordings({ repeated }: AuditTally["texts"], hide: (text: string) => string, phrases: PhraseFinder | undefined): TextRow[] {
  const all = [...repeated.values()].sort((a, b) => b.count - a.count || order(a.text, b.text));
  const faulty = all.filter(({ rules }) => rules.size > 0).slice(0, MOST_TEXTS);
  return [...faulty, ...all.filter(({ rules }) => rules.size === 0).slice(0, MOST_TEXTS)].map(({ text, count, score, scored, rules, agents, first }): TextRow => {
    const phrasebook = phrases?.(text);
    return { text: hide(text), count, score: ratio(score, scored, 1), rules: [...rules].sort(), agents: agents.size, first, ...(phrasebook && { phrasebook }) };
  });
}
