import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'chai';
import fc from 'fast-check';
import { type RunningApp, startApp } from '../../examples/demo/start-app';
import { dashboardContents, writeDashboard } from '../support/dashboard-files';
import { type RawAnswer, rawRequest } from '../support/raw-request';
import { describeLocally } from './target';

const TOKEN = 'a-token-of-the-end-to-end-tests';
const FUZZED_PATHS = 60;

const html = { accept: 'text/html' };
const bearer = { authorization: `Bearer ${TOKEN}` };

/** What is open: files that hold no data, and the way in. */
const files = ['dashboard.js', 'dashboard.css', 'icon.svg', 'sign-in.css'];

const screens = ['', '/', '/methods', '/methods?range=1h', '/traces', '/radiant', '/nothing'];

/** Ways to write a path that some server would read as another one. */
const odd = [
  '//',
  '///methods',
  '/./methods',
  '/../_radiant/methods',
  '/..%2f',
  '/..%2f..%2fetc%2fpasswd',
  '/%2e%2e/%2e%2e/etc/passwd',
  '/..%5c..%5cindex.html',
  '/%252e%252e%252findex.html',
  '/dashboard.js/',
  '/dashboard.js.',
  '/dashboard.js%00',
  '/dashboard.js%00.css',
  '/dashboard.js.br',
  '/dashboard.js;x',
  '/dashboard%2ejs',
  '/DASHBOARD.JS',
  '/x/../dashboard.js',
  '/index.html',
  '/index.html.gz',
  '/index%2ehtml',
  '/static/index.html',
  '/login/',
  '/LOGIN',
  '/login/..',
  '/logout',
  '/methods.',
  '/methods%00',
  '/methods/..;/',
  '/api',
  '/api/',
  '/api/v1',
  '/api%2fv1/status',
  '/api/v2/status',
  '/api//v1/status',
  '/api/v1/../v1/status',
  '/API/V1/STATUS',
  '/v1x/b',
  '/beacon',
  '/__proto__',
  '/constructor',
  '/toString',
  '/%',
  '/%zz',
  '/%ff%fe',
  `/${'a'.repeat(4_000)}`,
];

/** Pieces of paths, so that what is made of them has a meaning now and then. */
const pieces = [
  ...['/', '.', '..', '%2f', '%2e', '%00', '%5c', ';', '?', '#', '\\', '//', '~', 'a', '%c0%ae'],
  ...['index.html', 'dashboard.js', 'api', 'v1', 'status', 'read', 'login', 'logout', 'methods'],
  ...['prometheus', 'beacon', '_radiant', '.br', 'STATUS', 'static', 'server'],
];

