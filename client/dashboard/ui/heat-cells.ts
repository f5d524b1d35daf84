import type { Bucket } from '../../../common/reader';

/** A grid of counts: columns are steps of time, rows are bands of values, the lowest first. */
export interface HeatCells {
  /** Lower and upper end of each band. */
  readonly bands: ReadonlyArray<readonly [low: number, high: number]>;
  readonly steps: number;
  /** Row by row. */
  readonly counts: readonly number[];
  /** The largest count of a cell, and the sum of all. */
  readonly most: number;
  readonly total: number;
  /** The band that has the most. */
  readonly busiest: number;
}

interface Steps {
  readonly from: number;
  readonly to: number;
  readonly stepMs: number;
}

const bandsPerDoubling = 2;

/** Puts buckets, which are many and narrow, into bands of which two make a doubling. */
export function heatCells(
  points: ReadonlyArray<readonly [at: number, buckets: readonly Bucket[]]>,
  { from, to, stepMs }: Steps,
): HeatCells {
  const steps = Math.max(1, Math.ceil((to - from) / stepMs));
  const bandOf = (value: number) =>
    Math.floor(Math.log2(Math.max(value, 0.001)) * bandsPerDoubling);
  const found = points.flatMap(([at, buckets]) =>
    buckets.map(([low, high, count]) => ({
      step: Math.floor((at - from) / stepMs),
      band: bandOf((low + high) / 2),
      count,
    })),
  );
  const inside = found.filter(({ step, count }) => step >= 0 && step < steps && count > 0);
  if (inside.length === 0) return { bands: [], steps, counts: [], most: 0, total: 0, busiest: 0 };
  const first = inside.reduce((least, { band }) => Math.min(least, band), Number.POSITIVE_INFINITY);
  const last = inside.reduce((most, { band }) => Math.max(most, band), Number.NEGATIVE_INFINITY);
  const rows = last - first + 1;
  const counts = new Array<number>(rows * steps).fill(0);
  const ofBands = new Array<number>(rows).fill(0);
  for (const { step, band, count } of inside) {
    const cell = (band - first) * steps + step;
    counts[cell] = (counts[cell] ?? 0) + count;
    ofBands[band - first] = (ofBands[band - first] ?? 0) + count;
  }
  const edge = (band: number) => 2 ** (band / bandsPerDoubling);
  return {
    bands: ofBands.map((_, index) => [edge(first + index), edge(first + index + 1)] as const),
    ...{ steps, counts },
    most: counts.reduce((most, count) => Math.max(most, count), 0),
    total: ofBands.reduce((sum, count) => sum + count, 0),
    busiest: ofBands.indexOf(Math.max(...ofBands)),
  };
}

/** As a table: a row for each cell that has any. */
export function heatRows({ bands, steps, counts }: HeatCells, { from, stepMs }: Steps) {
  const rows = counts.flatMap((count, index) => {
    const [low, high] = bands[Math.floor(index / steps)] ?? [];
    const at = new Date(from + (index % steps) * stepMs).toISOString();
    return count > 0 ? [[at, low, high, count]] : [];
  });
  return { columns: ['time', 'from', 'to', 'count'], rows };
}
