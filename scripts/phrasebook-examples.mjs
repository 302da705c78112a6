// The examples of docs/phrasebook.md: the demonstration phrasebook, what replylint prints for it, and the table of checks.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parse } from "yaml";

const root = fileURLToPath(new URL("..", import.meta.url));
const fence = (kind, text) => `\`\`\`${kind}\n${text.trimEnd()}\n\`\`\``;

/** Conversations in which one wording does better than the other. */
function chats() {
  const say = ["亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货", "同学你好，购物车里的外套还在等你，学生认证后可以用教育优惠"];
  const rows = ["会话ID,时间,角色,消息内容,是否付款"];
  for (let i = 0; i < 100; i++) {
    const paid = i % 2 === 0 ? i % 5 === 0 : i % 3 !== 0;
    rows.push(`c${i},2026-11-01 10:00:00,客户,这件外套怎么样,${paid ? "是" : "否"}`, `c${i},2026-11-01 10:00:20,客服,"${say[i % 2]}",${paid ? "是" : "否"}`);
    if (i % 4 > 0) rows.push(`c${i},2026-11-01 10:01:00,客户,好的我看看,${paid ? "是" : "否"}`);
  }
  return rows.join("\n") + "\n";
}
const reminder = "entries:\n  - id: cf-01\n    scenario: reminder\n    text: 亲，您看中的外套还没付款哦，今天下单可以赶上明天的发货\n    variants:\n      - { audience: 学生, text: 同学你好，购物车里的外套还在等你，学生认证后可以用教育优惠 }\n";

/** Parts of docs/phrasebook.md by name. */
export function phrasebookExamples() {
  const folder = mkdtempSync(join(tmpdir(), "replylint-book-"));
  const demo = readFileSync(join(root, "fixtures/phrasebooks/demo.yaml"), "utf8");
  writeFileSync(join(folder, "demo.yaml"), demo);
  writeFileSync(join(folder, "reminder.yaml"), reminder);
  writeFileSync(join(folder, "chats.csv"), chats());
  const run = (...args) => `$ replylint ${args.join(" ")}\n${spawnSync(process.execPath, [join(root, "dist/cli.js"), ...args, "--no-color"], { cwd: folder, encoding: "utf8", env: { ...process.env, COLUMNS: "96" } }).stdout}`;
  const checks = parse(readFileSync(join(root, "dictionaries/phrasebook/checks.yaml"), "utf8"));
  const table = Object.entries(checks).map(([id, { guidance, severity, message }]) => `| \`${id}\` | ${guidance.join(" ")} | ${severity} | ${message.en.replaceAll("|", "\\|")} |`);
  const parts = {
    "phrasebook:demo": fence("yaml", demo),
    "phrasebook:output": fence("console", run("phrasebook", "demo.yaml", "--today", "2026-11-24", "--part")),
    "phrasebook:effect": fence("console", run("phrasebook", "effect", "--phrasebook", "reminder.yaml", "--transcripts", "chats.csv")),
    "phrasebook:checks": ["| check | points | severity | what it says |", "|---|---|---|---|", ...table].join("\n"),
  };
  rmSync(folder, { recursive: true });
  return parts;
}
