import type { Grid } from './metrics';

/** How the values of a grid become the whole numbers that are counted. */
export interface GridUnit {
  /** One unit is 2^exponent seconds, or bytes, or documents: OTLP's base unit. */
  readonly exponent: number;
  /** Units in one of the metric's unit (milliseconds for durations and lifetimes). */
  readonly perValue: number;
  /** The largest value that still has a bucket of its own; larger ones share the last bucket. */
  readonly limit: number;
}

/** The finest resolution: 2^5 buckets per octave. */
export const finestScale = 5;

/** A histogram never has more buckets; one that would, goes to a coarser scale. */
export const bucketLimit = 512;

/** The largest number of units that is counted as it is. */
export const maxUnits = 2 ** 31 - 1;

const gridUnit = (exponent: number, perBase: number): GridUnit => {
  const perValue = 2 ** -exponent / perBase;
  return { exponent, perValue, limit: maxUnits / perValue };
};

/** By grid. With powers of two, going to seconds is a shift of the bucket index: exact. */
export const gridUnits: Readonly<Record<Grid, GridUnit>> = {
  duration: gridUnit(-20, 1000),
  lifetime: gridUnit(-10, 1000),
  size: gridUnit(0, 1),
};

const parts = 2 ** finestScale;
// A cell is an eighth of an octave's part: narrower than any part, so that at most one bound lies in it.
const cells = parts * 8;
const cellShift = 31 - Math.log2(cells);

/** The last mantissa in each part of an octave, the leading bit being bit 31. */
const upperBound = Float64Array.from({ length: parts }, (_, part) =>
  part === parts - 1 ? 2 ** 32 - 1 : Math.floor(2 ** ((part + 1) / parts) * 2 ** 31),
);

/** The part in which each cell begins. */
const firstPart = Uint8Array.from({ length: cells }, (_, cell) => {
  const mantissa = 2 ** 31 + cell * 2 ** cellShift;
  return upperBound.findIndex((bound) => bound >= mantissa);
});

/**
 * Index, at the finest scale, of the bucket that holds a whole number of units
 * from 1 to 2³¹ - 1. Bucket `i` is (2^(i/32), 2^((i+1)/32)], as in OTLP's
 * exponential histogram; `index >> n` is the index n scales coarser.
 */
export function bucketIndex(units: number): number {
  const octave = 31 - Math.clz32(units);
  const mantissa = (units << (31 - octave)) >>> 0;
  if (mantissa === 0x80000000) return octave * parts - 1; // bounds are inclusive above
  let part = firstPart[(mantissa >>> cellShift) & (cells - 1)] ?? 0;
  if (mantissa > (upperBound[part] ?? 0)) part++;
  return octave * parts + part;
}

/** Lower bound of a bucket, in units. Its upper bound is the lower one of the next. */
export function lowerBound(index: number, scale: number): number {
  return 2 ** (index / 2 ** scale);
}
