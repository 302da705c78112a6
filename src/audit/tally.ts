/** Counts conversations: one tally for each range of a file, added up in the order of ranges. */
import type { ConversationAnalysis, Dimension, Finding } from "../core/types.js";
import type { MessageKind, SourceRef, TranscriptConversation, Unread } from "../transcripts/types.js";
import { addCell, bump, type Cell, emptyCell } from "./cell.js";
import { bestKey, mergeShelf, offer, sampleKey, type Shelf, stratum, worstKey } from "./keep.js";
import { dayOf, isAutomatic, isWording, responseAt, shortOf } from "./record.js";
import type { ConversationRow, ReportMessage } from "./report.js";
import { rowOf } from "./rows.js";
import type { AuditSettings } from "./settings.js";
import { addTexts, emptyTexts, type TextColumns, TextCollector, type TextTable } from "./texts.js";

/** Unread stretches that are listed; all are counted. */
const LISTED = 100;
/** Reported words of one rule that are counted one by one. */
const WORDS = 500;
/** Of one range. */
const WORDS_HERE = 200;

/** What one rule found. */
interface RuleSums {
  count: number;
  conversations: number;
  words: Map<string, { count: number; at: SourceRef }>;
}

/** Sums that add up. Plain data: it crosses threads and lies in checkpoints. */
export interface Sums {
  messages: number;
  conversations: number;
  byRole: Record<ReportMessage["role"], number>;
  byKind: Partial<Record<MessageKind, number>>;
  autoReplies: number;
  unreadCount: number;
  unreadByCode: Record<string, number>;
  unread: Unread[];
  from: number | null;
  to: number | null;
  total: Cell;
  mood: { better: number; worse: number; same: number; unknown: number };
  points: Map<string, number>;
  /** Points short of 100, of all scored responses. */
  short: Partial<Record<Dimension, number>>;
  rules: Map<string, RuleSums>;
  agents: Map<string, Cell>;
  /** Agent → team, as the export has it. */
  teamOf: Map<string, string>;
  teams: Map<string, Cell>;
  scenarios: Map<string, Cell>;
  days: Map<string, Cell>;
  worst: Shelf;
  best: Shelf;
  sample: Shelf;
  strata: Map<string, Shelf>;
  /** Hits of rules on `shadow`, and findings in exempt texts by text. */
  shadow: Map<string, number>;
  exempted: Map<string, number>;
  crashed: Map<string, string>;
}

/** What a range comes to. */
export interface RangeTally {
  sums: Sums;
  texts: TextColumns;
  /** Each conversation as a line of NDJSON, where wanted. */
  rows: string;
}

export function emptySums({ targets, worst, best, sample }: AuditSettings): Sums {
  const shelf = (size: number): Shelf => ({ size, kept: [] });
  return {
    messages: 0, conversations: 0,
    byRole: { agent: 0, customer: 0, bot: 0, system: 0 }, byKind: {}, autoReplies: 0,
    unreadCount: 0, unreadByCode: {}, unread: [],
    from: null, to: null,
    total: emptyCell(targets.within.length),
    mood: { better: 0, worse: 0, same: 0, unknown: 0 },
    points: new Map(), short: {}, rules: new Map(),
    agents: new Map(), teamOf: new Map(), teams: new Map(), scenarios: new Map(), days: new Map(),
    worst: shelf(worst), best: shelf(best), sample: shelf(sample && sample.kind !== "stratified" ? sample.size : 0), strata: new Map(),
    shadow: new Map(), exempted: new Map(), crashed: new Map(),
  };
}

const DAY = 86_400_000;

/** Counts the conversations of one range. */
export class RangeCounter {
  private readonly sums: Sums;
  private readonly texts = new TextCollector();
  private rows: string[] = [];
  private readonly dayNames = new Map<number, string>();

  constructor(private readonly settings: AuditSettings) {
    this.sums = emptySums(settings);
  }

  unread(unread: Unread): void {
    countUnread(this.sums, unread);
  }

