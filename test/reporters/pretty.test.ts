import { describe, expect, test } from "vitest";
import { prettyReporter } from "../../src/reporters/pretty.js";
import { emptySummary, type PrettyOptions } from "../../src/reporters/report.js";
import { displayWidth } from "../../src/reporters/width.js";
import { finding, report } from "./support.js";

const reporter = (options: Partial<PrettyOptions> = {}): ReturnType<typeof prettyReporter> => prettyReporter({ locale: "zh", color: false, width: 80, passMark: 80, ...options });

const reply = "亲，这件事我对天发誓，明天一定到";
const bad = report(reply, {
  score: 40,
  verdict: "fail",
  scenarioSource: "inferred",
  findings: [
    finding(reply, "对天发誓", { critical: "compliance", suggestions: [{ title: "说能做到的", edits: [{ start: reply.indexOf("对"), end: reply.indexOf("对") + 4, text: "会尽力" }] }] }),
    finding(reply, "一定到", { rule: "promise/sure", guidance: ["G10"], severity: "warning", message: "别说死" }),
    finding(reply, "", { rule: "action/missing", guidance: ["G20"], dimension: "action", severity: "warning", message: "说明您做什么", suggestions: [{ title: "补一句", edits: [{ start: reply.length, end: reply.length, text: "，我来处理" }] }] }),
  ],
  missing: [{ kind: "action", guidance: ["G20"], suggestion: "我来处理" }],
  deductions: [
    { rule: "promise/vow", points: 25, reason: "不要发誓" },
    { rule: "promise/sure", points: 12, reason: "别说死" },
    { rule: "action/missing", points: 12, reason: "说明您做什么" },
    { rule: "promise/vow", points: 11, reason: "红线：一票否决" },
  ],
});

