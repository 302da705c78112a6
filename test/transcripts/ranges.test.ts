import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findRanges } from "../../src/transcripts/delimited.js";
import { sourceOf } from "../../src/transcripts/plan.js";
import type { FilePlan, TranscriptConversation } from "../../src/transcripts/types.js";
import { planOf, readAll, readRange, useFolder } from "./support.js";

const folder = useFolder();

const text = fc.string({ unit: fc.constantFrom("亲", "a", ",", '"', "\n", "😊"), maxLength: 8 });
/** Rows all over the place, or mostly near their like with a few that go on for long. */
const rows = fc.oneof(
  fc.array(fc.record({ conversation: fc.integer({ min: 1, max: 6 }), second: fc.integer({ min: 0, max: 50 }), text }), { minLength: 1, maxLength: 40 }),
  fc.array(fc.record({ near: fc.nat(1), long: fc.nat(9), second: fc.integer({ min: 0, max: 50 }), text }), { minLength: 1, maxLength: 80 }).map((list) => list.map(({ near, long, ...one }, index) => ({ ...one, conversation: long < 2 ? 1000 + long : Math.floor(index / 4) + near }))),
);
const quoted = (value: string): string => (/[",\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value);
const csv = (rows: readonly { conversation: number; second: number; text: string }[]): string =>
  `会话ID,时间,角色,内容\n${rows.map((one, index) => `C${one.conversation},2026-03-01 10:00:${String(one.second).padStart(2, "0")},${index % 2 === 0 ? "客户" : "客服"},${quoted(one.text)}\n`).join("")}`;

async function inRanges(plan: FilePlan, memory?: number): Promise<TranscriptConversation[]> {
  const found: TranscriptConversation[] = [];
  for (const range of plan.ranges) for await (const record of readRange(plan, range, { ...(memory !== undefined && { memory }) })) if (record.type === "conversation") found.push(record.conversation);
  return found;
}

const byPlace = (a: TranscriptConversation, b: TranscriptConversation): number => a.at.line - b.at.line;

describe("a file read in pieces is the file", () => {
  test("cut anywhere, with however little memory", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.integer({ min: 1, max: 300 }), fc.integer({ min: 400, max: 40_000 }), async (list, least, memory) => {
        const content = csv(list);
        const file = folder.write("scattered.csv", content);
        const plan = await planOf(file);
        const whole = await readAll(file);
        expect(whole.unread).toEqual([]);
        expect(whole.messages).toHaveLength(list.length);
        const ranges = await findRanges(sourceOf(plan), { encoding: "utf-8", columns: plan.columns! }, 0, Buffer.byteLength(content), memory, least);
        // They cover the file, and lines are counted from its beginning.
        const inOrder = ranges.filter(({ mixed }) => !mixed?.only);
        for (const [index, range] of inOrder.entries()) {
          expect(range.start).toBe(range.part > 0 ? inOrder[index - 1]!.start : index === 0 ? 0 : inOrder[index - 1]!.end);
          expect(range.line).toBe(Buffer.from(content).subarray(0, range.start).toString().split("\n").length);
        }
        expect(inOrder.at(-1)!.end).toBe(Buffer.byteLength(content));
        expect((await inRanges({ ...plan, ranges }, memory)).sort(byPlace)).toEqual([...whole.conversations].sort(byPlace));
      }),
      { numRuns: 300 },
    );
  });

  test("conversations that follow one another need no look beyond the end", async () => {
    const list = Array.from({ length: 30 }, (_, index) => ({ conversation: Math.floor(index / 3), second: index, text: `第${index}条` }));
    const content = csv(list);
    const file = folder.write("in-order.csv", content);
    const plan = await planOf(file);
    const ranges = await findRanges(sourceOf(plan), { encoding: "utf-8", columns: plan.columns! }, 0, Buffer.byteLength(content), undefined, 150);
    expect(ranges.length).toBeGreaterThan(4);
    expect(ranges.every(({ mixed }) => mixed === undefined)).toBe(true);
    expect(await inRanges({ ...plan, ranges })).toEqual((await readAll(file)).conversations);
  });

  test("replies that stand alone are cut anywhere", async () => {
    const content = `内容\n${Array.from({ length: 50 }, (_, index) => `"第${index}条，\n谢谢"\n`).join("")}`;
    const plan = await planOf(folder.write("alone.csv", content));
    const ranges = await findRanges(sourceOf(plan), { encoding: "utf-8", columns: plan.columns! }, 0, Buffer.byteLength(content), undefined, 200);
    expect(ranges.length).toBeGreaterThan(4);
    expect((await inRanges({ ...plan, ranges })).map(({ at }) => at.line)).toEqual(Array.from({ length: 50 }, (_, index) => 2 * index + 2));
  });

  test("rows of a conversation are put into order of time, and the others stay as they are", async () => {
    const { conversations } = await readAll(folder.write("order.csv", csv([5, 3, 3, 9].map((second, index) => ({ conversation: 1, second, text: `第${index}条` })))));
    expect(conversations[0]!.messages.map(({ text }) => text)).toEqual(["第1条", "第2条", "第0条", "第3条"]);
    expect(conversations[0]!.at.line).toBe(2);
  });
});
