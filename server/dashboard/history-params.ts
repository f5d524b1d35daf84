import type { ObserverHistoryQuery } from '../../common/observer-history';
import { checkObserversQuery } from '../../common/read-query';
import { type Accepted, checkNames, membersOf, textOf, wholeNumber } from './params';
import { rangeFrom } from './range-params';

const accepted: Accepted = {
  plain: ['from', 'to', 'stepMs', 'kind', 'name', 'collection', 'shape', 'driver'],
  grouped: { resource: '<field>' },
};

/**
 * The query that parameters of `GET observers/history` stand for: `from`, `to`, `stepMs`, `kind`
 * and `name` of the owner, `collection`, `shape`, `driver`, `resource.<field>`. `nowMs` is what
 * relative times count from.
 *
 * @throws {RadiantError} `read-invalid`
 */
export function historyQueryFrom(params: URLSearchParams, nowMs: number): ObserverHistoryQuery {
  checkNames([...params.keys()], accepted);
  const stepMs = wholeNumber(params, 'stepMs');
  const query = {
    ...rangeFrom(params, nowMs),
    ...(stepMs === undefined ? {} : { stepMs }),
    resource: membersOf('resource', params),
    kind: textOf(params, 'kind'),
    name: textOf(params, 'name'),
    collection: textOf(params, 'collection'),
    shape: textOf(params, 'shape'),
    driver: textOf(params, 'driver'),
  };
  checkObserversQuery(query);
  return query;
}
