/**
 * A report from stored results (`pipe`'s output, of whichever engine) instead of from transcripts. A record counts as one
 * response, a conversation as well: how its responses did one by one is not in its result.
 */
import { maskText } from "../core/mask.js";
import { type ConversationFacts, DIMENSIONS, type Dimension, type Finding, type Level, type Severity, type Suggestion } from "../core/types.js";
import type { SourceRef, Unread } from "../transcripts/types.js";
import type { AuditReport, ConversationRow, GroupRow, PromiseCounts, ReportMessage, RuleRow, Tally, Timing } from "./report.js";
import type { StoredResult } from "./schema.js";

export interface StoredOptions {
  /** Name and version of the tool. */
  tool: string;
  file: string;
  level: Level;
  passMark: number;
  /** Hide personal data. */
  mask: boolean;
  /** Most records kept for reading, the worst first. */
  keep: number;
  /** Minutes east of Greenwich at which days are told. */
  zone: number;
  /** Seconds within which first responses are counted. */
  within: readonly number[];
}

/** Reported words and unread lines that are kept. */
const MOST_EXAMPLES = 5;
const MOST_UNREAD = 200;
/** Distinct words of one rule that are counted; more of them are not told apart. */
const MOST_WORDS = 2_000;
const MOST_TEXTS = 200_000;
const MOST_TEXT_ROWS = 1_000;
const WEIGHT: Record<Severity, number> = { error: 100, warning: 10, info: 1 };

/** Counts and sums of a group. */
class Group {
  conversations = 0;
  scored = 0;
  failed = 0;
  critical = 0;
  findings = 0;
  private scores = 0;
  private unanswered = 0;
  private first = { count: 0, sum: 0, within: [] as number[] };
  private average = { count: 0, sum: 0 };
  private longest: number | null = null;
  private readonly promises: PromiseCounts = { kept: 0, late: 0, "not-seen": 0, "not-judgeable": 0 };
  private readonly rules = new Map<string, number>();

  constructor(private readonly within: readonly number[]) {}

  add({ score, verdict, findings, conversation }: StoredResult): void {
    this.conversations++;
    if (verdict !== "not-applicable") this.scored++;
    if (verdict === "fail") this.failed++;
    if (score !== null) this.scores += score;
    this.findings += findings.length;
    for (const finding of findings) {
      if (finding.critical !== undefined) this.critical++;
      this.rules.set(finding.rule, (this.rules.get(finding.rule) ?? 0) + 1);
    }
    if (!conversation) return;
    const { firstResponseSeconds, averageResponseSeconds, longestResponseSeconds, unanswered, promises } = conversation;
    if (unanswered) this.unanswered++;
    for (const { outcome } of promises) this.promises[outcome]++;
    if (firstResponseSeconds !== null) {
      this.first.count++;
      this.first.sum += firstResponseSeconds;
      this.within.forEach((seconds, index) => (this.first.within[index] = (this.first.within[index] ?? 0) + Number(firstResponseSeconds <= seconds)));
    }
    if (averageResponseSeconds !== null) {
      this.average.count++;
      this.average.sum += averageResponseSeconds;
    }
    if (longestResponseSeconds !== null) this.longest = Math.max(this.longest ?? 0, longestResponseSeconds);
  }

  tally(): Tally {
    const { conversations, scored, failed, critical, findings } = this;
    return { conversations, responses: conversations, scored, failed, critical, findings, score: scored === 0 ? null : tenth(this.scores / scored) };
  }

  timing(): Timing {
    const { first, average } = this;
    return {
      measured: average.count,
      firstMeasured: first.count,
      atNight: 0,
      firstResponseSeconds: first.count === 0 ? null : tenth(first.sum / first.count),
      averageResponseSeconds: average.count === 0 ? null : tenth(average.sum / average.count),
      longestResponseSeconds: this.longest,
      within: this.within.map((seconds, index) => ({ seconds, share: first.count === 0 ? null : (first.within[index] ?? 0) / first.count, all: null })),
      unanswered: this.unanswered,
    };
  }

