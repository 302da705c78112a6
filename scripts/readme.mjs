// Fills the marked parts of the READMEs with real output. `--check` fails where they differ.
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createShippedLinter } from "../dist/node.js";
import { ciExamples } from "./ci-examples.mjs";
import { phrasebookExamples } from "./phrasebook-examples.mjs";

const root = fileURLToPath(new URL("..", import.meta.url));
const draft = "---\ncustomer: 裙子洗了一次就掉色，太失望了\n---\n亲，这款绝对不会掉色的，是您自己洗的方法不对。\n您放心，我们会尽快给您处理！！\n";
const folder = mkdtempSync(join(tmpdir(), "replylint-readme-"));
writeFileSync(join(folder, "draft.md"), draft);
copyFileSync(join(root, "fixtures/transcripts/chat-gbk.csv"), join(folder, "chats.csv"));
const run = (args, input, cwd = folder) => {
  try {
    return execFileSync(process.execPath, [join(root, "dist/cli.js"), ...args], { cwd, input, encoding: "utf8", env: { ...process.env, COLUMNS: "100" }, stdio: ["pipe", "pipe", "ignore"] }).trimEnd();
  } catch (error) {
    return error.stdout.trimEnd(); // exit code 1: findings
  }
};
const house = mkdtempSync(join(tmpdir(), "replylint-readme-"));
writeFileSync(join(house, "replylint.config.yaml"), "extends: [group.yaml, replylint:taobao]\nterms: { 宝贝: 商品 }\nlimits: { reply: { least: 5min, most: 24h } }\nrules: { courtesy/no-advice: shadow }\n");
writeFileSync(join(house, "group.yaml"), "extends: replylint:strict\nterms: { 咱家: 本店 }\nlimits: { refund: 72h }\n");
const fence = (kind, text) => `\`\`\`${kind}\n${text}\n\`\`\``;
const record = '{"id":1,"customer":"快递怎么还没到","reply":"亲，别着急，明天肯定能到"}';
const linter = createShippedLinter();
const library = linter.lint({ customer: "会掉色吗", reply: "不会的，放心，绝对不掉色" }).findings.flatMap((f) => [`${f.rule} ${f.text} ${f.message}`, ...f.suggestions.map((s) => `→ ${s.edits[0].text}`)]);
const parts = {
  "source:draft": fence("markdown", draft.trimEnd()),
  "output:draft": fence("console", `$ replylint check draft.md\n${run(["check", "draft.md", "--no-color"])}`),
  "output:pipe": fence("console", `$ echo '${record}' | replylint pipe --fields verdict,score,findings --no-suggestions\n${run(["pipe", "--fields", "verdict,score,findings", "--no-suggestions"], record + "\n")}`),
  "output:tsv": fence("console", `$ printf '7\\t亲，明天一定到\\t到哪了\\n' | replylint pipe --tsv --columns id,reply,customer --fields id,verdict,score\n${run(["pipe", "--tsv", "--columns", "id,reply,customer", "--fields", "id,verdict,score"], "7\t亲，明天一定到\t到哪了\n")}`),
  "output:audit": fence("console", `$ replylint audit fixtures/audit/november.csv\n${run(["audit", "fixtures/audit/november.csv", "--no-color"], "", root)}`),
  "output:import": fence("console", `$ replylint import --explain chats.csv\n${run(["import", "--explain", "chats.csv", "--no-color"])}`),
  "output:house": fence("console", `$ replylint check --print-config --min-score 85\n${run(["check", "--print-config", "--min-score", "85"], "", house)}`),
  "output:figures": execFileSync(process.execPath, [join(root, "scripts/evaluate.mjs"), "--table"], { encoding: "utf8" }).trimEnd(),
  "output:library": fence("text", library.join("\n")),
  ...ciExamples(),
  ...phrasebookExamples(),
};
for (const name of ["README.md", "README.zh-CN.md", "docs/ci.md", "docs/house-rules.md", "docs/phrasebook.md", "docs/warehouse.md"]) {
  const path = join(root, name);
  const before = readFileSync(path, "utf8");
  let text = before;
  for (const [part, output] of Object.entries(parts)) text = text.replace(new RegExp(`(<!-- ${part} -->\n)[^]*?(<!-- /${part} -->)`), (_, open, close) => `${open}${output}\n${close}`);
  if (!process.argv.includes("--check")) writeFileSync(path, text);
  else if (text !== before) {
    console.error(`${name} does not show what replylint prints; run: npm run docs`);
    process.exitCode = 1;
  }
}
