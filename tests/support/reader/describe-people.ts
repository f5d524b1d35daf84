import { expect } from 'chai';
import { anEvent, aPage, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about who people are. */
export function describePeople({ at, write }: ReaderUnderTest, ask: AskAnalytics): void {
  const writeAll = (...events: ReadonlyArray<ReturnType<typeof anEvent>>) =>
    write({ second: 0, events });
  const event = (fields: EventFields = {}) => anEvent({ at: at(1), ...fields });
  const page = (fields: Parameters<typeof aPage>[0] = {}) => aPage({ at: at(1), ...fields });
  const peopleOf = async () => (await ask({ report: 'active-users', unit: 'day' })).people;

  describe('people', () => {
    it('are a user by the id, and a visitor by the anonymous id', async () => {
      await writeAll(
        event({ userId: 'ann' }),
        event({ userId: 'ann', anonymousId: 'x' }),
        event({ userId: 'bob' }),
        event({ anonymousId: 'y' }),
        event({ anonymousId: 'y' }),
      );

      expect(await peopleOf()).to.equal(3);
    });

    it('are one person before and after they signed in, with every anonymous id', async () => {
      await writeAll(
        event({ anonymousId: 'phone', at: at(1) }),
        event({ anonymousId: 'phone', userId: 'ann', at: at(2) }),
        event({ anonymousId: 'laptop', at: at(3) }),
        event({ type: 'identify', anonymousId: 'laptop', userId: 'ann', at: at(4) }),
        event({ anonymousId: 'laptop', at: at(5) }),
      );

      expect(await peopleOf()).to.equal(1);
    });

    it('who share an anonymous id count for the smallest user id where they are not signed in', async () => {
      await writeAll(
        page({ anonymousId: 'shared', path: '/a' }),
        event({ anonymousId: 'shared', userId: 'zoe' }),
        event({ anonymousId: 'shared', userId: 'bob' }),
        page({ userId: 'bob', path: '/a' }),
      );

      expect(await peopleOf()).to.equal(2);
      const { rows } = await ask({ report: 'top-pages' });
      expect(rows).to.deep.equal([{ page: '/a', views: 2, people: 1, visits: 0 }]);
    });

    it('are ordered by code point, not by the halves of surrogates', async () => {
      await writeAll(
        page({ anonymousId: 'shared', path: '/a' }),
        event({ anonymousId: 'shared', userId: '𝒳' }),
        event({ anonymousId: 'shared', userId: '\uffee' }),
        page({ userId: '\uffee', path: '/a' }),
        page({ userId: '𝒳', path: '/b' }),
      );

      const { rows } = await ask({ report: 'top-pages' });

      expect(rows.map(({ page: path, people }) => [path, people])).to.deep.equal([
        ['/a', 1],
        ['/b', 1],
      ]);
    });

    it('are put together by events of any type, but only those that count', async () => {
      const context = { bot: true };
      await writeAll(
        event({ anonymousId: 'a' }),
        event({ type: 'group', groupId: 'g', anonymousId: 'a', userId: 'ann' }),
        event({ anonymousId: 'b' }),
        event({ anonymousId: 'b', userId: 'bob', at: at(60) }),
        event({ anonymousId: 'c' }),
        event({ anonymousId: 'c', userId: 'ann', context }),
        event({ anonymousId: 'd', writeKey: 'other', userId: 'ann' }),
        event({ anonymousId: 'd' }),
      );

      const of = (query: object) => ask({ report: 'active-users', unit: 'day', ...query });
      expect((await of({})).people).to.equal(3); // ann, who is d too, and b and c
      expect((await of({ bots: true })).people).to.equal(2);
      expect((await of({ writeKey: 'radiant' })).people).to.equal(4);
      expect((await of({ to: at(61), writeKey: 'radiant' })).people).to.equal(4);
    });

    it('are the same where one has the id of the other', async () => {
      await writeAll(event({ anonymousId: 'x' }), event({ userId: 'x' }));

      expect(await peopleOf()).to.equal(1);
    });

    it('are nobody without an id, and an id without a character is none', async () => {
      await writeAll(
        event({ userId: '', anonymousId: 'a' }),
        event({ anonymousId: 'a' }),
        event({ userId: '', anonymousId: '' }),
      );

      expect(await peopleOf()).to.equal(1);
      const { rows } = await ask({ report: 'event-counts' });
      expect(rows).to.deep.equal([{ value: '(all)', count: 3, people: 1 }]);
    });
  });
}
