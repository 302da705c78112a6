import { describe, expect, test } from "vitest";
import { Linter } from "eslint";
import plugin from "../../dist/eslint.js";
import { BUILT_CLI, makeFolder, type Outcome, runCli, STACK } from "./support.js";

/** The package as it ships: house rules are of the shipped rules. */
const folder = makeFolder({
  "replylint.config.yaml": "extends: [group/base.yaml, replylint:taobao]\nlimits: { reply: { least: 5min, most: 2h } }\nterms: { 咱家: 本店 }\nexempt:\n  - { text: 正品保障绝无假货, reason: 招牌语 }\n  - { text: 全网最低价, reason: 法务已审 }\n",
  "group/base.yaml": "extends: replylint:strict\nterms: { 宝贝: 商品 }\nlimits: { refund: 72h }\nfailOn: error\n",
  "a.txt": "咱家宝贝：正品保障绝无假货\n",
  "b.md": "---\ncustomer: 退款没到账\n---\n抱歉让您久等了，退款7天内给您处理好\n",
  "book.yaml": "- id: a\n  text: 咱家宝贝：正品保障绝无假货\n",
  "trial.yaml": "rules: { action/problem-action: shadow }\n",
  "late.csv": "time,role,text,session,agent\n2026-11-24 10:00:00,customer,快递怎么还没到,s1,A\n2026-11-24 10:00:10,agent,抱歉亲，这几天件多,s1,A\n",
  "chat.csv": "time,role,text,session,agent\n2026-11-24 10:00:00,customer,是正品吗,s1,A\n2026-11-24 10:00:10,agent,正品保障绝无假货,s1,A\n",
});
const run = (args: string[], input = ""): Outcome => runCli(BUILT_CLI, args, { cwd: folder.path, input });
const rulesOf = (stdout: string): string[] => (JSON.parse(stdout) as { results: { findings: { rule: string }[] }[] }).results.flatMap(({ findings }) => findings.map(({ rule }) => rule));
const UNUSED = /^replylint\.config\.yaml:6:5: 例外“全网最低价”没有用上/m;

describe("house rules of a configuration", () => {
  test("in check", () => {
    const { stdout, stderr, code } = run(["check", "a.txt", "b.md", "--format", "json"]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(rulesOf(stdout)).toEqual(["clarity/house-term", "clarity/house-term", "time/over-limit"]);
  });

  test("in pipe, where the configuration is named", () => {
    const { stdout } = run(["pipe", "--config", "replylint.config.yaml"], '{"id":1,"reply":"咱家宝贝：正品保障绝无假货"}\n');
    const { findings, exempted } = JSON.parse(stdout) as { findings: { rule: string }[]; exempted: Record<string, number> };
    expect(findings.map(({ rule }) => rule)).toEqual(["clarity/house-term", "clarity/house-term"]);
    expect(Object.keys(exempted)).toEqual(["正品保障绝无假货"]);
  });

  test("in phrasebook and audit, which name the exemptions that are of no use", () => {
    for (const args of [["phrasebook", "book.yaml", "--today", "2026-11-25"], ["audit", "chat.csv"]]) {
      const { stderr } = run([...args, "--format", "json"]);
      expect(stderr).toMatch(UNUSED);
      expect(stderr).not.toContain("正品保障");
      expect(stderr).not.toMatch(STACK);
    }
    expect(run(["phrasebook", "book.yaml", "--today", "2026-11-25", "--part"]).stderr).not.toMatch(UNUSED);
  });

  test("rules on trial stand apart in an audit's report", () => {
    const { stdout } = run(["audit", "late.csv", "--config", "trial.yaml", "--format", "json"]);
    const { shadow, rules } = JSON.parse(stdout) as { shadow: { rule: string; count: number; perThousand: number }[]; rules: { rule: string }[] };
    expect(shadow.map(({ title: _, ...row }: { title?: unknown; rule: string; count: number; perThousand: number }) => row)).toEqual([{ rule: "action/problem-action", count: 1, perThousand: 1000 }]);
    expect(rules.map(({ rule }) => rule)).not.toContain("action/problem-action");
    expect(run(["audit", "late.csv", "--config", "trial.yaml"]).stdout).toMatch(/^试行的规则（不报，不扣分）\n.*\n {2}action\/problem-action +1 /m);
    expect(run(["audit", "late.csv", "--config", "trial.yaml", "--format", "csv", "--table", "shadow"]).stdout).toMatch(/^action\/problem-action,.*,1,1000$/m);
  });

  test("in ESLint", () => {
    const config = [{ files: ["**/*.js"], plugins: { replylint: plugin }, rules: { "replylint/reply": ["error", { configFile: `${folder.path}/replylint.config.yaml`, rules: { "time/over-limit": "shadow" } }] } }] as Linter.Config[];
    const messages = new Linter().verify("reply('咱家宝贝：正品保障绝无假货'); reply('抱歉让您久等了，退款7天内给您处理好')", config, "a.js");
    expect(messages.map(({ message }) => message.replace(/.*\[(\S+) .*/, "$1"))).toEqual(["clarity/house-term", "clarity/house-term"]);
  });

  test("--print-config says of each value where it comes from", () => {
    const { stdout } = run(["check", "--print-config", "--level", "default"]);
    for (const line of [/^level: default +# --level$/m, /^failOn: error +# group\/base\.yaml$/m, /^minScore: 80 +# replylint:strict$/m, /^ {2}宝贝: 商品 +# group\/base\.yaml$/m, /^ {2}咱家: 本店 +# replylint\.config\.yaml$/m, /^ {2}refund: 72h +# group\/base\.yaml$/m, /^ {2}- text: 正品保障绝无假货 +# replylint\.config\.yaml$/m, /^ {2}platform: taobao +# replylint:taobao$/m]) expect(stdout).toMatch(line);
  });
});
