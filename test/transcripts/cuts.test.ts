import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { expect, test } from "vitest";
import { cutLines } from "../../src/transcripts/cuts.js";
import type { FilePlan, TranscriptRecord } from "../../src/transcripts/types.js";
import { FIXTURES, planOf, readRange, useFolder } from "./support.js";

const folder = useFolder();

async function inRanges(plan: FilePlan): Promise<TranscriptRecord[]> {
  const found: TranscriptRecord[] = [];
  for (const range of plan.ranges) for await (const record of readRange(plan, range)) found.push(record);
  return found;
}

test("what follows a cut begins with the marker, and lines are counted", async () => {
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: fc.constantFrom("a", "-", "\n", "\r\n", "\r"), maxLength: 80 }), fc.integer({ min: 1, max: 30 }), async (text, least) => {
      const file = folder.write("cuts.txt", text);
      const ranges = await cutLines({ path: file }, 0, text.length, { ending: "\r\n", beginning: "-", bareCr: true }, least);
      expect(ranges.map(({ start }) => start)).toEqual([0, ...ranges.slice(0, -1).map(({ end }) => end)]);
      expect(ranges.at(-1)!.end).toBe(text.length);
      for (const { start, line } of ranges) {
        expect(line).toBe(text.slice(0, start).split(/\r\n|\r|\n/).length);
        if (start > 0) expect(text.slice(start - 2, start + 1)).toBe("\r\n-");
      }
    }),
  );
});

test.each([
  ["qianniu.txt", { ending: "\r\n", beginning: "--------", bareCr: true }],
  ["qianniu-gbk.txt", { ending: "\r\n", beginning: "--------", bareCr: true }],
  ["replylint.ndjson", {}],
  ["zendesk.json", {}],
])("%s in pieces is the whole", async (name, where) => {
  const content = readFileSync(join(FIXTURES, name));
  const plan = await planOf(join(FIXTURES, name));
  const ranges = await cutLines({ path: plan.path }, plan.ranges[0]!.start, content.length, where, 10);
  expect(ranges.length).toBeGreaterThan(1);
  expect(await inRanges({ ...plan, ranges })).toEqual(await inRanges(plan));
});
