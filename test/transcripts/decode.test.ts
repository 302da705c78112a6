import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { decode, detectEncoding } from "../../src/transcripts/decode.js";
import type { Encoding } from "../../src/transcripts/types.js";

async function text(bytes: Buffer, encoding: Encoding, sizes: readonly number[]): Promise<string> {
  // One memory for all chunks, as the reader has it.
  const memory = Buffer.alloc(Math.max(...sizes));
  async function* chunks(): AsyncGenerator<Buffer> {
    await Promise.resolve();
    for (let at = 0, i = 0; at < bytes.length; i++) {
      const count = bytes.copy(memory, 0, at, Math.min(bytes.length, at + sizes[i % sizes.length]!));
      yield memory.subarray(0, count);
      at += count;
    }
  }
  let out = "";
  for await (const part of decode(chunks(), encoding)) out += part;
  return out;
}

const words = fc.string({ unit: fc.constantFrom("亲", "您好", "a", "1", ",", "\n", "\r\n", "😊", "，", "é"), maxLength: 40 });
const sizes = fc.array(fc.integer({ min: 1, max: 11 }), { minLength: 1, maxLength: 4 });
const utf16be = (value: string): Buffer => Buffer.from(value, "utf16le").swap16();

describe("whatever the chunks", () => {
  test.each<[Encoding, (value: string) => Buffer]>([
    ["utf-8", (value) => Buffer.from(value)],
    ["utf-16le", (value) => Buffer.from(value, "utf16le")],
    ["utf-16be", utf16be],
  ])("%s", async (encoding, encode) => {
    await fc.assert(
      fc.asyncProperty(words, sizes, async (value, cuts) => {
        expect(await text(encode(value), encoding, cuts)).toBe(value);
      }),
    );
  });

  test("gb18030, with characters of four bytes", async () => {
    const line = Buffer.from("c7d7a3acc4fabac39439fc360a", "hex");
    for (let size = 1; size < 14; size++) expect(await text(Buffer.concat([line, line, line]), "gb18030", [size])).toBe("亲，您好😀\n".repeat(3));
  });
});

describe("the encoding is told from the beginning", () => {
  const csv = "会话ID,时间,角色,内容\nS1,2026-03-01 10:00:00,客服,您好，马上给您查\n";
  test.each<[string, Buffer, Encoding]>([
    ["UTF-8", Buffer.from(csv), "utf-8"],
    ["UTF-8 with a mark", Buffer.from(`\ufeff${csv}`), "utf-8"],
    ["UTF-16 LE with a mark", Buffer.from(`\ufeff${csv}`, "utf16le"), "utf-16le"],
    ["UTF-16 LE without", Buffer.from(csv, "utf16le"), "utf-16le"],
    ["UTF-16 BE with a mark", utf16be(`\ufeff${csv}`), "utf-16be"],
    ["UTF-16 BE without", utf16be(csv), "utf-16be"],
    ["GB18030", Buffer.from("bbe1bbb049442cc4dac8dd0a53312cc4fabac30a", "hex"), "gb18030"],
    ["ASCII", Buffer.from("id,text\n1,hello\n"), "utf-8"],
    ["UTF-8 with NULs in it", Buffer.from(`${csv}\0\0\0\0${csv}`), "utf-8"],
    ["mostly UTF-8", Buffer.concat([Buffer.from(csv), Buffer.from("c4fabac30a", "hex")]), "utf-8"],
  ])("%s", (_, bytes, encoding) => {
    expect(detectEncoding(bytes, true).encoding).toBe(encoding);
  });

  test("a head that ends inside a character", () => {
    const bytes = Buffer.from("亲".repeat(100));
    for (let cut = 250; cut < 256; cut++) expect(detectEncoding(bytes.subarray(0, cut), false).encoding).toBe("utf-8");
  });
});
