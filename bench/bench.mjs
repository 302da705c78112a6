// npm run bench: replies a second on one core, against two yardsticks measured in the same run (a bare scan of the
// automaton, and JSON.parse of the same lines); what twice as many rules cost; loading a pack; a cold start.
// REPLIES and ROUNDS change the size. Figures are of the machine that it runs on: trust the ratios.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { cpus } from "node:os";
import { fileURLToPath } from "node:url";
import { compilePack, Linter, loadPack, loadSource, readPack } from "../dist/node.js";
import { random } from "../scripts/random.mjs";
import { replies } from "./replies.mjs";

const at = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));
const COUNT = Number(process.env.REPLIES ?? 20_000);
const ROUNDS = Number(process.env.ROUNDS ?? 7);
const SLOW = Math.max(200, Math.round(COUNT / 10));

const list = replies(COUNT);
const lines = list.map((reply, id) => JSON.stringify({ id, reply }));
const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];
const figure = (value, digits = 0) => value.toLocaleString("en", { maximumFractionDigits: digits, minimumFractionDigits: digits });

let sink = 0;
/** Runs of each task in turn, so that a slow moment of the machine meets all of them alike; the first round warms up. */
function measure(tasks, rounds = ROUNDS) {
  const times = tasks.map(() => []);
  for (let round = 0; round <= rounds; round++)
    tasks.forEach(({ run, count = COUNT }, index) => {
      const start = process.hrtime.bigint();
      sink += run(count);
      const seconds = Number(process.hrtime.bigint() - start) / 1e9;
      if (round > 0) times[index].push(count / seconds);
    });
  return tasks.map(({ name }, index) => ({ name, rate: median(times[index]), low: Math.min(...times[index]), high: Math.max(...times[index]), rates: times[index] }));
}

/** The automaton alone, over the text as it stands. */
function scan({ alphabet, base, check, fail, outStart }, text) {
  let state = 0;
  let hits = 0;
  for (let i = 0; i < text.length; i++) {
    const symbol = alphabet[text.charCodeAt(i)];
    if (symbol === 0) {
      state = 0;
      continue;
    }
    for (;;) {
      const next = base[state] + symbol;
      if (check[next] === state) {
        state = next;
        break;
      }
      if (state === 0) break;
      state = fail[state];
    }
    hits += outStart[state + 1] - outStart[state];
  }
  return hits;
}

const overAll = (judge) => (count) => {
  let n = 0;
  for (let i = 0; i < count; i++) n += judge(list[i]);
  return n;
};

const pack = readPack(at("dist/pack.bin"));
const quick = new Linter(pack, { suggestions: false });
const bulk = new Linter(pack, { suggestions: false, moves: false });
const full = new Linter(pack);
const withFindings = list.filter((reply) => quick.lint({ reply }).findings.length > 0).length;
console.log(`${process.version}, ${cpus()[0].model.trim()}; ${pack.rules.length} rules, ${pack.program.layout.nodeClass.length} nodes, ${figure(pack.program.automaton.base.length)} automaton cells`);
console.log(`${figure(COUNT)} replies, ${figure(list.join("").length / COUNT, 1)} characters on average, ${figure((100 * withFindings) / COUNT, 1)} % with findings; median of ${ROUNDS} rounds\n`);

const results = measure([
  { name: "automaton scan alone", run: overAll((reply) => scan(pack.program.automaton, reply)) },
  { name: "JSON.parse of the same lines", run: (count) => { let n = 0; for (let i = 0; i < count; i++) n += JSON.parse(lines[i]).reply.length; return n; } },
  { name: "lint, no suggestions", run: overAll((reply) => quick.lint({ reply }).findings.length) },
  { name: "lint as an audit does it", run: overAll((reply) => bulk.lint({ reply }).findings.length) },
  { name: "lint, with suggestions", run: overAll((reply) => full.lint({ reply }).findings.length), count: SLOW },
  { name: "pipe: parse, lint, stringify", run: (count) => { let n = 0; for (let i = 0; i < count; i++) { const record = JSON.parse(lines[i]); n += JSON.stringify({ id: record.id, ...quick.lint(record) }).length; } return n; } },
]);
const [bare, json, lint] = results;
console.log("".padEnd(32), "replies/s".padStart(12), "of scan".padStart(10), "of parse".padStart(10), "  lowest–highest");
for (const { name, rate, low, high } of results)
  console.log(name.padEnd(32), figure(rate).padStart(12), `${figure((100 * rate) / bare.rate, 1)} %`.padStart(10), `${figure((100 * rate) / json.rate, 1)} %`.padStart(10), `  ${figure(low)}–${figure(high)}`);
console.log(`\ntarget: lint ≥ 150,000 replies/s: ${lint.rate >= 150_000 ? "met" : "missed"}`);

