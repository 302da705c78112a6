/** An audit for the terminal: what a QA lead wants to know first. */
import pc from "picocolors";
import type { AuditReport, GroupRow, Trend } from "../../audit/report.js";
import type { Bilingual, Locale, Severity } from "../../core/types.js";
import { MOOD, OUTCOME, SCENARIO } from "../labels.js";
import { displayWidth, padEnd, truncate } from "../width.js";
import { day, figure, percent, place, show, span } from "./format.js";

export interface AuditPretty {
  locale: Locale;
  color: boolean;
  width: number;
  /** Only the figures, no tables. */
  quiet: boolean;
}

type Align = "left" | "right";

/** Rows of each table; the other formats have all of them. */
const RULES = 10;
const AGENTS = 10;
const SCENARIOS = 6;
const TEXTS = 5;
const UNREAD = 3;
const WORST = 3;
const CHANGES = 5;

export function auditPretty(report: AuditReport, options: AuditPretty): string {
  return new View(report, options).all();
}

class View {
  private readonly c: ReturnType<typeof pc.createColors>;
  private readonly severity: Record<Severity, (text: string) => string>;

  constructor(
    private readonly report: AuditReport,
    private readonly options: AuditPretty,
  ) {
    this.c = pc.createColors(options.color);
    this.severity = { error: this.c.red, warning: this.c.yellow, info: this.c.cyan };
  }

  private say(zh: string, en: string): string {
    return this.options.locale === "zh" ? zh : en;
  }

  private of(text: Bilingual): string {
    return text[this.options.locale];
  }

  all(): string {
    const { quiet } = this.options;
    const parts = [this.head(), this.figures()];
    if (!quiet) parts.push(this.trend(), this.rules(), this.shadow(), this.groups(this.say("客服", "Agents"), this.report.agents, AGENTS), this.teams(), this.scenarios(), this.texts(), this.worst());
    parts.push(this.unread());
    return `${parts.filter((part) => part !== "").join("\n")}`;
  }

  private head(): string {
    const { input, targets, total } = this.report;
    const when = input.from === null || input.to === null ? "" : [day(input.from, targets.zone), day(input.to, targets.zone)].filter((one, index, both) => index === 0 || one !== both[0]).join(this.say(" 至 ", " to "));
    const bots = input.byRole.bot + input.byRole.system;
    const about = [
      when,
      this.say(`${figure(input.files.length)} 个文件`, `${figure(input.files.length)} file${input.files.length === 1 ? "" : "s"}`),
      this.say(`${figure(total.conversations)} 个会话`, `${figure(total.conversations)} conversation${total.conversations === 1 ? "" : "s"}`),
      this.say(`${figure(input.messages)} 条消息`, `${figure(input.messages)} messages`),
      bots > 0 ? this.say(`其中机器人和系统 ${figure(bots)}`, `${figure(bots)} of them by bots and the system`) : "",
      input.autoReplies > 0 ? this.say(`自动回复 ${figure(input.autoReplies)}，不算人工`, `${figure(input.autoReplies)} automatic replies, not counted as answers`) : "",
    ];
    return `${this.c.bold(this.say("质检报告", "Audit"))}  ${about.filter(Boolean).join(this.say("，", ", "))}\n`;
  }

