import type { ClientDynamics } from './dynamics';

type Callback = () => unknown;
type Timer = ReturnType<typeof setTimeout>;

export type ClientTimers = ReturnType<typeof createClientTimers>;

/** The timers of `Meteor` in browsers, and the way to clear all that run. */
export function createClientTimers({ bindEnvironment }: Pick<ClientDynamics, 'bindEnvironment'>) {
  const running = new Set<Timer>();

  function clear(timer: Timer | null | undefined): void {
    if (!timer) return;
    running.delete(timer);
    clearTimeout(timer);
  }

  function later(callback: Callback, delayMs = 0): Timer {
    const bound = bindEnvironment(callback, 'setTimeout callback');
    const timer = setTimeout(() => {
      running.delete(timer);
      bound();
    }, delayMs);
    running.add(timer);
    return timer;
  }

  function every(callback: Callback, delayMs?: number): Timer {
    const timer = setInterval(bindEnvironment(callback, 'setInterval callback'), delayMs);
    running.add(timer);
    return timer;
  }

  return {
    setTimeout: later,
    setInterval: every,
    clearTimeout: clear,
    clearInterval: clear,
    defer: (callback: Callback) => {
      later(callback);
    },
    _setImmediate: immediate,
    clearAll: () => {
      for (const timer of [...running]) clear(timer);
    },
  };
}

/** Runs before timers do, and after what is going on, in the order of the calls. */
function immediate(callback: Callback): void {
  if (typeof setImmediate === 'function') {
    setImmediate(callback);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
}
