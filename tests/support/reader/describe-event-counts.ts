import { expect } from 'chai';
import type { JsonObject } from '../../../common/analytics/event';
import { anEvent, aPage, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about how often something happened. */
export function describeEventCounts({ at, write }: ReaderUnderTest, ask: AskAnalytics): void {
  describe('event counts', () => {
    const event = (fields: EventFields = {}) => anEvent({ at: at(1), ...fields });
    const writeAll = (...events: ReadonlyArray<ReturnType<typeof anEvent>>) =>
      write({ second: 0, events });
    const countsBy = async (by: string, query: object = {}) =>
      (await ask({ report: 'event-counts', by, ...query })).rows.map(({ value, count }) => [
        value,
        count,
      ]);

    it('are of all events of a type in one row, unless told apart', async () => {
      await writeAll(
        event({ event: 'a', userId: 'ann' }),
        event({ event: 'a', userId: 'ann' }),
        event({ event: 'b', userId: 'bob' }),
        aPage({ at: at(1), name: 'a' }),
      );

      const all = await ask({ report: 'event-counts' });
      const [ofA, ofPages] = await Promise.all([
        ask({ report: 'event-counts', event: 'a' }),
        ask({ report: 'event-counts', type: 'page' }),
      ]);

      expect(all).to.deep.include({ report: 'event-counts', more: false });
      expect(all).not.to.have.property('stepMs');
      expect(all.rows).to.deep.equal([{ value: '(all)', count: 3, people: 2 }]);
      expect(ofA.rows).to.deep.equal([{ value: '(all)', count: 2, people: 1 }]);
      expect(ofPages.rows).to.deep.equal([{ value: '(all)', count: 1, people: 1 }]);
    });

    it('are told apart by name, the most frequent first, then by name', async () => {
      const names = ['b', '\uffee', 'a', '𝒳', 'c', 'c'];
      await writeAll(...names.map((name) => event({ event: name })), event({ event: '' }));

      expect(await countsBy('event')).to.deep.equal([
        ['c', 2],
        ['(none)', 1],
        ['a', 1],
        ['b', 1],
        ['\uffee', 1],
        ['𝒳', 1],
      ]);
      expect(await countsBy('event', { event: '𝒳' })).to.deep.equal([['𝒳', 1]]);
      expect(await countsBy('event', { event: 'nothing' })).to.deep.equal([]);
    });

    it('are of pages, screens and people too', async () => {
      await writeAll(
        aPage({ at: at(1), name: 'Home' }),
        aPage({ at: at(1) }),
        event({ type: 'screen', name: 'Home' }),
        event({ type: 'identify', userId: 'ann', traits: { plan: 'free' } }),
        event({ type: 'identify', userId: 'bob', traits: { plan: 'paid' } }),
        event({ type: 'group', groupId: 'g', name: 'no name' }),
      );

      expect(await countsBy('event', { type: 'page' })).to.deep.equal([
        ['(none)', 1],
        ['Home', 1],
      ]);
      expect(await countsBy('event', { type: 'screen', event: 'Home' })).to.deep.equal([
        ['Home', 1],
      ]);
      expect(await countsBy('traits.plan', { type: 'identify' })).to.deep.equal([
        ['free', 1],
        ['paid', 1],
      ]);
    });

    it('are told apart by what a property is', async () => {
      const values = [
        'free',
        'free',
        '1',
        1,
        1.5,
        0.1,
        1e21,
        1e-7,
        -3,
        12345678901,
        2 ** 53,
        true,
        false,
        'true',
        null,
        [],
        ['free'],
        {},
        { a: 1 },
        '',
        '(none)',
        ' ',
        'a.b',
        '$x',
        'it\'s "ключ"\\',
        '𝒳',
      ];
      const event1 = (plan: (typeof values)[number]) =>
        event({ properties: { plan } as JsonObject });
      await writeAll(...values.map(event1), event(), event({ properties: {} }));

      expect(await countsBy('properties.plan')).to.deep.equal([
        ['(none)', 8],
        ['1', 2],
        ['free', 2],
        ['true', 2],
        ['', 1],
        [' ', 1],
        ['$x', 1],
        ['-3', 1],
        ['0.1', 1],
        ['1.5', 1],
        ['12345678901', 1],
        ['1e+21', 1],
        ['1e-7', 1],
        ['9007199254740992', 1],
        ['a.b', 1],
        ['false', 1],
        ['it\'s "ключ"\\', 1],
        ['𝒳', 1],
      ]);
    });

    it('are told apart by properties with any name, and by what objects have', async () => {
      const properties = {
        "it's": 'a',
        'say "x"': 'b',
        'ключ 𝒳': 'c',
        'back\\slash': 'd',
        'with space': 'e',
        '1': 'f',
        nested: { deep: { leaf: 'g' }, list: [{ leaf: 'h' }] },
        constructor: 'own',
      };
      await writeAll(event({ properties }));

      const found = async (path: string) => (await countsBy(path))[0]?.[0];
      expect(await found("properties.it's")).to.equal('a');
      expect(await found('properties.say "x"')).to.equal('b');
      expect(await found('properties.ключ 𝒳')).to.equal('c');
      expect(await found('properties.back\\slash')).to.equal('d');
      expect(await found('properties.with space')).to.equal('e');
      expect(await found('properties.1')).to.equal('f');
      expect(await found('properties.nested.deep.leaf')).to.equal('g');
      expect(await found('properties.constructor')).to.equal('own');
      for (const path of [
        'properties.nested',
        'properties.nested.deep',
        'properties.nested.list',
        'properties.nested.list.0',
        'properties.nested.list.0.leaf',
        'properties.nested.list.leaf',
        'properties.nested.list.length',
        'properties.nested.deep.leaf.length',
        'properties.nested.deep.leaf.0',
        'properties.hasOwnProperty',
        'properties.__proto__',
        'properties.$size',
        'traits.plan',
        'context.page.pattern',
      ]) {
        expect(await found(path), path).to.equal('(none)');
      }
    });

    it('are told apart by the context', async () => {
      const of = (pattern: string) => aPage({ pattern, at: at(1), campaign: { name: 'June' } });
      await writeAll(of('/a'), of('/b'), of('/b'));

      expect(await countsBy('context.page.pattern', { type: 'page' })).to.deep.equal([
        ['/b', 2],
        ['/a', 1],
      ]);
      expect(await countsBy('context.campaign.name', { type: 'page' })).to.deep.equal([
        ['June', 3],
      ]);
      expect(await countsBy('context.page', { type: 'page' })).to.deep.equal([['(none)', 3]]);
    });

    it('have points by step, none where nothing happened', async () => {
      await writeAll(
        event({ event: 'a', at: at(0) }),
        event({ event: 'a', at: at(10) - 1 }),
        event({ event: 'a', at: at(10) }),
        event({ event: 'a', at: at(45) }),
        event({ event: 'b', at: at(59) }),
      );

      const answer = await ask({ report: 'event-counts', by: 'event', stepMs: 10_000 });

      expect(answer.stepMs).to.equal(10_000);
      expect(answer.rows).to.deep.equal([
        {
          value: 'a',
          count: 4,
          people: 1,
          points: [
            [at(0), 2],
            [at(10), 1],
            [at(40), 1],
          ],
        },
        { value: 'b', count: 1, people: 1, points: [[at(50), 1]] },
      ]);
    });

    it('begin their first step with the range, wherever that is', async () => {
      await writeAll(event({ at: at(5) }), event({ at: at(12) - 1 }), event({ at: at(12) }));

      const { rows } = await ask({
        report: 'event-counts',
        stepMs: 7_000,
        from: at(5),
        to: at(13),
      });

      expect(rows[0]?.points).to.deep.equal([
        [at(5), 2],
        [at(12), 1],
      ]);
    });

    it('are as many rows as the limit, and say whether there are more', async () => {
      const names = Array.from({ length: 51 }, (_, index) => `event ${index + 100}`);
      await writeAll(...names.map((name) => event({ event: name })), event({ event: 'event 150' }));

      const usual = await ask({ report: 'event-counts', by: 'event' });
      const all = await ask({ report: 'event-counts', by: 'event', limit: 51 });

      expect([usual.rows.length, usual.more, all.more]).to.deep.equal([50, true, false]);
      expect(usual.rows[0]).to.deep.equal({ value: 'event 150', count: 2, people: 1 });
      expect(usual.rows.at(-1)?.value).to.equal('event 148');
      expect(await ask({ report: 'event-counts', by: 'event', limit: 500 })).to.deep.equal(all);
    });
  });
}
