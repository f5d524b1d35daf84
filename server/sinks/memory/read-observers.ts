import { createObserversAnswer } from '../../../common/observers-answer';
import { type CheckedObserversQuery, matchesResource } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import { ringThatReaches, stepFor } from './choose-ring';
import type { Sliced } from './in-slices';
import { unpackObservers } from './packed-observers';
import { sortedEntries } from './ring';
import type { Store } from './store';

/**
 * From the finest ring that reaches back far enough: the one that counters are
 * read from, so that both speak of the same windows.
 */
export function* readObservers(
  store: Store,
  query: CheckedObserversQuery,
): Sliced<ObserversAnswer> {
  const ring = ringThatReaches(store, query.from);
  const entries = sortedEntries(ring, ({ middle, window }) => {
    return middle >= query.from && middle < query.to && matchesResource(query, window.resource);
  });
  const names = store.ids.observers.copy();
  const answer = createObserversAnswer(query, stepFor(ring, entries, query));
  for (const { window, middle } of entries) {
    const { resource, from, to } = window;
    const unpacked = yield* unpackObservers(window.observers, names);
    answer.window({ resource, from, to, at: middle, ...unpacked });
    yield;
  }
  return answer.finish();
}
