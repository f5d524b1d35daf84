import { request as httpRequest } from 'node:http';
import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import { metrics } from '../../../common/metrics';
import type { Reader, ReadQuery } from '../../../common/reader';
import type { Status } from '../../../common/status';
import type { Verdict } from '../../../server/dashboard/access';
import { createQueryApi, type QueryApiParts } from '../../../server/dashboard/query-api';
import { type HttpServer, httpServer } from '../../support/http-server';

const nowMs = 1_700_000_000_000;
const aRead = 'read?metric=method.duration&stat=p95';

const aStatus: Status = {
  running: true,
  version: '0.1.0',
  hooks: {},
  sinks: {},
  drops: {},
  series: 0,
  batches: 0,
};

const neverAsked = () => Promise.reject(new Error('not asked for'));

function aReader(read: Reader['read'] = async () => ({}) as never) {
  const queries: ReadQuery[] = [];
  const ranges: unknown[] = [];
  const reader: Reader = {
    capabilities: { buckets: true },
    read: async (query) => {
      queries.push(query);
      return read(query);
    },
    observers: async () => ({}) as never,
    traces: neverAsked,
    errors: neverAsked,
    logs: neverAsked,
    events: neverAsked,
    analytics: neverAsked,
    resources: async (range) => {
      ranges.push(range);
      return [];
    },
  };
  return { reader, queries, ranges };
}

