import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { type Outcome, runCli, STACK, useSandbox } from "./support.js";

const { pack, folder } = useSandbox();
const pipe = (input: string | Uint8Array, ...args: string[]): Outcome => runCli(pack.cli, ["pipe", ...args], { input, cwd: folder.path });
type Line = { id: unknown; score?: number; error?: { code: string; message: string; line: number }; findings?: { rule: string; suggestions: unknown[]; messageIndex?: number }[] } & Record<string, unknown>;
const parse = (stdout: string): Line[] => (stdout === "" ? [] : stdout.trimEnd().split("\n").map((line) => JSON.parse(line) as Line));

describe("records", () => {
  test("one line out a line in, in order, with the contract's keys", () => {
    const { code, stdout, stderr } = pipe('{"id":1,"reply":"我对天发誓"}\n{"id":"b","reply":"在路上的","customer":"还没到"}\n{"reply":"您好","scenario":"price","channel":"bot","platform":"x","facts":{"stock":3}}\n');
    const lines = parse(stdout);
    expect(lines.map(({ id }) => id)).toEqual([1, "b", null]);
    expect(Object.keys(lines[0]!)).toEqual(["id", "version", "ruleset", "scenario", "scenarioSource", "score", "verdict", "dimensions", "deductions", "findings", "moves", "missing"]);
    expect(lines[1]).toMatchObject({ scenario: "chase", scenarioSource: "inferred", missing: [{ kind: "action" }] });
    expect(lines[2]).toMatchObject({ scenario: "price", scenarioSource: "given" });
    expect([code, stderr]).toEqual([0, ""]);
  });

  test("findings are data: only --fail-on and --min-score make an exit code of them", () => {
    const input = '{"id":1,"reply":"明天一定到"}\n';
    expect(pipe(input).code).toBe(0);
    expect(pipe(input, "--fail-on", "error").code).toBe(0);
    expect(pipe(input, "--fail-on", "warning").code).toBe(1);
    expect(pipe(input, "--min-score", "89").code).toBe(1);
    writeFileSync(join(folder.path, "hard.yaml"), "failOn: warning\nminScore: 100\n");
    expect(pipe(input, "--config", "hard.yaml").code).toBe(0);
  });

  test("ids come back letter by letter", () => {
    const ids = ["12345678901234567890", "-9007199254740993", "1.0e400", '{"a":[12345678901234567891,"}"]}', '"\\u4eb2\\n"', "true", "[1, 2]", "0", "null"];
    const { stdout } = pipe(ids.map((id) => `{"x":{"id":5},"id": ${id} ,"reply":"您好"}`).join("\n"), "--fields", "verdict");
    const expected = ids.map((id) => (id.startsWith('"') ? JSON.stringify(JSON.parse(id)) : id));
    expect(stdout.trimEnd().split("\n").map((line) => line.slice(6, line.indexOf(',"verdict"')))).toEqual(expected);
  });

  test("null is as good as absent", () => {
    expect(parse(pipe('{"id":1,"reply":"您好","customer":null,"scenario":null,"channel":null,"platform":null,"facts":null,"messages":null}').stdout)[0]).toMatchObject({ id: 1, verdict: "not-applicable" });
  });

  test("an empty reply owes nothing", () => {
    expect(parse(pipe('{"id":1,"reply":""}').stdout)[0]).toMatchObject({ id: 1, score: null, verdict: "not-applicable" });
  });

  test("a key that looks like a slip is said once on stderr", () => {
    const { code, stdout, stderr } = pipe('{"id":1,"reply":"您好","costumer":"x","shop":"y"}\n{"id":2,"reply":"您好","costumer":"x"}\n');
    expect(stderr).toMatch(/^第 1 行：没有“costumer”这个键，已忽略；是不是想写 customer？.*\n$/);
    expect(parse(stdout)).toHaveLength(2);
    expect(code).toBe(0);
  });

  test("conversations", () => {
    const messages = [{ role: "customer", text: "还没到", time: "2026-03-01T10:00:00+08:00" }, { role: "agent", text: "我对天发誓", time: 1772330430000 }];
    const [line] = parse(pipe(JSON.stringify({ id: "c", messages })).stdout);
    expect(line).toMatchObject({ id: "c" });
    expect(line!.conversation).toBeDefined();
    expect(line!.findings!.find(({ rule }) => rule === "promise/vow")).toMatchObject({ messageIndex: 1 });
  });
});

