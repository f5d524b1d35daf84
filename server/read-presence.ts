import { checkResource, matchesResource } from '../common/read-checks';
import type { Reader } from '../common/reader';
import type { Presence } from './compare/choose-window';
import type { LoadQuery } from './read-load';

/** When a release reported, of one service in one environment. */
export interface ReleasePresence extends Presence {
  readonly service: string;
  readonly environment: string;
  readonly release: string;
  /** When the first of its processes that were seen started. */
  readonly startedAt: number;
  /** Processes that were seen. */
  readonly instances: number;
}

export interface Presences {
  /** The one that started last first. */
  readonly releases: readonly ReleasePresence[];
  /** How wide the stored windows are, at least. */
  readonly widthMs: number;
}

const steps = 500;

/** Which releases reported in the range, and when: two queries. */
export async function readPresence(reader: Reader, query: LoadQuery): Promise<Presences> {
  const { from, to, resource } = query;
  const filters = checkResource(resource);
  const senders = (await reader.resources({ from, to })).filter((sender) =>
    matchesResource({ resource: filters }, sender),
  );
  const { rows, stepMs } = await reader.read({
    metric: 'radiant.series', // which every batch has
    stat: 'max',
    by: ['resource.service', 'resource.environment', 'resource.release'],
    from,
    to,
    stepMs: Math.min(to - from, Math.ceil((to - from) / steps / 1_000) * 1_000),
    ...(resource ? { resource } : {}),
  });
  const releases = rows.flatMap(({ dims, points }): ReleasePresence[] => {
    const [first, last] = [points[0]?.[0], points.at(-1)?.[0]];
    const service = dims['resource.service'] ?? '';
    const environment = dims['resource.environment'] ?? '';
    const release = dims['resource.release'] ?? '';
    const own = senders.filter(
      (sender) =>
        sender.service === service &&
        sender.environment === environment &&
        sender.release === release,
    );
    if (first === undefined || last === undefined || own.length === 0) return [];
    const startedAt = Math.min(...own.map((sender) => sender.startedAt));
    const seen = { first, last: Math.min(to, last + stepMs) };
    return [{ service, environment, release, startedAt, instances: own.length, ...seen }];
  });
  return { releases: releases.sort(newestFirst), widthMs: stepMs };
}

function newestFirst(one: ReleasePresence, other: ReleasePresence): number {
  return (
    other.startedAt - one.startedAt ||
    other.first - one.first ||
    (one.release < other.release ? -1 : 1)
  );
}
