import type { Batch, Series } from '../../common/batch';
import { rememberBytes, seriesBytes } from '../../common/batch-bytes';
import type { Drops } from '../../common/drops';
import type { Dims, MetricName } from '../../common/metrics';
import type { CoverageEntry, ObserverEntry } from '../../common/observer-entry';
import { ownTime } from '../../common/own-invocation';
import type { Resource } from '../../common/resource';
import type { Trace } from '../../common/trace';
import type { Aggregate } from './aggregate/aggregate';
import type { DropCounter } from './drop-counter';
import type { OwnedRecorder } from './recorder';

export interface WindowParts {
  readonly aggregate: Aggregate;
  readonly recorder: Pick<OwnedRecorder, 'collect' | 'record' | 'now' | 'cpu'>;
  readonly drops: DropCounter;
  readonly resource: Resource;
  /** Takes the traces that are kept; each is put into its final shape when it is asked for. */
  readonly takeTraces: () => Generator<Trace, void>;
  /** Takes what else is kept one by one: errors, logs, analytics events; only fields that have any. */
  readonly takeRecords: () => Records;
  /** Epoch milliseconds. */
  readonly wallNow: () => number;
  /** Longest time to work before the event loop gets its turn. */
  readonly sliceMs: number;
  /** Gives the event loop a turn. */
  readonly pause: () => Promise<void>;
}

/** What a batch has of single things, beside series. */
export type Records = Pick<Batch, 'errors' | 'logs' | 'events'>;

/** The window being recorded. Closing it makes a batch and begins the next one. */
export interface Window {
  /** Closes in slices of at most `sliceMs`. A close under way is finished first. */
  close(): Promise<Batch>;
  /** Closes without a pause, for the last flush; finishes a close under way. */
  closeNow(): Batch[];
}

interface Closing {
  readonly rest: Generator<Series, void>;
  readonly restOfObservers: Generator<ObserverEntry, void>;
  readonly restOfTraces: Generator<Trace, void>;
  readonly series: Series[];
  /** Of the series; weighing ten thousand of them in the end would hold up the event loop. */
  bytes: number;
  readonly observers: ObserverEntry[];
  readonly traces: Trace[];
  readonly coverage: readonly CoverageEntry[];
  readonly records: Records;
  readonly from: number;
  readonly to: number;
  readonly drops: Drops;
  batch?: Batch;
}

export function createWindow(parts: WindowParts): Window {
  const { aggregate, recorder, drops, resource, wallNow, sliceMs, pause } = parts;
  let from = wallNow();
  let sequence = 0;
  let busyMs = 0;
  let closing: Closing | undefined;

  function begin(): Closing {
    return onOwnTime(beginClosing);
  }

  function onOwnTime<Result>(work: () => Result): Result {
    recorder.cpu.enter(ownTime);
    try {
      return work();
    } finally {
      recorder.cpu.leave();
    }
  }

  function beginClosing(): Closing {
    recorder.collect();
    drops.add('series-limit', aggregate.takeFolded());
    const lost = drops.take();
    tellDrops(lost);
    tell('radiant.cpu', busyMs, { part: 'flush' });
    busyMs = 0;
    const to = Math.max(wallNow(), from + 1);
    const begun: Closing = {
      rest: aggregate.close(),
      restOfObservers: aggregate.closeObservers(),
      restOfTraces: parts.takeTraces(),
      series: [],
      bytes: 0,
      observers: [],
      traces: [],
      coverage: aggregate.takeCoverage(),
      records: parts.takeRecords(),
      from,
      to,
      drops: lost,
    };
    from = to;
    return begun;
  }

  function tell(metric: MetricName, value: number, dims: Dims): void {
    recorder.record({ kind: 'metric', metric, dims, value });
  }

  function tellDrops(lost: Drops): void {
    for (const [reason, count] of Object.entries(lost)) tell('radiant.drops', count, { reason });
  }

  /** Takes series until done or out of time; true when done. */
  function advance(part: Closing, forMs: number): boolean {
    const startedAt = recorder.now();
    const done = onOwnTime(() => take(part, startedAt + forMs));
    busyMs += recorder.now() - startedAt;
    return done;
  }

  function take(part: Closing, endAt: number): boolean {
    const isOut = () => recorder.now() >= endAt;
    return (
      takeSome(part.rest, isOut, (series) => {
        part.bytes += seriesBytes(series);
        return part.series.push(series);
      }) &&
      takeSome(part.restOfObservers, isOut, (observer) => part.observers.push(observer)) &&
      takeSome(part.restOfTraces, isOut, (trace) => part.traces.push(trace), 1) // up to 200 spans each
    );
  }

  function finish(part: Closing): Batch {
    if (part.batch) return part.batch;
    sequence++;
    rememberBytes(part.series, part.bytes);
    part.batch = {
      v: 1,
      id: `${resource.instance}-${sequence}`,
      sequences: [sequence, sequence],
      resource,
      from: part.from,
      to: part.to,
      series: part.series,
      ...(part.observers.length > 0 ? { observers: part.observers } : {}),
      ...(part.coverage.length > 0 ? { coverage: part.coverage } : {}),
      ...(part.traces.length > 0 ? { traces: part.traces } : {}),
      ...part.records,
      drops: part.drops,
    };
    if (closing === part) closing = undefined;
    return part.batch;
  }

  async function closeInSlices(): Promise<Batch> {
    while (closing) await pause();
    const part = begin();
    closing = part;
    while (!part.batch && !advance(part, sliceMs)) await pause();
    return finish(part);
  }

  return {
    close: closeInSlices,
    closeNow() {
      const batches: Batch[] = [];
      const underWay = closing;
      if (underWay) {
        advance(underWay, Number.POSITIVE_INFINITY);
        batches.push(finish(underWay));
      }
      const last = begin();
      advance(last, Number.POSITIVE_INFINITY);
      batches.push(finish(last));
      return batches;
    },
  };
}

/**
 * Takes items until there are none left or time is up, which is asked `every` so many; true when
 * there are none left. `take` says how many there are now.
 */
function takeSome<Item>(
  from: Generator<Item, void>,
  isOut: () => boolean,
  take: (item: Item) => number,
  every = 16,
): boolean {
  for (;;) {
    const next = from.next();
    if (next.done) return true;
    if (take(next.value) % every === 0 && isOut()) return false;
  }
}
