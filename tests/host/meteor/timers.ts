import type { Dynamics, EnvironmentVariable } from './dynamics';

type Callback = () => unknown;

/** The timers of `Meteor`, whose callbacks keep the environment they were set in. */
export interface Timers {
  setTimeout(callback: Callback, delayMs?: number): NodeJS.Timeout;
  setInterval(callback: Callback, delayMs?: number): NodeJS.Timeout;
  clearTimeout(timer: NodeJS.Timeout | null | undefined): void;
  clearInterval(timer: NodeJS.Timeout | null | undefined): void;
  defer(callback: Callback): void;
  _setImmediate(callback: Callback): void;
}

export interface TimerOptions {
  /** Gives the variable that holds the current invocation, once there is one. */
  readonly currentInvocation?: (() => EnvironmentVariable | undefined) | undefined;
  /** Holds the timers that are set, to be cleared when the app ends. */
  readonly running?: Set<NodeJS.Timeout> | undefined;
}

/**
 * A timer set inside a method is no part of the method: its callback runs
 * without the current invocation.
 */
export function createTimers(
  dynamics: Pick<Dynamics, 'bindEnvironment'>,
  { currentInvocation = () => undefined, running = new Set() }: TimerOptions = {},
): Timers {
  function withoutInvocation(callback: Callback): Callback {
    const variable = currentInvocation();
    if (!variable) return callback;
    const invocation = variable.get() as { isSimulation?: boolean } | null | undefined;
    if (invocation?.isSimulation) throw new Error("Can't set timers inside simulations");
    return () => {
      variable.withValue(null, callback);
    };
  }

  const bound = (callback: Callback, context: string) =>
    dynamics.bindEnvironment(withoutInvocation(callback), context);

  function kept(timer: NodeJS.Timeout): NodeJS.Timeout {
    running.add(timer);
    return timer;
  }

  function clear(timer: NodeJS.Timeout | null | undefined): void {
    if (!timer) return;
    running.delete(timer);
    clearTimeout(timer);
  }

  return {
    setTimeout(callback, delayMs) {
      const run = bound(callback, 'setTimeout callback');
      const timer = kept(
        setTimeout(() => {
          running.delete(timer);
          run();
        }, delayMs),
      );
      return timer;
    },
    setInterval: (callback, delayMs) =>
      kept(setInterval(bound(callback, 'setInterval callback'), delayMs)),
    clearTimeout: clear,
    clearInterval: clear,
    defer: (callback) => {
      setImmediate(bound(callback, 'defer callback'));
    },
    _setImmediate: (callback) => {
      setImmediate(callback);
    },
  };
}
