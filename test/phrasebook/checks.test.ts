import { describe, expect, it } from "vitest";
import { check, checksOf, data, read } from "./support.js";

/** One entry in the native form. */
function book(text: string, more = "", head = ""): string {
  return `${head}entries:\n  - id: a\n    text: ${JSON.stringify(text)}\n${more}`;
}
const of = (text: string, more?: string, head?: string): Promise<string[]> => checksOf("a.yaml", book(text, more, head));

describe("placeholders", () => {
  it.each([
    ["亲，您的订单{订单号}已经发出", []],
    ["亲，您的订单${order.id}已经发出，#{name}您好", []],
    ["亲，您的订单%s已经发出", []],
    ["【温馨提示】亲，已经发出", []],
    ["亲，【订单号】已经发出", []],
    ["亲，您的订单｛订单号｝已经发出", ["full-width-braces: ｛订单号｝"]],
    ["亲，您的订单{{订单号}已经发出", ["unbalanced: {{订单号}"]],
    ["亲，您的订单{订单号}}已经发出", ["unbalanced: {订单号}}"]],
    ["亲，您的订单{订单号已经发出", ["unbalanced: {"]],
    ["亲，找XXX登记，XXL码有货，联系某某，编号____", ["left-over: XXX", "left-over: 某某", "left-over: ____"]],
    ["亲，请看[图片]，[订单号]已登记", ["export-marker: [图片]"]],
  ])("%s", async (text, expected) => {
    expect(await of(text)).toEqual(expected);
  });

  it("asks for declared names where anything is declared, and guesses", async () => {
    const head = "variables: { 买家昵称: { type: name }, 订单编号: {} }\n";
    expect(await of("您好{买家昵称}，订单{订单编码}、{订单编号}已登记", "", head)).toEqual(["undeclared-variable: {订单编码}"]);
    const found = check([await read("a.yaml", book("订单{订单编码}、{订单编号}已登记", "", "variables: { 订单编号: {} }\n"))]).find(({ rule }) => rule === "phrasebook/undeclared-variable")!;
    expect(found.message).toBe("变量“订单编码”没有声明，是不是想写“订单编号”？");
    expect(found.suggestions).toMatchObject([{ title: "改成“订单编号”", edits: [{ text: "号" }] }]);
    expect(found.fix).toBeUndefined();
    expect(await of("亲，已登记", "", head)).toEqual(["unused-variable: ", "unused-variable: "]);
  });

  it("knows what each platform fills in", async () => {
    const platform = (name: string): string => `platform: ${name}\n`;
    expect(await of("订单 {{ticket.id}} 已登记", "", platform("zendesk"))).toEqual([]);
    expect(await of("订单 {{tikcet.id}} 已登记", "", platform("zendesk"))).toEqual(["undeclared-variable: {{tikcet.id}}"]);
    expect(await of("订单{订单号}已登记", "", platform("Zendesk"))).toEqual(["platform-syntax: {订单号}"]);
    expect(await of("订单{{订单号}}已登记", "", platform("千牛"))).toEqual(["platform-syntax: {{订单号}}"]);
    expect(await of("订单{{订单号}}已登记", "", platform("自建系统"))).toEqual([]);
  });
});

