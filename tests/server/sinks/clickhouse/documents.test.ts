import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { resolveOptions } from '../../../../common/options';
import { clickhouseSink } from '../../../../server/sinks/clickhouse';
import { allStatements } from '../../../../server/sinks/clickhouse/migrations';
import { aBatch, aSeries } from '../../../support/a-batch';
import { aFullTrace } from '../../../support/a-trace';
import { aFullErrorEntry } from '../../../support/an-error-entry';
import { anEvent } from '../../../support/an-event';
import { aFullObserver } from '../../../support/an-observer';
import { emptied, startedClickhouse } from '../../../support/started-clickhouse';

const folder = join(__dirname, '../../../../docs/backends');
const page = readFileSync(join(folder, 'clickhouse.md'), 'utf8');
const queries = [...page.matchAll(/([^\n]*)\n\n```sql\n(.*?)\n```/gs)];

describe('statements in the documentation of ClickHouse', () => {
  const retention = resolveOptions({}).clickhouse;

  for (const [file, cluster] of [
    ['clickhouse.sql', undefined],
    ['clickhouse-cluster.sql', 'main'],
  ] as const) {
    it(`are those that Radiant runs (${file})`, () => {
      const path = join(folder, file);
      const statements = allStatements({ database: 'radiant', cluster, retention });
      const text = `-- Made from server/sinks/clickhouse/schema.ts; a test compares.\n\n${statements.join(';\n\n')};\n`;
      if (process.env.UPDATE_DOCS) writeFileSync(path, text);

      expect(readFileSync(path, 'utf8')).to.equal(text);
    });
  }
});

describe('queries in the documentation of ClickHouse', function () {
  this.timeout(30_000);
  const clickhouse = startedClickhouse();

  before(async () => {
    emptied(clickhouse());
    const sink = clickhouseSink({ url: clickhouse().url });
    const { signal } = new AbortController();
    const silent = Date.now() - 30 * 60_000;
    const dims = { name: 'tasks.add', origin: 'client', outcome: 'ok' };
    const duration = aSeries('method.duration', dims, [1, 2, 3, 400]);
    await sink.write(
      aBatch({
        from: silent,
        series: [aSeries('method.calls', dims, 4), duration],
        observers: [aFullObserver()],
        traces: [aFullTrace({ at: silent, kept: 'slow' })],
        events: [anEvent({ at: silent })],
        errors: [aFullErrorEntry({ firstAt: silent, lastAt: silent, expected: false })],
      }),
      signal,
    );
  });

  it('are found', () => {
    expect(queries).to.have.length(8);
  });

  for (const [, what, sql = ''] of queries) {
    it(`give rows: ${what}`, () => {
      const lines = clickhouse().query(sql).trim().split('\n');

      expect(lines.filter((line) => line !== '')).not.to.deep.equal([]);
    });
  }

  it('give the quantile that Radiant gives, within its bucket', async () => {
    const sql = queries.find(([text]) => text.includes('quantile'))?.[2] ?? '';
    const sink = clickhouseSink({ url: clickhouse().url });
    const range = { from: Date.now() - 3_600_000, to: Date.now() };
    const answer = await sink.reader.read({ metric: 'method.duration', stat: 'p50', ...range });

    const { p95_ms: median } = JSON.parse(clickhouse().query(sql.replace('0.95', '0.5')));

    expect(median / Number(answer.rows[0]?.points[0]?.[1])).to.be.within(0.97, 1.03);
  });
});
