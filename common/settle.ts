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

function isThenable(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    typeof (value as { then?: unknown }).then === 'function'
  );
}
