const watch = Promise.prototype.then;

/** What is told of a write once the database has answered. Must not throw. */
export interface Answered {
  ok(result: unknown): void;
  failed(): void;
}

/**
 * Watches a promise of the driver that Meteor itself awaits, so that a
 * rejection is handled anyway, and returns it.
 */
export function watchAwaited(answer: Promise<unknown>, answered: Answered): Promise<unknown> {
  watch.call(answer, answered.ok, answered.failed);
  return answer;
}

/**
 * Watches a promise of the driver that the app is about to get, and returns one
 * to hand out in its place: it settles alike, one microtask later. To watch the
 * promise itself would mark a rejection as handled that the app may never
 * handle, and so change the fate of the process. Nobody has seen the first
 * promise: the driver makes a new one for each call.
 */
export function watchHandedOut(answer: Promise<unknown>, answered: Answered): Promise<unknown> {
  return watch.call(
    answer,
    (result: unknown) => {
      answered.ok(result);
      return result;
    },
    (error: unknown) => {
      answered.failed();
      throw error;
    },
  );
}