  private figures(): string {
    const { total, timing, promises, mood, passMark } = this.report;
    const { c } = this;
    const share = (part: number, whole: number): string => (whole === 0 ? "–" : percent(part / whole));
    const rows: [label: string, text: string][] = [];
    const passed = total.scored - total.failed;
    rows.push([
      this.say("回复", "Responses"),
      [
        this.say(`${figure(total.responses)} 次，评分 ${figure(total.scored)}`, `${figure(total.responses)}, scored ${figure(total.scored)}`),
        this.say(`平均 ${show(total.score, "score", this.reading)}`, `mean ${show(total.score, "score", this.reading)}`),
        `${this.say("合格率", "pass rate")} ${c.bold(share(passed, total.scored))}${this.say(`（合格线 ${passMark}）`, ` (pass mark ${passMark})`)}`,
        total.critical > 0 ? c.red(this.say(`红线 ${figure(total.critical)}`, `${figure(total.critical)} critical`)) : this.say("没有红线", "nothing critical"),
      ].join(this.say("，", ", ")),
    ]);
    if (timing.measured > 0) {
      const within = timing.within.map(({ seconds, share: first, all }) => `${this.say(`${span(seconds, "zh")}内`, `within ${span(seconds, "en")}`)} ${first === null ? "–" : percent(first)} / ${all === null ? "–" : percent(all)}`);
      rows.push([
        this.say("时效", "Timing"),
        [
          this.say(`首次响应平均 ${show(timing.firstResponseSeconds, "seconds", this.reading)}`, `first response ${show(timing.firstResponseSeconds, "seconds", this.reading)} on average`),
          this.say(`每次 ${show(timing.averageResponseSeconds, "seconds", this.reading)}`, `each ${show(timing.averageResponseSeconds, "seconds", this.reading)}`),
          this.say(`最长 ${show(timing.longestResponseSeconds, "seconds", this.reading)}`, `longest ${show(timing.longestResponseSeconds, "seconds", this.reading)}`),
        ].join(this.say("，", ", ")),
      ]);
      rows.push(["", `${this.say("首次 / 每次：", "first / each: ")}${within.join(this.say("，", ", "))}${timing.atNight > 0 ? this.say(`；夜间 ${figure(timing.atNight)} 次不计`, `; ${figure(timing.atNight)} at night left out`) : ""}`]);
    }
    if (timing.unanswered > 0) rows.push([this.say("没人回", "Unanswered"), c.yellow(this.say(`${figure(timing.unanswered)} 个会话的最后一问没有人工回复`, `the last question of ${figure(timing.unanswered)} conversation${timing.unanswered === 1 ? "" : "s"}`))]);
    const judged = promises.kept + promises.late + promises["not-seen"];
    if (judged + promises["not-judgeable"] > 0)
      rows.push([
        this.say("承诺", "Promises"),
        [...(["kept", "late", "not-seen", "not-judgeable"] as const).map((outcome) => `${this.of(OUTCOME[outcome])} ${figure(promises[outcome])}`), ...(judged > 0 ? [this.say(`兑现率 ${share(promises.kept, judged)}`, `${share(promises.kept, judged)} kept`)] : [])].join(this.say("，", ", ")),
      ]);
    if (mood.better + mood.worse + mood.same > 0) rows.push([this.say("情绪", "Mood"), (["better", "same", "worse"] as const).map((one) => `${this.of(MOOD[one])} ${figure(mood[one])}`).join(this.say("，", ", "))]);
    const width = Math.max(...rows.map(([label]) => displayWidth(label))) + 2;
    return rows.map(([label, text]) => `  ${c.dim(padEnd(label, width))}${text}\n`).join("");
  }

  private get reading(): { locale: Locale; zone: number } {
    return { locale: this.options.locale, zone: this.report.targets.zone };
  }

  private trend(): string {
    const { trend } = this.report;
    if (!trend) return "";
    const { c } = this;
    const { before, now } = trend;
    const change = (label: string, from: number | null, to: number | null, write: (value: number) => string, up: boolean): string => {
      if (from === null || to === null) return "";
      const better = to === from ? null : to > from === up;
      const text = `${label} ${write(from)} → ${write(to)}`;
      return better === null ? text : better ? c.green(text) : c.red(text);
    };
    const list = [
      change(this.say("平均分", "mean"), before.score, now.score, (value) => figure(value, 1), true),
      change(this.say("合格率", "pass rate"), before.passRate, now.passRate, percent, true),
      change(this.say("首次响应", "first response"), before.firstResponseSeconds, now.firstResponseSeconds, (value) => span(value, this.options.locale), false),
      change(this.say("承诺兑现", "promises kept"), before.promisesKept, now.promisesKept, percent, true),
    ].filter(Boolean);
    const rules = trend.rules.filter((rule: Trend["rules"][number]) => rule.before !== rule.now).slice(0, CHANGES);
    const rows = rules.map(({ rule, before: from, now: to }) => [rule, figure(from, 1), figure(to, 1), to < from ? c.green("↓") : c.red("↑")]);
    return `${this.title(this.say("与上次相比", "Since the last audit"))}  ${list.join(this.say("，", ", "))}\n${rows.length > 0 ? this.table([this.say("每千条", "per 1,000"), this.say("上次", "before"), this.say("这次", "now"), ""], rows, ["left", "right", "right", "left"]) : ""}`;
  }

