/** Which column of a table holds what: told from its header, or from a mapping. */
import type { Mapping } from "./mapping.js";
import { COLUMN_FIELDS, type ColumnField, type ColumnPlan } from "./types.js";

/** Headers as exports write them, in lower case without blanks, `_` and `-`; the first that is there counts. */
const HEADERS: Record<ColumnField, readonly string[]> = {
  conversation: ["会话id", "会话编号", "会话号", "会话", "对话id", "对话编号", "对话", "工单id", "工单编号", "工单号", "咨询id", "咨询编号", "聊天id", "接待id", "服务单号", "conversationid", "conversation", "sessionid", "session", "chatid", "ticketid", "ticket", "dialogid", "dialogueid", "dialogue", "dialog", "sid", "threadid", "caseid", "conversationkey", "sessionkey", "imid"],
  id: ["消息id", "消息编号", "messageid", "msgid"],
  date: ["日期", "发送日期", "消息日期", "date"],
  time: ["发送时间", "消息时间", "聊天时间", "时间", "回复时间", "创建时间", "消息发送时间", "时间戳", "sendtime", "senttime", "time", "timestamp", "createdat", "createdtime", "createtime", "datetime", "msgtime", "messagetime", "ts"],
  role: ["角色", "消息方向", "方向", "发送方", "发送方类型", "发送者类型", "发送人类型", "消息来源", "来源类型", "发言角色", "发送者角色", "发送人角色", "身份", "role", "direction", "sendertype", "fromtype", "authortype", "speaker", "senderrole", "fromrole", "from.role", "from.type", "sender.role", "sender.type", "author.role", "author.type", "user.type"],
  sender: ["发送人", "发送者", "发言人", "发送人昵称", "发送者昵称", "昵称", "发信人", "sender", "from", "author", "fromid", "fromnick", "sendername", "nick", "nickname", "from.name", "sender.name", "author.name", "user.name"],
  text: ["消息内容", "聊天内容", "内容", "消息", "文本", "消息文本", "聊天记录", "话术", "客服回复", "客服消息", "回复内容", "回复", "客服回复内容", "content", "text", "message", "msg", "body", "messagecontent", "reply", "words", "msgcontent"],
  customerText: ["客户消息", "买家消息", "用户消息", "客户问题", "买家问题", "用户问题", "客户提问", "问题", "客户内容", "买家咨询", "question", "customermessage", "customertext", "query"],
  agent: ["客服", "客服昵称", "客服账号", "客服帐号", "客服名称", "客服姓名", "接待客服", "客服id", "坐席", "座席", "坐席姓名", "坐席名称", "子账号", "子帐号", "客服子账号", "agent", "agentname", "agentid", "waiter", "staff", "staffnick", "assignee", "seller", "operator"],
  customer: ["买家", "买家昵称", "买家id", "买家账号", "客户", "客户昵称", "客户id", "客户名称", "顾客", "顾客昵称", "用户", "用户昵称", "用户id", "用户名", "访客", "访客id", "访客昵称", "会员名", "买家会员名", "customer", "customername", "customerid", "buyer", "buyernick", "usernick", "userid", "user", "visitor", "visitorid", "client"],
  kind: ["消息类型", "内容类型", "类型", "msgtype", "messagetype", "contenttype", "type", "kind"],
  platform: ["平台", "渠道平台", "platform"],
  shop: ["店铺", "店铺名称", "店铺名", "商家", "shop", "shopname", "store", "mall", "mallname", "sellernick"],
  team: ["团队", "客服组", "小组", "组别", "分组", "部门", "班组", "技能组", "team", "group", "department"],
  scenario: ["场景", "scenario"],
};

/** A header in the form in which it is looked up. */
export function headerKey(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/[\s_\-（）()：:*"'\ufeff]/g, "");
}

/**
 * Finds the columns of a table.
 * @param names cells of its header
 * @returns field → index of the column; a field that is not there is left out
 */
export function findColumns(names: readonly string[], mapping: Mapping | undefined): Partial<Record<ColumnField, number>> {
  const keys = names.map(headerKey);
  const at: Partial<Record<ColumnField, number>> = {};
  const taken = new Set<number>();
  const take = (field: ColumnField, index: number): void => {
    if (index < 0 || index >= names.length || taken.has(index)) return;
    at[field] = index;
    taken.add(index);
  };
  for (const field of COLUMN_FIELDS) {
    for (const given of mappedNames(mapping, field)) {
      if (at[field] !== undefined) break;
      take(field, typeof given === "number" ? given - 1 : keys.indexOf(headerKey(given)));
    }
  }
  for (const field of COLUMN_FIELDS) {
    if (at[field] !== undefined || mapping?.columns?.[field] !== undefined) continue;
    for (const candidate of HEADERS[field]) {
      const index = keys.findIndex((key, column) => key === candidate && !taken.has(column));
      if (index < 0) continue;
      take(field, index);
      break;
    }
  }
  return at;
}

function mappedNames(mapping: Mapping | undefined, field: ColumnField): (string | number)[] {
  const given = mapping?.columns?.[field];
  return given === undefined ? [] : Array.isArray(given) ? given : [given];
}

/** A row that may be the header, with the place where it stands. */
export interface HeaderRow {
  names: string[];
  line: number;
}

/**
 * The header among the first rows: the one in which most fields are found; null where no row has a text's name. A mapping
 * may say that there is none: then columns are called by their numbers, and nothing but the mapping tells what they hold.
 */
export function findHeader(rows: readonly HeaderRow[], mapping: Mapping | undefined): (Pick<ColumnPlan, "headerLine" | "names" | "at"> & { score: number }) | null {
  if (mapping?.header === false) {
    const names = (rows[0]?.names ?? []).map((_, column) => String(column + 1));
    const at = findColumns(names, mapping);
    return at.text === undefined && at.customerText === undefined ? null : { headerLine: 0, names, at, score: names.length };
  }
  let best: ReturnType<typeof findHeader> = null;
  for (const { names: written, line } of rows) {
    const names = written.map((name) => name.trim());
    const at = findColumns(names, mapping);
    const score = at.text === undefined && at.customerText === undefined ? 0 : Object.keys(at).length;
    if (score > (best?.score ?? 0)) best = { headerLine: line, names, at, score };
  }
  return best;
}
