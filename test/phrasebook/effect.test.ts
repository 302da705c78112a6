import { describe, expect, it } from "vitest";
import { Effect, share } from "../../src/phrasebook/effect.js";
import type { EffectReport } from "../../src/phrasebook/effect-report.js";
import { data, read } from "./support.js";
import { BUILT_CLI, runCli, STACK, useSandbox } from "../cli/support.js";

const BOOK = `entries:
  - id: wl
    scenario: chase
    text: 您好，您的包裹{运单号}目前到了{城市}，预计{时间}送达，有变化我马上联系您
  - id: cf
    text: 亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货
    variants:
      - { audience: 学生, text: 同学你好，购物车里的外套还在等你，学生认证后可以用教育优惠 }
  - id: hi
    text: 在的亲
`;

type Turn = [role: "agent" | "customer" | "system" | "bot", text: string];
async function effect(conversations: { turns: Turn[]; fields?: Record<string, string> }[]): Promise<EffectReport> {
  const counter = new Effect([await read("a.yaml", BOOK)], { data });
  for (const { turns, fields } of conversations) counter.add({ messages: turns.map(([role, text]) => ({ role, text })), ...(fields && { fields }) });
  return counter.report();
}
const row = (report: EffectReport, entry: string, wording = 1): EffectReport["rows"][number] => report.rows.find((one) => one.entry === entry && one.wording === wording)!;

describe("which phrase a message was sent from", () => {
  it.each<[string, string | null, boolean]>([
    ["您好，您的包裹YT0012目前到了杭州转运中心，预计明天下午送达，有变化我马上联系您", "wl", true],
    ["您好！您的包裹 YT0012 目前到了杭州，预计后天送达~有变化我马上联系您哦", "wl", true],
    ["您好，您的包裹YT0012目前到了杭州，大概明天会送到，有变化我马上联系您", "wl", false],
    ["亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货", "cf", true],
    ["亲~您看中的外套还没付款哦 今天下单可以赶上明天的发货！", "cf", true],
    ["亲，您看中的外套还没付款呢，现在下单可以赶上明天的发货", "cf", false],
    ["在的，亲", "hi", true],
    ["在的亲亲", null, false],
    ["您好，您的退款目前到了银行，预计明天到账", null, false],
    ["亲，外套明天发货", null, false],
    ["", null, false],
  ])("%s", async (text, entry, exact) => {
    const report = await effect([{ turns: [["agent", text]] }]);
    const sent = report.rows.filter((one) => one.sent > 0);
    expect(sent.map((one) => [one.entry, one.exact > 0])).toEqual(entry === null ? [] : [[entry, exact]]);
  });
});

it("counts what followed: an answer, silence, words that tell an outcome", async () => {
  const text = "亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货";
  const report = await effect([
    { turns: [["customer", "我要投诉"], ["agent", text], ["agent", text], ["customer", "好的，已经付款了"]] },
    { turns: [["agent", text], ["customer", "再催我就投诉"]] },
    { turns: [["agent", text], ["system", "买家已付款"]] },
    { turns: [["agent", text], ["bot", "您好"]] },
    { turns: [["bot", text], ["customer", "？"]] },
  ]);
  expect(row(report, "cf")).toMatchObject({ sent: 5, conversations: 4, answered: { count: 2, of: 4 }, silent: { count: 2, of: 4 }, outcomes: { paid: { count: 2, of: 4 }, complained: { count: 1, of: 4 } } });
  expect(report).toMatchObject({ conversations: 5, messages: 5, matched: 5 });
  expect(report.outcomes.map(({ id, from }) => [id, from])).toEqual([["paid", "words"], ["complained", "words"]]);
});

