import { patchMethod } from '../../../common/patch-method';
import type { CpuOwner, CpuStopwatch } from '../../../common/stopwatch';
import type { Undo } from '../../../common/undo';

/** What multiplexers put into their queues: caching a change, and telling the handles. */
export interface QueuedWork {
  /** Hooks the class of a queue when the first one is seen. Later Meteors may have none. */
  follow(queue: unknown): void;
  /** Whose is what is queued from now on; nobody's when undefined. Returns whose it was. */
  assign(ownerNow: OwnerNow | undefined): OwnerNow | undefined;
}

/** Asked when the task runs: by then it may be known better. */
export type OwnerNow = () => CpuOwner;

interface Queue {
  queueTask(task: (...args: unknown[]) => unknown, ...rest: unknown[]): unknown;
}

/** Books the synchronous part of queued tasks, up to their first `await`, to whoever queued them. */
export function createQueuedWork(cpu: CpuStopwatch, defer: (undo: Undo) => void): QueuedWork {
  const hooked = new WeakSet<object>();
  let owner: OwnerNow | undefined;

  function booked(task: (...args: unknown[]) => unknown, ownerNow: OwnerNow) {
    return function (this: unknown, ...args: unknown[]) {
      cpu.enter(ownerNow());
      try {
        return Reflect.apply(task, this, args);
      } finally {
        cpu.leave();
      }
    };
  }

  return {
    follow(queue) {
      if (typeof queue !== 'object' || queue === null) return;
      const prototype: Queue = Object.getPrototypeOf(queue);
      if (hooked.has(prototype)) return;
      hooked.add(prototype);
      if (typeof prototype.queueTask !== 'function') return;
      defer(
        patchMethod(prototype, 'queueTask', (queueTask) => {
          return function (this: Queue, ...[task, ...rest]: Parameters<Queue['queueTask']>) {
            const known = owner && typeof task === 'function' ? booked(task, owner) : task;
            return Reflect.apply(queueTask, this, [known, ...rest]);
          };
        }),
      );
    },
    assign(ownerNow) {
      const before = owner;
      owner = ownerNow;
      return before;
    },
  };
}
