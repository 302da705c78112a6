import { describe, expect, test } from "vitest";
import { readMapping } from "../../src/transcripts/mapping-file.js";
import { fixture, FIXTURES, lines, planOf } from "./support.js";

const at = (text: string): number => Date.parse(`${text.replace(" ", "T")}+08:00`);

describe("千牛", () => {
  test("records end with CRLF; bare CR and LF stay inside; who speaks is told by the colon and the main account", async () => {
    const { conversations, unread } = await fixture("qianniu.txt");
    expect(conversations.map(({ id, shop, at: { line } }) => [id, shop, line])).toEqual([
      ["木木的猫 2026-03-01 10:02", "青禾家居旗舰店", 8],
      ["夏天t**1 2026-03-01 11:20", "青禾家居旗舰店", 24],
      ["没说话的买家 2026-03-01 12:00", "青禾家居旗舰店", 31],
    ]);
    expect(lines(conversations[0]!)).toEqual([
      "customer 9 在吗，昨天拍的置物架什么时候发货",
      "agent 10 亲亲您好，欢迎光临青禾家居，客服小满很高兴为您服务",
      "agent 11 亲，我帮您看了一下\n您的订单今天18点前从义乌仓发出\n发出后会有短信提醒您",
      "customer/image 14 [图片]",
      "customer 15 这个颜色\n和页面上一样吗",
      "agent 17 是一样的，您收到后如果觉得有色差，7天内可以退换",
      "customer/emoji 18 /:^_^",
      "customer 19 ",
      "agent 20 好的亲，\n有问题随时找我\n\n我一直在的",
    ]);
    // What the customer pasted from another chat is his message, not the agent's.
    expect(lines(conversations[1]!)[0]).toContain("客服跟我说的是：\n青禾家居旗舰店:阿宁(2026-02-27 09:00:00):");
    expect(conversations[1]!.messages.map(({ role, agent }) => [role, agent])).toEqual([["customer", undefined], ["agent", "青禾家居旗舰店:阿宁"], ["agent", "青禾家居旗舰店:阿宁"], ["agent", "青禾家居旗舰店"]]);
    expect(conversations[0]!.messages[0]!.time).toBe(at("2026-03-01 10:02:03"));
    expect(unread).toEqual([]);
  });

  test("the same in GB18030 and without a mark", async () => {
    expect((await planOf(`${FIXTURES}/qianniu-gbk.txt`)).encoding).toBe("gb18030");
    const texts = async (name: string): Promise<string[]> => (await fixture(name)).messages.map(({ text }) => text);
    expect(await texts("qianniu-gbk.txt")).toEqual(await texts("qianniu.txt"));
  });
});

