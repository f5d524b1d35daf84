import { expect } from 'chai';
import type { ErrorRequestHandler } from 'express';
import { createDynamics } from './meteor/dynamics';
import { createMeteor } from './meteor/meteor';
import type { HostVersion } from './meteor/versions';
import { createWebApp, type WebAppPackage } from './webapp/webapp';

const VERSIONS: HostVersion[] = ['3.0.4', '3.3.2'];

for (const version of VERSIONS) {
  describe(`WebApp of Meteor ${version}`, () => {
    let webapp: WebAppPackage;
    let url: string;

    async function start(env: Record<string, string> = {}) {
      const Meteor = createMeteor({ version, dynamics: createDynamics(version), log: () => {} });
      webapp = createWebApp({ version, Meteor, env });
      url = `http://127.0.0.1:${await webapp.start(0)}`;
    }

    afterEach(() => webapp.close());

    it('answers with the handlers of the app', async () => {
      await start();
      webapp.WebApp.handlers.get('/hello/:name', (req, res) => {
        res.end(`hello ${req.params.name}`);
      });

      const response = await fetch(`${url}/hello/world`);

      expect(await response.text()).to.equal('hello world');
    });

    it('asks raw handlers first', async () => {
      await start();
      const asked: string[] = [];
      webapp.WebApp.handlers.use((_req, _res, next) => {
        asked.push('handlers');
        next();
      });
      webapp.WebAppInternals.meteorInternalHandlers.use((_req, _res, next) => {
        asked.push('internal');
        next();
      });
      webapp.WebApp.rawHandlers.use((_req, _res, next) => {
        asked.push('raw');
        next();
      });

      await fetch(url);

      expect(asked).to.deep.equal(['raw', 'internal', 'handlers']);
    });

    it('takes the path of ROOT_URL off for handlers, not for raw handlers', async () => {
      await start({ ROOT_URL: 'http://localhost/app' });
      const seen: string[] = [];
      webapp.WebApp.rawHandlers.use((req, _res, next) => {
        seen.push(`raw ${req.url}`);
        next();
      });
      webapp.WebApp.handlers.use((req, _res, next) => {
        seen.push(req.url);
        next();
      });

      const inside = await fetch(`${url}/app/page?x=1`);
      const outside = await fetch(`${url}/application`);

      expect(seen).to.deep.equal(['raw /app/page?x=1', '/page?x=1', 'raw /application']);
      expect([inside.status, outside.status]).to.deep.equal([200, 404]);
    });

    it('answers with the client’s files before it asks handlers', async () => {
      await start();
      const file = { content: 'alert(1)', type: 'js', hash: 'abc' } as const;
      webapp.WebAppInternals.staticFilesByArch['web.browser'] = { '/app.js': file };
      webapp.WebApp.handlers.use((_req, res) => {
        res.end('handler');
      });

      const served = await fetch(`${url}/app.js?hash=abc`);
      const refused = await fetch(`${url}/app.js`, { method: 'POST' });
      const other = await fetch(`${url}/other.js`);

      expect(await served.text()).to.equal('alert(1)');
      expect(served.headers.get('content-type')).to.equal('application/javascript; charset=UTF-8');
      expect(refused.status).to.equal(405);
      expect(await other.text()).to.equal('handler');
    });

    it('answers with the page of the app when nobody else does', async () => {
      await start();

      const response = await fetch(`${url}/some/page`);

      expect(response.headers.get('content-type')).to.equal('text/html; charset=utf-8');
      expect(await response.text()).to.contain('__meteor_runtime_config__');
    });

    it('answers 404 for the favicon and 405 for a POST to a page', async () => {
      await start();

      const favicon = await fetch(`${url}/favicon.ico`);
      const post = await fetch(`${url}/page`, { method: 'POST' });

      expect([favicon.status, post.status]).to.deep.equal([404, 405]);
    });

    it('calls onListening callbacks once it listens, and later ones at once', async () => {
      const called: string[] = [];
      const Meteor = createMeteor({ version, dynamics: createDynamics(version), log: () => {} });
      webapp = createWebApp({ version, Meteor });
      webapp.WebApp.onListening(() => called.push('early'));
      expect(called).to.deep.equal([]);

      await webapp.start(0);
      webapp.WebApp.onListening(() => called.push('late'));

      expect(called).to.deep.equal(['early', 'late']);
    });

    it('has the old names of the handlers', async () => {
      await start();

      const { WebApp } = webapp;

      expect(WebApp.connectHandlers).to.equal(WebApp.handlers);
      expect(WebApp.rawConnectHandlers).to.equal(WebApp.rawHandlers);
    });
  });
}

describe('WebApp on Express 5', () => {
  it('passes the rejection of a handler on as an error', async () => {
    const dynamics = createDynamics('3.1.2');
    const Meteor = createMeteor({ version: '3.1.2', dynamics, log: () => {} });
    const { WebApp, start, close } = createWebApp({ version: '3.1.2', Meteor });
    WebApp.handlers.get('/wrong', async () => {
      throw new Error('no');
    });
    const caught: ErrorRequestHandler = (error, _req, res, _next) => {
      res.end(`caught ${error.message}`);
    };
    WebApp.handlers.use(caught);

    const response = await fetch(`http://127.0.0.1:${await start(0)}/wrong`);

    expect(await response.text()).to.equal('caught no');
    await close();
  });
});
