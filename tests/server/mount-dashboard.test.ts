import { expect } from 'chai';
import type { UserOptions } from '../../common/options';
import { aFolder } from '../support/a-folder';
import { anAppWithCollector } from '../support/an-app-with-collector';
import { assetsIn, dashboardContents, writeDashboard } from '../support/dashboard-files';

type App = Awaited<ReturnType<typeof anAppWithCollector>>;

for (const version of ['3.0.4', '3.3.2', '3.5'] as const) {
  describe(`the dashboard in an app of Meteor ${version}`, () => {
    const folder = aFolder();
    let app: App;

    beforeEach(() => writeDashboard(folder.path));
    afterEach(() => app.close());

    const start = async (settings: UserOptions = {}, env: Record<string, string> = {}) => {
      app = await anAppWithCollector(version, settings, env, assetsIn(folder.path));
      return new URL(app.url).origin;
    };
    const textOf = async (url: string) => (await fetch(url)).text();
    const theDashboard = dashboardContents['index.html'];

    it('is at /_radiant without any configuration, and open on this machine in development', async () => {
      const root = await start();

      expect(await textOf(`${root}/_radiant`)).to.equal(theDashboard);
      expect(await textOf(`${root}/_radiant/methods`)).to.equal(theDashboard);
      expect(await textOf(`${root}/_radiant/dashboard.js`)).to.include('the dashboard');
      expect(app.radiant.status().hooks.dashboard).to.deep.equal({ state: 'ok' });
    });

    it('swallows neither the API nor the collector nor what Prometheus scrapes', async () => {
      const root = await start({ prometheus: { enabled: true } });

      const api = await fetch(`${root}/_radiant/api/v1/metrics`);
      const collector = await fetch(`${root}/_radiant/v1/b`, { method: 'POST', body: '{}' });
      const scraped = await fetch(`${root}/_radiant/prometheus`);

      expect([api.status, scraped.status]).to.deep.equal([200, 200]);
      expect(await api.json()).to.have.property('metrics');
      expect(await collector.text()).to.include('success');
      expect(await textOf(`${root}/_radiant/v2`)).to.equal(theDashboard);
    });

    it('lies where its option says, below the path of ROOT_URL, with the API below it', async () => {
      const root = await start(
        { dashboard: { path: '/ops/radiant' } },
        { ROOT_URL: 'http://localhost/sub' },
      );

      const moved = await fetch(`${root}/sub/ops/radiant?range=1h`, { redirect: 'manual' });
      const api = await fetch(`${root}/sub/ops/radiant/api/v1/metrics`);

      expect(moved.headers.get('location')).to.equal('/sub/ops/radiant/?range=1h');
      expect(await textOf(`${root}/sub/ops/radiant/`)).to.equal(theDashboard);
      expect(api.status).to.equal(200);
      expect(await textOf(`${root}/sub/_radiant/`)).to.equal('the app');
    });

    it('is off where it is switched off, without the API, and once the agent has stopped', async () => {
      const root = await start();
      const page = () => textOf(`${root}/_radiant/`);
      const again = async (given: UserOptions) => {
        await app.radiant.stop();
        app.radiant.start(given);
        return app.radiant.status().hooks.dashboard;
      };

      const off = await again({ dashboard: { enabled: false } });
      expect([await page(), off?.state]).to.deep.equal(['the app', 'off']);
      const withoutApi = await again({ api: { enabled: false } });
      expect([await page(), withoutApi?.reason]).to.deep.equal([
        'the app',
        'it shows what the query API answers, which is switched off (api.enabled)',
      ]);
      const on = await again({});
      expect([await page(), on]).to.deep.equal([theDashboard, { state: 'ok' }]);
      await app.radiant.stop();

      expect(await page()).to.equal('the app');
      expect(app.radiant.status().hooks.dashboard?.state).to.equal('off');
    });

    it('does not open where another part of Radiant answers', async () => {
      await start({ dashboard: { path: '/_radiant/v1/dashboard' } });

      expect(app.radiant.status().hooks.dashboard).to.deep.equal({
        state: 'off',
        reason: "something else of Radiant's answers at /_radiant/v1; set dashboard.path",
      });
    });
  });
}

describe('the dashboard of a package without files', () => {
  it('says in the status that they are missing, once somebody asked', async () => {
    const app = await anAppWithCollector('3.3.2');
    try {
      const response = await fetch(`${app.url}/_radiant/`);

      expect(response.status).to.equal(404);
      expect(app.radiant.status().hooks.dashboard?.state).to.equal('degraded');
      expect(app.radiant.status().hooks.dashboard?.reason).to.include('index.html');
    } finally {
      await app.close();
    }
  });
});
