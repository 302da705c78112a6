import type { Bilingual } from "../core/types.js";
import { displayWidth, padEnd } from "../reporters/width.js";
import { nearest } from "../rulepack/nearest.js";
import { type Args, type CommandSpec, helpOf, parseCommand, type Say } from "./args.js";
import { CliError, EXIT } from "./errors.js";
import { runProcess } from "./process.js";
import { version } from "./settings.js";
import type { Context } from "./terminal.js";

interface Command {
  spec: CommandSpec;
  run(args: Args, context: Context): Promise<number>;
}

interface Entry {
  about: Bilingual;
  /** Commands are loaded when they are called: start-up pays for one of them only. */
  load: () => Promise<Command>;
}

const COMMANDS: Record<string, Entry> = {
  check: { about: { zh: "检查回复草稿：问题、更好的说法、评分卡", en: "checks draft replies: findings, better wording, scorecard" }, load: () => import("./commands/check.js") },
  audit: { about: { zh: "批量质检导出的聊天记录，出报告", en: "audits exported conversations in bulk, and reports" }, load: () => import("./commands/audit.js") },
  pipe: { about: { zh: "NDJSON 进、NDJSON 出，给数据平台用", en: "NDJSON in, NDJSON out, for data platforms" }, load: () => import("./commands/pipe.js") },
  phrasebook: { about: { zh: "检查话术库：规则、变量、重复、过期、覆盖", en: "validates a phrasebook: rules, variables, duplicates, expiry, coverage" }, load: () => import("./commands/phrasebook.js") },
  "phrasebook effect": { about: { zh: "每条话术发了多少次、之后怎样", en: "how often each phrase was sent and what followed" }, load: () => import("./commands/phrasebook-effect.js") },
  report: { about: { zh: "把存下来的结果做成报告：HTML、XLSX、CSV、Markdown", en: "makes a report of stored results: HTML, XLSX, CSV, Markdown" }, load: () => import("./commands/report.js") },
  evaluate: { about: { zh: "拿人工标注或复核表，量一量查得准不准", en: "measures precision and recall against labels or reviews" }, load: () => import("./commands/evaluate.js") },
  "rules list": { about: { zh: "列出全部规则", en: "lists the rules" }, load: () => import("./commands/rules-list.js") },
  "rules explain": { about: { zh: "讲清一条规则：原因、出处、例子、怎么改", en: "explains a rule: reason, sources, examples, better wording" }, load: () => import("./commands/rules-explain.js") },
  "rules test": { about: { zh: "跑规则文件里自带的例子", en: "runs the examples that stand in the rules" }, load: () => import("./commands/rules-test.js") },
  import: { about: { zh: "看看聊天记录导出是怎么读进来的", en: "shows how an export of chats is read" }, load: () => import("./commands/import.js") },
  lsp: { about: { zh: "编辑器用的语言服务器", en: "the language server, for editors" }, load: () => import("./commands/lsp.js") },
  init: { about: { zh: "写一份起步配置", en: "writes a starter configuration" }, load: () => import("./commands/init.js") },
};

/** Runs the command line and sets the exit code. */
export function runCli(argv: readonly string[]): Promise<void> {
  return runProcess(argv, dispatch);
}

