import { build } from 'hdr-histogram-js';
import { Histogram, mergeStates, quantile } from '../../common/histogram';
import { latencies, seeded } from '../support/seeded';
import type { BenchTable } from './bench-table';
import { budgets } from './budgets';
import { measure } from './measure';
import { measureInTurns } from './measure-in-turns';

const seriesCount = 200;
const operations = 10_000;
const values = Float64Array.from(latencies(operations, 1));
const order = Uint16Array.from(randomOrder());

/** Recording, reading and merging; `rivals` has recording beside others. */
export async function run({ timeMs = 500 } = {}): Promise<readonly BenchTable[]> {
  return [await record(timeMs), await read(timeMs), await snapshot(timeMs)];
}

function record(timeMs: number): Promise<BenchTable> {
  const own = many(() => new Histogram('duration'));
  const byName = new Map(own.map((histogram, at) => [`method.${at}`, histogram]));
  const names = Array.from(order, (at) => `method.${at}`);

  return measureInTurns(
    {
      title: 'histogram: record one value, 200 series in random order',
      ...{ operations, timeMs, budget: budgets.record },
    },
    {
      'found by its name': () => {
        for (let at = 0; at < operations; at++) {
          byName.get(names[at] ?? '')?.record(values[at] ?? 0);
        }
      },
      'at hand': () => {
        for (let at = 0; at < operations; at++) own[order[at] ?? 0]?.record(values[at] ?? 0);
      },
      'bare loop': () => {
        let sum = 0;
        for (let at = 0; at < operations; at++) sum += (own[order[at] ?? 0] ? values[at] : 0) ?? 0;
        return sum;
      },
    },
  );
}

function read(timeMs: number): Promise<BenchTable> {
  const histogram = new Histogram('duration');
  const hdr = build({ numberOfSignificantValueDigits: 2 });
  for (const value of values) {
    histogram.record(value);
    hdr.recordValue(Math.round(value * 1_000));
  }
  const state = histogram.snapshot();

  return measure(
    { title: 'histogram: p95 of 10,000 values', timeMs, rivals: ['hdr-histogram-js'] },
    {
      own: () => quantile(state, 0.95),
      'hdr-histogram-js': () => hdr.getValueAtPercentile(95),
    },
  );
}

function snapshot(timeMs: number): Promise<BenchTable> {
  const full = Array.from({ length: 1_000 }, (_, seed) => {
    const histogram = new Histogram('duration');
    for (const value of latencies(100, seed)) histogram.record(value);
    return histogram;
  });
  const states = full.map((histogram) => histogram.snapshot());

  return measure(
    { title: 'histogram: 1,000 series of 100 values', timeMs },
    {
      snapshot: () => full.map((histogram) => histogram.snapshot()),
      'merge each with another': () =>
        states.map((state, at) => mergeStates(state, states[999 - at] ?? state)),
    },
  );
}

function many<T>(make: (at: number) => T): T[] {
  return Array.from({ length: seriesCount }, (_, at) => make(at));
}

function randomOrder(): number[] {
  const random = seeded(2);
  return Array.from({ length: operations }, () => Math.floor(random() * seriesCount));
}
