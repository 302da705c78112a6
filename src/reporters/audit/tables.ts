/** The tables of a report. The page, XLSX, CSV and Markdown show the same ones. */
import type { AuditReport, ConversationRow, FileRow, GroupRow, RuleRow, ShadowRow, TextRow, Trend } from "../../audit/report.js";
import type { Bilingual, Finding, Locale, PromiseRecord } from "../../core/types.js";
import type { Unread } from "../../transcripts/types.js";
import { CRITICAL, DIMENSION, MOOD, OUTCOME, SCENARIO, SEVERITY, VERDICT } from "../labels.js";
import { type Cell, type CellKind, place, span } from "./format.js";

export const TABLES = ["summary", "agents", "teams", "rules", "shadow", "points", "scenarios", "days", "conversations", "findings", "texts", "trend", "unread", "files"] as const;
export type TableId = (typeof TABLES)[number];

export interface Column {
  title: string;
  kind: CellKind;
  /** Width in columns of a spreadsheet. */
  width: number;
}

export interface Table {
  id: TableId;
  title: string;
  columns: Column[];
  rows: Cell[][];
  /** Kinds of the last column, row by row, where they differ. */
  lastKinds?: CellKind[];
}

const TITLE: Record<TableId, Bilingual> = {
  summary: { zh: "概览", en: "Summary" },
  agents: { zh: "客服", en: "Agents" },
  teams: { zh: "团队", en: "Teams" },
  rules: { zh: "规则", en: "Rules" },
  shadow: { zh: "试行的规则（不报，不扣分）", en: "Rules on trial (not reported, not scored)" },
  points: { zh: "要点", en: "Guidance points" },
  scenarios: { zh: "场景", en: "Scenarios" },
  days: { zh: "日期", en: "Days" },
  conversations: { zh: "对话", en: "Conversations" },
  findings: { zh: "问题", en: "Findings" },
  texts: { zh: "话术", en: "Texts" },
  trend: { zh: "变化", en: "Trend" },
  unread: { zh: "没读懂的记录", en: "Unread" },
  files: { zh: "文件", en: "Files" },
};

/** Title, kind, width, value. */
type Spec<Row> = [title: Bilingual, kind: CellKind, width: number, value: (row: Row) => Cell];

/**
 * One table of a report, ready to be written.
 * @param fields columns of the export that conversations are listed with; default those of the report's own
 */
