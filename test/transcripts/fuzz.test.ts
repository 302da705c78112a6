import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { FIXTURES, readAll, useFolder } from "./support.js";

const folder = useFolder();
const TEXT = readdirSync(FIXTURES).filter((name) => /\.(csv|tsv|txt|json|ndjson)$/.test(name)).sort();

/** Reads it, whatever it is: without an exception, and with something said about every file. */
async function survives(name: string, content: Uint8Array): Promise<number> {
  const { messages, unread, conversations } = await readAll(folder.write(name, content));
  expect(messages.length + unread.length).toBeGreaterThan(0);
  for (const { at, kind, text } of messages) {
    expect(at.line).toBeGreaterThan(0);
    expect(typeof text).toBe("string");
    expect(kind).toBeTypeOf("string");
  }
  for (const { raw } of unread) expect(raw.length).toBeLessThanOrEqual(200);
  expect(conversations.every((one) => one.messages.length > 0)).toBe(true);
  return messages.length;
}

describe.each(TEXT)("%s", (name) => {
  const content = readFileSync(join(FIXTURES, name));

  test("cut off anywhere", async () => {
    for (let i = 1; i <= 25; i++) await survives(`cut-${name}`, content.subarray(0, Math.max(1, Math.floor((content.length * i) / 26))));
  });

  test("with bytes replaced, NULs among them", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(content.length - 1), fc.constantFrom(0, 0x0a, 0x0d, 0x22, 0x2c, 0x5b, 0x7b, 0x7d, 0x80, 0xff)), { minLength: 1, maxLength: 12 }), async (changes) => {
        const bytes = Buffer.from(content);
        for (const [at, byte] of changes) bytes[at] = byte;
        await survives(`bytes-${name}`, bytes);
      }),
      { numRuns: 15 },
    );
  });
});

describe.each(["chat.xlsx", "march.zip", "chat.csv.gz"])("%s", (name) => {
  const content = readFileSync(join(FIXTURES, name));

  test("cut off, and with bytes replaced", async () => {
    for (let i = 1; i <= 15; i++) await survives(`cut-${name}`, content.subarray(0, Math.max(1, Math.floor((content.length * i) / 16))));
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(fc.nat(content.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }), async (changes) => {
        const bytes = Buffer.from(content);
        for (const [at, byte] of changes) bytes[at] = byte;
        await survives(`bytes-${name}`, bytes);
      }),
      { numRuns: 60 },
    );
  });
});

test("any bytes under any name", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ minLength: 1, maxLength: 300 }), fc.constantFrom("x.csv", "x.txt", "x.json", "x.ndjson", "x.xlsx", "x.zip", "x.gz"), async (bytes, name) => {
      await survives(name, bytes);
    }),
  );
});

test("every row of a table is a message or is told of", async () => {
  const cell = fc.constantFrom("客服", "买家", "店长", "", "2026-03-01 10:00:00", "昨天", "S1", "您好", '"', "a,b", "\u0000");
  await fc.assert(
    fc.asyncProperty(fc.array(fc.array(cell, { minLength: 1, maxLength: 6 }).filter((row) => row.length > 1 || row[0] !== ""), { minLength: 1, maxLength: 20 }), async (rows) => {
      const lines = rows.map((row) => row.map((one) => (one === '"' ? '""""' : one)).join(",")).filter((line) => line !== "");
      const { messages, unread } = await readAll(folder.write("counted.csv", `会话ID,时间,角色,内容\n${lines.join("\n")}\n`));
      expect(messages.length + unread.length).toBe(lines.length);
    }),
  );
});

test("a line of 10 MB, in every text format", async () => {
  const long = "长".repeat(3_500_000);
  await survives("long.csv", Buffer.from(`会话ID,角色,内容\n1,客服,${long}\n2,客服,好\n`));
  const { messages, unread } = await readAll(folder.write("long.txt", `${"-".repeat(28)}买家${"-".repeat(28)}\r\n店:小满(2026-03-01 10:00:00):  ${long}${long}\r\n店:小满(2026-03-01 10:00:01):  好的\r\n`));
  expect([messages.map(({ text }) => text), unread.map(({ code, at }) => [code, at.line])]).toEqual([["好的"], [["too-long", 2]]]);
  await survives("long.ndjson", Buffer.from(`{"id":1,"reply":"${long}"}\n{"id":2,"reply":"好"}\n`));
  await survives("long-flat.json", Buffer.from(`[${long}]`));
  await survives("one-line.bin.txt", Buffer.alloc(10 << 20, "x"));
});

test("a document that ends in the middle gives the records before", async () => {
  const { messages, unread } = await readAll(folder.write("cut.json", '[{"opercode":2002,"openid":"a","text":"好","time":1772326800},\n{"opercode":2003,"openid":"a","te'));
  expect(messages.map(({ text }) => text)).toEqual(["好"]);
  expect(unread.map(({ code, at }) => [code, at.line])).toEqual([["truncated", 2]]);
});