describe("bad lines", () => {
  const cases: [line: string, code: string, id: unknown][] = [
    ["", "empty-line", null],
    ["   ", "empty-line", null],
    ["not json", "not-json", null],
    ['{"id":1', "not-json", null],
    ["[1]", "not-an-object", null],
    ["null", "not-an-object", null],
    ['"text"', "not-an-object", null],
    ['{"id":1}', "no-reply", 1],
    ['{"id":1,"reply":null}', "no-reply", 1],
    ['{"id":1,"reply":5}', "bad-reply", 1],
    ['{"id":1,"reply":"您好","customer":5}', "bad-customer", 1],
    ['{"id":1,"reply":"您好","scenario":"chse"}', "unknown-scenario", 1],
    ['{"id":1,"reply":"您好","scenario":7}', "bad-scenario", 1],
    ['{"id":1,"reply":"您好","channel":"mail"}', "unknown-channel", 1],
    ['{"id":1,"reply":"您好","facts":[]}', "bad-facts", 1],
    ['{"id":1,"reply":"您好","messages":[{"role":"agent","text":"您好"}]}', "ambiguous", 1],
    ['{"id":1,"messages":[]}', "bad-messages", 1],
    ['{"id":1,"messages":"x"}', "bad-messages", 1],
    ['{"id":1,"messages":[{"role":"boss","text":"您好"}]}', "bad-message", 1],
    ['{"id":1,"messages":[{"role":"agent"}]}', "bad-message", 1],
    ['{"id":1,"messages":[{"role":"agent","text":"您好","time":"yesterday"}]}', "bad-message", 1],
  ];

  test("each has an error in its place, the others a result, and the exit code is 2", () => {
    const good = '{"id":"good","reply":"您好"}';
    const { code, stdout, stderr } = pipe(`${cases.flatMap(([line]) => [line, good]).join("\n")}\n`);
    const lines = parse(stdout);
    expect(lines).toHaveLength(cases.length * 2);
    cases.forEach(([, expected, id], index) => {
      expect([lines[index * 2]!.error?.code, lines[index * 2]!.id]).toEqual([expected, id]);
      expect(lines[index * 2]!.error!.line).toBe(index * 2 + 1);
      expect(lines[index * 2]!.error!.message).not.toBe("");
      expect(lines[index * 2 + 1]).toMatchObject({ id: "good", verdict: "not-applicable" });
    });
    expect(stderr).not.toMatch(STACK);
    expect(code).toBe(2);
  });

  test("an unknown scenario names the known ones", () => {
    expect(parse(pipe('{"reply":"a","scenario":"chse"}').stdout)[0]!.error!.message).toMatch(/是不是 chase？可用：presale price/);
    expect(parse(pipe('{"reply":"a","scenario":"chse"}', "--locale", "en").stdout)[0]!.error!.message).toMatch(/did you mean "chase"\? Known: presale price/);
  });

  test("invalid UTF-8 spoils its own line only, and keeps the id where it can", () => {
    const bytes = Buffer.concat([Buffer.from('{"id":1,"reply":"您好"}\n{"id":2,"reply":"'), Buffer.of(0xc4, 0xfa), Buffer.from('"}\n{"id":"'), Buffer.of(0xff), Buffer.from('","reply":"a"}\n{"id":4,"reply":"您好"}\n')]);
    const lines = parse(pipe(bytes).stdout);
    expect(lines.map(({ id, error }) => [id, error?.code])).toEqual([[1, undefined], [2, "invalid-utf8"], [null, "invalid-utf8"], [4, undefined]]);
    expect(lines[2]!.error!.line).toBe(3);
  });
});

