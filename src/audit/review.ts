/** The sheet on which people review a sample: one row for each finding, and one for what was overlooked. */
import { durationText } from "../core/timing.js";
import type { Locale } from "../core/types.js";
import type { ConversationRow } from "./report.js";

/** Columns of a review file; the last three are filled in by people. */
export const REVIEW_COLUMNS = ["conversation", "file", "line", "message", "agent", "scenario", "score", "customer", "text", "reported", "rule", "guidance", "severity", "says", "verdict", "should_be", "reviewer"] as const;

/** Messages of the customer that stand beside a response. */
const MOST_SAID = 3;

/**
 * The rows of a sample's review file, its head first. `verdict` takes `hit`, `false` or, in the row
 * without a rule, `missed` with the guidance points in `should_be`.
 */
export function reviewRows(rows: readonly ConversationRow[], locale: Locale): string[][] {
  const lines = [[...REVIEW_COLUMNS] as string[]];
  for (const row of rows)
    for (const response of responsesOf(row)) {
      const { at } = row.messages![response.first]!;
      const base = [row.id, at.file, String(at.line), String(response.first), response.agent, row.scenario, String(row.score ?? ""), response.customer, response.text];
      const findings = row.findings.filter(({ messageIndex }) => response.indexes.includes(messageIndex!));
      for (const { rule, guidance, severity, message, text } of findings) lines.push([...base, text, rule, guidance.join(" "), severity, message, "", "", ""]);
      lines.push([...base, "", "", "", "", locale === "zh" ? "漏报的写在这一行" : "what was overlooked goes here", "", "", ""]);
    }
  return lines;
}

interface ResponseText {
  first: number;
  /** The response's messages, and the customer's before it: findings of the whole conversation may point there. */
  indexes: number[];
  agent: string;
  customer: string;
  text: string;
}

function responsesOf({ messages = [] }: ConversationRow): ResponseText[] {
  const out: ResponseText[] = [];
  let said: number[] = [];
  let open: ResponseText | null = null;
  for (const [index, { role, text, agent, time }] of messages.entries()) {
    if (role === "customer") {
      if (open) said = [];
      open = null;
      said.push(index);
    } else if (role === "agent") {
      if (open) {
        open.text += `\n${text}`;
        open.indexes.push(index);
        continue;
      }
      const asked = messages[said[0] ?? -1];
      const waited = asked?.time !== undefined && time !== undefined && time >= asked.time ? `（${durationText((time - asked.time) / 1000, "zh")}）` : "";
      open = { first: index, indexes: [...said, index], agent: agent ?? "", customer: said.slice(-MOST_SAID).map((one) => messages[one]!.text).join("\n") + waited, text };
      out.push(open);
    }
  }
  // What nobody answered is reviewed, too.
  if (!open && said.length > 0) out.push({ first: said[0]!, indexes: said, agent: "", customer: said.slice(-MOST_SAID).map((one) => messages[one]!.text).join("\n"), text: "" });
  return out;
}
