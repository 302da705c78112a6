// The examples of docs/ci.md: a small shop in a git repository, and what real eslint, git and replylint print there.
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
const book = `entries:
  - id: chase-1
    scenario: chase
    text: 亲，明天肯定能到，您放心
  - id: chase-2
    scenario: chase
    text: 已为您登记加急，今天18点前给您回复
`;
const changed = `${book}  - id: chase-3
    scenario: chase
    text: "这事我们不管，您去问快递"
`;
const code = `export function answer(chat, order) {
  chat.reply(\`亲，订单\${order.id}我们会尽快处理\`);
  return { customer: "会掉色吗", reply: "不会的，\\u7edd\\u5bf9不掉色！！" };
}

/* 话术 */
export const LINES = { night: "不知道哦，明天再来问吧" };
`;
const config = `import replylint from "replylint/eslint";

export default [...replylint.configs.recommended];
`;

/** Parts of docs/ci.md by name; null where git is not there, so that they stay as they are. */
export function ciExamples() {
  if (spawnSync("git", ["--version"]).error) return null;
  const shop = realpathSync(mkdtempSync(join(tmpdir(), "replylint-shop-")));
  const write = (name, text) => {
    mkdirSync(dirname(join(shop, name)), { recursive: true });
    writeFileSync(join(shop, name), text);
  };
  const run = (command, args) => {
    const { stdout, stderr } = spawnSync(command, args, { cwd: shop, encoding: "utf8", env: { ...process.env, CI: "", NO_COLOR: "1", FORCE_COLOR: "0" } });
    return (stdout + stderr).replaceAll(shop, "/shop").replace(/[ \t]+$/gm, "").trim();
  };
  const git = (...args) => run("git", ["-c", "core.abbrev=7", "-c", "core.quotePath=false", "-c", "user.name=shop", "-c", "user.email=shop@example.invalid", "-c", "commit.gpgsign=false", ...args]);
  const replylint = (line) => run(process.execPath, [join(root, "dist/cli.js"), ...line.split(" ")]);
  const console_ = (...steps) => `\`\`\`console\n${steps.map(([line, output]) => `$ ${line}\n${output}`).join("\n")}\n\`\`\``;
  const shown = (line) => [`replylint ${line}`, replylint(line)];

  write("package.json", '{ "type": "module" }\n');
  write(".gitignore", "node_modules\n");
  write("phrasebook/chase.yaml", book);
  git("init", "-q", "-b", "main");
  git("add", "-A");
  git("commit", "-q", "-m", "phrasebook");
  const whole = "phrasebook phrasebook --part --today 2026-11-24";
  const parts = {};
  parts["ci:baseline"] = console_(shown(`${whole} --fail-on warning --quiet`), shown(`${whole} --baseline replylint-baseline.json --baseline-update --quiet`), ["cat replylint-baseline.json", run("cat", ["replylint-baseline.json"])], shown(`${whole} --fail-on warning --baseline replylint-baseline.json --quiet`));
  git("checkout", "-q", "-b", "more");
  write("phrasebook/chase.yaml", changed);
  parts["ci:changed"] = console_(["git diff -U0 main", git("diff", "-U0", "main")], shown(`${whole} --changed-since main --format github`));
  parts["ci:rdjsonl"] = console_(shown(`${whole} --changed-since main --format rdjsonl`));
  parts["ci:markdown"] = `\`\`\`markdown\n${replylint(`${whole} --format markdown`)}\n\`\`\``;
  const { runs } = JSON.parse(execFileSync(process.execPath, [join(root, "dist/cli.js"), ..."phrasebook phrasebook --part --today 2026-11-24 --fail-on never --format sarif".split(" ")], { cwd: shop, encoding: "utf8" }));
  parts["ci:sarif"] = `\`\`\`json\n${JSON.stringify(runs[0].results[0], null, 2)}\n\`\`\``;
  write("src/replies.js", code);
  write("eslint.config.js", config);
  mkdirSync(join(shop, "node_modules"));
  symlinkSync(root, join(shop, "node_modules/replylint"), "dir");
  parts["ci:eslint-source"] = `\`\`\`js\n// src/replies.js\n${code.trimEnd()}\n\`\`\``;
  parts["ci:eslint"] = console_(["npx eslint .", run(process.execPath, [join(root, "node_modules/eslint/bin/eslint.js"), "."])]);
  return parts;
}
