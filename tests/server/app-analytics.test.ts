import { expect } from 'chai';
import { anAppWithCollector } from '../support/an-app-with-collector';
import { stubClient } from '../support/stub-client';

type App = Awaited<ReturnType<typeof anAppWithCollector>>;

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

for (const version of ['3.0.4', '3.3.2', '3.5'] as const) {
  describe(`Analytics on the server of Meteor ${version}`, () => {
    let app: App;

    beforeEach(async () => {
      app = await anAppWithCollector(version);
    });
    afterEach(() => app.close());

    async function stored() {
      await app.analytics.flush();
      const now = Date.now();
      const { events } = await app.radiant.events({ from: now - 60_000, to: now + 60_000 });
      return events;
    }

    it('knows who called the method, across await', async () => {
      const { host, analytics } = app;
      host.Meteor.methods({
        async signIn(this: { setUserId(id: string): Promise<void> }, id: string) {
          await this.setUserId(id);
        },
        async pay() {
          await pause();
          analytics.track('Paid', { amount: 5 });
        },
      });
      const clients = ['u1', 'u2'].map((id) => ({ id, client: stubClient(host.Meteor.server) }));
      for (const { id, client } of clients) await client.callToEnd('signIn', id);

      await Promise.all(clients.map(({ client }) => client.callToEnd('pay')));

      const events = await stored();
      expect(events.map(({ userId }) => userId).sort()).to.deep.equal(['u1', 'u2']);
      expect(events[0]).to.include({ type: 'track', event: 'Paid', channel: 'server' });
    });

    it('knows who subscribed, and who a signed-out caller is from the browser’s events', async () => {
      const { host, analytics, url } = app;
      host.Meteor.publish('tasks', async function (this: { ready(): void }) {
        await pause();
        analytics.track('Subscribed');
        this.ready();
      });
      const client = stubClient(host.Meteor.server);
      const context = { ddp: { session: client.session.id } };
      await fetch(`${url}/_radiant/v1/track?writeKey=radiant`, {
        method: 'POST',
        body: JSON.stringify({ event: 'Seen', anonymousId: 'a1', context }),
      });

      client.send({ msg: 'sub', id: '1', name: 'tasks', params: [] });
      await client.until({ msg: 'ready' });

      const subscribed = (await stored()).find(({ event }) => event === 'Subscribed');
      expect(subscribed).to.include({ anonymousId: 'a1' });
      expect(subscribed).not.to.have.property('userId');
    });

    it('asks whose event it is, elsewhere', () => {
      expect(() => app.analytics.track('Paid')).to.throw(/whose event is it/);
    });

    it('is off with the agent, which the app does not notice', async () => {
      await app.radiant.stop();

      app.analytics.track('Paid', {}, { userId: 'u1' });
      await app.analytics.flush();

      expect(app.analytics.status().state).to.equal('off');
    });
  });
}
