/** The page's own words. */
import type { Bilingual } from "../../../core/types.js";

export const W = {
  title: { zh: "话术效果", en: "Effect of phrases" },
  theme: { zh: "深浅", en: "Dark / light" },
  language: { zh: "English", en: "中文" },
  print: { zh: "打印", en: "Print" },
  conversations: { zh: "会话", en: "Conversations" },
  messages: { zh: "客服消息", en: "Messages of agents" },
  matched: { zh: "出自话术库", en: "From the phrasebook" },
  clear: { zh: "有明显更好的说法", en: "Have a clearly better wording" },
  never: { zh: "从没发过", en: "Never sent" },
  answered: { zh: "有回应", en: "Answered" },
  outcome: { zh: "发出之后", en: "What followed" },
  higher: { zh: "越高越好", en: "higher is better" },
  lower: { zh: "越低越好", en: "lower is better" },
  search: { zh: "搜索话术、编号…", en: "Search phrases, ids …" },
  scenario: { zh: "场景", en: "Scenario" },
  group: { zh: "分组", en: "Group" },
  all: { zh: "全部", en: "all" },
  least: { zh: "至少几个会话", en: "Conversations at least" },
  order: { zh: "排序", en: "Order" },
  bySent: { zh: "发得最多", en: "most sent" },
  byShare: { zh: "效果最好", en: "best effect" },
  byName: { zh: "编号", en: "id" },
  several: { zh: "只看有几种说法的", en: "several wordings only" },
  clearOnly: { zh: "只看有明显差别的", en: "clear differences only" },
  phrase: { zh: "话术", en: "Phrase" },
  sent: { zh: "发送", en: "Sent" },
  share: { zh: "比例（95% 区间）", en: "Share (95 % interval)" },
  better: { zh: "✓ 明显更好", en: "✓ clearly better" },
  nothing: { zh: "没有符合筛选的话术。", en: "No phrase passes these filters." },
  original: { zh: "原话", en: "main" },
  masked: { zh: "个人信息已隐藏", en: "personal data hidden" },
  causes: {
    zh: "方块是比例，越大会话越多；横线是 95% 置信区间，越短越有把握；竖虚线是全部话术的平均。一次会话里同一条只算一次。“明显更好”指区间和同一话术的其他说法都不重叠。这是先后，不一定是因果。",
    en: "The square is the share, larger with more conversations; the line its 95 % interval, shorter where it is surer; the dashed line the mean of all phrases. A conversation counts once. \"Clearly better\" has no overlap with the other wordings of the same phrase. One thing after another is not yet cause and effect.",
  },
} satisfies Record<string, Bilingual>;

/** Sentences with a figure or a name in them. */
export const PHRASE = {
  shown: (phrases: number, wordings: number): Bilingual => ({ zh: `${phrases} 条话术，${wordings} 种说法`, en: `${phrases} phrases, ${wordings} wordings` }),
  more: (left: number): Bilingual => ({ zh: `再显示一些（还有 ${left}）`, en: `Show more (${left} left)` }),
  wording: (number: number): Bilingual => ({ zh: `说法 ${number}`, en: `wording ${number}` }),
  mean: (share: string): Bilingual => ({ zh: `平均 ${share}`, en: `mean ${share}` }),
  guessed: (name: string, partly: boolean): Bilingual => ({ zh: `“${name}”${partly ? "有的会话" : ""}是从后面的话里认出来的，导出里有这一列会更准。`, en: `"${name}" was told from later words${partly ? " in some conversations" : ""}; a column of the export would be surer.` }),
};