export function tableOf(report: AuditReport, id: TableId, locale: Locale, fields?: readonly string[]): Table {
  const make = <Row>(specs: Spec<Row>[], rows: readonly Row[]): Table => ({
    id,
    title: TITLE[id][locale],
    columns: specs.map(([title, kind, width]) => ({ title: title[locale], kind, width })),
    rows: rows.map((row) => specs.map(([, , , value]) => value(row))),
  });
  switch (id) {
    case "summary":
      return summary(report, locale);
    case "agents":
    case "teams":
    case "days":
      return make(groupSpecs(TITLE[id], report, (row) => nameOf(row.name, locale), locale), report[id]);
    case "scenarios":
      return make(groupSpecs(TITLE[id], report, (row) => labelOf(SCENARIO, row.name, locale), locale), report.scenarios);
    case "rules":
      return make(ruleSpecs(locale), report.rules);
    case "shadow":
      return make<ShadowRow>(
        [
          [{ zh: "规则", en: "Rule" }, "text", 32, (row) => row.rule],
          [{ zh: "说明", en: "What it is" }, "text", 50, (row) => row.title[locale]],
          [{ zh: "命中", en: "Hits" }, "count", 10, (row) => row.count],
          [{ zh: "每千次回复", en: "Per 1,000 responses" }, "rate", 14, (row) => row.perThousand],
        ],
        report.shadow ?? [],
      );
    case "points":
      return make<AuditReport["points"][number]>(
        [
          [{ zh: "要点", en: "Point" }, "text", 10, (row) => row.id],
          [{ zh: "次数", en: "Findings" }, "count", 10, (row) => row.count],
          [{ zh: "每千次回复", en: "Per 1,000 responses" }, "rate", 14, (row) => row.perThousand],
        ],
        report.points,
      );
    case "conversations":
      return make(conversationSpecs(fields ?? fieldsOf(report), locale), report.conversations);
    case "findings":
      return make(findingSpecs(report.rules, locale), report.conversations.flatMap((row) => row.findings.map((finding) => ({ row, finding }))));
    case "texts":
      return make(TEXT_SPECS, report.texts);
    case "trend":
      return make<Trend["rules"][number]>(
        [
          [{ zh: "规则", en: "Rule" }, "text", 32, (row) => row.rule],
          [{ zh: "说明", en: "What it is" }, "text", 50, (row) => titleOf(report.rules, row.rule, locale)],
          [{ zh: "上次", en: "Before" }, "rate", 10, (row) => row.before],
          [{ zh: "这次", en: "Now" }, "rate", 10, (row) => row.now],
          [{ zh: "变化", en: "Change" }, "rate", 10, (row) => row.now - row.before],
        ],
        report.trend?.rules ?? [],
      );
    case "unread":
      return make<Unread>(
        [
          [{ zh: "文件", en: "File" }, "text", 30, ({ at }) => at.file],
          [{ zh: "表", en: "Sheet" }, "text", 12, ({ at }) => at.sheet ?? null],
          [{ zh: "行", en: "Line" }, "count", 8, ({ at }) => at.line],
          [{ zh: "原因", en: "Reason" }, "text", 18, ({ code }) => code],
          [{ zh: "说明", en: "What it is" }, "text", 50, ({ message }) => message[locale]],
          [{ zh: "原文", en: "As it stands" }, "text", 60, ({ raw }) => raw],
        ],
        report.input.unread,
      );
    case "files":
      return make<FileRow>(
        [
          [{ zh: "文件", en: "File" }, "text", 40, (row) => row.file],
          [{ zh: "格式", en: "Format" }, "text", 16, (row) => row.format],
          [{ zh: "编码", en: "Encoding" }, "text", 12, (row) => row.encoding],
          [{ zh: "字节", en: "Bytes" }, "count", 14, (row) => row.bytes],
          [{ zh: "对话", en: "Conversations" }, "count", 12, (row) => row.conversations],
          [{ zh: "消息", en: "Messages" }, "count", 12, (row) => row.messages],
          [{ zh: "没读懂", en: "Unread" }, "count", 10, (row) => row.unread],
        ],
        report.input.files,
      );
  }
}

/** Short description of a rule; its id where the report does not know it. */
export function titleOf(rules: readonly RuleRow[], id: string, locale: Locale): string {
  return rules.find(({ rule }) => rule === id)?.title[locale] ?? id;
}

/** A group's name for people; the export may have named none. */
export function nameOf(name: string, locale: Locale): string {
  return name === "" ? { zh: "（没写）", en: "(not named)" }[locale] : name;
}

function labelOf(labels: Record<string, Bilingual>, id: string, locale: Locale): string {
  return labels[id]?.[locale] ?? id;
}

/** Share of the scored responses that passed. */
export function passRate({ scored, failed }: { scored: number; failed: number }): number | null {
  return scored === 0 ? null : (scored - failed) / scored;
}

/** Share of the promises that were kept, among those that can be judged. */
export function keptRate({ kept, late, "not-seen": notSeen }: AuditReport["promises"]): number | null {
  const judged = kept + late + notSeen;
  return judged === 0 ? null : kept / judged;
}

/** `30 秒内`, `within 3 min`. */
export function within(seconds: number, locale: Locale): string {
  return locale === "zh" ? `${span(seconds, locale)}内` : `within ${span(seconds, locale)}`;
}

