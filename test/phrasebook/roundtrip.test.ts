import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decode } from "../../src/phrasebook/decode.js";
import { applyFixes } from "../../src/phrasebook/fix.js";
import { editsIn } from "../../src/phrasebook/pieces.js";
import type { PlacedFinding } from "../../src/phrasebook/types.js";
import { read, type Row, WRITERS } from "./support.js";

/** Words of a phrasebook with everything that formats trip over. */
const word = fc.constantFrom("亲", "您好，", "已为您登记", "！！", " ", "\n", '"', "'", "`", "\\", "#", ": ", "- ", "{订单号}", "{{ticket.id}}", "$", "&", "<", ">", "，", ",", "\t", "😀", "👨‍👩‍👧", "，", "a", "1", "|", "%", "…", "：", "*", "_", "[图片]", "@", "!", "？");
const text = fc
  .array(word, { minLength: 1, maxLength: 14 })
  .map((words) => `亲${words.join("").trim()}好`)
  .map((made) => made.replace(/\n{3,}/g, "\n\n"));
/** An edit of a text by share of its length, so that it fits whatever text is made. */
const edit = fc.record({ at: fc.nat(99), length: fc.nat(3), put: fc.array(word, { maxLength: 3 }).map((words) => words.join("")) });

function whole(source: string, offset: number): number {
  return (source.charCodeAt(offset) & 0xfc00) === 0xdc00 ? offset + 1 : offset;
}

describe.each(Object.entries(WRITERS))("%s", (_, { file, write, takes = () => true }) => {
  it("reads the texts that were written, and each exact piece stands in the file", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(text.filter(takes), { minLength: 1, maxLength: 3 }), async (texts) => {
        const rows = texts.map((one, index): Row => ({ id: `e${index}`, text: one }));
        const bytes = await write(rows);
        const book = await read(file, bytes);
        expect(book.problems).toEqual([]);
        expect(book.entries.map((entry) => [entry.id, entry.text.text])).toEqual(rows.map((row) => [row.id, row.text.trim()]));
        const decoded = decode(bytes);
        for (const { text: phrase } of book.entries) {
          expect(phrase.pieces.map((piece) => phrase.text.slice(piece.start, piece.end)).join("")).toBe(phrase.text);
          if ("text" in decoded && phrase.cell === undefined) for (const piece of phrase.pieces) if (piece.exact) expect(decoded.text.slice(piece.from, piece.to)).toBe(phrase.text.slice(piece.start, piece.end));
        }
      }),
      { numRuns: 30 },
    );
  });

  it("writes an edit back so that the text reads as it should, or refuses it, and changes no other text", async () => {
    let written = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(text.filter(takes), { minLength: 2, maxLength: 3 }), edit, async (texts, { at, length, put }) => {
        const rows = texts.map((one, index): Row => ({ id: `e${index}`, text: one }));
        const bytes = await write(rows);
        const book = await read(file, bytes);
        const phrase = book.entries[1]!.text;
        const start = whole(phrase.text, 1 + Math.floor((at * (phrase.text.length - 2)) / 100));
        const end = Math.min(whole(phrase.text, start + length), phrase.text.length - 1);
        if (start > end) return;
        const wanted = phrase.text.slice(0, start) + put + phrase.text.slice(end);
        const edits = editsIn(phrase, [{ start, end, text: put }]);
        if (!edits || edits.length === 0 || !takes(wanted)) return;
        const finding = { file, line: 1, rule: "x", fix: { title: "", edits }, suggestions: [] } as unknown as PlacedFinding;
        const { contents } = await applyFixes([finding], () => bytes);
        const after = await read(file, contents.get(file)!);
        // A plain scalar may not hold every text; the command reads the file again and refuses what it finds changed.
        const texts2 = after.entries.map((entry) => entry.text.text);
        expect(texts2).toEqual([rows[0]!.text, wanted, ...rows.slice(2).map((row) => row.text)]);
        written++;
      }),
      { numRuns: 40 },
    );
    expect(written).toBeGreaterThan(8);
  });
});

it("GB18030 is written back byte for byte but for what changed", async () => {
  // 编号,快捷短语 / a1,亲，好！！ in GBK
  const bytes = Uint8Array.from([0xb1, 0xe0, 0xba, 0xc5, 0x2c, 0xbf, 0xec, 0xbd, 0xdd, 0xb6, 0xcc, 0xd3, 0xef, 0x0d, 0x0a, 0x61, 0x31, 0x2c, 0xc7, 0xd7, 0xa3, 0xac, 0xba, 0xc3, 0xa3, 0xa1, 0xa3, 0xa1, 0x0d, 0x0a]);
  const book = await read("千牛.csv", bytes);
  expect(book.entries.map((entry) => [entry.id, entry.text.text])).toEqual([["a1", "亲，好！！"]]);
  const edits = editsIn(book.entries[0]!.text, [{ start: 3, end: 5, text: "！😀" }])!;
  const { contents } = await applyFixes([{ file: "千牛.csv", line: 1, rule: "x", fix: { title: "", edits }, suggestions: [] } as unknown as PlacedFinding], () => bytes);
  const after = contents.get("千牛.csv")!;
  expect(new TextDecoder("gb18030").decode(after)).toBe("编号,快捷短语\r\na1,亲，好！😀\r\n");
  expect([...after.subarray(0, 26)]).toEqual([...bytes.subarray(0, 26)]);
});
