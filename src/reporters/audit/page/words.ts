/** The page's own words. */
import type { Bilingual } from "../../../core/types.js";
import type { MessageKind } from "../../../transcripts/types.js";
import type { View } from "./filter.js";

export const VIEW: Record<View, Bilingual> = {
  overview: { zh: "概览", en: "Overview" },
  conversations: { zh: "对话", en: "Conversations" },
  people: { zh: "客服", en: "People" },
  groups: { zh: "场景与日期", en: "Scenarios, days" },
  rules: { zh: "规则", en: "Rules" },
  texts: { zh: "话术", en: "Texts" },
  stars: { zh: "案例", en: "Case reviews" },
  data: { zh: "数据", en: "Data" },
};

export const MATTER: Record<string, Bilingual> = {
  unanswered: { zh: "最后没人回", en: "left unanswered" },
  late: { zh: "承诺晚了", en: "promise late" },
  "not-seen": { zh: "承诺没下文", en: "promise not seen" },
  worse: { zh: "情绪变差", en: "mood got worse" },
  better: { zh: "情绪变好", en: "mood got better" },
};

export const KEPT: Record<string, Bilingual> = {
  worst: { zh: "最差", en: "worst" },
  best: { zh: "最好", en: "best" },
  sample: { zh: "抽样", en: "sample" },
};

/** What a message is that is no text. */
export const KIND: Record<Exclude<MessageKind, "text">, Bilingual> = {
  image: { zh: "图片", en: "image" },
  voice: { zh: "语音", en: "voice" },
  video: { zh: "视频", en: "video" },
  card: { zh: "卡片", en: "card" },
  order: { zh: "订单", en: "order" },
  emoji: { zh: "表情", en: "emoji" },
  file: { zh: "文件", en: "file" },
  recall: { zh: "撤回", en: "recalled" },
  system: { zh: "系统", en: "system" },
};

export const LEVEL: Record<string, Bilingual> = {
  critical: { zh: "红线", en: "critical" },
  error: { zh: "错误", en: "error" },
  warning: { zh: "警告", en: "warning" },
  info: { zh: "提示", en: "info" },
  none: { zh: "没有问题", en: "no findings" },
};

