import { expect } from 'chai';
import { posthogBridge } from '../../client/bridges/posthog';
import { aCollector } from '../server/collector/a-collector';
import type { HttpServer } from '../support/http-server';
import { aPage, type Page, until } from './a-page';
import { expectScript } from './expect-script';
import { nextBundle, startNext } from './in-a-page';
import { type AnyClient, script } from './script';

/** Segment's client for browsers, in a page whose collector is ours. Its CDN cannot be reached. */
describe('what analytics-next sends', function () {
  this.timeout(20_000);
  let bundle: string;
  let server: HttpServer;
  let collector: ReturnType<typeof aCollector>;
  let page: Page;

  before(() => {
    bundle = nextBundle();
  });
  beforeEach(async () => {
    collector = aCollector();
    server = await collector.listen();
    page = aPage({ allowed: server.url, bundle });
  });
  afterEach(async () => {
    page.close();
    await server.close();
    expect(page.strayed).to.deep.equal([]);
  });

  const batching = {
    deliveryStrategy: { strategy: 'batching', config: { size: 3, timeout: 200 } },
  };
  for (const [described, segment, requests] of [
    ['one by one', {}, 8],
    ['in batches', batching, 3],
  ] as const) {
    it(`is stored once, with all that it says, when it comes ${described}`, async () => {
      const analytics = startNext(page, server.url, { segment }) as unknown as AnyClient;

      for (const { call } of script) await call(analytics);
      await until(() => collector.events.length >= script.length);

      const events = expectScript(collector.events, { aliasOf: 'ann' });
      expect(new Set(events.map(({ anonymousId }) => anonymousId)).size).to.equal(1);
      for (const { context, messageId } of events) {
        expect(context.library).to.deep.include({ name: 'analytics.js' });
        expect(context.page).to.include({ path: '/todos/7', title: 'Todos' });
        expect(context.campaign).to.deep.equal({ source: 'mail', name: 'June' });
        expect(messageId).to.match(/^ajs-next-/);
      }
      expect(collector.failures).to.deep.equal([]);
      expect(page.requests).to.have.length(requests);
    });
  }

  it('goes to a bridge of ours, too, which is one of its plugins', async () => {
    const calls: unknown[][] = [];
    const posthog = { capture: (...args: unknown[]) => void calls.push(args) };
    const plugins = [posthogBridge({ posthog })];
    const analytics = startNext(page, server.url, { plugins });

    await analytics.track('Task Added', { a: 1 });
    await until(() => calls.length > 0);

    expect(calls).to.have.length(1);
    expect(calls[0]?.[0]).to.equal('Task Added');
    expect(calls[0]?.[1]).to.include({ a: 1 });
  });
});
