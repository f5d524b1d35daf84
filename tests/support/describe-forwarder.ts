import { expect } from 'chai';
import fc from 'fast-check';
import type { AnalyticsEvent, EventType, JsonObject } from '../../common/analytics/event';
import { slowCallEvent } from '../../common/analytics/timings';
import { PartlyTakenError, RetryableError, type Sink } from '../../common/sink';
import { aBatch } from './a-batch';
import { aFullEvent, anEvent } from './an-event';
import { describeSink } from './describe-sink';
import { startVendor, type Vendor, type VendorRequest, type VendorRules } from './vendors/vendor';

export interface ForwarderCase {
  readonly name: string;
  readonly rules: VendorRules;
  make(url: string, parts: { wallNow: () => number; warn: (line: string) => void }): Sink;
  /** What one request has, in its order. */
  eventsIn(request: VendorRequest): readonly unknown[];
  /** The types it tells the vendor of. */
  readonly types: readonly EventType[];
  /** What must never be in a message. */
  readonly secret: string;
  /** Events that need more than one request because of their number. */
  readonly tooMany: number;
  /** Events of some 10 kB that need more than one request because of their size. */
  readonly tooHeavy: number;
  /** Whether what the vendor answers with 400 is looked for by halving. */
  readonly halvesAt400: boolean;
}

/** The time at which everything happens: full seconds, so that none are lost by a vendor that counts these. */
export const forwardedAt = Date.parse('2026-05-05T12:00:00Z');

/** One event of each type by the same person, with all there is to say. */
export function oneOfEach(at = forwardedAt): readonly AnalyticsEvent[] {
  const { event, properties = {}, context: full, ...person } = aFullEvent({ at });
  const context = { ...full, consent: {}, groupId: 'acme', userAgent: 'Mozilla/5.0' };
  const base = { ...person, context, anonymousId: 'anon-1', userId: 'ann', at };
  const traits = { plan: 'gold', age: 42, deep: { a: [1] } };
  const of = (fields: Partial<AnalyticsEvent> & Pick<AnalyticsEvent, 'type'>) => {
    const { messageId: _id, timestamp: _at, ...rest } = base;
    return anEvent({ ...rest, ...fields });
  };
  return [
    of({ type: 'identify', traits }),
    of({ type: 'page', name: 'Todo', category: 'App', properties }),
    of({ type: 'track', event: 'Order Completed', properties }),
    of({ type: 'screen', name: 'Home', properties: {} }),
    of({ type: 'group', groupId: 'acme', traits }),
    of({ type: 'alias', previousId: 'anon-0' }),
  ];
}

/** The event `Event 1`, however the vendor wants it written. */
const oneOfThem = /event[ _+]1\b/i;

/** What every forwarder keeps, against a server that demands what the vendor's documents say. */
export function describeForwarder(given: ForwarderCase): void {
  describe(`${given.name}, as a forwarder`, function () {
    this.timeout(20_000);
    promisesOf(given);
  });
}

