import { expect } from 'chai';
import { anEvent, aPage, type EventFields } from '../an-event';
import type { AskAnalytics } from './ask-analytics';
import type { ReaderUnderTest } from './reader-under-test';

/** What a reader answers about pages, and where visits come from. */
export function describeVisits({ at, write }: ReaderUnderTest, ask: AskAnalytics): void {
  const writeAll = (...events: ReadonlyArray<ReturnType<typeof anEvent>>) =>
    write({ second: 0, events });
  const event = (fields: EventFields = {}) => anEvent({ at: at(1), ...fields });
  const page = (fields: Parameters<typeof aPage>[0] = {}) => aPage({ at: at(1), ...fields });

  describe('top pages', () => {
    it('are counted by pattern, else by path, the most seen first', async () => {
      await writeAll(
        page({ path: '/todos/1', pattern: '/todos/:id', visit: 'v1' }),
        page({ path: '/todos/2', pattern: '/todos/:id', visit: 'v1' }),
        page({ path: '/todos/2', pattern: '/todos/:id', visit: 'v2', anonymousId: 'other' }),
        page({ path: '/b' }),
        page({ path: '/a' }),
        page({ path: '/a', pattern: '', visit: '' }),
        event({ type: 'page', properties: { path: '/b', url: 'x' } }),
        event({ type: 'page', context: { page: { title: 'x' } }, properties: { path: 7 } }),
        event({ type: 'screen', name: 'x', context: { page: { path: '/a' } } }),
        event({ context: { page: { path: '/a' } } }),
      );

      const answer = await ask({ report: 'top-pages' });

      expect(answer).to.deep.include({ report: 'top-pages', more: false });
      expect(answer.rows).to.deep.equal([
        { page: '/todos/:id', views: 3, people: 2, visits: 2 },
        { page: '/a', views: 2, people: 1, visits: 0 },
        { page: '/b', views: 2, people: 1, visits: 0 },
        { page: '(none)', views: 1, people: 1, visits: 0 },
      ]);
    });

    it('are as many as the limit, and say whether there are more', async () => {
      const pages = Array.from({ length: 51 }, (_, index) => page({ path: `/${index + 100}` }));
      await writeAll(...pages);

      const usual = await ask({ report: 'top-pages' });

      expect([usual.rows.length, usual.more]).to.deep.equal([50, true]);
      expect(usual.rows.at(-1)?.page).to.equal('/149');
      expect(await ask({ report: 'top-pages', limit: 51 })).to.have.property('more', false);
      expect((await ask({ report: 'top-pages', limit: 1 })).rows).to.have.length(1);
    });
  });

  describe('sources', () => {
    const from = (visit: string, referrer: string, fields: EventFields = {}) =>
      page({ visit, referrer, ...fields });

    it('are the hosts that visits come from', async () => {
      await writeAll(
        from('v1', 'https://News.example.com:8080/a?b#c'),
        from('v2', 'http://user:pass@news.example.com'),
        from('v3', 'https://search.example/?q=a', { anonymousId: 'other' }),
        from('v4', ''),
        from('v5', 'no url'),
        from('v6', '/local'),
        page({ visit: 'v7' }),
        page({ referrer: 'https://search.example/' }),
        event({ context: { visit: { id: 'v8', startedAt: 0, sequence: 1 } } }),
      );

      const answer = await ask({ report: 'sources', of: 'referrer' });

      expect(answer).to.deep.include({ report: 'sources', more: false });
      expect(answer.rows).to.deep.equal([
        { source: '(none)', visits: 4, people: 1 },
        { source: 'news.example.com', visits: 2, people: 1 },
        { source: 'search.example', visits: 1, people: 1 },
      ]);
    });

    it('are what the first page of a visit says, in the range', async () => {
      const first = { messageId: 'a', at: at(2) };
      await writeAll(
        from('v1', 'https://later.example', { messageId: 'b', at: at(2), userId: 'bob' }),
        from('v1', 'https://first.example', { ...first, userId: 'ann' }),
        from('v1', 'https://latest.example', { messageId: '0', at: at(3) }),
        from('v1', 'https://before.example', { at: at(0) - 1 }),
        event({ at: at(1), context: { visit: { id: 'v1', startedAt: 0, sequence: 1 } } }),
      );

      const { rows } = await ask({ report: 'sources', of: 'referrer' });

      expect(rows).to.deep.equal([{ source: 'first.example', visits: 1, people: 1 }]);
    });

    it('are campaigns by source, medium and name', async () => {
      const of = (visit: string, campaign: Record<string, string>) => page({ visit, campaign });
      await writeAll(
        of('v1', { source: 'mail', medium: 'news', name: 'June' }),
        of('v2', { source: 'mail', medium: 'news', name: 'June', content: 'x' }),
        of('v3', { source: 'mail' }),
        of('v4', { content: 'x' }),
        page({ visit: 'v5', referrer: 'https://a.example' }),
      );

      const { rows } = await ask({ report: 'sources', of: 'campaign' });

      expect(rows.map(({ source, visits }) => [source, visits])).to.deep.equal([
        ['(none)', 2],
        ['mail / news / June', 2],
        ['mail / (none) / (none)', 1],
      ]);
    });

    it('are as many as the limit', async () => {
      await writeAll(from('v1', 'https://a'), from('v2', 'https://b'));

      const answer = await ask({ report: 'sources', of: 'referrer', limit: 1 });

      expect(answer.rows.map(({ source }) => source)).to.deep.equal(['a']);
      expect(answer.more).to.equal(true);
    });
  });
}
