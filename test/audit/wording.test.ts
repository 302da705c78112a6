import { expect, it } from "vitest";
import { auditReport } from "../reporters/audit/support.js";

it("adds better wording to what is kept for reading, and changes nothing else", () => {
  const report = auditReport(24);
  const found = report.conversations.flatMap(({ findings, messages }) => findings.map((finding) => ({ finding, messages: messages! })));
  const better = found.filter(({ finding }) => finding.suggestions.length > 0);
  expect(better.length).toBeGreaterThan(found.length / 4);
  for (const { finding, messages } of better) {
    const { text } = messages[finding.messageIndex!]!;
    expect(text.slice(finding.start, finding.end)).toBe(finding.text);
    for (const { edits } of finding.suggestions) for (const edit of edits) expect(0 <= edit.start && edit.start <= edit.end && edit.end <= text.length).toBe(true);
  }
  expect(found.length).toBe(report.total.findings);
});