function promisesOf(given: ForwarderCase): void {
  const { signal } = new AbortController();
  const { name, types, eventsIn } = given;
  let vendor: Vendor;
  let lines: string[];
  let sink: Sink;

  const make = () =>
    given.make(vendor.url, { wallNow: () => forwardedAt, warn: (line) => void lines.push(line) });

  before(async () => {
    vendor = await startVendor(given.rules);
  });
  beforeEach(() => {
    vendor.reset();
    lines = [];
    sink = make();
  });
  afterEach(() => {
    expect(vendor.problems).to.deep.equal([]);
    for (const line of lines) expect(line).not.to.include(given.secret);
  });
  after(() => vendor.close());

  const batchOf = (events: readonly AnalyticsEvent[]) => aBatch({ events, from: forwardedAt });
  const tracks = (count: number, fields: Partial<AnalyticsEvent> = {}) =>
    Array.from({ length: count }, (_, at) =>
      anEvent({ at: forwardedAt, event: `Event ${at}`, ...fields }),
    );
  const sent = () => vendor.requests.flatMap((request) => eventsIn(request));
  const failureOf = (written: Promise<void>) =>
    written.then(
      () => undefined,
      (error: unknown) => error,
    );

  describeSink(name, () => make());

  it('leaves a batch without events alone', async () => {
    await sink.write(aBatch(), signal);
    await sink.write(batchOf([]), signal);

    expect(vendor.requests).to.have.length(0);
  });

  for (const type of ['track', 'page', 'screen', 'identify', 'group', 'alias'] as const) {
    it(`${types.includes(type) ? 'sends' : 'has nothing to say of'} ${type}`, async () => {
      const events = oneOfEach().filter((event) => event.type === type);

      await sink.write(batchOf(events), signal);

      expect(sent()).to.have.length(types.includes(type) ? 1 : 0);
    });
  }

  it('sends what there is of an event that says next to nothing', async () => {
    const { timestamp, ...bare } = anEvent({ at: forwardedAt, userId: 'ann' });

    await sink.write(batchOf([{ ...bare, timestamp, channel: 'server' }]), signal);

    expect(sent()).to.have.length(1);
  });

  it('keeps back what must not leave', async () => {
    const refused = { categoryPreferences: { [name]: false, other: true } };
    const kept: ReadonlyArray<Partial<AnalyticsEvent>> = [
      { context: { bot: true } },
      { context: { gpc: true } },
      { context: { consent: refused } },
      { context: { consent: { categoryPreferences: {} } } },
      { context: { consent: { categoryPreferences: { other: true } } } },
      { integrations: { All: false } },
    ];

    await sink.write(
      batchOf(kept.map((fields) => anEvent({ at: forwardedAt, ...fields }))),
      signal,
    );

    expect(vendor.requests).to.have.length(0);
  });

  it('sends what was agreed to, and what nobody was asked for', async () => {
    const agreed = { categoryPreferences: { [name]: true } };
    const contexts = [{}, { consent: {} }, { consent: agreed }, { bot: false, gpc: false }];

    await sink.write(
      batchOf(contexts.map((context) => anEvent({ at: forwardedAt, context }))),
      signal,
    );

    expect(sent()).to.have.length(4);
  });

  it('tells nobody of DDP sessions', async () => {
    const context = { ddp: { session: 'hushhush', status: 'connected' } };
    const properties = { kind: 'method', ddp: 'hushhush::7', name: 'tasks.add' };
    const slow = anEvent({ at: forwardedAt, event: slowCallEvent, properties, context });

    await sink.write(
      batchOf([slow, ...oneOfEach().map((event) => ({ ...event, context }))]),
      signal,
    );

    expect(vendor.requests.map(({ text }) => text).join()).not.to.include('hushhush');
  });

  it('divides a batch by what the vendor takes at once', async () => {
    await sink.write(batchOf(tracks(given.tooMany)), signal);

    expect(vendor.requests.length).to.be.above(1);
    expect(sent()).to.have.length(given.tooMany);
  });

  it('divides a batch by its bytes', async () => {
    const names = Array.from({ length: 40 }, (_, at) => `p${at}`);
    const properties = Object.fromEntries(names.map((one) => [one, 'é'.repeat(100)]));
    const [url, referrer, title] = [1_000, 420, 300].map(
      (length) => `https://${'é'.repeat(length - 8)}`,
    );
    const context = { page: { url, referrer, title } } as AnalyticsEvent['context'];

    await sink.write(batchOf(tracks(given.tooHeavy, { properties, context })), signal);

    expect(vendor.requests.length).to.be.above(1);
    expect(sent()).to.have.length(given.tooHeavy);
  });

  for (const status of [429, 500, 503, 408]) {
    it(`gives the batch again after ${status}, when the vendor says so`, async () => {
      vendor.next({ status, headers: { 'retry-after': '7' }, body: given.secret });
      const batch = batchOf(tracks(1));

      const error = await failureOf(sink.write(batch, signal));
      await sink.write(batch, signal);

      expect(error).to.be.instanceOf(RetryableError).and.include({ retryAfterMs: 7_000 });
      expect(vendor.requests).to.have.length(2);
    });
  }

  for (const fault of ['break', 'hang'] as const) {
    it(`gives the batch again when the vendor does ${fault}`, async () => {
      vendor.next(fault);
      const controller = new AbortController();
      const batch = batchOf(tracks(1));
      const written = failureOf(sink.write(batch, controller.signal));
      while (vendor.requests.length === 0) await new Promise((resume) => setImmediate(resume));
      if (fault === 'hang') controller.abort();

      expect(await written).to.be.instanceOf(RetryableError);
      await sink.write(batch, signal);

      expect(vendor.requests).to.have.length(2);
    });
  }

  it('does not send again what was taken when the rest has to come again', async () => {
    const batch = batchOf(tracks(given.tooMany));
    vendor.next({ status: 200 }, { status: 503 });

    const error = await failureOf(sink.write(batch, signal));
    const refusedAt = vendor.requests[1];
    await sink.write(batch, signal);
    const taken = vendor.requests.filter((request) => request !== refusedAt).flatMap(eventsIn);

    expect(error).to.be.instanceOf(RetryableError);
    expect(taken).to.have.length(given.tooMany);
    expect(new Set(taken.map((event) => JSON.stringify(event))).size).to.equal(given.tooMany);
  });

  it('sends a batch that was taken no second time', async () => {
    const batch = batchOf(tracks(2));

    await sink.write(batch, signal);
    await sink.write(batchOf(tracks(1)), signal);
    await sink.write(batch, signal);

    expect(sent()).to.have.length(3);
  });

  it('sends a batch in halves when it is too large for the vendor, down to the event that is', async () => {
    vendor.refuse(oneOfThem, { status: 413 });

    const error = await failureOf(sink.write(batchOf(tracks(4)), signal));

    const taken = vendor.requests.filter(({ text }) => !oneOfThem.test(text)).flatMap(eventsIn);
    expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
    expect(taken).to.have.length(3);
    expect(vendor.requests).to.have.length(5);
    expect(lines).to.have.length(1);
  });

  it('loses a batch of which the vendor takes nothing, and says what it was told', async () => {
    vendor.next({ status: 401, body: `no such key "${given.secret}"` });

    const error = await failureOf(sink.write(batchOf(tracks(3)), signal));

    expect(error).to.be.instanceOf(Error).and.not.instanceOf(RetryableError);
    expect(String(error)).to.include('401').and.not.include(given.secret);
    expect(vendor.requests).to.have.length(1);
  });

  it('does not follow redirects', async () => {
    vendor.next({ status: 302, headers: { location: '/elsewhere' } });

    const error = await failureOf(sink.write(batchOf(tracks(1)), signal));

    expect(error).to.be.instanceOf(Error).and.not.instanceOf(RetryableError);
    expect(vendor.requests).to.have.length(1);
  });

  it(
    given.halvesAt400
      ? 'finds the event that the vendor refuses'
      : 'takes 400 for the whole request',
    async () => {
      vendor.refuse(oneOfThem, { status: 400 });

      const error = await failureOf(sink.write(batchOf(tracks(4)), signal));

      if (!given.halvesAt400) return expect(error).not.to.be.instanceOf(PartlyTakenError);
      expect(error).to.be.instanceOf(PartlyTakenError).and.include({ lost: 1 });
      return expect(vendor.requests).to.have.length(5);
    },
  );

  it('names no address when nobody listens', async () => {
    const unheard = given.make('http://127.0.0.1:1', {
      wallNow: () => forwardedAt,
      warn: () => undefined,
    });

    const error = await failureOf(unheard.write(batchOf(tracks(1)), signal));

    expect(error).to.be.instanceOf(RetryableError);
    expect(String(error)).not.to.include('127.0.0.1').and.not.include(given.secret);
  });

  it('sends any event as the vendor takes it', async function () {
    this.timeout(20_000);
    const events = fc.array(anyEvent, { minLength: 1, maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(events, async (some) => {
        vendor.problems.length = 0; // of the last run: what is found is made smaller
        await failureOf(sink.write(batchOf(some), signal));
        expect(vendor.problems).to.deep.equal([]);
      }),
      { numRuns: 30 },
    );
  });
}

const json = fc.jsonValue({ maxDepth: 3 });
const anyText = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('', ' ', '_id', 'ga_x', 'session_start', 'user_id', '__proto__', '😀'.repeat(60)),
);
const idText = fc.string({ unit: 'grapheme-ascii', minLength: 1, maxLength: 60 });
const values = fc.dictionary(anyText, json, { maxKeys: 40 }) as fc.Arbitrary<JsonObject>;

