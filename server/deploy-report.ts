import type { DeploysAnswer } from '../common/deploys-answer';
import { checkRange, checkResource, matchesResource } from '../common/read-checks';
import type { Reader } from '../common/reader';
import type { Resource } from '../common/resource';
import { deploysOf } from './compare/deploys-of';
import { groupBy } from './load/group-by';
import type { LoadQuery } from './read-load';

const steps = 500;
const mostStarts = 1_000;

/**
 * When releases came and processes started in the range: two queries. Of what
 * was over before the range nothing is known.
 *
 * @throws {RadiantError} (as a rejection) `read-invalid`
 */
export async function reportDeploys(reader: Reader, query: LoadQuery): Promise<DeploysAnswer> {
  const { from, to, resource } = query;
  checkRange(from, to);
  const wanted = { resource: checkResource(resource) };
  const senders = (await reader.resources({ from, to })).filter((one) =>
    matchesResource(wanted, one),
  );
  const { lastAt, stepMs } = await readLast(reader, query);
  const places = groupBy(senders, ({ service, environment }) => `${service}\n${environment}`);
  const all = [...places.values()].map((own) => {
    const seen = own.map((one: Resource) => ({
      resource: one,
      lastAt: lastAt.get(one.instance) ?? to,
    }));
    return deploysOf(seen, stepMs);
  });
  const isInRange = ({ at }: { readonly at: number }) => at >= from && at < to;
  const byTime = (a: { readonly at: number }, b: { readonly at: number }) => a.at - b.at;
  const deploys = all.flatMap((one) => one.deploys).filter(isInRange);
  const starts = all.flatMap((one) => one.starts).filter(isInRange);
  return {
    from,
    to,
    deploys: deploys.sort(byTime),
    starts: starts.sort(byTime).slice(-mostStarts),
  };
}

/** Until when each process reported, and how exactly that is known. */
async function readLast(reader: Reader, { from, to, resource }: LoadQuery) {
  const { rows, stepMs } = await reader.read({
    metric: 'radiant.series', // which every batch has
    stat: 'max',
    by: ['resource.instance'],
    from,
    to,
    stepMs: Math.min(to - from, Math.ceil((to - from) / steps / 1_000) * 1_000),
    ...(resource ? { resource } : {}),
  });
  const pairs = rows.flatMap(({ dims, points }): Array<[string, number]> => {
    const last = points.at(-1);
    return last ? [[dims['resource.instance'] ?? '', last[0] + stepMs]] : [];
  });
  return { lastAt: new Map(pairs), stepMs };
}