describe("pretty", () => {
  test("a card: header, underlined words, better wording, what is missing, the receipt", () => {
    expect(reporter().draft(bad)).toBe(`✖ a.txt  不合格 40 分  催单/物流 chase（推断）

  1 │ 亲，这件事我对天发誓，明天一定到
    │             1^^^^^^^      2~~~~~3+

  1 错误  不要发誓
          promise/vow · G04 · 红线
          → 说能做到的
            亲，这件事我会尽力，明天一定到

  2 警告  别说死
          promise/sure · G10

  3 警告  还缺行动。说明您做什么
          action/missing · G20
          → 补一句
            我来处理

  扣分  - 25  承诺  promise/vow
        - 12  承诺  promise/sure
        - 12  行动  action/missing
        - 11  红线  一票否决
        = 40  不合格  80 分合格
`);
  });

  test("in English", () => {
    const text = reporter({ locale: "en" }).draft(bad);
    expect(text).toContain("✖ a.txt  fail 40/100  chase (inferred)\n");
    expect(text).toContain("  1 error    不要发誓\n             promise/vow · G04 · critical\n");
    expect(text).toContain("  3 warning  Missing: action. 说明您做什么\n");
    expect(text).toContain("         - 11  critical  fails the reply outright\n         = 40  fail  80 passes\n");
  });

  test("at any width no row is too wide", () => {
    for (let width = 36; width <= 90; width += 3)
      for (const line of reporter({ width }).draft(bad).split("\n").slice(1)) expect(displayWidth(line)).toBeLessThanOrEqual(width);
  });

  test("colour only where it is asked for", () => {
    const escape = String.fromCharCode(27);
    expect(reporter().draft(bad)).not.toContain(escape);
    expect(reporter({ color: true }).draft(bad)).toContain(`${escape}[31m1^^^^^^^${escape}[39m`);
  });

  test("one finding needs no number, and a clean reply one line", () => {
    const one = report("我对天发誓", { findings: [finding("我对天发誓", "对天发誓")], deductions: [{ rule: "promise/vow", points: 25, reason: "不要发誓" }], score: 75, verdict: "fail" });
    expect(reporter().draft(one)).toContain("  1 │ 我对天发誓\n    │   ^^^^^^^^\n\n  错误  不要发誓\n");
    expect(reporter().draft(report("在的"))).toBe("✔ a.txt  合格 100 分  催单/物流 chase\n");
    expect(reporter().draft(report("在的", { score: null, verdict: "not-applicable" }))).toBe("· a.txt  不评分  催单/物流 chase\n");
  });

  test("line numbers are those of the file, and a draft among several is named by its line", () => {
    const text = "---\nscenario: chase\n---\n您好\n我对天发誓\n";
    const start = text.indexOf("您好");
    const shown = reporter().draft(
      report("您好\n我对天发誓", { verdict: "fail", score: 75, findings: [{ ...finding(text, "对天发誓") }] }, { text, several: true, start, end: text.length - 1 }),
    );
    expect(shown).toContain("✖ a.txt:4 ");
    expect(shown).toContain("  4 │ 您好\n  5 │ 我对天发誓\n    │   ^^^^^^^^\n");
  });

  test("of a long reply only the rows with findings are shown", () => {
    const long = `${"这是一行没有问题的话\n".repeat(12)}我对天发誓\n${"还有一行\n".repeat(5)}`.trimEnd();
    const shown = reporter().draft(report(long, { verdict: "fail", score: 75, findings: [finding(long, "对天发誓")] }));
    expect(shown).toContain("  ⋮\n 13 │ 我对天发誓\n    │   ^^^^^^^^\n\n");
    expect(shown).not.toContain("还有一行");
  });

  test("control characters of a reply do not reach the terminal", () => {
    const text = "我\u001b[2J对天发誓\u0007";
    const escape = String.fromCharCode(27);
    expect(reporter().draft(report(text, { verdict: "fail", score: 75, findings: [finding(text, "对天发誓", { message: `不要“${text}”` })] }))).not.toContain(escape);
  });

  test("an empty line below CRLF text stays aligned", () => {
    const text = "您好\r\n我对天发誓\r\n";
    expect(reporter().draft(report(text, { verdict: "fail", score: 75, findings: [finding(text, "对天发誓")] }))).toContain("  2 │ 我对天发誓\n    │   ^^^^^^^^\n");
  });

  test("--quiet: one line a finding", () => {
    expect(reporter({ quiet: true }).draft(bad)).toBe(`a.txt:1:7: 错误 不要发誓 promise/vow\na.txt:1:14: 警告 别说死 promise/sure\na.txt:1:17: 警告 说明您做什么 action/missing\n`);
    expect(reporter({ quiet: true }).end({ ...emptySummary(), drafts: 3 })).toBe("");
  });

  test("the fix shows only what differs", () => {
    const fix = { applied: [{ rule: "courtesy/triple", title: "称呼一次" }], before: "您好\n亲亲亲\n再见", after: "您好\n亲\n再见", written: false };
    expect(reporter().draft(report("您好\n亲亲亲\n再见", {}, { fix }))).toContain("  ✎ --fix 会修正 1 处（文件未改动）  courtesy/triple\n    - 亲亲亲\n    + 亲\n");
  });

  test("the summary counts, and says what was left out", () => {
    expect(reporter().end({ ...emptySummary(), drafts: 1 })).toBe("");
    const summary = { drafts: 4, pass: 2, fail: 1, "not-applicable": 1, findings: { error: 1, warning: 2, info: 0 }, fixable: 1, errors: 2 };
    expect(reporter().end(summary)).toBe("\n4 份回复  合格 2 · 不合格 1 · 不评分 1  │  错误 1 · 警告 2\n另有 2 份没能检查，原因见错误输出。\n其中 1 处可以用 --fix 自动修正。\n");
    expect(reporter({ locale: "en" }).end(summary)).toContain("4 replies  2 pass · 1 fail · 1 not scored  │  1 error · 2 warnings\n");
  });
});
