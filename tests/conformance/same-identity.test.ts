import { expect } from 'chai';
import type { AnalyticsApi } from '../../client/analytics/api';
import { aCollector } from '../server/collector/a-collector';
import type { HttpServer } from '../support/http-server';
import { aPage, type Page } from './a-page';
import { nextBundle, ownBundle, startNext, startOwn } from './in-a-page';

interface Identity {
  readonly userId: string | undefined;
  readonly anonymousId: string | undefined;
  readonly groupId: string | undefined;
  readonly traits: object;
}

/** One of the two clients, in a page with the storage it finds there. */
interface Client {
  identify(userId: string, traits?: object): Promise<unknown>;
  group(groupId: string): Promise<unknown>;
  reset(): void;
  identity(): Promise<Identity>;
}

const kept = [
  'ajs_user_id',
  'ajs_anonymous_id',
  'ajs_group_id',
  'ajs_user_traits',
  'ajs_group_properties',
];

describe('an app that moves from Segment’s client to ours, or back', function () {
  this.timeout(20_000);
  const bundles = { next: '', own: '' };
  let server: HttpServer;
  let page: Page;

  before(() => {
    bundles.next = nextBundle();
    bundles.own = ownBundle();
  });
  beforeEach(async () => {
    server = await aCollector().listen();
    page = aPage({ allowed: server.url, bundle: '' });
  });
  afterEach(async () => {
    page.close();
    await server.close();
  });

  const start = {
    async next(): Promise<Client> {
      page.window.eval(bundles.next);
      const analytics = await startNext(page, server.url);
      const [ready] = analytics;
      return {
        identify: (userId, traits) => ready.identify(userId, traits as never),
        group: (groupId) => ready.group(groupId),
        reset: () => void ready.reset(),
        identity: async () => ({
          userId: ready.user().id() ?? undefined,
          anonymousId: ready.user().anonymousId() ?? undefined,
          groupId: (ready.group() as unknown as { id(): string | null }).id() ?? undefined,
          traits: ready.user().traits() ?? {},
        }),
      };
    },
    async own(): Promise<Client> {
      page.window.eval(bundles.own);
      const analytics: AnalyticsApi = await startOwn(page, server.url);
      return {
        identify: (userId, traits) => analytics.identify(userId, traits),
        group: (groupId) => analytics.group(groupId, {}),
        reset: () => analytics.reset(),
        identity: async () => ({
          userId: analytics.user().id(),
          anonymousId: analytics.user().anonymousId(),
          groupId: analytics.group().id(),
          traits: analytics.user().traits(),
        }),
      };
    },
  };

  for (const [from, to] of [
    ['next', 'own'],
    ['own', 'next'],
  ] as const) {
    describe(`${from === 'next' ? 'from Segment’s to ours' : 'from ours to Segment’s'}`, () => {
      it('keeps who someone is: user, traits, group and anonymous id', async () => {
        const before = await start[from]();
        await before.identify('ann', { plan: 'gold' });
        await before.group('acme');
        const known = await before.identity();

        const after = await (await start[to]()).identity();

        expect(known).to.deep.include({ userId: 'ann', groupId: 'acme', traits: { plan: 'gold' } });
        expect(after).to.deep.equal(known);
      });

      it('keeps who someone is when the cookies are lost, and when local storage is', async () => {
        const before = await start[from]();
        await before.identify('ann', { plan: 'gold' });
        const known = await before.identity();
        for (const name of kept) page.window.document.cookie = `${name}=; max-age=0; path=/`;

        const after = await (await start[to]()).identity();

        expect(after).to.deep.equal(known);
        page.window.localStorage.clear();
        const again = await (await start[to]()).identity();
        expect(again.userId).to.equal('ann');
        expect(again.anonymousId).to.equal(known.anonymousId);
      });

      it('has nothing left after a reset, but a new anonymous id', async () => {
        const before = await start[from]();
        await before.identify('ann', { plan: 'gold' });
        const known = await before.identity();
        before.reset();

        const after = await (await start[to]()).identity();

        expect(after).to.deep.include({ userId: undefined, groupId: undefined, traits: {} });
        expect(after.anonymousId).to.be.a('string').and.not.equal(known.anonymousId);
      });
    });
  }

  for (const which of ['next', 'own'] as const) {
    it(`makes a new anonymous id when somebody else is identified, by ${which}`, async () => {
      const client = await start[which]();
      await client.identify('ann', { plan: 'gold' });
      const { anonymousId } = await client.identity();
      await client.identify('ann', { age: 3 });
      const same = await client.identity();
      await client.identify('bob');
      const other = await client.identity();

      expect(same).to.deep.include({ anonymousId, traits: { plan: 'gold', age: 3 } });
      expect(other.anonymousId).not.to.equal(anonymousId);
      expect(other).to.deep.include({ userId: 'bob', traits: {} });
    });
  }
});
