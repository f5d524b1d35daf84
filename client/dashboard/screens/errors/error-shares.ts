import type { ReadErrorGroup } from '../../../../common/read-errors';
import type { PointValue } from '../../../../common/reader';
import type { Wanted } from '../../data/read-address';
import type { Reads } from '../../data/use-reads';

/** How many calls there were, by what can fail. */
export const callReads = {
  method: { metric: 'method.calls', stat: 'sum', by: ['name'] },
  publication: { metric: 'publication.subscribes', stat: 'sum', by: ['name'] },
  job: { metric: 'job.runs', stat: 'sum', by: ['name'] },
  // How many requests there were is known by the buckets of their durations only.
  http: { metric: 'http.server.duration', stat: 'buckets', by: ['method', 'route'] },
} as const satisfies Readonly<Record<string, Wanted>>;

type Source = keyof typeof callReads;

/** Of how many calls a group is a share. */
export interface Calls {
  /** `undefined` where that is not known, or there is no call to speak of. */
  readonly of: (group: Pick<ReadErrorGroup, 'source' | 'name'>) => number | undefined;
}

/** Looks up calls by source and name; routes are named as errors name them: `GET /lists/:id`. */
export function callsFrom(reads: Reads<Source> | undefined): Calls {
  const calls = new Map<string, number>();
  for (const [source, answer] of Object.entries(reads ?? {})) {
    for (const { dims, points } of answer?.rows ?? []) {
      const name = dims.name ?? [dims.method, dims.route].join(' ');
      const key = `${source}/${name}`;
      const count = countIn(points.at(-1)?.[1]);
      if (count !== undefined) calls.set(key, (calls.get(key) ?? 0) + count);
    }
  }
  return { of: ({ source, name }) => calls.get(`${source}/${name}`) };
}

function countIn(value: PointValue | undefined): number | undefined {
  if (value === undefined || typeof value === 'number') return value;
  return value.reduce((sum, [, , count]) => sum + count, 0);
}

/** Which share of the calls failed so; at most all of them, as one call may fail in several places. */
export function shareOf(
  group: Pick<ReadErrorGroup, 'source' | 'name' | 'count'>,
  calls: Calls,
): number | undefined {
  const all = calls.of(group);
  return all === undefined || all <= 0 ? undefined : Math.min(1, group.count / all);
}
