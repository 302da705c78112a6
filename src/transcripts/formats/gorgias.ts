import { Fields, htmlToText } from "../records.js";
import type { Role } from "../roles.js";
import type { Draft, JsonFormat } from "./format.js";

/** Gorgias: tickets with `messages`, or the messages alone; `from_agent` is also set on what rules and bots send. */
export const gorgias: JsonFormat = {
  format: "gorgias",
  test: (record) => isMessage(record) || record.list("messages").some((one) => isMessage(new Fields(one))),
  read(record, to) {
    if (!record.isList("messages")) return to.row(record.text("ticketid"), draftOf(record), { platform: "gorgias" });
    const score = record.object("satisfactionsurvey")?.text("score");
    to.conversation(record.text("id") ?? String(to.at.line), record.list("messages").map((one) => draftOf(new Fields(one))), { platform: "gorgias", ...(score !== undefined && { fields: { csat: score } }) });
  },
};

function isMessage(record: Fields): boolean {
  return record.has("fromagent") && (record.has("bodytext") || record.has("bodyhtml"));
}

function draftOf(message: Fields): Draft {
  const sender = message.object("sender");
  const html = message.text("bodyhtml");
  return {
    role: roleOf(message),
    roleValue: message.get("fromagent"),
    // Without what the customer's mail program quotes.
    text: message.text("strippedtext", "bodytext") ?? (html === undefined ? "" : htmlToText(html)),
    time: message.get("sentdatetime") ?? message.get("createddatetime"),
    agent: sender?.text("name", "email", "id"),
  };
}

function roleOf(message: Fields): Role {
  if (message.text("channel") === "internal-note" || message.get("public") === false) return "system";
  if (message.get("fromagent") !== true) return "customer";
  return message.text("via") === "rule" || message.text("ruleid") !== undefined || /\bbot\b/i.test(message.object("sender")?.text("name") ?? "") ? "bot" : "agent";
}