function summary(report: AuditReport, locale: Locale): Table {
  const { input, total, timing, promises, mood } = report;
  const listed = listedIn(report);
  const lines: [item: Bilingual, value: Cell, kind: CellKind][] = [
    [{ zh: "对话", en: "Conversations" }, total.conversations, "count"],
    [{ zh: "消息", en: "Messages" }, input.messages, "count"],
    [{ zh: "评过的回复", en: "Responses judged" }, total.responses, "count"],
    [{ zh: "有分数的回复", en: "Responses scored" }, total.scored, "count"],
    [{ zh: "不合格的回复", en: "Responses failed" }, total.failed, "count"],
    [{ zh: "合格率", en: "Pass rate" }, passRate(total), "share"],
    [{ zh: "平均分", en: "Mean score" }, total.score, "score"],
    [{ zh: "合格线", en: "Pass mark" }, report.passMark, "score"],
    [{ zh: "红线", en: "Critical errors" }, total.critical, "count"],
    [{ zh: "问题", en: "Findings" }, total.findings, "count"],
    [{ zh: "首次响应（平均）", en: "First response, mean" }, timing.firstResponseSeconds, "seconds"],
    [{ zh: "平均响应", en: "Response, mean" }, timing.averageResponseSeconds, "seconds"],
    [{ zh: "最长响应", en: "Response, longest" }, timing.longestResponseSeconds, "seconds"],
    ...timing.within.map(({ seconds, share }): [Bilingual, Cell, CellKind] => [{ zh: `${within(seconds, "zh")}首次响应`, en: `First response ${within(seconds, "en")}` }, share, "share"]),
    [{ zh: "最后没人回", en: "Left unanswered" }, timing.unanswered, "count"],
    ...keysOf(promises).map((key): [Bilingual, Cell, CellKind] => [{ zh: `承诺：${OUTCOME[key].zh}`, en: `Promises ${OUTCOME[key].en}` }, promises[key], "count"]),
    ...keysOf(mood).map((key): [Bilingual, Cell, CellKind] => [{ zh: `情绪：${MOOD[key].zh}`, en: `Mood ${MOOD[key].en}` }, mood[key], "count"]),
    [{ zh: "自动回复", en: "Automatic replies" }, input.autoReplies, "count"],
    [{ zh: "没读懂的记录", en: "Unread records" }, input.unreadCount, "count"],
    [{ zh: "逐条列出的对话", en: "Conversations listed one by one" }, listed.conversations, "count"],
    [{ zh: "逐条列出的问题", en: "Findings listed one by one" }, listed.findings, "count"],
    [{ zh: "从", en: "From" }, input.from, "moment"],
    [{ zh: "到", en: "To" }, input.to, "moment"],
    [{ zh: "规则包", en: "Rule set" }, report.ruleset, "text"],
    [{ zh: "检查级别", en: "Level" }, report.level, "text"],
    [{ zh: "工具", en: "Tool" }, report.tool, "text"],
  ];
  return {
    id: "summary",
    title: TITLE.summary[locale],
    columns: [
      { title: { zh: "项目", en: "Item" }[locale], kind: "text", width: 28 },
      { title: { zh: "数值", en: "Value" }[locale], kind: "text", width: 22 },
    ],
    rows: lines.map(([item, value]) => [item[locale], value]),
    lastKinds: lines.map(([, , kind]) => kind),
  };
}

/** How much of what was audited a report lists one by one; its figures are of everything. */
export function listedIn({ conversations, total, rules }: AuditReport): { conversations: number; allConversations: number; findings: number; allFindings: number } {
  return { conversations: conversations.length, allConversations: total.conversations, findings: conversations.reduce((sum, row) => sum + row.findings.length, 0), allFindings: rules.reduce((sum, rule) => sum + rule.count, 0) };
}

function keysOf<K extends string>(record: Record<K, unknown>): K[] {
  return Object.keys(record) as K[];
}

