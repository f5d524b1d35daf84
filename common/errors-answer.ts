import type { ErrorEntry, ErrorSample } from './error-entry';
import { matchesResource } from './read-checks';
import {
  type CheckedErrorsQuery,
  type ErrorIdentity,
  type ErrorOrder,
  type ErrorsAnswer,
  matchesError,
  type ReadErrorGroup,
  type ReadErrorSample,
} from './read-errors';
import type { Resource } from './resource';

/** What one sender had of a group in one stored window; the sample may be gone. */
export type StoredError = Omit<ErrorEntry, 'sample'> & { readonly sample?: ErrorSample };

/** Puts an answer together, entry by entry, in any order. */
export interface ErrorsAnswerBuilder {
  /** Any stored entry; what does not match the query is left out. Those before the range are wanted too, for `firstAt`. */
  entry(resource: Resource, entry: StoredError): void;
  /** For stores that keep samples apart: one of an entry that has been given. */
  sample(resource: Resource, of: SampleOf): void;
  finish(keptFrom: number | undefined): ErrorsAnswer;
}

/** A sample, and which entry it came with. */
export type SampleOf = Pick<ErrorEntry, 'group' | 'lastAt' | 'sample'>;

const mostSamples = 5;

/** An answer to `query` with points in steps of `stepMs`, from `query.from` on. */
export function createErrorsAnswer(
  query: CheckedErrorsQuery,
  stepMs: number | undefined,
): ErrorsAnswerBuilder {
  const groups = new Map<string, Gathered>();
  const { from, to, limit, order } = query;

  return {
    entry(resource, entry) {
      if (entry.lastAt >= to || !matchesResource(query, resource) || !matchesError(query, entry)) {
        return;
      }
      let gathered = groups.get(entry.group);
      if (!gathered) {
        gathered = nothingGathered(entry);
        groups.set(entry.group, gathered);
      }
      gatherFirst(gathered, resource, entry);
      if (entry.lastAt < from) return;
      gather(gathered, resource, entry);
      if (entry.sample) addSample(gathered, resource, entry.sample);
      if (stepMs !== undefined) {
        addTo(gathered.points, from + Math.floor((entry.lastAt - from) / stepMs) * stepMs, entry);
      }
    },
    sample(resource, { group, lastAt, sample }) {
      const gathered = groups.get(group);
      if (!gathered || lastAt < from || lastAt >= to || !matchesResource(query, resource)) return;
      addSample(gathered, resource, sample);
    },
    finish(keptFrom) {
      const found = [...groups.values()].filter(({ count }) => count > 0);
      const sorted = found.sort((a, b) => compareErrors(order, a, b));
      return {
        from,
        to,
        ...(stepMs === undefined ? {} : { stepMs }),
        errors: sorted.slice(0, limit).map((group) => groupOf(group, stepMs !== undefined)),
        more: sorted.length > limit,
        ...(keptFrom === undefined ? {} : { keptFrom }),
      };
    },
  };
}

interface Gathered {
  identity: ErrorIdentity;
  count: number;
  firstAt: number;
  firstRelease: string;
  lastAt: number;
  lastRelease: string;
  readonly releases: Map<string, number>;
  readonly instances: Set<string>;
  readonly samples: ReadErrorSample[];
  readonly points: Map<number, number>;
}

function nothingGathered(entry: StoredError): Gathered {
  return {
    identity: entry,
    count: 0,
    firstAt: Number.POSITIVE_INFINITY,
    firstRelease: '',
    lastAt: Number.NEGATIVE_INFINITY,
    lastRelease: '',
    releases: new Map(),
    instances: new Set(),
    samples: [],
    points: new Map(),
  };
}

function gatherFirst(gathered: Gathered, { release }: Resource, { firstAt }: StoredError): void {
  if (firstAt >= gathered.firstAt) return;
  gathered.firstAt = firstAt;
  gathered.firstRelease = release;
}

function gather(gathered: Gathered, resource: Resource, entry: StoredError): void {
  const { release, instance } = resource;
  gathered.count += entry.count;
  addTo(gathered.releases, release, entry);
  gathered.instances.add(instance);
  if (entry.lastAt >= gathered.lastAt) {
    gathered.lastAt = entry.lastAt;
    gathered.lastRelease = release;
    gathered.identity = entry;
  }
}

function addSample({ samples }: Gathered, resource: Resource, sample: ErrorSample): void {
  const { release, host, instance } = resource;
  samples.push({ ...sample, release, host, instance });
  samples.sort((a, b) => b.at - a.at);
  samples.length = Math.min(samples.length, mostSamples);
}

function addTo<Key>(counts: Map<Key, number>, key: Key, { count }: { count: number }): void {
  counts.set(key, (counts.get(key) ?? 0) + count);
}

type Ranked = Pick<ReadErrorGroup, 'count' | 'lastAt'> & { readonly identity: ErrorIdentity };

function compareErrors(order: ErrorOrder, a: Ranked, b: Ranked): number {
  const [more, later] = [b.count - a.count, b.lastAt - a.lastAt];
  const first = order === 'count' ? more || later : later || more;
  return first || (a.identity.group < b.identity.group ? -1 : 1);
}

function groupOf(gathered: Gathered, withPoints: boolean): ReadErrorGroup {
  const { identity, releases, instances, samples, points, ...figures } = gathered;
  const { group, source, name, errorName, message, frame, expected } = identity;
  return {
    group,
    source,
    name,
    errorName,
    message,
    frame,
    expected,
    ...figures,
    releases: [...releases]
      .map(([release, count]) => ({ release, count }))
      .sort((a, b) => b.count - a.count || (a.release < b.release ? -1 : 1)),
    instances: instances.size,
    samples,
    ...(withPoints ? { points: [...points].sort(([a], [b]) => a - b) } : {}),
  };
}
