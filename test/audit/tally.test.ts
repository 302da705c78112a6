import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bulkConfig, count } from "../../src/audit/count.js";
import { finish } from "../../src/audit/finish.js";
import type { AuditReport } from "../../src/audit/report.js";
import { AUDIT_DEFAULTS, type AuditSettings } from "../../src/audit/settings.js";
import { starrer } from "../../src/audit/star.js";
import { worder } from "../../src/audit/wording.js";
import { AuditTally } from "../../src/audit/tally.js";
import { Linter } from "../../src/core/index.js";
import { loadPack } from "../../src/rulepack/load.js";
import type { TranscriptConversation, TranscriptRecord, Unread } from "../../src/transcripts/types.js";
import { chat, chats, said } from "./support.js";

const { pack } = loadPack(["rules"], "dictionaries");
const settings: AuditSettings = { ...AUDIT_DEFAULTS, worst: 5, best: 3, sample: { kind: "random", size: 4, seed: 7 }, teams: { 小麦: "夜班" } };
const linter = new Linter(pack, bulkConfig({}, settings));
const word = worder(new Linter(pack, { moves: false }));
const star = starrer(new Linter(pack, { suggestions: false }));

async function* records(conversations: readonly TranscriptConversation[], unread: readonly Unread[] = []): AsyncGenerator<TranscriptRecord> {
  for (const one of unread) yield { type: "unread", unread: one };
  for (const conversation of conversations) yield { type: "conversation", conversation };
}

/** Counts conversations, cut into ranges of the given sizes, as worker threads would. */
async function audited(conversations: readonly TranscriptConversation[], cuts: readonly number[] = [], over: Partial<AuditSettings> = {}): Promise<AuditReport> {
  const used = { ...settings, ...over };
  const judge = over.targets ? new Linter(pack, bulkConfig({}, used)) : linter;
  const tally = new AuditTally(used);
  const edges = [0, ...[...new Set(cuts)].sort((a, b) => a - b).filter((cut) => cut < conversations.length), conversations.length];
  for (let i = 1; i < edges.length; i++) tally.add(structuredClone(await count(judge, records(conversations.slice(edges[i - 1], edges[i])), used)), 0, ["chat.csv"]);
  return finish(tally, { tool: "test", ruleset: linter.ruleset, level: "default", passMark: 80, rules: pack.rules, severities: {}, settings: used, files: [], star, word });
}

describe("an audit's sums", () => {
  it("are the same however the conversations are cut into ranges", async () => {
    await fc.assert(
      fc.asyncProperty(chats, fc.array(fc.nat(13), { maxLength: 5 }), fc.constantFrom<NonNullable<AuditSettings["sample"]>["kind"]>("random", "stratified", "risk"), async (conversations, cuts, kind) => {
        const sample = { kind, size: 3, seed: 11 };
        expect(JSON.stringify(await audited(conversations, cuts, { sample }))).toBe(JSON.stringify(await audited(conversations, [], { sample })));
      }),
      { numRuns: 60 },
    );
  });

  it("judges the beginning of a message that nobody has written, and says so", async () => {
    const report = await audited([chat("a", [said("customer", "在吗", 0), said("agent", `不关我们的事，您问快递吧，${"好".repeat(19_986)}😀，不关我们的事，您问快递吧`, 9)])]);
    expect(report.input).toMatchObject({ messages: 2, unreadCount: 1, unreadByCode: { "long-message": 1 }, unread: [{ at: { line: 2 }, message: { zh: expect.stringContaining("前 20000 个字") } }] });
    expect(report.conversations[0]!.findings.filter(({ text }) => text === "不关我们的事").map(({ start }) => start)).toEqual([0]);
    expect(report.conversations[0]!.messages![1]!.text).toHaveLength(20_014);
  });

  it("agree with a plain count of each conversation's own judgement", async () => {
    await fc.assert(
      fc.asyncProperty(chats, async (conversations) => {
        const report = await audited(conversations);
        const plain = new Linter(pack, { suggestions: false });
        const results = conversations.map(({ messages }) => plain.analyseConversation(messages.map(({ role, text, kind, time, agent }) => ({ role, text: kind === "text" ? text : "", ...(time !== undefined && { time }), ...(agent && { agent }) }))));
        const responses = results.flatMap((result) => result.responses);
        const scored = responses.filter(({ score }) => score !== null);
        expect(report.total).toMatchObject({ conversations: conversations.length, responses: responses.length, scored: scored.length, failed: responses.filter(({ verdict }) => verdict === "fail").length, findings: results.flatMap(({ findings }) => findings).length });
        if (scored.length > 0) expect(report.total.score).toBeCloseTo(scored.reduce((sum, { score }) => sum + score!, 0) / scored.length, 0);
        expect(report.timing.unanswered).toBe(results.filter(({ conversation }) => conversation.unanswered).length);
        for (const outcome of ["kept", "late", "not-seen", "not-judgeable"] as const) expect(report.promises[outcome]).toBe(results.flatMap(({ conversation }) => conversation.promises).filter((promise) => promise.outcome === outcome).length);
        for (const { rule, count: times } of report.rules) expect(times).toBe(results.flatMap(({ findings }) => findings).filter((finding) => finding.rule === rule).length);
        // Groups add up to the whole.
        for (const groups of [report.agents, report.scenarios]) expect(groups.reduce((sum, group) => sum + group.responses, 0)).toBe(responses.length);
        expect(report.input.messages).toBe(conversations.reduce((sum, { messages }) => sum + messages.length, 0));
      }),
      { numRuns: 40 },
    );
  });

  it("keep every distinct text that was sent twice, with its count and its first place", async () => {
    await fc.assert(
      fc.asyncProperty(chats, fc.array(fc.nat(13), { maxLength: 4 }), async (conversations, cuts) => {
        const { texts } = await audited(conversations, cuts);
        const sent = conversations.flatMap(({ messages }) => messages.filter(({ role, kind }) => role === "agent" && kind === "text"));
        const counts = new Map<string, number>();
        for (const { text } of sent) counts.set(text, (counts.get(text) ?? 0) + 1);
        expect(new Map(texts.map(({ text, count: times }) => [text, times]))).toEqual(new Map([...counts].filter(([, times]) => times > 1)));
        for (const { text, first } of texts) expect(first.line).toBe(sent.find((message) => message.text === text)!.at.line);
      }),
      { numRuns: 40 },
    );
  });
});

