import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { readPhrasebookData } from "../../src/phrasebook/data.js";
import { patchBook } from "../../src/phrasebook/patch.js";
import { PhrasebookReader } from "../../src/phrasebook/read.js";
import type { Phrasebook } from "../../src/phrasebook/types.js";
import { fileURLToPath } from "node:url";

const data = readPhrasebookData(fileURLToPath(new URL("../../dictionaries/phrasebook", import.meta.url)));
const read = (file: string, text: string): Promise<Phrasebook> => new PhrasebookReader({ data }).read(file, text);

const BOOKS: Record<string, string> = {
  "a.yaml": "variables:\n  订单号: { sample: ['123'] }\nphrases:\n  - id: one\n    scenario: chase\n    text: 亲，您的快递在路上了，今天会再查一次\n    variants:\n      - 您好，包裹还在路上，请您稍等\n  - id: two\n    text: \"引号里的话\\n第二行，还有呢\"\n  - id: three\n    text: |\n      第一行写在这里\n      第二行写在这里\n",
  "a.json": JSON.stringify([{ id: "one", text: "亲，您的快递在路上了", scenario: "chase" }, { id: "two", text: "第一行\n第二行的话", group: "售后" }]),
  "a.csv": "编码,分组,内容\none,物流,\"亲，您的快递在路上了\"\ntwo,售后,没有引号的一句话呢\n",
  "a.md": "# 话术\n\n## 催单\n\n> 亲，您的快递在路上了，\n> 今天会再查一次\n\n## 面料\n\n```\n您好，面料是纯棉的\n```\n",
  "a.ts": "const NAME = '小店的客服';\nexport const phrases = {\n  one: `亲，这里是${NAME}，在的呢`,\n  two: '您好，面料是纯棉的',\n} as const;\n",
};
const starts = (text: string): number[] => [0, ...[...text.matchAll(/\r\n?|\n/g)].map(({ index, 0: ending }) => index + ending.length)];
/** What a book says, without functions and what tells how the file was read. */
const said = (book: Phrasebook): unknown => book.entries.map(({ text, variants, ...entry }) => ({ ...entry, phrases: [text, ...variants].map(({ text: words, pieces, audience }) => ({ words, audience, pieces: pieces.map((piece) => ({ ...piece })), place: book.placeOf({ text: words, pieces }, 0, words.length, entry.place) })) }));

describe.each(Object.keys(BOOKS))("%s", (file) => {
  test("following edits of plain words comes to what reading the file again does", async () => {
    const before = BOOKS[file]!;
    let followed = 0;
    await fc.assert(
      fc.asyncProperty(fc.nat(before.length), fc.nat(2), fc.constantFrom("好", "的哦", "", "，", "a1", "、再说"), async (start, length, words) => {
        const edit = { start, end: Math.min(before.length, start + length), text: words };
        const after = before.slice(0, edit.start) + words + before.slice(edit.end);
        const book = await read(file, before);
        const changed = patchBook(book, before, edit, starts(after));
        if (!changed) return;
        followed++;
        expect(changed.length).toBeGreaterThan(0);
        expect(said(book)).toEqual(said(await read(file, after)));
      }),
      { numRuns: 150, seed: 11 },
    );
    expect(followed).toBeGreaterThan(5);
  });

  test("an edit that may change more than words is read again", async () => {
    const before = BOOKS[file]!;
    const inside = before.search(/快递|面料/) + 1;
    for (const words of ["\n", ": ", '"', "{", "#", "`", "$", "\\", "&", "*", "'"]) expect(patchBook(await read(file, before), before, { start: inside, end: inside, text: words }, starts(before))).toBeNull();
    expect(patchBook(await read(file, before), before, { start: 0, end: 0, text: "好" }, starts(before))).toBeNull();
  });
});
