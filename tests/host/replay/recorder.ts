import { AsyncLocalStorage } from 'node:async_hooks';
import { isPromise } from '../meteor/promises';
import type { CallEvent, Json } from './scenario';

type Call = (this: never, ...args: never[]) => unknown;

export interface WatchOptions {
  /** What `this` is called in the recording; nothing when the recording has no receiver. */
  readonly self?: ((self: unknown) => string) | undefined;
  /** Only note that it was entered, as for hooks. */
  readonly enterOnly?: boolean;
}

export interface Recorder {
  readonly calls: CallEvent[];
  /** A function that notes how `run` is entered and left, and else does the same. */
  watch<F extends Call>(target: string, run: F, options?: WatchOptions): F;
  /** Replaces a method by its watched self. */
  watchMethod(owner: object, key: string, target: string, options?: WatchOptions): void;
  /** Notes one phase of a call that is not a plain invocation. */
  note(event: CallEvent): void;
  /** The number of the next call. */
  nextCall(): number;
  /** Runs something as part of what a client's message set off. */
  labelled<R>(label: string, run: () => R): R;
  contextNow(): Json;
  start(): void;
  stop(): void;
  close(): void;
}

/**
 * Notes calls in the order in which they are entered and left. `contextOf` says
 * what the server's variables are at the moment of entering.
 */
export function createRecorder(contextOf: () => Json): Recorder {
  const calls: CallEvent[] = [];
  const labels = new AsyncLocalStorage<string>();
  let lastCall = 0;
  let recording = false;

  function note(event: CallEvent): void {
    if (recording) calls.push(event);
  }

  function contextNow(): Json {
    const als = labels.getStore();
    return { ...contextOf(), ...(als === undefined ? {} : { als }) };
  }

  function leave(call: number, target: string, result: unknown): void {
    const promise = isPromise(result);
    note({ call, target, phase: 'return', promise });
    if (!promise) return;
    result.then(
      () => note({ call, target, phase: 'settle', ok: true }),
      () => note({ call, target, phase: 'settle', ok: false }),
    );
  }

  function watch<F extends Call>(target: string, given: F, options: WatchOptions = {}): F {
    const run = given as unknown as (this: unknown, ...args: never[]) => unknown;

    function watched(this: unknown, ...args: never[]): unknown {
      const call = ++lastCall;
      const self = options.self ? { self: options.self(this) } : {};
      note({ call, target, phase: 'enter', ...self, context: contextNow() });
      if (options.enterOnly) return run.apply(this, args);
      let result: unknown;
      try {
        result = run.apply(this, args);
      } catch (error) {
        note({ call, target, phase: 'throw' });
        throw error;
      }
      leave(call, target, result);
      return result;
    }
    return watched as unknown as F;
  }

  return {
    calls,
    watch,
    watchMethod(owner, key, target, options) {
      const methods = owner as Record<string, Call>;
      const original = methods[key];
      if (typeof original !== 'function') throw new Error(`The host has no ${target}`);
      methods[key] = watch(target, original, options);
    },
    note,
    nextCall: () => ++lastCall,
    labelled: (label, run) => labels.run(label, run),
    contextNow,
    start() {
      recording = true;
    },
    stop() {
      recording = false;
    },
    close() {
      labels.disable(); // else every promise of the process pays for it
    },
  };
}