describe("lines", () => {
  const record = (id: number): string => `{"id":${id},"reply":"您好"}`;

  test.each([
    ["LF", `${record(1)}\n${record(2)}\n`],
    ["CRLF", `${record(1)}\r\n${record(2)}\r\n`],
    ["no line break at the end", `${record(1)}\n${record(2)}`],
    ["byte order mark", `\ufeff${record(1)}\n${record(2)}\n`],
  ])("%s", (_, input) => {
    const { code, stdout } = pipe(input);
    expect(parse(stdout).map(({ id }) => id)).toEqual([1, 2]);
    expect(code).toBe(0);
  });

  test("nothing in, nothing out", () => {
    expect(pipe("")).toEqual({ code: 0, stdout: "", stderr: "" });
  });

  test("a blank line is not dropped in silence, but one line break at the end is none", () => {
    expect(parse(pipe(`${record(1)}\n\n${record(3)}\n\n`).stdout).map(({ error }) => error?.line)).toEqual([undefined, 2, undefined, 4]);
  });

  test("a line of megabytes", () => {
    const long = "这款面料是纯棉的，洗了不会缩水。".repeat(60_000);
    const { code, stdout } = pipe(`${record(1)}\n${JSON.stringify({ id: 2, reply: `${long}我对天发誓` })}\n${record(3)}\n`, "--fields", "findings");
    const lines = parse(stdout);
    expect(lines.map(({ id }) => id)).toEqual([1, 2, 3]);
    expect(lines[1]!.findings).toMatchObject([{ rule: "promise/vow", start: long.length + 1 }]);
    expect(code).toBe(0);
  });

  test("many lines stay in order, wherever the chunks break", () => {
    const count = 5000;
    const { stdout } = pipe(Array.from({ length: count }, (_, id) => JSON.stringify({ id, reply: `您好😀${"面".repeat(id % 97)}` })).join("\n"), "--fields", "verdict", "--no-suggestions");
    expect(parse(stdout).map(({ id }) => id)).toEqual(Array.from({ length: count }, (_, id) => id));
  });
});

