import type { AuditRecord } from "../../audit/record.js";
import type { Result } from "../../core/types.js";
import { fails } from "../../reporters/run.js";
import { type Args, type CommandSpec, type Option } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { linesOf } from "../lines.js";
import { StreamSink } from "../output.js";
import { type InputRecord, RecordError } from "../records.js";
import { FAIL_ON, type FailOn, inLanguage, JUDGING, openLinter, readSettings, type Settings } from "../settings.js";
import type { Context } from "../terminal.js";
import { type Answer, FIELDS, ndjson, tsv, type Wire } from "../wire.js";

const FAIL_ON_OPTION: Option = { name: "fail-on", value: FAIL_ON.join("|"), choices: FAIL_ON, about: { zh: "从哪一级起退出 1；默认 never：问题是数据，不是故障", en: "severity from which on to exit 1; default never: findings are data here" } };

/** `replylint pipe`: lines in, lines out. */
export const spec: CommandSpec = {
  name: "pipe",
  about: { zh: "NDJSON 进、NDJSON 出，一行对一行，边读边写", en: "NDJSON in, NDJSON out, line by line, as it comes" },
  notes: {
    zh: `每行一个 JSON 对象：
  {"id": 1, "reply": "…", "customer"?: "…", "scenario"?: "…", "channel"?: "…", "platform"?: "…", "facts"?: {…}}
  {"id": 2, "messages": [{"role": "agent|customer|system|bot", "text": "…", "time"?: …}], "scenario"?: "…"}
每行输出一个结果，顺序不变；坏行在原位输出 {"id": …, "error": {"code", "message", "line"}}，其余照常，最后退出 2。
数据平台把非零退出码当崩溃：加 --tolerant，坏行照样在原位回答，退出 0。收到 SIGTERM：答完手上的行再退出。
配置文件只有写了 --config 才读。接 Spark、ClickHouse 见 docs/warehouse.md。

退出码：0 每行都有结果；1 有达到 --fail-on 的问题；2 有坏行，或运行本身出错。`,
    en: `One JSON object a line:
  {"id": 1, "reply": "…", "customer"?: "…", "scenario"?: "…", "channel"?: "…", "platform"?: "…", "facts"?: {…}}
  {"id": 2, "messages": [{"role": "agent|customer|system|bot", "text": "…", "time"?: …}], "scenario"?: "…"}
One result a line comes out, in the same order; a bad line has {"id": …, "error": {"code", "message", "line"}} in its
place, the run goes on, and the exit code is 2 at the end. Engines take an exit code for a crash: with --tolerant bad
lines are answered all the same and the exit code is 0. On SIGTERM the lines in hand are answered first.
A configuration is read only where --config names one. Spark and ClickHouse: docs/warehouse.md.

Exit code: 0 every line has a result; 1 findings at or above --fail-on; 2 bad lines, or the run itself is broken.`,
  },
  options: [
    { name: "fields", value: "a,b,c", about: { zh: `只输出这些字段（id 总在）：${FIELDS.join(" ")}`, en: `only these fields (id is always there): ${FIELDS.join(" ")}` } },
    { name: "keep", value: "a,b,c", about: { zh: "把输入里的这些键原样带到输出", en: "puts these keys of the input into the output as they came" } },
    { name: "audit", about: { zh: "按 audit 的口径判：逐次回复列出（responses），不算更好的说法", en: "judges and lays out as audit does: response by response (responses), without better wording" } },
    { name: "auto-replies", value: "FILE", about: { zh: "自动回复的原话（JSON 数组，或 import --explain --format json 的输出），要和 --audit 一起用", en: "wordings of automatic replies (a JSON list, or the output of import --explain --format json); goes with --audit" } },
    { name: "tsv", about: { zh: "进出都用制表符分列（ClickHouse TabSeparated）；要写 --columns 或 --header", en: "tab-separated in and out (ClickHouse TabSeparated); takes --columns or --header" } },
    { name: "columns", value: "a,b,c", about: { zh: "--tsv 的各列是什么：id reply customer scenario channel platform facts messages record", en: "what the columns of --tsv are: id reply customer scenario channel platform facts messages record" } },
    { name: "header", about: { zh: "--tsv 的第一行是列名，输出也带", en: "the first line of --tsv names the columns, of the output as well" } },
    { name: "tolerant", about: { zh: "有坏行也退出 0", en: "exit 0 in spite of bad lines" } },
    { name: "no-suggestions", about: { zh: "不算更好的说法，快得多", en: "does without better wording: much faster" } },
    FAIL_ON_OPTION,
    ...JUDGING.map((option) => (option.name === "config" ? { ...option, about: { zh: "配置文件；不给就不读", en: "configuration; else none is read" } } : option)),
  ],
  examples: [
    { run: "replylint pipe < replies.jsonl > results.jsonl", about: { zh: "整批判一遍", en: "a whole batch" } },
    { run: "replylint pipe --no-suggestions --fields score,verdict < replies.jsonl", about: { zh: "只要分数", en: "scores only" } },
    { run: "replylint import exports/ | replylint pipe --audit > results.jsonl", about: { zh: "像 audit 那样判", en: "judged as audit does" } },
    { run: "replylint pipe --tsv --columns reply,customer --fields score,verdict < replies.tsv", about: { zh: "按列进出", en: "columns in, columns out" } },
  ],
};