describe("tables", () => {
  test("title rows, quotes, scattered rows out of order; what cannot be read is told with line and reason", async () => {
    const { conversations, unread } = await fixture("chat.csv");
    expect(conversations.map((one) => [one.id, ...lines(one)])).toEqual([
      ["S1001", "customer 4 你好，这款台灯多少瓦", "bot 7 您好，客服马上就来", 'agent 8 是12瓦的，有"柔光"和"阅读"两档', "customer/image 11 https://img.example.com/a.jpg"],
      ["S1002", "customer 5 退款怎么还没到\n都一个星期了", "customer 12 在不在", "agent 9 非常抱歉让您久等了，我查到银行处理中，\n今天17点前给您准信"],
      ["S1003", "agent 17 有的亲，现在拍今天发"],
    ]);
    expect(unread.map(({ at: { line }, code }) => [line, code])).toEqual([[14, "no-time"], [15, "unknown-role"], [16, "wrong-columns"]]);
    expect(unread[1]!.message.zh).toContain("店长");
    expect(conversations[0]!.messages[1]!.auto).toBe("marked");
  });

  test.each(["chat-gbk.csv", "chat-utf16le.csv", "chat.csv.gz"])("%s is the same", async (name) => {
    const strip = ({ conversations, unread }: Awaited<ReturnType<typeof fixture>>): unknown => JSON.parse(JSON.stringify({ conversations, unread }), (key, value: unknown) => (key === "file" ? "" : value));
    expect(strip(await fixture(name))).toEqual(strip(await fixture("chat.csv")));
  });

  test("without a conversation's column a customer is cut at long silence", async () => {
    const { conversations } = await fixture("customers.tsv");
    expect(conversations.map(({ id, messages }) => [id, messages.length])).toEqual([["海风 2026-03-01 09:00", 2], ["海风 2026-03-02 20:10", 2], ["山月 2026-03-01 09:01", 2]]);
    expect((await fixture("customers.tsv", { mapping: { gap: "3d" } })).conversations).toHaveLength(2);
  });

  test("one column for each side, date and time apart, delimiters in the last text", async () => {
    const { conversations } = await fixture("two-columns.csv");
    expect(conversations.map(lines)).toEqual([
      ["customer 2 孕妇能用吗", "agent 2 这款我查了检测报告，不含酒精，您也可以先问问医生"],
      ["customer 3 能便宜点吗", "agent 3 已经是活动价了，满200减20,还送一双筷子"],
      ["customer 4 在吗"],
    ]);
    expect(conversations[0]!.messages[1]).toMatchObject({ time: at("2026-03-01 09:05:00"), agent: "小北" });
  });

  test("a mapping tells what no header does", async () => {
    expect((await fixture("odd.csv")).unread.map(({ code }) => code)).toEqual(["no-columns"]);
    const { conversations } = await fixture("odd.csv", { mapping: readMapping(`${FIXTURES}/odd.mapping.yml`, "zh") });
    expect(conversations.map((one) => [one.platform, ...lines(one)])).toEqual([["douyin", "customer 2 想退货怎么弄", "agent 3 在订单里点申请退货就可以，我来帮您审核", "system 4 [客户已离开]"]]);
  });

  test("lines in another encoding are read as such; one that is in none is read and told of", async () => {
    const { conversations, unread } = await fixture("mixed.csv");
    expect(lines(conversations[0]!)).toEqual(["customer 2 衣服洗了缩水怎么办", "agent 3 抱歉给您添麻烦了，我来帮您换一件", expect.stringContaining("customer 4 好"), "agent 5 今天16点前给您寄出"]);
    expect(unread.map(({ at: { line }, code }) => [line, code])).toEqual([[4, "bad-bytes"]]);
  });

  test("a workbook: dates, formulas as words, the sheet in each place, sheets that are no table", async () => {
    const { conversations, unread } = await fixture("chat.xlsx", { mapping: { fields: { csat: "满意度" } } });
    expect(conversations.map((one) => [one.id, one.fields, ...lines(one)])).toEqual([
      ["X-1", { csat: "5" }, "customer 2 孩子三岁能用吗", "agent 3 可以的，这款适合三岁以上，安装时请大人帮忙"],
      ["X-2", { csat: "4" }, "customer 4 =1+1 这个公式怎么用", "agent 5 您截个图，我看看"],
    ]);
    expect(conversations[0]!.messages[0]).toMatchObject({ time: at("2026-03-01 09:00:05"), at: { line: 2, sheet: "聊天记录" } });
    expect(unread.map(({ at: { sheet }, code }) => [sheet, code])).toEqual([["说明", "no-columns"]]);
  });
});

