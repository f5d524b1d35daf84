import { expect } from 'chai';
import { unitStart } from '../../../common/analytics/calendar';
import { anEvent, aPage, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about when people came, and came again. */
export function describeActivity({ at, write }: ReaderUnderTest, ask: AskAnalytics): void {
  const dayMs = 24 * 60 * 60_000;
  const weekMs = 7 * dayMs;
  const writeAll = (...events: ReadonlyArray<ReturnType<typeof anEvent>>) =>
    write({ second: 0, events });
  const event = (fields: EventFields = {}) => anEvent({ at: at(1), ...fields });
  const page = (fields: Parameters<typeof aPage>[0] = {}) => aPage({ at: at(1), ...fields });
  const peopleOf = async () => (await ask({ report: 'active-users', unit: 'day' })).people;

  describe('active users', () => {
    const monday = unitStart('week', at(0)) - 2 * weekMs;
    const on = (day: number, hours: number) => monday + day * dayMs + hours * 3_600_000;

    it('are counted by days, those without anybody too', async () => {
      await writeAll(
        event({ userId: 'ann', at: on(0, 0) }),
        event({ userId: 'ann', at: on(0, 24) - 1 }),
        event({ userId: 'bob', at: on(0, 5) }),
        event({ userId: 'ann', at: on(2, 0) }),
      );

      const answer = await ask({
        report: 'active-users',
        unit: 'day',
        from: on(0, 0),
        to: on(3, 0),
      });

      expect(answer.points).to.deep.equal([
        [on(0, 0), 2],
        [on(1, 0), 0],
        [on(2, 0), 1],
      ]);
      expect(answer).to.deep.include({ report: 'active-users', people: 2 });
    });

    it('are counted by weeks from Monday, of the first as far as the range has it', async () => {
      await writeAll(
        event({ userId: 'ann', at: on(1, 0) }),
        event({ userId: 'ann', at: on(6, 24) - 1 }),
        event({ userId: 'ann', at: on(7, 0) }),
        event({ userId: 'bob', at: on(7, 0) }),
      );

      const answer = await ask({
        report: 'active-users',
        unit: 'week',
        from: on(2, 3),
        to: on(7, 1),
      });

      expect(answer.points).to.deep.equal([
        [monday, 1],
        [monday + weekMs, 2],
      ]);
    });

    it('are counted by months', async () => {
      const month = unitStart('month', at(0));
      await writeAll(
        event({ userId: 'ann', at: month - 1 }),
        event({ userId: 'ann', at: month }),
        event({ userId: 'bob', at: month - 1 }),
      );

      const answer = await ask({
        report: 'active-users',
        unit: 'month',
        from: month - 1,
        to: month + 1,
      });

      expect(answer.points).to.deep.equal([
        [unitStart('month', month - 1), 2],
        [month, 1],
      ]);
    });

    it('are whoever did anything', async () => {
      await writeAll(
        event({ type: 'identify', userId: 'a' }),
        event({ type: 'alias', userId: 'b', previousId: 'x' }),
        event({ type: 'group', groupId: 'g', userId: 'c' }),
        event({ type: 'screen', userId: 'd' }),
        page({ userId: 'e' }),
      );

      expect(await peopleOf()).to.equal(5);
    });
  });

  describe('retention', () => {
    const monday = unitStart('week', at(0)) - 3 * weekMs;
    const on = (week: number, ms = 0) => monday + week * weekMs + ms;

    it('counts who came again, by the week in which they first came', async () => {
      await writeAll(
        event({ userId: 'ann', at: on(0) }),
        event({ userId: 'ann', at: on(1) - 1 }),
        event({ userId: 'ann', at: on(1) }),
        event({ userId: 'ann', at: on(2, 5) }),
        event({ anonymousId: 'x', at: on(0, 9) }),
        event({ anonymousId: 'x', userId: 'bob', at: on(2) }),
        event({ type: 'identify', userId: 'cy', at: on(2) }),
      );

      const answer = await ask({ report: 'retention', from: on(0), to: on(3) });

      expect(answer.report).to.equal('retention');
      expect(answer.cohorts).to.deep.equal([
        { week: on(0), people: 2, returned: [2, 1, 2] },
        { week: on(2), people: 1, returned: [1] },
      ]);
    });

    it('has a last week for whatever the range has of it', async () => {
      await writeAll(event({ userId: 'ann', at: on(0, 5) }), event({ userId: 'ann', at: on(2) }));
      const cohorts = async (from: number, to: number) =>
        (await ask({ report: 'retention', from, to })).cohorts;

      expect(await cohorts(on(0, 5), on(2))).to.deep.equal([
        { week: on(0), people: 1, returned: [1, 0] },
      ]);
      expect(await cohorts(on(0, 5), on(2) + 1)).to.deep.equal([
        { week: on(0), people: 1, returned: [1, 0, 1] },
      ]);
      expect(await cohorts(on(0, 6), on(2) + 1)).to.deep.equal([
        { week: on(2), people: 1, returned: [1] },
      ]);
    });
  });
}
