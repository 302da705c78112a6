// Trains dictionaries/model.{json,bin} on fixtures/training/*.jsonl (`{reply, customer?, expect: ["G04"]}` a line): a row of
// DIRECTIONS numbers for each hashed character n-gram, added up, bent, and weighed for each point of the guidance. Chance is
// seeded: the same data give the same bytes.
//   npm run train                       thresholds from held-out clean replies
//   npm run train -- --calibrate FILE   thresholds from ordinary replies (`{reply, customer?}` a line): at most RATE per 1,000
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { charTables, CUSTOMER_SHARE, emptyText, grams as bucketsOf, loadSource, normalise, Scorer, writeModel } from "../dist/node.js";
import { random } from "./random.mjs";

const BUCKETS = 1 << 15;
const CUSTOMER_BUCKETS = 1 << 13;
const DIRECTIONS = 45;
const ROUNDS = 25; // through all samples
const BATCH = 256;
const STEP = 0.003;
const DROPPED = 0.5; // share of n-grams that a sample goes without, another time others
const LEVELS = 15; // weights are rounded to so many steps either way: finer ones tell no more
const LOWEST = -0.4; // no threshold lies below, however seldom ordinary replies come near
const JOINED = 0.4; // share of samples that a clean reply is joined to: a fault among other words is still one
const RATE = 1;
// Points that are common in ordinary talk are held to less; where most of what ordinary replies show is right, to more.
const RATES = { G06: 2, G12: 0.3, G01: 0.5, G04: 0.5, G05: 0.5, G08: 0.5, G15: 0.5 };
const POSITIVE_WEIGHT = 3;
const NEAR_MISS_WEIGHT = 5; // rules' good examples: near misses chosen as such
const MOST_POSITIVES_BELOW = 90; // points with fewer examples get no column

// What is owed hangs on the situation, not on the words of the reply; punctuation and spelling are no matter for a model.
const SITUATIONAL = ["G10", "G18", "G20", "G21", "G22", "G23", "G24", "G26", "G27", "G28", "G29", "G30", "G31", "G33", "G60", "G61", "G62", "G63"];

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path) => readFileSync(path, "utf8").split("\n").filter(Boolean).map((line) => JSON.parse(line));
const folder = `${root}fixtures/training/`;
const evaluation = `${root}fixtures/evaluation/`;
// The tuning half of the evaluation set may be learnt from; the test half never.
const files = [...readdirSync(folder).map((name) => folder + name), ...readdirSync(evaluation).filter((name) => name.startsWith("tuning")).map((name) => evaluation + name)];
// What the rules' own examples say is learnt, too: near misses above all.
const { source } = loadSource([`${root}rules`], `${root}dictionaries`);
const spoken = ({ text: reply, customer }, expect, weight) => ({ reply, customer, expect, weight });
const examples = source.rules
  .filter((rule) => rule.kind !== "likeness" && Array.isArray(rule.examples.bad) && rule.examples.bad.every((one) => typeof one.text === "string"))
  .flatMap((rule) => [
    ...(rule.kind === "phrase" ? rule.examples.bad.map((one) => spoken(one, rule.guidance)) : []),
    // What is mended in its spelling or punctuation is as clean as what was never wrong.
    ...(["terms", "punctuation", "spelling"].includes(rule.kind) ? rule.examples.bad.filter((one) => one.fixed).map((one) => spoken({ ...one, text: one.fixed }, [], NEAR_MISS_WEIGHT)) : []),
    ...rule.examples.good.filter((one) => typeof one.text === "string").map((one) => spoken(one, [], NEAR_MISS_WEIGHT)),
  ]);
const data = [...files.filter((name) => name.endsWith(".jsonl")).sort().flatMap(read), ...examples];
const traditional = readFileSync(`${root}dictionaries/traditional.txt`, "utf8").split("\n").filter((line) => !line.startsWith("#")).join("").replace(/\s/g, "");
const tables = charTables(traditional);

