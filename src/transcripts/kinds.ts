/** What a message is, when it is not words: placeholders in the text, and the values of a type column. */
import type { Mapping } from "./mapping.js";
import { headerKey } from "./columns.js";
import { copy } from "./copy.js";
import { MESSAGE_KINDS, type MessageKind } from "./types.js";

/** Placeholder without its brackets → kind. */
const PLACEHOLDERS: Record<string, MessageKind> = {
  图片: "image", 自定义表情: "emoji", 表情: "emoji", 动画表情: "emoji", 语音: "voice", 语音消息: "voice", 视频: "video", 小视频: "video", 文件: "file", 卡片: "card", 商品卡片: "card", 商品链接: "card", 名片: "card", 链接: "card", 订单: "order", 订单卡片: "order", 订单信息: "order", 未知: "system", 系统消息: "system", 系统提示: "system",
  image: "image", picture: "image", photo: "image", sticker: "emoji", emoji: "emoji", voice: "voice", audio: "voice", video: "video", file: "file", document: "file", card: "card", order: "order",
};
/** One or several placeholders or old 旺旺 short codes and nothing else. */
const ONLY = /^(?:\s*(?:[[【](?:[\p{Script=Han}]{2,5}|[A-Za-z]{4,8})[\]】]|\/:[\w^$~%'"<>!?.-]{2,6}))+\s*$/u;
const FIRST = /[[【]([^\]】]+)[\]】]|(\/:)/;
const RECALL = /^(?:["“]?.{1,30}?["”]?)?(?:撤回了一条消息|已撤回|消息已被撤回|此消息已撤回)[。.]?$/;

/** Told from the text alone. */
export function kindOf(text: string): MessageKind {
  const first = text.charCodeAt(0);
  // Ordinary words are sorted out on their first and last characters: this runs on every message of an export.
  if (first === 0x5b || first === 0x3010 || first === 0x2f || first === 0x20) {
    if (!ONLY.test(text)) return "text";
    const [, name, code] = FIRST.exec(text) ?? [];
    return code === undefined ? (PLACEHOLDERS[name?.toLowerCase() ?? ""] ?? "text") : "emoji";
  }
  if (text.length < 40 && (text.endsWith("消息") || text.endsWith("撤回") || text.endsWith("。")) && text.includes("撤回") && RECALL.test(text)) return "recall";
  return "text";
}

const TYPES: Record<MessageKind, readonly string[]> = {
  text: ["text", "txt", "文本", "文字", "文本消息", "普通消息", "plain", "chat"],
  image: ["image", "picture", "pic", "img", "photo", "图片", "图片消息"],
  voice: ["voice", "audio", "语音", "语音消息"],
  video: ["video", "视频", "视频消息"],
  card: ["card", "link", "商品", "商品卡片", "卡片", "链接", "goods", "product", "weapp", "小程序", "名片"],
  order: ["order", "订单", "订单卡片", "订单信息"],
  emoji: ["emoji", "emotion", "expression", "sticker", "表情", "动画表情"],
  file: ["file", "attachment", "文件", "附件"],
  recall: ["recall", "revoke", "revoked", "撤回", "撤回消息"],
  system: ["system", "event", "notice", "系统", "系统消息", "系统提示", "通知"],
};

/** Reads the values of a type column; `undefined` for one that says nothing. */
export function kindReader(mapping: Mapping | undefined): (value: string) => MessageKind | undefined {
  const known = new Map<string, MessageKind>();
  for (const kind of MESSAGE_KINDS) for (const value of [...TYPES[kind], ...(mapping?.kinds?.[kind] ?? [])]) known.set(headerKey(value), kind);
  const seen = new Map<string, MessageKind | null>();
  return (value) => {
    let kind = seen.get(value);
    if (kind === undefined) {
      kind = known.get(headerKey(value)) ?? null;
      if (seen.size < 1000) seen.set(copy(value), kind);
    }
    return kind ?? undefined;
  };
}
