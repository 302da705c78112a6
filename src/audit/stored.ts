/**
 * A report from stored results (`pipe`'s output, of whichever engine) instead of from transcripts. A record counts as one
 * response, a conversation as well: how its responses did one by one is not in its result.
 */
import { maskText } from "../core/mask.js";
import { TARGETS } from "../core/targets.js";
import { type ConversationAnalysis, type ConversationFacts, DIMENSIONS, type Dimension, type Finding, type Level, type Suggestion } from "../core/types.js";
import type { SourceRef, TranscriptMessage, Unread } from "../transcripts/types.js";
import { bump, type Cell, emptyCell, ratio, tallyOf, timingOf } from "./cell.js";
import { offer, type Shelf } from "./keep.js";
import type { AuditReport, ConversationRow, GroupRow, RuleRow } from "./report.js";
import { rowOf } from "./rows.js";
import type { StoredResult } from "./schema.js";
import { AUDIT_DEFAULTS } from "./settings.js";

export interface StoredOptions {
  /** Name and version for the report. */
  tool: string;
  file: string;
  /** What the file is; default `ndjson`. */
  format?: string;
  level: Level;
  passMark: number;
  /** Hide personal data. */
  mask: boolean;
  /** Most records kept for reading, the worst first. */
  keep: number;
}

const { within } = AUDIT_DEFAULTS.targets;
const MOST_RULES = 5;
const MOST_EXAMPLES = 10;
const LISTED = 100;
/** Reported words of one rule, and wordings, that are counted one by one. */
const WORDS = 500;
const TEXTS = 200_000;
const MOST_TEXTS = 200;

const NO_FACTS: ConversationFacts = { firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null, unanswered: false, mood: null, promises: [] };

interface RuleCount {
  /** The finding that was met first. */
  sample: Finding;
  count: number;
  conversations: number;
  words: Map<string, { count: number; at: SourceRef }>;
}

interface TextCount {
  count: number;
  score: number;
  scored: number;
  rules: Set<string>;
  agents: Set<string>;
  first: SourceRef;
}

/** Takes records one by one and gives the report at the end; memory grows with what is distinct, not with their number. */
export class StoredReport {
  private readonly total = emptyCell(within.length);
  private readonly agents = new Map<string, Cell>();
  private readonly teams = new Map<string, Cell>();
  private readonly scenarios = new Map<string, Cell>();
  private readonly days = new Map<string, Cell>();
  private readonly teamOf = new Map<string, string>();
  private readonly rules = new Map<string, RuleCount>();
  private readonly points = new Map<string, number>();
  private readonly texts = new Map<string, TextCount>();
  private readonly dimensions = new Map<Dimension, { sum: number; count: number }>();
  private readonly mood = { better: 0, worse: 0, same: 0, unknown: 0 };
  private readonly byRole = { agent: 0, customer: 0, bot: 0, system: 0 };
  private readonly unread: Unread[] = [];
  private readonly unreadByCode = new Map<string, number>();
  private readonly shelf: Shelf;
  private readonly rulesets = new Set<string>();
  private unreadCount = 0;
  private bytes = 0;
  private from: number | null = null;
  private to: number | null = null;

  constructor(private readonly options: StoredOptions) {
    this.shelf = { size: options.keep, kept: [] };
  }

  /** Counts what was read, for the list of files. */
  read(bytes: number): void {
    this.bytes += bytes;
  }

  /** A line that is no result, or says that there is none. */
  skip(line: number, code: string, message: Unread["message"], raw: string): void {
    this.unreadCount++;
    bump(this.unreadByCode, code);
    if (this.unread.length < LISTED) this.unread.push({ at: this.at(line), code, message: { zh: this.hide(message.zh), en: this.hide(message.en) }, raw: this.hide(raw).slice(0, 200) });
  }

