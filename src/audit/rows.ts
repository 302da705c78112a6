/** A conversation as the linter reads it, and as people read it. */
import { maskText, type Personal } from "../core/mask.js";
import type { ConversationAnalysis, Finding, Message } from "../core/types.js";
import type { TranscriptConversation, TranscriptMessage } from "../transcripts/types.js";
import type { ConversationRow, ReportMessage } from "./report.js";

/** What may stand in a conversation's id: its numbers are there to find it by. */
const IN_IDS: readonly Personal[] = ["mobile", "identity", "card", "email"];

/** Units of a message that are judged: nobody writes more; what does is a dump, or a file that was read wrongly. */
export const MOST_JUDGED = 20_000;

/** Only words are judged: a picture is an answer, but says nothing that could be held against anybody. */
export function spoken({ role, text, time, kind, agent }: Message & Pick<TranscriptMessage, "kind">): Message {
  const message: Message = { role, text };
  if (kind === "emoji") message.text = "[表情]";
  else if (kind === "recall" || kind === "system") message.role = "system";
  else if (kind !== "text") message.text = "";
  if (time !== undefined) message.time = time;
  if (agent !== undefined) message.agent = agent;
  return message;
}

/** The same, and no more of it than somebody may have written. */
export function toMessage(message: Message & Pick<TranscriptMessage, "kind">): Message {
  const out = spoken(message);
  if (out.text.length > MOST_JUDGED) out.text = out.text.slice(0, MOST_JUDGED).replace(/[\ud800-\udbff]$/, "");
  return out;
}

/** The agents of a conversation, in order of appearance. */
export function agentsOf({ messages }: TranscriptConversation): string[] {
  const names: string[] = [];
  for (const { role, agent } of messages) if (role === "agent" && agent !== undefined && !names.includes(agent)) names.push(agent);
  return names;
}

/** Lays a conversation out for reading. @param mask whether personal data is hidden */
export function rowOf(conversation: TranscriptConversation, analysis: ConversationAnalysis, team: string | undefined, mask: boolean): ConversationRow {
  const hide = (text: string): string => (mask ? maskText(text) : text);
  const { id, at, platform, shop, fields } = conversation;
  const messages = conversation.messages.map(({ role, text, time, agent, kind, at: place }): ReportMessage => ({ role, text: hide(text), ...(time !== undefined && { time }), ...(agent !== undefined && { agent }), kind, at: place }));
  const slice = ({ messageIndex, start, end }: { messageIndex?: number; start: number; end: number }): string => messages[messageIndex!]!.text.slice(start, end);
  return {
    id: mask ? maskText(id, IN_IDS) : id,
    at,
    agents: agentsOf(conversation),
    ...(team !== undefined && { team }),
    ...(platform !== undefined && { platform }),
    ...(shop !== undefined && { shop }),
    scenario: analysis.scenario,
    responses: analysis.responses.length,
    startedAt: conversation.messages.find(({ time }) => time !== undefined)?.time ?? null,
    score: analysis.score,
    verdict: analysis.verdict,
    findings: mask ? analysis.findings.map((finding) => hidden(finding, slice(finding))) : analysis.findings,
    conversation: mask ? { ...analysis.conversation, promises: analysis.conversation.promises.map((promise) => ({ ...promise, text: slice(promise) })) } : analysis.conversation,
    messages,
    ...(fields && { fields: Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, hide(value)])) }),
  };
}

function hidden(finding: Finding, text: string): Finding {
  return text === finding.text ? finding : { ...finding, text, message: finding.message.replaceAll(finding.text, () => text) };
}
