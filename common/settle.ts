const watch = Promise.prototype.then;

/**
 * Calls `ended` once `result` has settled: at once for a plain value, later
 * for a promise, which is watched, not replaced: its identity stays the app's.
 * Returns false for any other thenable, and never calls `ended` then: some
 * (query builders) do their work anew each time their `then` is called.
 *
 * Watching marks a rejection as handled. Use it only where the platform itself
 * awaits the value, as Meteor does with method and publish functions.
 */
export function whenSettled(
  result: unknown,
  ended: (failed: boolean, error?: unknown) => void,
): boolean {
  if (result instanceof Promise) {
    watch.call(
      result,
      () => ended(false),
      (error: unknown) => ended(true, error),
    );
    return true;
  }
  if (isThenable(result)) return false;
  ended(false);
  return true;
}

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