describe("blank-safe", () => {
  it.each([
    ["亲爱的{买家昵称}，您好", []],
    ["您的订单{订单号}已经发出", []],
    ["您的快递单号是{单号}", ["blank-unsafe: {单号}"]],
    ["您的快递单号是{单号}，请留意", ["blank-unsafe: {单号}"]],
    ["单号：{单号}\n请留意", ["blank-unsafe: {单号}"]],
    ["{买家昵称}，您好", ["blank-unsafe: {买家昵称}"]],
    ["由{快递公司}配送", ["blank-unsafe: {快递公司}"]],
    ["会员立减{金额}元", ["blank-unsafe: {金额}"]],
    ["亲，约{天数}天有结果", ["blank-unsafe: {天数}"]],
    ["亲，“{商品名}”已登记", ["blank-unsafe: {商品名}"]],
    ['单号是{{order | default: "见订单页"}}', []],
    ["{买家昵称}", ["blank-unsafe: {买家昵称}"]],
  ])("%s", async (text, expected) => {
    expect(await of(text)).toEqual(expected);
  });

  it("lets a variable that always has a value stand where it likes", async () => {
    expect(await of("您的快递单号是{单号}", "", "variables: { 单号: { type: tracking, sample: [YT123] } }\n")).toEqual([]);
    expect(await of("您的快递单号是{单号}", "", 'variables: { 单号: { type: tracking, sample: [YT123, ""] } }\n')).toEqual(["blank-unsafe: {单号}"]);
    expect(await of("编号是{{ticket.id}}", "", "platform: zendesk\n")).toEqual([]);
  });

  it("judges what is left by the rules of the scenario, too", async () => {
    const findings = check([await read("a.yaml", "entries:\n  - id: a\n    scenario: chase\n    customer: 快递怎么还没到\n    text: 很抱歉让您久等了，已经帮您催件，{时间}给您回复\n")]);
    expect(findings.filter(({ rule }) => rule.startsWith("time/"))).toEqual([]);
    expect(findings.find(({ rule }) => rule === "phrasebook/blank-finding")?.message).toMatch(/\((?:time|action)\//);
  });

  it("the sample of every kind of variable reads well: none has a finding of its own", async () => {
    const names = ["买家昵称", "客服工号", "运单号", "快递公司", "订单号", "链接", "退款金额", "截止日期", "库存数量", "店铺名", "商品名", "说明"];
    expect(new Set(names.map((name) => data.placeholders.types.find(({ names: pattern }) => new RegExp(pattern, "iu").test(name))?.type)).size).toBeGreaterThanOrEqual(11);
    for (const name of names) expect({ name, findings: check([await read("a.yaml", book(`亲，已为您登记{${name}}好了`))], { whole: false }).filter(({ rule }) => !rule.startsWith("phrasebook/blank")) }).toEqual({ name, findings: [] });
  });
});

describe("facts and dates", () => {
  it("wants figures that change bound to a variable or a validity", async () => {
    expect(await of("活动价99元")).toEqual(["unbound-fact: 活动价99元"]);
    expect(await of("活动价{价格}元")).toEqual(["blank-unsafe: {价格}"]);
    expect(await of("活动价99元", "    validUntil: 2026-12-31\n")).toEqual([]);
    const scarce = async (text: string): Promise<string[]> => check([await read("a.yaml", book(text))]).map(({ rule }) => rule).filter((rule) => rule === "promise/scarcity");
    expect(await scarce("这款仅剩3件")).toEqual(["promise/scarcity"]);
    expect(await scarce("这款仅剩{库存}件")).toEqual([]);
  });

  it.each([
    ["2026-11-23", ["expired: "]],
    ["2026-11-24", ["expiring: "]],
    ["2026-12-01", ["expiring: "]],
    ["2026-12-02", []],
    ["2026/11/23", ["expired: "]],
    ["11月底", ["bad-date: "]],
    ["2026-02-30", ["bad-date: "]],
  ])("valid until %s", async (until, expected) => {
    expect(await checksOf("a.csv", `话术,有效期\n亲，已登记,${until}\n`)).toEqual(expected);
  });

  it("judges nothing by date without a day", async () => {
    expect(await checksOf("a.csv", "话术,有效期,复核日期\n亲，已登记,2020-01-01,2020-01-01\n", {})).toEqual(["expired: ", "review-due: "]);
    const quiet = check([await read("a.csv", "话术,有效期\n亲，已登记,2020-01-01\n双11活动开始啦,\n")], { today: undefined as unknown as string });
    expect(quiet.filter(({ rule }) => /expired|stale|review/.test(rule))).toEqual([]);
    expect(quiet.map(({ rule }) => rule)).toContain("phrasebook/no-validity");
  });

  it.each([
    ["6月18日下单有优惠", ["stale-date: 6月18日"]],
    ["11月30日前下单有优惠", []],
    ["活动时间2025年11月1日到2025年11月11日", ["stale-date: 2025年11月11日"]],
    ["双11活动火热进行中", ["stale-date: 双11"]],
    ["双12活动火热进行中", ["no-validity: 双12"]],
    ["618活动火热进行中", ["stale-date: 618"]],
    ["您11月1日的订单已发出", []],
  ])("%s", async (text, expected) => {
    expect(await of(text)).toEqual(expected);
  });
});

describe("the whole book", () => {
  it("finds ids, codes and texts that are there twice, and what is nearly the same", async () => {
    const source = "编号,编码,话术\n1,a,亲，您的包裹已经在路上了，预计后天能到，请留意短信和电话，有事随时找我\n1,b,\"亲 您的包裹已经在路上了,预计后天能到,请留意短信和电话,有事随时找我!\"\n2,a,亲，您的包裹已经在路上了，预计大后天能到，请留意短信和电话，有事随时找我\n";
    const found = check([await read("a.csv", source)]).filter(({ rule }) => /duplicate/.test(rule));
    expect(found.map(({ rule, line, message }) => [rule, line, message])).toEqual([
      ["phrasebook/duplicate-id", 3, "id“1”和 1 (a.csv:2) 重复"],
      ["phrasebook/duplicate-text", 3, "和 1 (a.csv:2) 内容一样；留一条就好"],
      ["phrasebook/duplicate-code", 4, "快捷编码“a”和 1 (a.csv:2) 重复，客服打出来不知道是哪一条"],
      ["phrasebook/near-duplicate", 4, "和 1 (a.csv:2) 有 84% 相同；合并，或写出真正的差别"],
    ]);
    expect(check([await read("a.csv", source)], { whole: false }).filter(({ rule }) => /duplicate|coverage/.test(rule))).toEqual([]);
  });

  it("compares across files", async () => {
    const found = check([await read("a.csv", "编号,话术\nx,亲，已登记\n"), await read("b.csv", "编号,话术\nx,亲，在处理\n")]).filter(({ rule }) => rule === "phrasebook/duplicate-id");
    expect(found).toMatchObject([{ file: "b.csv", line: 2 }]);
  });

  it("lists the standard questions that nothing covers", async () => {
    const missing = (findings: ReturnType<typeof check>): string[] => findings.filter(({ rule }) => rule === "phrasebook/coverage").map(({ context }) => context);
    const all = data.book.coverage.map(({ id }) => id);
    expect(missing(check([await read("a.yaml", book("亲，您好"))]))).toEqual(all);
    const rows = data.book.coverage.map(({ id, scenarios, words }) => `${id},${scenarios?.[0] ?? ""},${words[0]},亲，您好`).join("\n");
    expect(missing(check([await read("a.csv", `编号,场景,标题,话术\n${rows}\n`)]))).toEqual([]);
  });

  it("leaves retired entries alone", async () => {
    expect(await of("", "    status: retired\n")).toEqual([]);
  });

  it("takes severities from the configuration, or is silent", async () => {
    const yaml = await read("a.yaml", book("找XXX"));
    expect(check([yaml], { rules: { "phrasebook/left-over": "error", "phrasebook/coverage": "off" } }).map(({ rule, severity }) => [rule, severity])).toEqual([["phrasebook/left-over", "error"]]);
  });
});

it("has a limit of length where the platform documents one, or the settings do", async () => {
  expect(await of("亲".repeat(700), "", "platform: wecom\n")).toEqual([`too-long: ${"亲".repeat(700)}`]);
  expect(await of("亲".repeat(680), "", "platform: wecom\n")).toEqual([]);
  expect(await checksOf("a.yaml", book("亲，您好😀😀"), { config: { maxLength: 5 } })).toEqual(["too-long: 😀"]);
});

it("every check has a message in both languages, and fires in a test", async () => {
  const { readFileSync } = await import("node:fs");
  const { fileURLToPath } = await import("node:url");
  const here = ["checks.test.ts", "formats.test.ts"].map((name) => readFileSync(fileURLToPath(new URL(name, import.meta.url)), "utf8")).join("");
  for (const [id, { message }] of Object.entries(data.checks)) {
    expect(message.zh).not.toBe(message.en);
    if (!["phrasebook/empty", "phrasebook/variants"].includes(id)) expect(here).toContain(id.slice("phrasebook/".length));
  }
});

it("the same book gives the same findings, in English too", async () => {
  const yaml = await read("a.yaml", book("您的快递单号是{单号}，找XXX"));
  expect(check([yaml])).toEqual(check([yaml]));
  for (const { rule, message } of check([yaml], { locale: "en" })) if (rule.startsWith("phrasebook/")) expect(message).toMatch(/^["A-Z]/);
});