describe("streaming", () => {
  test("a line is answered before the next one is waited for", async () => {
    const child = spawn(process.execPath, [pack.cli, "pipe", "--fields", "score"], { stdio: ["pipe", "pipe", "inherit"] });
    for (let id = 1; id <= 3; id++) {
      child.stdin.write(`{"id":${id},"reply":"我对天发誓"}\n`);
      const [answer] = (await once(child.stdout, "data")) as [Buffer];
      expect(answer.toString()).toBe(`{"id":${id},"score":40}\n`);
    }
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test("half a line waits for its other half, also inside a character", async () => {
    const child = spawn(process.execPath, [pack.cli, "pipe", "--fields", "findings"], { stdio: ["pipe", "pipe", "inherit"] });
    const bytes = Buffer.from('{"id":1,"reply":"我对天发誓"}\n');
    for (let at = 0; at < bytes.length; at += 7) {
      child.stdin.write(bytes.subarray(at, at + 7));
      await new Promise((done) => {
        setTimeout(done, 5);
      });
    }
    child.stdin.end();
    let out = "";
    for await (const chunk of child.stdout) out += String(chunk);
    expect(parse(out)[0]).toMatchObject({ id: 1, findings: [{ rule: "promise/vow" }] });
  });

  test("a slow reader gets everything", () => {
    writeFileSync(join(folder.path, "many.jsonl"), Array.from({ length: 3000 }, (_, id) => `{"id":${id},"reply":"我对天发誓，明天一定到"}\n`).join(""));
    const { stdout } = spawnSync("sh", ["-c", `"${process.execPath}" "${pack.cli}" pipe < many.jsonl | { sleep 0.5; wc -l; }`], { cwd: folder.path, encoding: "utf8" });
    expect(stdout.trim()).toBe("3000");
  });

  test("a reader that has had enough ends it quietly", () => {
    const { stdout, stderr } = spawnSync("sh", ["-c", `{ "${process.execPath}" "${pack.cli}" pipe < many.jsonl; echo code $? >&2; } | head -n 1 | cut -c 1-7`], { cwd: folder.path, encoding: "utf8" });
    expect(stdout).toBe('{"id":0\n');
    expect(stderr).toBe("code 0\n");
  });
});

describe("options", () => {
  test("--fields keeps the id and what it names, in that order", () => {
    const { stdout } = pipe('{"id":1,"reply":"我对天发誓"}\n{"id":2,"reply":5}\n', "--fields", "verdict,score");
    expect(stdout.split("\n")[0]).toBe('{"id":1,"verdict":"fail","score":40}');
    expect(parse(stdout)[1]!.error).toBeDefined();
  });

  test("--no-suggestions", () => {
    const input = '{"id":1,"reply":"我对天发誓"}';
    expect(parse(pipe(input).stdout)[0]!.findings![0]!.suggestions).toHaveLength(1);
    expect(parse(pipe(input, "--no-suggestions").stdout)[0]!.findings![0]!.suggestions).toEqual([]);
  });

  test("--level, --scenario, --channel, --locale", () => {
    const input = '{"id":1,"reply":"骗您天打雷劈"}\n{"id":2,"reply":"骗您天打雷劈","scenario":"price"}\n';
    const lines = parse(pipe(input, "--level", "strict", "--scenario", "hold", "--channel", "page", "--locale", "en").stdout);
    expect(lines.map(({ scenario, findings }) => [scenario, findings?.[0]?.rule])).toEqual([["hold", "promise/oath"], ["price", "promise/oath"]]);
    expect(lines[0]!.findings).toMatchObject([{ message: "Do not swear" }]);
  });
});

describe("for engines", () => {
  const good = '{"id":1,"reply":"您好"}\n';

  test("only a configuration that is named is read", () => {
    writeFileSync(join(folder.path, "replylint.config.yaml"), "rules: { promise/vow: off }\n");
    const input = '{"id":1,"reply":"我对天发誓"}\n';
    expect(parse(pipe(input).stdout)[0]!.findings).toHaveLength(1);
    expect(parse(pipe(input, "--config", "replylint.config.yaml").stdout)[0]!.findings).toHaveLength(0);
    rmSync(join(folder.path, "replylint.config.yaml"));
  });

  test("--tolerant answers bad lines in their place and is no failure", () => {
    const { code, stdout } = pipe(`${good}nothing\n${good}`, "--tolerant", "--fields", "verdict");
    expect(parse(stdout).map(({ error }) => error?.code)).toEqual([undefined, "not-json", undefined]);
    expect(code).toBe(0);
    expect(pipe("nothing\n", "--tolerant", "--fail-on", "nope").code).toBe(2);
  });

  test("--keep takes keys over as they came", () => {
    expect(pipe('{"id":1,"reply":"您好","shop":{"n":[1]},"day":"2026-03-01","other":1}\n{"id":2,"reply":"您好"}\n', "--fields", "verdict", "--keep", "day,shop").stdout).toBe(
      '{"id":1,"verdict":"not-applicable","day":"2026-03-01","shop":{"n":[1]}}\n{"id":2,"verdict":"not-applicable"}\n',
    );
  });

  test("SIGTERM: what had come whole is answered, and the exit is clean", async () => {
    const child = spawn(process.execPath, [pack.cli, "pipe", "--fields", "score"], { stdio: ["pipe", "pipe", "pipe"] });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString()));
    const count = 400;
    child.stdin.write(Array.from({ length: count }, (_, id) => `{"id":${id},"reply":"我对天发誓，明天一定到"}\n`).join("") + '{"id":"half"');
    await once(child.stdout, "data");
    child.kill("SIGTERM");
    expect(await once(child, "close")).toEqual([0, null]);
    expect(err).toBe("");
    expect(out.endsWith("\n")).toBe(true);
    const ids = parse(out).map(({ id }) => id);
    expect(ids).toEqual(ids.map((_, index) => index));
    expect(ids.length).toBeGreaterThan(0);
  });

  test("many megabytes one after the other do not pile up", () => {
    const line = JSON.stringify({ id: 1, messages: Array.from({ length: 20_000 }, (_, index) => ({ role: index % 2 ? "agent" : "customer", text: `第${index}句，面料是纯棉的` })) });
    const { code, stdout } = pipe(`${line}\n${line}\n${line}`, "--fields", "verdict");
    expect([code, parse(stdout).length]).toEqual([0, 3]);
  });
});

