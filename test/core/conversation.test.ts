import * as fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { compilePack, Linter } from "../../src/core/index.js";
import type { PackSource } from "../../src/core/rules.js";
import type { Conversation, ConversationFacts, ConversationResult, Message, PromiseRecord } from "../../src/core/types.js";
import { loadPack } from "../../src/rulepack/load.js";
import { anyText, phraseRule, requireRule, sourceOf } from "./support.js";

// Classes with a pattern, so that the matcher looks for them although no rule asks.
const CLASSES = {
  deadline: ["<number>(分钟|小时|天)(内)?", "(今天|明天)(<number>点)?(前)?", "[数字x]小时内", "周<number>前"],
  commitment: ["<act>", "^稍等$"],
  act: ["回复", "退款", "补发"],
  "in-touch": ["^..20回复"],
  "matter-refund": ["^..20退款"],
  "matter-parcel": ["^..20(快递|补发|包裹)"],
  "matter-invoice": ["^..20发票"],
  "reports-result": ["^..4(查到|已经)"],
  "asks-nothing": ["^(好的|谢谢|再见|嗯)$"],
  "asks-after": ["^..4(怎么样了|人呢)"],
  "upset-word": ["气死", "失望", "太慢"],
  "says-upset": ["<upset-word>", "<complaint-word>"],
  "complaint-word": ["投诉"],
  "says-complaint": ["<complaint-word>"],
  "refund-word": ["退款"],
  "parcel-word": ["快递", "包裹"],
  trivial: ["您好", "好的", "谢谢", "不客气", "在的"],
};
const MATTERS: Record<string, string[]> = CLASSES;

const RULES = [
  phraseRule("promise/sure", ["一定///40到"], {
    suggest: [
      { title: { zh: "改", en: "change" }, replace: "match", text: "预计能到" },
      { title: { zh: "前", en: "before" }, insert: "start", text: "您好" },
    ],
  }),
  phraseRule("compliance/best", ["最好"], { guidance: ["G05"], severity: "error", critical: "compliance", suggest: [{ title: { zh: "改", en: "change" }, replace: "match", text: "很好", fix: true }] }),
  phraseRule("courtesy/you", ["你自己"], { guidance: ["G16"], severity: "error" }),
  requireRule("time/when", ["deadline"], { when: { customer: ["parcel-word"] }, suggest: [{ title: { zh: "补", en: "add" }, insert: "end", text: "2小时内回复您" }] }),
];

function packWith(classes: Record<string, string[]>): PackSource {
  const source = sourceOf(classes, RULES, {
    scenarios: [
      { scenario: "complaint", customer: ["complaint-word"] },
      { scenario: "chase", customer: ["parcel-word"], reply: ["parcel-word"] },
      { scenario: "refund", customer: ["refund-word"], reply: ["refund-word"] },
      { scenario: "closing", customer: ["asks-nothing"] },
    ],
  });
  for (const cls of source.classes) if (cls.name === "deadline") cls.move = { kind: "time", span: "match" };
  return source;
}

const linter = new Linter(compilePack(packWith(MATTERS)));

const DAY = "2026-11-24T";
const say = (role: Message["role"], text: string, time?: string | number): Message => ({ role, text, ...(time !== undefined && { time: typeof time === "string" && /^\d\d:/.test(time) ? DAY + time : time }) });
const customer = (text: string, time?: string | number): Message => say("customer", text, time);
const agent = (text: string, time?: string | number): Message => say("agent", text, time);
const judge = (...messages: Message[]): ConversationResult => linter.lintConversation(messages);
const facts = (...messages: Message[]): ConversationFacts => judge(...messages).conversation;

function check(messages: readonly Message[], result: ConversationResult): void {
  for (const { messageIndex, start, end, text } of [...result.findings, ...result.moves, ...result.conversation.promises]) {
    const message = messages[messageIndex!]!;
    expect(message.role).toBe("agent");
    expect(message.text.slice(start, end)).toBe(text);
    expect(end).toBeGreaterThanOrEqual(start);
  }
  for (const finding of result.findings)
    for (const { edits } of [...finding.suggestions, ...(finding.fix ? [finding.fix] : [])])
      for (const edit of edits) expect(0 <= edit.start && edit.start <= edit.end && edit.end <= messages[finding.messageIndex!]!.text.length).toBe(true);
}

