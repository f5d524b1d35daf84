import { batchMethods } from './batching-queue';
import { DoubleEndedQueue } from './double-ended-queue';
import type { Dynamics } from './dynamics';
import { outcome, settle, type Task, type TaskHandle } from './task';
import { atLeast, type HostVersion } from './versions';

/** `Meteor._AsynchronousQueue`: runs tasks one after the other. */
export interface AsynchronousQueue {
  readonly _taskHandles: DoubleEndedQueue<TaskHandle>;
  _runningOrRunScheduled: boolean;
  /** Queues a task and returns at once. */
  queueTask(task: Task): void;
  /** Queues a task and resolves, or rejects, when it is done. */
  runTask(task: Task): Promise<void>;
  /** Resolves when everything queued so far is done. */
  flush(): Promise<void>;
  drain(): Promise<void>;
  _scheduleRun(): Promise<void>;
}

export type AsynchronousQueueClass = new () => AsynchronousQueue;

/**
 * The queue class of one release. Up to 3.1.0 a task given to `runTask` keeps
 * the environment of its caller and one given to `queueTask` does not; from
 * 3.1.1 it is the other way round, and tasks are taken in batches of one.
 */
export function createAsynchronousQueue(
  dynamics: Pick<Dynamics, 'bindEnvironment' | '_runFresh'>,
  version: HostVersion,
  debug: (message: string, error: unknown) => void = toStderr,
): AsynchronousQueueClass {
  const batches = atLeast(version, '3.1.1');

  function bound(task: Task): Task {
    return dynamics.bindEnvironment(task, (error: unknown) => {
      debug('Exception from task', error);
      throw error;
    });
  }

  class AsynchronousQueue {
    readonly _taskHandles = new DoubleEndedQueue<TaskHandle>();
    _runningOrRunScheduled = false;
    _draining = false;

    constructor() {
      if (!batches) return;
      const batching = { _batchSize: 1, _maxConcurrent: 1, _orderMatters: true };
      Object.assign(this, batching, { _activePromises: new Set<Promise<unknown>>() });
    }

    queueTask(task: Task): void {
      this._taskHandles.push({ task: batches ? bound(task) : task, name: task.name });
      this._scheduleRun();
    }

    async _scheduleRun(): Promise<void> {
      if (this._runningOrRunScheduled) return;
      this._runningOrRunScheduled = true;
      await new Promise<void>((resolve) => {
        dynamics._runFresh(() => setImmediate(() => this._run().finally(resolve)));
      });
    }

    async _run(): Promise<void> {
      if (!this._runningOrRunScheduled) throw new Error('expected to be _runningOrRunScheduled');
      const handle = this._taskHandles.shift();
      if (!handle) {
        this._runningOrRunScheduled = false;
        return;
      }
      const failure = await outcome(handle.task);
      // The next run is under way before whoever waits for this task goes on.
      this._runningOrRunScheduled = false;
      this._scheduleRun();
      settle(handle, failure, debug);
    }

    async runTask(task: Task): Promise<void> {
      const done = new Promise<void>((resolve, reject) => {
        this._taskHandles.push({
          task: batches ? task : bound(task),
          name: task.name,
          settle: (failure) => (failure ? reject(failure.error) : resolve()),
        });
      });
      await this._scheduleRun();
      return done;
    }

    flush(): Promise<void> {
      return this.runTask(() => {});
    }

    async drain(): Promise<void> {
      if (this._draining) return;
      this._draining = true;
      while (!this._taskHandles.isEmpty()) await this.flush();
      this._draining = false;
    }
  }

  if (batches) Object.assign(AsynchronousQueue.prototype, batchMethods(debug));
  return AsynchronousQueue;
}

function toStderr(message: string, error: unknown): void {
  process.stderr.write(`${message} ${error instanceof Error ? error.stack : error}\n`);
}
