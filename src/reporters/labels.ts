import type { Bilingual, Critical, Dimension, Message, MoveKind, PromiseRecord, Scenario, Severity, Verdict } from "../core/types.js";

/** Names of the product's terms for people. */
export const SEVERITY: Record<Severity, Bilingual> = {
  error: { zh: "错误", en: "error" },
  warning: { zh: "警告", en: "warning" },
  info: { zh: "提示", en: "info" },
};

export const VERDICT: Record<Verdict, Bilingual> = {
  pass: { zh: "合格", en: "pass" },
  fail: { zh: "不合格", en: "fail" },
  "not-applicable": { zh: "不评分", en: "not scored" },
};

export const SCENARIO: Record<Scenario, Bilingual> = {
  presale: { zh: "售前咨询", en: "pre-sale question" },
  price: { zh: "议价", en: "price" },
  stock: { zh: "库存", en: "stock" },
  promotion: { zh: "活动", en: "promotion" },
  payment: { zh: "付款", en: "payment" },
  reminder: { zh: "催付", en: "payment reminder" },
  chase: { zh: "催单/物流", en: "order chase" },
  damaged: { zh: "破损/错发/漏发", en: "damaged or missing" },
  quality: { zh: "质量/使用故障", en: "quality or use" },
  refund: { zh: "退换货/退款", en: "return or refund" },
  complaint: { zh: "投诉", en: "complaint" },
  suggestion: { zh: "建议", en: "suggestion" },
  "beyond-policy": { zh: "超政策要求", en: "beyond policy" },
  hold: { zh: "查询等待", en: "hold" },
  "follow-up": { zh: "售后跟进", en: "follow-up" },
  opening: { zh: "接入", en: "opening" },
  closing: { zh: "结束", en: "closing" },
  general: { zh: "其他", en: "general" },
};

export const DIMENSION: Record<Dimension, Bilingual> = {
  ownership: { zh: "担责", en: "ownership" },
  promise: { zh: "承诺", en: "promise" },
  compliance: { zh: "合规", en: "compliance" },
  empathy: { zh: "共情", en: "empathy" },
  action: { zh: "行动", en: "action" },
  time: { zh: "时效", en: "time" },
  clarity: { zh: "清晰", en: "clarity" },
  courtesy: { zh: "礼貌", en: "courtesy" },
  language: { zh: "语言", en: "language" },
};

export const MOVE: Record<MoveKind, Bilingual> = {
  greeting: { zh: "问候", en: "greeting" },
  thanks: { zh: "致谢", en: "thanks" },
  apology: { zh: "致歉", en: "apology" },
  empathy: { zh: "共情", en: "empathy" },
  conclusion: { zh: "结论", en: "conclusion" },
  basis: { zh: "依据", en: "basis" },
  attribution: { zh: "归因", en: "attribution" },
  action: { zh: "行动", en: "action" },
  time: { zh: "时间承诺", en: "time commitment" },
  "vague-time": { zh: "模糊时间", en: "vague time" },
  solution: { zh: "方案", en: "solution" },
  alternative: { zh: "替代方案", en: "alternative" },
  compensation: { zh: "补偿", en: "compensation" },
  verification: { zh: "核实", en: "verification" },
  clarify: { zh: "澄清提问", en: "clarifying question" },
  consent: { zh: "征询", en: "consent" },
  guidance: { zh: "引导操作", en: "next step" },
  hold: { zh: "等待告知", en: "hold notice" },
  escalation: { zh: "升级", en: "escalation" },
  value: { zh: "价值点", en: "value point" },
  invitation: { zh: "随时联系", en: "invitation" },
  identity: { zh: "工号", en: "identity" },
  "closing-question": { zh: "结束确认", en: "closing question" },
  farewell: { zh: "告别", en: "farewell" },
  "review-invitation": { zh: "邀评", en: "review invitation" },
  refusal: { zh: "拒绝", en: "refusal" },
};

export const CRITICAL: Record<Critical, Bilingual> = {
  customer: { zh: "伤客户", en: "harms the customer" },
  business: { zh: "伤生意", en: "harms the business" },
  compliance: { zh: "违规", en: "breaks the law or platform rules" },
};

export const OUTCOME: Record<PromiseRecord["outcome"], Bilingual> = {
  kept: { zh: "兑现", en: "kept" },
  late: { zh: "晚了", en: "late" },
  "not-seen": { zh: "没见下文", en: "not seen" },
  "not-judgeable": { zh: "看不出", en: "not judgeable" },
};

export const MOOD: Record<"better" | "worse" | "same" | "unknown", Bilingual> = {
  better: { zh: "变好", en: "better" },
  same: { zh: "没变", en: "same" },
  worse: { zh: "变差", en: "worse" },
  unknown: { zh: "看不出", en: "unknown" },
};

export const ROLE: Record<Message["role"], Bilingual> = {
  agent: { zh: "客服", en: "agent" },
  customer: { zh: "客户", en: "customer" },
  bot: { zh: "机器人", en: "bot" },
  system: { zh: "系统", en: "system" },
};
