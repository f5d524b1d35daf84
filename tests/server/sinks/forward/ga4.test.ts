import { expect } from 'chai';
import type { AnalyticsEvent, JsonObject } from '../../../../common/analytics/event';
import { PartlyTakenError } from '../../../../common/sink';
import { type Ga4Options, ga4Forwarder } from '../../../../server/sinks/forward/ga4';
import { ga4EventName, ga4ParameterName } from '../../../../server/sinks/forward/ga4-names';
import { aBatch } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { describeForwarder, forwardedAt, oneOfEach } from '../../../support/describe-forwarder';
import { ga4Rules } from '../../../support/vendors/ga4';
import { startVendor, type Vendor, type VendorRequest } from '../../../support/vendors/vendor';

const access = { measurementId: 'G-ABC123', apiSecret: 's3cretOfTheApi' };
const given = { ...access, consent: 'ga4', userId: false, traits: [], ads: false };
const rules = ga4Rules(access.measurementId, access.apiSecret);

interface Body {
  readonly client_id: string;
  readonly user_id?: string;
  readonly user_properties?: JsonObject;
  readonly consent?: JsonObject;
  readonly events: ReadonlyArray<{
    readonly name: string;
    readonly timestamp_micros: number;
    readonly params: Record<string, unknown>;
  }>;
}
const bodyOf = ({ body }: VendorRequest) => body as Body;

