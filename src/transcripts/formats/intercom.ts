import { Fields, htmlToText } from "../records.js";
import type { Role } from "../roles.js";
import type { Draft, JsonFormat } from "./format.js";

/** Intercom's conversations: `source` is the first message, `conversation_parts` are the others; bodies are HTML. */
export const intercom: JsonFormat = {
  format: "intercom",
  test: (record) => record.object("conversationparts") !== undefined || (record.object("source")?.has("deliveredas") ?? false),
  read(record, to) {
    const drafts: Draft[] = [];
    const source = record.object("source");
    if (source) {
      const draft = draftOf(source, record.get("createdat"));
      if (source.text("deliveredas") === "automated" && draft.role === "agent") draft.role = "bot";
      drafts.push(draft);
    }
    for (const raw of record.object("conversationparts")?.list("conversationparts") ?? []) {
      const part = new Fields(raw);
      const type = part.text("parttype") ?? "comment";
      const draft = draftOf(part, part.get("createdat"));
      // Notes are among colleagues; assignments, closings and the like have no words of their own.
      if (type !== "comment" && type !== "quick_reply") Object.assign(draft, { role: "system", kind: "system", text: draft.text === "" ? type : draft.text });
      drafts.push(draft);
    }
    const rating = record.object("conversationrating")?.text("rating");
    const team = record.text("teamassigneeid");
    to.conversation(record.text("id") ?? String(to.at.line), drafts, { platform: "intercom", ...(team !== undefined && { team }), ...(rating !== undefined && { fields: { csat: rating } }) });
  },
};

function draftOf(part: Fields, time: unknown): Draft {
  const author = part.object("author");
  const type = author?.text("type");
  const roles: Record<string, Role> = { user: "customer", lead: "customer", contact: "customer", admin: "agent", team: "agent", bot: "bot", workflow: "bot" };
  const images = part.list("attachments").length > 0 ? "[文件]" : "";
  return { role: roles[type ?? ""], roleValue: type, text: htmlToText(part.text("body") ?? "") || images, time, agent: author?.text("name", "id") };
}