describe("lintConversation: responses", () => {
  it("takes the agent's bubbles between two customer turns for one response, whoever else writes in between", () => {
    const messages = [customer("快递呢"), say("bot", "您好，最好"), agent("您好"), say("system", "最好"), agent("快递在路上"), agent("2小时内回复您"), customer("好的"), agent("不客气")];
    const result = judge(...messages);
    expect(result.findings).toEqual([]);
    expect(result.moves.map(({ kind, messageIndex }) => [kind, messageIndex])).toContainEqual(["time", 5]);
    check(messages, result);
  });

  it("reports what is missing once a response, in its last bubble", () => {
    const messages = [customer("快递呢"), agent("您好"), agent("快递在路上"), customer("包裹还没到"), agent("在路上")];
    const result = judge(...messages);
    expect(result.findings.map(({ rule, messageIndex, start, end, text }) => [rule, messageIndex, start, end, text])).toEqual([
      ["time/when", 2, 5, 5, ""],
      ["time/when", 4, 3, 3, ""],
    ]);
    expect(result.missing).toHaveLength(2);
    expect(result.deductions).toHaveLength(2);
    expect(result.findings[0]!.suggestions[0]!.edits).toEqual([{ start: 5, end: 5, text: "，2小时内回复您" }]);
    check(messages, result);
  });

  it("cuts what runs over bubbles at the end of the first, and leaves out suggestions that edit another", () => {
    const messages = [agent("您好"), agent("亲，一定"), agent("明天到的哦"), agent("最好")];
    const result = judge(...messages);
    expect(result.findings.map(({ rule, messageIndex, text, suggestions }) => [rule, messageIndex, text, suggestions.length])).toEqual([
      ["promise/sure", 1, "一定", 0],
      ["compliance/best", 3, "最好", 1],
    ]);
    expect(result.findings[1]!.fix!.edits).toEqual([{ start: 0, end: 2, text: "很好" }]);
    check(messages, result);
  });

  it("judges neither bots nor system lines nor replies sent by a machine under an agent's name", () => {
    const result = judge(customer("在吗"), say("bot", "最好"), agent("【自动回复】最好"), say("system", "你自己"));
    expect(result).toMatchObject({ score: null, verdict: "not-applicable", findings: [], conversation: { unanswered: true } });
  });

  it("takes a list of messages, a conversation, and nothing at all", () => {
    const messages = [customer("快递呢"), agent("在路上")];
    const conversation: Conversation = { messages, scenario: "stock" };
    expect(linter.lintConversation(conversation)).toMatchObject({ scenario: "stock", scenarioSource: "given" });
    expect(linter.lintConversation(messages)).toMatchObject({ scenario: "chase", scenarioSource: "inferred" });
    expect(judge()).toMatchObject({
      version: 1, scenario: "general", score: null, verdict: "not-applicable", findings: [], moves: [], missing: [], deductions: [],
      conversation: { firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null, unanswered: false, mood: null, promises: [] },
    });
    expect(linter.lintConversation(messages).ruleset).toBe(linter.lint({ reply: "好" }).ruleset);
  });
});