describe("what an audit counts", () => {
  const asked = (seconds: number) => said("customer", "这款有M码吗", seconds);
  const answered = (seconds: number, agent = "小禾") => said("agent", "有的亲，M码现货", seconds, { agent });

  it("no bot and no automatic reply as an answer", async () => {
    const report = await audited([chat("A", [asked(0), said("bot", "您好，马上就来", 1, { auto: "paced" }), said("agent", "【自动回复】您好", 2), answered(100)])]);
    expect(report.timing).toMatchObject({ measured: 1, firstMeasured: 1, firstResponseSeconds: 100, within: [{ seconds: 30, share: 0, all: 0 }, { seconds: 180, share: 1, all: 1 }, { seconds: 300, share: 1, all: 1 }] });
    expect(report.input).toMatchObject({ autoReplies: 2, byRole: { agent: 2, customer: 1, bot: 1, system: 0 } });
  });

  it("nothing that was asked at night, and night where the settings have it", async () => {
    const night = [chat("A", [asked(14 * 3600), answered(14 * 3600 + 3000)])];
    expect((await audited(night)).timing).toMatchObject({ measured: 0, atNight: 1, averageResponseSeconds: null });
    expect((await audited(night, [], { targets: { ...settings.targets, night: null } })).timing).toMatchObject({ measured: 1, atNight: 0, averageResponseSeconds: 3000 });
  });

  it("each response for the agent who gave it, and teams from the settings where the export has none", async () => {
    const report = await audited([chat("A", [asked(0), answered(5), asked(60), answered(300, "小麦")])]);
    expect(report.agents.map(({ name, team, responses, conversations, timing }) => [name, team, responses, conversations, timing.averageResponseSeconds])).toEqual([
      ["小禾", undefined, 1, 1, 5],
      ["小麦", "夜班", 1, 1, 240],
    ]);
    expect(report.teams.map(({ name, responses }) => [name, responses])).toEqual([["夜班", 1]]);
    expect(report.days.map(({ name }) => name)).toEqual(["2026-11-02"]);
  });

  it("a picture as an answer that says nothing wrong", async () => {
    const report = await audited([chat("A", [asked(0), said("agent", "[图片]", 5, { kind: "image" })])]);
    expect(report.total).toMatchObject({ responses: 1, scored: 0, findings: 0 });
    expect(report.timing.unanswered).toBe(0);
  });

  it("the worst first, with personal data hidden and findings that still point at their words", async () => {
    const bad = chat("13812345678", [said("customer", "快递呢，电话13812345678", 0), said("agent", "登记的号码是15812345678，不关我们的事", 9, { agent: "小禾" })]);
    const report = await audited([chat("B", [asked(0), answered(5)]), bad]);
    const [worst] = report.conversations;
    expect(worst).toMatchObject({ id: "138****5678", keptAs: ["worst", "sample"] });
    expect(JSON.stringify(report)).not.toMatch(/13812345678|15812345678/);
    expect(worst!.findings.length).toBeGreaterThan(0);
    for (const { messageIndex, start, end, text } of worst!.findings) expect(worst!.messages![messageIndex!]!.text.slice(start, end)).toBe(text);
    expect(JSON.stringify(await audited([bad], [], { mask: false }))).toContain("15812345678");
  });

  it("a case review for the worst and the best", async () => {
    const worst = chat("W", [said("customer", "收到的杯子碎了，太失望了", 0), said("agent", "不关我们的事，您问快递吧", 20, { agent: "小禾" }), said("customer", "我要投诉你们", 60)]);
    const best = chat("B", [
      said("customer", "收到的杯子碎了，太失望了", 0), said("agent", "非常抱歉让您失望了，我现在给您补发一只，今天18点前把单号发您，您看可以吗", 10, { agent: "阿青" }),
      said("customer", "好的谢谢", 40), said("agent", "不客气，有问题随时找我，祝您生活愉快", 45, { agent: "阿青" }),
    ]);
    const { stars } = await audited([worst, best]);
    expect(stars.map(({ id, which }) => [id, which])).toContainEqual(["W", "worst"]);
    const sheet = stars.find(({ id }) => id === "W")!;
    expect(sheet.situation[0]).toMatchObject({ messageIndex: 0, text: { zh: "客户说：“收到的杯子碎了，太失望了”" } });
    expect(sheet.result.map(({ text }) => text.zh)).toContain("客户最后一句没有人工回复");
    expect(sheet.reflection.length).toBeGreaterThan(0);
    for (const part of ["situation", "task", "action", "result", "reflection"] as const) for (const { text } of sheet[part]) for (const words of [text.zh, text.en]) expect(words).not.toMatch(/\{\w+\}|undefined/);
  });

  it("a stretch that could not be read, and goes on", async () => {
    const unread: Unread = { at: { file: "chat.csv", line: 3 }, code: "no-time", message: { zh: "看不懂", en: "no" }, raw: "电话13812345678" };
    const tally = new AuditTally(settings);
    tally.add(await count(linter, records([chat("A", [asked(0), answered(5)])], [unread, unread]), settings), 0, ["chat.csv"]);
    const { input } = finish(tally, { tool: "test", ruleset: "", level: "default", passMark: 80, rules: pack.rules, severities: {}, settings, files: [], star, word });
    expect(input).toMatchObject({ unreadCount: 2, unreadByCode: { "no-time": 2 }, unread: [{ raw: "电话138****5678" }, {}] });
  });
});

