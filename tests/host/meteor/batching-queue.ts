import type { DoubleEndedQueue } from './double-ended-queue';
import { outcome, settle, type TaskHandle } from './task';

/** A task queue that takes several tasks at once, in order or side by side. */
export interface BatchingQueue {
  readonly _batchSize: number;
  readonly _maxConcurrent: number;
  readonly _orderMatters: boolean;
  readonly _activePromises: Set<Promise<unknown>>;
  readonly _taskHandles: DoubleEndedQueue<TaskHandle>;
  _runningOrRunScheduled: boolean;
  _scheduleRun(): Promise<void>;
  _processOrderedBatch(batch: TaskHandle[]): Promise<void>;
  _processParallelBatch(batch: TaskHandle[]): Promise<void>;
}

type Debug = (message: string, error: unknown) => void;

/** What the queue of 3.1.1 and later does differently. */
export function batchMethods(debug: Debug) {
  return {
    async _run(this: BatchingQueue): Promise<void> {
      if (!this._runningOrRunScheduled) throw new Error('expected to be _runningOrRunScheduled');
      const batch = nextBatch(this);
      if (batch.length === 0) {
        this._runningOrRunScheduled = false;
        return;
      }
      if (this._orderMatters) await this._processOrderedBatch(batch);
      else await this._processParallelBatch(batch);
      this._runningOrRunScheduled = false;
      this._scheduleRun();
    },

    async _processOrderedBatch(batch: TaskHandle[]): Promise<void> {
      for (const handle of batch) settle(handle, await outcome(handle.task), debug);
    },

    async _processParallelBatch(this: BatchingQueue, batch: TaskHandle[]): Promise<void> {
      const active = this._activePromises;
      for (const handle of batch) {
        if (active.size >= this._maxConcurrent) await Promise.race(active);
        const running: Promise<unknown> = outcome(handle.task).then((failure) => {
          active.delete(running);
          settle(handle, failure, debug);
        });
        active.add(running);
      }
      await Promise.all(active);
    },
  };
}

function nextBatch({ _taskHandles, _batchSize }: BatchingQueue): TaskHandle[] {
  const batch: TaskHandle[] = [];
  while (batch.length < _batchSize) {
    const handle = _taskHandles.shift();
    if (!handle) break;
    batch.push(handle);
  }
  return batch;
}