/**
 * Answers every line of standard input.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer, false);
  const context = inLanguage(settings, outer);
  const { say, warn } = context;
  if (args.operands.length > 0) throw new CliError(say({ zh: `pipe 从标准输入读，不认文件名“${args.operands[0]}”。`, en: `pipe reads standard input and takes no file such as "${args.operands[0]}".` }), `replylint pipe < ${args.operands[0]}`);
  const wire = openWire(args, context);
  const judgeRecord = await openJudge(args, settings, wire, context);
  // Engines take an exit code for a crash: only what the command line asks for counts here, not the configuration.
  const failOn = (args.get("fail-on") as FailOn | undefined) ?? "never";
  const minScore = args.number("min-score");
  const sink = new StreamSink(process.stdout);
  if (process.stdin.isTTY) warn(say({ zh: "从标准输入读 NDJSON，一行一条；Ctrl-D 结束。", en: "Reading NDJSON from standard input, one record a line; Ctrl-D ends it." }));

  let failed = false;
  let broken = false;
  let bad = 0;
  const warned = new Set<string>();
  const once = (key: string, message: () => string): void => {
    if (warned.has(key)) return;
    warned.add(key);
    warn(message());
  };

  const answer = (line: string | RecordError, number: number): Answer => {
    let id = "null";
    try {
      if (typeof line !== "string") throw line;
      const record = wire.read(line);
      id = record.id;
      for (const { key, guess } of record.strange) once(`key ${key}`, () => say({ zh: `第 ${number} 行：没有“${key}”这个键，已忽略；是不是想写 ${guess}？（只提醒一次）`, en: `line ${number}: unknown key "${key}" is ignored; did you mean "${guess}"? (said once)` }));
      const { result, kept } = judgeRecord(record, number);
      for (const { rule, message } of result.crashed ?? []) {
        broken = true;
        once(`crash ${rule}`, () => say({ zh: `第 ${number} 行：规则 ${rule} 出错，这条没有按它检查：${message}（只提醒一次）`, en: `line ${number}: rule ${rule} crashed and was not asked here: ${message} (said once)` }));
      }
      if (result.findings.some(({ severity }) => fails(severity, failOn))) failed = true;
      if (minScore !== undefined && result.score !== null && result.score < minScore) failed = true;
      return { id, result, kept };
    } catch (error) {
      broken = true;
      bad++;
      const known = error instanceof RecordError ? error : new RecordError("internal", error instanceof Error ? error.message : String(error));
      if (!wire.tellsErrors) once(`error ${known.code}`, () => say({ zh: `第 ${number} 行：${known.message}（${known.code}，只提醒一次；--fields 里加 error 就逐行写出）`, en: `line ${number}: ${known.message} (${known.code}, said once; name error in --fields to have it line by line)` }));
      return { id: known.id ?? id, error: { code: known.code, message: known.message, line: number } };
    } finally {
      if (broken && !args.has("tolerant")) process.exitCode = EXIT.broken;
    }
  };

  // Whoever ends the run gets an answer to every line that had come whole.
  let ended = false;
  process.once("SIGTERM", () => {
    ended = true;
    process.stdin.destroy();
  });
  let number = 0;
  try {
    for await (const lines of linesOf(process.stdin, say)) {
      for (const line of lines) {
        const head = ++number === 1 ? wire.head(line) : null;
        await sink.write(`${head ?? wire.write(answer(line, number))}\n`);
      }
      // What came is answered before more is waited for.
      await sink.flush();
    }
  } catch (error) {
    if (!ended) throw error;
  }
  await sink.close();
  // For whoever sees the exit code alone, as an engine's log has it.
  if (bad > 0 && !args.has("tolerant")) warn(say({ zh: `${bad} 行没有判成，error 写在各行原位；不算故障就加 --tolerant。`, en: `${bad} ${bad === 1 ? "line was" : "lines were"} not judged; each has its error in its place. Where that is no failure: --tolerant.` }));
  return broken && !args.has("tolerant") ? EXIT.broken : failed ? EXIT.findings : EXIT.ok;
}

function openWire(args: Args, context: Context): Wire {
  const { say } = context;
  const names = (option: string): string[] | undefined => args.get(option)?.split(",").map((name) => name.trim()).filter((name) => name !== "");
  const shape = { fields: names("fields"), keep: names("keep") ?? [] };
  if (args.has("tsv")) return tsv({ ...shape, columns: names("columns"), header: args.has("header") }, context);
  for (const name of ["columns", "header"]) if (args.has(name)) throw new CliError(say({ zh: `--${name} 要和 --tsv 一起用。`, en: `--${name} goes with --tsv.` }));
  return ndjson(shape, context);
}

/** What a record comes to, and what is taken over from it. */
type Judge = (record: InputRecord, line: number) => { result: Result | AuditRecord; kept: Record<string, unknown> };

async function openJudge(args: Args, settings: Settings, wire: Wire, context: Context): Promise<Judge> {
  const { say } = context;
  const autoReplies = args.get("auto-replies");
  if (args.has("audit")) {
    const { auditJudge } = await import("../audit-judge.js");
    return auditJudge(settings, { wire, ...(autoReplies !== undefined && { autoReplies }) }, context);
  }
  if (autoReplies !== undefined) throw new CliError(say({ zh: "--auto-replies 要和 --audit 一起用。", en: "--auto-replies goes with --audit." }));
  const { linter } = await openLinter(settings, context, { suggestions: !args.has("no-suggestions") });
  const { spoken } = await import("../../audit/rows.js");
  return (record) => ({
    result: record.kind === "reply" ? linter.lint(record.reply) : linter.lintConversation({ ...record.conversation, messages: record.conversation.messages.map(spoken) }),
    kept: wire.kept(record.given),
  });
}
