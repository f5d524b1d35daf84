import { ownInvocation } from '../../../common/own-invocation';
import type { Recorder } from '../../../common/recorder';
import type { SpanAttributes } from '../../../common/trace';
import type { Work } from '../../../common/work';

// biome-ignore lint/complexity/noBannedTypes: any function, whatever its signature
type AnyFunction = Function;

/** One function of the driver that answers with a promise, and what it asks of which collection. */
export interface Operation {
  /** As MongoDB calls it. */
  readonly command: string;
  readonly collection: string;
}

/** Told of an operation that is timed. Must not throw. */
export interface Watcher {
  began(): void;
  ended(operation: Operation, durationMs: number, failed: boolean): void;
}

/** Times the driver's functions, each where the app or Meteor calls it. */
export interface Operations {
  /** Whether a timed function is running: what it calls of the driver is part of it. */
  readonly isInside: boolean;
  /**
   * Calls `run`. Returns what it returns, and in place of a promise one that
   * settles alike, one microtask later: to watch the driver's own would mark a
   * rejection as handled that the app may never handle. Nobody has seen that
   * promise, which is made anew for each call. What answers to a callback is
   * not timed, and neither is what Radiant does for itself. What is timed is
   * recorded, unless a `watcher` is told of it.
   */
  time(
    operation: Operation,
    run: AnyFunction,
    self: unknown,
    args: IArguments,
    watcher?: Watcher,
  ): unknown;
  /** Names the operations of one command: the same object for the same collection. */
  named(command: string): (collection: string) => Operation;
  record: Watcher['ended'];
}

const maxCollections = 1_000;
const watch = Promise.prototype.then;

export function createOperations(recorder: Recorder): Operations {
  const { context, now } = recorder;
  let isInside = false;
  function runInside(run: AnyFunction, self: unknown, args: IArguments): unknown {
    isInside = true;
    try {
      return Reflect.apply(run, self, args);
    } finally {
      isInside = false;
    }
  }

  const record: Watcher['ended'] = ({ command, collection }, durationMs, failed) => {
    recorder.record({ kind: 'database', command, collection, failed, durationMs });
  };

  function ended(
    asked: Operation,
    work: Work | undefined,
    from: number,
    watcher: Watcher | undefined,
    failed: boolean,
  ): void {
    const to = now();
    const { command, whenOk, whenFailed } = asked as NamedOperation;
    work?.done('db', command, from, to, failed ? whenFailed : whenOk);
    if (watcher) watcher.ended(asked, to - from, failed);
    else record(asked, to - from, failed);
  }

  return {
    get isInside() {
      return isInside;
    },
    named: namedOperations,
    record,
    time(asked, run, self, args, watcher) {
      const invocation = context.current();
      if (invocation === ownInvocation) return Reflect.apply(run, self, args);
      const from = now();
      const answer = runInside(run, self, args);
      if (!(answer instanceof Promise)) return answer;
      const work = invocation?.work;
      work?.begin('db', from);
      watcher?.began();
      return watch.call(
        answer,
        (result: unknown) => {
          ended(asked, work, from, watcher, false);
          return result;
        },
        (error: unknown) => {
          ended(asked, work, from, watcher, true);
          throw error;
        },
      );
    },
  };
}

function namedOperations(command: string): (collection: string) => Operation {
  const byCollection = new Map<string, NamedOperation>();
  return (collection) => {
    const known = byCollection.get(collection);
    if (known) return known;
    const made = nameOperation(command, collection);
    if (byCollection.size < maxCollections) byCollection.set(collection, made);
    return made;
  };
}

/** With what is said of its spans: the same objects each time. */
interface NamedOperation extends Operation {
  readonly whenOk: { readonly attributes: SpanAttributes };
  readonly whenFailed: { readonly attributes: SpanAttributes; readonly failed: true };
}

function nameOperation(command: string, collection: string): NamedOperation {
  const attributes = { collection };
  return {
    command,
    collection,
    whenOk: { attributes },
    whenFailed: { attributes, failed: true },
  };
}
