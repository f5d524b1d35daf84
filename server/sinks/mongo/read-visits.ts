import { none } from '../../../common/analytics/event-facts';
import type { CheckedSources, CheckedTopPages } from '../../../common/checked-analytics';
import type { SourcesAnswer, TopPagesAnswer } from '../../../common/read-analytics';
import { distinct, rowsOf, somebody, where } from './counted-events';
import type { Collections } from './schema';

const isPage = { $eq: ['$e.type', 'page'] };

interface PageRow {
  readonly _id: string;
  readonly views: number;
  readonly people: number;
  readonly visits: number;
}

export async function readTopPages(
  collections: Collections,
  query: CheckedTopPages,
): Promise<TopPagesAnswer> {
  const { report, from, to, limit } = query;
  const page = { $ifNull: ['$pattern', { $ifNull: ['$path', none] }] };
  const person = { $eq: ['$_id.pair.kind', 'person'] };
  const known = somebody('$_id.pair.id');
  const found = await rowsOf<PageRow>(collections, query, (byPerson) => [
    ...byPerson(where(isPage, { page, visit: '$v' })),
    ...distinct('$_id.k.page', [
      { kind: 'person', id: '$who' },
      { kind: 'visit', id: '$_id.k.visit' },
    ]),
    {
      $group: {
        _id: '$_id.value',
        views: { $sum: { $cond: [person, '$n', 0] } },
        people: { $sum: { $cond: [person, known, 0] } },
        visits: { $sum: { $cond: [person, 0, known] } },
      },
    },
    { $sort: { views: -1, _id: 1 } },
    { $limit: limit + 1 },
  ]);
  const rows = found.slice(0, limit).map(({ _id, ...row }) => ({ page: _id, ...row }));
  return { report, from, to, rows, more: found.length > limit };
}

interface SourceRow {
  readonly _id: string;
  readonly visits: number;
  readonly people: number;
}

export async function readSources(
  collections: Collections,
  query: CheckedSources,
): Promise<SourcesAnswer> {
  const { report, of, from, to, limit } = query;
  // Objects are compared field by field, so that the least is the first page.
  const page = { at: '$at', id: '$e.messageId', source: { $ifNull: [`$${of}`, none] } };
  const isOfVisit = { $and: [isPage, { $gt: ['$v', null] }] };
  const found = await rowsOf<SourceRow>(collections, query, (byPerson) => [
    ...byPerson(where(isOfVisit, '$v'), { first: { $min: page } }),
    {
      $group: {
        _id: '$_id.k',
        first: { $min: { at: '$first.at', id: '$first.id', source: '$first.source', who: '$who' } },
      },
    },
    { $group: { _id: { source: '$first.source', who: '$first.who' }, visits: { $sum: 1 } } },
    {
      $group: {
        _id: '$_id.source',
        visits: { $sum: '$visits' },
        people: { $sum: somebody('$_id.who') },
      },
    },
    { $sort: { visits: -1, _id: 1 } },
    { $limit: limit + 1 },
  ]);
  const rows = found.slice(0, limit).map(({ _id, ...row }) => ({ source: _id, ...row }));
  return { report, from, to, rows, more: found.length > limit };
}
