import type { NormalText } from "./text/normalise.js";
import { DODGE, SPACE } from "./text/chars.js";

/**
 * A linear model over the character n-grams (1 to 3) of a reply and (1 to 2) of what the customer said: one more clause
 * feature where grammar ends. Trained on our own labelled replies (`scripts/train-model.mjs`); a table of small integers, the
 * same answer on every machine.
 */
export interface Model {
  /** Points of the guidance, in the order of the columns. */
  points: string[];
  /** Sizes of the hashed feature spaces; powers of two. */
  buckets: number;
  customerBuckets: number;
  /** Row by bucket, column by point; true weight = value × scale of the point. */
  weights: Int8Array;
  customerWeights: Int8Array;
  scale: number[];
  bias: number[];
  /** A reply whose score lies above breaks the point. */
  threshold: number[];
}

/** What the customer said weighs half as much as what the agent writes. */
export const CUSTOMER_SHARE = 0.5;
const BLANK = 32;

/**
 * Writes the buckets of all n-grams of a text's units `[start, end)` into `out`, as often as they occur. Punctuation, blanks
 * and pictographs count as one blank.
 * @returns how many
 */
export function grams({ code, kind }: NormalText, start: number, end: number, longest: number, buckets: number, out: Int32Array): number {
  const mask = buckets - 1;
  let count = 0;
  let a = -1; // the unit before last, and the last; -1 where there is none
  let b = -1;
  for (let i = start; i < end; i++) {
    const k = kind[i]!;
    let c = code[i]!;
    if (k >= SPACE && k <= DODGE) {
      if (b === BLANK || b === -1) continue;
      c = BLANK;
    }
    out[count++] = mix(c, 0, 0) & mask;
    if (b >= 0) {
      out[count++] = mix(b, c, 1) & mask;
      if (longest > 2 && a >= 0) out[count++] = mix(a, b, c + 2) & mask;
    }
    a = b;
    b = c;
  }
  return count;
}

function mix(x: number, y: number, z: number): number {
  let h = Math.imul(x + 1, 0x9e3779b1) ^ Math.imul(y + 0x7f4a, 0x85ebca6b) ^ Math.imul(z + 0x1657, 0xc2b2ae35);
  h ^= h >>> 15;
  h = Math.imul(h, 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/** Rows that may be added up before the lower of two weights in one number runs into the upper one. */
const ROWS = 256;
const OFFSET = 128;

/** Weights two to a number, each made positive: half the additions. */
function inPairs(weights: Int8Array, points: number): Int32Array {
  const pairs = (points + 1) >> 1;
  const rows = weights.length / points;
  const out = new Int32Array(rows * pairs);
  for (let row = 0; row < rows; row++)
    for (let p = 0; p < points; p++) out[row * pairs + (p >> 1)]! |= (weights[row * points + p]! + OFFSET) << ((p & 1) * 16);
  return out;
}

/** Reads replies with a model; what it answers is about the last one that it read. */
export class Scorer {
  /** Log-odds of each point for the reply as a whole, by column. */
  readonly whole: Float64Array;
  /** The highest of each point, in the whole or in any one clause. */
  readonly highest: Float64Array;
  private readonly scores: Float64Array;
  /** The bias and what the customer's words add: where every score begins. */
  private readonly base: Float64Array;
  private readonly sums: Int32Array;
  private readonly pairs: Int32Array;
  private readonly weights: Int32Array;
  private readonly customerWeights: Int32Array;
  private readonly seen: Int32Array;
  private readonly seenOfCustomer: Int32Array;
  private generation = 0;
  private found = new Int32Array(1024);
  private text: NormalText | null = null;

  constructor(readonly model: Model) {
    const points = model.points.length;
    this.whole = new Float64Array(points);
    this.highest = new Float64Array(points);
    this.scores = new Float64Array(points);
    this.base = new Float64Array(points);
    this.sums = new Int32Array(points);
    this.pairs = new Int32Array((points + 1) >> 1);
    this.weights = inPairs(model.weights, points);
    this.customerWeights = inPairs(model.customerWeights, points);
    this.seen = new Int32Array(model.buckets);
    this.seenOfCustomer = new Int32Array(model.customerBuckets);
  }

  /** Reads a reply as a whole and clause by clause, after what the customer said. */
  read(reply: NormalText, clauses: { count: number; start: ArrayLike<number>; end: ArrayLike<number> } | null, customer: NormalText | null): void {
    const { model, base, whole, highest } = this;
    this.text = reply;
    for (let p = 0; p < base.length; p++) base[p] = model.bias[p]!;
    if (customer) this.addTo(base, customer, 2, model.customerBuckets, this.customerWeights, this.seenOfCustomer, CUSTOMER_SHARE, 0, customer.length);
    whole.set(this.stretch(0, reply.length));
    highest.set(whole);
    if (!clauses || clauses.count < 2) return;
    for (let c = 0; c < clauses.count; c++) {
      const scores = this.stretch(clauses.start[c]!, clauses.end[c]!);
      for (let p = 0; p < scores.length; p++) if (scores[p]! > highest[p]!) highest[p] = scores[p]!;
    }
  }

  /** Scores of the units `[start, end)` of the reply that was read; the array is reused by the next call. */
  stretch(start: number, end: number): Float64Array {
    const { model, scores } = this;
    scores.set(this.base);
    if (this.text) this.addTo(scores, this.text, 3, model.buckets, this.weights, this.seen, 1, start, end);
    return scores;
  }

  private room(size: number): Int32Array {
    if (this.found.length < size) this.found = new Int32Array(size * 2);
    return this.found;
  }

  private addTo(scores: Float64Array, text: NormalText, longest: number, buckets: number, weights: Int32Array, seen: Int32Array, share: number, start: number, end: number): void {
    const { sums, pairs, model } = this;
    const width = pairs.length;
    const generation = ++this.generation;
    let count = 0;
    sums.fill(0);
    pairs.fill(0);
    const found = this.room(text.length * 3);
    const total = grams(text, start, end, longest, buckets, found);
    for (let i = 0; i < total; i++) {
      const bucket = found[i]!;
      if (seen[bucket] === generation) continue;
      seen[bucket] = generation;
      count++;
      const row = bucket * width;
      for (let p = 0; p < width; p++) pairs[p]! += weights[row + p]!;
      if (count % ROWS === 0) this.unpack(ROWS);
    }
    if (count === 0) return;
    this.unpack(count % ROWS);
    const unit = share / Math.sqrt(count);
    for (let p = 0; p < scores.length; p++) scores[p]! += sums[p]! * model.scale[p]! * unit;
  }

  /** Takes the pairs, sums of so many rows, apart into the sums of the points. */
  private unpack(rows: number): void {
    const { sums, pairs } = this;
    const offset = rows * OFFSET;
    for (let p = 0; p < sums.length; p++) sums[p]! += (p & 1 ? pairs[p >> 1]! >>> 16 : pairs[p >> 1]! & 0xffff) - offset;
    pairs.fill(0);
  }

  /** How much the words in `[from, to)` speak for a point: the evidence for what the score says of the whole. */
  evidence(point: number, from: number, to: number): number {
    const { model, text } = this;
    if (!text) return 0;
    const found = this.room(text.length * 3);
    const total = grams(text, from, to, 3, model.buckets, found);
    let sum = 0;
    for (let i = 0; i < total; i++) sum += model.weights[found[i]! * model.points.length + point]!;
    return sum;
  }
}
