import { Analytics } from '@segment/analytics-node';
import { expect } from 'chai';
import { aCollector, startedAt } from '../server/collector/a-collector';
import type { HttpServer } from '../support/http-server';
import { expectScript } from './expect-script';
import { type AnyClient, script } from './script';

/** Segment's client for Node, at a collector of ours. */
describe('what analytics-node sends', function () {
  this.timeout(20_000);
  let server: HttpServer;
  let collector: ReturnType<typeof aCollector>;

  beforeEach(async () => {
    collector = aCollector();
    server = await collector.listen();
  });
  afterEach(() => server.close());

  /** It takes one object for each call, and knows nobody by itself. */
  const asScripted = (analytics: Analytics): AnyClient => {
    const who = { anonymousId: 'anon-1' };
    let userId: string | undefined;
    const person = () => (userId === undefined ? who : { ...who, userId });
    return {
      track: (event, properties, options) =>
        analytics.track({ ...person(), event, properties, ...options } as never),
      identify(id, traits) {
        userId = String(id);
        analytics.identify({ ...person(), traits: traits as object } as never);
      },
      page: (category, name, properties) =>
        analytics.page({ ...person(), category, name, properties } as never),
      screen: (category, name, properties) =>
        analytics.screen({ ...person(), category, name, properties } as never),
      group: (groupId, traits) => analytics.group({ ...person(), groupId, traits } as never),
      alias: (newId, previousId) => analytics.alias({ userId: newId, previousId }),
    };
  };

  for (const flushAt of [1, 3, 100]) {
    it(`is stored once, with all that it says, ${flushAt} to a request`, async () => {
      const analytics = new Analytics({ writeKey: 'radiant', host: server.url, flushAt });
      const client = asScripted(analytics);

      for (const { call } of script) call(client);
      await analytics.closeAndFlush({ timeout: 5_000 });

      const events = expectScript(collector.events);
      for (const { context, writeKey, timestamp, receivedAt, type, anonymousId } of events) {
        expect(context.library).to.deep.include({ name: '@segment/analytics-node' });
        expect(writeKey).to.equal('radiant');
        expect(receivedAt).to.equal(new Date(startedAt).toISOString());
        expect(Date.parse(timestamp)).to.be.at.most(startedAt);
        expect(anonymousId).to.equal(type === 'alias' ? undefined : 'anon-1');
      }
      expect(collector.failures).to.deep.equal([]);
    });
  }

  it('is refused for good with a key that nobody knows, which it is told', async () => {
    const errors: unknown[] = [];
    const analytics = new Analytics({ writeKey: 'unheard-of', host: server.url, flushAt: 1 });
    analytics.on('error', (error) => errors.push(error));

    analytics.track({ anonymousId: 'a', event: 'x' });
    await analytics.closeAndFlush({ timeout: 5_000 });

    expect(collector.events).to.have.length(0);
    expect(errors).to.have.length(1);
  });
});
