import { SCENARIOS, type Scenario } from "../../core/types.js";
import type { Info } from "../group.js";
import { Fields } from "../records.js";
import type { JsonFormat } from "./format.js";

const ROLES = ["agent", "customer", "system", "bot"] as const;

/** The contract's own records: `{ id, messages: [{ role, text, time?, agent? }] }` or `{ id, reply, customer? }`. */
export const replylint: JsonFormat = {
  format: "replylint",
  test: (record) => record.text("reply") !== undefined || record.list("messages").some(({ role, text }) => ROLES.includes(role as (typeof ROLES)[number]) && typeof text === "string"),
  read(record, to) {
    const scenario = record.text("scenario");
    const platform = record.text("platform");
    const team = record.text("team");
    const shop = record.text("shop");
    const info: Info = { ...(SCENARIOS.includes(scenario as Scenario) && { scenario: scenario as Scenario }), ...(platform !== undefined && { platform }), ...(team !== undefined && { team }), ...(shop !== undefined && { shop }) };
    const id = record.text("id", "conversationid") ?? String(to.at.line);
    const reply = record.text("reply");
    if (reply !== undefined) {
      const customer = record.text("customer");
      to.conversation(id, [...(customer !== undefined ? [{ role: "customer" as const, text: customer, time: undefined }] : []), { role: "agent", text: reply, time: record.get("time"), agent: record.text("agent") }], info);
      return;
    }
    to.conversation(
      id,
      record.list("messages").map((raw) => {
        const one = new Fields(raw);
        const role = ROLES.find((known) => known === one.get("role"));
        return { role, roleValue: one.get("role"), text: one.text("text") ?? "", time: one.get("time"), agent: one.text("agent") };
      }),
      info,
    );
  },
};