describe('ga4Forwarder', () => {
  describeForwarder({
    name: 'ga4',
    rules,
    make: (url, parts) => ga4Forwarder({ url, ...given, ...parts }),
    eventsIn: (request) => bodyOf(request).events,
    types: ['track', 'page', 'screen', 'group'],
    secret: access.apiSecret,
    tooMany: 26,
    tooHeavy: 24,
    halvesAt400: false,
  });

  describe('what Google is told', () => {
    const { signal } = new AbortController();
    let vendor: Vendor;

    before(async () => {
      vendor = await startVendor(rules);
    });
    beforeEach(() => vendor.reset());
    afterEach(() => expect(vendor.problems).to.deep.equal([]));
    after(() => vendor.close());

    async function sent(
      events: readonly AnalyticsEvent[],
      options: Partial<Ga4Options> = {},
    ): Promise<Body[]> {
      const wallNow = () => forwardedAt;
      const sink = ga4Forwarder({ url: vendor.url, ...given, ...options, wallNow });
      await sink.write(aBatch({ events }), signal);
      return vendor.requests.map(bodyOf);
    }

    it('is each call by a name it knows, with visit and page', async () => {
      const [body] = await sent(oneOfEach());

      expect(body?.events.map(({ name }) => name)).to.deep.equal([
        'page_view',
        'purchase',
        'view_screen',
        'join_group',
      ]);
      expect(body?.events[0]).to.deep.include({ timestamp_micros: forwardedAt * 1000 });
      expect(body?.events[0]?.params).to.include({
        session_id: String(forwardedAt / 1000 - 60),
        engagement_time_msec: 1,
        page_location: 'https://a.b/todos/7',
        page_title: 'Todos',
        page_pattern: '/todos/:id',
        page_name: 'Todo',
        total: 12.5,
        paid: 'true',
      });
    });

    it('is one person a request, without the id of the user unless that is asked for', async () => {
      const people = ['a', 'b', 'a'].map((anonymousId) =>
        anEvent({ at: forwardedAt, anonymousId, userId: `user-${anonymousId}` }),
      );

      const without = await sent(people);
      vendor.reset();
      const withIds = await sent(people, { userId: true });

      expect(
        without.map(({ client_id, events }) => [client_id, events.length]),
      ).to.have.deep.members([
        ['a', 2],
        ['b', 1],
      ]);
      expect(without[0]).not.to.have.property('user_id');
      expect(withIds.map(({ user_id }) => user_id)).to.have.members(['user-a', 'user-b']);
    });

    it('does not tell the id of a user who has no anonymous one', async () => {
      const [body] = await sent([anEvent({ at: forwardedAt, userId: 'ann' })]);

      expect(body?.client_id).to.match(/^[0-9a-f]{20}$/);
      expect(JSON.stringify(body)).not.to.include('ann');
    });

    it('has the traits that are asked for, and no others', async () => {
      const traits = {
        plan: 'gold',
        email: 'ann@example.com',
        'odd name!': 'x'.repeat(99),
        list: [1],
      };
      const identify = anEvent({ at: forwardedAt, type: 'identify', userId: 'ann', traits });

      const [body] = await sent([identify], {
        traits: ['plan', 'odd name!', 'list', 'none', 'user_id'],
      });

      expect(body?.user_properties).to.deep.equal({
        plan: { value: 'gold' },
        odd_name_: { value: 'x'.repeat(36) },
      });
      expect(JSON.stringify(body)).not.to.include('example.com');
    });

    it('says that nothing is for advertising, unless that is allowed', async () => {
      const [without] = await sent([anEvent({ at: forwardedAt })]);
      vendor.reset();
      const [allowed] = await sent([anEvent({ at: forwardedAt })], { ads: true });

      expect(without?.consent).to.deep.equal({
        ad_user_data: 'DENIED',
        ad_personalization: 'DENIED',
      });
      expect(allowed).not.to.have.property('consent');
    });

    it('has orders and products by the names Google has for them', async () => {
      const properties = {
        order_id: 'o-1',
        revenue: 20,
        currency: 'EUR',
        products: [
          { product_id: 'p1', name: 'Shoe', price: 10, quantity: 2, brand: 'B', deep: { a: 1 } },
          { sku: 's2', price: 3 },
          { price: 3 },
          'nothing',
        ],
        items: [{ bad: 1 }],
      };

      const [body] = await sent([
        anEvent({ at: forwardedAt, event: 'Order Completed', properties }),
      ]);

      const [purchase] = body?.events ?? [];
      expect(purchase?.name).to.equal('purchase');
      expect(purchase?.params).to.deep.include({
        transaction_id: 'o-1',
        value: 20,
        currency: 'EUR',
        items: [
          { item_id: 'p1', item_name: 'Shoe', item_brand: 'B', price: 10, quantity: 2 },
          { item_id: 's2', price: 3 },
        ],
      });
    });

    it('has 25 parameters at most, of 100 characters', async () => {
      const properties = Object.fromEntries(
        Array.from({ length: 40 }, (_, at) => [`p${at}`, 'é'.repeat(at === 0 ? 101 : 100)]),
      );

      const [body] = await sent([anEvent({ at: forwardedAt, properties })]);

      const params = body?.events[0]?.params ?? {};
      expect(Object.keys(params)).to.have.length(25);
      expect(params.p0).to.equal('é'.repeat(100));
      expect(params.p1).to.equal('é'.repeat(100));
    });

    it('is not told of what is over 72 hours old, which is counted as refused', async () => {
      const ages = [72 * 3_600_000, 72 * 3_600_000 + 1];

      const error = await sent(ages.map((age) => anEvent({ at: forwardedAt - age }))).catch(
        (thrown: unknown) => thrown,
      );

      expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
      expect(vendor.requests.flatMap((request) => bodyOf(request).events)).to.have.length(1);
    });
  });
});

describe('ga4EventName', () => {
  const cases: ReadonlyArray<readonly [string, string]> = [
    ['Task Added', 'task_added'],
    ['Signed In', 'login'],
    ['session_start', 'e_session_start'],
    ['ga_thing', 'e_ga_thing'],
    ['_odd', 'e__odd'],
    ['3 wishes', 'e_3_wishes'],
    ['x'.repeat(41), 'x'.repeat(40)],
  ];
  for (const [from, to] of cases) {
    it(`makes ${to} of ${from}`, () => {
      expect(ga4EventName(from)).to.equal(to);
    });
  }

  it('keeps names apart that have no letters it knows', () => {
    const names = ['ключ', '鍵', '🗝'].map(ga4EventName);

    expect(new Set(names).size).to.equal(3);
    for (const name of names) expect(name).to.match(/^e_[0-9a-f]{8}$/);
  });
});

describe('ga4ParameterName', () => {
  it('keeps letters, digits and underscores, and has none for what Google keeps for itself', () => {
    const names = ['Plan', 'odd name', 'ga_x', '_x', '1x', 'ключ', 'x'.repeat(41)];

    expect(names.map((name) => ga4ParameterName(name))).to.deep.equal([
      'Plan',
      'odd_name',
      undefined,
      undefined,
      undefined,
      undefined,
      'x'.repeat(40),
    ]);
  });
});
