import {
  AggregationTemporality,
  AggregationType,
  type ExponentialHistogram,
  MeterProvider,
  MetricReader,
} from '@opentelemetry/sdk-metrics';
import { getMapping } from '@opentelemetry/sdk-metrics/build/src/aggregator/exponential-histogram/mapping/getMapping';
import { expect } from 'chai';
import { build } from 'hdr-histogram-js';
import { Histogram } from '../../common/histogram';
import { bucketIndex, gridUnits } from '../../common/histogram-grid';
import { quantile } from '../../common/histogram-read';
import { latencies, seeded } from '../support/seeded';

/** Reads only when asked. */
class AskedReader extends MetricReader {
  protected override async onForceFlush(): Promise<void> {}
  protected override async onShutdown(): Promise<void> {}
}

async function countedByOtel(values: readonly number[]): Promise<ExponentialHistogram> {
  const reader = new AskedReader({
    aggregationTemporalitySelector: () => AggregationTemporality.DELTA,
    aggregationSelector: () => ({
      type: AggregationType.EXPONENTIAL_HISTOGRAM,
      options: { maxSize: 2_000 },
    }),
  });
  const histogram = new MeterProvider({ readers: [reader] }).getMeter('test').createHistogram('h');
  for (const value of values) histogram.record(value);
  const { resourceMetrics } = await reader.collect();
  return resourceMetrics.scopeMetrics[0]?.metrics[0]?.dataPoints[0]?.value as ExponentialHistogram;
}

/** Counts by index, brought down by `shift` scales. */
function countsAt(shift: number, offset: number, buckets: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>();
  buckets.forEach((count, at) => {
    if (count === 0) return;
    const index = (offset + at) >> shift;
    counts.set(index, (counts.get(index) ?? 0) + count);
  });
  return counts;
}

describe('the grid, beside the exponential histogram of OpenTelemetry', () => {
  it('has the same index for every number up to 100,000, at scale 5 and at scale 4', () => {
    const [fine, coarse] = [getMapping(5), getMapping(4)];
    for (let units = 1; units <= 100_000; units++) {
      const index = bucketIndex(units);
      if (index !== fine.mapToIndex(units)) expect.fail(`scale 5 differs at ${units}`);
      if (index >> 1 !== coarse.mapToIndex(units)) expect.fail(`scale 4 differs at ${units}`);
    }
  });

  it('has the same index on both sides of every bound, where logarithms can tell', () => {
    const mapping = getMapping(5);
    for (let index = 0; index < 31 * 32; index++) {
      const bound = Math.floor(2 ** ((index + 1) / 32));
      for (const units of [bound, Math.min(bound + 1, 2 ** 31 - 1)]) {
        if (bucketIndex(units) !== mapping.mapToIndex(units)) expect.fail(`differs at ${units}`);
      }
    }
  });

  it('has the same index for 100,000 random numbers of 31 bits', () => {
    const random = seeded(31);
    const mapping = getMapping(5);
    for (let round = 0; round < 100_000; round++) {
      const units = 1 + Math.floor(2 ** (random() * 31) - 0.5);
      if (units < 1 || units > 2 ** 31 - 1) continue;
      if (bucketIndex(units) !== mapping.mapToIndex(units)) expect.fail(`differs at ${units}`);
    }
  });

  it('counts the same values into the same buckets as the SDK', async () => {
    const random = seeded(32);
    const values = Array.from({ length: 3_000 }, () => Math.floor(2 ** (random() * 15)));
    values.push(0, 0);
    const ours = new Histogram('size');
    for (const value of values) ours.record(value);

    const theirs = await countedByOtel(values);
    const state = ours.snapshot();

    expect(theirs.scale).to.be.at.least(5);
    expect(countsAt(0, state.offset, state.buckets)).to.deep.equal(
      countsAt(theirs.scale - 5, theirs.positive.offset, theirs.positive.bucketCounts),
    );
    expect([state.count, state.zero, state.sum, state.min, state.max]).to.deep.equal([
      theirs.count,
      theirs.zeroCount,
      theirs.sum,
      theirs.min,
      theirs.max,
    ]);
  });
});

describe('quantile, beside hdr-histogram-js', () => {
  for (const median of [0.2, 8, 300]) {
    it(`agrees to half a bucket and a unit for latencies around ${median} ms`, () => {
      const ours = new Histogram('duration');
      const theirs = build({ numberOfSignificantValueDigits: 4, highestTrackableValue: 2 ** 31 });
      for (const value of latencies(20_000, 33, median)) {
        ours.record(value);
        theirs.recordValue(Math.round(value * gridUnits.duration.perValue));
      }

      const state = ours.snapshot();
      const halfBucket = state.scale === 5 ? 0.011 : 0.022;

      for (const percent of [50, 90, 95, 99, 99.9]) {
        const expected = theirs.getValueAtPercentile(percent) / gridUnits.duration.perValue;
        expect(quantile(state, percent / 100)).to.be.closeTo(
          expected,
          expected * halfBucket + 0.001,
        );
      }
    });
  }
});