  row(name: string): GroupRow {
    return { name, ...this.tally(), rules: top(this.rules).map(([rule, count]) => ({ rule, count })), timing: this.timing(), promises: this.promises };
  }

  counts(): PromiseCounts {
    return this.promises;
  }
}

interface RuleCount {
  sample: Finding;
  count: number;
  conversations: number;
  words: Map<string, { count: number; at: SourceRef }>;
}

interface TextCount {
  count: number;
  scores: number;
  scored: number;
  rules: Set<string>;
  agents: Set<string>;
  first: SourceRef;
}

/** Takes records one by one and gives the report at the end; memory grows with what is distinct, not with their number. */
export class StoredReport {
  private readonly all: Group;
  private readonly groups = { agents: new Map<string, Group>(), teams: new Map<string, Group>(), scenarios: new Map<string, Group>(), days: new Map<string, Group>() };
  private readonly rules = new Map<string, RuleCount>();
  private readonly points = new Map<string, number>();
  private readonly texts = new Map<string, TextCount>();
  private readonly dimensions = new Map<Dimension, { sum: number; count: number }>();
  private readonly mood = { better: 0, worse: 0, same: 0, unknown: 0 };
  private readonly byRole = { agent: 0, customer: 0, bot: 0, system: 0 };
  private readonly unread: Unread[] = [];
  private unreadCount = 0;
  private readonly unreadByCode = new Map<string, number>();
  private kept: { risk: number; order: number; row: ConversationRow }[] = [];
  private rulesets = new Set<string>();
  private bytes = 0;
  private from: number | null = null;
  private to: number | null = null;

  constructor(private readonly options: StoredOptions) {
    this.all = new Group(options.within);
  }

  /** Counts what was read, for the list of files. */
  read(bytes: number): void {
    this.bytes += bytes;
  }

  /** A line that is no result, or says that there is none. */
  skip(line: number, code: string, message: Unread["message"], raw: string): void {
    this.unreadCount++;
    this.unreadByCode.set(code, (this.unreadByCode.get(code) ?? 0) + 1);
    if (this.unread.length < MOST_UNREAD) this.unread.push({ at: this.at(line), code, message, raw: this.hide(raw.slice(0, 200)) });
  }

  add(record: StoredResult, line: number): void {
    const { options } = this;
    const at = this.at(line);
    const messages = this.messagesOf(record, at);
    const agents = [...new Set([...(messages ?? []).flatMap(({ agent }) => (agent === undefined ? [] : [agent])), ...(record.agent ? [record.agent] : [])])];
    const time = toTime(record.time) ?? messages?.find((message) => message.time !== undefined)?.time ?? null;
    if (time !== null) {
      this.from = Math.min(this.from ?? time, time);
      this.to = Math.max(this.to ?? time, time);
    }
    if (record.ruleset !== undefined) this.rulesets.add(record.ruleset);
    for (const { role } of messages ?? []) this.byRole[role]++;
    const { scenario = "general", conversation } = record;
    this.mood[conversation?.mood ?? "unknown"]++;
    this.all.add(record);
    const into = (groups: Map<string, Group>, name: string): void => {
      let group = groups.get(name);
      if (!group) groups.set(name, (group = new Group(options.within)));
      group.add(record);
    };
    for (const agent of agents) into(this.groups.agents, agent);
    if (record.team) into(this.groups.teams, record.team);
    if (record.scenario !== undefined) into(this.groups.scenarios, scenario);
    if (time !== null) into(this.groups.days, new Date(time + options.zone * 60_000).toISOString().slice(0, 10));
    for (const dimension of DIMENSIONS) {
      const score = record.verdict === "not-applicable" ? undefined : record.dimensions?.[dimension]?.score;
      if (score === undefined) continue;
      const sum = this.dimensions.get(dimension) ?? { sum: 0, count: 0 };
      this.dimensions.set(dimension, { sum: sum.sum + score, count: sum.count + 1 });
    }
    this.countFindings(record, at);
    if (record.reply) this.countText(record.reply, record, agents, at);
    this.keep(record, { line, at, agents, time, messages });
  }