describe("lintConversation: scenario and score", () => {
  const scenarios = (...messages: Message[]): string => judge(...messages).scenario;

  it("is the first in the pack's order that occurs, an unanswered turn's included", () => {
    expect(scenarios(customer("我要退款"), agent("可以"), customer("快递呢"), agent("在路上"))).toBe("chase");
    expect(scenarios(customer("快递呢"), agent("在路上"), customer("投诉"))).toBe("complaint");
    expect(scenarios(agent("您的快递到了"), customer("好的"))).toBe("chase");
    expect(scenarios(customer("在吗"), agent("可以"))).toBe("general");
  });

  it("keeps the last matter where the customer names none, also after a goodbye", () => {
    // The rule asks for a time only where the customer names the parcel; the scenario shows in the weights alone.
    const source = packWith(MATTERS);
    source.rules.push(phraseRule("time/chasing", ["慢慢来"], { guidance: ["G06"], when: { scenario: ["chase"] } }));
    const chasing = new Linter(compilePack(source));
    const fired = (...messages: Message[]): number => chasing.lintConversation(messages).findings.filter(({ rule }) => rule === "time/chasing").length;
    expect(fired(customer("快递呢"), agent("2小时内到"), customer("然后呢"), agent("慢慢来"))).toBe(1);
    expect(fired(customer("快递呢"), agent("2小时内到"), customer("谢谢"), agent("不客气"), customer("然后呢"), agent("慢慢来"))).toBe(1);
    expect(fired(customer("快递呢"), agent("2小时内到"), customer("我要退款"), agent("慢慢来"))).toBe(0);
    expect(fired(customer("然后呢"), agent("慢慢来"))).toBe(0);
  });

  it("is the mean of the responses that have a score; a critical finding or a low mean fails", () => {
    expect(judge(customer("在吗"), agent("好的"))).toMatchObject({ score: null, verdict: "not-applicable" });
    expect(judge(customer("在吗"), agent("您好"), customer("可以吗"), agent("可以试试"))).toMatchObject({ score: 100, verdict: "pass" });
    expect(judge(customer("在吗"), agent("你自己看"), customer("可以吗"), agent("可以试试"))).toMatchObject({ score: 85, verdict: "pass" });
    expect(judge(customer("在吗"), agent("你自己看"))).toMatchObject({ score: 70, verdict: "fail" });
    const critical = [customer("在吗"), agent("这款最好"), ...Array.from({ length: 9 }, (_, i) => [customer(`问题${i}吗`), agent("可以试试")]).flat()];
    expect(judge(...critical)).toMatchObject({ score: 94, verdict: "fail" });
    expect(judge(customer("在吗"), agent("你自己看"), customer("可以吗"), agent("可以试试")).dimensions.courtesy).toEqual({ score: 75, weight: 1 });
  });
});

describe("lintConversation: response times", () => {
  it("runs from the first unanswered message to the first human one", () => {
    expect(
      facts(customer("在吗", "10:00:00"), say("bot", "欢迎", "10:00:01"), customer("有货吗", "10:00:10"), agent("[自动回复]稍等", "10:00:12"), agent("有的", "10:00:30"), agent("红色", "10:05:00"), customer("包邮吗", "10:06:00"), agent("包的", "10:06:10.500")),
    ).toMatchObject({ firstResponseSeconds: 30, averageResponseSeconds: 20.25, longestResponseSeconds: 30 });
  });

  it("does not wait after thanks: an agent's follow-up is no slow answer", () => {
    expect(facts(customer("有货吗", "10:00:00"), agent("有的", "10:00:20"), customer("好的，谢谢", "10:01:00"), agent("收到货了吗", "18:00:00"))).toMatchObject({ averageResponseSeconds: 20, longestResponseSeconds: 20 });
    expect(facts(customer("有货吗", "10:00:00"), agent("有的", "10:00:20"), customer("好的", "10:01:00"), customer("包邮吗", "12:00:00"), agent("包的", "12:00:40"))).toMatchObject({ averageResponseSeconds: 30, longestResponseSeconds: 40 });
  });

  it("is null without times, and takes zones for what they are", () => {
    expect(facts(customer("有货吗"), agent("有的"))).toMatchObject({ firstResponseSeconds: null, averageResponseSeconds: null, longestResponseSeconds: null });
    expect(facts(customer("有货吗", "2026-11-24"), agent("有的", "昨天"))).toMatchObject({ firstResponseSeconds: null });
    expect(facts(customer("有货吗", "2026-11-24T10:00:00+08:00"), agent("有的", "2026-11-24T02:00:05Z"))).toMatchObject({ firstResponseSeconds: 5 });
    expect(facts(customer("有货吗", Date.UTC(2026, 10, 24, 2)), agent("有的", "10:00:05"))).toMatchObject({ firstResponseSeconds: 5 });
    // The first has no time: what is first is not known, the others are.
    expect(facts(customer("有货吗"), agent("有的", "10:00:00"), customer("包邮吗", "10:00:10"), agent("包的", "10:00:20"))).toMatchObject({ firstResponseSeconds: null, averageResponseSeconds: 10 });
    expect(facts(customer("有货吗", "10:00:10"), agent("有的", "10:00:00"))).toMatchObject({ firstResponseSeconds: null });
  });

  it.each([
    [true, [customer("有货吗")]],
    [true, [customer("有货吗"), say("bot", "欢迎"), say("system", "已接入")]],
    [true, [customer("有货吗"), agent("有的"), customer("包邮吗")]],
    [true, [customer("有货吗"), agent("有的"), customer("包邮吗"), customer("谢谢")]],
    [true, [customer("有货吗"), agent("有的"), customer("？")]],
    [true, [customer("有货吗"), agent("有的"), customer("好的？")]],
    [false, [customer("有货吗"), agent("有的")]],
    [false, [customer("有货吗"), agent("有的"), customer("好的，谢谢")]],
    [false, [customer("有货吗"), agent("有的"), customer("嗯"), customer("再见")]],
    [false, [agent("您好")]],
  ])("unanswered: %s", (expected, messages) => {
    expect(facts(...messages).unanswered).toBe(expected);
  });
});

