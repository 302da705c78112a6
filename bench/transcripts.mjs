// Part of npm run bench: reading a big export into conversations, against a tight single-threaded read + decode + split of the
// same file, measured in the same run. ROWS and ROUNDS change the size.
import { Buffer, transcode } from "node:buffer";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { planFiles, readRange } from "../dist/node.js";
import { generate } from "./generate.mjs";

const ROWS = Number(process.env.ROWS ?? 1_000_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const folder = mkdtempSync(join(tmpdir(), "replylint-bench-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

/** Reads, decodes and splits into cells, quotes included, and does nothing else. */
function floor(path, encoding) {
  const file = openSync(path, "r");
  const memory = Buffer.allocUnsafe(1 << 20);
  const gb18030 = new TextDecoder("gb18030");
  let rest = Buffer.alloc(0);
  let carry = "";
  let cells = 0;
  for (let count; (count = readSync(file, memory, 0, memory.length, null)) > 0; ) {
    const end = memory.lastIndexOf(10, count - 1) + 1;
    const bytes = Buffer.concat([rest, memory.subarray(0, end)]);
    rest = Buffer.from(memory.subarray(end, count));
    const text = carry + (encoding === "gb18030" ? gb18030.decode(bytes) : transcode(bytes, "utf8", "ucs2").ucs2Slice());
    let at = 0;
    for (;;) {
      let feed = text.indexOf("\n", at);
      if (feed < 0) break;
      let quotes = 0;
      for (let q = text.indexOf('"', at); q >= 0 && q < feed; q = text.indexOf('"', q + 1)) quotes++;
      while (quotes % 2 === 1 && feed >= 0) {
        const next = text.indexOf("\n", feed + 1);
        for (let q = text.indexOf('"', feed + 1); q >= 0 && q < next; q = text.indexOf('"', q + 1)) quotes++;
        feed = next;
      }
      if (feed < 0) break;
      cells += text.slice(at, feed).split(",").length;
      at = feed + 1;
    }
    carry = text.slice(at);
  }
  closeSync(file);
  return cells;
}

async function read(path) {
  let messages = 0;
  const start = performance.now();
  const plans = [];
  for await (const plan of planFiles([path])) plans.push(plan);
  const planned = performance.now() - start;
  for (const plan of plans) for (const range of plan.ranges) for await (const record of readRange(plan, range)) if (record.type === "conversation") messages += record.conversation.messages.length;
  if (messages !== ROWS) throw new Error(`${messages} messages read of ${ROWS}`);
  return { planned, all: performance.now() - start };
}

console.log(`\nReading ${ROWS.toLocaleString("en")} messages into conversations, one thread; times are × a bare read + decode + split of the same CSV, of the same run`);
for (const [name, options] of [
  ["CSV, UTF-8", { format: "csv" }],
  ["CSV, GB18030", { format: "gb18030" }],
  ["CSV, mixed by time", { format: "csv", order: "time" }],
  ["千牛 TXT", { format: "qianniu" }],
  ["NDJSON", { format: "ndjson" }],
]) {
  const path = join(folder, `big.${options.format === "qianniu" ? "txt" : options.format === "ndjson" ? "ndjson" : "csv"}`);
  generate(path, { rows: ROWS, seed: 1, ...options });
  const yardstick = options.format === "qianniu" || options.format === "ndjson" ? join(folder, "yardstick.csv") : path;
  if (yardstick !== path) generate(yardstick, { rows: ROWS, seed: 1 });
  const bare = [];
  const whole = [];
  const planned = [];
  for (let round = 0; round <= ROUNDS; round++) {
    const start = performance.now();
    floor(yardstick, options.format === "gb18030" ? "gb18030" : "utf-8");
    const least = performance.now() - start;
    const { planned: plan, all } = await read(path);
    if (round === 0) continue;
    bare.push(least);
    whole.push(all / least);
    planned.push(plan / least);
  }
  console.log(`${name.padEnd(20)} ${(statSync(path).size / 1e6).toFixed(0).padStart(4)} MB  bare ${(median(bare) / 1000).toFixed(2)} s  read ${median(whole).toFixed(2)} ×  of it the survey ${median(planned).toFixed(2)} ×  peak memory so far ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MB`);
}
