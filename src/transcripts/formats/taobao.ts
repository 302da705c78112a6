import type { Fields } from "../records.js";
import { isShopNick, type Role } from "../roles.js";
import type { JsonFormat } from "./format.js";

/** Bits of `type`. */
const AUTO = 1;
const BROADCAST = 4;
const FORWARDED = 32;

const nick = (id: string | undefined): string | undefined => id?.replace(/^cn(taobao|alichn)/, "");

/**
 * 淘宝开放平台 chat logs: `{ direction, content, time }` with direction 0 from `from_id` to `to_id` and 1 back; the newer
 * list has a bit mask `type` (automatic reply, broadcast, system forward) and of the customer's words only their length.
 */
export const taobao: JsonFormat = {
  format: "taobao",
  test: (record) => /^[01]$/.test(record.text("direction") ?? "") && record.has("time") && (record.has("content") || record.has("length")),
  read(record, to) {
    const from = nick(record.text("fromid", "fromnick", "from"));
    const other = nick(record.text("toid", "tonick", "to"));
    // The shop's account asks for its own log, so it is `from_id`, unless the names say otherwise.
    const shopAsks = from === undefined || other === undefined || isShopNick(from) || !isShopNick(other);
    const [shopName, customer] = shopAsks ? [from, other] : [other, from];
    const fromShop = (record.text("direction") === "0") === shopAsks;
    to.row(
      customer ?? "all",
      { role: roleOf(fromShop, record), roleValue: record.get("direction"), text: record.text("content") ?? "", time: record.get("time"), agent: shopName },
      { platform: "taobao", ...(shopName !== undefined && { shop: shopName.split(":")[0]! }) },
      true,
    );
  },
};

function roleOf(fromShop: boolean, record: Fields): Role {
  const type = Number(record.text("type") ?? 0);
  if ((type & FORWARDED) !== 0) return "system";
  if (!fromShop) return "customer";
  return (type & (AUTO | BROADCAST)) !== 0 ? "bot" : "agent";
}
