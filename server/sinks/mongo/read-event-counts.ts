import type { CheckedEventCounts } from '../../../common/checked-analytics';
import type { EventCountsAnswer } from '../../../common/read-analytics';
import { absent, distinct, literal, rowsOf, somebody, startOf, where } from './counted-events';
import { countedValue } from './counted-value';
import type { Collections } from './schema';

interface ValueRow {
  readonly _id: string;
  readonly count: number;
  readonly people: number;
  readonly points: ReadonlyArray<readonly [at: number, count: number]>;
}

export async function readEventCounts(
  collections: Collections,
  query: CheckedEventCounts,
): Promise<EventCountsAnswer> {
  const { report, from, to, by, stepMs, limit } = query;
  const { stages, value } = countedValue(by);
  const step = stepMs === undefined ? {} : { step: startOf(stepMs, from) };
  const person = { $eq: ['$_id.pair.kind', 'person'] };
  const rows = await rowsOf<ValueRow>(collections, query, (byPerson) => [
    ...stages,
    ...byPerson(where(isCounted(query), { value, ...step })),
    ...distinct('$_id.k.value', [
      { kind: 'person', id: '$who' },
      ...(stepMs === undefined ? [] : [{ kind: 'step', id: '$_id.k.step' }]),
    ]),
    {
      $group: {
        _id: '$_id.value',
        count: { $sum: { $cond: [person, '$n', 0] } },
        people: { $sum: { $cond: [person, somebody('$_id.pair.id'), 0] } },
        points: { $push: { $cond: [person, absent, ['$_id.pair.id', '$n']] } },
      },
    },
    { $sort: { count: -1, _id: 1 } },
    { $limit: limit + 1 },
  ]);
  const answered = rows.slice(0, limit).map(({ _id, count, people, points }) => {
    const row = { value: _id, count, people };
    return stepMs === undefined ? row : { ...row, points: [...points].sort(([a], [b]) => a - b) };
  });
  const width = stepMs === undefined ? {} : { stepMs };
  return { report, from, to, ...width, rows: answered, more: rows.length > limit };
}

/** A name without a character is none, so nobody has that. */
function isCounted({ type, event }: CheckedEventCounts): object {
  const isOfType = { $eq: ['$e.type', type] };
  if (event === undefined) return isOfType;
  if (event === '') return literal(false);
  return { $and: [isOfType, { $eq: ['$n', literal(event)] }] };
}