// Twice as many rules.
/** The same pattern in other words: runs of Chinese characters turned round, single ones exchanged; classes stay, or go to their twin. */
function otherWords(pattern, exchange, twin) {
  return pattern.replace(/<([a-z0-9-]+)((?::[a-zA-Z0-9]+)?)>|\p{Script=Han}+/gu, (run, name, capture) => {
    if (name !== undefined) return `<${twin(name)}${capture}>`;
    const turned = [...run].reverse().join("");
    return turned === run ? [...run].map((ch) => exchange.get(ch) ?? ch).join("") : turned;
  });
}

const { source } = loadSource([at("rules")], at("dictionaries"));
const characters = [...new Set(JSON.stringify([source.classes, source.rules.map(({ match }) => match)]).match(/\p{Script=Han}/gu))];
const shuffled = [...characters];
const next = random(7);
for (let i = shuffled.length - 1; i > 0; i--) {
  const j = Math.floor(next() * (i + 1));
  [shuffled[i], shuffled[j]] = [shuffled[j], shuffled[i]];
}
const exchange = new Map(characters.map((ch, index) => [ch, shuffled[index]]));
const same = (name) => name;
const change = (patterns, twin) => patterns?.map((pattern) => otherWords(pattern, exchange, twin));
const around = (condition, twin) => condition && Object.fromEntries(Object.entries(condition).map(([scope, entries]) => [scope, entries.map((entry) => entry.split("|").map((name) => twin(name.trim())).join("|"))]));
const defined = (value) => Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined));
const rewrite = (one, twin) => defined({ except: change(one.except, twin), with: around(one.with, twin), unless: around(one.unless, twin) });

function doubled(classesToo) {
  const names = new Set(source.classes.map(({ name }) => name));
  const twin = classesToo ? (name) => (names.has(name) ? `${name}-twin` : name) : same;
  const classes = classesToo ? source.classes.map(({ move: _, ...one }) => ({ ...one, name: twin(one.name), any: change(one.any, twin), ...rewrite(one, twin) })) : [];
  const rules = source.rules
    .filter(({ kind }) => kind === "phrase")
    .map((rule) => ({ ...rule, id: `${rule.id}-twin`, match: change(rule.match, twin), ...rewrite(rule, twin), examples: { bad: [], good: [] } }));
  return compilePack({ ...source, classes: [...source.classes, ...classes], rules: [...source.rules, ...rules] });
}

const phraseRules = pack.rules.filter(({ kind }) => kind === "phrase").length;
const once = new Linter(compilePack(source), { suggestions: false });
for (const [what, more] of [
  [`${phraseRules} phrase rules doubled`, doubled(false)],
  [`and all ${source.classes.length} classes with them`, doubled(true)],
]) {
  const twice = new Linter(more, { suggestions: false });
  const [before, after] = measure([
    { name: "once", run: overAll((reply) => once.lint({ reply }).findings.length) },
    { name: "twice", run: overAll((reply) => twice.lint({ reply }).findings.length) },
  ]);
  // Round by round, so that a slow moment of the machine does not count against one of them.
  const cost = 100 * (median(before.rates.map((rate, round) => rate / after.rates[round])) - 1);
  console.log(`${what.padEnd(40)} ${figure(before.rate)} → ${figure(after.rate)} replies/s: ${cost >= 0 ? "+" : ""}${figure(cost, 1)} % a reply (${figure(more.program.automaton.base.length)} cells; target < 10 %)`);
}

// Loading.
const timed = (run, times) => median(Array.from({ length: times }, () => { const start = performance.now(); run(); return performance.now() - start; }));
console.log(`\npack.bin (${figure(statSync(at("dist/pack.bin")).size / 1024)} KB): read ${figure(timed(() => readPack(at("dist/pack.bin")), 15), 1)} ms, read and made a linter of ${figure(timed(() => new Linter(readPack(at("dist/pack.bin"))), 15), 1)} ms; rules/ and dictionaries/ from source ${figure(timed(() => loadPack([at("rules")], at("dictionaries")), 1))} ms`);

// Cold start.
const cli = at("dist/cli.js");
const drafts = at("fixtures/drafts");
const draft = existsSync(drafts) ? readdirSync(drafts, { recursive: true, encoding: "utf8" }).filter((name) => /\.(txt|md)$/.test(name)).sort()[0] : undefined;
if (!existsSync(cli) || statSync(cli).size < 100) console.log("cold start: skipped, there is no dist/cli.js yet");
else if (draft === undefined) console.log("cold start: skipped, there is no draft in fixtures/drafts yet");
else {
  const start = (args) => timed(() => { const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" }); if (status !== 0 && status !== 1) throw new Error(stderr); }, 1);
  const pairs = Array.from({ length: 15 }, () => [start(["-e", "0"]), start([cli, "check", `${drafts}/${draft}`, "--fail-on", "never"])]);
  const [node, check] = [0, 1].map((index) => median(pairs.map((pair) => pair[index])));
  console.log(`cold start: check of one draft ${figure(check)} ms, bare node ${figure(node)} ms: ${figure(check / node, 2)} × (target ≤ 2.5 ×)`);
}
if (sink < 0) console.log(sink);
