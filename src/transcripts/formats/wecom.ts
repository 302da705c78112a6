import { kindReader } from "../kinds.js";
import type { Fields } from "../records.js";
import type { MessageKind } from "../types.js";
import type { JsonFormat, Output } from "./format.js";

const kind = kindReader(undefined);
/** Customers' ids begin so, and robots'. */
const CUSTOMER = /^w[mo]/;
const ROBOT = /^wb/;
const NAMES: Partial<Record<MessageKind, string>> = { image: "[图片]", voice: "[语音]", video: "[视频]", file: "[文件]", emoji: "[表情]", card: "[卡片]" };

/** 企业微信: the message archive (会话存档, decrypted), and 微信客服's `sync_msg`. */
export const wecom: JsonFormat = {
  format: "wecom",
  test: (record) => record.has("msgtype") && ((record.has("from") && record.has("tolist")) || (record.has("openkfid") && record.has("externaluserid"))) || (record.text("action") === "switch" && record.has("user")),
  read(record, to) {
    if (record.has("openkfid")) return service(record, to);
    const from = record.text("from");
    if (from === undefined) return to.fail("no-message", { zh: "这一条不是消息（切换企业等事件）", en: "is an event, not a message" });
    const others = (record.get("tolist") as unknown[]).map(String);
    const room = record.text("roomid");
    const customer = [from, ...others].find((id) => CUSTOMER.test(id));
    if (customer === undefined && room === undefined) return to.fail("internal-chat", { zh: "同事之间的聊天，没有客户", en: "a chat among colleagues, without a customer" });
    const type = record.text("msgtype") ?? "";
    to.row(
      room ?? customer,
      { role: CUSTOMER.test(from) ? "customer" : ROBOT.test(from) ? "bot" : "agent", roleValue: from, ...content(record, type), time: record.get("msgtime"), agent: from },
      { platform: "wecom" },
      true,
    );
  },
};

/** 微信客服: `origin` 3 customer, 4 system, 5 agent. */
function service(record: Fields, to: Output): void {
  const role = ({ 3: "customer", 4: "system", 5: "agent" } as const)[Number(record.text("origin"))];
  to.row(record.text("externaluserid"), { role, roleValue: record.get("origin"), ...content(record, record.text("msgtype") ?? ""), time: record.get("sendtime"), agent: record.text("serviceruserid") }, { platform: "wecom", shop: record.text("openkfid")! }, true);
}

function content(record: Fields, type: string): { text: string; kind?: MessageKind | undefined } {
  if (record.text("action") === "recall" || type === "revoke") return { text: "[撤回]", kind: "recall" };
  const own = record.object(type.toLowerCase());
  const told = own?.text("content", "title", "filename", "desc");
  const found = kind(type) ?? (told === undefined ? "system" : "text");
  return { text: told ?? NAMES[found] ?? `[${type}]`, kind: found };
}