describe("JSON", () => {
  const CASES: [file: string, format: string, expected: string[][], unread: string[]][] = [
    ["alibaba.json", "alibaba", [["customer 7 这个柜子多重", "bot 22 您好，人工客服正在赶来", "agent 39 整件大约18公斤，两个人搬比较稳妥", "customer 88 能送到五楼吗", "customer/image 56 https://img.example.com/p.png", "bot 71 请对本次服务进行评价"]], []],
    ["alibaba-sca.json", "alibaba", [["customer 1 我的快递三天没动了", "agent 1 抱歉让您着急了，我现在就联系站点，17点前给您回复"], ["customer 1 谢谢"]], []],
    ["taobao.json", "taobao", [["customer 1 亲，床垫硬不硬", "agent 1 这款偏硬，适合腰不好的人睡"]], []],
    ["taobao-list.ndjson", "taobao", [["customer 1 ", "bot 2 您好，客服正在接入", "agent 3 在的亲，我来帮您看"]], []],
    ["zendesk.json", "zendesk", [["customer 1 退货运费谁出？", "bot 1 已收到您的来信", "system 1 客户是老会员，优先处理", "agent 1 您好，质量问题的运费由我们承担。\n请把面单拍给我 — 今天内退到原账户。"], ["customer 3 你们周末发货吗"]], ["not-json 2"]],
    ["wecom.ndjson", "wecom", [["customer 1 你们家的茶几有现货吗", "agent 2 有现货的，今天16点前拍当天发", "customer/image 3 [图片]", "agent/recall 4 [撤回]"]], ["internal-chat 5", "no-message 6"]],
    ["wecom-kf.json", "wecom", [["customer 1 订单怎么改地址", "agent 1 还没发货可以改，您把新地址发我，我现在改", "system/system 1 [event]"]], []],
    ["weixin.json", "weixin", [["system/system 1 ", "customer 1 花架会生锈吗", "agent 1 表面是喷塑的，放室内一般不会，淋雨后擦干就好", "customer/image 1 [image]"]], []],
    ["jd.json", "jd", [["customer 1 什么时候降价", "agent 1 活动时间以页面公告为准，您现在下单可以申请7天价保", "agent/recall 1 绝对不会再降了", "customer/image 1 [图片]"]], []],
    ["pdd.ndjson", "pdd", [["customer 1 包装破了能赔吗", "agent 2 抱歉让您收到破损的包裹，您拍张照片，我现在给您登记补发", "customer/image 3 [图片]", "customer/emoji 4 [哭]", "customer/recall 5 对方撤回了一条消息", "customer/card 6 多功能收纳盒"]], []],
    ["intercom.json", "intercom", [["customer 4 包裹显示签收了，可我没收到", "bot 4 Hi, our team will be right with you.", "system/system 4 assignment", "system/system 4 查一下驿站", "agent 4 抱歉让您担心了，\n我现在联系快递核实，15点前回复您"]], []],
    ["gorgias.json", "gorgias", [["customer 1 M码穿着有点小", "bot 1 Thanks, we got your message", "system 1 库存只剩两件L", "agent 1 您平时穿多大呢，我给您换L码，今天寄出"]], []],
    ["freshdesk.json", "freshdesk", [["customer 1 少了一把椅子", "system 1 仓库确认漏发", "agent 1 是我们漏发了，抱歉，今天补寄，单号17点前发您", "customer 1 好的"]], []],
    ["replylint.ndjson", "replylint", [["customer 1 还有货吗", "bot 1 您好，正在为您转接", "agent 1 有的，还有两件，需要我给您留一件吗"], ["customer 2 什么时候发货", "agent 2 亲，今天18点前给您寄出"]], ["other-format 3"]],
    ["generic.ndjson", "json", [["customer 1 怎么安装", "agent 2 说明书里有图，我也发一段视频给您"]], []],
  ];
  test.each(CASES)("%s", async (file, format, expected, unread) => {
    expect((await planOf(`${FIXTURES}/${file}`)).format).toBe(format);
    const read = await fixture(file);
    expect(read.conversations.map(lines)).toEqual(expected);
    expect(read.unread.map(({ code, at: { line } }) => `${code} ${line}`)).toEqual(unread);
  });

  test("what else a record tells: times, agents, shop, satisfaction", async () => {
    expect((await fixture("zendesk.json")).conversations[0]).toMatchObject({ id: "35436", platform: "zendesk", team: "77", fields: { csat: "good" } });
    expect((await fixture("intercom.json")).conversations[0]!.messages[4]).toMatchObject({ agent: "Mia", time: 1_772_326_900_000 });
    expect((await fixture("jd.json")).conversations[0]!.messages[1]).toMatchObject({ agent: "青禾京东小满", time: at("2026-03-01 10:00:25") });
    expect((await fixture("alibaba.json")).conversations[0]).toMatchObject({ id: "sess-1", shop: "青禾家居旗舰店", fields: { product: "600123" } });
    expect((await fixture("replylint.ndjson")).conversations[0]).toMatchObject({ id: "c-1", scenario: "stock" });
  });

  test("roles that a mapping turns round", async () => {
    const { messages } = await fixture("taobao.json", { mapping: { roles: { agent: ["1"], customer: ["0"] } } });
    expect(messages.map(({ role }) => role)).toEqual(["agent", "customer"]);
  });
});

describe("WhatsApp", () => {
  test("day and month are told from the whole file, the customer from its name", async () => {
    const { conversations, unread } = await fixture("WhatsApp Chat with Anna.txt");
    expect(conversations.map((one) => [one.id, ...lines(one)])).toEqual([
      ["Anna 2026-02-01 20:38", "system/system 1 Messages and calls are end-to-end encrypted. No one outside of this chat can read them.", "customer 2 Hi, do you ship to Berlin?", "agent 3 Hello Anna, yes we do:\n- DHL, 5 to 8 days\n- free from 60 EUR", "customer/file 6 <Media omitted>"],
      ["Anna 2026-02-26 09:00", "customer 7 My parcel has not arrived: where is it?", "agent 8 I am sorry for the wait. I will ask DHL and write to you by 17:00 today."],
    ]);
    expect(unread).toEqual([]);
  });

  test("month first, and the marks that iPhones leave", async () => {
    const { messages } = await fixture("whatsapp-us.txt");
    expect(messages.map(({ role, time }) => [role, new Date(time!).toISOString()])).toEqual([["system", "2026-01-09T02:30:45.000Z"], ["customer", "2026-01-09T02:31:00.000Z"], ["agent", "2026-01-15T06:00:00.000Z"]]);
  });

  test("Chinese: half of the day before the time", async () => {
    const { conversations } = await fixture("与小雨的 WhatsApp 聊天.txt");
    expect(lines(conversations[0]!)).toEqual(["customer 1 灯泡收到是碎的", "agent 2 抱歉让您收到破损的灯泡，我现在给您补发", "customer/image 3 \u200e图片已忽略"]);
    expect(conversations[0]!.messages[2]!.time).toBe(at("2026-03-01 13:02:00"));
  });
});