  conversation(conversation: TranscriptConversation, analysis: ConversationAnalysis): void {
    const { sums, settings } = this;
    const number = sums.conversations++;
    this.input(conversation);
    const { messages } = conversation;
    const teamOf = (agent: string): string | undefined => conversation.team ?? settings.teams[agent];
    // The cells of each response; what is of the whole conversation goes to those of the response before it.
    const cells: Cell[][] = [];
    let first = true;
    for (const response of analysis.responses) {
      const message = messages[response.agent[0]!]!;
      const agent = message.agent ?? "";
      const team = teamOf(agent);
      const here = [sums.total, this.cell(sums.agents, agent), this.cell(sums.scenarios, response.scenario)];
      if (team !== undefined) {
        here.push(this.cell(sums.teams, team));
        if (!sums.teamOf.has(agent)) sums.teamOf.set(agent, team);
      }
      if (message.time !== undefined) here.push(this.cell(sums.days, this.dayName(message.time)));
      cells.push(here);
      const { score, verdict, seconds, asked, findings } = response;
      const critical = findings.some((finding) => finding.critical);
      const ms = seconds === null ? null : Math.round(seconds * 1000);
      for (const cell of here) {
        if (cell.seen !== number) {
          cell.seen = number;
          cell.conversations++;
        }
        cell.responses++;
        if (score !== null) {
          cell.scored++;
          cell.score += score;
        }
        if (verdict === "fail") cell.failed++;
        if (critical) cell.critical++;
        if (ms === null) continue;
        if (response.atNight) cell.atNight++;
        else time(cell, ms, first, settings.targets.within);
      }
      if (asked >= 0) first = false;
      if (findings.length > 0) for (const [dimension, short] of Object.entries(shortOf(response)) as [Dimension, number][]) sums.short[dimension] = (sums.short[dimension] ?? 0) + short;
      this.wordings(conversation, response.agent, agent, score, findings);
    }
    if (sums.total.seen !== number) sums.total.conversations++;
    const cellsAt = (messageIndex: number): Cell[] => cells[responseAt(analysis.responses, messageIndex)] ?? [sums.total];
    for (const finding of analysis.findings) this.finding(finding, conversation, cellsAt(finding.messageIndex!));
    for (const rule of new Set(analysis.findings.map((finding) => finding.rule))) sums.rules.get(rule)!.conversations++;
    for (const promise of analysis.conversation.promises) for (const cell of cellsAt(promise.messageIndex)) cell.promises[promise.outcome]++;
    if (analysis.conversation.unanswered) for (const cell of cellsAt(messages.length - 1)) cell.unanswered++;
    sums.mood[analysis.conversation.mood ?? "unknown"]++;
    for (const [rule, count] of Object.entries(analysis.shadow ?? {})) bump(sums.shadow, rule, count);
    for (const [text, count] of Object.entries(analysis.exempted ?? {})) bump(sums.exempted, text, count);
    for (const { rule, message } of analysis.crashed ?? []) if (!sums.crashed.has(rule)) sums.crashed.set(rule, message);
    this.keep(conversation, analysis, teamOf);
  }

  /** A conversation that could not be judged. */
  crash({ id, at }: TranscriptConversation, error: unknown): void {
    this.sums.crashed.set(`${at.file}:${at.line} ${id}`, error instanceof Error ? error.message : String(error));
  }

  result(): RangeTally {
    return { sums: this.sums, texts: this.texts.columns(), rows: this.rows.join("") };
  }

  private input({ messages }: TranscriptConversation): void {
    const { sums } = this;
    sums.messages += messages.length;
    for (const message of messages) {
      const { role, kind, time } = message;
      sums.byRole[role]++;
      sums.byKind[kind] = (sums.byKind[kind] ?? 0) + 1;
      if (isAutomatic(message)) sums.autoReplies++;
      if (time === undefined) continue;
      if (sums.from === null || time < sums.from) sums.from = time;
      if (sums.to === null || time > sums.to) sums.to = time;
    }
  }

  private cell(cells: Map<string, Cell>, name: string): Cell {
    let cell = cells.get(name);
    if (!cell) cells.set(name, (cell = emptyCell(this.settings.targets.within.length)));
    return cell;
  }

  private dayName(time: number): string {
    const day = Math.floor((time + this.settings.targets.zone * 60_000) / DAY);
    let name = this.dayNames.get(day);
    if (name === undefined) this.dayNames.set(day, (name = dayOf(time, this.settings.targets.zone)));
    return name;
  }

  private wordings({ messages }: TranscriptConversation, indexes: readonly number[], agent: string, score: number | null, findings: readonly Finding[]): void {
    for (const index of indexes) {
      const message = messages[index]!;
      if (!isWording(message)) continue;
      const { text, at } = message;
      const rules = findings.length === 0 ? undefined : findings.filter((finding) => finding.messageIndex === index && finding.text !== "").map((finding) => finding.rule);
      this.texts.add(text, at.line, agent, score, rules);
    }
  }

  private finding({ rule, guidance, text, messageIndex }: Finding, { messages }: TranscriptConversation, cells: readonly Cell[]): void {
    const { sums } = this;
    for (const cell of cells) {
      cell.findings++;
      bump(cell.rules, rule);
    }
    for (const point of guidance) bump(sums.points, point);
    let row = sums.rules.get(rule);
    if (!row) sums.rules.set(rule, (row = { count: 0, conversations: 0, words: new Map() }));
    row.count++;
    addWords(row.words, text, { count: 1, at: messages[messageIndex!]!.at }, WORDS_HERE);
  }

