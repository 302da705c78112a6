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

/** Runs a model; holds its scratch space. */
export class Scorer {
  private readonly seen: Int32Array;
  private readonly seenOfCustomer: Int32Array;
  private generation = 0;
  private found = new Int32Array(1024);
  private readonly sums: Int32Array;
  private readonly scores: Float64Array;

  constructor(readonly model: Model) {
    this.seen = new Int32Array(model.buckets);
    this.seenOfCustomer = new Int32Array(model.customerBuckets);
    this.sums = new Int32Array(model.points.length);
    this.scores = new Float64Array(model.points.length);
  }

  /** Scores of all points for a reply, or for its units `[start, end)`; the array is reused by the next call. */
  score(reply: NormalText, customer: NormalText | null, start = 0, end: number = reply.length): Float64Array {
    const { model, scores } = this;
    for (let p = 0; p < scores.length; p++) scores[p] = model.bias[p]!;
    this.addTo(reply, 3, model.buckets, model.weights, this.seen, 1, start, end);
    if (customer) this.addTo(customer, 2, model.customerBuckets, model.customerWeights, this.seenOfCustomer, CUSTOMER_SHARE, 0, customer.length);
    return scores;
  }

  private room(size: number): Int32Array {
    if (this.found.length < size) this.found = new Int32Array(size * 2);
    return this.found;
  }

  private addTo(text: NormalText, longest: number, buckets: number, weights: Int8Array, seen: Int32Array, share: number, start: number, end: number): void {
    const { sums, scores, model } = this;
    const points = sums.length;
    const generation = ++this.generation;
    let count = 0;
    sums.fill(0);
    const found = this.room(text.length * 3);
    const total = grams(text, start, end, longest, buckets, found);
    for (let i = 0; i < total; i++) {
      const bucket = found[i]!;
      if (seen[bucket] === generation) continue;
      seen[bucket] = generation;
      count++;
      const row = bucket * points;
      for (let p = 0; p < points; p++) sums[p]! += weights[row + p]!;
    }
    if (count === 0) return;
    const unit = share / Math.sqrt(count);
    for (let p = 0; p < points; p++) scores[p]! += sums[p]! * model.scale[p]! * unit;
  }

  /** How much the words in `[from, to)` speak for a point: the evidence for what the score says of the whole. */
  evidence(reply: NormalText, point: number, from: number, to: number): number {
    const { model } = this;
    const found = this.room(reply.length * 3);
    const total = grams(reply, from, to, 3, model.buckets, found);
    let sum = 0;
    for (let i = 0; i < total; i++) sum += model.weights[found[i]! * model.points.length + point]!;
    return sum;
  }
}
