import { expect, test } from "vitest";
import { commentsOf, type CommentSyntax } from "../../src/ci/comments.js";

test.each<[CommentSyntax, string, string[]]>([
  ["yaml", "# 一\na: 甲 # 二\nb: '# 不是'\nc: |\n  # 不是\n  x\nd: 乙#不是\n# 三", [" 一", " 二", " 三"]],
  ["yaml", "- {a: 甲, b: 乙} # 一\r\n- >-\r\n  # 不是\r\n", [" 一"]],
  ["markdown", "<!-- 一 -->\n# 题\n\n```\n<!-- 不是 -->\n```\n\n`<!-- 不是 -->` 甲 <!-- 二 -->\n\n> <!--\n> 三 -->\n", [" 一 ", " 二 ", "\n> 三 "]],
  ["script", "// 一\nconst a = '// 不是' /* 二 */;\nconst b = `// 不是 ${/* 三 */ c} /* 不是 */`;\n/** 四 */\nf(/* 五 */);\nconst r = /\\/\\/ 不是/; // 六", [" 一", " 二 ", " 三 ", "* 四 ", " 五 ", " 六"]],
  ["script", "export const X = <p>// 不是{/* 一 */}</p>;\n", [" 一 "]],
])("%s: %j", async (syntax, text, expected) => {
  const comments = await commentsOf(text, syntax);
  expect(comments.map((comment) => comment.text)).toEqual(expected);
  for (const comment of comments) expect(text.slice(comment.start, comment.end)).toContain(comment.text);
});
