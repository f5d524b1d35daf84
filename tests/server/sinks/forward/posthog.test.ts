import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../../common/analytics/event';
import { PartlyTakenError } from '../../../../common/sink';
import { posthogForwarder } from '../../../../server/sinks/forward/posthog';
import { aBatch } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { describeForwarder, forwardedAt, oneOfEach } from '../../../support/describe-forwarder';
import { posthogRules } from '../../../support/vendors/posthog';
import { startVendor, type Vendor, type VendorRequest } from '../../../support/vendors/vendor';

const key = 'phc_k3yOfTheProject';

interface Sent {
  readonly event: string;
  readonly uuid: string;
  readonly distinct_id: string;
  readonly timestamp: string;
  readonly properties: Record<string, unknown>;
}
const bodyOf = ({ body }: VendorRequest) =>
  body as { batch: Sent[]; historical_migration: boolean };

const given = { key, consent: 'posthog', groupType: 'company', profiles: 'identified' } as const;

describe('posthogForwarder', () => {
  describeForwarder({
    name: 'posthog',
    rules: posthogRules(key),
    make: (url, parts) => posthogForwarder({ url, ...given, ...parts }),
    eventsIn: (request) => bodyOf(request).batch,
    types: ['track', 'page', 'screen', 'identify', 'group', 'alias'],
    secret: key,
    tooMany: 1_001,
    tooHeavy: 150,
    halvesAt400: true,
  });

  describe('what PostHog is told', () => {
    const { signal } = new AbortController();
    let vendor: Vendor;

    before(async () => {
      vendor = await startVendor(posthogRules(key));
    });
    beforeEach(() => vendor.reset());
    afterEach(() => expect(vendor.problems).to.deep.equal([]));
    after(() => vendor.close());

    async function sent(
      events: readonly AnalyticsEvent[],
      options: { profiles?: 'identified' | 'always' } = {},
    ): Promise<Sent[]> {
      const wallNow = () => forwardedAt;
      const sink = posthogForwarder({ url: vendor.url, ...given, ...options, wallNow });
      await sink.write(aBatch({ events }), signal);
      return vendor.requests.flatMap((request) => bodyOf(request).batch);
    }

    it('is each call by its name', async () => {
      const events = await sent(oneOfEach());

      expect(events.map(({ event }) => event)).to.deep.equal([
        '$identify',
        '$pageview',
        'Order Completed',
        '$screen',
        '$groupidentify',
        '$create_alias',
      ]);
      for (const { distinct_id, timestamp } of events) {
        expect({ distinct_id, timestamp }).to.deep.equal({
          distinct_id: 'ann',
          timestamp: '2026-05-05T12:00:00.000Z',
        });
      }
    });

    it('is who someone was before, with traits, groups and aliases', async () => {
      const [identify, , track, , group, alias] = await sent(oneOfEach());
      const traits = { plan: 'gold', age: 42, deep: { a: [1] } };

      expect(identify?.properties).to.deep.include({ $anon_distinct_id: 'anon-1', $set: traits });
      expect(track?.properties).to.deep.include({ $groups: { company: 'acme' } });
      expect(group?.properties).to.deep.include({
        $group_type: 'company',
        $group_key: 'acme',
        $group_set: traits,
      });
      expect(alias?.properties).to.deep.include({ alias: 'anon-0' });
    });

    it('is what was around, by the names of its own SDKs', async () => {
      const [, page] = await sent(oneOfEach());

      expect(page?.properties).to.deep.include({
        $current_url: 'https://a.b/todos/7',
        $host: 'a.b',
        $pathname: '/todos/7',
        $title: 'Todos',
        name: 'Todo',
        category: 'App',
        pattern: '/todos/:id',
        utm_source: 'mail',
        utm_medium: 'news',
        utm_campaign: 'June',
        $screen_width: 1920,
        $screen_height: 1080,
        $browser_language: 'de-AT',
        $raw_user_agent: 'Mozilla/5.0',
        $lib: 'radiant',
        $lib_version: '0.1.0',
        $app_version: '1.4.0',
        $ip: '10.1.2.0',
        total: 12.5,
      });
      expect(page?.properties).not.to.have.property('$process_person_profile');
    });

    it('is the same UUID for the same message, and its own where it is one', async () => {
      const own = '5F0E3F4C-0000-4000-8000-00000000000A';
      const messages = ['m', 'm', own].map((messageId) => anEvent({ at: forwardedAt, messageId }));

      const [first, again, third] = await sent(messages);

      expect(again?.uuid).to.equal(first?.uuid);
      expect(third?.uuid).to.equal(own.toLowerCase());
      expect(first?.properties).to.include({ $insert_id: 'm' });
    });

    it('is one session per visit, which begins when the visit does', async () => {
      const visits = [1, 2].map((sequence) => ({ id: 'v', startedAt: forwardedAt - 5, sequence }));
      const events = await sent(
        visits.map((visit) => anEvent({ at: forwardedAt, context: { visit } })),
      );

      const [one, other] = events.map(({ properties }) => String(properties.$session_id));
      expect(one).to.equal(other);
      expect(Number.parseInt(String(one).replace('-', '').slice(0, 12), 16)).to.equal(
        forwardedAt - 5,
      );
    });

    it('makes no profile of who is not known, unless that is asked for', async () => {
      const anonymous = () => [
        anEvent({ at: forwardedAt, anonymousId: 'a' }),
        anEvent({ at: forwardedAt, type: 'identify', anonymousId: 'a', traits: { plan: 'free' } }),
      ];

      const [without, set] = await sent(anonymous());
      vendor.reset();
      const [always] = await sent(anonymous(), { profiles: 'always' });

      expect(without?.properties).to.include({ $process_person_profile: false });
      expect(set?.event).to.equal('$set');
      expect(always?.properties).not.to.have.property('$process_person_profile');
    });

    it('looks nowhere for a place when there is no address', async () => {
      const [event] = await sent([anEvent({ at: forwardedAt })]);

      expect(event?.properties).to.include({ $ip: null, $geoip_disable: true });
    });

    it('goes as history when it is over 48 hours old, and as it is when it is not', async () => {
      const hour = 3_600_000;
      const ages = [48 * hour, 48 * hour + 1, 0];

      await sent(ages.map((age) => anEvent({ at: forwardedAt - age })));

      const sizes = vendor.requests.map((request) => {
        const { historical_migration, batch } = bodyOf(request);
        return [historical_migration, batch.length];
      });
      expect(sizes).to.have.deep.members([
        [false, 2],
        [true, 1],
      ]);
    });

    it('counts as refused when the quota is used up', async () => {
      vendor.next({ status: 200, body: '{"status":1,"quota_limited":["events"]}' });

      const error = await sent([1, 2].map(() => anEvent({ at: forwardedAt }))).catch(
        (thrown: unknown) => thrown,
      );

      expect(String(error)).to.include('PostHog did not take 2 events');
      expect(error).not.to.be.instanceOf(PartlyTakenError);
    });
  });
});
