import type { CpuOwner, SliceAccount, SliceWatch, WatchedStopwatch } from '../../common/stopwatch';

/** Deeper than any honest nesting: a `leave` was lost. */
const deepest = 64;

/** The stopwatch over one stack. `lost` hears of each time the stack had to be reset. */
export function createStopwatch(now: () => number, lost: () => void): WatchedStopwatch {
  const stack: CpuOwner[] = [];
  /** Beside `stack`, while somebody watches. */
  const accounts: SliceAccount[] = [];
  let current: CpuOwner | undefined;
  let account: SliceAccount | undefined;
  let since = 0;
  let watch: SliceWatch | undefined;

  function bank(to: CpuOwner, at: number): void {
    to.cpuMs += at - since;
    if (account) account.add(since, at);
  }

  return {
    enter(owner) {
      const at = now();
      if (current) {
        bank(current, at);
        stack.push(current);
        if (account) accounts.push(account);
      }
      current = owner;
      if (watch) account = watch.accountOf(owner);
      since = at;
      if (stack.length > deepest) {
        stack.length = 0;
        accounts.length = 0;
        lost();
      }
      return at;
    },
    leave() {
      const at = now();
      if (!current) return at;
      bank(current, at);
      current = stack.pop();
      account = accounts.pop();
      since = at;
      return at;
    },
    watch(next) {
      stack.length = 0;
      accounts.length = 0;
      current = undefined;
      account = undefined;
      watch = next;
    },
  };
}
