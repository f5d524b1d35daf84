import type { Invocation, InvocationContext } from '../../common/invocation';
import { createAsyncStore } from './async-store';

/**
 * The invocation context over one store of Radiant's own. Meteor's is neither
 * read nor written: it is replaced by every `withValue`, loses variables in
 * `bindEnvironment` on Meteor 3.0, and leaks from one message into the next
 * through `unblock`.
 */
export function createInvocationContext(): InvocationContext {
  const { get, run, close } = createAsyncStore<Invocation>();
  return {
    current: get,
    run,
    // Not `AsyncLocalStorage.exit`: on Node 20 it takes the async hooks out and puts them in again.
    exit: (fn) => run(undefined, fn, undefined, []),
    close,
  };
}
