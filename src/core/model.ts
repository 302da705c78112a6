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

/** Rows that may be added up before a weight runs into its neighbour in the same number. */
const ROWS = 256;
const OFFSET = 128;
/** Weights in one number, and numbers that are added up side by side. */
const PACKED = 3;
const LANES = 5;
const STEP = 0x10000;
/** No stretch has so high a number. */
const NEVER = 0x7fffffff;

/**
 * A table of weights, three to a number and each made positive: a third of the additions, and exact. Rows are filled up to
 * whole lanes, and packed when they are first asked for.
 */
class Packed {
  readonly width: number;
  readonly table: Float64Array;

  constructor(
    private readonly weights: Int8Array,
    private readonly points: number,
  ) {
    this.width = LANES * Math.ceil(points / (PACKED * LANES));
    this.table = new Float64Array((weights.length / points) * this.width);
  }

  /** Makes sure that a row is there. */
  need(row: number): void {
    const { table, width, weights, points } = this;
    const at = row * width;
    if (table[at] !== 0) return;
    for (let p = 0, place = 1; p < points; p++) {
      table[at + Math.floor(p / PACKED)]! += (weights[row * points + p]! + OFFSET) * place;
      place = p % PACKED === PACKED - 1 ? 1 : place * STEP;
    }
  }
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
  private readonly wholeSums: Int32Array;
  private readonly packedSums: Float64Array;
  private readonly weights: Packed;
  private readonly customerWeights: Packed;
  /** Number of the stretch in which each bucket was last counted. */
  private readonly seen: Int32Array;
  private readonly seenOfCustomer: Int32Array;
  private stretches = 0;
  /** Rows that several clauses of the reply have: counted once a clause. */
  private repeated = 0;
  private found = new Int32Array(1024);
  private text: NormalText | null = null;

  constructor(readonly model: Model) {
    const points = model.points.length;
    this.whole = new Float64Array(points);
    this.highest = new Float64Array(points);
    this.scores = new Float64Array(points);
    this.base = new Float64Array(points);
    this.sums = new Int32Array(PACKED * Math.ceil(points / PACKED));
    this.wholeSums = new Int32Array(this.sums.length);
    this.weights = new Packed(model.weights, points);
    this.customerWeights = new Packed(model.customerWeights, points);
    this.packedSums = new Float64Array(this.weights.width);
    this.seen = new Int32Array(model.buckets);
    this.seenOfCustomer = new Int32Array(model.customerBuckets);
  }

  /** Reads a reply as a whole and clause by clause, after what the customer said. */
  read(reply: NormalText, clauses: { count: number; start: ArrayLike<number>; end: ArrayLike<number> } | null, customer: NormalText | null): void {
    const { model, base, whole, highest, sums, wholeSums, scores } = this;
    this.text = reply;
    for (let p = 0; p < base.length; p++) base[p] = model.bias[p]!;
    if (customer) {
      const total = grams(customer, 0, customer.length, 2, model.customerBuckets, this.room(customer.length * 3));
      this.add(base, sums, this.sum(total, this.customerWeights, this.seenOfCustomer), CUSTOMER_SHARE);
    }
    if (!clauses || clauses.count < 2) {
      whole.set(this.stretch(0, reply.length));
      highest.set(whole);
      return;
    }
    // The whole is its clauses, what they repeat taken once, and what reaches over their borders: each row is added up once.
    const first = this.stretches + 1;
    this.repeated = 0;
    wholeSums.fill(0);
    highest.fill(-Infinity);
    let count = 0;
    for (let c = 0; c < clauses.count; c++) {
      const total = grams(reply, clauses.start[c]!, clauses.end[c]!, 3, model.buckets, this.room(reply.length * 3));
      const rows = this.sum(total, this.weights, this.seen, first);
      count += rows;
      for (let p = 0; p < sums.length; p++) wholeSums[p]! += sums[p]!;
      scores.set(base);
      this.add(scores, sums, rows, 1);
      for (let p = 0; p < scores.length; p++) if (scores[p]! > highest[p]!) highest[p] = scores[p]!;
    }
    count += this.rest(grams(reply, 0, reply.length, 3, model.buckets, this.room(reply.length * 3)), first) - this.repeated;
    for (let p = 0; p < sums.length; p++) wholeSums[p]! += sums[p]!;
    whole.set(base);
    this.add(whole, wholeSums, count, 1);
    for (let p = 0; p < whole.length; p++) if (whole[p]! > highest[p]!) highest[p] = whole[p]!;
  }

