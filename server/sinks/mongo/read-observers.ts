import { inSlices, type Sliced } from '../../../common/in-slices';
import { createObserversAnswer } from '../../../common/observers-answer';
import type { CheckedObserversQuery } from '../../../common/read-query';
import type { ObserversAnswer } from '../../../common/reader';
import type { DataDoc } from './documents';
import { type Level, stepFor } from './levels';
import { type FoundWindow, findWindows } from './read-windows';
import type { Collections } from './schema';
import { unpackObserver } from './stored-observer';

/** From the levels that counters are read from, so that both speak of the same windows. */
export async function readObservers(
  collections: Collections,
  query: CheckedObserversQuery,
  levels: readonly Level[],
): Promise<ObserversAnswer> {
  const found = await findWindows(collections, { ...query, levels });
  const data = await found.dataOf(['observers'], { observers: 1, coverage: 1 });
  const [level] = levels as [Level];
  const stepMs = stepFor(level, found.windows, query);
  return inSlices(answerFrom(query, stepMs, found.windows, data));
}

function* answerFrom(
  query: CheckedObserversQuery,
  stepMs: number,
  windows: readonly FoundWindow[],
  data: ReadonlyMap<string, DataDoc[]>,
): Sliced<ObserversAnswer> {
  const answer = createObserversAnswer(query, stepMs);
  for (const window of windows) {
    const docs = data.get(window.w) ?? [];
    answer.window({
      ...window,
      observers: docs.flatMap(({ observers = [] }) => observers.map(unpackObserver)),
      coverage: docs.flatMap(({ coverage = [] }) => coverage),
    });
    yield;
  }
  return answer.finish();
}