  add(record: StoredResult, line: number): void {
    const at = this.at(line);
    const messages = messagesOf(record, at);
    const agents = [...new Set([...messages.flatMap(({ role, agent }) => (role === "agent" && agent !== undefined ? [agent] : [])), ...(record.agent ? [record.agent] : [])])];
    const time = toTime(record.time) ?? messages.find((message) => message.time !== undefined)?.time ?? null;
    if (time !== null) {
      this.from = Math.min(this.from ?? time, time);
      this.to = Math.max(this.to ?? time, time);
    }
    if (record.ruleset !== undefined) this.rulesets.add(record.ruleset);
    for (const { role } of messages) this.byRole[role]++;
    this.mood[record.conversation?.mood ?? "unknown"]++;
    const team = record.team ?? undefined;
    const cells = [this.total, ...agents.map((agent) => cellOf(this.agents, agent))];
    if (team !== undefined) {
      cells.push(cellOf(this.teams, team));
      for (const agent of agents) if (!this.teamOf.has(agent)) this.teamOf.set(agent, team);
    }
    if (record.scenario !== undefined) cells.push(cellOf(this.scenarios, record.scenario));
    if (time !== null) cells.push(cellOf(this.days, new Date(time + TARGETS.zone * 60_000).toISOString().slice(0, 10)));
    for (const cell of cells) count(cell, record);
    for (const dimension of DIMENSIONS) {
      const score = record.score === null ? undefined : record.dimensions?.[dimension]?.score;
      if (score === undefined) continue;
      const { sum, count: so } = this.dimensions.get(dimension) ?? { sum: 0, count: 0 };
      this.dimensions.set(dimension, { sum: sum + score, count: so + 1 });
    }
    this.findings(record, at);
    if (record.reply) this.text(record.reply, record, agents, at);
    this.keep(record, { line, at, agents, time, team, messages });
  }

  private findings({ findings }: StoredResult, at: SourceRef): void {
    const seen = new Set<string>();
    for (const finding of findings) {
      for (const point of finding.guidance) bump(this.points, point);
      let rule = this.rules.get(finding.rule);
      if (!rule) this.rules.set(finding.rule, (rule = { sample: finding, count: 0, conversations: 0, words: new Map() }));
      rule.count++;
      if (!seen.has(finding.rule)) rule.conversations++;
      seen.add(finding.rule);
      if (finding.text === "") continue;
      const text = this.hide(finding.text);
      const words = rule.words.get(text);
      if (words) words.count++;
      else if (rule.words.size < WORDS) rule.words.set(text, { count: 1, at });
    }
  }

  private text(reply: string, { score, findings }: StoredResult, agents: readonly string[], at: SourceRef): void {
    let row = this.texts.get(reply);
    if (!row) {
      if (this.texts.size >= TEXTS) return;
      this.texts.set(reply, (row = { count: 0, score: 0, scored: 0, rules: new Set(), agents: new Set(), first: at }));
    }
    row.count++;
    if (score !== null) {
      row.score += score;
      row.scored++;
    }
    for (const { rule } of findings) row.rules.add(rule);
    for (const agent of agents) row.agents.add(agent);
  }