const isOfCollector = (path: string) => /^\/_radiant\/(beacon\/)?v1([/?#]|$)/i.test(path);
const isOpen = (path: string) =>
  /^\/_radiant\/+(dashboard\.js|dashboard\.css|icon\.svg|sign-in\.css|login)(\?|$)/i.test(path);
const isOurs = (path: string) => /^\/_radiant([/?]|$)/i.test(path);

// The last with express 4, one with express 5, and the newest.
for (const version of ['3.0.4', '3.3.2', '3.5'] as const) {
  // Whether a server that somebody else runs is in production is not known here.
  describeLocally(`the dashboard of an app of Meteor ${version}, in production`, () => {
    let app: RunningApp;
    let folder: string;
    let routes: readonly string[];

    before(async () => {
      folder = mkdtempSync(join(tmpdir(), 'radiant-test-'));
      writeDashboard(folder);
      app = await startApp({
        version,
        driver: 'polling',
        port: 0,
        development: false,
        dashboard: folder,
        settings: { radiant: { api: { token: TOKEN }, prometheus: { enabled: true } } },
      });
      const { body } = await ask('/api/v1/', bearer);
      const [, listed = ''] = /There are ([^.]+)\./.exec(body) ?? [];
      routes = [...listed.split(', '), 'profile'].map((name) => `/api/v1/${name}`);
    });

    after(async () => {
      await app?.stop();
      rmSync(folder, { recursive: true, force: true });
    });

    const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
      rawRequest(app.url, `/_radiant${path}`, { headers, method });

    function expectNothingTold({ body, headers }: RawAnswer, path: string): void {
      expect(body, path).not.to.match(/todos|"running"|method\.calls|the dashboard</);
      expect(body, path).not.to.include(TOKEN);
      expect(headers, path).not.to.have.property('set-cookie');
    }

    it('knows the routes of the API', () => {
      expect(routes).to.include.members(['/api/v1/read', '/api/v1/status', '/api/v1/events']);
      expect(routes).to.have.length.above(10);
    });

    for (const [who, headers] of Object.entries({ programs: {}, browsers: html })) {
      it(`answers 401 to ${who} at every path without a token, and tells nothing`, async () => {
        const ofGet = routes.filter((path) => !path.endsWith('/profile'));
        for (const path of [...screens, ...ofGet, '/prometheus', ...odd]) {
          const answer = await ask(path, headers);

          expect(answer.status, path).to.equal(401);
          expectNothingTold(answer, path);
          expect(answer.headers['cache-control'], path).to.equal('private, no-store');
        }
      });
    }

    it('answers 401 to a cookie that was forged', async () => {
      const answer = await ask('/methods', { cookie: 'radiant_session=zzzzzzzz.forged' });

      expect(answer.status).to.equal(401);
    });

    it('answers 401 to what would change something, too', async () => {
      for (const path of ['/api/v1/profile', '/methods', '/', '/nothing']) {
        const answer = await ask(path, {}, 'POST');

        expect(answer.status, path).to.equal(401);
        expectNothingTold(answer, path);
      }
    });

    it('answers 401 at whatever path somebody thinks of', async () => {
      const paths = fc
        .array(fc.oneof(fc.constantFrom(...pieces), fc.webPath({ size: 'small' })), {
          minLength: 1,
          maxLength: 7,
        })
        .map((parts) => `/_radiant/${parts.join('')}`);

      await fc.assert(
        fc.asyncProperty(paths, async (path) => {
          const answer = await rawRequest(app.url, path, { headers: html });

          if (isOfCollector(path)) return;
          expectNothingTold(answer, path);
          if (isOurs(path) && !isOpen(path)) expect(answer.status, path).to.equal(401);
        }),
        { numRuns: FUZZED_PATHS },
      );
    });

    it('gives everybody scripts, styles, icons and the way in, and no more than those', async () => {
      for (const name of files) {
        expect((await ask(`/${name}`)).status, name).to.equal(200);
      }
      const login = await ask('/login', html);
      const collector = await ask('/v1/b', {}, 'POST');

      expect(login.status).to.equal(200);
      expectNothingTold(login, '/login');
      expect(collector.status).not.to.be.oneOf([401, 404]);
    });

    it('lets whoever signs in see all of it, and nobody once the cookie is forgotten', async () => {
      const signIn = await fetch(`${app.url}/_radiant/login`, {
        method: 'POST',
        redirect: 'manual',
        body: new URLSearchParams({ token: TOKEN, to: '/_radiant/methods?range=1h' }),
      });
      const [cookie = ''] = (signIn.headers.get('set-cookie') ?? '').split(';');

      expect(signIn.status).to.equal(303);
      expect(signIn.headers.get('location')).to.equal('/_radiant/methods?range=1h');
      const page = await ask('/methods?range=1h', { cookie });
      expect([page.status, page.body]).to.deep.equal([200, dashboardContents['index.html']]);
      for (const path of [
        '/api/v1/status',
        '/api/v1/read?metric=method.calls&stat=sum',
        '/prometheus',
      ]) {
        expect((await ask(path, { cookie })).status, path).to.equal(200);
      }
      expect((await ask('/methods', { cookie: 'radiant_session=' })).status).to.equal(401);
    });
  });
}
