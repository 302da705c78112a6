import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { CompletionList } from "vscode-languageserver-protocol/node";
import { makeFolder } from "../cli/support.js";
import { Client } from "./support.js";

const folder = makeFolder({
  "replylint.config.yaml": "extends: group.yaml\nterms: { 宝贝: 商品 }\n",
  "group.yaml": "extends: replylint:strict\nlimits: { refund: 72h }\nexempt: [{ text: 正品保障绝无假货, reason: 招牌语 }]\n",
});
const at = (name: string): string => pathToFileURL(join(folder.path, name)).href;
let client: Client;
beforeAll(async () => {
  client = await new Client().start({}, { folders: [folder.path] });
});
afterAll(() => client.stop());

test("drafts are judged by the configuration and what it extends", async () => {
  const { diagnostics } = await client.open(at("a.txt"), "宝贝：正品保障绝无假货\n");
  expect(diagnostics.map(({ code }) => code)).toEqual(["clarity/house-term"]);
  const late = await client.open(at("b.md"), "---\ncustomer: 退款没到账\n---\n抱歉让您久等了，退款7天内给您处理好\n", "markdown");
  expect(late.diagnostics.map(({ code }) => code)).toEqual(["time/over-limit"]);
});

test("what is wrong in a file that is extended is shown where it is extended", async () => {
  writeFileSync(join(folder.path, "wrong.yaml"), "level: strickt\n");
  const { diagnostics } = await client.open(at("replylint.config.yaml"), "level: default\nextends: wrong.yaml\n", "yaml");
  expect(diagnostics.map(({ message, range }) => [(typeof message === "string" ? message : message.value).replace(/^.*\//, ""), range.start.line])).toEqual([[expect.stringMatching(/^wrong\.yaml:1:8: level: 不能是 "strickt"，是不是想写 strict？/), 1]]);
});

test("completion offers what is owed in the playbook's order, then what it welcomes", async () => {
  const text = "---\ncustomer: 圆通三天没动了，快递到哪了\nscenario: chase\n---\n让您等着急了，抱歉。";
  await client.open(at("chase.md"), text, "markdown");
  const { items } = await client.ask<CompletionList>("textDocument/completion", at("chase.md"), { position: { line: 4, character: 10 } });
  const sentences = items.filter(({ detail }) => /^(?:还缺|可以补)/.test(detail ?? "")).map(({ detail, label }) => `${detail!.slice(0, 3)} ${label}`);
  expect(sentences[0]).toBe("还缺行 我现在联系圆通核实快递的位置，【几点】前把结果告诉您。");
  expect(sentences.at(-1)).toBe("可以补 物流有变化我在这里告诉您。");
});