  private countFindings({ findings }: StoredResult, at: SourceRef): void {
    const seen = new Set<string>();
    for (const finding of findings) {
      for (const point of finding.guidance) this.points.set(point, (this.points.get(point) ?? 0) + 1);
      let rule = this.rules.get(finding.rule);
      if (!rule) this.rules.set(finding.rule, (rule = { sample: finding, count: 0, conversations: 0, words: new Map() }));
      rule.count++;
      if (!seen.has(finding.rule)) rule.conversations++;
      seen.add(finding.rule);
      if (finding.text === "") continue;
      const text = this.hide(finding.text);
      const words = rule.words.get(text);
      if (words) words.count++;
      else if (rule.words.size < MOST_WORDS) rule.words.set(text, { count: 1, at });
    }
  }

  private countText(reply: string, { score, findings }: StoredResult, agents: readonly string[], at: SourceRef): void {
    const text = this.hide(reply);
    let row = this.texts.get(text);
    if (!row) {
      if (this.texts.size >= MOST_TEXTS) return;
      this.texts.set(text, (row = { count: 0, scores: 0, scored: 0, rules: new Set(), agents: new Set(), first: at }));
    }
    row.count++;
    if (score !== null) {
      row.scores += score;
      row.scored++;
    }
    for (const { rule } of findings) row.rules.add(rule);
    for (const agent of agents) row.agents.add(agent);
  }

  private keep(record: StoredResult, { line, at, agents, time, messages }: { line: number; at: SourceRef; agents: string[]; time: number | null; messages: ReportMessage[] | undefined }): void {
    const { keep } = this.options;
    const { id, scenario = "general", score, verdict, conversation, team } = record;
    const { findings } = record;
    const risk = (100 - (score ?? 100)) + findings.reduce((sum, { severity, critical }) => sum + WEIGHT[severity] + (critical === undefined ? 0 : 1_000), 0);
    const index = messages?.findIndex(({ role }) => role === "agent") ?? -1;
    const row: ConversationRow = {
      id: typeof id === "string" || typeof id === "number" ? String(id) : id === null || id === undefined ? `#${line}` : JSON.stringify(id),
      keptAs: ["worst"],
      at,
      agents,
      ...(team && { team }),
      scenario,
      responses: 1,
      startedAt: time,
      score,
      verdict,
      // The findings of a single reply belong to the one message that it is shown as.
      findings: findings.map((finding) => ({ ...this.hideFinding(finding), ...(record.reply && index >= 0 && finding.messageIndex === undefined && { messageIndex: index }) })),
      conversation: conversation ? { ...conversation, promises: conversation.promises.map((promise) => ({ ...promise, text: this.hide(promise.text) })) } : NO_FACTS,
      ...(messages && { messages }),
    };
    this.kept.push({ risk, order: line, row });
    // Sorted now and then only, so that a long run stays linear.
    if (this.kept.length >= 2 * keep + 100) this.cut();
  }

  private cut(): void {
    this.kept = this.kept.sort((a, b) => b.risk - a.risk || a.order - b.order).slice(0, this.options.keep);
  }

  private messagesOf({ messages, reply, customer, agent }: StoredResult, at: SourceRef): ReportMessage[] | undefined {
    if (messages) return messages.map((message) => ({ role: message.role, text: this.hide(message.text), kind: "text", at, ...(message.agent && { agent: message.agent }), ...timeOf(message.time) }));
    if (!reply) return undefined;
    return [...(customer ? [{ role: "customer" as const, text: this.hide(customer), kind: "text" as const, at }] : []), { role: "agent", text: this.hide(reply), kind: "text", at, ...(agent && { agent }) }];
  }

  private at(line: number): SourceRef {
    return { file: this.options.file, line };
  }

  private hideFinding(finding: Finding): Finding {
    const hide = (suggestion: Suggestion): Suggestion => ({ title: this.hide(suggestion.title), edits: suggestion.edits.map((edit) => ({ ...edit, text: this.hide(edit.text) })) });
    return { ...finding, message: this.hide(finding.message), text: this.hide(finding.text), suggestions: finding.suggestions.map(hide), ...(finding.fix && { fix: hide(finding.fix) }) };
  }