describe("lintConversation: mood", () => {
  it.each([
    [null, [customer("气死了"), agent("您好")]],
    ["better", [customer("气死了"), agent("您好"), customer("好的")]],
    ["worse", [customer("在吗"), agent("您好"), customer("太慢了")]],
    ["worse", [customer("太慢了"), agent("您好"), customer("我要投诉")]],
    ["worse", [customer("太慢了"), agent("您好"), customer("气死了，太慢，失望")]],
    ["better", [customer("我要投诉"), agent("您好"), customer("太慢了")]],
    ["same", [customer("太慢了"), agent("您好"), customer("失望")]],
    ["same", [customer("在吗"), agent("您好"), customer("气死了"), agent("抱歉"), customer("谢谢")]],
    ["better", [customer("在吗"), agent("您好"), customer("气死了"), agent("抱歉"), customer("嗯"), agent("您好"), customer("谢谢")]],
    // Several bubbles are spoken once, unless somebody (if only a bot) spoke in between.
    [null, [customer("气死了"), customer("在吗"), agent("您好")]],
    ["worse", [customer("在吗"), say("bot", "您好"), customer("气死了")]],
  ] as const)("%s", (expected, messages) => {
    expect(facts(...messages).mood).toBe(expected);
  });

  it("is unknown where the pack has no words for it", () => {
    const { "says-upset": _, ...rest } = MATTERS;
    expect(new Linter(compilePack(packWith(rest))).lintConversation([customer("气死了"), agent("您好"), customer("好的")]).conversation.mood).toBeNull();
  });
});

