// npm run bench: what validating a phrasebook of ENTRIES entries costs, against the bare lint of the same texts measured in
// the same run. A third of the entries have placeholders. Figures are of the machine that it runs on: trust the ratios.
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { stringify } from "yaml";
import { checkPhrasebooks, createShippedLinter, PhrasebookReader, readPhrasebookData } from "../dist/node.js";
import { replies } from "./replies.mjs";

const COUNT = Number(process.env.ENTRIES ?? 20_000);
const ROUNDS = Number(process.env.ROUNDS ?? 3);
const groups = ["催单", "退款", "破损", "售前", "活动"];
const rows = replies(COUNT).map((text, index) => ({ id: `e${index}`, group: groups[index % groups.length], text: index % 3 === 0 ? `{买家昵称}，${text}您的订单{订单号}已登记。` : text }));
const files = {
  "book.json": JSON.stringify(rows),
  "book.csv": `编号,分组,快捷短语\n${rows.map(({ id, group, text }) => `${id},${group},"${text.replaceAll('"', '""')}"`).join("\n")}\n`,
  "book.yaml": stringify(rows, { lineWidth: 0 }),
};
const data = readPhrasebookData(fileURLToPath(new URL("../dictionaries/phrasebook", import.meta.url)));
const quick = createShippedLinter({ suggestions: false, moves: false });
const full = createShippedLinter({ moves: false });
const today = "2026-11-24";

const tasks = {
  "bare lint of the same texts": () => rows.reduce((sum, { text }) => sum + quick.lint({ reply: text }).findings.length, 0),
};
for (const [file, text] of Object.entries(files)) tasks[`read ${file}`] = async () => (await new PhrasebookReader({ data }).read(file, text)).entries.length;
const book = await new PhrasebookReader({ data }).read("book.json", files["book.json"]);
const off = { "phrasebook/near-duplicate": "off" };
tasks["check, no suggestions, no near-duplicates"] = () => checkPhrasebooks([book], quick, { data, today, rules: off }).length;
tasks["check, no suggestions"] = () => checkPhrasebooks([book], quick, { data, today }).length;
tasks["check, as the command does"] = () => checkPhrasebooks([book], full, { data, today }).length;

const times = Object.fromEntries(Object.keys(tasks).map((name) => [name, []]));
for (let round = 0; round <= ROUNDS; round++)
  for (const [name, run] of Object.entries(tasks)) {
    const started = performance.now();
    await run();
    if (round > 0) times[name].push((performance.now() - started) / 1000);
  }
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const seconds = Object.fromEntries(Object.entries(times).map(([name, values]) => [name, median(values)]));
const bare = seconds["bare lint of the same texts"];
console.log(`${process.version}, ${cpus()[0].model.trim()}; ${COUNT.toLocaleString("en")} entries, median of ${ROUNDS} rounds\n`);
for (const [name, value] of Object.entries(seconds)) console.log(name.padEnd(44), `${value.toFixed(2)} s`.padStart(9), `${(value / bare).toFixed(2)} ×`.padStart(9));
const whole = seconds["read book.json"] + seconds["check, as the command does"];
console.log(`\nJSON, read and checked: ${whole.toFixed(2)} s, ${(whole / bare).toFixed(2)} × the bare lint (target ≤ 3 s for 20,000: ${COUNT === 20_000 ? (whole <= 3 ? "met" : "missed") : "not judged"})`);
