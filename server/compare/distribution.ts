import type { Bucket } from '../../common/reader';

/**
 * How many values lie where, by the 32nd part of an octave: 2.2 % wide. As
 * readers give buckets of two resolutions, whatever they come from has one here.
 */
export interface Distribution {
  readonly bins: Map<number, number>;
  count: number;
}

const binsPerOctave = 32;

export function emptyDistribution(): Distribution {
  return { bins: new Map(), count: 0 };
}

/** Adds what a reader's buckets count, each in the bin of its middle. */
export function addBuckets(into: Distribution, buckets: readonly Bucket[]): void {
  for (const [lower, upper, count] of buckets) {
    const middle = lower > 0 ? Math.sqrt(lower * upper) : upper / 2;
    addTo(into, Math.floor(Math.log2(middle) * binsPerOctave), count);
  }
}

export function addDistribution(into: Distribution, { bins }: Distribution): void {
  for (const [bin, count] of bins) addTo(into, bin, count);
}

/** The value below which the share `q` of the values lies, by nearest rank, within 2.2 %; `undefined` without values. */
export function quantileOf({ bins, count }: Distribution, q: number): number | undefined {
  const rank = Math.max(1, Math.ceil(q * count));
  let seen = 0;
  for (const [bin, own] of sortedBins(bins)) {
    seen += own;
    if (seen >= rank) return 2 ** ((bin + 0.5) / binsPerOctave);
  }
  return undefined;
}

/** Bins and their counts, lowest first. */
export function sortedBins(
  bins: ReadonlyMap<number, number>,
): ReadonlyArray<readonly [bin: number, count: number]> {
  return [...bins].sort(([a], [b]) => a - b);
}

function addTo(into: Distribution, bin: number, count: number): void {
  into.bins.set(bin, (into.bins.get(bin) ?? 0) + count);
  into.count += count;
}
