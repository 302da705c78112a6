import type { JsonFormat } from "./format.js";

/** 公众号客服's `recordlist`: `openid`, `opercode` 2002 sent by the agent and 2003 received, `text`, `time`, `worker`. */
export const weixin: JsonFormat = {
  format: "weixin",
  test: (record) => record.has("opercode") && record.has("openid"),
  read(record, to) {
    const code = record.text("opercode");
    // Other codes are events: a session is opened, handed over, closed.
    const role = code === "2002" ? "agent" : code === "2003" || code === "2001" ? "customer" : "system";
    to.row(
      record.text("openid"),
      { role, roleValue: code, text: record.text("text") ?? "", time: record.get("time"), agent: record.text("worker"), ...(role === "system" && { kind: "system" as const }) },
      { platform: "weixin" },
      true,
    );
  },
};
