import { Analytics } from '@segment/analytics-node';
import { expect } from 'chai';
import { aCollector } from '../server/collector/a-collector';
import { type HttpServer, httpServer } from '../support/http-server';
import { aPage, until } from './a-page';
import { nextBundle, startNext } from './in-a-page';
import { type AnyClient, script } from './script';

type Fault = 'busy' | 'lost answer';

/** A collector that answers 503 for each `busy`, and takes in what it gives no answer to for each `lost answer`. */
async function aFaultyCollector(...faults: Fault[]) {
  const collector = aCollector();
  let requests = 0;
  const server = await httpServer((request, response) => {
    requests++;
    const fault = faults.shift();
    if (fault === 'busy') return void response.writeHead(503, { 'Retry-After': '1' }).end();
    if (fault === 'lost answer') response.end = () => response.destroy();
    return collector.handle(request, response, (request.url ?? '/').split('?')[0] ?? '/');
  });
  return { server, collector, requests: () => requests };
}

describe('what Segment’s clients send again', function () {
  this.timeout(30_000);
  let server: HttpServer;

  afterEach(() => server.close());

  for (const faults of [['busy'], ['lost answer'], ['busy', 'lost answer']] as const) {
    it(`is stored once by analytics-node, after ${faults.join(', ')}`, async () => {
      const faulty = await aFaultyCollector(...faults);
      server = faulty.server;
      const analytics = new Analytics({ writeKey: 'radiant', host: server.url, flushAt: 100 });

      for (let at = 0; at < 20; at++) {
        analytics.track({ anonymousId: 'a', event: `Event ${at}` });
      }
      await analytics.closeAndFlush({ timeout: 20_000 });

      expect(faulty.collector.events).to.have.length(20);
      expect(faulty.requests()).to.equal(faults.length + 1);
    });
  }

  for (const fault of ['busy', 'lost answer'] as const) {
    it(`is stored once by analytics-next, after ${fault}`, async () => {
      const faulty = await aFaultyCollector(fault);
      server = faulty.server;
      const page = aPage({ allowed: server.url, bundle: nextBundle() });
      const analytics = startNext(page, server.url) as unknown as AnyClient;

      for (const { call } of script) void call(analytics);
      await until(() => faulty.requests() > script.length, 20_000);
      await until(() => faulty.collector.events.length >= script.length);
      page.close();

      const ids = faulty.collector.events.map(({ messageId }) => messageId);
      expect(ids).to.have.length(script.length);
      expect(new Set(ids).size).to.equal(script.length);
    });
  }
});
