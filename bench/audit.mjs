// npm run bench: an audit of a seeded export of a million messages, as a ratio to reading, decoding and splitting the same
// file in a tight loop on one thread; and its peak memory. UTF-8 and GB18030. ROWS and WORKERS change the size.
import { spawnSync } from "node:child_process";
import { closeSync, mkdtempSync, openSync, readSync, rmSync, statSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const ROWS = Number(process.env.ROWS ?? 1_000_000);
const WORKERS = process.env.WORKERS ?? "2";
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const TARGET = { ratio: 3, memory: 400 };

/** Rows and cells of a file: what any reader has to do at least. */
function floor(path, encoding) {
  const decoder = new TextDecoder(encoding);
  const file = openSync(path, "r");
  const chunk = Buffer.alloc(1 << 20);
  let cells = 0;
  let rest = "";
  for (let size; (size = readSync(file, chunk)) > 0; ) {
    const text = rest + decoder.decode(chunk.subarray(0, size), { stream: true });
    const end = text.lastIndexOf("\n") + 1;
    for (const line of text.slice(0, end).split("\n")) cells += line.split(",").length;
    rest = text.slice(end);
  }
  closeSync(file);
  return cells;
}

const timed = (run) => {
  const start = performance.now();
  const before = process.cpuUsage();
  run();
  const { user, system } = process.cpuUsage(before);
  return { floor: (performance.now() - start) / 1000, floorCpu: (user + system) / 1e6 };
};

/** Runs the audit in a process of its own; its peak is what the system counted. */
function audit(path) {
  const probe = `process.on("exit", () => { const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage(); process.stderr.write(\`\\nUSED \${maxRSS} \${userCPUTime + systemCPUTime}\`); });`;
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, ["--import", `data:text/javascript,${encodeURIComponent(probe)}`, at("dist/cli.js"), "audit", path, "--workers", WORKERS, "--format", "json", "-o", `${path}.json`, "--fail-on", "never"], { encoding: "utf8" });
  const seconds = (performance.now() - start) / 1000;
  if (status !== 0) throw new Error(stderr);
  const [, peak, cpu] = /USED (\d+) (\d+)/.exec(stderr);
  return { seconds, peak: Number(peak) / 1024, cpu: Number(cpu) / 1e6 };
}

console.log(`\naudit: ${ROWS.toLocaleString("en")} messages, ${WORKERS} threads, ${cpus().length} processors; best of ${ROUNDS}`);
const folder = mkdtempSync(join(tmpdir(), "replylint-bench-"));
try {
  for (const [format, encoding] of [["csv", "utf-8"], ["gb18030", "gb18030"]]) {
    const path = join(folder, `${format}.csv`);
    const { status, stderr } = spawnSync(process.execPath, [at("bench/generate.mjs"), "--rows", String(ROWS), "--format", format, "--output", path], { encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    // In turn, so that a slow moment of the machine meets both.
    const rounds = Array.from({ length: ROUNDS }, () => ({ ...timed(() => floor(path, encoding)), ...audit(path) }));
    const least = Math.min(...rounds.map((round) => round.floor));
    const seconds = Math.min(...rounds.map((round) => round.seconds));
    const [floorCpu, cpu] = ["floorCpu", "cpu"].map((key) => Math.min(...rounds.map((round) => round[key])));
    const peak = Math.max(...rounds.map((round) => round.peak));
    console.log(
      `${encoding.padEnd(8)} ${(statSync(path).size / 1e6).toFixed(0)} MB: read, decode, split ${least.toFixed(2)} s; audit ${seconds.toFixed(2)} s = ${(seconds / least).toFixed(1)} × (target ≤ ${TARGET.ratio} ×), ${Math.round(ROWS / seconds).toLocaleString("en")} messages/s; peak ${peak.toFixed(0)} MB (target ≤ ${TARGET.memory} MB)\n         processor time ${floorCpu.toFixed(2)} s and ${cpu.toFixed(2)} s = ${(cpu / floorCpu).toFixed(1)} × over all threads`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