const counts = new Map();
for (const { expect } of data) for (const point of expect) counts.set(point, (counts.get(point) ?? 0) + 1);
const points = [...counts.keys()].filter((point) => counts.get(point) >= MOST_POSITIVES_BELOW && !SITUATIONAL.includes(point)).sort();
const K = points.length;

const text = emptyText();
function grams(source, longest, buckets) {
  if (!source) return [];
  normalise(source, tables, text);
  const room = new Int32Array(text.length * 3);
  return [...new Set(room.subarray(0, bucketsOf(text, 0, text.length, longest, buckets, room)))];
}
const samples = data.map(({ reply, customer, expect, weight = 1 }) => ({
  weight,
  reply: grams(reply, 3, BUCKETS),
  customer: grams(customer, 2, CUSTOMER_BUCKETS),
  labels: points.map((point) => (expect.includes(point) ? 1 : 0)),
  clean: expect.length === 0,
}));

/** Adam on the logistic loss, the step falling to nothing along a cosine. */
class Adam {
  constructor(values) {
    this.values = values;
    this.gradient = new Float32Array(values.length);
    this.mean = new Float32Array(values.length);
    this.square = new Float32Array(values.length);
  }
  step(rate, n) {
    const { values, gradient, mean, square } = this;
    const first = 1 / (1 - 0.9 ** n);
    const second = 1 / (1 - 0.999 ** n);
    for (let i = 0; i < values.length; i++) {
      const g = gradient[i];
      if (g === 0 && mean[i] === 0) continue;
      mean[i] = 0.9 * mean[i] + 0.1 * g;
      square[i] = 0.999 * square[i] + 0.001 * g * g;
      values[i] -= (rate * mean[i] * first) / (Math.sqrt(square[i] * second) + 1e-8);
    }
    gradient.fill(0);
  }
}

function train(chosen) {
  const next = random(7);
  const noise = (size, width) => Float32Array.from({ length: size }, () => width * Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()));
  const D = DIRECTIONS;
  const rows = new Adam(noise((BUCKETS + CUSTOMER_BUCKETS) * D, 0.1));
  const bias = new Adam(new Float32Array(D));
  const output = new Adam(noise(K * D, 0.2));
  const outputBias = new Adam(new Float32Array(K).fill(-3));
  const clean = chosen.filter((one) => one.clean);
  const order = chosen.map((_, i) => i);
  const sum = new Float64Array(D);
  const bent = new Float64Array(D);
  const back = new Float64Array(D);
  const used = [];
  /** Adds a sample's rows to the sum, and remembers them with their shares. */
  const take = ({ reply, customer }, share, dropped) => {
    for (const [buckets, offset, part] of [[reply, 0, 1], [customer, BUCKETS, CUSTOMER_SHARE]]) {
      if (buckets.length === 0) continue;
      const unit = (share * part) / Math.sqrt(buckets.length) / (1 - dropped);
      for (const bucket of buckets) {
        if (dropped > 0 && next() < dropped) continue;
        const at = (bucket + offset) * D;
        for (let d = 0; d < D; d++) sum[d] += rows.values[at + d] * unit;
        used.push(at, unit);
      }
    }
  };
  let steps = 0;
  for (let round = 0; round < ROUNDS; round++) {
    for (let i = order.length - 1; i > 0; i--) {
      const j = Math.floor(next() * (i + 1));
      [order[i], order[j]] = [order[j], order[i]];
    }
    const rate = STEP * 0.5 * (1 + Math.cos((Math.PI * round) / ROUNDS));
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH);
      for (const index of batch) {
        const one = chosen[index];
        used.length = 0;
        sum.set(bias.values);
        const joined = next() < JOINED;
        take(one, joined ? 0.75 : 1, DROPPED);
        if (joined) take(clean[Math.floor(next() * clean.length)], 0.6, 0);
        for (let d = 0; d < D; d++) bent[d] = sum[d] / (1 + Math.abs(sum[d]));
        back.fill(0);
        for (let p = 0; p < K; p++) {
          let z = outputBias.values[p];
          for (let d = 0; d < D; d++) z += output.values[p * D + d] * bent[d];
          const g = ((1 / (1 + Math.exp(-z)) - one.labels[p]) * (one.labels[p] ? POSITIVE_WEIGHT : one.weight)) / batch.length;
          outputBias.gradient[p] += g;
          for (let d = 0; d < D; d++) {
            output.gradient[p * D + d] += g * bent[d];
            back[d] += g * output.values[p * D + d];
          }
        }
        for (let d = 0; d < D; d++) {
          back[d] /= (1 + Math.abs(sum[d])) ** 2;
          bias.gradient[d] += back[d];
        }
        for (let u = 0; u < used.length; u += 2) for (let d = 0, at = used[u], unit = used[u + 1]; d < D; d++) rows.gradient[at + d] += back[d] * unit;
      }
      steps++;
      for (const part of [rows, bias, output, outputBias]) part.step(rate, steps);
    }
  }
  // Few steps, each direction with a scale of its own.
  const scale = Array.from({ length: D }, (_, d) => {
    let most = 0;
    for (let i = d; i < rows.values.length; i += D) most = Math.max(most, Math.abs(rows.values[i]));
    return most / LEVELS || 1;
  });
  const small = Int8Array.from(rows.values, (value, i) => Math.round(value / scale[i % D]));
  const brief = (values) => [...values].map((value) => Number(value.toPrecision(6)));
  return {
    points,
    buckets: BUCKETS,
    customerBuckets: CUSTOMER_BUCKETS,
    weights: small.subarray(0, BUCKETS * D),
    customerWeights: small.subarray(BUCKETS * D),
    scale: brief(scale),
    bias: brief(bias.values),
    output: points.map((_, p) => brief(output.values.subarray(p * D, (p + 1) * D))),
    outputBias: brief(outputBias.values),
    threshold: points.map(() => 0),
  };
}

