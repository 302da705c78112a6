import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ESLint, type Linter, RuleTester } from "eslint";
import { afterAll, describe, expect, it, test } from "vitest";
import tseslint from "typescript-eslint";
import { makeFolder, makePackage, ROOT } from "../cli/support.js";

/** The built plugin with the rules of `test/fixtures-rules`, so that what the shipped rules find is theirs to change. */
const pack = await makePackage();
const root = dirname(dirname(pack.cli));
cpSync(join(ROOT, "dictionaries/phrasebook"), join(root, "dictionaries/phrasebook"), { recursive: true });
const plugin = ((await import(pathToFileURL(join(root, "dist/eslint.js")).href)) as { default: ESLint.Plugin & { configs: Record<string, Linter.Config[]> } }).default;
afterAll(() => pack.remove());

Object.assign(RuleTester, { describe, it, itOnly: it.only, afterAll });
const script = new RuleTester();
const typed = new RuleTester({ languageOptions: { parser: tseslint.parser } });
const rule = plugin.rules!["reply"] as never;

const VOW = "不要发誓 [promise/vow G04]";
const SURE = "别说死 [promise/sure G10]";
const vow = (output: string | null, more: object = {}): object => ({ message: VOW, suggestions: output === null ? [] : [{ desc: "说能做到的", output }], ...more });

script.run("reply: what is a reply", rule, {
  valid: [
    "const text = '对天发誓';",
    "f('对天发誓'); chat.replyTo('对天发誓'); reply(f('对天发誓'));",
    "reply('您好', 1, x); reply(); reply``; reply('');",
    "const o = { '对天发誓': 1, note: '对天发誓', [reply]: '对天发誓' };",
    "/* 别的 */ const a = '对天发誓';",
    "/* 话术 */ f(); const a = '对天发誓';",
    "/* 话术 */ const a = f('对天发誓');",
    { code: "reply('对天发誓')", options: [{ rules: { "promise/vow": "off" } }] },
    { code: "reply('明天一定到')", options: [{ report: "error" }] },
    { code: "reply('骗您天打雷劈')" },
    { code: "reply('对天发誓')", options: [{ callees: ["send"] }] },
  ],
  invalid: [
    { code: "reply('对天发誓')", errors: [vow("reply('我会尽力')", { line: 1, column: 8, endLine: 1, endColumn: 12 })] },
    { code: "chat?.reply(1, ok ? '对天发誓' : no || '明天一定到')", errors: [vow("chat?.reply(1, ok ? '我会尽力' : no || '明天一定到')"), { message: SURE }] },
    { code: "x = reply`对天发誓`", errors: [vow("x = reply`我会尽力`")] },
    { code: "x = { reply: ['对天发誓', y], 'reply': '明天一定到' }", errors: [vow("x = { reply: ['我会尽力', y], 'reply': '明天一定到' }"), { message: SURE }] },
    { code: "class A { reply = '明天一定到' }", errors: [{ message: SURE }] },
    { code: "const a = /* 话术 */ '明天一定到';", errors: [{ message: SURE }] },
    { code: "/** @reply */\nexport const all = { a: ['明天一定到'], b: { c: '百分百' } };", errors: [{ message: SURE, line: 2 }, { message: SURE }] },
    { code: "x = {\n  // 话术\n  a: '明天一定到', b: '明天一定到' }", errors: [{ message: SURE, line: 3, column: 9 }] },
    { code: "shop.chat.send('明天一定到'); say`百分百`; x = { words: '百分百' }; /* say */ y = '百分百'", options: [{ callees: ["shop.chat.send"], tags: ["say"], properties: ["words"], comments: ["say"] }], errors: [{ message: SURE }, { message: SURE }, { message: SURE }, { message: SURE }] },
    { code: "reply('骗您天打雷劈')", options: [{ level: "strict" }], errors: 1 },
    { code: "reply('明天一定到')", options: [{ locale: "en", rules: { "promise/sure": "error" }, report: "error" }], errors: [{ message: "Leave room [promise/sure G10]" }] },
    // What is missing is missing from the whole text; the object around it says what the customer said.
    { code: "x = { customer: '快递还没到', reply: '在路上的' }", errors: [{ message: "说明您做什么 [action/missing G20]", column: 33, endColumn: 39, suggestions: [{ desc: "补一句", output: "x = { customer: '快递还没到', reply: '在路上的，我来处理' }" }] }] },
  ],
});

