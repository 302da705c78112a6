/** Who speaks, as exports write it. */
import type { Mapping } from "./mapping.js";
import { headerKey } from "./columns.js";
import { copy } from "./copy.js";

export type Role = "agent" | "customer" | "bot" | "system";

const ROLES: Record<Role, readonly string[]> = {
  agent: ["客服", "人工", "人工客服", "商家", "卖家", "店铺", "坐席", "座席", "商户", "店家", "接待", "接待人员", "客服人员", "客服消息", "客服发送", "商家消息", "发出", "b2c", "agent", "seller", "staff", "waiter", "merchant", "operator", "service", "human", "mallcs", "admin", "shop", "outgoing", "outbound", "out", "sent"],
  customer: ["买家", "客户", "顾客", "用户", "访客", "消费者", "会员", "买家消息", "客户消息", "用户消息", "接收", "c2b", "customer", "buyer", "user", "visitor", "client", "consumer", "guest", "enduser", "lead", "incoming", "inbound", "in", "received"],
  bot: ["机器人", "智能客服", "自动回复", "智能辅助", "智能机器人", "店小蜜", "小蜜", "系统自动回复", "bot", "robot", "auto", "autoreply", "assistrobot", "chatbot", "ai"],
  system: ["系统", "系统消息", "系统提示", "通知", "平台", "system", "systemauto", "notice", "event"],
};

/** Reads the values of a role's column; `undefined` for one that is not known. */
export function roleReader(mapping: Mapping | undefined): (value: string) => Role | undefined {
  const known = new Map<string, Role>();
  for (const [role, values] of Object.entries(ROLES) as [Role, readonly string[]][]) for (const value of values) known.set(value, role);
  for (const [role, values] of Object.entries(mapping?.roles ?? {}) as [Role, string[]][]) for (const value of values) known.set(headerKey(value), role);
  const seen = new Map<string, Role | null>();
  return (value) => {
    let role = seen.get(value);
    if (role === undefined) {
      role = known.get(headerKey(value)) ?? null;
      // A column of names instead of roles has many values: do not remember them all.
      if (seen.size < 1000) seen.set(copy(value), role);
    }
    return role ?? undefined;
  };
}

/** Whether a 旺旺 name is an account of the shop: `店铺:子账号`. */
export function isShopNick(name: string): boolean {
  return name.includes(":") || name.includes("：");
}
