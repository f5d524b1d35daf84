import { expect } from 'chai';
import type { Reader } from '../../../common/reader';
import type { Report } from '../../../server/dashboard/query-api';
import { type HttpServer, httpServer } from '../../support/http-server';
import { aQueryApi, nowMs } from './a-query-api';

const aReader = {} as Reader;

describe('the query API, of reports', () => {
  let server: HttpServer;
  let asked: unknown[];
  let reader: Reader | undefined;
  let warnings: string[];

  beforeEach(async () => {
    asked = [];
    warnings = [];
    reader = aReader;
    const report =
      (name: string): Report =>
      async (from, query) => {
        asked.push(name, from, query);
        return { told: name };
      };
    const api = aQueryApi({
      reader: () => reader,
      reports: {
        observers: report('observers'),
        findings: report('findings'),
        releases: report('releases'),
        deploys: report('deploys'),
        history: report('history'),
      },
      warn: (message) => warnings.push(message),
    });
    server = await httpServer((request, response) => api(request, response));
  });

  afterEach(() => server.close());

  it('gives the history of the observers asked for, in the steps asked for', async () => {
    const query = 'from=1000&to=9000&stepMs=1000&kind=publication&name=a&shape={}&driver=oplog';
    const answer = await fetch(`${server.url}/observers/history?${query}&resource.release=1`);

    expect(await answer.json()).to.deep.equal({ told: 'history' });
    expect(JSON.parse(JSON.stringify(asked[2]))).to.deep.equal({
      ...{ from: 1_000, to: 9_000, stepMs: 1_000, resource: { release: '1' } },
      ...{ kind: 'publication', name: 'a', shape: '{}', driver: 'oplog' },
    });
  });

  it('answers bad queries for the history with 400 and what is accepted', async () => {
    const bad: ReadonlyArray<readonly [string, string]> = [
      ['from=1000&to=2000&stepMs=-1', 'a whole number'],
      ['from=0&to=100000&stepMs=1', 'at most 1000 points'],
      ['owner=a', 'kind, name, collection'],
    ];

    for (const [query, hint] of bad) {
      const answer = await fetch(`${server.url}/observers/history?${query}`);

      expect(answer.status, query).to.equal(400);
      expect(await answer.text(), query).to.include(hint);
    }
    expect(asked).to.deep.equal([]);
  });

  for (const name of ['observers', 'findings', 'deploys']) {
    it(`gives ${name} of the last fifteen minutes, unless told otherwise`, async () => {
      const answer = await fetch(`${server.url}/${name}`);

      expect(answer.status).to.equal(200);
      expect(await answer.json()).to.deep.equal({ told: name });
      expect(asked).to.deep.equal([
        name,
        aReader,
        { from: nowMs - 900_000, to: nowMs, resource: {} },
      ]);
    });

    it(`gives ${name} of the range and the senders asked for`, async () => {
      await fetch(`${server.url}/${name}?from=1000&to=2000&resource.release=1.4.0`);

      expect(asked[2]).to.deep.equal({ from: 1_000, to: 2_000, resource: { release: '1.4.0' } });
    });

    it(`answers bad queries for ${name} with 400 and what is accepted`, async () => {
      const bad: ReadonlyArray<readonly [string, string]> = [
        ['from=yesterday', '-15m'],
        ['from=2000&to=2000', 'before'],
        ['stepMs=1000', 'from, to, resource.<field>'],
        ['dims.name=a', 'from, to, resource.<field>'],
        ['resource.pid=1', 'release'],
        ['from=1&from=2', 'more than once'],
      ];

      for (const [query, hint] of bad) {
        const answer = await fetch(`${server.url}/${name}?${query}`);

        expect(answer.status, query).to.equal(400);
        expect(await answer.text(), query)
          .to.include('read-invalid')
          .and.to.include(hint);
      }
      expect(asked).to.deep.equal([]);
      expect(warnings).to.deep.equal([]);
    });

    it(`answers 503 to ${name} while nothing can be read`, async () => {
      reader = undefined;

      expect((await fetch(`${server.url}/${name}`)).status).to.equal(503);
      expect(asked).to.deep.equal([]);
    });
  }

  it('gives the comparison of the releases asked for, or of the newest two', async () => {
    const range = { from: 1_000, to: 2_000, resource: {} };

    await fetch(`${server.url}/releases?from=1000&to=2000&a=1.4.0&b=1.5.0`);
    await fetch(`${server.url}/releases?from=1000&to=2000`);

    expect([asked[2], asked[5]]).to.deep.equal([
      { ...range, a: '1.4.0', b: '1.5.0' },
      { ...range, a: undefined, b: undefined },
    ]);
  });

  it('refuses comparisons that make no sense', async () => {
    const bad: ReadonlyArray<readonly [string, string]> = [
      ['a=1.4.0&b=1.4.0', 'another release than a'],
      ['resource.release=1.4.0', 'a and b say that'],
      ['c=1', 'a, b, from, to, resource.<field>'],
      ['from=2&to=1', 'before'],
    ];

    for (const [query, hint] of bad) {
      const answer = await fetch(`${server.url}/releases?${query}`);

      expect(answer.status, query).to.equal(400);
      expect(await answer.text(), query).to.include(hint);
    }
    expect(asked).to.deep.equal([]);
  });
});
