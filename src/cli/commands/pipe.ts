import { isUtf8 } from "node:buffer";
import type { Result } from "../../core/types.js";
import { fails } from "../../reporters/run.js";
import { type Args, type CommandSpec, type Option } from "../args.js";
import { CliError, EXIT } from "../errors.js";
import { StreamSink } from "../output.js";
import { readRecord, RecordError, salvageId, withId } from "../records.js";
import { FAIL_ON, type FailOn, inLanguage, JUDGING, openLinter, readSettings } from "../settings.js";
import type { Context } from "../terminal.js";
import { nearest } from "../../rulepack/nearest.js";

/** A line longer than this is not read to its end: it is no reply, and memory is to stay flat. */
const MAX_LINE = 64 * 1024 * 1024;

/** What `--fields` may name; `id` and `error` are always there. */
const FIELDS = ["version", "ruleset", "scenario", "scenarioSource", "score", "verdict", "dimensions", "deductions", "findings", "moves", "missing", "conversation", "shadow", "crashed"] as const;

const FAIL_ON_OPTION: Option = { name: "fail-on", value: FAIL_ON.join("|"), choices: FAIL_ON, about: { zh: "从哪一级起退出 1；默认 never：问题是数据，不是故障", en: "severity from which on to exit 1; default never: findings are data here" } };

/** `replylint pipe`: NDJSON in, NDJSON out. */
export const spec: CommandSpec = {
  name: "pipe",
  about: { zh: "NDJSON 进、NDJSON 出，一行对一行，边读边写", en: "NDJSON in, NDJSON out, line by line, as it comes" },
  notes: {
    zh: `每行一个 JSON 对象：
  {"id": 1, "reply": "…", "customer"?: "…", "scenario"?: "…", "channel"?: "…", "platform"?: "…", "facts"?: {…}}
  {"id": 2, "messages": [{"role": "agent|customer|system|bot", "text": "…", "time"?: …}], "scenario"?: "…"}
每行输出一个结果，顺序不变；坏行在原位输出 {"id": …, "error": {"code", "message", "line"}}，其余照常，最后退出 2。

退出码：0 每行都有结果；1 有达到 --fail-on 的问题；2 有坏行，或运行本身出错。`,
    en: `One JSON object a line:
  {"id": 1, "reply": "…", "customer"?: "…", "scenario"?: "…", "channel"?: "…", "platform"?: "…", "facts"?: {…}}
  {"id": 2, "messages": [{"role": "agent|customer|system|bot", "text": "…", "time"?: …}], "scenario"?: "…"}
One result a line comes out, in the same order; a bad line has {"id": …, "error": {"code", "message", "line"}} in its
place, the run goes on, and the exit code is 2 at the end.

Exit code: 0 every line has a result; 1 findings at or above --fail-on; 2 bad lines, or the run itself is broken.`,
  },
  options: [
    { name: "fields", value: "a,b,c", about: { zh: `只输出这些字段（id 总在）：${FIELDS.join(" ")}`, en: `only these fields (id is always there): ${FIELDS.join(" ")}` } },
    { name: "no-suggestions", about: { zh: "不算更好的说法，快得多", en: "does without better wording: much faster" } },
    FAIL_ON_OPTION,
    ...JUDGING,
  ],
  examples: [
    { run: "replylint pipe < replies.jsonl > results.jsonl", about: { zh: "整批判一遍", en: "a whole batch" } },
    { run: "replylint pipe --no-suggestions --fields score,verdict < replies.jsonl", about: { zh: "只要分数", en: "scores only" } },
  ],
};

/**
 * Answers every line of standard input.
 * @returns the exit code
 */
