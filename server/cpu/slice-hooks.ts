import type { createHook as CreateHook } from 'node:async_hooks';
import type { InvocationContext } from '../../common/invocation';
import type { WatchedStopwatch } from '../../common/stopwatch';
import type { Accounts } from './accounts';

export interface SliceHooksParts {
  readonly createHook: typeof CreateHook;
  readonly cpu: WatchedStopwatch;
  readonly context: Pick<InvocationContext, 'current'>;
  readonly failed: (error: unknown) => void;
}

/** Books every slice of asynchronous code, for as long as it is wanted. */
export interface SliceHooks {
  /**
   * Books to `accounts` from now on; nobody else may at the same time. Calls
   * `full` once, in the middle of whatever runs, when there were `limit` slices.
   */
  open(accounts: Accounts, limit: number, full: () => void): void;
  /** Takes everything out again; returns the slices there were. Harmless when it is not open. */
  close(): number;
  readonly isOpen: boolean;
}

/**
 * The one place that uses async hooks. Each resource of Node's and each
 * reaction of a promise is one slice. `before` enters the account of the
 * current invocation; what has a turn of its own meanwhile (handlers,
 * observers) is told apart by the stopwatch. Nothing is installed while closed.
 */
export function createSliceHooks({
  createHook,
  cpu,
  context,
  failed,
}: SliceHooksParts): SliceHooks {
  let accounts: Accounts | undefined;
  let slices = 0;
  let limit = 0;
  let full: () => void = () => undefined;
  const hooks = createHook({ before, after });

  /** An error in here would end the process. */
  function before(): void {
    if (!accounts) return;
    try {
      if (++slices === limit) full();
      else cpu.enter(accounts.ofInvocation(context.current()));
    } catch (error) {
      failed(error);
    }
  }

  function after(): void {
    if (accounts) cpu.leave();
  }

  return {
    open(into, most, onFull) {
      accounts = into;
      slices = 0;
      limit = most;
      full = onFull;
      cpu.watch(into);
      hooks.enable();
    },
    close() {
      if (!accounts) return 0;
      hooks.disable();
      cpu.watch(undefined);
      accounts = undefined;
      return slices;
    },
    get isOpen() {
      return accounts !== undefined;
    },
  };
}
