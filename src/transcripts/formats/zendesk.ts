import { Fields, htmlToText } from "../records.js";
import type { Role } from "../roles.js";
import type { Draft, JsonFormat } from "./format.js";

/** Zendesk's account export: one ticket a line with its `comments`; who asked is `requester_id`, notes have `public` false. */
export const zendesk: JsonFormat = {
  format: "zendesk",
  test: (record) => record.has("requesterid") && (record.isList("comments") || (record.has("subject") && record.has("description"))),
  read(record, to) {
    const requester = record.text("requesterid");
    const names = new Map([...record.list("users"), ...record.list("collaborators")].flatMap((raw) => (raw.id === undefined ? [] : [[String(raw.id as number), raw] as const])));
    const drafts = record.list("comments").map((raw): Draft => {
      const one = new Fields(raw);
      const author = one.text("authorid");
      const user = names.get(author ?? "");
      const html = one.text("htmlbody");
      const text = one.text("plainbody", "body") ?? (html === undefined ? "" : htmlToText(html));
      return { role: roleOf(one, author, requester, user?.role), roleValue: author, text, time: one.get("createdat"), agent: typeof user?.name === "string" ? user.name : author };
    });
    // The description is the first comment; without comments it is all there is.
    const description = record.text("description");
    if (drafts.length === 0 && description !== undefined) drafts.push({ role: "customer", text: description, time: record.get("createdat") });
    const rating = record.object("satisfactionrating")?.text("score");
    const team = record.text("groupid");
    to.conversation(record.text("id") ?? String(to.at.line), drafts, { platform: "zendesk", ...(team !== undefined && { team }), ...(rating !== undefined && { fields: { csat: rating } }) });
  },
};

function roleOf(comment: Fields, author: string | undefined, requester: string | undefined, userRole: unknown): Role | undefined {
  if (comment.get("public") === false) return "system";
  if (author === undefined) return undefined;
  if (author === "-1") return "bot";
  if (author === requester || userRole === "end-user") return "customer";
  // Triggers and automations write in the name of an agent.
  return /^(system|rule)$/.test(comment.object("via")?.text("channel") ?? "") ? "bot" : "agent";
}
