const watch = Promise.prototype.then;

/**
 * Calls `ended` once `result` has settled, at once for a plain value, with the
 * value or the error, and
 * returns what to hand on in its place: `result` itself, or, for a thenable
 * that is no promise, a promise that adopts it. (Some thenables, query builders
 * among them, do their work anew each time `then` is called; so it is called
 * once, by that promise.)
 *
 * Watching marks a rejection as handled. Use it only where the platform itself
 * awaits the value, as Meteor does with method and publish functions.
 */
export function watchSettled(
  result: unknown,
  ended: (failed: boolean, outcome: unknown) => void,
): unknown {
  const settling =
    isThenable(result) && !(result instanceof Promise) ? Promise.resolve(result) : result;
  if (settling instanceof Promise) {
    watch.call(
      settling,
      (value: unknown) => ended(false, value),
      (error: unknown) => ended(true, error),
    );
  } else ended(false, settling);
  return settling;
}

/**
 * Calls `ended` once `result` has settled, at once for a plain value, and
 * returns what to hand on: a plain value as it is, in place of a promise (or
 * other thenable) one that settles alike, a microtask later. To watch the
 * promise itself would mark a rejection as handled that the app may never
 * handle, and so change the fate of the process. `ended` must not throw.
 */
export function watchHandedOut<Result>(
  result: Result,
  ended: (failed: boolean, error?: unknown) => void,
): Result {
  if (!isPending(result)) {
    ended(false);
    return result;
  }
  const settling: Promise<unknown> =
    result instanceof Promise ? result : Promise.resolve(result as unknown);
  return watch.call(
    settling,
    (value: unknown) => {
      ended(false);
      return value;
    },
    (error: unknown) => {
      ended(true, error);
      throw error;
    },
  ) as Result;
}

/** Whether it has yet to settle: a promise, or another thenable. */
export function isPending(value: unknown): boolean {
  return value instanceof Promise || isThenable(value);
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
