/** Better wording for the conversations that people read: a bulk run works out none. */
import type { Linter } from "../core/linter.js";
import type { Finding } from "../core/types.js";
import type { ConversationRow } from "./report.js";
import { toMessage } from "./rows.js";

/** Adds to a kept conversation what should have been said. */
export type Worder = (row: ConversationRow) => ConversationRow;

const keyOf = ({ rule, messageIndex, start, end }: Finding): string => `${rule} ${messageIndex} ${start} ${end}`;

/** Units of a conversation for which better wording is worked out: each suggestion costs another look at the whole response. */
const MOST_WORDED = 10_000;

/** @param linter one that works out suggestions. It reads the row as it was laid out, so what is hidden there stays hidden. */
export function worder(linter: Linter): Worder {
  return (row) => {
    if (!row.messages || row.findings.length === 0 || row.messages.reduce((sum, { text }) => sum + text.length, 0) > MOST_WORDED) return row;
    const { findings } = linter.lintConversation(row.messages.map(toMessage));
    const better = new Map(findings.map((finding) => [keyOf(finding), finding]));
    return {
      ...row,
      findings: row.findings.map((finding) => {
        const { suggestions, fix } = better.get(keyOf(finding)) ?? finding;
        return { ...finding, suggestions, ...(fix && { fix }) };
      }),
    };
  };
}
