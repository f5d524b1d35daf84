import {
  bucketIndex,
  bucketLimit,
  finestScale,
  type GridUnit,
  gridUnits,
  maxUnits,
} from './histogram-grid';
import type { HistogramState } from './histogram-state';
import type { Grid } from './metrics';

export { mergeStates } from './histogram-merge';
export { bucketsOf, foldTo, quantile } from './histogram-read';
export type { HistogramState };

// A binding of this module: compiled to CommonJS, an imported one is looked up at each of the calls that must be cheap.
const indexOf = bucketIndex;
const unitsLimit = maxUnits + 1;
const firstSize = 16;
const noCounts = new Uint16Array(0);
const narrowLimit = 2 ** 16 - 1;
const countLimit = 2 ** 32 - 1;

/** As narrow as the number of all values, which no bucket can exceed, lets them be. */
type Counts = Uint16Array | Uint32Array | Float64Array;

/**
 * Counts values on the fixed grid of their metric (`Grid`), at most 512
 * buckets: 1.4 KiB, from 65,536 values on 2.4 KiB. Quantiles are within 1.1 %
 * and half a unit (scale 5), or 2.2 % when values span more than 16 octaves
 * (scale 4; it never gets finer again). Two histograms of a grid merge without
 * loss.
 *
 * https://opentelemetry.io/docs/specs/otel/metrics/data-model/#exponentialhistogram
 */
export class Histogram {
  readonly grid: Grid;
  private readonly unit: GridUnit;
  private scale = finestScale;
  private shift = 0;
  private offset = 0;
  private counts: Counts = noCounts;
  private zero = 0;
  private total = 0;
  private added = 0;
  private lowest = Number.POSITIVE_INFINITY;
  private highest = Number.NEGATIVE_INFINITY;

  constructor(grid: Grid) {
    this.grid = grid;
    this.unit = gridUnits[grid];
  }

  get count(): number {
    return this.total;
  }

  get sum(): number {
    return this.added;
  }

  get min(): number {
    return this.total === 0 ? 0 : this.lowest;
  }

  get max(): number {
    return this.total === 0 ? 0 : this.highest;
  }

  /**
   * Counts one value in the metric's unit. Never throws: NaN and negative
   * values (a clock that went back) count as 0, infinity as the grid's limit.
   * A finite value above the limit is kept as it is in `sum` and `max` and
   * counted in the last bucket.
   */
  record(value: number): void {
    if (this.total === narrowLimit) this.widen(narrowLimit + 1);
    const units = value * this.unit.perValue + 0.5;
    if (units >= 1 && units < unitsLimit) {
      const slot = (indexOf(units | 0) >> this.shift) - this.offset;
      const count = this.counts[slot];
      if (count === undefined) this.addAt(units | 0, 1);
      else this.counts[slot] = count + 1;
      this.tally(value);
    } else if (value > 0) this.recordExtreme(value);
    else this.recordZero(0);
  }

  /** An immutable copy. */
  snapshot(): HistogramState {
    const { grid, scale, count, sum, min, max, zero } = this;
    const [from, to] = this.usedSlots();
    const buckets = new Array<number>(to - from);
    for (let slot = from; slot < to; slot++) buckets[slot - from] = this.counts[slot] ?? 0;
    const offset = from === to ? 0 : this.offset + from;
    return { grid, scale, count, sum, min, max, zero, offset, buckets };
  }

  /** The same, and starts again from nothing in the memory it has. */
  take(): HistogramState {
    const state = this.snapshot();
    this.counts.fill(0);
    this.zero = 0;
    this.total = 0;
    this.added = 0;
    this.lowest = Number.POSITIVE_INFINITY;
    this.highest = Number.NEGATIVE_INFINITY;
    return state;
  }

  /**
   * Adds what another histogram of the same grid counted.
   *
   * @throws {TypeError} when the grid is another.
   */
  merge(state: HistogramState): void {
    if (state.grid !== this.grid) {
      throw new TypeError(`cannot merge a ${state.grid} histogram into a ${this.grid} one`);
    }
    if (state.count === 0) return;
    this.widen(this.total + state.count);
    this.mergeBuckets(state);
    this.zero += state.zero;
    this.total += state.count;
    this.added += state.sum;
    if (state.min < this.lowest) this.lowest = state.min;
    if (state.max > this.highest) this.highest = state.max;
  }