function groupSpecs(name: Bilingual, { timing, rules, agents }: AuditReport, label: (row: GroupRow) => string, locale: Locale): Spec<GroupRow>[] {
  return [
    [name, "text", 18, label],
    ...(name === TITLE.agents && agents.some(({ team }) => team !== undefined) ? [[{ zh: "团队", en: "Team" }, "text", 14, (row) => row.team ?? null] satisfies Spec<GroupRow>] : []),
    [{ zh: "平均分", en: "Score" }, "score", 9, (row) => row.score],
    [{ zh: "合格率", en: "Pass rate" }, "share", 10, passRate],
    [{ zh: "对话", en: "Conversations" }, "count", 13, (row) => row.conversations],
    [{ zh: "回复", en: "Responses" }, "count", 11, (row) => row.responses],
    [{ zh: "不合格", en: "Failed" }, "count", 9, (row) => row.failed],
    [{ zh: "红线", en: "Critical" }, "count", 9, (row) => row.critical],
    [{ zh: "问题", en: "Findings" }, "count", 10, (row) => row.findings],
    [{ zh: "首次响应", en: "First response" }, "seconds", 13, (row) => row.timing.firstResponseSeconds],
    [{ zh: "平均响应", en: "Mean response" }, "seconds", 13, (row) => row.timing.averageResponseSeconds],
    ...timing.within.map(({ seconds }, index): Spec<GroupRow> => [{ zh: within(seconds, "zh"), en: within(seconds, "en") }, "share", 12, (row) => row.timing.within[index]?.share ?? null]),
    [{ zh: "没人回", en: "Unanswered" }, "count", 11, (row) => row.timing.unanswered],
    [{ zh: "承诺兑现", en: "Promises kept" }, "share", 13, (row) => keptRate(row.promises)],
    [{ zh: "最常见的问题", en: "Most frequent" }, "text", 48, (row) => row.rules.slice(0, 3).map(({ rule, count }) => `${titleOf(rules, rule, locale)} ×${count}`).join(locale === "zh" ? "；" : "; ")],
  ];
}

function ruleSpecs(locale: Locale): Spec<RuleRow>[] {
  return [
    [{ zh: "规则", en: "Rule" }, "text", 32, (row) => row.rule],
    [{ zh: "说明", en: "What it is" }, "text", 50, (row) => row.title[locale]],
    [{ zh: "级别", en: "Severity" }, "text", 10, (row) => SEVERITY[row.severity][locale]],
    [{ zh: "红线", en: "Critical" }, "text", 12, (row) => (row.critical ? CRITICAL[row.critical][locale] : null)],
    [{ zh: "维度", en: "Dimension" }, "text", 12, (row) => DIMENSION[row.dimension][locale]],
    [{ zh: "要点", en: "Guidance" }, "text", 12, (row) => row.guidance.join(" ")],
    [{ zh: "次数", en: "Findings" }, "count", 10, (row) => row.count],
    [{ zh: "对话", en: "Conversations" }, "count", 13, (row) => row.conversations],
    [{ zh: "每千次回复", en: "Per 1,000 responses" }, "rate", 14, (row) => row.perThousand],
    [{ zh: "常见原话", en: "Frequent wording" }, "text", 60, (row) => row.examples.slice(0, 3).map(({ text, count }) => `${text} ×${count}`).join(locale === "zh" ? "；" : "; ")],
  ];
}

function fieldsOf({ conversations }: AuditReport): string[] {
  return [...new Set(conversations.flatMap((row) => Object.keys(row.fields ?? {})))];
}

function conversationSpecs(fields: readonly string[], locale: Locale): Spec<ConversationRow>[] {
  const promises = (outcome: PromiseRecord["outcome"]): Spec<ConversationRow> => [{ zh: `承诺${OUTCOME[outcome].zh}`, en: `Promises ${OUTCOME[outcome].en}` }, "count", 12, (row) => row.conversation.promises.filter((promise) => promise.outcome === outcome).length];
  return [
    [{ zh: "对话", en: "Conversation" }, "text", 22, (row) => row.id],
    [{ zh: "开始", en: "Started" }, "moment", 17, (row) => row.startedAt],
    [{ zh: "客服", en: "Agents" }, "text", 18, (row) => row.agents.join(locale === "zh" ? "、" : ", ")],
    [{ zh: "团队", en: "Team" }, "text", 14, (row) => row.team ?? null],
    [{ zh: "场景", en: "Scenario" }, "text", 14, (row) => SCENARIO[row.scenario][locale]],
    [{ zh: "结论", en: "Verdict" }, "text", 10, (row) => VERDICT[row.verdict][locale]],
    [{ zh: "分数", en: "Score" }, "score", 8, (row) => row.score],
    [{ zh: "问题", en: "Findings" }, "count", 10, (row) => row.findings.length],
    [{ zh: "红线", en: "Critical" }, "count", 9, (row) => row.findings.filter(({ critical }) => critical !== undefined).length],
    [{ zh: "首次响应", en: "First response" }, "seconds", 13, (row) => row.conversation.firstResponseSeconds],
    [{ zh: "平均响应", en: "Mean response" }, "seconds", 13, (row) => row.conversation.averageResponseSeconds],
    [{ zh: "最长响应", en: "Longest response" }, "seconds", 13, (row) => row.conversation.longestResponseSeconds],
    [{ zh: "最后没人回", en: "Unanswered" }, "text", 11, (row) => (row.conversation.unanswered ? { zh: "是", en: "yes" }[locale] : null)],
    [{ zh: "情绪", en: "Mood" }, "text", 9, (row) => (row.conversation.mood ? MOOD[row.conversation.mood][locale] : null)],
    promises("kept"),
    promises("late"),
    promises("not-seen"),
    [{ zh: "规则", en: "Rules" }, "text", 40, (row) => [...new Set(row.findings.map(({ rule }) => rule))].join(" ")],
    [{ zh: "文件", en: "File" }, "text", 30, (row) => place(row.at)],
    ...fields.map((field): Spec<ConversationRow> => [{ zh: field, en: field }, "text", 14, (row) => row.fields?.[field] ?? null]),
  ];
}

