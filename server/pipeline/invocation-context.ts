import { AsyncLocalStorage } from 'node:async_hooks';
import type { Invocation, InvocationContext } from '../../common/invocation';

/**
 * The invocation context over one `AsyncLocalStorage` of Radiant's own.
 * Meteor's store is neither read nor written: it is replaced by every
 * `withValue`, loses variables in `bindEnvironment` on Meteor 3.0, and leaks
 * from one message into the next through `unblock`.
 */
export function createInvocationContext(): InvocationContext {
  const storage = new AsyncLocalStorage<Invocation | undefined>();
  let open = true;
  return {
    current: () => storage.getStore(),
    run: (invocation, fn, self, args) =>
      (open
        ? storage.run(invocation, Reflect.apply, fn, self, args) // `run` would switch it on again
        : Reflect.apply(fn, self, args)) as ReturnType<typeof fn>,
    // Not `storage.exit`: on Node 20 it takes the async hooks out and puts them in again.
    exit: (fn) => (open ? storage.run(undefined, fn) : fn()),
    close() {
      open = false;
      storage.disable();
    },
  };
}
