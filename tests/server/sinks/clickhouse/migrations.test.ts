import { expect } from 'chai';
import { RetryableError } from '../../../../common/sink';
import { type ClickhouseSinkOptions, clickhouseSink } from '../../../../server/sinks/clickhouse';
import { clickhouse as clientOf } from '../../../../server/sinks/clickhouse/client';
import { allStatements, migrate } from '../../../../server/sinks/clickhouse/migrations';
import { tableRetention } from '../../../../server/sinks/clickhouse/schema';
import { aBatch, aSeries } from '../../../support/a-batch';
import { startedClickhouse } from '../../../support/started-clickhouse';

const retention = {
  rawDays: 7,
  minuteDays: 30,
  hourDays: 400,
  traceDays: 7,
  errorDays: 90,
  logDays: 7,
  eventDays: 90,
};

describe('the schema of a ClickHouse sink', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();
  const { signal } = new AbortController();
  const database = 'migrated';

  beforeEach(() => clickhouse().query(`DROP DATABASE IF EXISTS ${database}`));

  const sinkOf = (options: Partial<ClickhouseSinkOptions> = {}) =>
    clickhouseSink({ url: clickhouse().url, database, ...options });
  const write = (sink = sinkOf()) =>
    sink.write(
      aBatch({ from: Date.now() - 10_000, series: [aSeries('ddp.connects', {}, 1)] }),
      signal,
    );
  const one = (sql: string) => clickhouse().query(sql, 'TabSeparated').trim();
  const statements = () =>
    clickhouse()
      .requests.map(({ sql }) => sql)
      .filter((sql) => /^(CREATE|ALTER)/.test(sql));

  it('is made before the first write, and its version noted', async () => {
    await write();

    expect(one(`SELECT version FROM ${database}.migrations ORDER BY version`)).to.equal('1\n2');
    expect(one(`SELECT count() FROM ${database}.series`)).to.equal('1');
  });

  it('is made before the first read', async () => {
    const range = { from: 0, to: 1 };

    expect(await sinkOf().reader.resources(range)).to.deep.equal([]);
  });

  it('asks nothing of the server before it is used', async () => {
    const before = clickhouse().requests.length;

    sinkOf();

    expect(clickhouse().requests).to.have.length(before);
  });

  it('is made by several processes at once', async () => {
    await Promise.all([0, 1, 2].map(() => write()));

    expect(one(`SELECT max(version) FROM ${database}.migrations`)).to.equal('2');
    expect(one(`SELECT sum(sum) FROM ${database}.series_1h`)).to.equal('3');
  });

  it('is left as it is by a process that finds it there', async () => {
    await write();
    const before = statements().length;

    await write();

    expect(statements()).to.have.length(before);
  });

  it('is brought from an older version to this one, and keeps its rows', async () => {
    await write();
    clickhouse().query(`DROP TABLE ${database}.events`);
    clickhouse().query(
      `ALTER TABLE ${database}.migrations DELETE WHERE version > 1 SETTINGS mutations_sync = 2`,
    );

    await write();

    expect(one(`SELECT max(version) FROM ${database}.migrations`)).to.equal('2');
    expect(one(`SELECT count() FROM ${database}.events`)).to.equal('0');
    expect(one(`SELECT count() FROM ${database}.series`)).to.equal('2');
  });

  it('is not touched when a newer Radiant made it: batches wait', async () => {
    await write();
    clickhouse().query(`INSERT INTO ${database}.migrations (version) VALUES (3)`);

    const error = await write().catch((reason: unknown) => reason);

    expect(error).to.be.instanceOf(RetryableError);
    expect((error as Error).message).to.match(/schema 3, this Radiant knows 2: update it/);
    expect(one(`SELECT count() FROM ${database}.series`)).to.equal('1');
  });

  it('is repaired where somebody dropped a table or the database', async () => {
    const sink = sinkOf();
    for (const drop of [`TABLE ${database}.series`, `DATABASE ${database}`]) {
      await write(sink);
      clickhouse().query(`DROP ${drop}`);

      const error = await write(sink).catch((reason: unknown) => reason);
      await write(sink);

      expect(error).to.be.instanceOf(RetryableError);
      expect(one(`SELECT count() FROM ${database}.series`)).to.equal('1');
    }
  });

  it('is made at the next write where the server refused it at first', async () => {
    const sink = sinkOf();
    clickhouse().intercept = (_request, response) => {
      response.writeHead(503).end();
      return true;
    };
    const error = await write(sink).catch((reason: unknown) => reason);
    clickhouse().intercept = undefined;

    await write(sink);

    expect(error).to.be.instanceOf(RetryableError);
    expect(one(`SELECT count() FROM ${database}.series`)).to.equal('1');
  });

  it('keeps rows for as long as is configured, and for another time when that changes', async () => {
    await write();
    const before = days();

    await write(sinkOf({ rawDays: 2, hourDays: 800 }));

    expect(before).to.deep.equal(Object.values(tableDays(retention)));
    expect(days()).to.deep.equal(
      Object.values(tableDays({ ...retention, rawDays: 2, hourDays: 800 })),
    );
  });

  const tables = Object.keys(tableRetention);
  const tableDays = (of: typeof retention) =>
    Object.fromEntries(tables.map((table) => [table, of[tableRetention[table] ?? 'rawDays']]));
  const days = () =>
    tables.map((table) =>
      Number(
        /toIntervalDay\((\d+)\)/.exec(one(`SHOW CREATE TABLE ${database}.${table}`))?.[1] ?? 0,
      ),
    );

  it('is the same when an administrator runs the printed statements', async () => {
    await migrate(
      clientOf({ url: clickhouse().url }, Date.now),
      { database, retention },
      { repair: true },
    );
    const made = one(shape);
    clickhouse().query(`DROP DATABASE ${database}`);
    for (const statement of allStatements({ database, retention })) clickhouse().query(statement);

    expect(one(shape)).to.equal(made);
    const before = statements().length;
    await write();
    expect(statements()).to.have.length(before);
  });

  const shape = `SELECT name, engine, partition_key, sorting_key FROM system.tables
WHERE database = '${database}' ORDER BY name`;

  it('is replicated, and made everywhere, on a cluster', () => {
    const ddl = allStatements({ database, cluster: 'main', retention });

    const creating = ddl.filter((statement) => statement.startsWith('CREATE'));
    expect(creating.filter((statement) => !statement.includes('ON CLUSTER `main`'))).to.deep.equal(
      [],
    );
    const engines = creating.flatMap(
      (statement) => /ENGINE = (\w+)/.exec(statement)?.slice(1) ?? [],
    );
    expect([...new Set(engines)].sort()).to.deep.equal([
      'ReplicatedAggregatingMergeTree',
      'ReplicatedMergeTree',
      'ReplicatedReplacingMergeTree',
    ]);
    expect(ddl.join('\n')).not.to.include('non_replicated');
    expect(ddl.join('\n').match(/ replicated_deduplication_window = 10000/g)).to.have.length(12);
  });
});
