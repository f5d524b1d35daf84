import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import { type ClickhouseSinkOptions, clickhouseSink } from '../../../../server/sinks/clickhouse';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aFullLogEntry } from '../../../support/a-log-entry';
import { aTrace } from '../../../support/a-trace';
import { aFullErrorEntry } from '../../../support/an-error-entry';
import { aFullEvent } from '../../../support/an-event';
import { aFullObserver } from '../../../support/an-observer';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const tables = ['series', 'observers', 'coverage', 'traces', 'errors', 'logs', 'events', 'batches'];

describe('what a ClickHouse sink is given twice', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const start = Math.floor(Date.now() / 60_000) * 60_000 - 600_000;
  const options = (): ClickhouseSinkOptions => ({ url: clickhouse().url });

  const aFullBatch = () =>
    aBatch({
      from: start,
      series: [
        aSeries('ddp.connects', {}, 3),
        aSeries('method.run', { name: 'a', origin: 'client' }, [1, 20, 300]),
      ],
      observers: [aFullObserver()],
      coverage: [{ collection: 'a', driver: 'oplog', mutations: 1, expected: 2, evaluations: 2 }],
      traces: [aTrace({ at: start })],
      errors: [aFullErrorEntry({ lastAt: start + 1 })],
      logs: [aFullLogEntry({ at: start + 2 })],
      events: [aFullEvent({ at: start + 3 })],
    });

  /** Rows by table, and what the roll-ups add up to. */
  function stored() {
    const rows = tables.map((table) => Number(one(`SELECT count() FROM radiant.${table}`)));
    const sums = ['1m', '1h'].map((suffix) => {
      const from = `FROM radiant.series_${suffix} WHERE metric`;
      return [
        Number(one(`SELECT sum(sum) ${from} = 'ddp.connects'`)),
        Number(one(`SELECT arraySum(mapValues(sumMap(buckets))) ${from} = 'method.run'`)),
      ];
    });
    return { rows, sums };
  }
  const one = (sql: string) => clickhouse().query(sql, 'TabSeparated').trim();
  const once = {
    rows: [2, 1, 1, 1, 1, 1, 1, 1],
    sums: [
      [3, 3],
      [3, 3],
    ],
  };

  beforeEach(() => emptied(clickhouse()));
  afterEach(() => {
    clickhouse().intercept = undefined;
  });

  for (const asyncInsert of [true, false]) {
    const how = asyncInsert ? 'gathered by the server' : 'inserted at once';

    it(`is stored once, ${how}`, async () => {
      const sink = clickhouseSink({ ...options(), asyncInsert });
      const batch = aFullBatch();

      for (let time = 0; time < 3; time++) await sink.write(batch, signal);

      expect(stored()).to.deep.equal(once);
    });

    it(`is stored once by two processes at a time, ${how}`, async () => {
      const sinks = [0, 1].map(() =>
        clickhouseSink({ ...options(), asyncInsert, wallNow: () => 0 }),
      );
      const batch = aFullBatch();

      await Promise.all(sinks.map((sink) => sink.write(batch, signal)));

      expect(stored()).to.deep.equal(once);
    });

    for (const table of tables) {
      it(`is completed after a failure at ${table}, ${how}`, async () => {
        const sink = clickhouseSink({ ...options(), asyncInsert });
        const batch = aFullBatch();
        await sink.write(aBatch({ from: start - 3_600_000 }), signal);
        emptied(clickhouse());
        clickhouse().intercept = ({ sql }, response) => {
          if (!sql.startsWith(`INSERT INTO \`radiant\`.${table} `)) return false;
          response.destroy();
          return true;
        };

        const error = await sink.write(batch, signal).catch((reason: unknown) => reason);
        clickhouse().intercept = undefined;
        await sink.write(batch, signal);

        expect(error).to.be.instanceOf(RetryableError);
        expect(stored()).to.deep.equal(once);
      });
    }
  }

  it('is stored once when the answer of the first time was lost', async () => {
    const sink = clickhouseSink(options());
    const controller = new AbortController();
    const batch = aFullBatch();
    const written = sink.write(batch, controller.signal).catch(() => undefined);
    await sent(({ sql }) => sql.includes('`radiant`.series '));
    controller.abort();
    await written;

    await sink.write(batch, signal);

    expect(stored()).to.deep.equal(once);
  });

  it('is not sent again, however long ago it was stored, by the process that did', async () => {
    const sink = clickhouseSink(options());
    const batch = aFullBatch();
    await sink.write(batch, signal);
    forgetTokens();

    await sink.write(batch, signal);

    expect(stored()).to.deep.equal(once);
  });

  it('is not sent again by a process that started later', async () => {
    const batch = aFullBatch();
    await clickhouseSink({ ...options(), wallNow: () => batch.to }).write(batch, signal);
    forgetTokens();

    await clickhouseSink({ ...options(), wallNow: () => batch.to + 1 }).write(batch, signal);

    expect(stored()).to.deep.equal(once);
  });

  it('is told from another batch that says the same of the same minute', async () => {
    const sink = clickhouseSink(options());
    const series = [aSeries('ddp.connects', {}, 3)];

    for (const from of [start, start + 10_000, start + 20_000]) {
      await sink.write(aBatch({ from, series }), signal);
    }

    expect(stored().sums).to.deep.equal([
      [9, 0],
      [9, 0],
    ]);
  });

  it('is asked after only where it may be there', async () => {
    const sink = clickhouseSink({ ...options(), wallNow: () => start });
    const asked = () =>
      clickhouse().requests.filter(({ sql }) => sql.startsWith('SELECT id FROM')).length;
    const before = asked();
    const batch = aFullBatch();

    await sink.write(batch, signal);
    const first = asked() - before;
    await sink.write(batch, signal);

    expect([first, asked() - before]).to.deep.equal([0, 1]);
  });

  /** As after 10,000 other inserts. */
  function forgetTokens(): void {
    for (const table of tables) {
      clickhouse().query(
        `ALTER TABLE radiant.${table} MODIFY SETTING non_replicated_deduplication_window = 0`,
      );
      clickhouse().query(
        `ALTER TABLE radiant.${table} MODIFY SETTING non_replicated_deduplication_window = 10000`,
      );
    }
  }

  async function sent(matches: (request: { sql: string }) => boolean): Promise<void> {
    const { requests } = clickhouse();
    const from = requests.length;
    while (!requests.slice(from).some(matches)) await new Promise((resume) => setImmediate(resume));
  }
});
