import { Fields, htmlToText } from "../records.js";
import type { Role } from "../roles.js";
import type { Draft, JsonFormat } from "./format.js";

/** Freshdesk: tickets with `conversations`, or these alone; `incoming` is the customer's, `private` a note. */
export const freshdesk: JsonFormat = {
  format: "freshdesk",
  test: (record) => isMessage(record) || record.list("conversations").some((one) => isMessage(new Fields(one))),
  read(record, to) {
    if (!record.isList("conversations")) return to.row(record.text("ticketid"), draftOf(record), { platform: "freshdesk" });
    const drafts = record.list("conversations").map((one) => draftOf(new Fields(one)));
    // The customer's first message is the ticket's description.
    const html = record.text("description");
    const first = record.text("descriptiontext") ?? (html === undefined ? undefined : htmlToText(html));
    if (first !== undefined) drafts.unshift({ role: "customer", text: first, time: record.get("createdat") });
    const team = record.text("groupid");
    to.conversation(record.text("id") ?? String(to.at.line), drafts, { platform: "freshdesk", ...(team !== undefined && { team }) });
  },
};

function isMessage(record: Fields): boolean {
  return record.has("incoming") && record.has("private") && (record.has("bodytext") || record.has("body"));
}

function draftOf(message: Fields): Draft {
  const role: Role = message.get("private") === true ? "system" : message.get("incoming") === true ? "customer" : "agent";
  return { role, roleValue: message.get("incoming"), text: message.text("bodytext") ?? htmlToText(message.text("body") ?? ""), time: message.get("createdat"), agent: message.text("userid", "fromemail") };
}
