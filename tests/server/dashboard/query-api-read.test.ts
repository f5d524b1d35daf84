import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import { metrics } from '../../../common/metrics';
import type { Reader } from '../../../common/reader';
import type { Status } from '../../../common/status';
import { nowMs } from './a-query-api';
import { aQueryServer, errorOf } from './a-query-server';
import { aReader } from './a-reader';

const aStatus = { running: true } as Status;
const aRead = 'read?metric=method.duration&stat=p95';

describe('the query API, of metrics', () => {
  const { start, warnings } = aQueryServer();

  it('reads what the parameters ask for', async () => {
    const answer = { metric: 'method.duration', rows: [{ dims: { name: 'a' }, points: [[1, 2]] }] };
    const { reader, queries } = aReader(async () => answer as never);
    const url = await start({ reader: () => reader });

    const response = await fetch(
      `${url}/${aRead}&from=1000&to=61000&stepMs=10000&by=name,resource.release` +
        '&dims.origin=client&dims.name=a%2Fb?%26c&resource.release=1.4.0',
    );

    expect(response.status).to.equal(200);
    expect(await response.json()).to.deep.equal(answer);
    expect(queries).to.deep.equal([
      {
        metric: 'method.duration',
        stat: 'p95',
        from: 1000,
        to: 61_000,
        stepMs: 10_000,
        by: ['name', 'resource.release'],
        dims: { origin: 'client', name: 'a/b?&c' },
        resource: { release: '1.4.0' },
      },
    ]);
  });

  it('reads several metrics at once', async () => {
    const { reader } = aReader(async ({ metric, from }) => ({ metric, from }) as never);
    const url = await start({ reader: () => reader });
    const reads = ['metric=method.run&stat=p95', 'metric=method.db&stat=sum'];

    const response = await fetch(
      `${url}/reads?from=1000&to=2000&${new URLSearchParams(reads.map((read) => ['read', read]))}`,
    );

    expect(await response.json()).to.deep.equal({
      answers: [
        { metric: 'method.run', from: 1000 },
        { metric: 'method.db', from: 1000 },
      ],
    });
  });

  it('reads the last fifteen minutes in one step, unless told otherwise', async () => {
    const { reader, queries } = aReader();
    const url = await start({ reader: () => reader });

    await fetch(`${url}/${aRead}`);

    expect(queries[0]).to.include({ from: nowMs - 900_000, to: nowMs });
    expect(queries[0]).not.to.have.property('stepMs');
  });

  it('reads times before now', async () => {
    const { reader, queries } = aReader();
    const url = await start({ reader: () => reader });
    const before: ReadonlyArray<readonly [string, number]> = [
      ['-90s', 90_000],
      ['-2m', 120_000],
      ['-3h', 10_800_000],
      ['-1d', 86_400_000],
    ];

    for (const [from] of before) await fetch(`${url}/${aRead}&from=${from}&to=now`);

    expect(queries.map(({ from }) => nowMs - from)).to.deep.equal(before.map(([, ms]) => ms));
  });

  it('answers bad queries with 400 and what is accepted', async () => {
    const url = await start({ reader: () => aReader().reader });
    const bad: ReadonlyArray<readonly [string, string]> = [
      ['read', 'metric is missing'],
      ['read?metric=method.calls', 'stat is missing'],
      ['read?metric=method.durations&stat=p95', 'method.duration'],
      ['read?metric=method.duration&stat=p98', 'p95'],
      ['read?metric=__proto__&stat=p95', 'metric'],
      [`${aRead}&from=yesterday`, '-15m'],
      [`${aRead}&from=-15x`, '-15m'],
      [`${aRead}&to=-0.5m`, '-15m'],
      [`${aRead}&from=1e3`, '-15m'],
      [`${aRead}&from=2000&to=2000`, 'before'],
      [`${aRead}&stepMs=0`, 'stepMs'],
      [`${aRead}&stepMs=-5`, 'stepMs'],
      [`${aRead}&stepMs=fast`, 'stepMs'],
      [`${aRead}&stepMs=1`, 'stepMs'],
      [`${aRead}&by=nome`, 'name'],
      [`${aRead}&dims.nome=a`, 'name'],
      [`${aRead}&resource.pid=1`, 'release'],
      [`${aRead}&limit=5`, 'stepMs'],
      [`${aRead}&metric=method.run`, 'more than once'],
      ['resources?from=never', '-15m'],
      ['resources?from=2000&to=2000', 'before'],
    ];

    for (const [query, hint] of bad) {
      const response = await fetch(`${url}/${query}`);

      expect(response.status, query).to.equal(400);
      const { code, message } = await errorOf(response);
      expect(code, query).to.equal('read-invalid');
      expect(message, query).to.contain(hint);
    }
    expect(warnings()).to.deep.equal([]);
  });

  it('answers what the reader finds invalid with 400', async () => {
    const { reader } = aReader(async () => {
      throw new RadiantError('read-invalid', 'no buckets here');
    });
    const url = await start({ reader: () => reader });

    const response = await fetch(`${url}/${aRead}`);

    expect(response.status).to.equal(400);
    expect((await errorOf(response)).message).to.contain('no buckets here');
  });

  it('gives the status, the catalogue and the senders', async () => {
    const { reader, ranges } = aReader();
    const url = await start({ reader: () => reader, status: () => aStatus });

    const [status, catalogue, resources] = await Promise.all(
      ['status', 'metrics', 'resources?from=-1h'].map(async (path) =>
        (await fetch(`${url}/${path}`)).json(),
      ),
    );

    expect(status).to.deep.equal(aStatus);
    expect(catalogue).to.deep.equal({ metrics });
    expect(resources).to.deep.equal({ resources: [] });
    expect(ranges).to.deep.equal([{ from: nowMs - 3_600_000, to: nowMs }]);
  });

  it('answers 503 while nothing can be read, and reads on afterwards', async () => {
    let current: Reader | undefined;
    const url = await start({ reader: () => current });

    const without = await fetch(`${url}/${aRead}`);
    current = aReader().reader;
    const withReader = await fetch(`${url}/${aRead}`);

    expect(without.status).to.equal(503);
    expect((await errorOf(without)).code).to.equal('no-reader');
    expect(withReader.status).to.equal(200);
    expect(warnings()).to.deep.equal([]);
  });

  it('answers 503 too when asking for the reader throws no-reader', async () => {
    const url = await start({
      reader: () => {
        throw new RadiantError('no-reader', 'none');
      },
    });

    expect((await fetch(`${url}/resources`)).status).to.equal(503);
  });
});