const anyEvent = fc
  .record(
    {
      type: fc.constantFrom<EventType>('track', 'page', 'screen', 'identify', 'group', 'alias'),
      event: anyText,
      name: anyText,
      category: anyText,
      properties: values,
      traits: values,
      anonymousId: idText.map((id) => `a-${id}`),
      userId: idText.map((id) => `u-${id}`),
      groupId: idText,
      previousId: idText.map((id) => `p-${id}`),
      url: fc.webUrl({ withQueryParameters: true }),
      title: anyText,
      locale: fc.constantFrom('de-AT', 'en', 'zh-Hant-TW'),
      ip: fc.oneof(fc.ipV4(), fc.constantFrom('2001:db8::')),
      visit: fc.record({ id: idText, startedAt: fc.nat(2e12), sequence: fc.nat() }),
      age: fc.constantFrom(0, 3_600_000, 30 * 3_600_000, 80 * 3_600_000),
    },
    { requiredKeys: ['type', 'userId', 'age', 'event', 'groupId', 'previousId'] },
  )
  .map(({ age, url, title, locale, ip, visit, ...fields }) => {
    const { type, event, groupId, previousId, traits, name, category, properties, ...ids } = fields;
    const of: Readonly<Record<EventType, object>> = {
      track: { event: event || 'x', properties },
      page: { name, category, properties },
      screen: { name, category, properties },
      identify: { traits },
      group: { groupId, traits },
      alias: { previousId },
    };
    const page = { url, title, path: '/x' };
    const context = { page, locale, ip, visit };
    return withoutUndefined(
      anEvent({ type, at: forwardedAt - age, ...ids, ...of[type], context } as never),
    );
  });

/** As it is after JSON. */
const withoutUndefined = (event: AnalyticsEvent) =>
  JSON.parse(JSON.stringify(event)) as AnalyticsEvent;