  private hide(text: string): string {
    return this.options.mask ? maskText(text) : text;
  }

  report(): AuditReport {
    const { options, all, groups } = this;
    const total = all.tally();
    const per = (count: number): number => (total.responses === 0 ? 0 : tenth((count / total.responses) * 1_000));
    this.cut();
    const rows = (of: Map<string, Group>): GroupRow[] => [...of].map(([name, group]) => group.row(name));
    const byName = (a: GroupRow, b: GroupRow): number => (a.name < b.name ? -1 : 1);
    return {
      version: 1,
      tool: options.tool,
      ruleset: [...this.rulesets].sort().join(" ") || "–",
      level: options.level,
      passMark: options.passMark,
      masked: options.mask,
      targets: { simple: 0, standard: 0, complex: 0, limit: 0, hold: 0, within: [...options.within], night: null, zone: options.zone },
      input: {
        files: [{ file: options.file, format: "ndjson", encoding: "utf-8", bytes: this.bytes, conversations: total.conversations, messages: Object.values(this.byRole).reduce((sum, count) => sum + count, 0), unread: this.unreadCount }],
        messages: Object.values(this.byRole).reduce((sum, count) => sum + count, 0),
        byRole: this.byRole,
        byKind: {},
        autoReplies: 0,
        unreadCount: this.unreadCount,
        unreadByCode: Object.fromEntries([...this.unreadByCode].sort()),
        unread: this.unread,
        from: this.from,
        to: this.to,
      },
      total,
      timing: all.timing(),
      promises: all.counts(),
      mood: this.mood,
      points: [...this.points].map(([id, count]) => ({ id, count, perThousand: per(count) })).sort((a, b) => b.count - a.count || (a.id < b.id ? -1 : 1)),
      dimensions: DIMENSIONS.map((dimension) => {
        const sum = this.dimensions.get(dimension);
        return { dimension, score: sum ? tenth(sum.sum / sum.count) : null };
      }),
      rules: [...this.rules].map(([rule, counted]) => ruleRow(rule, counted, per)).sort((a, b) => b.count - a.count || (a.rule < b.rule ? -1 : 1)),
      agents: rows(groups.agents).sort(byName),
      teams: rows(groups.teams).sort(byName),
      scenarios: rows(groups.scenarios).sort((a, b) => b.responses - a.responses || byName(a, b)),
      days: rows(groups.days).sort(byName),
      texts: [...this.texts]
        .filter(([, { count }]) => count > 1)
        .sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1))
        .slice(0, MOST_TEXT_ROWS)
        .map(([text, { count, scored, scores, rules, agents, first }]) => ({ text, count, score: scored === 0 ? null : tenth(scores / scored), rules: [...rules].sort(), agents: agents.size, first })),
      conversations: this.kept.map(({ row }) => row),
      stars: [],
    };
  }
}

const NO_FACTS: ConversationFacts = { firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null, unanswered: false, mood: null, promises: [] };

function ruleRow(rule: string, { sample, count, conversations, words }: RuleCount, per: (count: number) => number): RuleRow {
  const { guidance, dimension, severity, critical, message } = sample;
  const examples = [...words].sort(([a, one], [b, other]) => other.count - one.count || (a < b ? -1 : 1)).slice(0, MOST_EXAMPLES);
  return { rule, guidance, dimension, severity, ...(critical && { critical }), title: { zh: message, en: message }, count, conversations, perThousand: per(count), examples: examples.map(([text, { count: times, at }]) => ({ text, count: times, at })) };
}

function top(counts: ReadonlyMap<string, number>): [string, number][] {
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}

function toTime(time: string | number | null | undefined): number | null {
  const ms = typeof time === "string" ? Date.parse(time) : (time ?? Number.NaN);
  return Number.isFinite(ms) ? ms : null;
}

function timeOf(time: string | number | null | undefined): { time?: number } {
  const ms = toTime(time);
  return ms === null ? {} : { time: ms };
}

