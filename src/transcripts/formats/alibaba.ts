import { Fields } from "../records.js";
import { kindReader } from "../kinds.js";
import { roleReader, type Role } from "../roles.js";
import type { JsonFormat } from "./format.js";

const kind = kindReader(undefined);
const role = roleReader(undefined);

/**
 * 阿里云: messages of 小蜜's sync (`SessionId`, `Direction` B2C/C2B, `Source`, `ContentType`, `Content`, `SendTime` in ms),
 * and tickets of 智能对话分析 (`dialogue[]` with `role` 客服/客户, `words`, `beginTime`).
 */
export const alibaba: JsonFormat = {
  format: "alibaba",
  test: (record) =>
    (record.has("direction") && record.has("content") && /^[bc]2[bc]$/i.test(record.text("direction") ?? "") && (record.has("sendtime") || record.has("sessionid") || record.has("usernick"))) ||
    record.list("dialogue").some((one) => typeof one.words === "string"),
  read(record, to) {
    if (record.isList("dialogue")) {
      to.conversation(
        record.text("tid", "ticketid", "id", "vid", "callid") ?? String(to.at.line),
        record.list("dialogue").map((raw) => {
          const one = new Fields(raw);
          return { role: role(one.text("role") ?? ""), roleValue: one.get("role"), text: one.text("words") ?? "", time: one.get("begintime"), agent: one.text("identity") };
        }),
      );
      return;
    }
    const customer = record.text("userid", "usernick");
    const session = record.text("sessionid", "chatid");
    const shop = record.text("sellernick", "sellerid");
    const product = record.text("productid");
    to.row(
      session ?? customer,
      {
        role: roleOf(record.text("direction"), record.text("source")),
        roleValue: record.get("direction"),
        text: record.text("content") ?? "",
        time: record.get("sendtime"),
        agent: record.text("staffnick", "staffid"),
        kind: kind(record.text("contenttype") ?? ""),
      },
      { platform: "taobao", ...(shop !== undefined && { shop }), ...(product !== undefined && { fields: { product } }) },
      session === undefined,
    );
  },
};

function roleOf(direction: string | undefined, source: string | undefined): Role | undefined {
  if (direction?.toUpperCase() === "C2B") return "customer";
  if (direction?.toUpperCase() !== "B2C") return undefined;
  // What the system sends down stands in the agent's name, and no person wrote it.
  return source === "ASSIST_ROBOT" || source === "SYSTEM_AUTO" ? "bot" : "agent";
}
