import { expect } from 'chai';
import { RadiantError } from '../../../common/errors';
import { createAnalytics } from '../../../server/analytics/create-analytics';
import type { Caller } from '../../../server/analytics/current-caller';
import {
  aCollector,
  anEvent,
  type CollectorSetup,
  startedAt,
  takeIn,
} from '../collector/a-collector';

function anAnalytics(caller?: Caller, setup: CollectorSetup = {}) {
  const collector = aCollector(setup);
  let lost = 0;
  const analytics = createAnalytics({
    intake: () => collector,
    caller: () => caller,
    flush: async () => {},
    status: () => ({ state: 'ok' }),
    lost: () => {
      lost++;
    },
  });
  return { analytics, collector, events: collector.events, lost: () => lost };
}

const me = { userId: 'u1' };
const signedOut: Caller = { userId: undefined, session: 's1' };

function refused(run: () => void): string {
  try {
    run();
  } catch (error) {
    if (error instanceof RadiantError) return `${error.code}: ${error.message}`;
    throw error;
  }
  throw new Error('this was accepted');
}

describe('Analytics on the server', () => {
  it('makes of each verb the event that the browser makes', () => {
    const { analytics, events } = anAnalytics();

    analytics.track('Paid', { amount: 5 }, me);
    analytics.identify('u1', { plan: 'pro' });
    analytics.page('Home', { path: '/' }, me);
    analytics.page('Docs', 'Start', null, me);
    analytics.screen('Main', undefined, me);
    analytics.group('g1', { name: 'G' }, me);
    analytics.alias('u1', 'a1');

    const made = events.map(
      ({ messageId, timestamp, receivedAt, context, writeKey, ...rest }) => rest,
    );
    const own = { userId: 'u1', channel: 'server' };
    expect(made).to.deep.equal([
      { type: 'track', event: 'Paid', properties: { amount: 5 }, ...own },
      { type: 'identify', traits: { plan: 'pro' }, ...own },
      { type: 'page', name: 'Home', properties: { path: '/' }, ...own },
      { type: 'page', category: 'Docs', name: 'Start', ...own },
      { type: 'screen', name: 'Main', ...own },
      { type: 'group', groupId: 'g1', traits: { name: 'G' }, ...own },
      { type: 'alias', previousId: 'a1', ...own },
    ]);
    for (const { writeKey, context, timestamp } of events) {
      expect(writeKey).to.equal('radiant');
      expect(context.library?.name).to.equal('radiant');
      expect(timestamp).to.equal(new Date(startedAt).toISOString());
    }
  });

  it('takes time, id, key, consent and context as options', () => {
    const { analytics, events, collector } = anAnalytics(undefined, {
      options: { writeKeys: ['k1'] },
    });
    const at = new Date(startedAt - 60_000);

    analytics.track('a', {}, { ...me, timestamp: at, messageId: 'm', writeKey: 'k1' });
    analytics.track('b', {}, { ...me, timestamp: at.getTime(), context: { ip: '203.0.113.7' } });
    analytics.track('c', {}, { ...me, timestamp: at.toISOString(), integrations: { All: false } });
    analytics.track('d', {}, { ...me, consent: { analytics: true } });
    analytics.track('e', {}, { ...me, consent: { analytics: false } });

    expect(events.map(({ timestamp }) => timestamp).slice(0, 3)).to.deep.equal(
      new Array(3).fill(at.toISOString()),
    );
    expect(events[0]).to.include({ messageId: 'm', writeKey: 'k1' });
    expect(events[1]?.context.ip).to.equal('203.0.113.0');
    expect(events[2]?.integrations).to.deep.equal({ All: false });
    expect(events[3]?.context.consent).to.deep.equal({ categoryPreferences: { analytics: true } });
    expect(events).to.have.length(4);
    expect(collector.drops()).to.deep.equal({ consent: 1 });
  });

  it('keeps what JSON makes of properties, and none of the app’s objects', () => {
    const { analytics, events } = anAnalytics();
    const properties = { at: new Date(0), nothing: undefined, list: [{ a: 1 }], run: () => 1 };

    analytics.track('a', properties, me);
    properties.list.push({ a: 2 });

    expect(events[0]?.properties).to.deep.equal({
      at: '1970-01-01T00:00:00.000Z',
      list: [{ a: 1 }],
    });
  });

  describe('whose event it is', () => {
    it('is who is named', () => {
      const { analytics, events } = anAnalytics({ userId: 'other', session: 's1' });

      analytics.track('a', {}, { userId: 'u1' });
      analytics.track('b', {}, { anonymousId: 'a1' });

      expect(events[0]).to.include({ userId: 'u1' });
      expect(events[1]).to.include({ anonymousId: 'a1' });
      expect(events[1]).not.to.have.property('userId');
    });

    it('is else the user of the method or publication', () => {
      const { analytics, events } = anAnalytics({ userId: 'u1', session: 's1' });

      analytics.track('a');
      analytics.identify(undefined, { plan: 'pro' });
      analytics.group('g1');

      expect(events.map(({ userId }) => userId)).to.deep.equal(['u1', 'u1', 'u1']);
    });

    it('is else the anonymous id last seen with the session in the browser’s events', () => {
      const { analytics, collector, events } = anAnalytics(signedOut);
      const context = { ddp: { session: 's1' } };
      takeIn(collector, anEvent({ anonymousId: 'a0', context }));
      takeIn(collector, anEvent({ anonymousId: 'a1', context }));
      takeIn(collector, anEvent({ anonymousId: 'a2', context: { ddp: { session: 's2' } } }));

      analytics.track('a');
      analytics.alias('u1');

      expect(events[3]).to.include({ anonymousId: 'a1', event: 'a' });
      expect(events[4]).to.include({ userId: 'u1', previousId: 'a1' });
    });

    it('is never guessed', () => {
      const outside = refused(() => anAnalytics().analytics.track('a'));
      const unseen = refused(() => anAnalytics(signedOut).analytics.track('a', {}, {}));
      const empty = refused(() => anAnalytics().analytics.track('a', {}, { userId: '' }));
      const identify = refused(() => anAnalytics().analytics.identify(undefined, { a: 1 }));

      for (const message of [outside, unseen, empty, identify]) {
        expect(message).to.match(/^analytics-no-id: .*\{ userId \} or \{ anonymousId \}/);
      }
      expect(outside).to.contain('no method and no publication runs here');
      expect(unseen).to.contain('the caller is signed out');
    });
  });

  describe('arguments that cannot be', () => {
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    const calls: ReadonlyArray<readonly [RegExp, (api: Record<string, Loose>) => void]> = [
      [/track: event: expected a text .* undefined came/, ({ track }) => track?.()],
      [/track: event: .* an empty one came/, ({ track }) => track?.('', {}, me)],
      [
        /track: properties: expected an object, but one of 4 came/,
        ({ track }) => track?.('a', 'text'),
      ],
      [/track: properties: .* a list came/, ({ track }) => track?.('a', [])],
      [/track: options: .* number came/, ({ track }) => track?.('a', {}, 5)],
      [/track: userId: .* number came/, ({ track }) => track?.('a', {}, { userId: 5 })],
      [
        /track: userId: .* one of 257 came/,
        ({ track }) => track?.('a', {}, { userId: 'x'.repeat(257) }),
      ],
      [
        /options\.timestamp: expected a time/,
        ({ track }) => track?.('a', {}, { ...me, timestamp: 'x' }),
      ],
      [
        /options\.context: expected an object/,
        ({ track }) => track?.('a', {}, { ...me, context: 1 }),
      ],
      [/properties cannot be written as JSON/, ({ track }) => track?.('a', circle, me)],
      [/page: name: expected a text/, ({ page }) => page?.({}, {}, me)],
      [/group: groupId: expected a text/, ({ group }) => group?.(5, {}, me)],
      [/alias: previousId: expected a text/, ({ alias }) => alias?.('u1')],
      [/identify: traits: expected an object/, ({ identify }) => identify?.('u1', 1)],
    ];
    for (const [message, call] of calls) {
      it(`are refused by name (${message.source.slice(0, 40)})`, () => {
        const { analytics, events } = anAnalytics();

        const error = refused(() => call(analytics as unknown as Record<string, Loose>));

        expect(error).to.match(/^analytics-invalid: /);
        expect(error).to.match(message);
        expect(events).to.deep.equal([]);
      });
    }
  });

  it('counts what is lost for want of room, and throws nothing', () => {
    const { analytics, collector, lost } = anAnalytics(undefined, { store: () => false });

    analytics.track('a', {}, me);

    expect(lost()).to.equal(1);
    expect(collector.drops()).to.deep.equal({ 'no-room': 1 });
  });

  it('does nothing while the collector is off, but is as strict', () => {
    const analytics = createAnalytics({
      intake: () => undefined,
      caller: () => undefined,
      flush: async () => {},
      status: () => ({ state: 'off', reason: 'x' }),
      lost: () => expect.fail('nothing was lost'),
    });

    analytics.track('a', {}, me);

    expect(refused(() => analytics.track('a'))).to.contain('analytics-no-id');
    expect(analytics.status()).to.deep.equal({ state: 'off', reason: 'x', events: {}, drops: {} });
  });

  it('tells in status what was stored and what was dropped', () => {
    const { analytics, collector } = anAnalytics();
    analytics.track('a', {}, me);
    takeIn(collector, anEvent({ type: 'page' }));
    takeIn(collector, anEvent({ anonymousId: undefined }));

    expect(analytics.status()).to.deep.equal({
      state: 'ok',
      events: { track: 1, page: 1 },
      drops: { id: 1 },
    });
  });
});

type Loose = (...args: unknown[]) => void;