describe("lintConversation: promises", () => {
  const asked = customer("快递呢", "10:00:00");
  const promised = agent("您好，我30分钟内回复您。", "10:00:20");
  const thanked = customer("好的", "10:01:00");
  const outcome = (...messages: Message[]): Partial<PromiseRecord> => {
    const { deadline: _, text: __, messageIndex: ___, start: ____, end: _____, ...rest } = facts(...messages).promises[0]!;
    return rest;
  };

  it("are the clauses with a concrete time and an own act, with the deadline", () => {
    const messages = [customer("快递呢", "10:00:00"), agent("您好", "10:00:10"), agent("我查查，30分钟内回复您。明天退款", "10:00:20")];
    const result = judge(...messages);
    expect(result.conversation.promises).toEqual([
      { messageIndex: 2, start: 4, end: 12, text: "30分钟内回复您", deadline: "2026-11-24T10:30:20", outcome: "not-judgeable" },
      { messageIndex: 2, start: 13, end: 17, text: "明天退款", deadline: "2026-11-25T23:59:59", outcome: "not-judgeable" },
    ]);
    check(messages, result);
  });

  it("take the time from the clause before or after", () => {
    const texts = (text: string): string[] => facts(agent(text, "10:00:00")).promises.map((promise) => promise.text);
    expect(texts("30分钟内，专员回复您")).toEqual(["30分钟内，专员回复您"]);
    expect(texts("您好，稍等，5分钟")).toEqual(["稍等，5分钟"]);
    expect(texts("快递还要3天，之后请您回复")).toEqual([]);
    expect(texts("稍等。快递明天到")).toEqual([]);
    expect(texts("尽快回复您")).toEqual([]);
  });

  it.each([
    ["回复您，[数字x]小时内", null],
    ["收到包裹后，我们48小时内退款", null],
    ["收到包裹后48小时内退款", null],
    ["明天18点前补发", "2026-11-25T18:00:00"],
    ["周5前退款", "2026-11-27T23:59:59"],
  ])("%s: %s", (text, deadline) => {
    expect(facts(agent(text, "10:00:00")).promises).toMatchObject([{ deadline, outcome: "not-judgeable" }]);
  });

  it("have no deadline without a time, and are kept in the message's zone", () => {
    expect(facts(customer("快递呢"), agent("30分钟内回复您"))).toMatchObject({ promises: [{ deadline: null, outcome: "not-judgeable" }] });
    expect(facts(agent("30分钟内回复您", "2026-11-24T10:00:00Z"))).toMatchObject({ promises: [{ deadline: "2026-11-24T18:30:00+08:00" }] });
  });

  it("are kept when the agent comes back on the matter in time", () => {
    expect(outcome(asked, promised, thanked, agent("快递明天到", "10:20:00"))).toEqual({ outcome: "kept", keptBy: 3 });
    expect(outcome(asked, promised, thanked, agent("快递明天到", "10:30:20"))).toEqual({ outcome: "kept", keptBy: 3 });
    expect(outcome(asked, promised, agent("查到了，在路上", "10:20:00"))).toEqual({ outcome: "kept", keptBy: 2 });
    expect(outcome(asked, promised, customer("怎么样了", "10:20:00"), agent("您好", "10:20:10"), agent("还卡在中转站", "10:21:00"))).toEqual({ outcome: "kept", keptBy: 4 });
  });

  it("are late when that is after the deadline", () => {
    expect(outcome(asked, promised, thanked, agent("快递明天到", "10:30:21"))).toEqual({ outcome: "late", keptBy: 3 });
    expect(outcome(asked, promised, customer("人呢", "11:00:00"), agent("快递明天到", "11:00:10"))).toEqual({ outcome: "late", keptBy: 3 });
  });

  it("are not seen when the conversation passes the deadline without it", () => {
    expect(outcome(asked, promised, customer("人呢", "11:00:00"))).toEqual({ outcome: "not-seen" });
    expect(outcome(asked, promised, say("system", "会话已关闭", "2026-11-25T10:00:00"))).toEqual({ outcome: "not-seen" });
    expect(outcome(asked, promised, customer("人呢", "11:00:00"), agent("在的", "11:00:10"), say("bot", "快递明天到", "11:00:20"))).toEqual({ outcome: "not-seen" });
  });

  it("cannot be judged when the record ends before", () => {
    expect(outcome(asked, promised, thanked)).toEqual({ outcome: "not-judgeable" });
    expect(outcome(asked, promised, thanked, agent("不客气", "10:30:20"))).toEqual({ outcome: "not-judgeable" });
  });

  it("are not kept by talking on, by promising again, or by another matter", () => {
    // The same response still.
    expect(outcome(asked, promised, agent("快递在路上", "10:00:50"), customer("人呢", "12:00:00"))).toEqual({ outcome: "not-seen" });
    // The chat goes on.
    expect(outcome(asked, promised, customer("快递到哪了", "10:01:00"), agent("快递在中转站", "10:01:20"), customer("人呢", "12:00:00"))).toEqual({ outcome: "not-seen" });
    // Chased, and promised again.
    expect(outcome(asked, promised, customer("人呢", "10:20:00"), agent("快递的事30分钟内回复您", "10:20:20"), customer("人呢", "12:00:00"))).toEqual({ outcome: "not-seen" });
    // Another matter, named or not.
    expect(outcome(asked, promised, customer("发票呢", "10:20:00"), agent("发票在邮箱里", "10:20:20"), customer("人呢", "12:00:00"))).toEqual({ outcome: "not-seen" });
    expect(outcome(asked, promised, customer("有红色的吗", "10:20:00"), agent("红色卖完了", "10:20:20"), customer("人呢", "12:00:00"))).toEqual({ outcome: "not-seen" });
  });

  it("of an act need its own matter", () => {
    const refund = [customer("退款呢", "10:00:00"), agent("明天退款", "10:00:20"), customer("好的", "10:01:00")];
    expect(outcome(...refund, agent("发票寄出了", "11:00:00"), customer("人呢", "2026-11-27T10:00:00"))).toEqual({ outcome: "not-seen" });
    expect(outcome(...refund, agent("退款好了", "11:00:00"))).toEqual({ outcome: "kept", keptBy: 3 });
    expect(outcome(...refund, agent("退款会到原来的卡", "10:05:00"))).toEqual({ outcome: "not-judgeable" });
    expect(outcome(...refund, agent("已经退款", "10:01:30"))).toEqual({ outcome: "kept", keptBy: 3 });
  });

  it("are told apart by their matters", () => {
    const messages = [customer("退款和发票呢", "10:00:00"), agent("2小时内退款。快递3小时内回复您", "10:00:10"), customer("好的", "10:01:00"), agent("快递到了", "11:00:00"), agent("已经退款", "12:30:00")];
    expect(facts(...messages).promises.map(({ outcome, keptBy }) => [outcome, keptBy])).toEqual([
      ["late", 4],
      ["kept", 3],
    ]);
  });

  it("need words that the pack knows", () => {
    const { commitment: _, ...rest } = MATTERS;
    expect(new Linter(compilePack(packWith(rest))).lintConversation([agent("30分钟内回复您", "10:00:00")]).conversation.promises).toEqual([]);
  });
});

