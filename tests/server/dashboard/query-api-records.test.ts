import { expect } from 'chai';
import type { Reader } from '../../../common/reader';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aQueryApi, nowMs } from './a-query-api';

describe('the query API, of traces, errors and lines', () => {
  let server: HttpServer;
  let asked: Array<readonly [name: string, query: Record<string, unknown>]>;
  let reader: Reader | undefined;
  let warnings: string[];

  beforeEach(async () => {
    asked = [];
    warnings = [];
    const answer = (name: string) => async (query: object) => {
      // Parameters that did not come are undefined: as good as absent.
      asked.push([name, JSON.parse(JSON.stringify(query))]);
      return { told: name } as never;
    };
    const of = { traces: answer('traces'), errors: answer('errors'), logs: answer('logs') };
    reader = of as Partial<Reader> as Reader;
    const api = aQueryApi({
      reader: () => reader,
      warn: (message) => warnings.push(message),
    });
    server = await httpServer((request, response) => api(request, response));
  });

  afterEach(() => server.close());

  for (const name of ['traces', 'errors', 'logs']) {
    it(`gives ${name} of the last fifteen minutes, unless told otherwise`, async () => {
      const answer = await fetch(`${server.url}/${name}`);

      expect(answer.status).to.equal(200);
      expect(await answer.json()).to.deep.equal({ told: name });
      expect(asked).to.deep.equal([[name, { from: nowMs - 900_000, to: nowMs, resource: {} }]]);
    });

    it(`answers 503 to ${name} while nothing can be read`, async () => {
      reader = undefined;

      expect((await fetch(`${server.url}/${name}`)).status).to.equal(503);
    });
  }

  const all: ReadonlyArray<readonly [path: string, query: object]> = [
    [
      'traces?order=slowest&kind=method&name=a%2Fb&minDurationMs=100&outcome=error&kept=slow' +
        '&userId=u&ddp=s%3A%3A1&traceId=ff&spans=false&limit=500&resource.host=h',
      {
        order: 'slowest',
        kind: 'method',
        name: 'a/b',
        minDurationMs: 100,
        outcome: 'error',
        kept: 'slow',
        userId: 'u',
        ddp: 's::1',
        traceId: 'ff',
        spans: false,
        limit: 500,
        resource: { host: 'h' },
      },
    ],
    [
      'errors?order=lastAt&source=timer&name=&expected=false&group=g&limit=1&stepMs=60000' +
        '&resource.release=2',
      {
        order: 'lastAt',
        source: 'timer',
        name: '',
        expected: false,
        group: 'g',
        limit: 1,
        stepMs: 60_000,
        resource: { release: '2' },
      },
    ],
    [
      'logs?level=warn&text=50%25+off&source=job&name=n&traceId=ff&limit=1000&resource.host=h',
      {
        level: 'warn',
        text: '50% off',
        source: 'job',
        name: 'n',
        traceId: 'ff',
        limit: 1_000,
        resource: { host: 'h' },
      },
    ],
  ];

  for (const [path, query] of all) {
    it(`hands on all that is asked of ${path.split('?')[0]}`, async () => {
      const answer = await fetch(`${server.url}/${path}&from=1000&to=61000`);

      expect(answer.status).to.equal(200);
      expect(asked[0]?.[1]).to.deep.equal({ from: 1_000, to: 61_000, ...query });
    });
  }

  it('answers bad queries with 400 and what is accepted', async () => {
    const bad: ReadonlyArray<readonly [query: string, hint: string]> = [
      ['traces?from=yesterday', '-15m'],
      ['traces?from=2000&to=2000', 'before'],
      ['traces?stat=p95', 'from, to, limit, order, kind'],
      ['traces?limit=501', '1 to 500'],
      ['traces?limit=many', 'whole number'],
      ['traces?limit=-1', 'whole number'],
      ['traces?spans=no', 'true or false'],
      ['traces?kind=call', 'publication'],
      ['traces?minDurationMs=1s', 'whole number'],
      ['traces?name=a&name=b', 'more than once'],
      ['traces?resource.pid=1', 'release'],
      ['errors?expected=1', 'true or false'],
      ['errors?source=client', 'uncaughtException'],
      ['errors?order=newest', 'lastAt'],
      ['errors?stepMs=1', '1000 points'],
      ['logs?level=fatal', 'debug, info, warn, error'],
      ['logs?limit=1001', '1 to 1000'],
      ['logs?spans=true', 'level, text'],
    ];

    for (const [query, hint] of bad) {
      const answer = await fetch(`${server.url}/${query}`);

      expect(answer.status, query).to.equal(400);
      expect(await answer.text(), query)
        .to.include('read-invalid')
        .and.to.include(hint);
    }
    expect(asked).to.deep.equal([]);
    expect(warnings).to.deep.equal([]);
  });
});