describe('the query API', () => {
  let server: HttpServer | undefined;
  let warnings: string[];
  let nexts: number;

  async function start(parts: Partial<QueryApiParts> = {}): Promise<string> {
    warnings = [];
    nexts = 0;
    const api = createQueryApi({
      access: { check: async () => 'ok' },
      reader: () => aReader().reader,
      status: () => aStatus,
      settings: () => [],
      metrics,
      profile: () => Promise.reject(new Error('not asked for')),
      reports: {
        observers: neverAsked,
        findings: neverAsked,
        releases: neverAsked,
        deploys: neverAsked,
        history: neverAsked,
      },
      wallNow: () => nowMs,
      warn: (message) => warnings.push(message),
      ...parts,
    });
    server = await httpServer((request, response) =>
      api(request, response, () => {
        nexts += 1;
      }),
    );
    return server.url;
  }

  const errorOf = async (response: Response) =>
    ((await response.json()) as { error: { code: string; message: string } }).error;

  afterEach(async () => {
    await server?.close();
    server = undefined;
  });

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
    const url = await start();
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
    expect(warnings).to.deep.equal([]);
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
    const url = await start({ reader: () => reader });

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
    expect(warnings).to.deep.equal([]);
  });

  it('answers 503 too when asking for the reader throws no-reader', async () => {
    const url = await start({
      reader: () => {
        throw new RadiantError('no-reader', 'none');
      },
    });

    expect((await fetch(`${url}/resources`)).status).to.equal(503);
  });

  it('says nothing about an unexpected failure, and logs it once until it is over', async () => {
    let broken = true;
    const { reader } = aReader(async () => {
      if (broken) throw new Error('password=hunter2 refused');
      return {} as never;
    });
    const url = await start({ reader: () => reader });

    const [first, , status] = [
      await fetch(`${url}/${aRead}`),
      await fetch(`${url}/${aRead}`),
      await fetch(`${url}/status`),
      await fetch(`${url}/${aRead}`),
    ];
    expect(first.status).to.equal(500);
    expect(await first.text()).not.to.contain('hunter2');
    expect(status.status).to.equal(200);
    expect(warnings).to.have.length(1);
    expect(warnings[0]).to.contain('hunter2');

    broken = false;
    await fetch(`${url}/${aRead}`);
    broken = true;
    await fetch(`${url}/${aRead}`);

    expect(warnings).to.have.length(2);
  });

  it('fails closed when the guard itself fails', async () => {
    const url = await start({ access: { check: () => Promise.reject(new Error('broken')) } });

    const response = await fetch(`${url}/status`);

    expect(response.status).to.equal(500);
    expect(await response.text()).not.to.contain('running');
  });

  it('answers 401 without detail, and 429 with the time to wait', async () => {
    let verdict: Verdict = 'denied';
    const url = await start({ access: { check: async () => verdict } });

    const denied = await fetch(`${url}/${aRead}`);
    const unknown = await fetch(`${url}/nothing`);
    verdict = 'throttled';
    const throttled = await fetch(`${url}/status`);

    expect(denied.status).to.equal(401);
    expect(denied.headers.get('www-authenticate')).to.equal('Bearer');
    expect(await denied.json()).to.deep.equal({
      error: { code: 'denied', message: 'Access denied.' },
    });
    expect(unknown.status).to.equal(401);
    expect(throttled.status).to.equal(429);
    expect(throttled.headers.get('retry-after')).to.equal('60');
  });

  it('answers 405 to every method but GET and HEAD', async () => {
    const url = await start();

    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(`${url}/status`, { method });

      expect(response.status, method).to.equal(405);
      expect(response.headers.get('allow')).to.equal('GET, HEAD');
    }
  });

  it('answers 404 to every other path', async () => {
    const url = await start();

    for (const path of ['', 'read/', 'READ', 'status/x', '..%2fstatus', 'constructor', '/read']) {
      const response = await fetch(`${url}/v/${path}`);

      expect(response.status, path).to.equal(404);
      expect((await errorOf(response)).code).to.equal('not-found');
    }
  });

  it('answers HEAD with the headers of GET and no body', async () => {
    const url = await start();

    const get = await fetch(`${url}/status`);
    const head = await fetch(`${url}/status`, { method: 'HEAD' });

    expect(head.status).to.equal(200);
    expect(await head.text()).to.equal('');
    expect(head.headers.get('content-length')).to.equal(get.headers.get('content-length'));
  });

  it('forbids caching, sniffing, embedding and other origins, whatever it answers', async () => {
    let verdict: Verdict = 'ok';
    const url = await start({ access: { check: async () => verdict } });
    const answers = [
      await fetch(`${url}/status`, { headers: { origin: 'http://evil.example' } }),
      await fetch(`${url}/nothing`),
      await fetch(`${url}/read`),
      await fetch(`${url}/status`, { method: 'OPTIONS' }),
    ];
    verdict = 'denied';
    answers.push(await fetch(`${url}/status`));

    for (const { headers } of answers) {
      expect(headers.get('content-type')).to.equal('application/json; charset=utf-8');
      expect(headers.get('cache-control')).to.equal('private, no-store');
      expect(headers.get('x-content-type-options')).to.equal('nosniff');
      expect(headers.get('content-security-policy')).to.include("default-src 'none'; ");
      expect([...headers.keys()].join()).not.to.contain('access-control');
    }
  });

  it('never hands a request on', async () => {
    const url = await start();

    for (const path of ['status', 'nothing', 'read']) await fetch(`${url}/${path}`);

    expect(nexts).to.equal(0);
  });

  it('leaves an answer alone that the app gave meanwhile', async () => {
    const api = createQueryApi({
      access: { check: async () => 'ok' },
      reader: () => undefined,
      status: () => aStatus,
      settings: () => [],
      metrics,
      profile: () => Promise.reject(new Error('not asked for')),
      reports: {
        observers: neverAsked,
        findings: neverAsked,
        releases: neverAsked,
        deploys: neverAsked,
        history: neverAsked,
      },
      warn: (message) => warnings.push(message),
    });
    warnings = [];
    server = await httpServer((request, response) => {
      api(request, response);
      response.end('too slow');
    });

    const response = await fetch(`${server.url}/status`);

    expect(await response.text()).to.equal('too slow');
    expect(warnings).to.deep.equal([]);
  });

  it('takes a client that went away quietly', async () => {
    let answer = () => {};
    let asked = () => {};
    const arrived = new Promise<void>((resolve) => {
      asked = resolve;
    });
    const { reader } = aReader(() => {
      asked();
      return new Promise((resolve) => {
        answer = () => resolve({} as never);
      });
    });
    const url = await start({ reader: () => reader });
    const client = httpRequest(`${url}/${aRead}`);
    const gone = new Promise((resolve) => client.once('close', resolve));
    client.on('error', () => undefined);
    client.end();
    await arrived;

    client.destroy();
    await gone;
    answer();
    const next = await fetch(`${url}/status`);

    expect(next.status).to.equal(200);
    expect(warnings).to.deep.equal([]);
  });
});
