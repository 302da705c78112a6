import { join } from "node:path";
import { finish } from "../../../src/audit/finish.js";
import type { AuditReport } from "../../../src/audit/report.js";
import type { StoredResult } from "../../../src/audit/schema.js";
import { AUDIT_DEFAULTS } from "../../../src/audit/settings.js";
import { starrer } from "../../../src/audit/star.js";
import { AuditTally, RangeCounter } from "../../../src/audit/tally.js";
import { worder } from "../../../src/audit/wording.js";
import { trendOf } from "../../../src/audit/trend.js";
import { Linter } from "../../../src/core/index.js";
import { readPack } from "../../../src/rulepack/store.js";
import { ROOT } from "../../cli/support.js";
import { conversations } from "./conversations.js";

const FILE = "exports/2026-11.csv";

/** A report on conversations that were really linted, counted and laid out; all of them are kept for reading. */
export function auditReport(count = 60, seed = 7, before?: AuditReport): AuditReport {
  const pack = readPack(join(ROOT, "dist/pack.bin"));
  const linter = new Linter(pack, { suggestions: false });
  const settings = { ...AUDIT_DEFAULTS, worst: count, best: 10, sample: { kind: "random" as const, size: count, seed: 1 } };
  const counter = new RangeCounter(settings);
  let line = 2;
  for (const { id, team, messages } of conversations(count, seed)) {
    const at = { file: FILE, line };
    counter.conversation({ id, team, at, messages: messages.map((message) => ({ ...message, kind: "text", at: { file: FILE, line: line++ } })) }, linter.analyseConversation({ messages }));
  }
  counter.unread({ at: { file: FILE, line }, code: "wrong-columns", message: { zh: "这一行有 3 列，表头有 5 列", en: "this row has 3 columns, the header has 5" }, raw: "=1,亲,13812345678" });
  const tally = new AuditTally(settings);
  tally.add(counter.result(), 0, [FILE]);
  const report = finish(tally, {
    tool: "replylint 0.1.0", ruleset: linter.ruleset, level: "default", passMark: pack.scorecard.pass, rules: pack.rules, severities: {}, settings,
    files: [{ file: FILE, format: "csv", encoding: "gb18030", bytes: 48_211, conversations: count, messages: line - 2, unread: 1 }],
    star: starrer(linter),
    word: worder(new Linter(pack, {})),
  });
  return before ? { ...report, trend: trendOf(before, report) } : report;
}

/** What an engine would have stored of conversations: results of `pipe`, the messages, the team. */
export function storedResults(count: number, seed?: number): StoredResult[] {
  const linter = new Linter(readPack(join(ROOT, "dist/pack.bin")));
  return conversations(count, seed).map(({ id, team, messages }): StoredResult => {
    const { moves: _, missing: __, ...result } = linter.lintConversation({ id, messages });
    return { id, team, messages, ...result };
  });
}
