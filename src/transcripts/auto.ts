/** Tells automatic replies apart where the export does not mark them: the same words, again and again, before a person could type. */
import { isAtOnce } from "./group.js";
import { readRange, type ReadOptions } from "./read.js";
import type { FilePlan, TranscriptMessage } from "./types.js";

/** Messages of each file that are looked at: a greeting that comes in every conversation is met soon. */
const SAMPLE = 20_000;
/** So often has a wording to follow at once … */
const TIMES = 3;
/** … and in so many of the cases in which it was sent. */
const SHARE = 0.8;

/**
 * Finds the wordings that a machine sends: at least three times within two seconds of the customer's message, and hardly
 * ever later. Looks at the first 20,000 messages of each file.
 * @returns the wordings in a fixed order, for {@link ReadOptions.autoReplies}
 */
export async function learnAutoReplies(plans: readonly FilePlan[], options: ReadOptions = {}): Promise<string[]> {
  const counts = new Map<string, { sent: number; atOnce: number }>();
  for (const plan of plans) await sample(plan, options, counts);
  const found: string[] = [];
  for (const [text, { sent, atOnce }] of counts) if (atOnce >= TIMES && atOnce >= SHARE * sent) found.push(text);
  return found.sort();
}

async function sample(plan: FilePlan, { autoReplies: _, ...options }: ReadOptions, counts: Map<string, { sent: number; atOnce: number }>): Promise<void> {
  let left = SAMPLE;
  for (const range of plan.ranges)
    for await (const record of readRange(plan, range, options)) {
      if (record.type !== "conversation") continue;
      const { messages } = record.conversation;
      count(messages, counts);
      left -= messages.length;
      if (left <= 0) return;
    }
}

function count(messages: readonly TranscriptMessage[], counts: Map<string, { sent: number; atOnce: number }>): void {
  let customer: TranscriptMessage | undefined;
  for (const message of messages) {
    if (message.role === "customer") customer = message;
    if (message.role !== "agent") continue;
    const text = message.text.trim();
    if (text !== "" && message.kind === "text") {
      let one = counts.get(text);
      if (!one) counts.set(text, (one = { sent: 0, atOnce: 0 }));
      one.sent++;
      if (isAtOnce(message, customer)) one.atOnce++;
    }
    customer = undefined;
  }
}
