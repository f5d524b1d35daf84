import { expect } from 'chai';
import type { FunnelStep } from '../../../common/read-analytics';
import { anEvent, aPage, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused } from './refuses';

/** What a reader answers about how far people came. */
export function describeFunnels({ at, write }: ReaderUnderTest, ask: AskAnalytics): void {
  describe('funnels', () => {
    const did = (event: string, second: number, fields: EventFields = {}) =>
      anEvent({ event, at: at(second), ...fields });
    const writeAll = (...events: ReadonlyArray<ReturnType<typeof anEvent>>) =>
      write({ second: 0, events });
    const [a, b, c] = [{ event: 'a' }, { event: 'b' }, { event: 'c' }];
    const far = async (steps: readonly FunnelStep[], withinMs = 10_000, query: object = {}) =>
      (await ask({ report: 'funnel', steps, withinMs, ...query })).steps.map(
        ({ people }) => people,
      );

    it('count the people who came as far as each step', async () => {
      const [userId, x, y] = ['ann', { anonymousId: 'x' }, { anonymousId: 'y' }];
      await writeAll(
        did('a', 1, { anonymousId: 'ann’s' }),
        did('b', 2, { anonymousId: 'ann’s', userId }),
        did('c', 3, { userId }),
        did('c', 1, x),
        did('a', 2, x),
        did('a', 3, x),
        did('b', 4, x),
        did('b', 1, y),
      );

      const answer = await ask({ report: 'funnel', steps: [a, b, c], withinMs: 10_000 });

      expect(answer.report).to.equal('funnel');
      expect(answer.steps).to.deep.equal([
        { event: 'a', people: 2 },
        { event: 'b', people: 2 },
        { event: 'c', people: 1 },
      ]);
    });

    it('take a last step as late as said, and no later', async () => {
      await writeAll(did('a', 1), did('b', 5), did('c', 11));

      expect(await far([a, b, c], 10_000)).to.deep.equal([1, 1, 1]);
      expect(await far([a, b, c], 9_999)).to.deep.equal([1, 1, 0]);
      expect(await far([a, b, c], 3_999)).to.deep.equal([1, 0, 0]);
    });

    it('begin with any first step, not only a person’s first', async () => {
      await writeAll(did('a', 1), did('b', 12), did('a', 20), did('b', 21), did('c', 30));

      expect(await far([a, b, c])).to.deep.equal([1, 1, 1]);
    });

    it('go on from an earlier begin where the later one has not come as far', async () => {
      await writeAll(did('a', 1), did('b', 3), did('a', 4), did('c', 11));

      expect(await far([a, b, c])).to.deep.equal([1, 1, 1]);
      expect(await far([a, b, c], 9_999)).to.deep.equal([1, 1, 0]);
    });

    it('need an event for each step, where several are the same', async () => {
      await writeAll(did('a', 1), did('a', 2));

      expect(await far([a, a])).to.deep.equal([1, 1]);
      expect(await far([a, a, a])).to.deep.equal([1, 1, 0]);
    });

    it('count events of one millisecond as in the order of the steps', async () => {
      await writeAll(did('c', 5), did('b', 5), did('a', 5));

      expect(await far([a, b, c])).to.deep.equal([1, 1, 1]);
      expect(await far([c, b, a])).to.deep.equal([1, 1, 1]);
      expect(await far([a, b, a])).to.deep.equal([1, 1, 0]);
    });

    it('have pages by pattern, path or name, and screens by name', async () => {
      await writeAll(
        aPage({ path: '/todos/7', pattern: '/todos/:id', at: at(1) }),
        anEvent({ type: 'page', name: 'Pay', properties: { path: '/pay' }, at: at(2) }),
        anEvent({ type: 'screen', name: 'Done', at: at(3) }),
        did('Bought', 4),
      );
      const page = (event: string): FunnelStep => ({ type: 'page', event });
      const [done, bought]: readonly FunnelStep[] = [
        { type: 'screen', event: 'Done' },
        { type: 'track', event: 'Bought' },
      ];

      expect(await far([page('/todos/:id'), page('/pay'), ...(done ? [done] : [])])).to.deep.equal([
        1, 1, 1,
      ]);
      expect(await far([page('/todos/7'), page('Pay'), ...(bought ? [bought] : [])])).to.deep.equal(
        [1, 1, 1],
      );
      expect(await far([page('Done'), page('Pay')])).to.deep.equal([0, 0]);
      expect(await far([page('Pay'), page('/todos/:id')])).to.deep.equal([1, 0]);
      expect(await far([{ event: 'Done' }, { event: 'Bought' }])).to.deep.equal([0, 0]);
      expect(await far([page('/todos/7'), page('/todos/:id')])).to.deep.equal([1, 0]);
    });

    it('know nothing of what was before the range, or of bots', async () => {
      const context = { bot: true };
      await writeAll(did('a', 1), did('b', 3), did('a', 5, { context }), did('b', 6, { context }));

      expect(await far([a, b], 10_000, { from: at(2) })).to.deep.equal([0, 0]);
      expect(await far([a, b], 10_000, { from: at(2), bots: true })).to.deep.equal([1, 1]);
    });

    it('find steps with anything in their names', async () => {
      const names = ["it's", 'a","b', '$x', 'a.b', 'ключ', '𝒳', '__proto__', '\\', '%_'];
      await writeAll(...names.map((name, second) => did(name, second)));

      expect(await far(names.map((event) => ({ event })))).to.deep.equal(names.map(() => 1));
    });

    describeRefused(
      [
        ['a single step', { steps: [a] }, /steps is "a list of 1".*2 to 10/],
        ['eleven steps', { steps: new Array(11).fill(a) }, /"a list of 11".*2 to 10/],
        ['no list of steps', { steps: 'ab' }, /steps is "ab"/],
        [
          'a step without a name',
          { steps: [a, { type: 'page' }] },
          /steps\[1\]\.event is undefined/,
        ],
        ['a step that is nothing', { steps: [undefined, a] }, /steps\[0\]/],
        [
          'a step of people',
          { steps: [a, { type: 'identify', event: 'a' }] },
          /"identify".*track, page, screen/,
        ],
        ['no time', { withinMs: 0 }, /withinMs is 0.*above 0/],
        ['time without end', { withinMs: Number.POSITIVE_INFINITY }, /withinMs/],
      ],
      (wrong) => ask({ report: 'funnel', steps: [a, b], withinMs: 1_000, ...wrong }),
    );
  });
}
