import { expect } from 'chai';
import type { Radiant } from '../../server/radiant';
import { anAppWithCollector as anApp } from '../support/an-app-with-collector';
import { stubClient } from '../support/stub-client';

type App = Awaited<ReturnType<typeof anApp>>;

const aBody = (events: object[]) => ({ writeKey: 'radiant', batch: events });
const anEvent = (fields: object = {}) => ({
  type: 'track',
  event: 'Task Added',
  anonymousId: 'a1',
  ...fields,
});

function post(url: string, body: unknown): Promise<Response> {
  return fetch(url, { method: 'POST', body: JSON.stringify(body) });
}

async function stored({ flush, events }: Radiant) {
  await flush();
  const now = Date.now();
  return (await events({ from: now - 60_000, to: now + 60_000 })).events;
}

for (const version of ['3.0.4', '3.5'] as const) {
  describe(`the collector in an app of Meteor ${version}`, () => {
    let app: App;

    afterEach(() => app.close());

    it('takes events in without any configuration, and Radiant.events has them', async () => {
      app = await anApp(version);

      const response = await post(`${app.url}/_radiant/v1/b`, aBody([anEvent(), anEvent()]));
      const single = await post(`${app.url}/_radiant/v1/track?writeKey=radiant`, anEvent());
      const beacon = await post(
        `${app.url}/_radiant/beacon/v1/batch?writeKey=radiant`,
        aBody([anEvent()]),
      );

      expect([response.status, single.status, beacon.status]).to.deep.equal([200, 200, 204]);
      expect(await stored(app.radiant)).to.have.length(4);
      expect(app.radiant.status().hooks.collector).to.deep.equal({ state: 'ok' });
    });

    it('answers at its own paths alone', async () => {
      app = await anApp(version);

      const own = await fetch(`${app.url}/_radiant/v1/nothing`);
      const settings = await fetch(`${app.url}/_radiant/v1/projects/radiant/settings`);
      const api = await fetch(`${app.url}/_radiant/api/v1/metrics`);
      const others = await Promise.all(
        ['/_radiants', '/_radian/v1/b', '/v1/b'].map((path) => fetch(app.url + path)),
      );

      expect([own.status, settings.status, api.status]).to.deep.equal([404, 200, 200]);
      for (const other of others) expect(await other.text()).to.equal('the app');
    });

    it('lies where its option says, below the path of ROOT_URL', async () => {
      app = await anApp(
        version,
        { collector: { path: '/in' } },
        { ROOT_URL: 'http://localhost/sub' },
      );
      const root = new URL(app.url).origin;

      const response = await post(`${root}/sub/in/v1/b`, aBody([anEvent()]));

      expect(response.status).to.equal(200);
    });

    it('is off where it is switched off, and once the agent has stopped', async () => {
      app = await anApp(version, { collector: { enabled: false } });
      const off = await post(`${app.url}/_radiant/v1/b`, aBody([anEvent()]));
      await app.close();

      app = await anApp(version);
      await app.radiant.stop();
      const stopped = await post(`${app.url}/_radiant/v1/b`, aBody([anEvent()]));

      expect([off.status, stopped.status]).to.deep.equal([404, 404]);
      expect(app.radiant.status().hooks.collector?.state).to.equal('off');
    });

    it('is not measured as requests to the app are', async () => {
      app = await anApp(version, { collector: { path: '/in' } });
      await post(`${app.url}/in/v1/b`, aBody([anEvent()]));

      await app.radiant.flush();
      const now = Date.now();
      const range = { from: now - 60_000, to: now + 60_000 };
      const requests = await app.radiant.read({
        ...range,
        metric: 'http.server.duration',
        stat: 'rate',
      });
      const collected = await app.radiant.read({
        ...range,
        metric: 'collector.requests',
        stat: 'sum',
        by: ['status'],
      });

      expect(requests.rows).to.deep.equal([]);
      expect(collected.rows.map(({ dims }) => dims)).to.deep.equal([{ status: '200' }]);
    });

    it('knows whether a user is signed in on the session that an event names', async () => {
      app = await anApp(version);
      const { host } = app;
      host.Meteor.methods({
        async signIn(this: { setUserId(id: string): Promise<void> }) {
          await this.setUserId('u1');
        },
      });
      const client = stubClient(host.Meteor.server);
      await client.callToEnd('signIn');
      const context = { ddp: { session: client.session.id } };

      await post(
        `${app.url}/_radiant/v1/b`,
        aBody([
          anEvent({ userId: 'u1', context, messageId: 'true' }),
          anEvent({ userId: 'u2', context, messageId: 'false' }),
          anEvent({ userId: 'u1', context: { ddp: { session: 'x' } }, messageId: 'unknown' }),
        ]),
      );

      const verified = new Map(
        (await stored(app.radiant)).map(({ messageId, context }) => [
          messageId,
          context.userVerified,
        ]),
      );
      expect(Object.fromEntries(verified)).to.deep.equal({
        true: true,
        false: false,
        unknown: undefined,
      });
    });
  });
}
