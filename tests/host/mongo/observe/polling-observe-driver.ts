import { throttle } from 'lodash';
import type { Write } from '../../ddp/server-types';
import type { AsynchronousQueue } from '../../meteor/asynchronous-queue';
import { legacyClass } from '../../meteor/legacy-class';
import { atLeast } from '../../meteor/versions';
import type { AsynchronousCursor } from '../asynchronous-cursor';
import type { MongoConnection } from '../connection';
import type { MongoContext } from '../context';
import type { CursorDescription } from '../cursor';
import type { Document } from '../driver/driver';
import { countMongoFact } from '../facts';
import { IdMap } from '../local/id-map';
import { listenAll } from '../triggers';
import type { ObserveDriver, ObserveDriverOptions } from './observe-driver';
import type { ObserveMultiplexer } from './observe-multiplexer';

/** Repeats the query when a write of this process, or time, may have changed its result. */
export interface PollingObserveDriver extends ObserveDriver {
  _pollMongo(): Promise<void>;
}

export type PollingObserveDriverClass = new (options: ObserveDriverOptions) => PollingObserveDriver;

type Results = Document[] | IdMap<Document>;

export function createPollingObserveDriver(context: MongoContext): PollingObserveDriverClass {
  const { Meteor, DDPServer, version } = context.options;
  const throttleMs = Number(context.env.METEOR_POLLING_THROTTLE_MS) || 50;
  const intervalMs = Number(context.env.METEOR_POLLING_INTERVAL_MS) || 10_000;
  const stopReturnsPromise = atLeast(version, '3.1');

  class PollingObserveDriver {
    _options: ObserveDriverOptions;
    _cursorDescription: CursorDescription;
    _mongoHandle: MongoConnection;
    _ordered: boolean;
    _multiplexer: ObserveMultiplexer;
    _stopCallbacks: (() => unknown)[] = [];
    _stopped = false;
    _cursor: AsynchronousCursor;
    _results: Results | null = null;
    _pollsScheduledButNotStarted = 0;
    _pendingWrites: Write[] = [];
    _ensurePollIsScheduled: () => void;
    _taskQueue: AsynchronousQueue = new context.AsynchronousQueue();
    declare _testOnlyPollCallback: (() => void) | undefined;

    constructor(options: ObserveDriverOptions) {
      this._options = options;
      this._cursorDescription = options.cursorDescription;
      this._mongoHandle = options.mongoHandle;
      this._ordered = options.ordered;
      this._multiplexer = options.multiplexer;
      const { mongoHandle } = options;
      const create = mongoHandle._createAsynchronousCursor ?? mongoHandle._createSynchronousCursor;
      this._cursor = create.call(mongoHandle, this._cursorDescription);
      // The prototype's function as it is now: the throttled one keeps it.
      this._ensurePollIsScheduled = throttle(
        this._unthrottledEnsurePollIsScheduled,
        this._cursorDescription.options.pollingThrottleMs || throttleMs,
      );
      if (atLeast(version, '3.1')) this._testOnlyPollCallback = undefined;
    }

    async _init() {
      const listeners = await listenAll(context, this._cursorDescription, () => {
        const fence = DDPServer._getCurrentFence();
        if (fence) this._pendingWrites.push(fence.beginWrite());
        if (this._pollsScheduledButNotStarted === 0) this._ensurePollIsScheduled();
      });
      this._stopCallbacks.push(() => listeners.stop());
      pollFromTimeToTime(this);
      await this._unthrottledEnsurePollIsScheduled();
      countMongoFact(context, 'observe-drivers-polling', 1);
    }

    async _unthrottledEnsurePollIsScheduled() {
      if (this._pollsScheduledButNotStarted > 0) return;
      ++this._pollsScheduledButNotStarted;
      await this._taskQueue.runTask(async () => {
        await this._pollMongo();
      });
    }

    _suspendPolling() {
      ++this._pollsScheduledButNotStarted;
      this._taskQueue.runTask(() => {});
      assertSuspended(this);
    }

    async _resumePolling() {
      assertSuspended(this);
      await this._taskQueue.runTask(async () => {
        await this._pollMongo();
      });
    }

    async _pollMongo() {
      --this._pollsScheduledButNotStarted;
      if (this._stopped) return;
      const first = this._results === null;
      this._testOnlyPollCallback?.();
      const writes = this._pendingWrites;
      this._pendingWrites = [];

      const newResults = await queried(this, first, writes);
      if (!newResults) return;
      tellDifference(this, newResults);
      if (first) this._multiplexer.ready();
      this._results = newResults;
      await this._multiplexer.onFlush(async () => {
        for (const write of writes) await write.committed();
      });
    }

    stop(): Promise<void> | undefined {
      this._stopped = true;
      for (const callback of this._stopCallbacks) callback();
      for (const write of this._pendingWrites) write.committed();
      countMongoFact(context, 'observe-drivers-polling', -1);
      return stopReturnsPromise ? Promise.resolve() : undefined;
    }
  }

  function pollFromTimeToTime(driver: PollingObserveDriver): void {
    const { _testOnlyPollCallback } = driver._options;
    if (_testOnlyPollCallback) {
      driver._testOnlyPollCallback = _testOnlyPollCallback;
      return;
    }
    const interval = driver._cursorDescription.options.pollingIntervalMs || intervalMs;
    const timer = Meteor.setInterval(() => driver._ensurePollIsScheduled(), interval);
    driver._stopCallbacks.push(() => Meteor.clearInterval(timer));
  }

  async function queried(
    driver: PollingObserveDriver,
    first: boolean,
    writes: Write[],
  ): Promise<Results | undefined> {
    try {
      return await driver._cursor.getRawObjects(driver._ordered);
    } catch (error) {
      const { code, message } = error as { code?: unknown; message?: string };
      const query = JSON.stringify(driver._cursorDescription);
      if (first && typeof code === 'number') {
        await driver._multiplexer.queryError(
          new Error(`Exception while polling query ${query}: ${message}`),
        );
      }
      driver._pendingWrites.push(...writes);
      Meteor._debug(`Exception while polling query ${query}`, error);
      return undefined;
    }
  }

  function tellDifference(driver: PollingObserveDriver, newResults: Results): void {
    if (driver._stopped) return;
    const oldResults = driver._results ?? (driver._ordered ? [] : new IdMap<Document>());
    const { LocalCollection } = context;
    LocalCollection._diffQueryChanges(driver._ordered, oldResults, newResults, driver._multiplexer);
  }

  return legacyClass(PollingObserveDriver);
}

function assertSuspended({ _pollsScheduledButNotStarted: count }: Counting): void {
  if (count !== 1) throw new Error(`_pollsScheduledButNotStarted is ${count}`);
}

interface Counting {
  readonly _pollsScheduledButNotStarted: number;
}
