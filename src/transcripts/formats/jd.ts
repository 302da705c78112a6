import { type JsonFormat, yes } from "./format.js";

/** 京东咚咚 chat logs: `waiter`, `customer`, `waiterSend`, `createdTime`, `content`, `sid`, `skuId`, `revokeFlag`. */
export const jd: JsonFormat = {
  format: "jd",
  test: (record) => (record.has("waitersend") || record.has("isfromwaiter")) && (record.has("content") || record.has("imgurl")),
  read(record, to) {
    const sender = record.has("waitersend") ? record.get("waitersend") : record.get("isfromwaiter");
    const session = record.text("sid", "sessionid");
    const text = record.text("content");
    const sku = record.text("skuid");
    to.row(
      session ?? record.text("customer", "xidbuyer"),
      {
        role: yes(sender) ? "agent" : "customer",
        roleValue: sender,
        text: text ?? (record.text("imgurl") === undefined ? "" : "[图片]"),
        time: record.get("createdtime") ?? record.get("timestamp") ?? record.get("time"),
        agent: record.text("waiter"),
        ...(yes(record.get("revokeflag")) && { kind: "recall" as const }),
      },
      { platform: "jd", ...(sku !== undefined && { fields: { sku } }) },
      session === undefined,
    );
  },
};