  private keep(record: StoredResult, { line, at, agents, time, team, messages }: { line: number; at: SourceRef; agents: string[]; time: number | null; team: string | undefined; messages: TranscriptMessage[] }): void {
    const { id, scenario = "general", score, verdict, conversation = NO_FACTS } = record;
    const critical = record.findings.filter((finding) => finding.critical).length;
    offer(this.shelf, [-critical, score ?? 100, -record.findings.length, line], () => {
      // The findings of a single reply belong to the one message that it is shown as.
      const own = messages.findIndex(({ role }) => role === "agent");
      const placed = record.findings.map((finding) => (record.reply && finding.messageIndex === undefined ? { ...finding, messageIndex: own } : finding));
      const name = typeof id === "string" || typeof id === "number" ? String(id) : id === null || id === undefined ? `#${line}` : JSON.stringify(id);
      // Only what lies in a message can be cut out of it.
      const inside = ({ messageIndex, end }: { messageIndex?: number; end: number }): boolean => end <= (messages[messageIndex ?? -1]?.text.length ?? -1);
      const known = placed.filter(inside);
      const facts = { ...conversation, promises: conversation.promises.filter(inside) };
      const analysis: ConversationAnalysis = { scenario, score, verdict, responses: [], findings: known, late: [], conversation: facts };
      const row: ConversationRow = { ...rowOf({ id: name, at, messages }, analysis, team, this.options.mask), responses: 1, keptAs: ["worst"], agents, startedAt: time };
      row.findings = [...row.findings, ...placed.filter((finding) => !known.includes(finding))].map((finding) => this.hidden(finding));
      row.conversation.promises = [...row.conversation.promises, ...conversation.promises.filter((promise) => !inside(promise)).map((promise) => ({ ...promise, text: this.hide(promise.text) }))];
      if (messages.length === 0) delete row.messages;
      return row;
    });
  }

  private hidden(finding: Finding): Finding {
    const hide = (suggestion: Suggestion): Suggestion => ({ title: this.hide(suggestion.title), edits: suggestion.edits.map((edit) => ({ ...edit, text: this.hide(edit.text) })) });
    return { ...finding, message: this.hide(finding.message), text: this.hide(finding.text), suggestions: finding.suggestions.map(hide), ...(finding.fix && { fix: hide(finding.fix) }) };
  }

  private hide(text: string): string {
    return this.options.mask ? maskText(text) : text;
  }

  private at(line: number): SourceRef {
    return { file: this.options.file, line };
  }

  /** The report on everything so far. */
  report(): AuditReport {
    const { options, total } = this;
    const { tool, level, passMark, mask, file, format = "ndjson" } = options;
    const messages = Object.values(this.byRole).reduce((sum, one) => sum + one, 0);
    const perThousand = (number: number): number => ratio(number * 1_000, total.responses, 2) ?? 0;
    return {
      version: 1,
      tool,
      ruleset: [...this.rulesets].sort().join(" "),
      level,
      passMark,
      masked: mask,
      targets: AUDIT_DEFAULTS.targets,
      input: {
        files: [{ file, format, encoding: "utf-8", bytes: this.bytes, conversations: total.conversations, messages, unread: this.unreadCount }],
        messages,
        byRole: this.byRole,
        byKind: {},
        autoReplies: 0,
        unreadCount: this.unreadCount,
        unreadByCode: Object.fromEntries([...this.unreadByCode].sort()),
        unread: this.unread,
        from: this.from,
        to: this.to,
      },
      total: tallyOf(total),
      timing: timingOf(total, within),
      promises: total.promises,
      mood: this.mood,
      points: [...this.points].map(([id, number]) => ({ id, count: number, perThousand: perThousand(number) })).sort((a, b) => b.count - a.count || order(a.id, b.id)),
      dimensions: DIMENSIONS.map((dimension) => {
        const { sum, count: so } = this.dimensions.get(dimension) ?? { sum: 0, count: 0 };
        return { dimension, score: ratio(sum, so, 1) };
      }),
      rules: [...this.rules].map(([rule, counted]) => this.ruleRow(rule, counted, perThousand)).sort((a, b) => b.count - a.count || order(a.rule, b.rule)),
      agents: this.rows(this.agents).sort(bySize),
      teams: this.rows(this.teams).sort(bySize),
      scenarios: this.rows(this.scenarios).sort(bySize),
      days: this.rows(this.days).sort((a, b) => order(a.name, b.name)),
      texts: [...this.texts]
        .filter(([, { count: times }]) => times > 1)
        .sort(([a, one], [b, other]) => other.count - one.count || order(a, b))
        .slice(0, MOST_TEXTS)
        .map(([text, { count: times, score, scored, rules, agents, first }]) => ({ text: this.hide(text), count: times, score: ratio(score, scored, 1), rules: [...rules].sort(), agents: agents.size, first })),
      conversations: this.shelf.kept.map(({ row }) => row),
      stars: [],
    };
  }

