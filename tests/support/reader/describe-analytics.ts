import { expect } from 'chai';
import { anEvent, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import { describeActivity } from './describe-activity';
import { describeAnalyticsByOracle } from './describe-analytics-oracle';
import { describeEventCounts } from './describe-event-counts';
import { describeFunnels } from './describe-funnels';
import { describePeople } from './describe-people';
import { describeVisits } from './describe-visits';
import type { ReaderUnderTest } from './reader-under-test';
import { describeRefused } from './refuses';

const dayMs = 24 * 60 * 60_000;
const weekMs = 7 * dayMs;

/** What a reader answers about people and what they did. */
export function describeAnalytics(underTest: ReaderUnderTest): void {
  const { at, write, reader } = underTest;

  describe('of analytics', () => {
    const ask: AskAnalytics = (query) =>
      reader().analytics({ from: at(0), to: at(60), ...query } as never) as never;
    const event = (fields: EventFields = {}) => anEvent({ at: at(1), ...fields });

    describePeople(underTest, ask);
    describeActivity(underTest, ask);
    describeEventCounts(underTest, ask);
    describeVisits(underTest, ask);
    describeFunnels(underTest, ask);
    describeAnalyticsByOracle(underTest);

    describe('whatever is asked', () => {
      const queries = [
        { report: 'active-users', unit: 'day' },
        { report: 'event-counts' },
        { report: 'top-pages' },
        { report: 'sources', of: 'referrer' },
        { report: 'funnel', steps: [{ event: 'a' }, { event: 'b' }], withinMs: 1_000 },
        { report: 'retention' },
      ] as const;

      it('has nothing where nothing was stored, and says since when it has all', async () => {
        for (const query of queries) {
          expect(await ask(query)).to.deep.include({ from: at(0), to: at(60) });
          expect(await ask(query)).not.to.have.property('keptFrom');
        }
        expect(await ask(queries[1])).to.deep.include({ rows: [], more: false });
        expect((await ask(queries[4])).steps.map(({ people }) => people)).to.deep.equal([0, 0]);

        await write({ second: 10, events: [event()] });
        for (const query of queries) expect(await ask(query)).to.have.property('keptFrom', at(10));
      });

      it('counts an event once that came twice, and none of bots unless told so', async () => {
        const [once, bot] = [event(), event({ context: { bot: true } })];
        await write(
          { second: 0, events: [once, bot] },
          { second: 10, resource: { instance: 'b' }, events: [once] },
        );

        const countOf = async (query: object) =>
          (await ask({ report: 'event-counts', ...query })).rows[0]?.count;
        expect(await countOf({})).to.equal(1);
        expect(await countOf({ bots: false })).to.equal(1);
        expect(await countOf({ bots: true })).to.equal(2);
      });

      it('counts only what the senders and the app asked for took in', async () => {
        await write(
          { second: 0, events: [event({ writeKey: 'a' }), event({ writeKey: 'b' })] },
          { second: 0, resource: { instance: 'i', host: 'b' }, events: [event({ writeKey: 'b' })] },
        );

        const countOf = async (query: object) =>
          (await ask({ report: 'event-counts', ...query })).rows[0]?.count;
        expect(await countOf({ writeKey: 'b' })).to.equal(2);
        expect(await countOf({ writeKey: 'b', resource: { host: 'b' } })).to.equal(1);
        expect(await countOf({ writeKey: 'c' })).to.equal(undefined);
      });
    });

    describeRefused(
      [
        ['an unknown report', { report: 'users' }, /report is "users".*active-users, event-counts/],
        ['no report', { report: undefined }, /report is undefined.*retention/],
        ['a range that ends as it begins', { report: 'top-pages', to: at(0) }, /from/],
        ['a time that is no date', { report: 'top-pages', to: 1e16 }, /to is.*date/],
        ['a field of nobody', { report: 'top-pages', resource: { pid: '1' } }, /"pid".*instance/],
        ['a limit of 501', { report: 'top-pages', limit: 501 }, /limit is 501.*1 to 500/],
        ['a limit of 0', { report: 'event-counts', limit: 0 }, /limit is 0/],
        ['a key that is no text', { report: 'retention', writeKey: 7 }, /writeKey is 7.*string/],
        ['half a flag', { report: 'retention', bots: 'yes' }, /bots is "yes".*true or false/],
        ['an unknown unit', { report: 'active-users', unit: 'hour' }, /"hour".*day, week, month/],
        [
          'more than 10,000 days',
          { report: 'active-users', unit: 'day', from: at(60) - 10_001 * dayMs },
          /at most 10000 days/,
        ],
        [
          'more than 260 weeks',
          { report: 'retention', from: at(60) - 261 * weekMs },
          /at most 260 weeks/,
        ],
        ['an unknown source', { report: 'sources', of: 'ad' }, /of is "ad".*referrer, campaign/],
        ['an unknown type', { report: 'event-counts', type: 'click' }, /type is "click".*track/],
        ['a way that leads nowhere', { report: 'event-counts', by: 'plan' }, /"plan".*properties/],
        ['a way with a gap', { report: 'event-counts', by: 'properties..a' }, /by is/],
        ['a way without an end', { report: 'event-counts', by: 'properties' }, /by is/],
        ['too many points', { report: 'event-counts', stepMs: 59 }, /at most 1000 points/],
      ],
      (wrong) => ask(wrong as never),
    );
  });
}
