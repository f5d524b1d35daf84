import { expect } from 'chai';
import { aCollector, anEvent, startedAt, takeIn } from './a-collector';

const iso = (at: number) => new Date(at).toISOString();

/** An object so many levels deep. */
function nested(depth: number): unknown {
  let value: unknown = 1;
  for (let level = 0; level < depth; level++) value = { a: value };
  return value;
}

describe('what is stored of an event', () => {
  it('keeps the envelope, and adds what the collector knows', () => {
    const collector = aCollector();

    const taken = takeIn(
      collector,
      anEvent({
        messageId: 'm1',
        userId: 'u1',
        timestamp: '2026-11-28T11:59:00.000Z',
        sentAt: '2026-11-28T11:59:30.000Z',
        properties: { list: 'l1' },
        context: { locale: 'en' },
        integrations: { All: true },
        channel: 'client',
        version: 2,
      }),
      { address: '203.0.113.77' },
    );

    expect(taken).to.equal('taken');
    expect(collector.events).to.deep.equal([
      {
        type: 'track',
        event: 'Task Added',
        messageId: 'm1',
        userId: 'u1',
        anonymousId: 'a1',
        timestamp: '2026-11-28T11:59:30.000Z',
        originalTimestamp: '2026-11-28T11:59:00.000Z',
        sentAt: '2026-11-28T11:59:30.000Z',
        receivedAt: iso(startedAt),
        properties: { list: 'l1' },
        context: { locale: 'en', ip: '203.0.113.0' },
        integrations: { All: true },
        channel: 'client',
        version: 2,
        writeKey: 'radiant',
      },
    ]);
    expect(collector.tally.total().events).to.deep.equal({ track: 1 });
  });

  it('keeps of each type what it has, and nothing of the others', () => {
    const collector = aCollector();
    const all = {
      event: 'e',
      name: 'n',
      category: 'c',
      groupId: 'g',
      previousId: 'p',
      properties: { a: 1 },
      traits: { b: 2 },
    };

    for (const type of ['track', 'page', 'screen', 'identify', 'group', 'alias']) {
      takeIn(collector, anEvent({ ...all, type, messageId: type }));
    }

    const kept = collector.events.map((event) => Object.keys(event).filter((name) => name in all));
    expect(kept).to.deep.equal([
      ['event', 'properties'],
      ['name', 'category', 'properties'],
      ['name', 'category', 'properties'],
      ['traits'],
      ['groupId', 'traits'],
      ['previousId'],
    ]);
  });

  it('makes a messageId where none came', () => {
    const collector = aCollector();

    for (const messageId of [undefined, null, '']) takeIn(collector, anEvent({ messageId }));

    const ids = collector.events.map((event) => event.messageId);
    expect(new Set(ids).size).to.equal(3);
    for (const id of ids) expect(id).to.have.length.within(1, 99);
  });

  it('takes null for nothing', () => {
    const collector = aCollector();

    takeIn(
      collector,
      anEvent({ type: 'page', userId: null, name: null, properties: null, context: null }),
    );

    expect(collector.events[0]).to.include({ type: 'page', anonymousId: 'a1' });
    expect(collector.events[0]).not.to.have.any.keys('userId', 'name', 'properties');
  });
});