describe("a sample", () => {
  const many = Array.from({ length: 60 }, (_, number) => chat(`C${number}`, [said("customer", "这款有M码吗", 0), said("agent", "有的亲，M码现货", 5, { agent: number < 50 ? "小禾" : "阿青" })], {}, number * 10 + 1));
  const drawn = async (kind: "random" | "stratified" | "risk", seed = 1, list = many): Promise<{ id: string; agents: string[] }[]> => (await audited(list, [20, 40], { sample: { kind, size: 10, seed } })).conversations.filter(({ keptAs }) => keptAs!.includes("sample"));

  it("is drawn by its seed: the same again, another with another", async () => {
    const ids = (await drawn("random")).map(({ id }) => id);
    expect(ids).toHaveLength(10);
    expect((await drawn("random")).map(({ id }) => id)).toEqual(ids);
    expect((await drawn("random", 2)).map(({ id }) => id)).not.toEqual(ids);
  });

  it("has as many of each agent where it is stratified", async () => {
    const agents = (await drawn("stratified")).map(({ agents: [name] }) => name);
    expect(agents.filter((name) => name === "阿青")).toHaveLength(5);
  });

  it("begins with what is riskiest", async () => {
    const risky = chat("R", [said("customer", "我要投诉", 0), said("agent", "不关我们的事，您问快递吧", 5, { agent: "小禾" }), said("customer", "人呢", 60)], {}, 999);
    expect((await drawn("risk", 1, [...many, risky]))[0]).toMatchObject({ id: "R" });
  });
});