  private keep(conversation: TranscriptConversation, analysis: ConversationAnalysis, teamOf: (agent: string) => string | undefined): void {
    const { sums, settings } = this;
    let made: ConversationRow | undefined;
    const row = (): ConversationRow => {
      if (made) return made;
      const agent = conversation.messages.find(({ role, agent: name }) => role === "agent" && name !== undefined)?.agent ?? "";
      return (made = rowOf(conversation, analysis, teamOf(agent), settings.mask));
    };
    const worst = worstKey(analysis);
    if (worst) offer(sums.worst, worst, row);
    const best = bestKey(analysis);
    if (best) offer(sums.best, best, row);
    const { sample } = settings;
    if (sample) {
      const shelf = sample.kind === "stratified" ? stratum(sums.strata, conversation.messages.find(({ role, agent }) => role === "agent" && agent !== undefined)?.agent ?? "", sample.size) : sums.sample;
      offer(shelf, sampleKey(sample, conversation, analysis), row);
    }
    if (settings.rows) this.rows.push(`${JSON.stringify(row())}\n`);
  }
}

function time(cell: Cell, ms: number, first: boolean, within: readonly number[]): void {
  cell.measured++;
  cell.allMs += ms;
  if (ms > cell.longestMs) cell.longestMs = ms;
  if (first) {
    cell.firstMeasured++;
    cell.firstMs += ms;
  }
  for (let i = 0; i < within.length; i++) {
    if (ms > within[i]! * 1000) continue;
    cell.allWithin[i]!++;
    if (first) cell.firstWithin[i]!++;
  }
}

function countUnread(sums: Sums, unread: Unread): void {
  sums.unreadCount++;
  sums.unreadByCode[unread.code] = (sums.unreadByCode[unread.code] ?? 0) + 1;
  if (sums.unread.length < LISTED) sums.unread.push(unread);
}

function addWords(words: RuleSums["words"], text: string, more: { count: number; at: SourceRef }, most: number): void {
  const known = words.get(text);
  if (known) known.count += more.count;
  else if (words.size < most) words.set(text, { ...more });
}

/** Everything that was counted so far. */
export class AuditTally {
  readonly sums: Sums;
  readonly texts: TextTable;

  constructor(settings: AuditSettings, saved?: { sums: Sums; texts: TextTable }) {
    this.sums = saved?.sums ?? emptySums(settings);
    this.texts = saved?.texts ?? emptyTexts();
  }

  /** A stretch that no range tells of: a file that could not be read at all. */
  unread(unread: Unread): void {
    countUnread(this.sums, unread);
  }

  /**
   * Adds what a range came to, in the order of ranges.
   * @param place number of its file in `files`
   */
  add({ sums: more, texts }: RangeTally, place: number, files: readonly string[]): void {
    const { sums } = this;
    sums.messages += more.messages;
    sums.conversations += more.conversations;
    for (const role of ["agent", "customer", "bot", "system"] as const) sums.byRole[role] += more.byRole[role];
    for (const [kind, count] of Object.entries(more.byKind) as [MessageKind, number][]) sums.byKind[kind] = (sums.byKind[kind] ?? 0) + count;
    sums.autoReplies += more.autoReplies;
    sums.unreadCount += more.unreadCount;
    for (const [code, count] of Object.entries(more.unreadByCode)) sums.unreadByCode[code] = (sums.unreadByCode[code] ?? 0) + count;
    sums.unread.push(...more.unread.slice(0, Math.max(0, LISTED - sums.unread.length)));
    if (more.from !== null && (sums.from === null || more.from < sums.from)) sums.from = more.from;
    if (more.to !== null && (sums.to === null || more.to > sums.to)) sums.to = more.to;
    addCell(sums.total, more.total);
    for (const mood of ["better", "worse", "same", "unknown"] as const) sums.mood[mood] += more.mood[mood];
    for (const [point, count] of more.points) bump(sums.points, point, count);
    for (const [dimension, short] of Object.entries(more.short) as [Dimension, number][]) sums.short[dimension] = (sums.short[dimension] ?? 0) + short;
    for (const [rule, { count, conversations, words }] of more.rules) {
      let row = sums.rules.get(rule);
      if (!row) sums.rules.set(rule, (row = { count: 0, conversations: 0, words: new Map() }));
      row.count += count;
      row.conversations += conversations;
      for (const [text, found] of words) addWords(row.words, text, found, WORDS);
    }
    for (const group of ["agents", "teams", "scenarios", "days"] as const)
      for (const [name, cell] of more[group]) {
        const known = sums[group].get(name);
        if (known) addCell(known, cell);
        else sums[group].set(name, cell);
      }
    for (const [agent, team] of more.teamOf) if (!sums.teamOf.has(agent)) sums.teamOf.set(agent, team);
    for (const shelf of ["worst", "best", "sample"] as const) mergeShelf(sums[shelf], more[shelf]);
    for (const [name, shelf] of more.strata) mergeShelf(stratum(sums.strata, name, shelf.size), shelf);
    for (const [rule, count] of more.shadow) bump(sums.shadow, rule, count);
    for (const [text, count] of more.exempted) bump(sums.exempted, text, count);
    for (const [rule, message] of more.crashed) if (!sums.crashed.has(rule)) sums.crashed.set(rule, message);
    addTexts(this.texts, texts, place, files);
  }
}
