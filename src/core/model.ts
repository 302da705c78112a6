import type { NormalText } from "./text/normalise.js";
import { DODGE, SPACE } from "./text/chars.js";

/**
 * A small network over the character n-grams (1 to 3) of a reply and (1 to 2) of what the customer said: one more clause
 * feature where grammar ends. Each n-gram has a row of small integers, what it says in a few dozen directions; the rows of a
 * stretch are added up, bent, and weighed for each point. Trained on our own labelled replies (`scripts/train-model.mjs`);
 * sums of integers and plain arithmetic, so the same answer on every machine.
 */
export interface Model {
  /** Points of the guidance, in the order of the columns. */
  points: string[];
  /** Sizes of the hashed feature spaces; powers of two. */
  buckets: number;
  customerBuckets: number;
  /** Row by bucket, column by direction; true weight = value × scale of the direction. */
  weights: Int8Array;
  customerWeights: Int8Array;
  scale: number[];
  /** Of each direction. */
  bias: number[];
  /** Row by point, column by direction. */
  output: number[][];
  outputBias: number[];
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
    private readonly columns: number,
  ) {
    this.width = LANES * Math.ceil(columns / (PACKED * LANES));
    this.table = new Float64Array((weights.length / columns) * this.width);
  }

  /** Makes sure that a row is there. */
  need(row: number): void {
    const { table, width, weights, columns } = this;
    const at = row * width;
    if (table[at] !== 0) return;
    for (let column = 0, place = 1; column < columns; column++) {
      table[at + Math.floor(column / PACKED)]! += (weights[row * columns + column]! + OFFSET) * place;
      place = column % PACKED === PACKED - 1 ? 1 : place * STEP;
    }
  }
}

/** Points that are weighed at the same time: their sums do not wait for one another. */
const SIDE_BY_SIDE = 4;

/** Rows of weights laid out by blocks of points: all points of a block for one direction, then for the next. */
function sideBySide(rows: readonly (readonly number[])[]): Float64Array {
  const width = rows[0]?.length ?? 0;
  const out = new Float64Array(Math.ceil(rows.length / SIDE_BY_SIDE) * SIDE_BY_SIDE * width);
  rows.forEach((row, p) => row.forEach((value, direction) => (out[(Math.floor(p / SIDE_BY_SIDE) * width + direction) * SIDE_BY_SIDE + (p % SIDE_BY_SIDE)] = value)));
  return out;
}

