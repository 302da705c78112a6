import { expect, test } from "vitest";
import { learnAutoReplies } from "../../src/transcripts/auto.js";
import { planOf, readAll, useFolder } from "./support.js";

const folder = useFolder();
const GREETING = "您好，欢迎光临，客服马上就来";

test("the same words within two seconds, again and again, are a machine's; a person's standard reply is not", async () => {
  const rows: string[] = [];
  for (let i = 0; i < 6; i++) {
    const minute = String(i).padStart(2, "0");
    rows.push(`C${i},2026-03-01 10:${minute}:00,客户,小满,在吗`, `C${i},2026-03-01 10:${minute}:01,客服,小满,${GREETING}`, `C${i},2026-03-01 10:${minute}:30,客户,小满,有货吗`, `C${i},2026-03-01 10:${minute}:${i === 0 ? "31" : "50"},客服,小满,有货的亲`);
  }
  // The same words written by a person, later.
  rows.push("C9,2026-03-01 11:00:00,客户,小满,你好", `C9,2026-03-01 11:00:40,客服,小满,${GREETING}`);
  const file = folder.write("greeting.csv", `会话ID,时间,角色,客服,内容\n${rows.join("\n")}\n`);
  const autoReplies = await learnAutoReplies([await planOf(file)]);
  expect(autoReplies).toEqual([GREETING]);
  const { messages } = await readAll(file, { autoReplies });
  expect(messages.filter(({ role }) => role === "bot").map(({ text, auto }) => [text, auto])).toEqual(Array.from({ length: 6 }, () => [GREETING, "paced"]));
  expect(messages.find(({ at }) => at.line === rows.length + 1)).toMatchObject({ role: "agent", text: GREETING });
});
