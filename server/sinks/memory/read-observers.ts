import type { Sliced } from '../../../common/in-slices';
import { mergeEntries } from '../../../common/observer-merge';
import { createObserversAnswer } from '../../../common/observers-answer';
import { matchesResource } from '../../../common/read-checks';
import type { CheckedObserversQuery } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import type { Resource } from '../../../common/resource';
import { ringThatReaches, stepFor } from './choose-ring';
import { joinObservers, type PackedObservers, unpackObservers } from './packed-observers';
import { type RingEntry, sortedEntries } from './ring';
import type { Store } from './store';

/** What one sender has in one step. */
interface Joined {
  readonly resource: Resource;
  readonly from: number;
  readonly to: number;
  readonly at: number;
  readonly packed: PackedObservers;
}

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
  const names = store.ids.observers.names();
  const stepMs = stepFor(ring, entries, query);
  const answer = createObserversAnswer(query, stepMs);
  for (const { packed, ...window } of yield* joinSteps(entries, query.from, stepMs)) {
    const { observers, coverage } = yield* unpackObservers(packed, names);
    // An entry whose driver's reason changed is there twice.
    answer.window({ ...window, observers: mergeEntries(observers), coverage });
  }
  return answer.finish();
}

/** Joined while packed, which is ten times as fast; oldest first. */
function* joinSteps(
  entries: readonly RingEntry[],
  from: number,
  stepMs: number,
): Sliced<readonly Joined[]> {
  const steps = new Map<string, Joined>();
  for (const { window, middle } of entries) {
    const step = Math.floor((middle - from) / stepMs);
    const key = `${step} ${window.resource.instance}`;
    const known = steps.get(key);
    const { resource, observers } = window;
    steps.set(key, {
      resource,
      from: Math.min(window.from, known?.from ?? window.from),
      to: Math.max(window.to, known?.to ?? window.to),
      at: from + step * stepMs,
      packed: known ? yield* joinObservers(known.packed, observers) : observers,
    });
    yield;
  }
  return [...steps.values()];
}
