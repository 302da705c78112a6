import { join } from "node:path";
import type { AuditReport } from "../../../src/audit/report.js";
import type { StoredResult } from "../../../src/audit/schema.js";
import { StoredReport } from "../../../src/audit/stored.js";
import { Linter } from "../../../src/core/index.js";
import { readPack } from "../../../src/rulepack/store.js";
import { ROOT } from "../../cli/support.js";
import { conversations, type Sample } from "./conversations.js";

/** What an engine would have stored of a conversation: the result of `pipe`, the messages, the team. */
function storedResult(linter: Linter, { id, team, messages }: Sample): StoredResult {
  const { moves: _, missing: __, ...result } = linter.lintConversation({ id, messages });
  return { id, team, messages, ...result };
}

export function storedResults(count: number, seed?: number): StoredResult[] {
  const linter = new Linter(readPack(join(ROOT, "dist/pack.bin")));
  return conversations(count, seed).map((sample) => storedResult(linter, sample));
}

/** A report on conversations that were really linted, with the parts that only an audit of transcripts has added by hand. */
export function auditReport(count = 60): AuditReport {
  const stored = new StoredReport({ tool: "replylint 0.1.0", file: "exports/2026-11.jsonl", level: "default", passMark: 80, mask: true, keep: count, zone: 480, within: [30, 180, 300] });
  const results = storedResults(count);
  results.forEach((result, index) => stored.add(result, index + 1));
  stored.skip(count + 1, "not-json", { zh: "不是有效的 JSON", en: "not valid JSON" }, '{"id": 1, "reply": "=亲');
  const report = stored.report();
  const texts = new Map<string, number>();
  for (const { messages } of results) for (const { role, text } of messages!) if (role === "agent") texts.set(text, (texts.get(text) ?? 0) + 1);
  report.texts = [...texts].filter(([, times]) => times > 1).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).map(([text, times], index) => ({ text, count: times, score: 100 - ((index * 17) % 80), rules: ["promise/guaranteed-arrival"], agents: 1 + (index % 5), first: { file: "exports/2026-11.jsonl", line: index + 1 }, ...(index % 3 === 0 && { phrasebook: { file: "话术库.csv", line: 41 + index } }) }));
  const worst = report.conversations[0]!;
  const best = report.conversations.at(-1)!;
  const line = (zh: string, en: string, messageIndex?: number) => ({ text: { zh, en }, ...(messageIndex !== undefined && { messageIndex }) });
  report.stars = ([[worst, "worst"], [best, "best"]] as const).map(([row, which]) => ({
    id: row.id,
    which,
    situation: [line("客户买后降价，要求退差价", "The price fell after the purchase; the customer asks for the difference", 0)],
    task: [line("先安抚，再给出差价的处理办法和时间", "Calm first, then say what is done about the difference, and when")],
    action: [line("第一句搬出公司规定", "The first sentence cites company policy", 1)],
    result: [line("客户说要投诉，最后没人回", "The customer threatens to complain and is left without an answer", 2)],
    reflection: [line("换成：我先核实差价，今天18点前给您答复", "Better: I check the difference and answer by 18:00 today")],
  }));
  const { total } = report;
  const now = { from: report.input.from, to: report.input.to, responses: total.responses, score: total.score, passRate: (total.scored - total.failed) / total.scored, critical: total.critical, firstResponseSeconds: report.timing.firstResponseSeconds, promisesKept: 0.8 };
  report.trend = {
    before: { ...now, from: report.input.from! - 30 * 86_400_000, to: report.input.to! - 30 * 86_400_000, score: 71.5, passRate: 0.52, critical: total.critical + 4, promisesKept: 0.71 },
    now,
    rules: report.rules.map(({ rule, perThousand }, index) => ({ rule, before: perThousand * (index % 2 === 0 ? 1.3 : 0.8), now: perThousand })),
    agents: report.agents.map(({ name, score }) => ({ name, before: score === null ? null : score - 3, now: score })),
  };
  return report;
}
