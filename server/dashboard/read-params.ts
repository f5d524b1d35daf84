import { checkReleasesQuery } from '../../common/check-releases';
import type { MetricName } from '../../common/metrics';
import { checkObserversQuery, checkQuery } from '../../common/read-query';
import type { ObserversQuery, ReadQuery, Stat } from '../../common/reader';
import type { ReleasesQuery } from '../../common/releases-answer';
import { type Accepted, checkNames, membersOf, required, textOf, wholeNumber } from './params';
import { type Range, rangeFrom } from './range-params';

const ofRead: Accepted = {
  plain: ['metric', 'stat', 'from', 'to', 'stepMs', 'by'],
  grouped: { dims: '<name>', resource: '<field>' },
};
const ofRange: Accepted = { plain: ['from', 'to'], grouped: { resource: '<field>' } };
const ofReleases: Accepted = { plain: ['a', 'b', 'from', 'to'], grouped: { resource: '<field>' } };

/**
 * The query that parameters of `GET read` stand for: `metric`, `stat`, `from`,
 * `to`, `stepMs`, `by` (names by comma), `dims.<name>`, `resource.<field>`.
 * `nowMs` is what relative times count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function readQueryFrom(params: URLSearchParams, nowMs: number): ReadQuery {
  checkNames([...params.keys()], ofRead);
  const range: Range = rangeFrom(params, nowMs);
  const stepMs = wholeNumber(params, 'stepMs');
  const query: ReadQuery = {
    metric: required(params, 'metric') as MetricName,
    stat: required(params, 'stat') as Stat,
    ...range,
    ...(stepMs === undefined ? {} : { stepMs }),
    by: params.get('by')?.split(',') ?? [],
    dims: membersOf('dims', params),
    resource: membersOf('resource', params),
  };
  checkQuery(query);
  return query;
}

/**
 * The query that parameters of `GET observers`, `findings` and `deploys` stand for:
 * `from`, `to`, `resource.<field>`.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function rangeQueryFrom(
  params: URLSearchParams,
  nowMs: number,
): Pick<ObserversQuery, 'from' | 'to' | 'resource'> {
  checkNames([...params.keys()], ofRange);
  const query = { ...rangeFrom(params, nowMs), resource: membersOf('resource', params) };
  checkObserversQuery(query);
  return query;
}

/**
 * The same for `GET releases`: `a`, `b`, `from`, `to`, `resource.<field>`.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function releasesQueryFrom(params: URLSearchParams, nowMs: number): ReleasesQuery {
  checkNames([...params.keys()], ofReleases);
  const query: ReleasesQuery = {
    ...rangeFrom(params, nowMs),
    a: textOf(params, 'a'),
    b: textOf(params, 'b'),
    resource: membersOf('resource', params),
  };
  checkReleasesQuery(query);
  return query;
}