export const W = {
  title: { zh: "客服回复质检报告", en: "Reply audit" },
  skip: { zh: "跳到内容", en: "Skip to the content" },
  views: { zh: "页面", en: "Views" },
  theme: { zh: "深浅", en: "Dark / light" },
  language: { zh: "English", en: "中文" },
  help: { zh: "快捷键", en: "Keys" },
  print: { zh: "打印", en: "Print" },
  close: { zh: "关闭", en: "Close" },
  search: { zh: "搜索原话、编号、客服…", en: "Search words, ids, agents …" },
  filterTable: { zh: "筛选这张表", en: "Filter this table" },
  all: { zh: "全部", en: "all" },
  agent: { zh: "客服", en: "Agent" },
  team: { zh: "团队", en: "Team" },
  rule: { zh: "规则", en: "Rule" },
  severity: { zh: "级别", en: "Severity" },
  scenario: { zh: "场景", en: "Scenario" },
  verdict: { zh: "结论", en: "Verdict" },
  matter: { zh: "情况", en: "Matter" },
  day: { zh: "日期", en: "Day" },
  kept: { zh: "留存原因", en: "Kept as" },
  clear: { zh: "清除筛选", en: "Clear filters" },
  nothing: { zh: "没有符合的记录。", en: "Nothing here." },
  noMatch: { zh: "没有符合筛选的对话。", en: "No conversation passes these filters." },
  pick: { zh: "在左边选一段对话；j / k 上下换，? 看全部快捷键。", en: "Pick a conversation on the left; j / k move, ? shows all keys." },
  back: { zh: "返回列表", en: "Back to the list" },
  previous: { zh: "上一段", en: "Previous" },
  next: { zh: "下一段", en: "Next" },
  findings: { zh: "问题", en: "Findings" },
  promises: { zh: "承诺", en: "Promises" },
  better: { zh: "更好的说法", en: "Better wording" },
  fix: { zh: "可自动改", en: "fixes itself" },
  noMessages: { zh: "这份结果里没有保存消息原文，只有问题。", en: "The messages were not stored with these results; only the findings were." },
  firstResponse: { zh: "首次响应", en: "First response" },
  meanResponse: { zh: "平均响应", en: "Mean response" },
  longestResponse: { zh: "最长响应", en: "Longest response" },
  mood: { zh: "客户情绪", en: "Customer's mood" },
  started: { zh: "开始", en: "Started" },
  source: { zh: "出处", en: "Source" },
  score: { zh: "分", en: "points" },
  deadline: { zh: "期限", en: "Due" },
  promise: { zh: "承诺", en: "Promise" },
  conversationsCount: { zh: "对话", en: "Conversations" },
  meanScore: { zh: "平均分", en: "Mean score" },
  passRate: { zh: "合格率", en: "Pass rate" },
  critical: { zh: "红线", en: "Critical errors" },
  promisesKept: { zh: "承诺兑现", en: "Promises kept" },
  unanswered: { zh: "最后没人回", en: "Left unanswered" },
  unread: { zh: "没读懂的记录", en: "Unread records" },
  passMark: { zh: "合格线", en: "pass mark" },
  scoreByDay: { zh: "每天的平均分", en: "Score by day" },
  rulesByCount: { zh: "最常见的问题", en: "Most frequent findings" },
  agentsByScore: { zh: "平均分最低的客服", en: "Agents by score, lowest first" },
  responseTimes: { zh: "首次响应达成率", en: "First responses in time" },
  dimensions: { zh: "各维度得分", en: "Score by dimension" },
  moodChart: { zh: "客户情绪", en: "Customers' mood" },
  trend: { zh: "与上次相比", en: "Against the earlier report" },
  before: { zh: "上次", en: "Before" },
  now: { zh: "这次", en: "Now" },
  trendUnit: { zh: "每千次回复的问题数", en: "findings per 1,000 responses" },
  seeAll: { zh: "看全部", en: "See all" },
  noData: { zh: "没有数据：导出里没有时间。", en: "No data: the export carries no times." },
  situation: { zh: "情境", en: "Situation" },
  task: { zh: "任务", en: "Task" },
  action: { zh: "行动", en: "Action" },
  result: { zh: "结果", en: "Result" },
  reflection: { zh: "复盘", en: "Reflection" },
  best: { zh: "做得好的", en: "Best" },
  worst: { zh: "要复盘的", en: "To be reviewed" },
  openConversation: { zh: "看这段对话", en: "Open the conversation" },
  noStars: { zh: "这份报告没有案例。", en: "This report has no case reviews." },
  responseUnit: { zh: "次回复", en: "responses" },
} satisfies Record<string, Bilingual>;

/** Sentences with a figure in them. */
export const PHRASE = {
  kept: (shown: number, kept: number, all: number): Bilingual => ({
    zh: `符合筛选 ${shown} 段；报告留存 ${kept} 段供查看，共质检 ${all} 段。`,
    en: `${shown} pass the filters; ${kept} are kept for reading, of ${all} audited.`,
  }),
  more: (left: number): Bilingual => ({ zh: `再显示一些（还有 ${left}）`, en: `Show more (${left} left)` }),
  unreadCut: (shown: number, all: number): Bilingual => ({ zh: `共 ${all} 条，这里列出前 ${shown} 条。`, en: `${all} in all; the first ${shown} are listed.` }),
  findings: (count: number): Bilingual => ({ zh: `${count} 个问题`, en: count === 1 ? "1 finding" : `${count} findings` }),
  times: (count: number): Bilingual => ({ zh: `${count} 次`, en: `${count}×` }),
  messageAt: (index: number): Bilingual => ({ zh: `第 ${index} 条`, en: `message ${index}` }),
};

export const KEYS: [keys: string[], about: Bilingual][] = [
  [["/"], { zh: "搜索对话", en: "search the conversations" }],
  [["j", "k"], { zh: "下一行、上一行", en: "next and previous row" }],
  [["Enter"], { zh: "打开选中的行", en: "open the selected row" }],
  [["n", "p"], { zh: "对话里的下一个、上一个问题", en: "next and previous finding of the conversation" }],
  [["Esc"], { zh: "关闭提示，回到列表，清除筛选", en: "close a hint, back to the list, clear the filters" }],
  [["1", "–", "8"], { zh: "换页面", en: "switch views" }],
  [["?"], { zh: "这张表", en: "this table" }],
];