describe("lintConversation: anything", () => {
  const words = ["一定", "到", "最好", "你自己", "快递", "30分钟内", "回复", "退款", "明天", "好的", "气死", "投诉", "查到", "您好", "\n"];
  const time = fc.option(fc.oneof(fc.integer({ min: 0, max: 200_000 }).map((s) => new Date(Date.UTC(2026, 10, 24) + s * 1000).toISOString().slice(0, 19)), fc.constantFrom("", "昨天", "2026-11-24", NaN, 1_795_485_600_000)), { nil: undefined });
  const message = fc.record({ role: fc.constantFrom<Message["role"][]>("agent", "customer", "bot", "system"), text: anyText(words, 8), time }).map(({ role, text, time }): Message => ({ role, text, ...(time !== undefined && { time }) }));

  it("offsets slice to the text, and the same conversation gets the same record", () => {
    fc.assert(
      fc.property(fc.array(message, { maxLength: 14 }), (messages) => {
        const result = judge(...messages);
        check(messages, result);
        expect(judge(...messages)).toEqual(result);
        for (const { keptBy, outcome, messageIndex, deadline } of result.conversation.promises) {
          expect(keptBy === undefined).toBe(outcome === "not-seen" || outcome === "not-judgeable");
          if (keptBy !== undefined) expect(keptBy).toBeGreaterThan(messageIndex);
          if (deadline === null) expect(outcome).toBe("not-judgeable");
        }
      }),
    );
  });

  it("bubbles do not change which rules fire", () => {
    fc.assert(
      fc.property(anyText(words), anyText(words, 6), (text, asked) => {
        const rules = (bubbles: string[]): string[] => judge(customer(asked), ...bubbles.map((bubble) => agent(bubble)), customer("好的")).findings.map(({ rule }) => rule);
        const bubbles = text.split("\n");
        fc.pre(!bubbles.some((bubble) => bubble.includes("自动回复")));
        expect(rules(bubbles)).toEqual(rules([text]));
      }),
    );
  });

  it("costs as much for each message of a long conversation as of a short one", () => {
    const talk = (n: number): Message[] => Array.from({ length: n }, (_, i) => (i % 2 === 0 ? customer("快递呢，气死了", Date.UTC(2026, 10, 24) + i * 30_000) : agent(`您好，${i % 7}小时内回复您，发票明天补发`, Date.UTC(2026, 10, 24) + i * 30_000)));
    const cost = (n: number): number => {
      const messages = talk(n);
      const start = performance.now();
      judge(...messages);
      return performance.now() - start;
    };
    cost(400);
    const short = Math.min(...Array.from({ length: 5 }, () => cost(400)));
    const long = Math.min(...Array.from({ length: 3 }, () => cost(8000)));
    expect(long / 8000).toBeLessThan((short / 400) * 8);
  });
});

