import { expect } from 'chai';
import type { JsonObject } from '../../../common/analytics/event';
import type { EventsAnswer, EventsQuery } from '../../../common/read-events';
import { aBatch, aResource } from '../a-batch';
import { aFullEvent, anEvent, type EventFields } from '../an-event';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused, invalidRanges } from './refuses';

/** What a reader answers about analytics events. */
export function describeEvents({ at, write, reader }: ReaderUnderTest): void {
  describe('of events', () => {
    const read = (query: Partial<EventsQuery> = {}) =>
      reader().events({ from: at(0), to: at(60), ...query });
    const event = (messageId: string, fields: EventFields = {}) =>
      anEvent({ messageId, at: at(1), ...fields });
    const idsOf = ({ events }: EventsAnswer) => events.map(({ messageId }) => messageId);

    it('gives back all of an event, and who took it in', async () => {
      const [full, bare] = [aFullEvent({ at: at(2) }), anEvent({ at: at(1) })];
      await write({ second: 0, events: [bare, full], resource: { instance: 'a' } });

      const answer = await read();

      const resource = aResource({ instance: 'a' });
      expect(answer).to.deep.include({ from: at(0), to: at(60), more: false });
      expect(answer.events).to.deep.equal([
        { ...full, resource },
        { ...bare, resource },
      ]);
    });

    it('gives back an event of each type', async () => {
      const events = [
        anEvent({ type: 'track', event: 'a', at: at(9) }),
        anEvent({ type: 'page', name: 'a', category: 'b', properties: {}, at: at(8) }),
        anEvent({ type: 'screen', name: 'a', at: at(7) }),
        anEvent({ type: 'identify', userId: 'ann', traits: { plan: 'free', n: [1] }, at: at(6) }),
        anEvent({ type: 'group', groupId: 'g', traits: {}, at: at(5) }),
        anEvent({ type: 'alias', userId: 'ann', previousId: 'visitor', at: at(4) }),
      ];
      await write({ second: 0, events });

      const answer = await read();

      const resource = aResource();
      expect(answer.events).to.deep.equal(events.map((one) => ({ ...one, resource })));
    });

    it('gives back whatever JSON can hold, and every text', async () => {
      const properties = {
        texts: [
          '',
          ' ',
          '"',
          '\\',
          '\n\t\u0001\u2028',
          'a.b',
          '$x',
          '{"a":1}',
          'ключ',
          '𝒳',
          "it's",
        ],
        numbers: [0, -1, 0.1, 1e-7, 1e21, 2 ** 53, 12345678901, -5e-324],
        nested: { a: [[{ b: { c: null } }], []], 'odd name, "quoted"': false },
        constructor: { prototype: 1 },
        length: 3,
      };
      await write({ second: 0, events: [event('a', { properties })] });

      const [read1] = (await read()).events;

      expect(read1?.properties).to.deep.equal(properties);
    });

    it('gives back keys that databases and JavaScript use for themselves', async () => {
      const json = '{"__proto__":{"a":1},"$set":{"$inc":{"b.c":1}},"a.b":[{"$":0}],"":"empty"}';
      await write({ second: 0, events: [event('a', { properties: JSON.parse(json) })] });

      expect(JSON.stringify((await read()).events[0]?.properties)).to.equal(json);
    });

    it('gives back an object a hundred deep', async () => {
      let deep: Record<string, object> = { end: {} };
      for (let depth = 0; depth < 90; depth++) deep = { deep };
      await write({ second: 0, events: [event('a', { properties: deep as JsonObject })] });

      expect((await read()).events[0]?.properties).to.deep.equal(deep);
    });

    it('gives the newest first, of one millisecond by message id', async () => {
      await write(
        { second: 10, events: [event('d', { at: at(11) }), event('e', { at: at(12) })] },
        { second: 0, events: [event('b'), event('𝒳'), event('c'), event('\uffee'), event('a')] },
      );

      const all = ['e', 'd', 'a', 'b', 'c', '\uffee', '𝒳'];
      expect(idsOf(await read())).to.deep.equal(all);
      expect(idsOf(await read({ limit: 4 }))).to.deep.equal(all.slice(0, 4));
      expect(idsOf(await read({ limit: 6 }))).to.deep.equal(all.slice(0, 6));
    });

    it('counts an event to the range that holds its timestamp, whenever it came', async () => {
      const times = [at(0) - 1, at(0), at(60) - 1, at(60)];
      const receivedAt = new Date(at(30)).toISOString();
      const events = times.map((time) => event(`${time - at(0)}`, { at: time, receivedAt }));
      await write({ second: 30, events });

      expect(idsOf(await read())).to.deep.equal(['59999', '0']);
    });

    it('says whether there are more than the limit', async () => {
      const events = Array.from({ length: 101 }, (_, index) => event(`${index}`));
      await write(
        { second: 0, events: events.slice(0, 70) },
        { second: 10, events: events.slice(70) },
      );

      const usual = await read();

      expect([usual.events.length, usual.more]).to.deep.equal([100, true]);
      expect(
        [await read({ limit: 101 }), await read({ limit: 1_000 })].map(({ more }) => more),
      ).to.deep.equal([false, false]);
    });

    describe('by what they are', () => {
      const visit = (id: string) => ({ visit: { id, startedAt: 0, sequence: 1 } });
      const odd = 'a","b\\ {"type":"page"} ключ\u2028';
      const events = () => [
        event('a', { event: 'Signed In', userId: 'ann', context: visit('v1') }),
        event('b', { event: odd, anonymousId: 'x', at: at(2) }),
        event('c', { type: 'page', name: 'Home', userId: 'ann', anonymousId: 'x', at: at(3) }),
        event('d', { type: 'page', name: odd, context: visit(odd), at: at(4) }),
        event('e', { type: 'screen', name: 'Home', writeKey: 'mobile', at: at(5) }),
        event('f', { type: 'identify', userId: 'bob', context: visit('v1'), at: at(6) }),
      ];
      const wanted: ReadonlyArray<readonly [Partial<EventsQuery>, string]> = [
        [{ type: 'page' }, 'dc'],
        [{ type: 'group' }, ''],
        [{ event: 'Signed In' }, 'a'],
        [{ event: odd }, 'b'],
        [{ event: 'Home' }, ''],
        [{ name: 'Home' }, 'ec'],
        [{ name: odd }, 'd'],
        [{ name: 'Home', type: 'page' }, 'c'],
        [{ userId: 'ann' }, 'ca'],
        [{ anonymousId: 'x' }, 'cb'],
        [{ userId: 'ann', anonymousId: 'x' }, 'c'],
        [{ userId: 'x' }, ''],
        [{ messageId: 'f' }, 'f'],
        [{ visit: 'v1' }, 'fa'],
        [{ visit: odd }, 'd'],
        [{ visit: 'v1', userId: 'ann' }, 'a'],
        [{ writeKey: 'mobile' }, 'e'],
        [{ writeKey: 'nobody' }, ''],
        [{ type: undefined, event: undefined, visit: undefined, resource: undefined }, 'fedcba'],
      ];

      for (const [query, ids] of wanted) {
        it(`finds those with ${JSON.stringify(query)}`, async () => {
          await write({ second: 0, events: events() });

          expect(idsOf(await read(query)).join('')).to.equal(ids);
        });
      }
    });

    it('reads only the senders asked for', async () => {
      await write(
        { second: 0, resource: { host: 'a' }, events: [event('of a')] },
        { second: 0, resource: { host: 'b', instance: 'b' }, events: [event('of b')] },
      );

      expect(idsOf(await read({ resource: { host: 'b' } }))).to.deep.equal(['of b']);
      expect(idsOf(await read())).to.deep.equal(['of a', 'of b']);
    });

    it('keeps an event once, however often its batch is delivered', async () => {
      const batch = aBatch({ from: at(0), events: [event('a'), event('b')] });

      for (let time = 0; time < 3; time++) await write({ second: 0, ...batch });

      expect(idsOf(await read())).to.deep.equal(['a', 'b']);
    });

    it('keeps an event once that came to two processes, and each of two with one message id', async () => {
      const [first, other] = [event('a'), event('a', { writeKey: 'other' })];
      await write(
        { second: 0, events: [first, other] },
        { second: 10, resource: { instance: 'b' }, events: [first] },
      );

      const { events, more } = await read();

      expect(events.map(({ writeKey }) => writeKey)).to.deep.equal(['other', 'radiant']);
      expect(more).to.equal(false);
      expect((await read({ limit: 1 })).more).to.equal(true);
    });

    it('keeps many events of one batch, in order', async () => {
      const events = Array.from({ length: 2_000 }, (_, index) =>
        event(`m${index}`, { at: at(1) + index }),
      );
      await write({ second: 0, events });

      const answer = await read({ limit: 1_000 });

      expect(answer.more).to.equal(true);
      expect(idsOf(answer)).to.deep.equal(
        events
          .map(({ messageId }) => messageId)
          .reverse()
          .slice(0, 1_000),
      );
    });

    it('says since when it has them all', async () => {
      expect(await read()).to.deep.equal({ from: at(0), to: at(60), events: [], more: false });
      await write({ second: 10, events: [event('a', { at: at(10) })] });
      await write({ second: 20 });

      expect((await read()).keptFrom).to.equal(at(10));
    });

    describeRefused(
      [
        ...invalidRanges(at(0)),
        [
          'an unknown type',
          { type: 'click' },
          /"click".*track, page, screen, identify, group, alias/,
        ],
        ['an event that is no text', { event: 7 }, /event is 7.*string/],
        ['an operator in place of an id', { userId: { $ne: '' } }, /userId is an object.*string/],
        ['a visit that is no text', { visit: ['a'] }, /visit is an object.*string/],
        ['more than 1,000', { limit: 1_001 }, /limit is 1001.*1 to 1000/],
      ],
      read,
    );
  });
}
