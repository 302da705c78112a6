// Trains dictionaries/model.{json,bin} on fixtures/training/*.jsonl (`{reply, customer?, expect: ["G04"]}` a line): logistic
// regression on hashed character n-grams, one column a point of the guidance. The same data give the same bytes.
//   npm run train                       thresholds from held-out clean replies
//   npm run train -- --calibrate FILE   thresholds from ordinary replies (`{reply, customer?}` a line): at most RATE per 1,000
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { charTables, CUSTOMER_SHARE, emptyText, grams as bucketsOf, loadSource, normalise, Scorer, writeModel } from "../dist/node.js";

const BUCKETS = 1 << 15;
const CUSTOMER_BUCKETS = 1 << 13;
const ROUNDS = 350;
const STEP = 1;
const SOFTNESS = 30; // the larger, the less the weights are held down
const RATE = 1;
// Points that are common in ordinary talk are held to less.
const RATES = { G12: 0.3, G01: 0.5, G04: 0.5, G05: 0.5, G08: 0.5, G15: 0.5 };
const POSITIVE_WEIGHT = 4;
const NEAR_MISS_WEIGHT = 5; // rules' good examples: near misses chosen as such
const MOST_POSITIVES_BELOW = 25; // points with fewer examples get no column

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
const examples = source.rules
  .filter((rule) => rule.kind === "phrase")
  .flatMap((rule) => [...rule.examples.bad.map((one) => ({ ...one, expect: rule.guidance })), ...rule.examples.good.map((one) => ({ ...one, expect: [], weight: NEAR_MISS_WEIGHT }))])
  .map(({ text: reply, customer, expect, weight }) => ({ reply, customer, expect, weight }));
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

/** Accelerated gradient descent on the mean logistic loss with an L2 penalty: no chance in it, so no seed. */
function train(chosen) {
  const sizes = [BUCKETS * K, CUSTOMER_BUCKETS * K, K];
  const weights = sizes.map((size) => new Float64Array(size));
  const ahead = sizes.map((size) => new Float64Array(size)); // where the gradient is taken
  const gradient = sizes.map((size) => new Float64Array(size));
  const z = new Float64Array(K);
  weights[2].fill(-3);
  ahead[2].fill(-3);
  for (let round = 1; round <= ROUNDS; round++) {
    for (const part of gradient) part.fill(0);
    const [w, wc, bias] = ahead;
    const [gw, gwc, gbias] = gradient;
    for (const { reply, customer, labels, weight } of chosen) {
      const unit = reply.length ? 1 / Math.sqrt(reply.length) : 0;
      const unitC = customer.length ? CUSTOMER_SHARE / Math.sqrt(customer.length) : 0;
      z.set(bias);
      for (const b of reply) for (let p = 0; p < K; p++) z[p] += w[b * K + p] * unit;
      for (const b of customer) for (let p = 0; p < K; p++) z[p] += wc[b * K + p] * unitC;
      for (let p = 0; p < K; p++) {
        z[p] = ((1 / (1 + Math.exp(-z[p])) - labels[p]) * (labels[p] ? POSITIVE_WEIGHT : weight)) / chosen.length;
        gbias[p] += z[p];
      }
      for (const b of reply) for (let p = 0; p < K; p++) gw[b * K + p] += z[p] * unit;
      for (const b of customer) for (let p = 0; p < K; p++) gwc[b * K + p] += z[p] * unitC;
    }
    const momentum = (round - 1) / (round + 2);
    const penalty = 1 / (SOFTNESS * chosen.length);
    weights.forEach((part, which) => {
      const decay = which === 2 ? 0 : penalty;
      for (let i = 0; i < part.length; i++) {
        const before = part[i];
        part[i] = ahead[which][i] - STEP * (gradient[which][i] + decay * ahead[which][i]);
        ahead[which][i] = part[i] + momentum * (part[i] - before);
      }
    });
  }
  const [w, wc, bias] = weights;
  const scale = points.map((_, p) => {
    let most = 0;
    for (let i = p; i < w.length; i += K) most = Math.max(most, Math.abs(w[i]));
    for (let i = p; i < wc.length; i += K) most = Math.max(most, Math.abs(wc[i]));
    return most / 127 || 1;
  });
  const small = (weights) => Int8Array.from(weights, (value, i) => Math.round(value / scale[i % K]));
  return { points, buckets: BUCKETS, customerBuckets: CUSTOMER_BUCKETS, weights: small(w), customerWeights: small(wc), scale: scale.map((x) => Number(x.toPrecision(8))), bias: [...bias].map((x) => Number(x.toPrecision(8))), threshold: points.map(() => 0) };
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
    model.threshold[p] = Number(Math.max(-0.2, column[Math.floor(((RATES[point] ?? RATE) / 1000) * column.length)]).toFixed(3));
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
