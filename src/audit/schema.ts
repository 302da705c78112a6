import * as v from "valibot";
import { CRITICALS, DIMENSIONS, SCENARIOS, SEVERITIES } from "../core/types.js";
import { MESSAGE_KINDS } from "../transcripts/types.js";
import type { AuditReport } from "./report.js";

/** Schemas of stored results: an audit's report, and what `pipe` answers for one record. */

const count = v.pipe(v.number(), v.minValue(0));
const figure = v.nullable(v.number());
const bilingual = v.object({ zh: v.string(), en: v.string() });
const dimension = v.picklist(DIMENSIONS);
const severity = v.picklist(SEVERITIES);
const scenario = v.picklist(SCENARIOS);
const role = v.picklist(["agent", "customer", "bot", "system"]);
const verdict = v.picklist(["pass", "fail", "not-applicable"]);
const place = v.object({ file: v.string(), line: v.number(), sheet: v.exactOptional(v.string()) });

const suggestion = v.object({ title: v.string(), edits: v.array(v.object({ start: count, end: count, text: v.string() })) });
const finding = v.object({
  rule: v.string(),
  guidance: v.array(v.string()),
  dimension,
  severity,
  critical: v.exactOptional(v.picklist(CRITICALS)),
  message: v.string(),
  text: v.string(),
  start: count,
  end: count,
  messageIndex: v.exactOptional(count),
  fix: v.exactOptional(suggestion),
  suggestions: v.array(suggestion),
});
const promise = v.object({ messageIndex: count, start: count, end: count, text: v.string(), deadline: v.nullable(v.string()), outcome: v.picklist(["kept", "late", "not-seen", "not-judgeable"]), keptBy: v.exactOptional(count) });
const facts = v.object({
  firstResponseSeconds: figure,
  averageResponseSeconds: figure,
  longestResponseSeconds: figure,
  unanswered: v.boolean(),
  mood: v.nullable(v.picklist(["better", "worse", "same"])),
  promises: v.array(promise),
});

const tally = { conversations: count, responses: count, scored: count, failed: count, critical: count, findings: count, score: figure };
const timing = v.object({
  measured: count,
  firstMeasured: count,
  atNight: count,
  firstResponseSeconds: figure,
  averageResponseSeconds: figure,
  longestResponseSeconds: figure,
  within: v.array(v.object({ seconds: count, share: figure, all: figure })),
  unanswered: count,
});
const promises = v.object({ kept: count, late: count, "not-seen": count, "not-judgeable": count });
const groups = v.array(v.object({ name: v.string(), team: v.exactOptional(v.string()), ...tally, rules: v.array(v.object({ rule: v.string(), count })), timing, promises }));
const message = v.object({ role, text: v.string(), time: v.exactOptional(v.number()), agent: v.exactOptional(v.string()), kind: v.picklist(MESSAGE_KINDS), at: place });
const conversation = v.object({
  id: v.string(),
  keptAs: v.exactOptional(v.array(v.picklist(["worst", "best", "sample"]))),
  at: place,
  agents: v.array(v.string()),
  team: v.exactOptional(v.string()),
  platform: v.exactOptional(v.string()),
  shop: v.exactOptional(v.string()),
  scenario,
  responses: count,
  startedAt: figure,
  score: figure,
  verdict,
  findings: v.array(finding),
  conversation: facts,
  messages: v.exactOptional(v.array(message)),
  fields: v.exactOptional(v.record(v.string(), v.string())),
});
const starLines = v.array(v.object({ text: bilingual, messageIndex: v.exactOptional(count) }));
const side = v.object({ from: figure, to: figure, responses: count, score: figure, passRate: figure, critical: count, firstResponseSeconds: figure, promisesKept: figure });

