import { createFunnel } from '../../../common/analytics/funnel';
import type { CheckedFunnel, CheckedStep } from '../../../common/checked-analytics';
import type { FunnelAnswer } from '../../../common/read-analytics';
import { literal, makeOf, where } from './counted-events';
import type { Collections } from './schema';

interface StepRow {
  readonly who: string;
  readonly at: number;
  readonly steps: number;
  /** So many events that are alike. */
  readonly n: number;
}

/** The database finds who did what when, in order; the funnel is worked out here, as for every store. */
export async function readFunnel(
  collections: Collections,
  query: CheckedFunnel,
): Promise<FunnelAnswer> {
  const isStep = { $gt: ['$steps', 0] };
  return makeOf<StepRow, FunnelAnswer>(
    collections,
    query,
    (byPerson) => [
      { $set: { steps: { $add: query.steps.map(bitOf) } } },
      ...byPerson(where(isStep, { at: '$at', steps: '$steps' })),
      { $match: { who: { $ne: null } } },
      { $project: { _id: 0, who: 1, at: '$_id.k.at', steps: '$_id.k.steps', n: 1 } },
      { $sort: { who: 1, at: 1 } },
    ],
    async (rows) => {
      const funnel = createFunnel(query);
      for await (const { who, at, steps, n } of rows) {
        for (let time = 0; time < n; time++) funnel.add({ person: who, at, steps });
      }
      return funnel.finish();
    },
  );
}

/** The bit of a step for events that can be it, as `stepsMatched` of `common/analytics/funnel.ts` sets it. */
function bitOf({ type, event }: CheckedStep, index: number): object {
  const facts = type === 'page' ? ['$n', '$pattern', '$path'] : ['$n'];
  const isNamed = { $or: facts.map((fact) => ({ $eq: [fact, literal(event)] })) };
  return { $cond: [{ $and: [{ $eq: ['$e.type', type] }, isNamed] }, 1 << index, 0] };
}
