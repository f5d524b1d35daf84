import { expect } from 'chai';
import type { AnalyticsEvent } from '../../../../common/analytics/event';
import { PartlyTakenError } from '../../../../common/sink';
import { matomoForwarder } from '../../../../server/sinks/forward/matomo';
import { aBatch } from '../../../support/a-batch';
import { anEvent } from '../../../support/an-event';
import { describeForwarder, forwardedAt, oneOfEach } from '../../../support/describe-forwarder';
import { matomoRules } from '../../../support/vendors/matomo';
import { startVendor, type Vendor, type VendorRequest } from '../../../support/vendors/vendor';

const token = '33dc3f2536d3025974cccb4b4d2d98f4';
const given = { siteId: 3, consent: 'matomo' };
const requestsIn = ({ body }: VendorRequest) => (body as { requests: string[] }).requests;

for (const [described, access] of [
  ['with a token', { token }],
  ['without a token', {}],
] as const) {
  describe(`matomoForwarder, ${described}`, () => {
    describeForwarder({
      name: 'matomo',
      rules: matomoRules(access === undefined ? undefined : (access as { token?: string }).token),
      make: (url, parts) => matomoForwarder({ url, ...given, ...access, ...parts }),
      eventsIn: requestsIn,
      types: ['track', 'page', 'screen'],
      secret: token,
      tooMany: 201,
      tooHeavy: 150,
      halvesAt400: false,
    });
  });
}

describe('what Matomo is told', () => {
  const { signal } = new AbortController();
  let vendor: Vendor;

  before(async () => {
    vendor = await startVendor(matomoRules(token));
  });
  beforeEach(() => vendor.reset());
  afterEach(() => expect(vendor.problems).to.deep.equal([]));
  after(() => vendor.close());

  async function sent(events: readonly AnalyticsEvent[], url = vendor.url) {
    const wallNow = () => forwardedAt;
    await matomoForwarder({ url, ...given, token, wallNow }).write(aBatch({ events }), signal);
    return vendor.requests
      .flatMap(requestsIn)
      .map((one) => Object.fromEntries(new URLSearchParams(one)));
  }

  it('is pages, screens and events of a visitor', async () => {
    const [page, track, screen] = await sent(oneOfEach());

    expect(page).to.deep.equal({
      idsite: '3',
      rec: '1',
      apiv: '1',
      action_name: 'Todo',
      _id: page?._id,
      uid: 'ann',
      url: 'https://a.b/todos/7',
      ua: 'Mozilla/5.0',
      lang: 'de-AT',
      res: '1920x1080',
      cdt: String(forwardedAt / 1000),
      cip: '10.1.2.0',
    });
    expect(track).to.include({ ca: '1', e_c: 'track', e_a: 'Order Completed' });
    expect(screen).to.include({ action_name: 'Home' });
    expect(new Set([page?._id, track?._id, screen?._id]).size).to.equal(1);
  });

  it('is category, label and value of an event where it has them', async () => {
    const properties = { category: ' Video ', label: 'Intro', value: 2.5 };

    const [event] = await sent([anEvent({ at: forwardedAt, event: 'Play', properties })]);

    expect(event).to.include({ e_c: 'Video', e_a: 'Play', e_n: 'Intro', e_v: '2.5' });
  });

  it('comes oldest first', async () => {
    const events = await sent(
      [2_000, 1_000, 3_000].map((after) => anEvent({ at: forwardedAt - 10_000 + after })),
    );

    const times = events.map(({ cdt }) => Number(cdt));
    expect(times).to.deep.equal([...times].sort((one, other) => one - other));
  });

  it('goes to the address of matomo.php where that is given', async () => {
    const events = await sent([anEvent({ at: forwardedAt })], `${vendor.url}/matomo.php`);

    expect(events).to.have.length(1);
  });

  it('counts what Matomo calls invalid', async () => {
    vendor.next({ status: 200, body: '{"status":"success","tracked":2,"invalid":1}' });

    const error = await sent([1, 2, 3].map(() => anEvent({ at: forwardedAt }))).catch(
      (thrown: unknown) => thrown,
    );

    expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
  });
});

describe('matomoForwarder without a token', () => {
  it('refuses what is over a day old, which Matomo would not take', async () => {
    const vendor = await startVendor(matomoRules());
    const wallNow = () => forwardedAt;
    const sink = matomoForwarder({ url: vendor.url, ...given, wallNow });
    const ages = [24 * 3_600_000, 24 * 3_600_000 + 1];
    const events = ages.map((age) => anEvent({ at: forwardedAt - age }));

    const error = await sink
      .write(aBatch({ events }), new AbortController().signal)
      .catch((thrown: unknown) => thrown);
    await vendor.close();

    expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
    expect(vendor.requests.flatMap(requestsIn)).to.have.length(1);
  });
});