const a = emptyText();
const b = emptyText();
function scoresOf(model, records) {
  const scorer = new Scorer(model);
  return records.map(({ reply, customer }) => {
    normalise(reply, tables, a);
    if (customer) normalise(customer, tables, b);
    scorer.read(a, null, customer ? b : null);
    return [...scorer.whole];
  });
}

const started = performance.now();
const model = train(samples);
const at = process.argv.indexOf("--calibrate");
if (at > 0) {
  const scores = scoresOf(model, read(process.argv[at + 1]));
  points.forEach((point, p) => {
    const column = scores.map((row) => row[p]).sort((x, y) => y - x);
    model.threshold[p] = Number(Math.max(LOWEST, column[Math.floor(((RATES[point] ?? RATE) / 1000) * column.length)]).toFixed(3));
  });
} else {
  // Three-fold: clean replies that the fold's model has not seen; half a per cent of them may lie above.
  const held = points.map(() => []);
  for (let fold = 0; fold < 3; fold++) {
    const part = train(samples.filter((_, i) => i % 3 !== fold));
    const clean = data.filter((record, i) => i % 3 === fold && record.expect.length === 0);
    for (const row of scoresOf(part, clean)) row.forEach((score, p) => held[p].push(score));
  }
  points.forEach((_, p) => {
    const column = held[p].sort((x, y) => y - x);
    model.threshold[p] = Number(Math.max(-0.5, column[Math.floor(column.length * 0.005)]).toFixed(3));
  });
}
// Whatever the calibration says: a rule's own good example never lies above.
for (const row of scoresOf(model, examples.filter((one) => one.expect.length === 0 && one.reply.length >= 7))) row.forEach((score, p) => (model.threshold[p] = Math.max(model.threshold[p], Number((score + 0.01).toFixed(3)))));
writeModel(model, `${root}dictionaries/model`);
console.log(`${data.length} replies, ${K} points, ${((performance.now() - started) / 1000).toFixed(1)} s`);
console.log(points.map((point, p) => `${point} ${counts.get(point)} >${model.threshold[p]}`).join("  "));
await import("./likeness.mjs");
