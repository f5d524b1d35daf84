import { expect } from 'chai';
import type { Batch, Series } from '../../../../common/batch';
import { type MetricName, metricDefinition } from '../../../../common/metrics';
import { type PointValue, type ReadAnswer, type ReadQuery, stats } from '../../../../common/reader';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { memorySink } from '../../../../server/sinks/memory';
import { aBatch, aSeries } from '../../../support/a-batch';
import { seeded } from '../../../support/seeded';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const random = seeded(7);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;

const releases = ['1.0.0', '1.1.0'];
const names = ['tasks.add', 'tasks.find', 'a\\b\n\t\'"{x:String}\0ключ'];
const steady = ['method.calls', 'method.run', 'ddp.sessions', 'process.cpuShare'] as const;
/** Its series come and go, so that a roll-up’s mean is over the time for which each is known. */
const usedMetrics = [...steady, 'process.uptime', 'method.inFlight'] as const;

describe('a ClickHouse sink beside the memory sink', function () {
  this.timeout(60_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const start = Math.floor(Date.now() / hour) * hour - 2 * hour;
  const memory = memorySink({ now: () => start + 10 * minute });

  before(async () => {
    emptied(clickhouse());
    const sink = clickhouseSink({ url: clickhouse().url, asyncInsert: false });
    for (const batch of tenMinutes(start)) {
      await memory.write(batch, signal);
      await sink.write(batch, signal);
    }
  });

  const readerAt = (now: number) =>
    clickhouseSink({ url: clickhouse().url, wallNow: () => now }).reader;

  for (let run = 0; run < 60; run++) {
    const query = aQuery(start);

    it(`answers the same: ${JSON.stringify({ ...query, from: query.from - start, to: query.to - start })}`, async () => {
      const wanted = await memory.reader.read(query);

      expectSame(await readerAt(start + 10 * minute).read(query), wanted);
    });
  }

  for (const { from, later, query } of rolledUp()) {
    const { metric, stat, by } = query;

    it(`answers the same from ${from}: ${stat} of ${metric} by ${by.join() || 'nothing'}`, async () => {
      const ofTheHour = { ...query, from: start, to: start + hour };

      const answer = await readerAt(start + later).read(ofTheHour);

      expectSame(answer, await memory.reader.read(ofTheHour));
      expect(answer.rows).not.to.deep.equal([]);
    });
  }

  it('widens steps to the minute where that is the finest it has', async () => {
    const range = { from: start, to: start + 10 * minute };
    const query = { metric: 'method.run', stat: 'p95', ...range } as const;

    const answer = await readerAt(start + 8 * day).read({ ...query, stepMs: 10 * second });

    expectSame(answer, await memory.reader.read({ ...query, stepMs: minute }));
    expect(answer.rows[0]?.points).to.have.length(10);
  });

  it('has the same senders', async () => {
    const range = { from: start, to: start + hour };
    const wanted = await memory.reader.resources(range);

    for (const later of [0, 8 * day, 31 * day]) {
      expect(await readerAt(start + later + hour).resources(range)).to.deep.equal(wanted);
    }
    expect(wanted).to.have.length(3);
  });
});

/** What is read from roll-ups, since the windows themselves would be gone by then. */
function rolledUp() {
  const levels = [
    { from: 'minutes', later: 8 * day },
    { from: 'hours', later: 31 * day },
  ];
  const queries = steady.flatMap((metric) =>
    statsOf(metric).flatMap((stat) =>
      [[], ['resource.release'], [...(metricDefinition(metric)?.dims ?? [])]].map((by) => ({
        metric,
        stat,
        by,
      })),
    ),
  );
  return levels.flatMap((level) => queries.map((query) => ({ ...level, query })));
}

/** Three processes, one of which comes later; values over many octaves, so that scales differ. */
function tenMinutes(start: number): Batch[] {
  return Array.from({ length: 60 }, (_, window) =>
    ['a', 'b', 'c'].flatMap((instance, index) => {
      if (instance === 'c' && window < 30) return [];
      const release = releases[index % 2] ?? '';
      const resource = { instance, release, host: `host ${instance}`, startedAt: index };
      return [aBatch({ from: start + window * 10 * second, resource, series: someSeries() })];
    }),
  ).flat();
}

function someSeries(): Series[] {
  const dims = () => ({ name: pick(names), origin: pick(['client', 'server']) });
  const values = () =>
    Array.from({ length: 20 }, () =>
      random() < 0.02 ? 1e6 * random() : random() < 0.05 ? 0 : Math.exp(8 * random() - 3),
    );
  return distinct([
    ...Array.from({ length: 4 }, () =>
      aSeries(
        'method.calls',
        { ...dims(), outcome: pick(['ok', 'error']) },
        Math.floor(random() * 100),
      ),
    ),
    ...Array.from({ length: 3 }, () => aSeries('method.run', dims(), values())),
    aSeries('method.run', { name: 'wide', origin: 'client' }, random() < 0.1 ? [0.001, 1e6] : [3]),
    aSeries('method.run', { name: 'none', origin: 'client' }, []),
    ...Array.from({ length: 2 }, () =>
      aSeries('method.inFlight', dims(), Math.floor(random() * 5)),
    ),
    ...['connected', 'parked'].map((state) =>
      aSeries('ddp.sessions', { state }, Math.floor(random() * 500)),
    ),
    aSeries('process.cpuShare', {}, random()),
    aSeries('process.uptime', {}, Math.floor(random() * 1e9)),
  ]);
}

function distinct(series: readonly Series[]): Series[] {
  const byKey = new Map(series.map((one) => [JSON.stringify([one.metric, one.dims]), one]));
  return [...byKey.values()];
}

function aQuery(start: number): ReadQuery {
  const metric = pick(usedMetrics);
  const from = start + Math.floor(random() * 30) * 10 * second + pick([0, 0, 3_333]);
  const dims = metricDefinition(metric)?.dims ?? [];
  const by = [...dims, 'resource.release', 'resource.instance', 'resource.host'].filter(
    () => random() < 0.3,
  );
  return {
    metric,
    stat: pick(statsOf(metric)),
    from,
    to: from + pick([10, 60, 95, 300]) * second,
    by,
    ...(random() < 0.6 ? { stepMs: pick([10, 20, 30, 60, 7.5]) * second } : {}),
    ...(random() < 0.3 && dims.includes('name') ? { dims: { name: pick(names) } } : {}),
    ...(random() < 0.3 ? { resource: { release: pick(releases) } } : {}),
  };
}

function statsOf(metric: MetricName) {
  const kind = metricDefinition(metric)?.kind;
  if (kind === 'counter') return ['rate', 'sum'] as const;
  return kind === 'gauge' ? (['avg', 'max'] as const) : stats;
}

/** To the last count; sums of fractions may be added up in another order. */
function expectSame(answer: ReadAnswer, wanted: ReadAnswer): void {
  const shape = ({ rows, ...rest }: ReadAnswer) => ({
    ...rest,
    rows: rows.map(({ dims, points }) => ({ dims, at: points.map(([at]) => at) })),
  });
  const values = ({ rows }: ReadAnswer) =>
    rows.flatMap(({ points }) => points.map(([, value]) => value));
  expect(shape(answer)).to.deep.equal(shape(wanted));
  expect(values(answer).map(rounded)).to.deep.equal(values(wanted).map(rounded));
}

function rounded(value: PointValue): unknown {
  return typeof value === 'number' ? Number(value.toPrecision(12)) : value;
}