  private rules(): string {
    const { rules } = this.report;
    if (rules.length === 0) return `${this.c.green(this.say("没有发现问题", "Nothing was found"))}\n`;
    const rows = rules.slice(0, RULES).map(({ rule, severity, critical, count, perThousand, conversations, title }) => [
      this.severity[severity](rule) + (critical ? this.c.red(" ⛔") : ""), figure(count), figure(perThousand, 1), figure(conversations), this.of(title),
    ]);
    return this.title(this.say("最常见的问题", "Most frequent findings"), rules.length - RULES) + this.table([this.say("规则", "rule"), this.say("次数", "count"), this.say("每千条", "/1,000"), this.say("会话", "chats"), ""], rows, ["left", "right", "right", "right", "left"]);
  }

  private shadow(): string {
    const { shadow = [] } = this.report;
    if (shadow.length === 0) return "";
    const rows = shadow.map(({ rule, count, perThousand, title }) => [this.c.dim(rule), figure(count), figure(perThousand, 1), this.of(title)]);
    return this.title(this.say("试行的规则（不报，不扣分）", "Rules on trial (not reported, not scored)")) + this.table([this.say("规则", "rule"), this.say("命中", "hits"), this.say("每千条", "/1,000"), ""], rows, ["left", "right", "right", "left"]);
  }

  private groups(title: string, groups: readonly GroupRow[], most: number, named: (name: string) => string = (name) => name): string {
    if (groups.length === 0 || (groups.length === 1 && groups[0]!.name === "")) return "";
    const { report: { targets }, c } = this;
    const seconds = targets.within[0] ?? 30;
    const rows = groups.slice(0, most).map(({ name, responses, scored, failed, critical, score, timing, promises, rules }) => {
      const judged = promises.kept + promises.late + promises["not-seen"];
      const within = timing.within.find((one) => one.seconds === seconds)?.share ?? null;
      return [
        name === "" ? this.say("（没写）", "(unnamed)") : named(name),
        figure(responses),
        show(score, "score", this.reading),
        scored === 0 ? "–" : percent((scored - failed) / scored),
        critical > 0 ? c.red(figure(critical)) : "0",
        show(timing.firstResponseSeconds, "seconds", this.reading),
        within === null ? "–" : percent(within),
        judged === 0 ? "–" : percent(promises.kept / judged),
        rules.slice(0, 2).map(({ rule, count }) => `${rule} ${figure(count)}`).join(this.say("、", ", ")),
      ];
    });
    const heads = ["", this.say("回复", "resp."), this.say("平均分", "mean"), this.say("合格率", "pass"), this.say("红线", "crit."), this.say("首响", "first"), this.say(`${seconds}秒内`, `≤${seconds} s`), this.say("承诺", "kept"), this.say("最多的问题", "most frequent")];
    return this.title(title, groups.length - most) + this.table(heads, rows, ["left", "right", "right", "right", "right", "right", "right", "right", "left"]);
  }

  private teams(): string {
    return this.report.teams.length > 1 ? this.groups(this.say("团队", "Teams"), this.report.teams, AGENTS) : "";
  }

  private scenarios(): string {
    return this.groups(this.say("场景", "Scenarios"), this.report.scenarios, SCENARIOS, (name) => (name in SCENARIO ? this.of(SCENARIO[name as keyof typeof SCENARIO]) : name));
  }