describe('an event that is not sound', () => {
  const long = (length: number) => 'x'.repeat(length);
  const refused: ReadonlyArray<readonly [reason: string, event: unknown]> = [
    ['no-event', null],
    ['no-event', 'text'],
    ['no-event', [anEvent()]],
    ['type', anEvent({ type: 'delete' })],
    ['type', anEvent({ type: 1 })],
    ['type', anEvent({ type: 'toString' })],
    ['id', anEvent({ anonymousId: undefined })],
    ['id', anEvent({ anonymousId: '' })],
    ['id', anEvent({ anonymousId: long(257) })],
    ['id', anEvent({ userId: 42 })],
    ['id', anEvent({ userId: { $ne: null } })],
    ['message-id', anEvent({ messageId: long(100) })],
    ['message-id', anEvent({ messageId: 1 })],
    ['event-name', anEvent({ event: undefined })],
    ['event-name', anEvent({ event: '' })],
    ['event-name', anEvent({ event: { a: 1 } })],
    ['group-id', anEvent({ type: 'group' })],
    ['group-id', anEvent({ type: 'group', groupId: 7 })],
    ['group-id', anEvent({ type: 'group', groupId: long(257) })],
    ['previous-id', anEvent({ type: 'alias', userId: 'u' })],
    ['previous-id', anEvent({ type: 'alias', userId: 'u', previousId: [] })],
    ['fields', anEvent({ properties: 'text' })],
    ['fields', anEvent({ properties: [1] })],
    ['fields', anEvent({ type: 'identify', traits: 1 })],
    ['fields', anEvent({ context: [] })],
    ['fields', anEvent({ integrations: true })],
    ['write-key', anEvent({ writeKey: 'other' })],
    ['write-key', anEvent({ writeKey: undefined })],
    ['too-deep', anEvent({ properties: nested(100) })],
    ['too-deep', anEvent({ context: { more: nested(100) } })],
    ['too-deep', anEvent({ integrations: nested(100) })],
    ['too-many-values', anEvent({ properties: { list: new Array(2_001).fill(1) } })],
    ['too-large', anEvent({ properties: { text: long(33_000) } })],
  ];
  for (const [index, [reason, event]] of refused.entries()) {
    it(`is dropped and counted as ${reason}, its neighbours stay (${index + 1})`, () => {
      const collector = aCollector();

      takeIn(collector, anEvent({ messageId: 'before' }));
      const taken = takeIn(collector, event);
      takeIn(collector, anEvent({ messageId: 'after' }));

      expect(taken).to.equal('taken');
      expect(collector.drops()).to.deep.equal({ [reason]: 1 });
      expect(collector.events.map(({ messageId }) => messageId)).to.deep.equal(['before', 'after']);
    });
  }

  it('is kept up to the limits', () => {
    const collector = aCollector();
    const ids = { anonymousId: long(256), userId: long(256), messageId: long(99) };

    takeIn(collector, anEvent({ ...ids, properties: nested(20) }));
    takeIn(collector, anEvent({ properties: { list: new Array(1_999).fill(1) } }));
    takeIn(collector, anEvent({ type: 'group', groupId: long(256) }));

    expect(collector.drops()).to.deep.equal({});
    expect(collector.events).to.have.length(3);
  });

  it('is measured in bytes of UTF-8, up to 32 kB', () => {
    const collector = aCollector();
    const size = (event: unknown) => Buffer.byteLength(JSON.stringify(event));
    const fill = 32 * 1024 - size(anEvent({ properties: { text: '' } }));
    const text = (bytes: number) => 'é'.repeat(Math.floor(bytes / 2)) + 'x'.repeat(bytes % 2);

    const last = anEvent({ properties: { text: text(fill) } });
    const first = anEvent({ properties: { text: text(fill + 1) } });
    takeIn(collector, last);
    takeIn(collector, first);

    expect([size(last), size(first)]).to.deep.equal([32_768, 32_769]);
    expect(collector.events).to.have.length(1);
    expect(collector.drops()).to.deep.equal({ 'too-large': 1 });
  });

  it('keeps the event without a field that can be done without', () => {
    const collector = aCollector();
    const wrong = { name: 1, category: {}, channel: [], version: {}, timestamp: 5, sentAt: 'soon' };

    takeIn(collector, anEvent({ type: 'page', ...wrong }));

    expect(collector.events[0]).to.have.all.keys(
      ...['type', 'messageId', 'anonymousId', 'timestamp', 'receivedAt', 'context', 'writeKey'],
    );
    expect(collector.events[0]?.timestamp).to.equal(iso(startedAt));
  });
});

describe('keys that are dangerous', () => {
  it('are left out at every depth, and counted', () => {
    const collector = aCollector();
    const raw = JSON.parse(
      `{"__proto__":{"isAdmin":true},"constructor":{"a":1},"prototype":1,"$set":{"a":1},
        "a.b":1,"zero\\u0000":1,"kept":[{"$where":"1","ok":1}]}`,
    );

    collector.intake(
      { ...anEvent(), properties: raw, context: raw, integrations: raw },
      {},
      { receivedAt: startedAt, isTrusted: false, gpc: false, mayBeLarge: true },
    );

    const [event] = collector.events;
    expect(event?.properties).to.deep.equal({ kept: [{ ok: 1 }] });
    expect(event?.context).to.deep.equal({ kept: [{ ok: 1 }] });
    expect(event?.integrations).to.deep.equal({ kept: [{ ok: 1 }] });
    expect(collector.drops()).to.deep.equal({ keys: 21 });
    expect(({} as { isAdmin?: boolean }).isAdmin).to.equal(undefined);
  });
});