function findingSpecs(rules: readonly RuleRow[], locale: Locale): Spec<{ row: ConversationRow; finding: Finding }>[] {
  const messageOf = ({ row, finding }: { row: ConversationRow; finding: Finding }) => (finding.messageIndex === undefined ? undefined : row.messages?.[finding.messageIndex]);
  return [
    [{ zh: "对话", en: "Conversation" }, "text", 22, ({ row }) => row.id],
    [{ zh: "客服", en: "Agent" }, "text", 14, (item) => messageOf(item)?.agent ?? item.row.agents.join(locale === "zh" ? "、" : ", ")],
    [{ zh: "时间", en: "Time" }, "moment", 17, (item) => messageOf(item)?.time ?? item.row.startedAt],
    [{ zh: "级别", en: "Severity" }, "text", 10, ({ finding }) => SEVERITY[finding.severity][locale]],
    [{ zh: "红线", en: "Critical" }, "text", 12, ({ finding }) => (finding.critical ? CRITICAL[finding.critical][locale] : null)],
    [{ zh: "规则", en: "Rule" }, "text", 30, ({ finding }) => finding.rule],
    [{ zh: "说明", en: "What it is" }, "text", 40, ({ finding }) => titleOf(rules, finding.rule, locale)],
    [{ zh: "要点", en: "Guidance" }, "text", 10, ({ finding }) => finding.guidance.join(" ")],
    [{ zh: "原话", en: "Words" }, "text", 30, ({ finding }) => finding.text],
    [{ zh: "怎么改", en: "What to do" }, "text", 50, ({ finding }) => finding.message],
    [{ zh: "更好的说法", en: "Better wording" }, "text", 40, ({ finding }) => finding.suggestions[0]?.edits.map(({ text }) => text).join(" … ") ?? null],
    [{ zh: "整条消息", en: "Whole message" }, "text", 60, (item) => messageOf(item)?.text ?? null],
    [{ zh: "场景", en: "Scenario" }, "text", 14, ({ row }) => SCENARIO[row.scenario][locale]],
    [{ zh: "文件", en: "File" }, "text", 30, (item) => place(messageOf(item)?.at ?? item.row.at)],
  ];
}

const TEXT_SPECS: Spec<TextRow>[] = [
  [{ zh: "话术", en: "Text" }, "text", 70, (row) => row.text],
  [{ zh: "发了几次", en: "Sent" }, "count", 10, (row) => row.count],
  [{ zh: "几位客服", en: "Agents" }, "count", 10, (row) => row.agents],
  [{ zh: "分数", en: "Score" }, "score", 8, (row) => row.score],
  [{ zh: "规则", en: "Rules" }, "text", 40, (row) => row.rules.join(" ")],
  [{ zh: "话术库", en: "Phrasebook" }, "text", 28, (row) => (row.phrasebook ? `${row.phrasebook.file}:${row.phrasebook.line}` : null)],
  [{ zh: "第一次", en: "First seen" }, "text", 30, (row) => place(row.first)],
];
