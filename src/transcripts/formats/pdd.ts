import type { Fields } from "../records.js";
import type { MessageKind } from "../types.js";
import type { Draft, JsonFormat } from "./format.js";

/** Values of `type`; 0 is text, or a card by its `sub_type`. */
const TYPES: Record<string, MessageKind> = { 1: "image", 5: "emoji", 14: "video", 24: "system", 64: "card", 1002: "recall" };
const NAMES: Partial<Record<MessageKind, string>> = { image: "[图片]", video: "[视频]", emoji: "[表情]" };

/** 拼多多: pushed messages (`message` with `from.role` user or mall_cs), and the logistics robot's `message_infos`. */
export const pdd: JsonFormat = {
  format: "pdd",
  test: (record) => sender(inner(record)) !== undefined || (record.has("fromtype") && record.has("msgts")),
  read(outer, to) {
    const record = inner(outer);
    if (record.has("fromtype")) {
      const robot = record.text("fromtype") === "1";
      to.row(outer.text("conversationid", "sessionid", "uid") ?? "all", { role: robot ? "bot" : "customer", roleValue: record.get("fromtype"), text: record.text("text") ?? "", time: record.get("msgts") }, { platform: "pdd" }, true);
      return;
    }
    const from = record.object("from")!;
    const fromCustomer = from.text("role") === "user";
    const other = record.object("to");
    const mall = from.text("mallid") ?? other?.text("mallid");
    to.row(
      (fromCustomer ? from : other)?.text("uid"),
      { role: fromCustomer ? "customer" : "agent", roleValue: from.text("role"), ...content(record), time: record.get("ts"), agent: from.text("csid", "uid") },
      { platform: "pdd", ...(mall !== undefined && { shop: mall }) },
      true,
    );
  },
};

function inner(record: Fields): Fields {
  return record.object("message") ?? record;
}

function sender(record: Fields): string | undefined {
  const role = record.object("from")?.text("role");
  return role === "user" || role === "mall_cs" ? role : undefined;
}

function content(record: Fields): Pick<Draft, "text" | "kind"> {
  const type = record.text("type") ?? "0";
  const text = record.text("content") ?? "";
  if (type === "0") {
    const sub = record.text("subtype");
    return { text, kind: record.has("info") && sub === "0" ? "card" : record.has("info") && sub === "1" ? "order" : undefined };
  }
  const kind = TYPES[type] ?? "system";
  const told = record.object("info")?.text("description");
  // An image's content is its address.
  return { text: (told ?? /^https?:/.test(text)) || text === "" ? (told ?? NAMES[kind] ?? `[${type}]`) : text, kind };
}
