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

/**
 * A timer set inside a method is no part of the method: its callback runs
 * without the current invocation, which `currentInvocation` gives.
 */
export function createTimers(
  dynamics: Pick<Dynamics, 'bindEnvironment'>,
  currentInvocation: () => EnvironmentVariable | undefined = () => undefined,
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

  return {
    setTimeout: (callback, delayMs) => setTimeout(bound(callback, 'setTimeout callback'), delayMs),
    setInterval: (callback, delayMs) =>
      setInterval(bound(callback, 'setInterval callback'), delayMs),
    clearTimeout: (timer) => clearTimeout(timer ?? undefined),
    clearInterval: (timer) => clearInterval(timer ?? undefined),
    defer: (callback) => {
      setImmediate(bound(callback, 'defer callback'));
    },
    _setImmediate: (callback) => {
      setImmediate(callback);
    },
  };
}