describe("messages that are no words", () => {
  test("are told by their kind or their text, and say nothing", () => {
    const conversation = (text: string, kind?: string): string => JSON.stringify({ id: text, messages: [{ role: "customer", text: "怎么洗" }, { role: "agent", text, ...(kind && { kind }) }] });
    const lines = parse(pipe(`${conversation("[图片]")}\n${conversation("我对天发誓", "image")}\n${conversation("我对天发誓", "picture")}\n`).stdout);
    expect(lines.map(({ findings, error }) => findings?.length ?? error?.code)).toEqual([0, 0, "bad-message"]);
  });
});

describe("--audit", () => {
  const minute = (n: number): string => `2026-03-01 10:0${n}:00`;
  const messages = [
    { role: "客服", text: "我对天发誓", time: minute(3), agent: "小满" },
    { role: "买家", text: "还没到", time: minute(1) },
    { role: "客服", text: "您好，欢迎光临", time: "2026-03-01 10:01:01", agent: "小满" },
    { role: "客服", text: "[图片]", time: minute(4), agent: "阿宁" },
    { role: "买家", text: "人呢？", time: minute(5) },
  ];
  const record = JSON.stringify({ id: "c", messages, team: "早班" });
  const read = (...args: string[]): Line & { responses: Record<string, unknown>[]; input: unknown; messages: { text: string }[] } => parse(pipe(`${record}\n`, "--audit", ...args).stdout)[0] as never;

  test("reads messages as exports write them, in order of time, and lays out the responses", () => {
    const line = read("--keep", "messages,team");
    expect(line.messages.map(({ text }) => text)).toEqual(["还没到", "您好，欢迎光临", "我对天发誓", "[图片]", "人呢？"]);
    expect(line.responses).toMatchObject([{ messages: [1, 2, 3], wordings: [1, 2], agent: "小满", day: "2026-03-01", waitedMs: 1000, first: true, atNight: false, unanswered: true }]);
    expect(line.findings!.find(({ rule }) => rule === "promise/vow")).toMatchObject({ messageIndex: 2, response: 0, whole: false });
    expect(line.input).toEqual({ byRole: { agent: 3, customer: 2, bot: 0, system: 0 }, autoReplies: 0 });
    expect(line.team).toBe("早班");
  });

  test("knows automatic replies from a list", () => {
    writeFileSync(join(folder.path, "auto.json"), JSON.stringify({ version: 1, autoReplies: ["您好，欢迎光临"] }));
    const line = read("--auto-replies", "auto.json");
    expect(line.responses).toMatchObject([{ messages: [2, 3], waitedMs: 120_000 }]);
    expect(line.input).toEqual({ byRole: { agent: 2, customer: 2, bot: 1, system: 0 }, autoReplies: 1 });
  });

  test("a single reply is a conversation of one response", () => {
    const [line] = parse(pipe('{"id":1,"customer":"还没到","reply":"我对天发誓","agent":"小满"}\n', "--audit").stdout);
    expect(line).toMatchObject({ id: 1, verdict: "fail", responses: [{ messages: [1], agent: "小满" }] });
  });

  test.each([
    [["--auto-replies", "auto.json"], "--audit"],
    [["--audit", "--auto-replies", "none.json"], "none.json"],
    [["--audit", "--auto-replies", "many.jsonl"], "many.jsonl"],
  ])("%j is refused with a way out", (args, word) => {
    const { code, stdout, stderr } = pipe(record, ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(word);
    expect(stderr).not.toMatch(STACK);
  });
});

describe("--tsv", () => {
  test("columns in, columns out; null and what is escaped", () => {
    const { code, stdout } = pipe("1\t我对天发誓\\n明天\t\\N\n2\t您好\\\\\\t\t\n", "--tsv", "--columns", "id,reply,customer", "--fields", "id,verdict,score,findings");
    const [first, second] = stdout.split("\n").map((line) => line.split("\t"));
    expect(first!.slice(0, 3)).toEqual(["1", "fail", "40"]);
    expect(JSON.parse(first![3]!)).toMatchObject([{ rule: "promise/vow" }]);
    expect(second).toEqual(["2", "not-applicable", "\\N", "[]"]);
    expect(code).toBe(0);
  });

  test("the answer is the whole record in one cell, unless fields are named", () => {
    const { stdout } = pipe("1\t我对天\\\\发誓\n", "--tsv", "--columns", "id,reply");
    expect(stdout.split("\t")).toHaveLength(1);
    expect(JSON.parse(stdout.replaceAll("\\\\", "\\"))).toMatchObject({ id: "1", verdict: expect.any(String) as string });
  });

  test("conversations and whole records come as JSON in a cell", () => {
    const messages = JSON.stringify([{ role: "agent", text: "我对天发誓\n" }]).replaceAll("\\", "\\\\");
    expect(pipe(`c\t${messages}\n`, "--tsv", "--columns", "id,messages", "--fields", "id,verdict").stdout).toBe("c\tfail\n");
    expect(pipe('{"id":7,"reply":"我对天发誓"}\n', "--tsv", "--columns", "record", "--fields", "id,verdict").stdout).toBe("7\tfail\n");
  });

  test("a header names the columns; others go over where they are kept", () => {
    expect(pipe("shop\treply\tagent\nA\\tB\t您好\t小满\n", "--tsv", "--header", "--fields", "verdict", "--keep", "shop").stdout).toBe("verdict\tshop\nnot-applicable\tA\\tB\n");
  });

  test("a bad line is answered in its place; without a column for errors stderr tells, once", () => {
    const input = "1\t您好\n2\n3\t\\N\n4\n";
    const told = pipe(input, "--tsv", "--columns", "id,reply", "--fields", "id,verdict,error");
    expect(told.stdout.split("\n").map((line) => line.split("\t").map((cell) => (cell.startsWith("{") ? (JSON.parse(cell) as { code: string }).code : cell)))).toEqual([["1", "not-applicable", "\\N"], ["\\N", "\\N", "wrong-columns"], ["3", "\\N", "no-reply"], ["\\N", "\\N", "wrong-columns"], [""]]);
    expect([told.code, told.stderr]).toEqual([2, "3 行没有判成，error 写在各行原位；不算故障就加 --tolerant。\n"]);
    const untold = pipe(input, "--tsv", "--columns", "id,reply", "--fields", "verdict", "--tolerant");
    expect(untold.stdout).toBe("not-applicable\n\\N\n\\N\n\\N\n");
    expect(untold.stderr.match(/只提醒一次/g)).toHaveLength(2);
    expect(untold.code).toBe(0);
  });

  test("chunks that stay open are answered at once, as a pool of an engine needs it", async () => {
    const child = spawn(process.execPath, [pack.cli, "pipe", "--tsv", "--columns", "reply", "--fields", "score"], { stdio: ["pipe", "pipe", "inherit"] });
    for (let round = 1; round <= 3; round++) {
      child.stdin.write("我对天发誓\n".repeat(round));
      let out = "";
      while (out.split("\n").length <= round) out += String(((await once(child.stdout, "data")) as [Buffer])[0]);
      expect(out).toBe("40\n".repeat(round));
    }
    child.stdin.end();
    expect(await once(child, "exit")).toEqual([0, null]);
  });

  test.each([
    [["--tsv"], "--columns"],
    [["--tsv", "--columns", "reply", "--header"], "--columns"],
    [["--columns", "reply"], "--tsv"],
    [["--tsv", "--columns", "repyl"], "reply"],
    [["--tsv", "--columns", "reply", "--fields", "scroe"], "score"],
  ])("%j is refused with a way out", (args, word) => {
    const { code, stdout, stderr } = pipe("x\n", ...args);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(word);
  });
});
