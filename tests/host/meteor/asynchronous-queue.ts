import { DoubleEndedQueue } from './double-ended-queue';
import type { Dynamics } from './dynamics';
import { atLeast, type HostVersion } from './versions';

type Task = () => unknown;

interface TaskHandle {
  readonly task: Task;
  readonly name: string;
  readonly settle?: (error: unknown) => void;
}

/** `Meteor._AsynchronousQueue`: runs tasks one after the other. */
export interface AsynchronousQueue {
  readonly _taskHandles: DoubleEndedQueue<TaskHandle>;
  /** Queues a task and returns at once. */
  queueTask(task: Task): void;
  /** Queues a task and resolves, or rejects, when it is done. */
  runTask(task: Task): Promise<void>;
  /** Resolves when everything queued so far is done. */
  flush(): Promise<void>;
  drain(): Promise<void>;
  safeToRunTask(): boolean;
}

export type AsynchronousQueueClass = new () => AsynchronousQueue;

/**
 * The queue class of one release. Up to 3.1.0 a task given to `runTask` keeps
 * the environment of its caller and one given to `queueTask` does not; from
 * 3.1.1 it is the other way round.
 */
export function createAsynchronousQueue(
  dynamics: Pick<Dynamics, 'bindEnvironment' | '_runFresh'>,
  version: HostVersion,
  debug: (message: string, error: unknown) => void = toStderr,
): AsynchronousQueueClass {
  const bindsQueued = atLeast(version, '3.1.1');

  function bound(task: Task): Task {
    return dynamics.bindEnvironment(task, (error: unknown) => {
      debug('Exception from task', error);
      throw error;
    });
  }

  return class AsynchronousQueue {
    readonly _taskHandles = new DoubleEndedQueue<TaskHandle>();
    _runningOrRunScheduled = false;
    _draining = false;

    queueTask(task: Task): void {
      this._taskHandles.push({ task: bindsQueued ? bound(task) : task, name: task.name });
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
      this._runningOrRunScheduled = false;
      this._scheduleRun();
      if (handle.settle) handle.settle(failure);
      else if (failure) debug('Exception in queued task', failure.error);
    }

    async runTask(task: Task): Promise<void> {
      const done = new Promise<void>((resolve, reject) => {
        const settle = (failure: unknown) =>
          failure ? reject((failure as Failure).error) : resolve();
        this._taskHandles.push({
          task: bindsQueued ? task : bound(task),
          name: task.name,
          settle,
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

    safeToRunTask(): boolean {
      return true;
    }
  };
}

interface Failure {
  readonly error: unknown;
}

async function outcome(task: Task): Promise<Failure | undefined> {
  try {
    await task();
    return undefined;
  } catch (error) {
    return { error };
  }
}

function toStderr(message: string, error: unknown): void {
  process.stderr.write(`${message} ${error instanceof Error ? error.stack : error}\n`);
}
