import { existsSync, writeFileSync } from "node:fs";
import { NEW_CONFIG as FILE } from "../../rulepack/discover.js";
import { type Args, type CommandSpec, LOCALE, type Say } from "../args.js";
import { CliError, EXIT, inWords } from "../errors.js";
import type { Context } from "../terminal.js";

/** `replylint init`: writes a configuration to start from. */
export const spec: CommandSpec = {
  name: "init",
  about: { zh: `写一份带注释的 ${FILE}`, en: `writes a commented ${FILE}` },
  options: [{ name: "force", about: { zh: "已有的也覆盖", en: "overwrites the one that is there" } }, LOCALE],
};

/**
 * Writes the file, unless there is one.
 * @returns the exit code
 */
export function run(args: Args, { say, locale }: Context): Promise<number> {
  if (args.operands.length > 0) throw new CliError(say({ zh: `init 不带“${args.operands[0]}”；它写到当前文件夹的 ${FILE}。`, en: `init takes no "${args.operands[0]}"; it writes ${FILE} here.` }));
  if (existsSync(FILE) && !args.has("force")) throw new CliError(say({ zh: `${FILE} 已经有了，没有改动。`, en: `There is a ${FILE} already; it was left alone.` }), say({ zh: "要覆盖请加 --force。", en: "--force overwrites it." }));
  try {
    writeFileSync(FILE, template(say, locale), { flag: args.has("force") ? "w" : "wx" });
  } catch (error) {
    throw new CliError(say({ zh: `写不了 ${FILE}：${inWords(error, locale)}。`, en: `Cannot write ${FILE}: ${inWords(error, locale)}.` }), say({ zh: "换一个可以写的文件夹再运行。", en: "Run it in a folder that can be written to." }));
  }
  process.stdout.write(say({ zh: `写好了 ${FILE}。生效的配置：replylint check --print-config\n`, en: `Wrote ${FILE}. The settings in force: replylint check --print-config\n` }));
  return Promise.resolve(EXIT.ok);
}

function template(say: Say, locale: string): string {
  const lines: [value: string, zh: string, en: string][] = [
    [`locale: ${locale}`, "输出语言：zh 中文，en 英文", "Language of the output: zh or en"],
    ["level: default", "default 日常检查；strict 加查更细的规则", "default, or strict for the finer rules as well"],
    ["failOn: error", "从哪一级起让检查不通过（退出 1）：error、warning、never", "From which severity on a check fails (exit 1): error, warning, never"],
    ["# minScore: 80", "合格线 0–100；有回复低于它就不通过", "Pass mark, 0–100; a reply below it fails the check"],
    ["# channel: chat", "没写渠道的回复按哪个渠道判：chat 聊天、broadcast 群发、page 页面、bot 机器人", "Channel of replies that name none: chat, broadcast, page, bot"],
    ["# scenario: chase", "没写场景的回复按哪个场景判；不写就逐条推断", "Scenario of replies that name none; left out, it is inferred"],
    ["# extends: replylint:strict", "在哪份配置上改：预设 replylint:recommended、strict、taobao、jd、pinduoduo、douyin，或一份文件（可写列表，后面的优先）", "What this builds on: presets (replylint:recommended, strict, taobao, jd, pinduoduo, douyin) or a file; a list is fine, later ones weigh more"],
    ["# terms:\n#   宝贝: 商品", "店里不说的词 → 改用的词", "Words that the shop does not use → what it says instead"],
    ["# limits:\n#   refund: 72h\n#   reply: { least: 5min, most: 24h }", "答应的时间：最晚多久，最快多久（reply、refund、return、parcel、invoice、repair、coupon、stock、account、complaint、any）", "How late, and how soon, something may be promised (reply, refund, return, parcel, invoice, repair, coupon, stock, account, complaint, any)"],
    ["# exempt:\n#   - { text: 正品保障绝无假货, reason: 招牌语，法务已审 }", "不报的原话，写明理由；加 rules: [规则] 就只放过这几条", "Texts in which nothing is reported, with the reason; with rules: [ids] only these are silent"],
    ["# rulesDirs:\n#   - our-rules", "自家规则的文件夹，从本文件所在处算起；写完用 replylint rules test our-rules 测", "Folders with rules of your own, from where this file lies; replylint rules test our-rules tests them"],
    ["# rules:\n#   promise/guaranteed-arrival: error", "单条规则的级别：off、shadow（只计数，不报不扣分）、error、warning、info；全部规则见 replylint rules list", "Severity of single rules: off, shadow (counted, not reported, not scored), error, warning, info; replylint rules list shows all"],
    ["# audit:\n#   night: 23:00-08:00\n#   targets: { simple: 15, standard: 30, complex: 180, limit: 300 }\n#   teams: { 小禾: 早班 }", "批量质检：夜间时段、目标响应时长（秒）、客服归哪个团队；见 docs/audit.md", "For audit: night hours, target response times in seconds, teams of agents; see docs/audit.md"],
  ];
  const head = say({ zh: "# replylint 的配置。命令行选项优先于这里；删掉的项用默认值。\n", en: "# Settings of replylint. Options on the command line weigh more; what is not here has its default.\n" });
  return head + lines.map(([value, zh, en]) => `\n# ${say({ zh, en })}\n${value}\n`).join("");
}
