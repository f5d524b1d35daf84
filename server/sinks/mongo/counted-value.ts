import { allValues } from '../../../common/analytics/event-counts';
import { none } from '../../../common/analytics/event-facts';
import type { CountedBy } from '../../../common/checked-analytics';
import { absent, literal, type Stage } from './counted-events';

/** The value by which an event is counted, as `countedValue` of `common/analytics` tells it. */
export interface CountedValue {
  /** What comes first. */
  readonly stages: readonly Stage[];
  readonly value: object;
}

export function countedValue(by: CountedBy): CountedValue {
  if (by === 'all') return { stages: [], value: literal(allValues) };
  if (by === 'event') return { stages: [], value: { $ifNull: ['$n', none] } };
  // A stage for each name: as one expression a long path would be nested too deep for the server.
  const walk = by.map((name) => ({
    $set: {
      found: {
        $cond: [isOf('object'), { $getField: { field: literal(name), input: '$found' } }, absent],
      },
    },
  }));
  return { stages: [{ $set: { found: '$e' } }, ...walk], value: shown(by.join('.')) };
}

/** Only whole numbers of so much does MongoDB write as JSON does; of others the document has the digits. */
const mostExact = 2 ** 53;

function shown(path: string): object {
  const isExact = {
    $and: [{ $eq: ['$found', { $trunc: '$found' }] }, { $lte: [{ $abs: '$found' }, mostExact] }],
  };
  const digits = {
    $filter: { input: { $ifNull: ['$d', []] }, cond: { $eq: ['$$this.k', literal(path)] } },
  };
  const inJson = {
    $let: { vars: { known: { $first: digits } }, in: { $ifNull: ['$$known.v', none] } },
  };
  const number = { $cond: [isExact, { $toString: { $toLong: '$found' } }, inJson] };
  const others = { $cond: [{ $isNumber: '$found' }, number, none] };
  const flagOrOthers = { $cond: [isOf('bool'), { $cond: ['$found', 'true', 'false'] }, others] };
  return { $cond: [isOf('string'), '$found', flagOrOthers] };
}

const isOf = (type: string) => ({ $eq: [{ $type: '$found' }, type] });