/** Reads replies with a model; what it answers is about the last one that it read. */
export class Scorer {
  /** Log-odds of each point for the reply as a whole, by column. */
  readonly whole: Float64Array;
  /** The highest of each point, in the whole or in any one clause. */
  readonly highest: Float64Array;
  private readonly scores: Float64Array;
  /** The bias and what the customer's words add: where every stretch begins. */
  private readonly base: Float64Array;
  private readonly directions: Float64Array;
  private readonly output: Float64Array;
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
    const directions = model.bias.length;
    this.whole = new Float64Array(points);
    this.highest = new Float64Array(points);
    this.scores = new Float64Array(points);
    this.base = new Float64Array(directions);
    this.directions = new Float64Array(directions);
    this.output = sideBySide(model.output);
    this.sums = new Int32Array(PACKED * Math.ceil(directions / PACKED));
    this.wholeSums = new Int32Array(this.sums.length);
    this.weights = new Packed(model.weights, directions);
    this.customerWeights = new Packed(model.customerWeights, directions);
    this.packedSums = new Float64Array(this.weights.width);
    this.seen = new Int32Array(model.buckets);
    this.seenOfCustomer = new Int32Array(model.customerBuckets);
  }

  /** Reads a reply as a whole and clause by clause, after what the customer said. */
  read(reply: NormalText, clauses: { count: number; start: ArrayLike<number>; end: ArrayLike<number> } | null, customer: NormalText | null): void {
    const { model, base, whole, highest, sums, wholeSums, scores } = this;
    this.text = reply;
    for (let d = 0; d < base.length; d++) base[d] = model.bias[d]!;
    if (customer) {
      const rows = this.sum(grams(customer, 0, customer.length, 2, model.customerBuckets, this.room(customer.length * 3)), this.customerWeights, this.seenOfCustomer);
      const unit = rows === 0 ? 0 : CUSTOMER_SHARE / Math.sqrt(rows);
      for (let d = 0; d < base.length; d++) base[d]! += sums[d]! * model.scale[d]! * unit;
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
      for (let d = 0; d < sums.length; d++) wholeSums[d]! += sums[d]!;
      this.weigh(sums, rows, scores);
      for (let p = 0; p < scores.length; p++) if (scores[p]! > highest[p]!) highest[p] = scores[p]!;
    }
    count += this.sum(grams(reply, 0, reply.length, 3, model.buckets, this.room(reply.length * 3)), this.weights, this.seen, first, false) - this.repeated;
    for (let d = 0; d < sums.length; d++) wholeSums[d]! += sums[d]!;
    this.weigh(wholeSums, count, whole);
    for (let p = 0; p < whole.length; p++) if (whole[p]! > highest[p]!) highest[p] = whole[p]!;
  }

  /** Scores of the units `[start, end)` of the reply that was read; the array is reused by the next call. */
  stretch(start: number, end: number): Float64Array {
    const { model, scores, sums, text } = this;
    const rows = text ? this.sum(grams(text, start, end, 3, model.buckets, this.room(text.length * 3)), this.weights, this.seen) : 0;
    this.weigh(sums, rows, scores);
    return scores;
  }

  /** Bends the sums of so many rows and weighs them for each point: a long stretch weighs no more than a short one. */
  private weigh(sums: Int32Array, rows: number, out: Float64Array): void {
    const { base, directions, output, model } = this;
    const { scale, outputBias } = model;
    const unit = rows === 0 ? 0 : 1 / Math.sqrt(rows);
    for (let d = 0; d < directions.length; d++) {
      const value = base[d]! + sums[d]! * scale[d]! * unit;
      directions[d] = value / (1 + Math.abs(value));
    }
    for (let p = 0, at = 0; p < out.length; p += SIDE_BY_SIDE) {
      let a = 0;
      let b = 0;
      let c = 0;
      let d = 0;
      for (let direction = 0; direction < directions.length; direction++, at += SIDE_BY_SIDE) {
        const value = directions[direction]!;
        a += output[at]! * value;
        b += output[at + 1]! * value;
        c += output[at + 2]! * value;
        d += output[at + 3]! * value;
      }
      out[p] = a + outputBias[p]!;
      if (p + 1 < out.length) out[p + 1] = b + outputBias[p + 1]!;
      if (p + 2 < out.length) out[p + 2] = c + outputBias[p + 2]!;
      if (p + 3 < out.length) out[p + 3] = d + outputBias[p + 3]!;
    }
  }

  private room(size: number): Int32Array {
    if (this.found.length < size) this.found = new Int32Array(size * 2);
    return this.found;
  }

  /**
   * Adds up the rows of the buckets found, each once, into `sums`.
   * @param first number of the stretch from which on a row met before is repeated: the whole is to have it once only
   * @param again whether repeated rows are added, too
   * @returns how many rows
   */
  private sum(total: number, weights: Packed, seen: Int32Array, first = NEVER, again = true): number {
    const { found } = this;
    const stretch = ++this.stretches;
    let rows = 0;
    for (let i = 0; i < total; i++) {
      const bucket = found[i]!;
      const last = seen[bucket]!;
      if (last === stretch || (last >= first && !again)) continue;
      if (last >= first) this.repeat(bucket);
      seen[bucket] = stretch;
      weights.need(bucket);
      found[rows++] = bucket;
    }
    this.addRows(weights, rows);
    return rows;
  }

  private repeat(bucket: number): void {
    const { wholeSums, model } = this;
    const columns = model.bias.length;
    this.repeated++;
    for (let d = 0; d < columns; d++) wholeSums[d]! -= model.weights[bucket * columns + d]!;
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

  /** Takes packed sums of so many rows apart and adds them to the sums of the directions. */
  private unpack(rows: number): void {
    const { sums, packedSums } = this;
    const offset = rows * OFFSET;
    for (let d = 0, lane = 0; d < sums.length; d += PACKED, lane++) {
      const value = packedSums[lane]!;
      const high = Math.floor(value / (STEP * STEP));
      const low = value - high * (STEP * STEP);
      const middle = Math.floor(low / STEP);
      sums[d]! += low - middle * STEP - offset;
      sums[d + 1]! += middle - offset;
      sums[d + 2]! += high - offset;
    }
  }
}