  private texts(): string {
    const texts = this.report.texts.filter(({ rules }) => rules.length > 0).slice(0, TEXTS);
    if (texts.length === 0) return "";
    const { c } = this;
    const lines = texts.map(({ text, count, rules, first, phrasebook }) => {
      const where = phrasebook ? this.say(`话术库 ${phrasebook.file}:${phrasebook.line}`, `phrasebook ${phrasebook.file}:${phrasebook.line}`) : this.say(`首见 ${place(first)}`, `first at ${place(first)}`);
      return `  ${this.say(`${figure(count)} 次`, `${figure(count)} ×`)}  ${truncate(`“${text.replace(/\s+/g, " ")}”`, Math.max(20, this.options.width - 12))}\n       ${c.dim(`${where}  ${rules.join(this.say("、", ", "))}`)}\n`;
    });
    return this.title(this.say("有问题的话术（改一处，少错很多次）", "Wordings with findings (mend one, mend many)")) + lines.join("");
  }

  private worst(): string {
    const rows = this.report.conversations.filter(({ keptAs }) => keptAs?.includes("worst")).slice(0, WORST);
    if (rows.length === 0) return "";
    const { c } = this;
    return (
      this.title(this.say("最该先看的会话", "Conversations to look at first")) +
      rows.map(({ id, at, score, agents, findings }) => `  ${c.bold(String(score ?? "–").padStart(3))}  ${id}  ${c.dim(`${place(at)}${agents.length > 0 ? `  ${agents.join(this.say("、", ", "))}` : ""}`)}\n       ${truncate([...new Set(findings.map(({ rule }) => rule))].join(this.say("、", ", ")), Math.max(20, this.options.width - 8))}\n`).join("")
    );
  }

  private unread(): string {
    const { input: { unreadCount, unreadByCode, unread } } = this.report;
    if (unreadCount === 0) return "";
    const { c } = this;
    const codes = Object.entries(unreadByCode).sort((a, b) => b[1] - a[1]).map(([code, count]) => `${code} ${figure(count)}`).join(this.say("，", ", "));
    const first = unread.slice(0, UNREAD).map(({ at, message }) => `  ${c.dim(place(at))}  ${this.of(message)}\n`).join("");
    return `${c.yellow(this.say(`没读懂 ${figure(unreadCount)} 处，没有算进去`, `${figure(unreadCount)} stretch${unreadCount === 1 ? "" : "es"} could not be read and ${unreadCount === 1 ? "is" : "are"} not counted`))}  ${c.dim(codes)}\n${first}`;
  }

  private title(text: string, more = 0): string {
    return `${this.c.bold(text)}${more > 0 ? this.c.dim(this.say(`  另有 ${figure(more)} 行，见其他格式`, `  ${figure(more)} more in the other formats`)) : ""}\n`;
  }

  /** The last column is cut to what is left of the width. */
  private table(heads: readonly string[], rows: readonly (readonly string[])[], align: readonly Align[]): string {
    const last = heads.length - 1;
    const widths = heads.map((head, column) => Math.max(displayWidth(head), ...rows.map((row) => displayWidth(plain(row[column]!)))));
    const left = widths.slice(0, last).reduce((sum, width) => sum + width + 2, 2);
    const room = Math.max(12, this.options.width - left);
    const line = (cells: readonly string[], paint: (text: string) => string = (text) => text): string =>
      `  ${paint(cells.map((cell, column) => (column === last ? (displayWidth(plain(cell)) > room ? truncate(cell, room) : cell) : fit(cell, widths[column]!, align[column]!))).join("  ").trimEnd())}\n`;
    return (heads.some(Boolean) ? line(heads, this.c.dim) : "") + rows.map((row) => line(row)).join("");
  }
}

 
const COLOR = /\u001b\[\d+m/g;

function plain(text: string): string {
  return text.replace(COLOR, "");
}

function fit(text: string, width: number, align: Align): string {
  const gap = " ".repeat(Math.max(0, width - displayWidth(plain(text))));
  return align === "left" ? text + gap : gap + text;
}
