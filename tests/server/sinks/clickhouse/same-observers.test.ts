import { expect } from 'chai';
import type { Batch } from '../../../../common/batch';
import { Histogram } from '../../../../common/histogram';
import type { Grid } from '../../../../common/metrics';
import { type ObserverEntry, observerCounters } from '../../../../common/observer-entry';
import type { ObserversAnswer, ObserversQuery } from '../../../../common/reader';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { memorySink } from '../../../../server/sinks/memory';
import { aBatch } from '../../../support/a-batch';
import { anObserver } from '../../../support/an-observer';
import { seeded } from '../../../support/seeded';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const random = seeded(11);
const whole = (below: number) => Math.floor(random() * below);

describe('observers in ClickHouse beside those in memory', function () {
  this.timeout(60_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const start = Math.floor(Date.now() / 600_000) * 600_000 - 1_200_000;
  const memory = memorySink({ now: () => start + 300_000 });
  const sink = () => clickhouseSink({ url: clickhouse().url, asyncInsert: false });

  before(async () => {
    emptied(clickhouse());
    const target = sink();
    for (let window = 0; window < 48; window++) {
      const batch = aWindow(start + Math.floor(window / 2) * 10_000, window % 2 === 0);
      await memory.write(batch, signal);
      await target.write(batch, signal);
    }
  });

  const queries: ReadonlyArray<Partial<ObserversQuery>> = [
    {},
    { stepMs: 10_000 },
    { stepMs: 60_000 },
    { stepMs: 25_000 },
    { from: start + 33_333, to: start + 170_000, stepMs: 40_000 },
    { resource: { release: '2' } },
    { resource: { instance: 'a' }, stepMs: 30_000 },
    { from: start + 10_000, to: start + 40_000 },
  ];
  for (const given of queries) {
    const shown = { ...given, ...(given.from === undefined ? {} : { from: given.from - start }) };

    it(`are the same: ${JSON.stringify({ ...shown, to: undefined })}`, async () => {
      const query = { from: start, to: start + 240_000, ...given };

      const answer = await sink().reader.observers(query);

      const wanted = await memory.reader.observers(query);
      expect(rounded(answer)).to.deep.equal(rounded(wanted));
      expect(answer.windows.some(({ observers }) => observers.length > 0)).to.equal(true);
    });
  }
});

function aWindow(from: number, isFirst: boolean): Batch {
  const resource = isFirst ? { instance: 'a', release: '1' } : { instance: 'b', release: '2' };
  if (random() < 0.1) return aBatch({ from, resource });
  return aBatch({ from, resource, observers: someObservers(), coverage: someCoverage() });
}

function someObservers(): ObserverEntry[] {
  return ['tasks', 'lists', '__proto__', 'a"\\b'].flatMap((name, index) => {
    if (random() < 0.3) return [];
    const counters = observerCounters.map((field) => [field, whole(20)] as const);
    return [
      anObserver({
        owner: { kind: index === 1 ? 'method' : 'publication', name },
        ...Object.fromEntries(counters),
        cpuMs: 30 * random(),
        handles: whole(9),
        multiplexers: random() * 3,
        oldestMs: whole(1e6),
        ...(random() < 0.3 ? { driverReason: `REASON_${index}` } : {}),
        ...(index < 2 ? { evaluations: whole(99), useful: whole(9) } : {}),
        ...histograms(),
      }),
    ].map((entry) => (index === 3 ? withoutEvaluations(entry) : entry));
  });
}

function histograms(): Partial<ObserverEntry> {
  return {
    ...(random() < 0.6 ? { initialQuery: histogram('duration') } : {}),
    ...(random() < 0.6 ? { lifetime: histogram('lifetime') } : {}),
    ...(random() < 0.3 ? { poll: histogram('duration') } : {}),
  };
}

/** Some are of a coarser scale, some have nothing but values below half a unit. */
function histogram(grid: Grid) {
  const counted = new Histogram(grid);
  const kind = random();
  if (kind < 0.2) counted.record(0);
  else if (kind < 0.4) for (const value of [0.001, 1e6, 3]) counted.record(value);
  else for (let left = whole(8); left >= 0; left--) counted.record(1e3 * random());
  return counted.take();
}

function withoutEvaluations({ evaluations: _e, useful: _u, ...entry }: ObserverEntry) {
  return entry;
}

function someCoverage() {
  return ['tasks', 'lists'].map((collection) => ({
    collection,
    driver: 'oplog',
    mutations: whole(9),
    expected: whole(99),
    evaluations: whole(99),
  }));
}

/** Fractions may be added up in another order. */
function rounded(answer: ObserversAnswer): unknown {
  return JSON.parse(JSON.stringify(answer), (_key, value) =>
    typeof value === 'number' ? Number(value.toPrecision(12)) : value,
  );
}