async function dispatch(argv: readonly string[], context: Context): Promise<number> {
  const { say } = context;
  const { words, rest } = splitCommand(argv);
  const help = rest.includes("--help") || rest.includes("-h");
  if (words.length === 0) {
    if (rest.includes("--version") || rest.includes("-v")) {
      process.stdout.write(`${version()}\n`);
      return EXIT.ok;
    }
    const option = rest.find((arg) => !["--help", "-h", "--no-color"].includes(arg) && arg.startsWith("-") && !arg.startsWith("--locale"));
    if (option !== undefined) throw new CliError(say({ zh: `没有 ${option} 这个选项，或者它要写在命令后面。`, en: `There is no option ${option}, or it belongs after a command.` }), say({ zh: "用法见 replylint --help。", en: "See replylint --help." }));
    (help ? process.stdout : process.stderr).write(overview(say));
    return help ? EXIT.ok : EXIT.broken;
  }
  if (words[0] === "help") {
    const topic = words.slice(1).join(" ");
    const entry = COMMANDS[topic];
    if (!entry && topic !== "" && topic !== "rules") throw unknownCommand(topic, say);
    process.stdout.write(entry ? helpOf((await entry.load()).spec, say) : overview(say, words[1]));
    return EXIT.ok;
  }
  const [name, operands] = nameOf(words);
  const entry = COMMANDS[name];
  if (!entry) {
    if (name === "rules") {
      if (operands.length === 0) {
        (help ? process.stdout : process.stderr).write(overview(say, "rules"));
        return help ? EXIT.ok : EXIT.broken;
      }
      throw unknownCommand(operands[0]!, say, "rules ");
    }
    throw unknownCommand(name, say);
  }
  const command = await entry.load();
  if (help) {
    process.stdout.write(helpOf(command.spec, say));
    return EXIT.ok;
  }
  return command.run(parseCommand(withoutCommand(argv, name.split(" ").length), command.spec, say), context);
}

/** Options that may stand before the command and take a value. */
const EARLY = ["--locale"];

/** The words that may name a command: what comes before the first option, `--locale` and `--no-color` aside. */
function splitCommand(argv: readonly string[]): { words: string[]; rest: string[] } {
  const words: string[] = [];
  const rest: string[] = [];
  let open = true;
  for (let i = 0; i < argv.length; i++) {
    const arg = argv[i]!;
    if (EARLY.includes(arg)) {
      rest.push(arg, ...argv.slice(i + 1, i + 2));
      i++;
    } else if (arg.startsWith("-") && arg !== "-") {
      if (arg === "--") open = false;
      if (words.length > 0) open = false;
      rest.push(arg);
    } else if (open) words.push(arg);
    else rest.push(arg);
  }
  return { words, rest };
}

function nameOf(words: readonly string[]): [name: string, operands: string[]] {
  const two = words.slice(0, 2).join(" ");
  return two in COMMANDS ? [two, words.slice(2)] : [words[0]!, words.slice(1)];
}

/** The arguments without the words that named the command. */
function withoutCommand(argv: readonly string[], count: number): string[] {
  let left = count;
  return argv.filter((arg, index) => {
    if (left === 0 || arg.startsWith("-") || EARLY.includes(argv[index - 1] ?? "")) return true;
    left--;
    return false;
  });
}

function unknownCommand(word: string, say: Say, group = ""): CliError {
  const names = Object.keys(COMMANDS);
  const [near] = nearest(word, names.filter((name) => name.startsWith(group)).map((name) => name.slice(group.length)));
  const guess = near === undefined ? undefined : group + near;
  const name = group + word;
  return new CliError(say({ zh: `没有“${name}”这个命令${guess ? `，是不是想用 ${guess}？` : "。"}`, en: `unknown command "${name}"${guess ? `; did you mean ${guess}?` : "."}` }), say({ zh: `可用的命令：${names.join("、")}。`, en: `Commands: ${names.join(", ")}.` }));
}

function overview(say: Say, group?: string): string {
  const names = Object.keys(COMMANDS).filter((name) => group === undefined || name.startsWith(`${group} `));
  const shown = names.length > 0 ? names : Object.keys(COMMANDS);
  const width = Math.max(...shown.map(displayWidth));
  let out = say({ zh: `replylint：检查中文电商客服回复\n\n用法\n  replylint <命令> [选项]\n\n命令\n`, en: `replylint: a linter for Chinese customer-service replies\n\nUsage\n  replylint <command> [options]\n\nCommands\n` });
  for (const name of shown) out += `  ${padEnd(name, width)}  ${say(COMMANDS[name]!.about)}\n`;
  out += say({
    zh: `\n每个命令都有 --help；--locale en 用英文；--version 显示版本。\n先试试：echo 亲，明天一定到 | replylint check -\n`,
    en: `\nEach command has --help; --locale zh speaks Chinese; --version shows the version.\nTo begin with: echo 亲，明天一定到 | replylint check - --locale en\n`,
  });
  return out;
}