script.run("reply: places and changes in the form of the code", rule, {
  valid: [],
  invalid: [
    { code: "reply('\\u5bf9天\\\n发誓')", errors: [vow("reply('我会尽力\\\n')", { line: 1, column: 8, endLine: 2, endColumn: 3 })] },
    { code: 'reply("\\"对天发誓\\"")', errors: [vow('reply("\\"我会尽力\\"")')] },
    { code: "reply(`甲\r\n\\`对天发誓\\``)", errors: [vow("reply(`甲\r\n\\`我会尽力\\``)", { line: 2, column: 3 })] },
    { code: "reply(`${who}，对天发誓`)", errors: [vow("reply(`${who}，我会尽力`)")] },
    { code: "reply('甲' + who + \"对天发誓\")", errors: [vow("reply('甲' + who + \"我会尽力\")")] },
    // A change over two strings stays between their quotes.
    { code: "reply('对天' + '发誓')", errors: [vow("reply('我会尽力' + '')")] },
    // One that would take an expression away is not offered.
    { code: "reply(`对天${''}发誓`, '对天发誓')", errors: [vow("reply(`对天${''}发誓`, '我会尽力')")] },
    { code: "reply('亲亲亲，您好')", options: [{ report: "info" }], output: "reply('亲，您好')", errors: [{ message: "称呼一次就够：亲亲亲 [courtesy/triple G63]", suggestions: 1 }] },
  ],
});

typed.run("reply: TypeScript", rule, {
  valid: ["type A = '对天发誓'; enum B { reply = 1 }"],
  invalid: [
    { code: "reply('对天发誓' as const)", errors: [vow("reply('我会尽力' as const)")] },
    { code: "/* 话术 */ const a = { b: '明天一定到' } as const satisfies X;", errors: [{ message: SURE }] },
    { code: "class A { private readonly reply: string = '明天一定到' }", errors: [{ message: SURE }] },
    { code: "this.reply!(`明天一定到` as string)", options: [{ callees: ["this.reply!"] }], errors: [{ message: SURE }] },
  ],
});

describe("options", () => {
  test.each([
    [{ calees: [] }, /calees/],
    [{ rules: { "promise/vow": "loud" } }, /loud/],
    [{ scenario: "x" }, /"x"/],
    [{ rules: { "promise/wov": "off" } }, /there is no rule "promise\/wov"/],
  ])("%j is refused", async (options, message) => {
    const { Linter } = await import("eslint");
    expect(() => new Linter().verify("reply('x')", [{ plugins: { replylint: plugin }, rules: { "replylint/reply": ["error", options] } }] as never)).toThrow(message);
  });
});

const YAML = "entries:\r\n  # replylint-ignore promise/vow -- 店主同意\r\n  - id: a\r\n    text: 对天发誓\r\n  - id: b # 尾注\r\n    text: \"亲亲亲，\\u5bf9天发誓\"\r\n  - { id: c, text: 您好, ignore: promise/vow -- 无 }\r\n";
const CONFIG = `import replylint from "replylint/eslint";
export default [
  ...replylint.configs.recommended,
  { files: ["phrasebook.yaml"], rules: { "replylint/phrasebook": ["error", { report: "info" }] } },
];
`;

/** Real ESLint in a project of its own; `ESLINT_ALSO` names the folder of another version. */
const versions = [join(ROOT, "node_modules/eslint"), ...(process.env.ESLINT_ALSO?.split(":") ?? [])].map((folder) => [(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as { version: string }).version, folder] as const);

