import type { Sliced } from '../../../common/in-slices';
import { mergeEntries } from '../../../common/observer-merge';
import { createObserversAnswer } from '../../../common/observers-answer';
import { matchesResource } from '../../../common/read-checks';
import type { CheckedObserversQuery } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import { ringThatReaches, stepFor } from './choose-ring';
import type { PackedWindow } from './packed-window';
import { type RingEntry, sortedEntries } from './ring';
import type { Store } from './store';
import { sumObservers } from './sum-observers';

/** What one sender has in one step: at least one window, oldest first. */
interface Step {
  readonly at: number;
  readonly windows: readonly PackedWindow[];
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
  for (const { at, windows } of stepsOf(entries, query.from, stepMs)) {
    const [{ resource }] = windows as [PackedWindow];
    const packed = windows.map(({ observers }) => observers);
    const { observers, coverage } = yield* sumObservers(packed, names, query);
    answer.window({
      ...{ resource, at },
      from: Math.min(...windows.map(({ from }) => from)),
      to: Math.max(...windows.map(({ to }) => to)),
      observers: mergeEntries(observers), // one whose driver's reason changed is there twice
      coverage,
    });
    yield;
  }
  return answer.finish();
}

/** Oldest first. */
function stepsOf(
  entries: readonly RingEntry[],
  from: number,
  stepMs: number,
): IterableIterator<Step> {
  const steps = new Map<string, { readonly at: number; readonly windows: PackedWindow[] }>();
  for (const { window, middle } of entries) {
    const step = Math.floor((middle - from) / stepMs);
    const key = `${step} ${window.resource.instance}`;
    const known = steps.get(key);
    if (known) known.windows.push(window);
    else steps.set(key, { at: from + step * stepMs, windows: [window] });
  }
  return steps.values();
}