/** The output of `audit --format json`. */
export const reportSchema = v.object({
  version: v.literal(1),
  tool: v.string(),
  ruleset: v.string(),
  level: v.picklist(["default", "strict"]),
  passMark: v.number(),
  masked: v.boolean(),
  targets: v.object({ simple: count, standard: count, complex: count, limit: count, hold: count, within: v.array(count), night: v.nullable(v.string()), zone: v.number() }),
  input: v.object({
    files: v.array(v.object({ file: v.string(), format: v.string(), encoding: v.string(), bytes: count, conversations: count, messages: count, unread: count })),
    messages: count,
    byRole: v.object({ agent: count, customer: count, bot: count, system: count }),
    byKind: v.object({ text: v.exactOptional(count), image: v.exactOptional(count), voice: v.exactOptional(count), video: v.exactOptional(count), card: v.exactOptional(count), order: v.exactOptional(count), emoji: v.exactOptional(count), file: v.exactOptional(count), recall: v.exactOptional(count), system: v.exactOptional(count) }),
    autoReplies: count,
    unreadCount: count,
    unreadByCode: v.record(v.string(), count),
    unread: v.array(v.object({ at: place, code: v.string(), message: bilingual, raw: v.string() })),
    from: figure,
    to: figure,
  }),
  total: v.object(tally),
  timing,
  promises,
  mood: v.object({ better: count, worse: count, same: count, unknown: count }),
  points: v.array(v.object({ id: v.string(), count, perThousand: count })),
  dimensions: v.array(v.object({ dimension, score: figure })),
  rules: v.array(
    v.object({
      rule: v.string(),
      guidance: v.array(v.string()),
      dimension,
      severity,
      critical: v.exactOptional(v.picklist(CRITICALS)),
      title: bilingual,
      count,
      conversations: count,
      perThousand: count,
      examples: v.array(v.object({ text: v.string(), count, at: place })),
    }),
  ),
  shadow: v.exactOptional(v.array(v.object({ rule: v.string(), title: bilingual, count, perThousand: count }))),
  agents: groups,
  teams: groups,
  scenarios: groups,
  days: groups,
  texts: v.array(v.object({ text: v.string(), count, score: figure, rules: v.array(v.string()), agents: count, first: place, phrasebook: v.exactOptional(v.object({ file: v.string(), line: v.number(), id: v.exactOptional(v.string()) })) })),
  conversations: v.array(conversation),
  stars: v.array(v.object({ id: v.string(), which: v.picklist(["best", "worst"]), situation: starLines, task: starLines, action: starLines, result: starLines, reflection: starLines })),
  sample: v.exactOptional(v.object({ kind: v.picklist(["random", "stratified", "risk"]), size: count, seed: v.number() })),
  trend: v.exactOptional(
    v.object({
      before: side,
      now: side,
      rules: v.array(v.object({ rule: v.string(), before: v.number(), now: v.number() })),
      agents: v.array(v.object({ name: v.string(), before: figure, now: figure })),
    }),
  ),
}) satisfies v.GenericSchema<unknown, AuditReport>;

/** What only `pipe --audit` tells: the number of the response that something counts with. */
const counted = { response: v.exactOptional(figure) };
const indexes = v.array(count);
const response = v.object({
  messages: indexes,
  wordings: indexes,
  agent: v.string(),
  time: figure,
  day: v.nullable(v.string()),
  scenario,
  score: figure,
  verdict,
  critical: v.boolean(),
  short: v.record(dimension, count),
  waitedMs: figure,
  first: v.boolean(),
  atNight: v.boolean(),
  unanswered: v.boolean(),
});

/**
 * One line of `pipe`'s output, with what an engine may have put beside it: who wrote it, of which team, when, and the
 * messages of a conversation. What `--fields` left out may be missing, but for verdict, score and findings.
 */
export const storedSchema = v.object({
  id: v.unknown(),
  ruleset: v.exactOptional(v.string()),
  scenario: v.exactOptional(scenario),
  score: figure,
  verdict,
  dimensions: v.exactOptional(v.record(dimension, v.object({ score: v.number(), weight: v.number() }))),
  findings: v.array(v.object({ ...finding.entries, ...counted, whole: v.exactOptional(v.boolean()) })),
  conversation: v.exactOptional(v.object({ ...facts.entries, promises: v.array(v.object({ ...promise.entries, ...counted })) })),
  responses: v.exactOptional(v.array(response)),
  long: v.exactOptional(indexes),
  shadow: v.exactOptional(v.record(v.string(), count)),
  input: v.exactOptional(v.object({ byRole: v.object({ agent: count, customer: count, bot: count, system: count }), autoReplies: count })),
  agent: v.nullish(v.string()),
  team: v.nullish(v.string()),
  shop: v.nullish(v.string()),
  platform: v.nullish(v.string()),
  time: v.nullish(v.union([v.number(), v.string()])),
  reply: v.nullish(v.string()),
  customer: v.nullish(v.string()),
  messages: v.nullish(v.array(v.object({ role, text: v.string(), time: v.nullish(v.union([v.number(), v.string()])), agent: v.nullish(v.string()), kind: v.exactOptional(v.picklist(MESSAGE_KINDS)), auto: v.exactOptional(v.picklist(["marked", "paced"])) }))),
});
export type StoredResult = v.InferOutput<typeof storedSchema>;
