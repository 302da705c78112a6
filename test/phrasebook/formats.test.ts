import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readXlsx } from "hucre/xlsx";
import { beforeAll, describe, expect, it } from "vitest";
import { decode } from "../../src/phrasebook/decode.js";
import type { Phrasebook, PlacedFinding } from "../../src/phrasebook/types.js";
import { check, checksOf, FIXTURES, mend, read, readAll } from "./support.js";

/** What a finding says, whatever file it is in. */
function said(book: Phrasebook, findings: readonly PlacedFinding[]): string[] {
  const entries = new Map(book.entries.map((entry, index) => [entry, index]));
  const indexOf = (finding: PlacedFinding): number => [...entries].find(([entry]) => entry.text.text === finding.context && entry.id === finding.entry)?.[1] ?? -1;
  return findings.map((finding) => [indexOf(finding), finding.rule, finding.severity, finding.text, finding.message.replaceAll(/\([^()]*:\d+\)/g, ""), finding.fix?.title ?? ""].join(" | ")).sort();
}

describe.each(["seeded", "helpdesk"])("the same faults in every format: %s", (folder) => {
  const files = readdirSync(join(FIXTURES, folder)).filter((name) => name !== "shop.ts").map((name) => join(FIXTURES, folder, name));
  let books: Phrasebook[];
  beforeAll(async () => {
    books = await readAll(files);
  });

  it("gives the same findings in all of them", () => {
    expect(books.flatMap((book) => book.problems)).toEqual([]);
    const [first, ...others] = books.map((book) => said(book, check([book])));
    expect(first!.length).toBeGreaterThan(folder === "seeded" ? 30 : 15);
    others.forEach((other, index) => expect({ file: files[index + 1], findings: other }).toEqual({ file: files[index + 1], findings: first }));
  });

  it("places every finding on its words", () => {
    for (const book of books) {
      if (!book.text) continue;
      const lines = book.text.text.split(/\r\n|\n|\r/);
      for (const { text, start, end, line, column, rule } of check([book])) {
        if (text === "" || /[\n"&<]/.test(text)) continue;
        expect({ rule, there: book.text.text.slice(start, end).replace(/" \+ "/, "") }).toEqual({ rule, there: text });
        expect(lines[line - 1]!.slice(column - 1).startsWith(text.slice(0, 3))).toBe(true);
      }
    }
  });

  it("mends them in place and changes nothing else", async () => {
    for (const file of files) {
      const before = readFileSync(file);
      const { content, fixes } = await mend(file, before);
      expect({ file, fixes }).toEqual({ file, fixes: folder === "seeded" ? 3 : 2 });
      expect((await mend(file, content)).fixes).toBe(0);
      const was = decode(before);
      const is = decode(content);
      if (!("text" in was) || !("text" in is)) continue;
      expect(is.bom).toBe(was.bom);
      // What was taken out is a mark of exclamation each, and the braces keep their place.
      expect(is.text.replaceAll("{订单号}", "｛订单号｝")).toBe(was.text.replaceAll("！！", "！"));
    }
  });
});

describe("XLSX", () => {
  const file = join(FIXTURES, "seeded/book.xlsx");

  it("keeps every other member byte for byte, and styles, widths and other sheets", async () => {
    const before = readFileSync(file);
    const { content } = await mend(file, before);
    const was = unzipSync(before);
    const is = unzipSync(content);
    expect(Object.keys(is)).toEqual(Object.keys(was));
    const changed = Object.keys(was).filter((name) => !Buffer.from(was[name]!).equals(Buffer.from(is[name]!)));
    expect(changed).toEqual(["xl/sharedStrings.xml"]);
    const book = await readXlsx(content);
    expect(book.sheets.map((sheet) => sheet.name)).toEqual(["快捷短语", "说明"]);
    expect(book.sheets[0]!.rows[2]![2]).toBe("您好，已经帮您查到包裹在派送中了，放心，明天肯定能到！");
  });

  it("gives a cell its own string where another cell shares it", async () => {
    const { writeXlsx } = await import("hucre/xlsx");
    const bytes = await writeXlsx({ sheets: [{ name: "话术", rows: [["编号", "话术", "备注"], ["a", "亲，请放心！！", "亲，请放心！！"]] }] });
    const { content, fixes } = await mend("a.xlsx", bytes);
    expect(fixes).toBe(1);
    const { sheets } = await readXlsx(content);
    expect(sheets[0]!.rows[1]).toEqual(["a", "亲，请放心！", "亲，请放心！！"]);
  });

  it("mends inside runs of rich text and inline strings, and leaves fonts, hints and numbers alone", async () => {
    const strings = '<sst xmlns="x" count="3" uniqueCount="3"><si><t>话术</t></si><si><r><rPr><b/></rPr><t xml:space="preserve">亲，请</t></r><r><t>放心！</t></r><r><rPr><i/></rPr><t>！A&amp;B</t></r><rPh sb="0" eb="1"><t>qin</t></rPh></si><si><t/></si></sst>';
    const sheet = '<worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>编号</t></is></c></row><row r="2"><c r="A2" s="4" t="s"><v>1</v></c><c r="B2"><v>7</v></c></row><row r="3"><c r="A3" t="inlineStr"><is><t>您好，请放心！！</t></is></c><c r="B3" s="2"/></row></sheetData></worksheet>';
    const parts = {
      "xl/workbook.xml": '<workbook><sheets><sheet name="A&amp;B" sheetId="1" r:id="rId1"/></sheets></workbook>',
      "xl/_rels/workbook.xml.rels": '<Relationships><Relationship Id="rId1" Target="/xl/worksheets/sheet1.xml"/></Relationships>',
      "xl/sharedStrings.xml": strings,
      "xl/worksheets/sheet1.xml": sheet,
    };
    const bytes = zipSync(Object.fromEntries(Object.entries(parts).map(([name, text]) => [name, strToU8(text)])));
    const book = await read("a.xlsx", bytes);
    expect(book.entries.map((entry) => [entry.id, entry.text.text, entry.place.cell])).toEqual([["7", "亲，请放心！！A&B", "A2"], ["a.xlsx#A&B:3", "您好，请放心！！", "A3"]]);
    const { content, fixes } = await mend("a.xlsx", bytes);
    expect(fixes).toBe(2);
    const after = Object.fromEntries(Object.entries(unzipSync(content)).map(([name, part]) => [name, strFromU8(part)]));
    expect(after).toEqual({ ...parts, "xl/sharedStrings.xml": strings.replace("<t>！A&amp;B</t>", "<t>A&amp;B</t>"), "xl/worksheets/sheet1.xml": sheet.replace("！！", "！") });
  });

  it("says why a file is no workbook", async () => {
    const book = await read("a.xlsx", Buffer.from("PK 不是"));
    expect(book.problems.map((problem) => problem.code)).toEqual(["not-workbook"]);
  });

  it("names the head where no column has texts", async () => {
    const { writeXlsx } = await import("hucre/xlsx");
    const book = await read("a.xlsx", await writeXlsx({ sheets: [{ name: "一", rows: [["日期", "金额"], ["1", "2"]] }] }));
    expect(book.problems[0]).toMatchObject({ code: "no-text-column", sheet: "一", line: 1 });
    const mapped = await read("a.xlsx", await writeXlsx({ sheets: [{ name: "一", rows: [["代号", "怎么说"], ["1", "亲，您好"]] }] }), { fields: { 怎么说: "text", 代号: "code" } });
    expect(mapped.entries.map((entry) => [entry.code, entry.text.text])).toEqual([["1", "亲，您好"]]);
  });
});

describe("TypeScript", () => {
  const texts = async (source: string): Promise<[string, string][]> => (await read(join(FIXTURES, "seeded/inline.ts"), source)).entries.map((entry) => [entry.id, entry.text.text]);

  it("resolves constants, templates, sums, imports, enums and helpers to what will be sent", async () => {
    expect(
      await texts(`
        import { GREETING } from "./shop.js";
        const END = "祝您生活愉快。";
        enum Word { Dear = "亲，" }
        const closing = (text: string) => \`\${text}\${END}\`;
        export const replies = {
          hello: GREETING + "请问有什么可以帮您？",
          thanks: closing("感谢您的支持，"),
          dear: \`\${Word.Dear}订单 \${order.id} 已登记\`,
          lines: ["亲，已登记。", "明天给您结果。"].join("\\n"),
          late: (name: string) => \`\${name}，让您久等了\`,
        } as const;
      `),
    ).toEqual([
      ["replies.hello", "您好，欢迎光临小熊家纺，请问有什么可以帮您？"],
      ["replies.thanks", "感谢您的支持，祝您生活愉快。"],
      ["replies.dear", "亲，订单 ${order.id} 已登记"],
      ["replies.lines", "亲，已登记。\n明天给您结果。"],
      ["replies.late", "${name}，让您久等了"],
    ]);
  });

  it("reads every return, both sides of a choice, class members, maps; and no log", async () => {
    expect(
      await texts(`
        export function late(days: number) {
          if (days > 3) return "亲，让您久等了，我去催";
          log("调试信息，不是话术");
          return days > 1 ? "亲，在路上了" : \`亲，\${days}天内到\`;
        }
        export class Replies {
          static readonly thanks = "感谢您的支持";
          damaged() { return "很抱歉，收到破损的商品"; }
        }
        export const table = new Map([["refund", "亲，退款已提交"]]);
      `).then((all) => all.map(([id, text]) => [id.replace(/^.*inline\.ts/, ""), text])),
    ).toEqual([
      [":3", "亲，让您久等了，我去催"],
      [":5", "亲，在路上了"],
      [":5", "亲，${days}天内到"],
      ["thanks", "感谢您的支持"],
      ["damaged", "很抱歉，收到破损的商品"],
      [":11", "亲，退款已提交"],
    ]);
  });

  it("reads helper calls, records, comments and default exports", async () => {
    const book = await read(
      join(FIXTURES, "seeded/inline.ts"),
      `
      export const a = phrase("cd-1", "亲，包裹在路上了", { scenario: "chase" });
      /** @scenario damaged */
      export const broken = "很抱歉，收到破损的商品";
      export default defineBook({ entries: [{ id: "x", text: "亲，您好", scenario: "opening" }] });
    `,
    );
    expect(book.entries.map(({ id, scenario, text }) => [id, scenario, text.text])).toEqual([
      ["cd-1", "chase", "亲，包裹在路上了"],
      ["broken", "damaged", "很抱歉，收到破损的商品"],
      ["x", "opening", "亲，您好"],
    ]);
  });

  it("reports and mends a text at the literal that it came from, in another file if need be", async () => {
    const book = await read(join(FIXTURES, "seeded/inline.ts"), 'import { GREETING } from "./shop.js";\nexport const a = { t: `${GREETING}请放心！！` };\n');
    const finding = check([book], { whole: false }).find(({ rule }) => rule === "language/punctuation-runs")!;
    expect(finding).toMatchObject({ line: 2, text: "！！", fix: { edits: [{ text: "" }] } });
    const { placeOf, entries } = book;
    expect(placeOf(entries[0]!.text, 0, 2, entries[0]!.place)).toMatchObject({ file: join(FIXTURES, "seeded/shop.ts"), line: 2, column: 26 });
  });

  it("says where a file is no TypeScript", async () => {
    expect((await read("a.ts", "export const a = ;")).problems[0]).toMatchObject({ code: "not-typescript", line: 1, column: 18 });
  });
});

describe("Markdown", () => {
  it("takes fields, groups and further wordings from where they stand", async () => {
    const book = await read("a.md", "---\nplatform: 千牛\nvariables: [订单号]\n---\n\n# 售后\n\n## 催单\n\n**适用场景：** chase\n**编码：** cd1\n\n```\n亲，订单{订单号}在路上了\n```\n\n> 您好，\n> 包裹在路上了\n\n```js\nconst x = '亲，不是话术';\n```\n");
    expect(book.entries.map(({ code, group, title, scenario, platform, text, variants }) => [code, group, title, scenario, platform, text.text, variants.map((variant) => variant.text)])).toEqual([["cd1", "售后", "催单", "chase", "taobao", "亲，订单{订单号}在路上了", ["您好，\n包裹在路上了"]]]);
    expect(book.variables.map((variable) => [variable.name, variable.place.line])).toEqual([["订单号", 3]]);
  });
});

describe("YAML", () => {
  it("names unknown keys and wrong values of the native form, with their places", async () => {
    const book = await read("a.yaml", "version: 1\nentries:\n  - id: a\n    txet: 亲\n  - id: b\n    scenario: chsae\n    text: 亲，您好\n");
    expect(book.problems.map(({ code, line, column }) => [code, line, column])).toEqual(expect.arrayContaining([["unknown-key", 4, 5], ["wrong-value", 6, 15]]));
  });

  it("reads groups of texts, and texts with their audience", async () => {
    const book = await read("a.yaml", "催单:\n  a: 亲，包裹在路上了\n  b: {text: 您好，在查了, variants: {学生: 同学你好，在查了}}\n");
    expect(book.entries.map(({ id, group, scenario, text, variants }) => [id, group, scenario, text.text, variants.map(({ audience, text }) => [audience, text])])).toEqual([
      ["催单.a", "催单", "chase", "亲，包裹在路上了", []],
      ["催单.b", "催单", "chase", "您好，在查了", [["学生", "同学你好，在查了"]]],
    ]);
  });

  it("tells what is no YAML, by line", async () => {
    expect((await read("a.yaml", "a: [1\nb: 2\n")).problems[0]).toMatchObject({ code: "not-yaml", line: 2 });
  });
});

it("one bad line of NDJSON does not stop the others", async () => {
  const book = await read("a.ndjson", '{"id":"a","text":"亲，您好"}\n{"id":\n{"id":"c","text":"亲，再见"}\n');
  expect(book.entries.map((entry) => entry.id)).toEqual(["a", "c"]);
  expect(book.problems).toMatchObject([{ code: "not-json", line: 2 }]);
});

it("an Intercom attribute is a placeholder, with its default", async () => {
  const body = '<p>您好 <attribute key="user.name" default="亲"/>，已为您登记</p><p>运费<attribute key="company.fee"/>元</p>';
  const source = JSON.stringify({ type: "macro", id: "1", name: "催单", body, body_text: "" });
  expect(await checksOf("a.json", source)).toEqual(['blank-unsafe: <attribute key="company.fee"/>']);
});
