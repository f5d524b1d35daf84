import { expect } from 'chai';
import { RadiantError, type RadiantErrorCode } from '../../../common/errors';
import { metrics } from '../../../common/metrics';
import { createAccess } from '../../../server/dashboard/access';
import { createQueryApi } from '../../../server/dashboard/query-api';
import { type HttpServer, httpServer } from '../../support/http-server';

const token = 'correct-horse-battery';
const authorization = `Bearer ${token}`;
const aReport = { profile: { nodes: [] }, attribution: [{ owner: 'method', name: 'tasks.add' }] };

describe('the query API, of profiles', () => {
  let server: HttpServer;
  let asked: unknown[];
  let refusal: RadiantErrorCode | undefined;

  beforeEach(async () => {
    asked = [];
    refusal = undefined;
    const neverAsked = () => Promise.reject(new Error('not asked for'));
    const access = {
      token,
      authorize: undefined,
      now: () => 0,
      wallNow: () => 0,
      warn: () => undefined,
    };
    const parts = {
      ...{ reader: () => undefined, status: () => neverAsked() as never, metrics },
      alerts: async () => ({}),
      settings: () => [],
      reports: {
        observers: neverAsked,
        findings: neverAsked,
        releases: neverAsked,
        deploys: neverAsked,
        history: neverAsked,
      },
      warn: () => undefined,
      async profile(options: object) {
        asked.push(options);
        if (refusal) throw new RadiantError(refusal, 'told why');
        return aReport;
      },
    };
    const guarded = createQueryApi({
      ...parts,
      access: createAccess({ ...access, development: false }),
    });
    const open = createQueryApi({
      ...parts,
      access: createAccess({ ...access, development: true }),
    });
    server = await httpServer((request, response) => {
      const isOpen = request.url?.startsWith('/open');
      if (isOpen) request.url = request.url?.slice('/open'.length);
      (isOpen ? open : guarded)(request, response);
    });
  });

  afterEach(() => server.close());

  const post = (path: string, headers: Record<string, string> = { authorization }) =>
    fetch(`${server.url}/${path}`, { method: 'POST', headers });

  it('takes one of ten seconds unless told otherwise, and gives all of the report', async () => {
    const answer = await post('profile');

    expect(answer.status).to.equal(200);
    expect(await answer.json()).to.deep.equal(aReport);
    expect(asked).to.deep.equal([{ durationMs: 10_000 }]);
  });

  it('takes the length and the interval that are asked for', async () => {
    await post('profile?seconds=2.5&intervalMs=1');

    expect(asked).to.deep.equal([{ durationMs: 2_500, intervalMs: 1 }]);
  });

  it('gives the profile alone, as a file', async () => {
    const answer = await post('profile?as=cpuprofile');

    expect(await answer.json()).to.deep.equal(aReport.profile);
    expect(answer.headers.get('content-disposition')).to.equal(
      'attachment; filename="radiant.cpuprofile"',
    );
  });

  it('takes none for whoever is not let in', async () => {
    const answers = [
      await post('profile', {}),
      await post('profile', { authorization: 'Bearer x' }),
    ];

    expect(answers.map(({ status }) => status)).to.deep.equal([401, 401]);
    expect(asked).to.deep.equal([]);
  });

  it('takes none with GET, nor anything else with POST', async () => {
    const got = await fetch(`${server.url}/profile`, { headers: { authorization } });
    const posted = await post('metrics');

    expect([got.status, got.headers.get('allow')]).to.deep.equal([405, 'POST']);
    expect([posted.status, posted.headers.get('allow')]).to.deep.equal([405, 'GET, HEAD']);
    expect(asked).to.deep.equal([]);
  });

  it('takes none for a page of another site, even on the machine of a developer', async () => {
    const statuses: number[] = [];
    for (const site of ['cross-site', 'same-site', 'same-origin', 'none']) {
      statuses.push((await post('open/profile', { 'sec-fetch-site': site })).status);
    }

    expect(statuses).to.deep.equal([401, 401, 200, 200]);
  });

  it('answers bad parameters with 400 and what is accepted', async () => {
    const bad = ['seconds=ten', 'seconds=-1', 'intervalMs=', 'as=pprof', 'path=/etc/passwd'];

    for (const query of bad) {
      const answer = await post(`profile?${query}`);
      expect(answer.status, query).to.equal(400);
      expect(await answer.text(), query).to.include('profile-invalid');
    }
    expect(asked).to.deep.equal([]);
  });

  it('says why no profile was taken', async () => {
    const refusals = {
      'profile-invalid': 400,
      'profile-busy': 409,
      'profile-unavailable': 503,
      'not-started': 503,
    } as const;

    for (const [code, status] of Object.entries(refusals)) {
      refusal = code as RadiantErrorCode;
      const answer = await post('profile');
      expect(answer.status, code).to.equal(status);
      expect(await answer.json()).to.deep.equal({ error: { code, message: 'Radiant: told why' } });
    }
  });
});