describe.each(versions)("eslint %s", (_, eslint) => {
  const project = makeFolder({
    "package.json": '{"type":"module"}',
    "eslint.config.js": CONFIG,
    "src/a.js": "export const x = { reply: '对天发誓' };\n",
    "src/fine.js": "export const x = 1;\n",
    "phrasebook.yaml": YAML,
    "book/phrasebook/b.json": '[\n  { "id": "a", "text": "亲，\\u4e00定到" }\n]\n',
    "book/phrasebook/broken.json": "[{\n",
    "c.phrasebook.md": "# 催单\n\n> 明天一定到\n",
    "data.yaml": "text: 对天发誓\n",
  });
  mkdirSync(join(project.path, "node_modules"));
  symlinkSync(root, join(project.path, "node_modules/replylint"), "dir");
  afterAll(() => project.remove());
  const run = (...args: string[]): { code: number | null; messages: Record<string, Linter.LintMessage[]> } => {
    const { status, stdout, stderr } = spawnSync(process.execPath, [join(eslint, "bin/eslint.js"), "-f", "json", ...args, "."], { cwd: project.path, encoding: "utf8" });
    expect(stderr).toBe("");
    const results = JSON.parse(stdout) as ESLint.LintResult[];
    return { code: status, messages: Object.fromEntries(results.map(({ filePath, messages }) => [filePath.slice(project.path.length + 1).replaceAll("\\", "/"), messages])) };
  };
  const found = (messages: Linter.LintMessage[]): unknown[] => messages.map(({ ruleId, line, column, endColumn, message }) => [ruleId, line, column, endColumn, message.replace(/^[^]*\[(\S+)[^]*$/, "$1")]);

  test("code and phrasebooks, each with its places", () => {
    const { code, messages } = run();
    expect(code).toBe(1);
    expect(Object.keys(messages).sort()).toEqual(["book/phrasebook/b.json", "book/phrasebook/broken.json", "c.phrasebook.md", "eslint.config.js", "phrasebook.yaml", "src/a.js", "src/fine.js"]);
    expect(found(messages["src/a.js"]!)).toEqual([["replylint/reply", 1, 28, 32, "promise/vow"]]);
    expect(found(messages["book/phrasebook/b.json"]!)).toEqual([["replylint/phrasebook", 2, 27, 35, "promise/sure"]]);
    expect(found(messages["c.phrasebook.md"]!)).toEqual([["replylint/phrasebook", 3, 5, 8, "promise/sure"]]);
    expect(found(messages["phrasebook.yaml"]!)).toEqual([
      ["replylint/phrasebook", 6, 12, 15, "courtesy/triple"],
      ["replylint/phrasebook", 6, 16, 25, "promise/vow"],
      ["replylint/phrasebook", 7, 32, 48, "ignore/unused"],
    ]);
    expect(messages["book/phrasebook/broken.json"]).toMatchObject([{ ruleId: "replylint/phrasebook", message: expect.stringContaining("不是有效的 JSON") as string }]);
    const [suggestion] = messages["phrasebook.yaml"]![1]!.suggestions!;
    const { range, text } = suggestion!.fix;
    expect(YAML.slice(0, range[0]) + text + YAML.slice(range[1])).toBe(YAML.replace("\\u5bf9天发誓", "我会尽力"));
  });

  test("--fix mends what keeps the meaning and nothing else", () => {
    writeFileSync(join(project.path, "src/fix.js"), "\ufeffexport const y = { reply: '亲亲亲，\\'您好\\'' };\r\n");
    run("--fix");
    expect(readFileSync(join(project.path, "phrasebook.yaml"), "utf8")).toBe(YAML.replace("亲亲亲", "亲"));
    // `report` of the code is `warning`, so the hint stays as it is.
    expect(readFileSync(join(project.path, "src/fix.js"), "utf8")).toContain("亲亲亲");
    writeFileSync(join(project.path, "eslint.config.js"), CONFIG.replace("];", '  { files: ["**/*.js"], rules: { "replylint/reply": ["error", { report: "info" }] } },\n];'));
    run("--fix");
    expect(readFileSync(join(project.path, "src/fix.js"), "utf8")).toBe("\ufeffexport const y = { reply: '亲，\\'您好\\'' };\r\n");
  });
});
