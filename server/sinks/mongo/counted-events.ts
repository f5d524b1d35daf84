import type { CheckedRange } from '../../../common/checked-analytics';
import type { MongoCursor } from './driver';
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

/** Puts events together that are alike, and tells whose they are; see {@link makeOf}. */
export type ByPerson = (key: object, gathered?: Readonly<Record<string, object>>) => Stage[];

/**
 * What `take` makes of the rows of an aggregation over the events that count.
 *
 * Its stages begin with `byPerson(key, gathered)`: `key` is what a report wants
 * of an event, and absent for those that it does not count; of groups of events
 * `gathered` has more. What comes out of that has `_id.k`, the key, `n`, the
 * number of events, what was gathered, and `who`, their person, null for
 * nobody. Who a person is can be told by any event, so all are looked at until
 * then; but as groups, which are much fewer.
 */
export async function makeOf<Row, Made>(
  collections: Collections,
  query: CheckedRange,
  stagesOf: (byPerson: ByPerson) => readonly Stage[],
  take: (rows: MongoCursor<Row>) => Promise<Made>,
): Promise<Made> {
  const { from, to, writeKey, bots } = query;
  const senders = await sendersOf(collections, query);
  const counted = {
    at: { $gte: from, $lt: to },
    ...(writeKey === undefined ? {} : { 'e.writeKey': { $eq: writeKey } }),
    ...(bots ? {} : { bot: { $ne: true } }),
    ...senders.filter,
  };
  const ask = (owners: Owners) => {
    const byPerson: ByPerson = (key, gathered = {}) => [
      { $group: { _id: { a: '$a', u: '$u', k: key }, n: { $sum: 1 }, ...gathered } },
      ...owners(['n', ...Object.keys(gathered)]),
    ];
    const rows = collections.events.aggregate<Row>([{ $match: counted }, ...stagesOf(byPerson)], {
      allowDiskUse: true,
      batchSize: 1_000,
    });
    return take(rows);
  };
  try {
    return await ask(inLists);
  } catch (error) {
    if ((error as Error | undefined)?.name !== 'MongoServerError') throw error;
    return ask(inWindows); // one anonymous id has more than a list can hold
  }
}

/** The rows themselves, where there are few. */
export function rowsOf<Row>(
  collections: Collections,
  query: CheckedRange,
  stagesOf: (byPerson: ByPerson) => readonly Stage[],
): Promise<Row[]> {
  return makeOf<Row, Row[]>(collections, query, stagesOf, (rows) => rows.toArray());
}

/** Adds `who` to groups: their user, else that of their anonymous id, else that. Those without a key are gone then. */
type Owners = (fields: readonly string[]) => Stage[];

const isAnonymous = { $gt: ['$_id.a', null] };
const anonymousId = { $cond: [isAnonymous, { a: '$_id.a' }, { u: '$_id.u' }] };
const smallestUser = { $min: '$_id.u' };
const personOf = (user: string) => ({
  $ifNull: [user, { $cond: [isAnonymous, { $ifNull: ['$owner', '$_id.a'] }, { $literal: null }] }],
});

/** Several times as fast as windows, which have to be sorted; but a list has to fit into a document. */
const inLists: Owners = (fields) => {
  const listed = fields.map((name) => [name, `$${name}`] as const);
  const found = fields.map((name) => [name, `$groups.${name}`] as const);
  const group = { k: '$_id.k', u: '$_id.u', ...Object.fromEntries(listed) };
  const hasKey = { $ne: [{ $type: '$_id.k' }, 'missing'] };
  const groups = { $push: { $cond: [hasKey, group, absent] } };
  return [
    { $group: { _id: anonymousId, owner: smallestUser, groups } },
    { $unwind: '$groups' },
    {
      $project: {
        _id: { k: '$groups.k' },
        who: personOf('$groups.u'),
        ...Object.fromEntries(found),
      },
    },
  ];
};

const inWindows: Owners = () => [
  { $setWindowFields: { partitionBy: anonymousId, output: { owner: smallestUser } } },
  { $match: { '_id.k': { $exists: true } } },
  { $set: { who: personOf('$_id.u') } },
];

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