it("believes a column of the export more than words", async () => {
  const turns: Turn[] = [["agent", "在的亲"], ["customer", "已经付款了"]];
  const report = await effect([{ turns, fields: { 是否付款: "否", 满意度: "5" } }, { turns, fields: { 是否付款: "是", 满意度: "2" } }, { turns, fields: { 是否付款: "?" } }]);
  expect(row(report, "hi").outcomes).toMatchObject({ paid: { count: 2, of: 3 }, satisfied: { count: 1, of: 2 } });
  expect(report.outcomes.map(({ id, from }) => [id, from])).toEqual([["paid", "both"], ["complained", "words"], ["satisfied", "column"]]);
});

it("marks the wording that is surely better, and no other", async () => {
  const say = (text: string, paid: boolean): { turns: Turn[]; fields: Record<string, string> } => ({ turns: [["agent", text]], fields: { 付款: paid ? "是" : "否" } });
  const own = "亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货";
  const student = "同学你好，购物车里的外套还在等你，学生认证后可以用教育优惠";
  const many = (count: number, text: string, paid: number): ReturnType<typeof say>[] => Array.from({ length: count }, (_, i) => say(text, i < paid));
  const sure = await effect([...many(60, own, 12), ...many(60, student, 40)]);
  expect([row(sure, "cf").better, row(sure, "cf", 2).better]).toEqual([[], ["paid"]]);
  const few = await effect([...many(6, own, 1), ...many(6, student, 4)]);
  expect(few.rows.flatMap(({ better }) => better)).toEqual([]);
});

it("gives Wilson's interval", () => {
  // Worked out by hand: p = 0.3, n = 10, z = 1.96.
  expect(share(3, 10)).toEqual({ count: 3, of: 10, share: 0.3, low: 0.1078, high: 0.6032 });
  expect(share(0, 20)).toMatchObject({ low: 0, high: 0.1611 });
  expect(share(0, 0)).toMatchObject({ share: null, low: null, high: null });
});

describe("on the command line", () => {
  const { folder } = useSandbox({
    "book.yaml": BOOK,
    "chat.csv": "会话ID,时间,角色,消息内容,是否付款\nc1,2026-11-01 10:00:00,客户,在吗,是\nc1,2026-11-01 10:00:30,客服,=在的亲,是\nc1,2026-11-01 10:01:30,客户,好,是\n",
    "bad.bin": "",
  });
  const run = (...args: string[]): ReturnType<typeof runCli> => {
    const outcome = runCli(BUILT_CLI, ["phrasebook", "effect", ...args], { cwd: folder.path });
    expect(outcome.stderr).not.toMatch(STACK);
    return outcome;
  };

  it("writes a table, JSON and CSV", () => {
    const pretty = run("--phrasebook", "book.yaml", "--transcripts", "chat.csv");
    expect(pretty).toMatchObject({ code: 0, stderr: "" });
    expect(pretty.stdout).toMatch(/1 个会话，客服消息 1 条，其中 1 条出自话术库[^]*1 +1 +100% \(21–100\) +100% \(21–100\)[^]*hi {2}在的亲[^]*3 条从没发过/);
    const json = JSON.parse(run("--phrasebook", "book.yaml", "chat.csv", "--format", "json").stdout) as EffectReport;
    expect(json.rows[0]).toMatchObject({ entry: "hi", line: 9, sent: 1, outcomes: { paid: { count: 1, of: 1 } } });
    const csv = run("--phrasebook", "book.yaml", "chat.csv", "--format", "csv").stdout;
    expect(csv.startsWith("\ufeffentry,file,line")).toBe(true);
    expect(csv.split("\r\n")).toHaveLength(json.rows.length + 2);
  });

  it("says what it misses", () => {
    expect(run("--phrasebook", "book.yaml")).toMatchObject({ code: 2, stderr: expect.stringContaining("要写上话术库和聊天记录") as string });
    expect(run("--phrasebook", "nowhere.yaml", "chat.csv").code).toBe(2);
    expect(run("--phrasebook", "book.yaml", "nowhere.csv").code).toBe(2);
  });
});