  private rows(cells: ReadonlyMap<string, Cell>): GroupRow[] {
    return [...cells].map(([name, cell]) => {
      const team = cells === this.agents ? this.teamOf.get(name) : undefined;
      const rules = [...cell.rules].map(([rule, number]) => ({ rule, count: number })).sort((a, b) => b.count - a.count || order(a.rule, b.rule));
      return { name, ...(team !== undefined && { team }), ...tallyOf(cell), rules: rules.slice(0, MOST_RULES), timing: timingOf(cell, within), promises: cell.promises };
    });
  }

  private ruleRow(rule: string, { sample, count: number, conversations, words }: RuleCount, perThousand: (count: number) => number): RuleRow {
    const { guidance, dimension, severity, critical } = sample;
    // The words that a message fills in are one reply's.
    const message = sample.text === "" ? sample.message : sample.message.replaceAll(sample.text, "…");
    const examples = [...words].sort(([a, one], [b, other]) => other.count - one.count || order(a, b)).slice(0, MOST_EXAMPLES);
    return { rule, guidance, dimension, severity, ...(critical && { critical }), title: { zh: message, en: message }, count: number, conversations, perThousand: perThousand(number), examples: examples.map(([text, found]) => ({ text, ...found })) };
  }
}

function cellOf(cells: Map<string, Cell>, name: string): Cell {
  let cell = cells.get(name);
  if (!cell) cells.set(name, (cell = emptyCell(within.length)));
  return cell;
}

/** Adds one record to a group. */
function count(cell: Cell, { score, verdict, findings, conversation }: StoredResult): void {
  cell.conversations++;
  cell.responses++;
  if (score !== null) {
    cell.scored++;
    cell.score += score;
  }
  if (verdict === "fail") cell.failed++;
  cell.findings += findings.length;
  if (findings.some(({ critical }) => critical)) cell.critical++;
  for (const { rule } of findings) bump(cell.rules, rule);
  if (!conversation) return;
  const { firstResponseSeconds, averageResponseSeconds, longestResponseSeconds, unanswered, promises } = conversation;
  if (unanswered) cell.unanswered++;
  for (const { outcome } of promises) cell.promises[outcome]++;
  if (firstResponseSeconds !== null) {
    cell.firstMeasured++;
    cell.firstMs += Math.round(firstResponseSeconds * 1_000);
    within.forEach((seconds, index) => (cell.firstWithin[index]! += Number(firstResponseSeconds <= seconds)));
  }
  if (averageResponseSeconds !== null) {
    cell.measured++;
    cell.allMs += Math.round(averageResponseSeconds * 1_000);
    within.forEach((seconds, index) => (cell.allWithin[index]! += Number(averageResponseSeconds <= seconds)));
  }
  if (longestResponseSeconds !== null) cell.longestMs = Math.max(cell.longestMs, Math.round(longestResponseSeconds * 1_000));
}

/** The messages of a conversation; of a single reply, what the customer said and the reply. */
function messagesOf({ messages, reply, customer, agent }: StoredResult, at: SourceRef): TranscriptMessage[] {
  if (messages)
    return messages.map(({ role, text, time, agent: name }) => {
      const ms = toTime(time);
      return { role, text, kind: "text", at, ...(name && { agent: name }), ...(ms !== null && { time: ms }) };
    });
  if (!reply) return [];
  return [...(customer ? [{ role: "customer", text: customer, kind: "text", at } as const] : []), { role: "agent", text: reply, kind: "text", at, ...(agent && { agent }) }];
}

function toTime(time: string | number | null | undefined): number | null {
  const ms = typeof time === "string" ? Date.parse(time) : (time ?? Number.NaN);
  return Number.isFinite(ms) ? ms : null;
}

function bySize(a: GroupRow, b: GroupRow): number {
  return b.responses - a.responses || order(a.name, b.name);
}

function order(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
