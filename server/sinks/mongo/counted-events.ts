import type { CheckedRange } from '../../../common/checked-analytics';
import { sendersOf } from './read-senders';
import type { Collections } from './schema';

/** A stage of an aggregation. */
export type Stage = object;

/** Nothing: a field with it is absent. */
export const absent = '$$REMOVE';

/** A text as it is, also where it begins with `$`. */
export const literal = (value: unknown) => ({ $literal: value });

/** `then` for events that are `wanted`, else nothing. */
export const where = (wanted: object, then: unknown) => ({ $cond: [wanted, then, absent] });

/** Starts of windows of one width, counted from `origin`. */
export const startOf = (widthMs: number, origin: number) => ({
  $add: [
    { $multiply: [{ $floor: { $divide: [{ $subtract: ['$at', origin] }, widthMs] } }, widthMs] },
    origin,
  ],
});

/** Asks for what is made of the events that count. */
export async function aggregate<Row>(
  collections: Collections,
  query: CheckedRange,
  stages: readonly Stage[],
): Promise<AsyncIterable<Row> & { toArray(): Promise<Row[]> }> {
  const { from, to, writeKey, bots } = query;
  const senders = await sendersOf(collections, query);
  const counted = {
    at: { $gte: from, $lt: to },
    ...(writeKey === undefined ? {} : { 'e.writeKey': { $eq: writeKey } }),
    ...(bots ? {} : { bot: { $ne: true } }),
    ...senders.filter,
  };
  return collections.events.aggregate<Row>([{ $match: counted }, ...stages], {
    allowDiskUse: true,
    batchSize: 1_000,
  });
}

const anonymous = { $gt: ['$_id.a', null] };

/**
 * Puts events together that are alike: `key` is what a report wants of an
 * event, and absent for those that it does not count. What comes out has
 * `_id.k`, the key, `n`, the number of events, and `who`, their person, null
 * for nobody. Who a person is can be told by any event, so all are looked at
 * until then; but as groups, which are much fewer.
 */
export function byPerson(key: object, gathered: object = {}): Stage[] {
  return [
    { $group: { _id: { a: '$a', u: '$u', k: key }, n: { $sum: 1 }, ...gathered } },
    {
      $setWindowFields: {
        partitionBy: { $cond: [anonymous, { a: '$_id.a' }, { u: '$_id.u' }] },
        output: { owner: { $min: '$_id.u' } },
      },
    },
    { $match: { '_id.k': { $exists: true } } },
    {
      $set: {
        who: {
          $ifNull: [
            '$_id.u',
            { $cond: [anonymous, { $ifNull: ['$owner', '$_id.a'] }, literal(null)] },
          ],
        },
      },
    },
  ];
}

/** 1 where there is somebody. */
export const somebody = (who: string) => ({ $cond: [{ $gt: [who, null] }, 1, 0] });

/**
 * Takes rows apart into pairs of a kind and what is counted of it, each once
 * per value: to count different things of one stream without keeping them.
 */
export function distinct(value: string, pairs: readonly object[]): Stage[] {
  return [
    { $project: { n: 1, value, pair: pairs } },
    { $unwind: '$pair' },
    { $group: { _id: { value: '$value', pair: '$pair' }, n: { $sum: '$n' } } },
  ];
}