  private tally(value: number): void {
    this.total++;
    this.added += value;
    if (value < this.lowest) this.lowest = value;
    if (value > this.highest) this.highest = value;
  }

  private recordZero(value: number): void {
    this.zero++;
    this.tally(value);
  }

  private recordExtreme(value: number): void {
    const { limit } = this.unit;
    if (value < limit) {
      this.recordZero(value);
      return;
    }
    this.addAt(maxUnits, 1);
    this.tally(value === Number.POSITIVE_INFINITY ? limit : value);
  }

  private addAt(units: number, count: number): void {
    const index = indexOf(units);
    this.reach(index >> this.shift, index >> this.shift);
    const slot = (index >> this.shift) - this.offset; // reach() may have gone coarser
    this.counts[slot] = (this.counts[slot] ?? 0) + count;
  }

  private mergeBuckets({ scale, offset, buckets }: HistogramState): void {
    if (buckets.length === 0) return;
    while (this.scale > scale) this.coarsen();
    const shift = scale - this.scale;
    this.reach(offset >> shift, (offset + buckets.length - 1) >> shift);
    const down = scale - this.scale;
    for (let at = 0; at < buckets.length; at++) {
      const slot = ((offset + at) >> down) - this.offset;
      this.counts[slot] = (this.counts[slot] ?? 0) + (buckets[at] ?? 0);
    }
  }

  /** Makes room for so many values; for more than 32 bits, only merging many windows can. */
  private widen(total: number): void {
    const { counts } = this;
    if (total > countLimit) {
      if (!(counts instanceof Float64Array)) this.counts = Float64Array.from(counts);
    } else if (total > narrowLimit && counts instanceof Uint16Array) {
      this.counts = Uint32Array.from(counts);
    }
  }

  /** Makes the window hold the buckets `low` to `high` of the present scale, going coarser if it must. */
  private reach(low: number, high: number): void {
    const { offset, counts } = this;
    if (low >= offset && high < offset + counts.length) return;
    const [from, to] = this.usedSlots();
    const first = from === to ? low : Math.min(low, offset + from);
    const last = from === to ? high : Math.max(high, offset + to - 1);
    if (last - first < bucketLimit) this.resize(first, last);
    else {
      this.coarsen();
      this.reach(low >> 1, high >> 1);
    }
  }

  /** Moves the used part into a larger window around `first` to `last`, with slack on the side that grew. */
  private resize(first: number, last: number): void {
    const { offset, counts } = this;
    const needed = last - first + 1;
    const size = Math.min(bucketLimit, Math.max(firstSize, 2 * needed));
    const grewDown = counts.length > 0 && first < offset;
    const slack = size - needed;
    const start = grewDown ? first - slack : counts.length > 0 ? first : first - (slack >> 1);
    const next = asWide(counts, size);
    for (let index = first; index <= last; index++)
      next[index - start] = counts[index - offset] ?? 0;
    this.offset = start;
    this.counts = next;
  }

  /** One scale coarser: each pair of neighbours becomes one bucket, exactly. */
  private coarsen(): void {
    const { offset, counts } = this;
    const next = asWide(counts, counts.length);
    for (let slot = 0; slot < counts.length; slot++) {
      const to = ((offset + slot) >> 1) - (offset >> 1);
      next[to] = (next[to] ?? 0) + (counts[slot] ?? 0);
    }
    this.offset = offset >> 1;
    this.counts = next;
    this.scale--;
    this.shift++;
  }

  /** From the first used slot to behind the last one; equal when none is used. */
  private usedSlots(): readonly [from: number, to: number] {
    const { counts } = this;
    let to = counts.length;
    while (to > 0 && counts[to - 1] === 0) to--;
    let from = 0;
    while (from < to && counts[from] === 0) from++;
    return [from, to];
  }
}

/** Zeroes, each as wide as those. */
function asWide(counts: Counts, size: number): Counts {
  if (counts instanceof Uint16Array) return new Uint16Array(size);
  return counts instanceof Uint32Array ? new Uint32Array(size) : new Float64Array(size);
}
