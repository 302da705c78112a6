import * as fc from "fast-check";
import type { Nodes } from "mdast";
import remarkParse from "remark-parse";
import { unified } from "unified";
import { describe, expect, it } from "vitest";
import { cutsOf } from "../../src/phrasebook/markdown-blocks.js";

const parser = unified().use(remarkParse).freeze();

/** The blocks of a text as far as a phrasebook reads them: kind, and where they lie. */
function blocks(source: string, by = 0): string[] {
  return parser.parse(source).children.map((node: Nodes) => `${node.type} ${node.position!.start.offset! + by} ${node.position!.end.offset! + by}`);
}

const pad = `${"凑够长度的话。".repeat(600)}\n\n`;
const piece = fc.constantFrom("# 标题\n", "## 二级\n", "> 亲，在的\n", "> ```\n", "```\n", "````\n", "~~~\n", "  ```\n", "   ~~~\n", "```text\n", "``` `x`\n", "- ```\n", "- 一项\n", "  # 不是\n", "1. ```\n", "<!-- replylint-ignore x -- y -->\n", "<!--\n", "-->\n", "<div>\n", "<pre>\n", "<?x\n", "    # 代码\n", "[a]: /x \"t\n", "\n", "正文\n", "===\n", "\t```\n", "#没有空格\n", "#\n", "> - ```\n", ">> ```\n", "\r\n", pad);

describe("cutsOf", () => {
  it("cuts change nothing, whatever stands in the text", () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        // Something long before each heading, so that there is a place to cut.
        const source = pieces.map((text) => (text.startsWith("#") ? pad + text : text)).join("");
        const cuts = cutsOf(source);
        expect(cuts.slice(0, -1).flatMap((from, index) => blocks(source.slice(from, cuts[index + 1]), from))).toEqual(blocks(source));
      }),
      { numRuns: 400, seed: 11 },
    );
  });

  it("cuts a phrasebook into small parts", () => {
    const book = Array.from({ length: 500 }, (_, index) => `## 第 ${index} 条\n\n场景: 催单\n\n> 您好，包裹在路上，预计明天到，我今天18点前给您回复\n\n\`\`\`text\n# 井号开头的话\n\`\`\`\n`).join("\n");
    const cuts = cutsOf(book);
    expect(cuts.length).toBeGreaterThan(book.length / 6000);
    for (const cut of cuts.slice(1, -1)) expect(book.slice(cut, cut + 3)).toBe("## ");
  });
});