export async function run(args: Args, outer: Context): Promise<number> {
  const settings = await readSettings(args, outer);
  const context = inLanguage(settings, outer);
  const { say, warn } = context;
  if (args.operands.length > 0) throw new CliError(say({ zh: `pipe 从标准输入读，不认文件名“${args.operands[0]}”。`, en: `pipe reads standard input and takes no file such as "${args.operands[0]}".` }), `replylint pipe < ${args.operands[0]}`);
  const fields = readFields(args.get("fields"), context);
  const { linter } = await openLinter(settings, context, { suggestions: !args.has("no-suggestions") });
  // Engines take an exit code for a crash: only what the command line asks for counts here, not the configuration.
  const failOn = (args.get("fail-on") as FailOn | undefined) ?? "never";
  const minScore = args.number("min-score");
  const sink = new StreamSink(process.stdout);
  if (process.stdin.isTTY) warn(say({ zh: "从标准输入读 NDJSON，一行一条；Ctrl-D 结束。", en: "Reading NDJSON from standard input, one record a line; Ctrl-D ends it." }));

  let failed = false;
  let broken = false;
  const warned = new Set<string>();
  const once = (key: string, message: () => string): void => {
    if (warned.has(key)) return;
    warned.add(key);
    warn(message());
  };

  const judge = (line: string | RecordError, number: number): string => {
    let id = "null";
    try {
      if (typeof line !== "string") throw line;
      const record = readRecord(line, context);
      id = record.id;
      for (const { key, guess } of record.strange) once(`key ${key}`, () => say({ zh: `第 ${number} 行：没有“${key}”这个键，已忽略；是不是想写 ${guess}？（只提醒一次）`, en: `line ${number}: unknown key "${key}" is ignored; did you mean "${guess}"? (said once)` }));
      const result = record.kind === "reply" ? linter.lint(record.reply) : linter.lintConversation(record.conversation);
      for (const { rule, message } of result.crashed ?? []) {
        broken = true;
        once(`crash ${rule}`, () => say({ zh: `第 ${number} 行：规则 ${rule} 出错，这条没有按它检查：${message}（只提醒一次）`, en: `line ${number}: rule ${rule} crashed and was not asked here: ${message} (said once)` }));
      }
      if (result.findings.some(({ severity }) => fails(severity, failOn))) failed = true;
      if (minScore !== undefined && result.score !== null && result.score < minScore) failed = true;
      return `${withId(id, fields ? only(result, fields) : result)}\n`;
    } catch (error) {
      broken = true;
      if (error instanceof RecordError) return `{"id":${error.id ?? id},"error":${JSON.stringify({ code: error.code, message: error.message, line: number })}}\n`;
      const message = error instanceof Error ? error.message : String(error);
      return `{"id":${id},"error":${JSON.stringify({ code: "internal", message, line: number })}}\n`;
    } finally {
      if (broken) process.exitCode = EXIT.broken;
    }
  };

  let number = 0;
  for await (const lines of linesOf(process.stdin, context)) {
    for (const line of lines) await sink.write(judge(line, ++number));
    // What came is answered before more is waited for.
    await sink.flush();
  }
  await sink.close();
  return broken ? EXIT.broken : failed ? EXIT.findings : EXIT.ok;
}

function readFields(value: string | undefined, { say }: Context): string[] | null {
  if (value === undefined) return null;
  const fields = value.split(",").map((field) => field.trim()).filter((field) => field !== "" && field !== "id");
  for (const field of fields) {
    if ((FIELDS as readonly string[]).includes(field)) continue;
    const [guess] = nearest(field, FIELDS);
    throw new CliError(say({ zh: `--fields 没有“${field}”这个字段${guess ? `，是不是想写 ${guess}？` : "。"}`, en: `--fields does not know "${field}"${guess ? `; did you mean ${guess}?` : "."}` }), say({ zh: `可用：${FIELDS.join(" ")}`, en: `It takes: ${FIELDS.join(" ")}` }));
  }
  return fields;
}

function only(result: Result, fields: readonly string[]): Partial<Result> {
  const from = result as unknown as Record<string, unknown>;
  return Object.fromEntries(fields.filter((field) => field in from).map((field) => [field, from[field]]));
}

/** The lines of a stream as they arrive, decoded; one that cannot be is an error in its place. */
async function* linesOf(stream: AsyncIterable<unknown>, { say }: Context): AsyncGenerator<(string | RecordError)[]> {
  let held: Buffer[] = [];
  let heldSize = 0;
  let tooLong = false;
  let first = true;

  const decode = (bytes: Buffer): string | RecordError => {
    if (tooLong) {
      tooLong = false;
      return new RecordError("too-long", say({ zh: `一行超过 ${MAX_LINE >> 20} MB`, en: `a line of more than ${MAX_LINE >> 20} MB` }));
    }
    if (!isUtf8(bytes)) return new RecordError("invalid-utf8", say({ zh: "这一行不是有效的 UTF-8；请转成 UTF-8 再送", en: "this line is not valid UTF-8; convert it first" }), salvageId(bytes));
    return bytes.toString("utf8");
  };
  const withoutMark = (bytes: Buffer): Buffer => {
    const marked = first && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
    first = false;
    return marked ? bytes.subarray(3) : bytes;
  };

  for await (const data of stream) {
    const chunk = data as Buffer;
    const end = chunk.lastIndexOf(10);
    if (end >= 0) {
      let from = 0;
      const lines: (string | RecordError)[] = [];
      if (heldSize > 0 || tooLong) {
        from = chunk.indexOf(10) + 1;
        lines.push(decode(withoutMark(Buffer.concat([...held, chunk.subarray(0, from - 1)]))));
        held = [];
        heldSize = 0;
      }
      const whole = from <= end ? withoutMark(chunk.subarray(from, end)) : null;
      if (whole) {
        if (isUtf8(whole)) for (const line of whole.toString("utf8").split("\n")) lines.push(line);
        else
          for (let at = 0; at <= whole.length; ) {
            const next = whole.indexOf(10, at);
            const to = next < 0 ? whole.length : next;
            lines.push(decode(whole.subarray(at, to)));
            at = to + 1;
          }
      }
      yield lines;
    }
    const rest = chunk.subarray(end + 1);
    if (rest.length === 0) continue;
    if (heldSize + rest.length > MAX_LINE) {
      tooLong = true;
      held = [];
      heldSize = 0;
    } else if (!tooLong) {
      held.push(rest);
      heldSize += rest.length;
    }
  }
  if (heldSize > 0 || tooLong) yield [decode(withoutMark(Buffer.concat(held)))];
}
