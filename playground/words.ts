import type { Bilingual, Channel } from "replylint/browser";

/** What the page says. */
export const WORDS = {
  tagline: { zh: "发送前，先看看这条回复", en: "Look over a customer-service reply before it is sent" },
  example: { zh: "例子", en: "Example" },
  scenario: { zh: "场景", en: "Scenario" },
  channel: { zh: "渠道", en: "Channel" },
  infer: { zh: "自动判断", en: "Infer it" },
  own: { zh: "自己写", en: "My own" },
  customer: { zh: "客户说", en: "The customer said" },
  customerHint: { zh: "把客户刚说的话粘贴到这里（可不填）", en: "Paste what the customer just said (optional)" },
  reply: { zh: "回复草稿", en: "Draft reply" },
  replyHint: { zh: "把要检查的回复粘贴到这里", en: "Paste the reply to check" },
  fix: { zh: "改好能自动改的", en: "Fix what is safe" },
  fixed: { zh: "改好了", en: "Fixed" },
  nothingToFix: { zh: "没有能自动改的；请点右边的建议", en: "Nothing can be fixed unseen; pick a suggestion" },
  copy: { zh: "复制回复", en: "Copy reply" },
  copied: { zh: "已复制", en: "Copied" },
  private: { zh: "全部在这个页面里运行：不联网，不保存，不上传。", en: "Everything runs in this page: no network, nothing stored, nothing sent." },
  loading: { zh: "正在载入规则…", en: "Loading the rules…" },
  dark: { zh: "深色", en: "Dark" },
  light: { zh: "浅色", en: "Light" },
} satisfies Record<string, Bilingual>;

export const CHANNEL: Record<Channel, Bilingual> = {
  chat: { zh: "会话", en: "Chat" },
  broadcast: { zh: "群发", en: "Broadcast" },
  page: { zh: "页面文案", en: "Page text" },
  bot: { zh: "机器人", en: "Bot" },
};

export interface Example {
  title: Bilingual;
  customer: string;
  reply: string;
}

export const EXAMPLES: readonly Example[] = [
  {
    title: { zh: "掉色投诉", en: "Faded dress" },
    customer: "裙子洗了一次就掉色，太失望了",
    reply: "亲，这款绝对不会掉色的，是您自己洗的方法不对。\n您放心，我们会尽快给您处理！！",
  },
  {
    title: { zh: "催快递", en: "Late parcel" },
    customer: "我的快递三天没动了，到底什么时候能到？",
    reply: "亲，您别着急嘛😊，快递的事我们也控制不了，是他们那边太慢了。\n放心，明天肯定能到，绝对没问题！",
  },
  {
    title: { zh: "要求退货", en: "Shoes returned" },
    customer: "鞋子穿着磨脚，想退，你们不会不给退吧？",
    reply: "公司规定穿过的不能退，您自己买之前怎么不看清楚尺码？\n要退的话加我微信，私下给您处理。",
  },
  {
    title: { zh: "写得好的", en: "A good one" },
    customer: "我的快递三天没动了，到底什么时候能到？",
    reply: "抱歉让您惦记了三天。我刚查到包裹还停在苏州中转站，已经联系站点优先派送，预计明天下午送达，以物流更新为准。\n我今天18点前再给您回一次进展；要是明天没到，我直接为您补发一件，您看可以吗？",
  },
];