describe("the dictionaries", () => {
  let own: Linter;
  beforeAll(() => {
    own = new Linter(loadPack(["rules"], "dictionaries").pack, { suggestions: false });
  });
  const promises = (text: string, customerText = "我的快递怎么还没到"): string[] => own.lintConversation([customer(customerText, "10:00:00"), agent(text, "10:00:20")]).conversation.promises.map((promise) => promise.text);

  it.each([
    ["马上帮您核实，30分钟内给您回复", "30分钟内给您回复"],
    ["我们会在明天上午十二点之前给您回电，您看可以吗？", "我们会在明天上午十二点之前给您回电"],
    ["专员会在今天18:00前联系您", "专员会在今天18:00前联系您"],
    ["给您申请好了，24小时内退款到您的账户", "24小时内退款到您的账户"],
    ["今天下午18点前给您补发", "今天下午18点前给您补发"],
    ["48小时内，售后会给您答复", "48小时内，售后会给您答复"],
    ["我去跟财务核实一下，大概30分钟", "我去跟财务核实一下，大概30分钟"],
    ["3-5个工作日内给您开票", "3-5个工作日内给您开票"],
    ["[数字x]小时内给您回电", "[数字x]小时内给您回电"],
  ])("%s: a promise", (text, promise) => {
    expect(promises(text)).toEqual([promise]);
  });

  it.each([
    "麻烦您24小时内提供一下照片",
    "请您在48小时内填写退货单号",
    "您可以明天联系我们",
    "如果24小时内没有回复您，请再联系我",
    "您的包裹预计明天到",
    "昨天已经给您退款了",
    "今天没法给您退款",
    "支持7天无理由退货",
    "我们的营业时间是9点到18点",
    "尽快给您回复",
    "一般48小时内发货",
    "您是明天要退货吗？",
    "快递员明天会联系您的",
  ])("%s: none", (text) => {
    expect(promises(text)).toEqual([]);
  });

  it.each([
    ["好的", "谢谢", "好的谢谢", "嗯嗯", "没有了，谢谢", "知道了", "辛苦了", "ok", "再见", "好的👌", "没问题"].map((text) => [text, false] as const),
    ["什么时候发货", "我要退款", "好的，帮我备注一下", "你好", "在吗", "？？", "[图片]", "好的，那什么时候到"].map((text) => [text, true] as const),
  ].flat())("%s leaves the conversation unanswered: %s", (text, expected) => {
    expect(own.lintConversation([customer("有货吗"), agent("有的"), customer(text)]).conversation.unanswered).toBe(expected);
  });

  it("an upset customer calms down", () => {
    expect(own.lintConversation([customer("气死我了，太差劲了"), agent("非常抱歉"), customer("好的谢谢")]).conversation.mood).toBe("better");
  });

  it("follows a promise to its end", () => {
    const talk = (...rest: Message[]): PromiseRecord => own.lintConversation([customer("我的快递怎么还没到", "10:00:00"), agent("亲，马上帮您核实，30分钟内给您回复", "10:00:20"), customer("好的", "10:01:00"), ...rest]).conversation.promises[0]!;
    expect(talk(agent("亲，查到了，您的包裹卡在中转站", "10:20:00"))).toMatchObject({ outcome: "kept", keptBy: 3, deadline: "2026-11-24T10:30:20" });
    expect(talk(agent("让您久等了，包裹今天派送", "10:50:00"))).toMatchObject({ outcome: "late", keptBy: 3 });
    expect(talk(customer("怎么还没回复", "11:00:00"))).toMatchObject({ outcome: "not-seen" });
    expect(talk(agent("不客气，祝您生活愉快", "10:01:10"))).toMatchObject({ outcome: "not-judgeable" });
  });
});