  /** Scores of the units `[start, end)` of the reply that was read; the array is reused by the next call. */
  stretch(start: number, end: number): Float64Array {
    const { model, scores, sums, text } = this;
    scores.set(this.base);
    if (!text) return scores;
    const total = grams(text, start, end, 3, model.buckets, this.room(text.length * 3));
    this.add(scores, sums, this.sum(total, this.weights, this.seen), 1);
    return scores;
  }

  private room(size: number): Int32Array {
    if (this.found.length < size) this.found = new Int32Array(size * 2);
    return this.found;
  }

  /** Adds so many rows' sums to scores: a long stretch weighs no more than a short one. */
  private add(scores: Float64Array, sums: Int32Array, rows: number, share: number): void {
    if (rows === 0) return;
    const { scale } = this.model;
    const unit = share / Math.sqrt(rows);
    for (let p = 0; p < scores.length; p++) scores[p]! += sums[p]! * scale[p]! * unit;
  }

  /**
   * Adds up the rows of the buckets found, each once, into `sums`.
   * @param first number of the stretch from which on a row met before is repeated: the whole is to have it once only
   * @returns how many rows
   */
  private sum(total: number, weights: Packed, seen: Int32Array, first = NEVER): number {
    const { found } = this;
    const stretch = ++this.stretches;
    let rows = 0;
    for (let i = 0; i < total; i++) {
      const bucket = found[i]!;
      const last = seen[bucket]!;
      if (last === stretch) continue;
      if (last >= first) this.repeat(bucket);
      seen[bucket] = stretch;
      weights.need(bucket);
      found[rows++] = bucket;
    }
    this.addRows(weights, rows);
    return rows;
  }

  /** Adds up the rows that no stretch since `first` had. */
  private rest(total: number, first: number): number {
    const { seen, found, weights } = this;
    const stretch = ++this.stretches;
    let rows = 0;
    for (let i = 0; i < total; i++) {
      const bucket = found[i]!;
      if (seen[bucket]! >= first) continue;
      seen[bucket] = stretch;
      weights.need(bucket);
      found[rows++] = bucket;
    }
    this.addRows(weights, rows);
    return rows;
  }

  private repeat(bucket: number): void {
    const { wholeSums, model } = this;
    const points = model.points.length;
    this.repeated++;
    for (let p = 0; p < points; p++) wholeSums[p]! -= model.weights[bucket * points + p]!;
  }

  /** Adds up the rows whose buckets stand first in `found`. */
  private addRows({ table, width }: Packed, rows: number): void {
    const { found, packedSums } = this;
    this.sums.fill(0);
    for (let from = 0; from < rows; from += ROWS) {
      const to = Math.min(rows, from + ROWS);
      for (let lane = 0; lane < width; lane += LANES) {
        let a = 0;
        let b = 0;
        let c = 0;
        let d = 0;
        let e = 0;
        for (let i = from; i < to; i++) {
          const at = found[i]! * width + lane;
          a += table[at]!;
          b += table[at + 1]!;
          c += table[at + 2]!;
          d += table[at + 3]!;
          e += table[at + 4]!;
        }
        packedSums[lane] = a;
        packedSums[lane + 1] = b;
        packedSums[lane + 2] = c;
        packedSums[lane + 3] = d;
        packedSums[lane + 4] = e;
      }
      this.unpack(to - from);
    }
  }

  /** Takes packed sums of so many rows apart and adds them to the sums of the points. */
  private unpack(rows: number): void {
    const { sums, packedSums } = this;
    const offset = rows * OFFSET;
    for (let p = 0, lane = 0; p < sums.length; p += PACKED, lane++) {
      const value = packedSums[lane]!;
      const high = Math.floor(value / (STEP * STEP));
      const low = value - high * (STEP * STEP);
      const middle = Math.floor(low / STEP);
      sums[p]! += low - middle * STEP - offset;
      sums[p + 1]! += middle - offset;
      sums[p + 2]! += high - offset;
    }
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
